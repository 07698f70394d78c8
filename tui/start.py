"""From the words of the command line to the screen: what is new is added; the queue is what was named, or the shelf.

What was named on the command line comes before the environment, that before the configuration.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.files import is_there
from tui.settings.config import apply_keys, configuration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.extractor import Extractor
    from store.library.folder import FolderLibrary
    from store.model.record import Record
    from tui.queue import Entry

SMALLEST: Final = (60, 15)
"""Columns and lines below which no article can be read."""


def start(paths: Sequence[str], library: str | None, annotator: str | None) -> int:
    """Read what was named; gives the exit status."""
    shelf = library_named(library)
    entries = _named(shelf, paths)
    check_terminal()
    apply_keys()
    gc.disable()  # the screen turns it on again after its first paint
    from tui.app import run

    return run(shelf, entries, annotator_named(annotator), partial(extractor_of, extractor_named(None)))


def library_named(given: str | None) -> FolderLibrary:
    """Else the one that the environment or the system's habits name; made by what is added first."""
    from store.library.opening import open_library

    path = given or os.environ.get("STET_LIBRARY") or configuration().library
    library = open_library(path, doubts=count_doubts)
    if library.warning:
        from tui.terminal.output import say

        say(f"stet: {library.warning}")
    return library


def count_doubts(record: Record) -> int:
    """For the library's index; what a doubt is is loaded with the first record that is counted."""
    from extract.doubts import count_doubts

    return count_doubts(record)


def annotator_named(given: str | None) -> str:
    if name := given or os.environ.get("STET_ANNOTATOR") or configuration().annotator:
        return name
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user: a container with a bare number
        return f"user-{os.getuid()}"


def extractor_of(name: str) -> Extractor:
    from extract.registry import get_extractor

    return get_extractor(name)


def extractor_named(given: str | None) -> str:
    """The name alone: for work in other processes and threads, which load it themselves."""
    return given or configuration().extractor or "news"


def _named(library: FolderLibrary, paths: Sequence[str]) -> list[Entry]:
    """Files as they are; what is at an address or in a table of texts is put in the library first."""
    if not paths:
        return []
    from store.intake import is_elsewhere, walk

    entries: list[Entry] = []
    for path in paths:
        if not is_there(path) and (command := _meant(path)):
            raise StetError("No such file", f"{path} is not there; did you mean stet {command}?")
        entries += _added(library, path) if is_elsewhere(path) and not _is_folder(path) else walk([path])
    return entries


def _is_folder(path: str) -> bool:
    return is_there(path) and Path(path).is_dir()


def _meant(word: str) -> str | None:
    """The command that a word looks like."""
    from difflib import get_close_matches

    from tui.commands.cli import COMMANDS

    return next(iter(get_close_matches(word, COMMANDS, 1, cutoff=0.75)), None)


def _added(library: FolderLibrary, path: str) -> Iterator[Entry]:
    from store.intake import sources

    check_terminal()  # nothing is fetched and kept that cannot be read then
    for source in sources(path):
        article = source.read().article
        if article.id not in library:
            library.add(article, extractor_of(extractor_named(None)).suggest(article.text))
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
