"""`stet import`: annotations of other programs, into the library."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from services.report import counted
from store.formats.incoming.annotations import labels_meaning, meaning_of_label
from store.formats.registry import importable
from store.importing.archives import unpacked
from store.importing.importer import import_file
from store.importing.reading import check_not_empty
from store.model.fields import BY_KIND
from tui.commands.formats import FormatCommand, listed
from tui.commands.options import (
    ANNOTATOR,
    LIBRARY,
    annotator_option,
    given,
    kinds_option,
    library_option,
    the_annotator,
    the_kinds,
    the_library,
)
from tui.commands.standard_input import as_file
from tui.terminal.output import put, put_json, say, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.importing.importer import As
    from store.importing.report import ImportReport


_LISTED: Final = listed((name, item.spec.reads) for name, item in importable().items())


def _meanings(_ctx: click.Context, _param: click.Parameter, said: tuple[str, ...]) -> dict[str, str]:
    pairs = [words.rpartition("=") for words in said]
    for words, (label, _, kind) in zip(said, pairs, strict=True):
        if not (label.strip() and kind.strip()):
            raise click.BadParameter(f"{words}: write the label there and the kind here, as PERS=person")
    return {label: kind for label, _, kind in pairs}


@click.command(name="import", cls=FormatCommand, epilog=_LISTED)
@click.option("--from", "name", type=click.Choice(list(importable())), required=True, help="The format of FILE.")
@click.option(
    "--as",
    "how",
    type=click.Choice(["suggestions", "decided"]),
    help="Import as suggestions to check, which is the default, or as already decided.",
)
@click.option(
    "--each-annotator",
    is_flag=True,
    help="Make a library of each annotator's decisions, in the folder that --library names.",
)
@click.option(
    "--back",
    is_flag=True,
    help="Bring home what was corrected elsewhere in what was exported from here: an edit for each difference.",
)
@click.option("--label", "labels", multiple=True, callback=_meanings, metavar="LABEL=KIND",
              help="What a label there means here: PERS=person, BUILDING=facility; as often as need be.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 if anything of FILE was not taken over.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@library_option
@kinds_option
@annotator_option
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def command(
    name: str,
    how: str | None,
    path: Path,
    each_annotator: bool,
    back: bool,
    labels: dict[str, str],
    strict: bool,
    as_json: bool,
) -> int:
    """Bring the articles and annotations of FILE into the library; - reads standard input.

    Nothing that is there is overwritten: a field that is there already is not added again, and what has been
    decided stays. Whole records of our own keep their suggestions and edits in either case. Where the file names
    several annotators, --as decided makes their work edits in their names, in conflict where they differ.

    With --back, FILE is an export of this library that was corrected in another program. What is different there, and
    only that, becomes edits, deletions too; what the format cannot say stays. The same file again changes nothing.
    """
    if back and (how or each_annotator):
        raise click.UsageError("--back brings edits of what is here; the other options are for what is new")
    if each_annotator:
        with labels_meaning(labels):
            return _import_each(name, path, how, strict, as_json)
    chosen = cast("As", "back" if back else how or "suggestions")
    library = the_library()
    for label, kind in labels.items():
        if meaning_of_label(kind) is None:
            kinds = ", ".join(BY_KIND)
            raise click.UsageError(f"--label {label}={kind}: {kind} is not a kind; the kinds are {kinds}")
    with _import_from(path, name) as file, labels_meaning(labels):
        report = import_file(name, file, library, chosen, the_annotator(library), say=warn)
    if as_json:
        put_json(asdict(report))
    else:
        for line in _told(report, back):
            say(line)
    nothing = not (report.added or report.known)
    return 1 if report.left_out or nothing or (strict and report.losses) else 0


def _import_each(name: str, path: Path, how: str | None, strict: bool, as_json: bool) -> int:
    """A library of each annotator's work."""
    from services.each_annotator import import_each
    from store.library.opening import is_on_server

    folder = given(LIBRARY)
    if how == "suggestions":
        raise click.UsageError("--each-annotator takes what annotators have decided; leave out --as suggestions")
    if folder is None or is_on_server(folder):
        raise click.UsageError("name a folder for the annotators' libraries with --library")
    with _import_from(path, name) as file:
        report = import_each(name, file, Path(folder), given(ANNOTATOR), say=warn, kinds=the_kinds())
    next_command = ["stet", "agree", *map(str, paths)] if (paths := report.comparable) else []
    if as_json:
        libraries = [{"annotator": by, "path": str(at), **asdict(one)} for by, (at, one) in report.libraries.items()]
        rest = {"left_out": report.left_out, "nobody": report.nobody, "losses": report.losses}
        put_json({"libraries": libraries, **rest, "next": next_command})
    else:
        for at, one in report.libraries.values():
            put(f"{at}: {'; '.join(_told(one))}")
        if report.nobody:
            say(f"not taken over: {counted(report.nobody, 'article')} on which nobody has worked")
        if next_command:
            put(f"Compare them with {shlex.join(next_command)}")
        elif len(report.libraries) > 1:
            put("No two of them share an article, so there is nothing to compare")
        if not report.libraries:
            say("Nothing to import.")
    lost = report.losses or report.nobody or any(one.losses for _, one in report.libraries.values())
    return 1 if report.left_out or not report.libraries or (strict and lost) else 0


@contextmanager
def _import_from(path: Path, name: str) -> Iterator[Path]:
    """What to read, unpacked."""
    with as_file(path) as file, unpacked(file, as_folder=importable()[name].spec.reads_folder) as found:
        check_not_empty(importable()[name], found)
        yield found


_OPS: Final = {
    "accept": ("let stand", "let stand"),
    "reject": ("struck out", "struck out"),
    "change": ("changed", "changed"),
    "add": ("added", "added"),
    "merge": ("joined with another", "joined with others"),
    "split": ("parted from another", "parted from others"),
    "kind": ("given another kind", "given another kind"),
    "done": ("article done", "articles done"),
    "reopen": ("article opened again", "articles opened again"),
}
"""What edits that were brought home did to fields, of one and of several."""


def _told(report: ImportReport, back: bool = False) -> list[str]:
    """What happened, without what did not."""
    edits = {op: count for op, count in report.edits.items() if op in _OPS}
    counts = (
        ("article added", "articles added", report.added),
        ("article that was there", "articles that were there", report.known),
        ("field added", "fields added", report.fields),
        (
            "field left as a suggestion, for nobody has worked on it there",
            "fields left as suggestions, for nobody has worked on them there",
            report.undecided,
        ),
        ("field decided as they say", "fields decided as they say", report.taken_over),
        ("field that was there", "fields that were there", report.there),
        (
            "field decided otherwise here, which stays so",
            "fields decided otherwise here, which stay so",
            report.differing,
        ),
        ("annotator", "annotators", len(report.annotators) if len(report.annotators) > 1 else 0),
        (
            "name identified in the register",
            "names identified in the register",
            report.identifiers,
        ),
        ("edit brought home", "edits brought home", sum(edits.values())),
        ("field in conflict", "fields in conflict", report.conflicts),
    )
    told = ", ".join(
        f"{count:,} {one if count == 1 else many}"
        for one, many, count in counts
        if count or (back and many == "edits brought home")
    )
    lines = [told] if told else ["Nothing to import."]
    if edits:
        lines.append("Brought home: " + ", ".join(f"{count:,} {_OPS[op][count != 1]}" for op, count in edits.items()))
    if report.idle:
        lines.append(f"{counted(report.idle, 'file')} of one user had nothing on an article: taken as not begun")
    return lines
