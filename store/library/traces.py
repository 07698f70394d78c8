"""Finds and removes the traces of an article in `damaged/` and in copies from before a migration.

The id in a file decides to which article it belongs; the file's name decides only if the file contains no id.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import DAMAGED, file_name
from store.library.aside import is_odd
from store.library.salvage import identity_of

_ID: Final = re.compile(rb'"id":"((?:[^"\\]|\\.){1,2000})"')


class Traces:
    """Searches once, at creation, for any number of removals."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._by_name: dict[str, list[tuple[str, ...]]] = {}
        for parts in _files(root):
            self._by_name.setdefault(_belongs_to(root, parts), []).append(parts)

    def remove(self, name: str) -> None:
        """Remove the traces of the article whose files are called `name`; done on disk on return."""
        for *parts, file in self._by_name.pop(name, ()):
            remove_file(self._root, parts, file)


def remove_file(root: Path, parts: Sequence[str], file: str) -> None:
    """Remove a file, or a folder with its contents, if it exists; done on disk on return."""
    with contextlib.suppress(FileNotFoundError), disk.folder(root, *parts) as folder:
        if disk.is_folder(folder, file):
            shutil.rmtree(file, dir_fd=folder)
        else:
            disk.remove(folder, file)
        os.fsync(folder)


def _files(root: Path) -> Iterator[tuple[str, ...]]:
    """The paths of all files to search, as tuples of their parts."""
    with contextlib.suppress(FileNotFoundError), disk.folder(root) as top:
        for name in disk.names(top):
            if name == DAMAGED:
                yield from ((DAMAGED, file) for file in _names(root, DAMAGED))
            elif layout.is_copy(name):
                yield from ((name, shard, file) for shard in _names(root, name) for file in _names(root, name, shard))


def _names(root: Path, *parts: str) -> list[str]:
    try:
        with disk.folder(root, *parts) as folder:
            return disk.names(folder)
    except OSError as error:
        if is_odd(error) or isinstance(error, FileNotFoundError):
            return []
        raise


def _belongs_to(root: Path, parts: tuple[str, ...]) -> str:
    """The name of the files of the article to which a file belongs; empty if unknown."""
    *folders, file = parts
    if layout.RECORD_ENDING in file:
        try:
            with disk.folder(root, *folders) as folder:
                data = disk.read(folder, file)[0]
        except OSError as error:
            if not is_odd(error):
                raise
            data = b""
        identity = identity_of(data)
        if identity is not None:
            return file_name(identity[0])
        if (match := _ID.search(data)) is not None and b"\\" not in match[1]:
            return file_name(match[1].decode("utf-8", "replace"))
    return layout.name_in(file)
