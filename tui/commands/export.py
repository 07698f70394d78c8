"""`stet export`: the corrected records in the format that comes next."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from store.formats import FORMATS, export
from tui.options import library_option, query_argument, the_library


@click.command(short_help="Write corrected records as JSON or tables.")
@click.option("-f", "--format", "name", type=click.Choice(list(FORMATS)), required=True, help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file, or the folder of a format of tables.")
@click.option("--include-rejected", is_flag=True, help="Also what was struck out.")
@click.option("--include-suggested", is_flag=True, help="Also what nobody has decided yet.")
@library_option
@query_argument
def command(
    name: str,
    output: Path | None,
    include_rejected: bool,
    include_suggested: bool,
    query: tuple[str, ...],
) -> int:
    """Write the articles that answer QUERY, on standard output or to -o.

    jsonl is the record, whole; every other format holds decided, unrejected fields unless told more.
    """
    if output is None and FORMATS[name].folder:
        raise click.UsageError(f"{name} is a folder of tables; name the folder with -o")
    from extract.words import sentences
    from tui.selection import Records, selected

    shelf = the_library()
    records = Records(shelf, selected(shelf, query))
    export(
        name,
        records,
        sys.stdout.buffer if output is None else output,
        sentences=sentences,
        include_rejected=include_rejected,
        include_suggested=include_suggested,
    )
    sys.stdout.flush()
    return 1 if records.broken else 0
