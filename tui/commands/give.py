"""`stet give`: copies of the library for several people to work on, none with anybody's edits."""

from __future__ import annotations

from pathlib import Path

import click

from store.errors import StetError
from tui.commands.options import library_option, library_to_read
from tui.terminal.output import put, warn


@click.command()
@click.option("--only", metavar="QUERY", default="", help="Only articles that answer, as in stet list.")
@library_option
@click.argument("copies", nargs=-1, metavar="COPY …", type=click.Path(path_type=Path))
def command(only: str, copies: tuple[Path, ...]) -> int:
    """Make each COPY a library of the same articles and suggestions, without what anybody has decided.

    Each is read with stet --library COPY; stet merge brings them back together.
    """
    if not copies:
        raise click.UsageError("name a folder for each copy")
    from services.records import whole
    from store.library.distribute import articles, distribute

    shelf = library_to_read()
    chosen, broken = whole(shelf, only, warn) if only else (articles(shelf), 0)
    if not chosen:
        raise StetError("Nothing to give", f"no article in {shelf.path} matches; stet list shows what there is")
    count = distribute(shelf, chosen, copies)
    for copy in copies:
        put(f"{copy}: {count} articles")
    return 1 if broken else 0
