"""`stet files`: what a desk writes itself for a library, its kinds, guidelines and word lists; listed, read and put."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from store.errors import StetError
from store.files import MEGABYTE, read_file
from tui.commands.options import library_option, library_to_read
from tui.shell import offers
from tui.terminal.output import put_json, put_table, say, stream_for

_LARGEST: Final = 16 * MEGABYTE


@click.command()
@click.option("--remove", is_flag=True, help="Take NAME out of the library.")
@click.option("--json", "as_json", is_flag=True, help="The list as one JSON array, an object a file.")
@library_option
@click.argument("name", required=False, shell_complete=offers.desk_files)
@click.argument("source", required=False, metavar="[FILE|-]", shell_complete=offers.files)
def command(remove: bool, as_json: bool, name: str | None, source: str | None) -> int:
    """List the files that a desk writes itself, print the one called NAME, or put FILE in its place.

    They are kinds.toml (docs/kinds.md), GUIDELINES.md and lists/NAME.csv (docs/word-lists.md). In a library that is a
    folder they are files in it; this is how to change them in a database. What cannot be used is refused.
    """
    from services import desk_files

    if as_json and (name is not None or remove):
        raise click.UsageError("--json is for the list; leave NAME out")
    library = library_to_read()
    if as_json:
        put_json([{"file": file, "bytes": size} for file, size in desk_files.names(library)])
    elif name is None:
        if remove:
            raise click.UsageError("name the file to remove; stet files lists them")
        rows = [(file, f"{size:,}" if sys.stdout.isatty() else str(size)) for file, size in desk_files.names(library)]
        put_table(("file", "bytes"), rows, right=("bytes",), main="file")
    elif remove:
        desk_files.remove(library, name)
        say(f"{name} removed")
    elif source is None:
        out = stream_for("text")
        out.write(desk_files.read(library, name))
        out.flush()
    else:
        desk_files.put(library, name, _data(source), source)
        say(f"{name} put into {library.name}")
    return 0


def _data(source: str) -> bytes:
    if source == "-":
        data = sys.stdin.buffer.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise StetError("Not put", f"standard input has more than {_LARGEST // MEGABYTE} MB; split it")
        return data
    return read_file(Path(source), _LARGEST, title="Not put", advice="name a file that can be read", smaller="split it")
