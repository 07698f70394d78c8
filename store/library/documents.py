"""The small files of a library that belong to no article: kinds, register, shares, word lists, what was learned.

A name may have one folder before a slash. What a document means is for its own module to know.
"""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Final, Protocol

from store.disk import atomic as disk
from store.disk.layout import LOCK_FILE
from store.errors import StetError
from store.files import shown
from store.oserrors import oserror_as

LARGEST: Final = 256_000_000
"""Bytes of a document; a longer one is not ours."""


class Documents(Protocol):
    """Every method raises `StetError` if it fails."""

    def read(self, name: str, limit: int = LARGEST) -> bytes | None:
        """None if there is none. Raises `StetError` for one of more than `limit` bytes."""

    def signature(self, name: str) -> Hashable | None:
        """Another one after each change; None if there is none."""

    def names(self, folder: str) -> list[str]:
        """The names in a folder, without it, sorted; empty if there is no such folder."""

    def replace(self, name: str, data: bytes) -> None:
        """Whole, or not at all; it is on disk on return. The library must be there."""

    def remove(self, name: str) -> None:
        """If it is there."""

    def locked(self) -> contextlib.AbstractContextManager[None]:
        """To read and replace documents while no other program does."""

    def where(self, name: str) -> str:
        """The document as a person finds it, for messages."""


class FolderDocuments:
    """In a library's folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str, limit: int = LARGEST) -> bytes | None:
        folder, file = _parts(name)
        try:
            with oserror_as("Not read", self.where(name)), disk.folder(self._root, *folder) as opened:
                data = disk.read(opened, file, limit + 1)[0]
        except StetError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise
        if len(data) > limit:
            raise StetError("Not read", f"{self.where(name)} has more than {limit:,} bytes; it is not ours")
        return data

    def signature(self, name: str) -> Hashable | None:
        folder, file = _parts(name)
        with contextlib.suppress(OSError), disk.folder(self._root, *folder) as opened:
            return disk.signature(opened, file)
        return None

    def names(self, folder: str) -> list[str]:
        try:
            with oserror_as("Not read", self.where(folder)), disk.folder(self._root, folder) as opened:
                return sorted(disk.names(opened))
        except StetError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return []
            raise

    def replace(self, name: str, data: bytes) -> None:
        folder, file = _parts(name)
        with (
            oserror_as("Not saved", self.where(name)),
            disk.folder(self._root, *folder, create=bool(folder)) as opened,
        ):
            disk.replace(opened, file, data)

    def remove(self, name: str) -> None:
        folder, file = _parts(name)
        with (
            oserror_as("Not removed", self.where(name)),
            contextlib.suppress(FileNotFoundError),
            disk.folder(self._root, *folder) as opened,
        ):
            disk.remove(opened, file)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        with (
            oserror_as("Not saved", str(self._root)),
            disk.folder(self._root) as folder,
            disk.locked(folder, LOCK_FILE),
        ):
            yield

    def where(self, name: str) -> str:
        return shown(self._root / name)


def _parts(name: str) -> tuple[list[str], str]:
    """The folder, if any, and the file."""
    *folder, file = name.split("/")
    return folder, file
