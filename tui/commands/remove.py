"""`stet remove`: an article and all about it, text too."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from store.errors import StetError
from tui.commands.options import library_option, library_to_read, query_argument
from tui.terminal.output import confirm, insist, put_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.library.protocol import Library

_SHOWN = 20


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--damaged", is_flag=True, help="Damaged records, and what stet check --repair set aside.")
@click.option("--json", "as_json", is_flag=True, help="Print what was removed as JSON.")
@library_option
@query_argument
def command(yes: bool, damaged: bool, as_json: bool, query: tuple[str, ...]) -> int:
    """Take the articles that match QUERY out of the library: record, text and index. Nothing of them is kept.

    Copies that a repair or a new format has left in the library's folders `damaged` and `before-stet-N` go too.
    Asks first. What was copied elsewhere, by an export or a backup, stays there.

    With --damaged, QUERY are names of files, as stet list and stet check show them (records/3f/NAME.json,
    damaged/NAME.json); without any, all damaged records, and all in `damaged`.
    """
    shelf = library_to_read()
    if damaged:
        names = _damaged(shelf, query)
        if not _sure(yes, names, "for good, with their texts and copies"):
            return 1
        shelf.remove_damaged(names)
        _tell([{"name": name} for name in names], as_json)
        return 0
    if not query:
        raise click.UsageError("name an article: its id, or a query; stet list QUERY shows which match")
    summaries = list(shelf.find(" ".join(query)))
    found = [summary for summary in summaries if summary.damage is None]
    if not found:
        from services.records import nothing_found

        more = "; damaged records go with --damaged" if summaries else ""
        raise StetError("Nothing removed", f"{nothing_found(shelf)}{more}")
    lines = [f"{summary.id}  {summary.heading}" for summary in found]
    if not _sure(yes, lines, "with all work done on them"):
        return 1
    shelf.remove_all([summary.id for summary in found])
    _tell([{"id": summary.id, "title": summary.title} for summary in found], as_json)
    return 0


def _tell(removed: Sequence[dict[str, str]], as_json: bool) -> None:
    say(f"{len(removed)} removed")
    if as_json:
        put_json({"removed": removed})


def _damaged(shelf: Library, asked: Sequence[str]) -> list[str]:
    """Names of damaged records, without ending, and of files in `damaged`."""
    from pathlib import PurePath

    there = shelf.damaged()
    if not asked:
        if not there:
            raise StetError("Nothing removed", "no record is damaged, and nothing has been set aside")
        return list(dict.fromkeys(there.values()))
    wanted: list[str] = []
    for word in asked:
        named = [name for path, name in there.items() if word in (path, PurePath(path).name, name)]
        if not named:
            raise StetError("Nothing removed", f"{word} is neither a damaged record nor set aside; see stet list")
        wanted += named
    return list(dict.fromkeys(wanted))


def _sure(yes: bool, lines: Sequence[str], how: str) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise StetError("Nothing removed", "nobody there to ask; --yes removes without asking")
    for line in lines[:_SHOWN]:
        insist(line)
    if len(lines) > _SHOWN:
        insist(f"… and {len(lines) - _SHOWN} more")
    return confirm(f"Remove {len(lines)} {how}?")
