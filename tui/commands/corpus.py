"""`stet extract -o`: a corpus, made here or by a cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from store.files import MEGABYTE
from store.installation import install_command
from tui.commands.options import LIBRARY, extractor_name, given, library_to_read, the_columns
from tui.commands.progress import Progress
from tui.terminal.output import say, warn

if TYPE_CHECKING:
    from services.corpus.running import Count, Workers


def extract_into(out: str, paths: tuple[str, ...], *, cluster: str | None, size: int | None, is_jsonl: bool) -> int:
    """Exit status 1 where something is missing, or has a row with its error."""
    if is_jsonl or "-" in paths:
        raise click.UsageError("with -o, files are read by their endings; leave --jsonl and - out")
    need_packages("Not extracted")
    from services.corpus.account import made as was_made
    from services.corpus.account import wrong
    from services.corpus.carried import making
    from services.corpus.folder import Corpus
    from services.corpus.running import Order, run
    from services.ingest import skipped

    library = library_to_read() if given(LIBRARY) is not None else None
    made = making(extractor_name(), None if library is None else library.documents)
    order = Order(paths, out, made, the_columns(), size)
    last: list[Count] = []
    with Progress("extracting") as progress, _workers(cluster, progress.warn) as workers:

        def tell(count: Count) -> None:
            if not last:
                last.append(count)
                for line in skipped(count.skipped):
                    progress.warn(line)
            memory = max(workers.memory().values(), default=0)
            most = f", {memory / MEGABYTE:,.0f} MB" if memory else ""
            rate = f"{count.articles:,} articles, {count.words / count.seconds:,.0f} words/s{most}"
            progress.at(count.before + count.done + len(count.failed), count.total, rate)

        try:
            count = run(order, workers, tell)
        except KeyboardInterrupt:
            for count in last:
                there = f"{count.before + count.done:,} of {count.total:,} partitions are there"
                progress.warn(f"{there}; the same command goes on from here")
            raise
    for line in was_made(count, out):
        say(line)
    for line in wrong(count, Corpus(out)):
        warn(line)
    return 1 if count.failed or count.refused else 0


def need_packages(title: str) -> None:
    """Raises `StetError` where what reads and writes a corpus is not installed."""
    try:
        for name in ("pyarrow", "fsspec"):
            import_module(name)
    except ModuleNotFoundError as error:
        raise StetError(title, f"a corpus needs {error.name}; {install_command('cluster')}") from None


@contextlib.contextmanager
def _workers(cluster: str | None, warn: Callable[[str], object]) -> Iterator[Workers]:
    from services.corpus.running import Here

    if cluster is None:
        yield Here()
        return
    from services.corpus.cluster import dask_workers

    with dask_workers(cluster, warn) as workers:
        yield workers
