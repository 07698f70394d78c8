"""Finds and removes what `damaged/` and the copies of older formats hold of an article.

The id in a file says whose it is; the file's name says so only where there is no id in it.
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
from store.library.salvage import named

_ID: Final = re.compile(rb'"id":"((?:[^"\\]|\\.){1,2000})"')


class Traces:
    """One search serves however many articles are removed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: dict[str, list[tuple[str, ...]]] = {}
        for parts in _files(root):
            self._found.setdefault(_belongs_to(root, parts), []).append(parts)

    def remove(self, name: str) -> None:
        """Of the article whose files are called `name`; on disk on return."""
        for *parts, file in self._found.pop(name, ()):
            remove_file(self._root, parts, file)


def remove_file(root: Path, parts: Sequence[str], file: str) -> None:
    """A file, or a folder with all in it, where there is one; on disk on return."""
    with contextlib.suppress(FileNotFoundError), disk.folder(root, *parts) as folder:
        if disk.is_folder(folder, file):
            shutil.rmtree(file, dir_fd=folder)
        else:
            disk.remove(folder, file)
        os.fsync(folder)


def _files(root: Path) -> Iterator[tuple[str, ...]]:
    """The parts of their paths."""
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
    """The name of the article's files; nothing where it cannot be told."""
    *folders, file = parts
    if layout.RECORD_ENDING in file:
        try:
            with disk.folder(root, *folders) as folder:
                data = disk.read(folder, file)[0]
        except OSError as error:
            if not is_odd(error):
                raise
            data = b""
        known = named(data)
        if known is not None:
            return file_name(known[0])
        if (found := _ID.search(data)) is not None and b"\\" not in found[1]:
            return file_name(found[1].decode("utf-8", "replace"))
    return layout.name_in(file)
