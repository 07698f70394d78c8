"""`stet import`: annotations of other programs, into the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from store.formats.importer import import_file
from store.formats.registry import importable
from tui.commands.formats import FormatCommand, listed
from tui.commands.options import annotator_option, library_option, the_annotator, the_library
from tui.terminal.output import say

if TYPE_CHECKING:
    from store.formats.importer import As, ImportReport


_LISTED: Final = listed((name, item.spec.reads) for name, item in importable().items())


@click.command(name="import", cls=FormatCommand, epilog=_LISTED)
@click.option("--from", "name", type=click.Choice(list(importable())), required=True, help="The format of FILE.")
@click.option(
    "--as",
    "how",
    type=click.Choice(["suggestions", "decided"]),
    default="suggestions",
    show_default=True,
    help="Import as suggestions to check, or as already decided.",
)
@library_option
@annotator_option
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def command(name: str, how: str, path: Path) -> int:
    """Bring the articles and annotations of FILE into the library.

    Nothing that is there is overwritten: a field that is there already is not added again, and what has been
    decided stays. Whole records of our own keep their suggestions and edits, whatever --as says.
    """
    report = import_file(
        name, path, the_library(), cast("As", how), the_annotator(), say=lambda line: say(f"stet: {line}")
    )
    for line in _told(report):
        say(line)
    return 1 if report.left_out else 0


def _told(report: ImportReport) -> list[str]:
    """What happened, without what did not."""
    counts = (
        ("articles added", report.added),
        ("articles that were there", report.known),
        ("fields added", report.fields),
        ("fields decided as they say", report.taken_over),
        ("fields that were there", report.there),
        ("fields decided otherwise here, which stay so", report.differing),
    )
    told = ", ".join(f"{count} {what}" for what, count in counts if count)
    return [told] if told else ["Nothing to import."]
