"""The small files of a library that belong to no article: kinds, register, shares, word lists, what was learned.

A name may have one folder before a slash. What a document means is for its own module to know.
"""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from store.disk import atomic as disk
from store.disk.layout import LOCK_FILE
from store.errors import StetError
from store.files import MEGABYTE, in_megabytes, shown
from store.oserrors import oserror_as

LARGEST: Final = 256 * MEGABYTE
"""Bytes of a document."""
NOT_OURS: Final = "it is not ours"
"""Of a document that is larger than any of ours."""


class Documents(Hashable, Protocol):
    """Equal where they are those of one library. Every method raises `StetError` if it fails."""

    def read(self, name: str, limit: int = LARGEST, smaller: str = NOT_OURS) -> bytes | None:
        """None if there is none. Raises `StetError` for one of more than `limit` bytes; `smaller` is the advice."""

    def signature(self, name: str) -> Hashable | None:
        """Another one after each change; None if there is none."""

    def names(self, folder: str) -> list[str]:
        """The names in a folder, without it, sorted; empty if there is no such folder."""

    def replace(self, name: str, data: bytes) -> None:
        """Whole, or not at all; it is on disk on return. The library must be there."""

    def remove(self, name: str) -> None:
        """If it is there."""

    def locked(self) -> contextlib.AbstractContextManager[None]:
        """To read and replace documents while no other program does. Raises `StetError` where there is no library."""

    def where(self, name: str) -> str:
        """The document as a person finds it, for messages."""


def too_large(where: str, limit: int, smaller: str) -> StetError:
    return StetError("Not read", f"{where} has more than {in_megabytes(limit)}; {smaller}")


@contextlib.contextmanager
def titled(title: str, advice: str = "") -> Iterator[None]:
    """What fails in the block is told under this title, with advice if there is any."""
    try:
        yield
    except StetError as error:
        raise StetError(title, f"{error.message}; {advice}" if advice else error.message) from error.__cause__


@contextlib.contextmanager
def locked(documents: Documents, title: str) -> Iterator[None]:
    """As `Documents.locked`; what keeps the lock from being held is told under this title."""
    with contextlib.ExitStack() as held:
        with titled(title):
            held.enter_context(documents.locked())
        yield


@dataclass(frozen=True, slots=True)
class FolderDocuments:
    """In a library's folder."""

    root: Path

    def read(self, name: str, limit: int = LARGEST, smaller: str = NOT_OURS) -> bytes | None:
        folder, file = _parts(name)
        try:
            with oserror_as("Not read", self.where(name)), disk.folder(self.root, *folder) as opened:
                data = disk.read(opened, file, limit + 1)[0]
        except StetError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise
        if len(data) > limit:
            raise too_large(self.where(name), limit, smaller)
        return data

    def signature(self, name: str) -> Hashable | None:
        folder, file = _parts(name)
        with contextlib.suppress(OSError), disk.folder(self.root, *folder) as opened:
            return disk.signature(opened, file)
        return None

    def names(self, folder: str) -> list[str]:
        try:
            with oserror_as("Not read", self.where(folder)), disk.folder(self.root, folder) as opened:
                return sorted(disk.names(opened))
        except StetError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return []
            raise

    def replace(self, name: str, data: bytes) -> None:
        folder, file = _parts(name)
        with (
            oserror_as("Not saved", self.where(name)),
            disk.folder(self.root, *folder, create=bool(folder)) as opened,
        ):
            disk.replace(opened, file, data)

    def remove(self, name: str) -> None:
        folder, file = _parts(name)
        with (
            oserror_as("Not removed", self.where(name)),
            contextlib.suppress(FileNotFoundError),
            disk.folder(self.root, *folder) as opened,
        ):
            disk.remove(opened, file)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        if not self.root.exists():
            raise StetError("Not saved", f"there is no library in {self.root} yet; stet add PATH makes one")
        with (
            oserror_as("Not saved", str(self.root)),
            disk.folder(self.root) as folder,
            disk.locked(folder, LOCK_FILE),
        ):
            yield

    def where(self, name: str) -> str:
        return shown(self.root / name)


def _parts(name: str) -> tuple[list[str], str]:
    """The folder, if any, and the file."""
    *folder, file = name.split("/")
    return folder, file
