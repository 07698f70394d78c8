"""`stet import`: annotations of other programs, into the library."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final, cast

import click

from store.formats.archives import unpacked
from store.formats.importer import import_file
from store.formats.registry import importable
from tui.commands.formats import FormatCommand, listed
from tui.commands.options import annotator_option, library_option, the_annotator, the_library
from tui.terminal.output import put_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

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
@click.option("--strict", is_flag=True, help="Exit with 1 if anything of FILE was not taken over.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@library_option
@annotator_option
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def command(name: str, how: str, path: Path, strict: bool, as_json: bool) -> int:
    """Bring the articles and annotations of FILE into the library; - reads standard input.

    Nothing that is there is overwritten: a field that is there already is not added again, and what has been
    decided stays. Whole records of our own keep their suggestions and edits in either case.
    """
    with _file(path) as given, unpacked(given, as_folder=importable()[name].spec.reads_folder) as file:
        report = import_file(
            name, file, the_library(), cast("As", how), the_annotator(), say=lambda line: say(f"stet: {line}")
        )
    if as_json:
        put_json(asdict(report))
    else:
        for line in _told(report):
            say(line)
    return 1 if report.left_out or (strict and report.losses) else 0


@contextmanager
def _file(path: Path) -> Iterator[Path]:
    """The path; for `-` a temporary file of what comes by standard input."""
    if str(path) != "-":
        yield path
        return
    with NamedTemporaryFile(prefix="stet-") as file:
        copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)


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
