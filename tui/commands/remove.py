"""`stet remove`: an article and all about it, text too."""

from __future__ import annotations

import sys

import click

from store.errors import StetError
from tui.options import library_option, query_argument, the_library
from tui.output import confirm, say


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@library_option
@query_argument
def command(yes: bool, query: tuple[str, ...]) -> int:
    """Take the articles that answer QUERY out of the library: record, text and index. Nothing of them is kept.

    Asks first. What was copied elsewhere, by an export or a backup, stays there.
    """
    if not query:
        raise click.UsageError("name an article: its id, or a query; stet list QUERY shows which answer")
    shelf = the_library()
    found = [summary for summary in shelf.find(" ".join(query)) if summary.damage is None]
    if not found:
        raise StetError("Nothing removed", "no article answers; stet list shows what there is")
    if not yes:
        if not sys.stdin.isatty():
            raise StetError("Nothing removed", "nobody there to ask; --yes removes without asking")
        for summary in found[:20]:
            say(f"{summary.id}  {summary.title}")
        if len(found) > 20:
            say(f"… and {len(found) - 20} more")
        if not confirm(f"Remove {len(found)} with all that was done to them?"):
            return 1
    shelf.remove_all([summary.id for summary in found])
    say(f"{len(found)} removed")
    return 0
