"""What of removed articles lies outside records and texts: in `damaged/` and in the copies of older formats.

An article is known by the id that a file holds; only where a file holds none, by the file's name.
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
from store.library.aside import ASIDE, is_odd
from store.library.folder import FolderLibrary, file_name
from store.library.salvage import named
from store.oserrors import oserror_as

_COPIES: Final = re.compile(r"before-stet-[0-9]+")
_NAME: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{16}")
_ID: Final = re.compile(rb'"id":"((?:[^"\\]|\\.){1,2000})"')


class Traces:
    """Looked for once, however many articles are removed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: dict[str, list[tuple[str, ...]]] = {}
        for parts in _files(root):
            self._found.setdefault(_belongs_to(root, parts), []).append(parts)

    def remove(self, name: str) -> None:
        """Of the article whose files are called `name`; on disk on return."""
        for *parts, file in self._found.pop(name, ()):
            _remove(self._root, parts, file)


def remove_damaged(library: FolderLibrary, names: Sequence[str]) -> None:
    """For good: damaged records, by the names of their files without ending, with texts and copies; and files in
    `damaged/`, by name."""
    root = library.path
    traces = Traces(root)
    for name in names:
        with oserror_as("Not removed", name):
            if not _NAME.fullmatch(name):
                _remove(root, [ASIDE], name)
                continue
            with library.lock(name):
                traces.remove(name)
                for shelf, file in (("texts", f"{name}.txt"), ("records", f"{name}.json")):
                    _remove(root, [shelf, name[:2]], disk.temporary(file))
                    _remove(root, [shelf, name[:2]], file)
    library.index_sync.discard()  # words of theirs may be in it that nothing finds


def _remove(root: Path, parts: Sequence[str], file: str) -> None:
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
            if name == ASIDE:
                yield from ((ASIDE, file) for file in _names(root, ASIDE))
            elif _COPIES.fullmatch(name):
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
    by_name = _NAME.search(file)
    if ".json" in file:
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
    return by_name[0] if by_name else ""
