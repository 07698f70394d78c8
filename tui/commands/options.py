"""Options that several commands share. What they come to where they are not given is `start`'s business."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import click

from tui.start import annotator_named, extractor_named, extractor_of, library_named

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library.folder import FolderLibrary

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


def given(key: str) -> str | None:
    """What an option says, where it was given."""
    ctx = click.get_current_context(silent=True)
    return ctx.meta.get(key) if ctx else None


def the_library() -> FolderLibrary:
    return library_named(given(LIBRARY))


def the_annotator() -> str:
    return annotator_named(given(ANNOTATOR))


@overload
def the_extractor() -> Extractor: ...
@overload
def the_extractor(default: None) -> Extractor | None: ...
def the_extractor(default: str | None = "news") -> Extractor | None:
    """The one that --extractor or the configuration names, else the default; without one, what --extractor names."""
    name = extractor_name() if default else given(EXTRACTOR)
    return None if name is None else extractor_of(name)


def extractor_name() -> str:
    return extractor_named(given(EXTRACTOR))
