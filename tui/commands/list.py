"""`stet list`: the shelf as a table, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from store.model.about import in_words, named
from store.model.edit import ARTICLE
from tui.commands.options import library_option, library_to_read, query_argument
from tui.terminal.output import put, put_json, put_table, say, warn

if TYPE_CHECKING:
    from store.index.summary import Summary
    from store.library.protocol import Library

COLUMNS: Final = ("id", "status", "decided", "flags", "doubts", "conflicts", "date", "title", "source")
_RIGHT: Final = ("decided", "flags", "doubts", "conflicts")
_SHOWN_ONLY: Final = ("conflicts",)
"""On a terminal, not down a pipe, where scripts count on their columns; `--json` has them."""


@click.command()
@click.option("--as", "form", type=click.Choice(("gazetteer",)), help="A word list of the names that were decided.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, an object an article.")
@library_option
@query_argument
def command(form: str | None, as_json: bool, query: tuple[str, ...]) -> int:
    """List the articles in the library: status, decided of all fields, flags, doubts, conflicts.

    QUERY: words of title, text, names and quotes, or title:storm status:new doubt:yes person:lund number>100
    date>=2026-05; all must hold (docs/store.md has the whole language). Where none matches, that is said on standard
    error, and is no failure: the exit status is 0.
    """
    shelf = library_to_read()
    if form is not None:
        if as_json:
            raise click.UsageError("--as gazetteer writes CSV; leave --json out")
        return _gazetteer(shelf, query)
    summaries = list(shelf.find(" ".join(query)))
    good = [summary for summary in summaries if summary.damage is None]
    for summary in summaries:
        if summary.damage is not None:
            warn(summary.damage)
    if as_json:
        put_json([_row(summary) for summary in good])
    elif good:
        own = tuple(named())
        spare = ("source", "date", *reversed(own))
        rows = ((*_cells(one), *(in_words(one.own.get(name, "")) for name in own)) for one in good)
        put_table((*COLUMNS, *own), rows, right=_RIGHT, main="title", spare=spare, shown_only=_SHOWN_ONLY)
    elif not summaries:
        _say_none(shelf, query)
    return 1 if len(good) < len(summaries) else 0


def _gazetteer(library: Library, query: tuple[str, ...]) -> int:
    """As a file of `lists` has it: what is printed can be put there."""
    import csv
    import io

    from services.records import Records
    from services.register import register_of
    from services.report import counted, in_conflict
    from services.word_lists import gazetteer

    records = Records(library, library.find(" ".join(query)), warn)
    rows, others, unsettled = gazetteer(records, register_of(library))
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(rows)
    for line in lines.getvalue().removesuffix("\n").split("\n"):
        put(line)
    if others:
        warn(f"{counted(others, 'name')} left out: more often decided as another kind")
    if unsettled:
        warn(in_conflict(unsettled, "left out"))
    if len(rows) == 1:
        say(f"No name is decided in the articles of {library.name} that match; the list is empty.")
    return 1 if records.broken else 0


def _say_none(library: Library, query: tuple[str, ...]) -> None:
    from services.records import nothing_yet

    why = nothing_yet(library)
    say(f"T{why[1:]}." if why else f"Nothing in {library.name} matches the query: {' '.join(query)}")


def _row(summary: Summary) -> dict[str, object]:
    return {
        "id": summary.id,
        "title": summary.title,
        "source": summary.source,
        "date": summary.date,
        "status": summary.status,
        **summary.counts,
        "fields": summary.fields,
        "decided": summary.decided,
        "flags": summary.flags,
        "doubts": summary.doubts,
        "conflicts": summary.conflicts,
        **({ARTICLE: {name: summary.own.get(name) for name in named()}} if named() else {}),
    }


def _cells(summary: Summary) -> list[str]:
    return [
        summary.id[:16],
        summary.status,
        f"{summary.decided}/{summary.fields}",
        str(summary.flags or ""),
        str(summary.doubts or ""),
        str(summary.conflicts or ""),
        summary.date or "",
        summary.heading,
        summary.source,
    ]
