"""`stet [PATH …]`: read and correct. What is new is added; the queue is what was named, alone: the shelf."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from store.errors import StetError
from tui.config import apply_keys
from tui.options import annotator_option, extractor_name, library_option, the_annotator, the_extractor, the_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.folder import FolderLibrary
    from tui.queue import Entry

SMALLEST: Final = (60, 15)
"""Columns and lines below which no article can be read."""


@click.command(name="stet")
@library_option
@annotator_option
@click.argument("paths", nargs=-1, metavar="[PATH|URL …]")
def command(paths: tuple[str, ...]) -> int:
    """Read PATH …, files, folders or URLs, and check what was found in them; alone: the shelf."""
    shelf = the_library()
    entries = _named(shelf, paths)
    check_terminal()
    apply_keys()
    gc.disable()  # the reader turns it on again after its first paint: starting makes no garbage worth a look
    from extract.registry import get_extractor
    from tui.app import run

    return run(shelf, entries, the_annotator(), partial(get_extractor, extractor_name()))


def _named(library: FolderLibrary, paths: tuple[str, ...]) -> list[Entry]:
    """Files as they are; what is at an address or in a table of texts is put in the library first."""
    from store.intake import is_elsewhere, walk

    entries: list[Entry] = []
    for path in paths:
        entries += _added(library, path) if is_elsewhere(path) and not Path(path).is_dir() else walk([path])
    return entries


def _added(library: FolderLibrary, path: str) -> Iterator[Entry]:
    from store.intake import sources

    check_terminal()  # nothing is fetched and kept that cannot be read then
    for source in sources(path):
        article = source.read().article
        if article.id not in library:
            library.add(article, the_extractor().suggest(article.text))
        yield article.id


def check_terminal() -> None:
    # Textual paints on standard error
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) or os.environ.get("TERM") == "dumb":
        raise StetError("No terminal", "reading needs one; without it, use stet extract, stet list or stet export")
    size = os.get_terminal_size(sys.stdout.fileno())
    if size.columns and (size.columns < SMALLEST[0] or size.lines < SMALLEST[1]):
        columns, lines = SMALLEST
        raise StetError(
            "Terminal too small", f"{size.columns}x{size.lines}; make it {columns}x{lines} or larger, best 120x40"
        )
