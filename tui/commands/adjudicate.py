"""`stet adjudicate`: settle what is in conflict, article by article."""

from __future__ import annotations

import click

from store.errors import StetError
from tui.commands.options import annotator_option, library_option, library_to_read, query_argument, the_annotator
from tui.settings.config import apply_keys
from tui.terminal.output import warn
from tui.terminal.size import check_terminal


@click.command()
@library_option
@annotator_option
@query_argument
def command(query: tuple[str, ...]) -> int:
    """Show every field in conflict, in articles that match QUERY: both readings, and one key to take either."""
    from services.records import whole
    from store.library.opening import is_on_server

    library = library_to_read()
    identifiers, broken = whole(library, " ".join(("conflict:yes", *query)), warn)
    if not identifiers:
        finds = "stet team settle" if is_on_server(library.address) else "stet merge"
        raise StetError("Nothing to settle", f"no field in {library.name} is in conflict; {finds} finds what is")
    check_terminal()
    apply_keys()
    from tui.adjudicate.app import run

    return run(library, identifiers, the_annotator(library)) or int(broken > 0)
