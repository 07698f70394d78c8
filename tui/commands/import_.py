"""`stet import`: annotations of other programs, into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from store.importing import SOURCES, bring_in
from tui.commands.options import annotator_option, library_option, the_annotator, the_library
from tui.terminal.output import say

if TYPE_CHECKING:
    from store.importing import Account, As


_LISTED: Final = "\b\n" + "\n".join(f"{item.name:13}{item.summary}" for item in SOURCES.values())


@click.command(name="import", epilog=_LISTED)
@click.option("--from", "name", type=click.Choice(list(SOURCES)), required=True, help="The format of FILE.")
@click.option(
    "--as",
    "how",
    type=click.Choice(["suggestions", "decided"]),
    default="suggestions",
    show_default=True,
    help="Whether somebody is still to decide on them.",
)
@library_option
@annotator_option
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def command(name: str, how: str, path: Path) -> int:
    """Bring the articles and annotations of FILE into the library.

    Nothing that is there is overwritten: a field that is there already is not added again, and what has been
    decided stays. Whole records of our own keep their suggestions and edits, whatever --as says.
    """
    account = bring_in(
        name, path, the_library(), cast("As", how), the_annotator(), say=lambda line: say(f"stet: {line}")
    )
    for line in _told(account):
        say(line)
    return 1 if account.left_out else 0


def _told(account: Account) -> list[str]:
    """What happened, without what did not."""
    counts = (
        ("articles added", account.added),
        ("articles that were there", account.known),
        ("fields added", account.fields),
        ("fields decided as they say", account.taken_over),
        ("fields that were there", account.there),
        ("fields decided otherwise here, which stay so", account.differing),
    )
    told = ", ".join(f"{count} {what}" for what, count in counts if count)
    return [told] if told else ["Nothing to import."]
