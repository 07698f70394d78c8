"""The connections to a library's index: one writer, and a reader for each thread.

A damaged index is never repaired in place: its files are removed, and new files and connections are made. A reader
with an old connection finishes on the old files. Knows no records.
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
    """One generation of connections, to the files that existed when they were opened.

    `is_private` is true for an index in memory or in a temporary file: all threads then share one connection.
    """

    def __init__(self, root: Path | None = None, *, read_only: bool = False) -> None:
        """Open the index in the folder `root`, creating it if there is none; without `root`, a private one.

        With `read_only`, for a read-only folder, nothing is written or created.
        """
        self.is_private = root is None
        self.read_only = read_only
        self._readers: dict[int, Index] = {}
        self._lock = threading.Lock()
        self._path = str(root / INDEX_FILE) if root is not None else ""
        self._uri = (root / INDEX_FILE).as_uri() if root is not None else ""
        self._identity: tuple[int, int] | None = None
        self._version = -1
        if root is None or read_only:
            self._identity = self._identify()
        else:
            with disk.folder(root) as folder, disk.locked(folder, LOCK_FILE):
                _create_file(folder)
                self._identity = self._identify()
                if not self.reader().is_prepared():
                    self.writer.prepare()

    @functools.cached_property
    def writer(self) -> Index:
        """Opened at the first write, as most queries write nothing. Used under the owner's lock."""
        if self.read_only:
            raise sqlite3.OperationalError("the index can only be read")
        writer = self._connected(reading=False)
        writer.prepare()
        return writer

    def _connected(self, reading: bool) -> Index:
        if self.is_private:
            return Index()
        index = Index(f"{self._uri}?{'mode=ro&immutable=1' if self.read_only else 'mode=rw'}", self.read_only, reading)
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

    def is_in_folder(self) -> bool:
        """True if this is the current index in the folder; false for a private one."""
        return not self.is_private and self.is_current()

    def is_current(self) -> bool:
        """False if the files have been removed or replaced since they were opened."""
        return self._identify() == self._identity

    def _identify(self) -> tuple[int, int] | None:
        if self.is_private:
            return None
        try:
            status = os.stat(self._path, follow_symlinks=False)  # noqa: PTH116  a Path takes three times as long
        except (FileNotFoundError, NotADirectoryError):
            return None
        return status.st_dev, status.st_ino

    def has_moved_on(self) -> bool:
        """True if another program has written since the last call."""
        before = self._version
        with contextlib.suppress(sqlite3.Error):
            self._version = self.reader().data_version()
        return before != self._version

    def close(self) -> None:
        """Close all connections, waiting for readers that are fetching a page."""
        with self._lock:
            for index in (*self._readers.values(), vars(self).get("writer")):
                if index is not None:
                    index.close()


def remove_index(root: Path) -> None:
    """Remove the files of an index, which can be rebuilt; errors are ignored."""
    with contextlib.suppress(OSError), disk.folder(root) as folder, disk.locked(folder, LOCK_FILE):
        for name in INDEX_FILES:
            with contextlib.suppress(OSError):
                _remove(folder, name)


def _remove(folder: int, name: str) -> None:
    try:
        disk.remove(folder, name)
    except (IsADirectoryError, PermissionError):  # some systems say the one of a folder, some the other
        os.rmdir(name, dir_fd=folder)


def _create_file(folder: int) -> None:
    """Create the index file, with 0600, replacing any index file that is not a plain file or not writable."""
    all_usable = True
    for name in INDEX_FILES:
        try:
            usable = disk.is_plain(folder, name) and os.access(name, os.R_OK | os.W_OK, dir_fd=folder)
        except FileNotFoundError:
            usable = name != INDEX_FILE
        all_usable = all_usable and usable
    if not all_usable:  # remove all: SQLite would apply an old journal to a new file beside it
        for name in INDEX_FILES:
            _remove(folder, name)
    disk.touch(folder, INDEX_FILE)


def is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: sqlite3.Error) -> bool:
    """True for a damaged file and for tables of another program, on which statements fail."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
