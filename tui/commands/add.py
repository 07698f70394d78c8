"""`stet add`: articles into the library, without opening them."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import (
    columns_options,
    extractor_name,
    extractor_option,
    json_option,
    kinds_option,
    library_option,
    send_option,
    the_columns,
    the_library,
)
from tui.commands.progress import Progress
from tui.commands.sample import add_sample, asked_sample, sample_options
from tui.shell import offers
from tui.terminal import output

if TYPE_CHECKING:
    from services.ingest import Source
    from services.outcomes import OutcomeCounts
    from store.intake import Columns, Intake, Skip, Skipped, Told


def _checked(_context: click.Context, _option: click.Parameter, day: str | None) -> str | None:
    try:
        if day is None or str(datetime.date.fromisoformat(day)) == day:
            return day
    except ValueError:
        pass
    raise click.BadParameter(f"{day} is not a day; write one such as 2026-03-11", param_hint="--date")


@click.command()
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to extract with; else one a processor.")
@extractor_option
@send_option
@library_option
@kinds_option
@columns_options
@click.option("--date", metavar="DAY", callback=_checked, help="The date of what has none, such as 2026-03-11.")
@click.option("--source", default="", metavar="NAME", help="The source of what has none but the name of its file.")
@click.option("--title", default="", metavar="WORDS", help="The title, where PATH is one article.")
@sample_options
@json_option
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL|- …", shell_complete=offers.files)
def command(
    jobs: int | None,
    date: str | None,
    source: str,
    title: str,
    paths: tuple[str, ...],
    as_json: bool,
) -> int:
    """Add PATH …: files, folders with all that is in them, patterns (`'wire/*.txt'`), URLs, or - for standard input.

    Text, Markdown, web pages, PDF and DOCX are an article each, JSON lines and CSV an article a line; of these title,
    date, author, url and source are found by their usual names, and all else is kept as meta. Where nothing in a file
    says its date, a name that begins or ends with a day does (2026-03-11-port.txt), else --date; where nothing says
    its source, --source does. What else a folder holds is skipped, and said.

    What is there already is left as it is. What cannot be read is said, and the rest goes on; stopped with ctrl+c,
    what was added stays, and the same command goes on from there.

    With --sample PATH is a corpus that stet extract -o has made: N of its articles, with what was found in them, come
    in to be corrected; stet evaluate --corpus then says how good all of it is. The same seed draws the same.
    """
    if (asked := asked_sample()) is not None:
        return add_sample(paths, asked, as_json=as_json)
    from services.ingest import add_all
    from services.outcomes import Outcome, OutcomeCounts
    from store.intake import Told

    library, extractor = the_library(), extractor_name()
    account = OutcomeCounts("added")
    found = partial(_named, told=Told(date, source, title), columns=the_columns())
    left: list[Skipped] = []

    def not_there(path: str, error: StetError) -> None:
        account.add(Outcome(path, "failed", why=error.message, sort=error.title))
        output.warn(str(error))

    total = _total(_sources(paths, found, lambda *_: None), title)
    try:
        with Progress("adding", total) as progress:
            named = _sources(paths, partial(found, skip=left.append), not_there)
            for outcome in add_all(library, named, extractor, jobs):
                account.add(outcome)
                progress.step()
                for line in filter(None, str(outcome).split("\n")):
                    progress.warn(line)
        with Progress("indexing") as progress:
            library.prepare(progress.at)
    finally:
        _tell(account, left, as_json=as_json)
    return 1 if account.failed else 0


def _total(named: Iterable[Source], title: str) -> int:
    total = sum(1 for _ in named)
    if title and total > 1:
        raise click.UsageError(f"--title is for one article, and {total:,} are named; --source and --date go with many")
    return total


def _tell(account: OutcomeCounts, left: Sequence[Skipped], *, as_json: bool) -> None:
    from services.ingest import skipped
    from services.outcomes import ADDING

    for line in skipped(left):
        output.warn(line)
    if account.by_sort:
        output.warn(account.by_sort)
    output.say(str(account))
    if as_json:
        output.put_json({**account.to_json(ADDING), "skipped": [one._asdict() for one in left]})


def _sources(
    paths: Iterable[str], found: Callable[[str], Iterator[Source]], not_there: Callable[[str, StetError], None]
) -> Iterator[Source]:
    """Of all that was named; what is not there is told, and the rest goes on."""
    for path in paths:
        try:
            yield from found(path)
        except StetError as error:
            not_there(path, error)


def _named(path: str, columns: Columns, told: Told, skip: Skip = lambda _: None) -> Iterator[Source]:
    from services.ingest import sources

    if path == "-":
        yield "standard input", partial(_standard_input, told)
    else:
        yield from sources(path, columns=columns, skip=skip, told=told)


def _standard_input(told: Told) -> Intake:
    from store.intake import article_from_stream

    return article_from_stream(sys.stdin.buffer, "standard input").told(told, "")
