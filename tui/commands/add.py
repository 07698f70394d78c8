"""`stet add`: articles into the library, without opening them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.options import extractor_name, extractor_option, library_option, the_library

if TYPE_CHECKING:
    from extract.adding import Outcome
    from store.record import Article

Source = tuple[str, "Callable[[], Article]"]


@click.command(short_help="Put articles in the library without opening them.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to extract with; else one a processor.")
@extractor_option
@library_option
@click.argument("paths", nargs=-1, required=True, metavar="PATH|- …")
def command(jobs: int | None, paths: tuple[str, ...]) -> int:
    """Add PATH …: files, folders with all that is in them, patterns (`'wire/*.txt'`), or - for standard input.

    What is there already is left as it is. What cannot be read is said, and the rest goes on; stopped with ctrl+c,
    what was added stays, and the same command goes on from there.
    """
    from extract.adding import add_all
    from tui.progress import Progress

    shelf = the_library()
    counts: Counter[str] = Counter()
    sources, missing = _sources(paths)
    try:
        with Progress("adding", len(sources)) as progress:
            for outcome in add_all(shelf, sources, extractor_name(), jobs):
                counts[outcome.result] += 1
                progress.step()
                _say(outcome, progress.say)
        with Progress("indexing") as progress:
            shelf.catalogue.index(progress.at)
    finally:
        counts["failed"] += missing
        click.echo(_summary(counts), err=True)
    return 1 if counts["failed"] else 0


def _sources(paths: Iterable[str]) -> tuple[list[Source], int]:
    """What is to be read, and how many of the paths are not there; each of these is said."""
    sources: list[Source] = []
    missing = 0
    for path in paths:
        try:
            sources += _from(path)
        except StetError as error:
            missing += 1
            click.echo(f"stet: {error}", err=True)
    return sources, missing


def _from(path: str) -> Iterator[Source]:
    import glob

    from store.intake import walk

    if path == "-":
        yield "standard input", _standard_input
        return
    named = [path]
    if glob.has_magic(path) and not Path(path).exists():
        named = sorted(glob.glob(path, recursive=True)) or named  # noqa: PTH207  may be absolute
    for file in walk(named):
        yield str(file), partial(_read, file)


def _read(file: Path) -> Article:
    from store.intake import read_article

    return read_article(file).article


def _standard_input() -> Article:
    from store.intake import article_from_text, decode_text

    text, _ = decode_text(sys.stdin.buffer.read(), "standard input")
    return article_from_text(text, title="")


def _say(outcome: Outcome, say: Callable[[str], None]) -> None:
    if outcome.result == "failed":
        say(f"stet: {outcome.name}: {outcome.why}")
    elif outcome.result == "twice":
        say(f"stet: {outcome.name}: the same text as {outcome.why}")
    elif outcome.result == "there" and outcome.why:
        say(f"stet: {outcome.name}: the same text is in the library as {outcome.why}")


def _summary(counts: Counter[str]) -> str:
    parts = [f"{counts['added']} added"]
    for result, words in (("there", "there already"), ("twice", "twice among them"), ("failed", "failed")):
        if counts[result]:
            parts.append(f"{counts[result]} {words}")
    return ", ".join(parts)
