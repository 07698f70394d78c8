"""Options that several commands share, and what they come to where they are not given."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from store.library import FolderLibrary

library_option = click.option(
    "--library", metavar="DIR", help="The library; else $STET_LIBRARY, else your data folder."
)
annotator_option = click.option(
    "--by", "annotator", metavar="NAME", help="Who makes the edits; else $STET_ANNOTATOR, else your login name."
)
query_argument = click.argument("query", nargs=-1, metavar="[QUERY]")


def _given(name: str) -> str | None:
    """The option as the command or the group before it got it."""
    ctx = click.get_current_context(silent=True)
    while ctx is not None:
        value = ctx.params.get(name)
        if isinstance(value, str) and value:
            return value
        ctx = ctx.parent
    return None


def the_library() -> FolderLibrary:
    """The library that the options, the environment or the system's habits name; made where it is missing."""
    from store.library import open_library

    return open_library(_given("library"))


def the_annotator() -> str:
    if name := _given("annotator") or os.environ.get("STET_ANNOTATOR"):
        return name
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user: a container with a bare number
        return f"user-{os.getuid()}"
