"""`stet add`: articles into the library, without opening them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import extractor_name, extractor_option, library_option, the_library
from tui.terminal import output

if TYPE_CHECKING:
    from services.ingest import Outcome
    from store import intake
    from store.model.record import Article

Source = tuple[str, "Callable[[], Article]"]


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to extract with; else one a processor.")
@extractor_option
@library_option
@click.option("--text-field", default="text", show_default=True, help="Where JSON lines and tables have the text.")
@click.option("--id-field", default="id", show_default=True, help="Where they have the id; else it comes of the text.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL|- …")
def command(jobs: int | None, text_field: str, id_field: str, paths: tuple[str, ...]) -> int:
    """Add PATH …: files, folders with all that is in them, patterns (`'wire/*.txt'`), URLs, or - for standard input.

    Text, Markdown, web pages, PDF and DOCX are an article each, JSON lines and CSV an article a line.

    What is there already is left as it is. What cannot be read is said, and the rest goes on; stopped with ctrl+c,
    what was added stays, and the same command goes on from there.
    """
    from services.ingest import add_all
    from tui.commands.progress import Progress

    shelf = the_library()
    counts: Counter[str] = Counter()
    found = partial(_from, text_field=text_field, id_field=id_field)

    def not_there(error: StetError) -> None:
        counts["failed"] += 1
        output.say(f"stet: {error}")

    try:
        with Progress("adding", sum(1 for _ in _sources(paths, found, lambda _: None))) as progress:
            for outcome in add_all(shelf, _sources(paths, found, not_there), extractor_name(), jobs):
                counts[outcome.result] += 1
                progress.step()
                _say(outcome, progress.say)
        with Progress("indexing") as progress:
            shelf.index_sync.index(progress.at)
    finally:
        output.say(_summary(counts))
    return 1 if counts["failed"] else 0


def _sources(
    paths: Iterable[str], found: Callable[[str], Iterator[Source]], not_there: Callable[[StetError], None]
) -> Iterator[Source]:
    """What is to be read, one by one: a table may hold more texts than there is room for in memory."""
    for path in paths:
        try:
            yield from found(path)
        except StetError as error:
            not_there(error)


def _from(path: str, text_field: str, id_field: str) -> Iterator[Source]:
    from store.intake import expand, is_address, sources

    if path == "-":
        yield "standard input", _standard_input
        return
    for word in [path] if is_address(path) else expand(path):
        for source in sources(word, text_field=text_field, id_field=id_field):
            yield source.name, partial(_read, source)


def _read(source: intake.Source) -> Article:
    return source.read().article


def _standard_input() -> Article:
    from store.intake import article_from_stream

    return article_from_stream(sys.stdin.buffer, "standard input").article


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
