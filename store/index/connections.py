"""The connections to the index of a library: one that writes, and for each thread one that reads.

A damaged index is never mended under its readers: its files are removed, and new files and connections are made. A
reader that holds an old connection finishes on the old files. Knows no records.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
import threading
from pathlib import Path

from store.disk import atomic as disk
from store.disk.layout import INDEX_FILE, INDEX_FILES, LOCK_FILE
from store.index.database import Index


class Connections:
    """One generation: connections to the files that were there when they were opened, whatever replaced these since.

    `is_private` is true of an index in memory or a temporary file: all threads then share one connection.
    """

    def __init__(self, root: Path | None = None, *, fixed: bool = False) -> None:
        """To the index in the folder `root`, made where there is none; without, to a private one. Of a `fixed` one,
        in a folder that can only be read, nothing is written or made."""
        self.is_private = root is None
        self.fixed = fixed
        self._readers: dict[int, Index] = {}
        self._lock = threading.Lock()
        self._path = str(root / INDEX_FILE) if root is not None else ""
        self._uri = (root / INDEX_FILE).as_uri() if root is not None else ""
        self._identity: tuple[int, int] | None = None
        self._version = -1
        if root is None or fixed:
            self._identity = self._found()
        else:
            with disk.folder(root) as folder, disk.locked(folder, LOCK_FILE):
                _make_plain(folder)
                self._identity = self._found()
                if not self.reader().is_prepared():
                    self.writer.prepare()

    @functools.cached_property
    def writer(self) -> Index:
        """Opened when there is something to write, which most queries have not. Under the owner's lock."""
        if self.fixed:
            raise sqlite3.OperationalError("the index can only be read")
        writer = self._connected(reading=False)
        writer.prepare()
        return writer

    def _connected(self, reading: bool) -> Index:
        if self.is_private:
            return Index()
        index = Index(f"{self._uri}?{'mode=ro&immutable=1' if self.fixed else 'mode=rw'}", self.fixed, reading)
        if not self.is_current():
            raise sqlite3.OperationalError("the index was replaced while it was opened")
        return index

    def reader(self) -> Index:
        """This thread's own connection. Connections of threads that have ended are dropped."""
        if self.is_private:
            return self.writer
        with self._lock:
            thread = threading.get_ident()
            if thread not in self._readers:
                alive = {other.ident for other in threading.enumerate()}
                self._readers = {ident: index for ident, index in self._readers.items() if ident in alive}
                self._readers[thread] = self._connected(reading=True)
            return self._readers[thread]

    def holds(self, index: Index) -> bool:
        return index in (*self._readers.values(), vars(self).get("writer"))

    def is_of_folder(self) -> bool:
        """False for a private one too."""
        return not self.is_private and self.is_current()

    def is_current(self) -> bool:
        """False where the files have been taken away or replaced since."""
        return self._found() == self._identity

    def _found(self) -> tuple[int, int] | None:
        if self.is_private:
            return None
        try:
            found = os.stat(self._path, follow_symlinks=False)  # noqa: PTH116  a Path takes three times as long
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_dev, found.st_ino

    def has_moved_on(self) -> bool:
        """True where another program has written since this was last asked."""
        before = self._version
        with contextlib.suppress(sqlite3.Error):
            self._version = self.reader().version_of_data()
        return before != self._version

    def close(self) -> None:
        """Waits for readers that are fetching a page."""
        with self._lock:
            for index in (*self._readers.values(), vars(self).get("writer")):
                if index is not None:
                    index.close()


def take_away(root: Path) -> None:
    """Remove the files of an index, which is derived. What cannot be removed stays."""
    with contextlib.suppress(OSError), disk.folder(root) as folder, disk.locked(folder, LOCK_FILE):
        for name in INDEX_FILES:
            with contextlib.suppress(OSError):
                _take(folder, name)


def _take(folder: int, name: str) -> None:
    try:
        disk.remove(folder, name)
    except (IsADirectoryError, PermissionError):  # some systems say the one of a folder, some the other
        os.rmdir(name, dir_fd=folder)


def _make_plain(folder: int) -> None:
    """Make a file that only its owner can read, in place of anything that is no plain file or that we cannot write."""
    whole = True
    for name in INDEX_FILES:
        try:
            usable = disk.is_plain(folder, name) and os.access(name, os.R_OK | os.W_OK, dir_fd=folder)
        except FileNotFoundError:
            usable = name != INDEX_FILE
        whole = whole and usable
    if not whole:  # all of them: a new file beside the journal of an old one would be taken for it
        for name in INDEX_FILES:
            _take(folder, name)
    disk.touch(folder, INDEX_FILE)


def is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: sqlite3.Error) -> bool:
    """True too for tables that are not ours, which is an error of the statement."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
