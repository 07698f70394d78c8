"""`stet export`: the corrected records in the format that comes next. `exporting` does it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from store.formats.registry import formats, get
from store.times import is_time
from tui.commands.exporting import Choice, as_figures, checked_export, plain_export
from tui.commands.formats import FormatCommand, listed
from tui.commands.options import library_option, query_argument
from tui.shell import offers
from tui.terminal.output import put_json

LOST: Final = 3
"""Exit status with --strict where something is lost."""


def _since(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    time = value.removesuffix("Z")
    if not is_time(time):
        raise click.BadParameter("write a day or a time in UTC, such as 2026-11-22 or 2026-11-22T10:00")
    return time


_LISTED: Final = listed((name, item.spec.summary) for name, item in formats().items())


@click.command(cls=FormatCommand, epilog=_LISTED)
@click.option("-f", "--format", "name", type=click.Choice(list(formats())), required=True, help="What to write.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A file, or the folder of a format; - is standard output."
)
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    shell_complete=offers.kinds,
    help="Only this kind; may be repeated.",
)
@click.option(
    "--since", metavar="TIME", callback=_since, help="Only articles edited on or after this day or time (UTC)."
)
@click.option("--include-rejected", is_flag=True, help="Also what was struck out.")
@click.option("--include-suggested", is_flag=True, help="Also what nobody has decided yet.")
@click.option("--bom", is_flag=True, help="Begin each table of csv with a byte-order mark, for Excel.")
@click.option("--check", is_flag=True, help="Read it back, and say what an export and import would lose.")
@click.option("--strict", is_flag=True, help="Exit with 3 if anything is lost, or in conflict.")
@click.option("--json", "as_json", is_flag=True, help="Print what was exported and lost as JSON.")
@library_option
@query_argument
def command(
    name: str,
    output: Path | None,
    kinds: tuple[str, ...],
    since: str | None,
    include_rejected: bool,
    include_suggested: bool,
    bom: bool,
    check: bool,
    strict: bool,
    as_json: bool,
    query: tuple[str, ...],
) -> int:
    """Write the articles that match QUERY, on standard output or to -o.

    jsonl is the record, whole; every other format holds decided, unrejected fields unless told more. What a format
    cannot hold is said on standard error, and with -o how many articles are where, and what was replaced. Where no
    article matches, nothing is written and the exit status is 1.

    --check without -o keeps nothing of what it has written.
    """
    to_stdout = output == Path("-") or (output is None and not check)
    chosen = get(name).spec
    if to_stdout and chosen.folder:
        raise click.UsageError(f"{name} is a folder of files; name the folder with -o")
    if to_stdout and as_json:
        raise click.UsageError("--json needs standard output for itself; name a file with -o")
    if kinds and chosen.whole:
        raise click.UsageError(f"{name} is always whole; --kind goes with the other formats")
    if bom and name != "csv":
        raise click.UsageError(f"--bom goes with csv, not with {name}")
    choice = Choice(
        " ".join(query),
        kinds=kinds,
        since=since,
        include_rejected=include_rejected,
        include_suggested=include_suggested,
        byte_order_mark=bom,
    )
    out = None if output is None or to_stdout else output
    if check:
        exported, checked = checked_export(name, choice, out, to_stdout)
    else:
        exported, checked = plain_export(name, choice, out), None
    if as_json:
        put_json(as_figures(name, exported, checked))
    if strict and not (exported.is_lossless and (checked is None or checked.is_lossless)):
        return LOST
    return 0 if exported.is_whole else 1
