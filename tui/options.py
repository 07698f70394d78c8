"""Options that several commands share, and what they come to where they are not given."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, overload

import click

from tui.config import configuration

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.folder import FolderLibrary
    from store.record import Record

LIBRARY, ANNOTATOR, EXTRACTOR = "stet.library", "stet.annotator", "stet.extractor"


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Where the command and the group before it both have the option, the command's counts."""
    if value is not None:
        ctx.meta[f"stet.{param.name}"] = value


library_option = click.option(
    "--library",
    metavar="DIR",
    callback=_keep,
    expose_value=False,
    help="The library; else $STET_LIBRARY, else the configuration's, else your data folder.",
)
annotator_option = click.option(
    "--by",
    "annotator",
    metavar="NAME",
    callback=_keep,
    expose_value=False,
    help="Who makes the edits; else $STET_ANNOTATOR, else the configuration's, else your login name.",
)
extractor_option = click.option(
    "--extractor",
    metavar="NAME",
    callback=_keep,
    expose_value=False,
    help="Which extractor; else the configuration's, else the built-in one.",
)
query_argument = click.argument("query", nargs=-1, metavar="[QUERY]")


def _given(key: str) -> str | None:
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(key) if ctx else None


def the_library() -> FolderLibrary:
    """The library that the options, the environment or the system's habits name; made by what is added first."""
    from store.library import open_library

    path = _given(LIBRARY) or os.environ.get("STET_LIBRARY") or configuration().library
    library = open_library(path, doubts=count_doubts)
    if library.trouble:
        click.echo(f"stet: {library.trouble}", err=True)
    return library


def count_doubts(record: Record) -> int:
    """For the library's index; what a doubt is is loaded with the first record that is counted."""
    from extract.doubts import count_doubts

    return count_doubts(record)


def the_annotator() -> str:
    if name := _given(ANNOTATOR) or os.environ.get("STET_ANNOTATOR"):
        return name
    if name := configuration().annotator:
        return name
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user: a container with a bare number
        return f"user-{os.getuid()}"


@overload
def the_extractor() -> Extractor: ...
@overload
def the_extractor(default: None) -> Extractor | None: ...
def the_extractor(default: str | None = "news") -> Extractor | None:
    """The one that --extractor or the configuration names, else the default; without one, what --extractor names."""
    name = extractor_name() if default else _given(EXTRACTOR)
    if name is None:
        return None
    from extract.registry import get_extractor

    return get_extractor(name)


def extractor_name() -> str:
    """The name alone: for work in other processes and threads, which load it themselves."""
    return _given(EXTRACTOR) or configuration().extractor or "news"
