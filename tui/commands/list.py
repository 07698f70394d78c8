"""`stet list`: the shelf as a table, or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click
import orjson

from tui.options import library_option, query_argument, the_library

if TYPE_CHECKING:
    from store.folder import FolderLibrary
    from store.library import Summary

COLUMNS: Final = ("id", "status", "decided", "flags", "doubts", "date", "title", "source")
_RIGHT: Final = ("decided", "flags", "doubts")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON array, an object an article.")
@library_option
@query_argument
def command(as_json: bool, query: tuple[str, ...]) -> int:
    """List the articles in the library: status, decided of all fields, flags, doubts.

    QUERY: words of title, text, names and quotes, or title:storm status:new doubt:yes person:lund number>100
    date>=2026-05; all must hold (docs/store.md has the whole language).
    """
    from tui.selection import selected

    shelf = the_library()
    summaries = list(selected(shelf, query))
    good = [summary for summary in summaries if summary.damage is None]
    for summary in summaries:
        if summary.damage is not None:
            click.echo(f"stet: {summary.damage}", err=True)
    if as_json:
        sys.stdout.buffer.write(orjson.dumps([_row(summary) for summary in good], option=orjson.OPT_APPEND_NEWLINE))
        sys.stdout.buffer.flush()
    elif good:
        _table(good)
    elif not summaries:
        _say_none(shelf, query)
    return 1 if len(good) < len(summaries) else 0


def _say_none(library: FolderLibrary, query: tuple[str, ...]) -> None:
    asked = " ".join(query)
    if not any(True for _ in library.ids()):
        click.echo(f"The library {library.path} is empty; stet add PATH puts articles in it.", err=True)
    else:
        click.echo(f"Nothing in {library.path} answers the query: {asked}", err=True)


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
    }


def _table(summaries: Iterable[Summary]) -> None:
    """Through Rich, which knows how wide letters are; without a terminal, tabs between the columns."""
    from tui.parts.symbols import visible

    rows = [
        (
            summary.id[:16],
            summary.status,
            f"{summary.decided}/{summary.fields}",
            str(summary.flags or ""),
            str(summary.doubts or ""),
            summary.date or "",
            visible(summary.title),
            visible(summary.source),
        )
        for summary in summaries
    ]
    if not sys.stdout.isatty():  # for cut, awk and sort; --json for the rest
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="right" if name in _RIGHT else "left", no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
