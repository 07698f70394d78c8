"""Keeps a library's index in step with its files; rebuilds it if it is missing, damaged or of another version.

A shard of records is read only if its folder has changed since. If the index cannot be used, the library works with a
private one. A temporary system error is not damage: the record is listed with the reason and checked again each time.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import RECORDS, record_file, record_path, shard_of
from store.disk.tables import Tables, added_of
from store.errors import StetError
from store.hashing import text_hash
from store.index.connections import Connections, is_busy, is_damage, remove_index
from store.index.database import Index, Known
from store.index.rows import UNCOUNTABLE, damaged_row, doubts_of, row_or_damage
from store.index.summary import CountDoubts
from store.oserrors import oserror_as, reason

BATCH: Final = 500
"""Records in one transaction."""
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a folder's modification time is reliable: the clocks of file systems are coarse."""
_HEAD_BYTES: Final = 160
_LASTING: Final = (errno.ELOOP, errno.EISDIR, errno.EINVAL, errno.ENXIO)
"""Errors that mean that the path is not a file; the folder changes when a file replaces it."""
_EVERYWHERE: Final = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Errors that affect every file."""
_inherited: list[Connections] = []
"""Connections of the parent process: after a fork they must be neither used nor closed."""

_Answer = TypeVar("_Answer")
Progress = Callable[[int, int], None]
"""Called with the number of records indexed so far and the total."""


class IndexSync:
    """`read` returns a record's tables and text by the name of its files, and raises `StetError` if it is damaged.

    `finish_removal` finishes an interrupted removal, by the same name. `doubts` counts a record's doubts.
    """

    def __init__(
        self,
        root: Path,
        read: Callable[[str], tuple[Tables, str]],
        finish_removal: Callable[[str], None],
        doubts: CountDoubts | None = None,
    ) -> None:
        self._root = root
        self._read = read
        self._finish_removal = finish_removal
        self._count_doubts = doubts
        self._connections: Connections | None = None
        self._in_memory = False
        """True if the index was opened before the library existed, so that it has no file in the folder."""
        self._is_new = True
        """True until the index has caught up once since it was opened."""
        self._failing: set[str] = set()
        """Shards with system errors at the last check."""
        self._process = os.getpid()
        self._mutex = threading.RLock()

    def ask(self, question: Callable[[Index], Iterator[_Answer]]) -> Iterator[_Answer]:
        """The answers of an up-to-date index.

        If the index is damaged, it is rebuilt, and the question is repeated unless an answer has been yielded.
        """
        answered = False
        why: sqlite3.Error | None = None
        for attempt in ("existing", "rebuilt", "private"):
            index = self.index(private=attempt == "private")
            try:
                for answer in question(index):
                    answered = True
                    yield answer
                return
            except sqlite3.Error as error:
                self._give_up(index)
                why = error
            if answered:
                break
        raise StetError("Index damaged", f"{why}; it will be rebuilt, try again")

    def index(self, progress: Progress | None = None, *, private: bool = False) -> Index:
        """An up-to-date index, for this thread only."""
        with oserror_as("Library not read", str(self._root)), self.mutex():
            for attempt in ("existing", "rebuilt", "private"):
                while True:
                    try:
                        connections = self._current(private=private or attempt == "private")
                        self._catch_up(connections, progress)
                        self._count(connections, progress)
                        return connections.reader()
                    except sqlite3.Error as error:
                        if is_busy(error) and self._connections is not None and self._connections.has_moved_on():
                            continue  # another program is writing, perhaps the same updates
                        self._replace(error if attempt == "existing" else None)
                        break
            raise StetError("No index", f"no space in {self._root} or in the folder for temporary files; free some")

    @contextlib.contextmanager
    def writer(self) -> Iterator[Index]:
        """The index in the folder, not brought up to date, with the mutex held. Raises `sqlite3.Error` without one."""
        with self.mutex():
            connections = self._current(private=False)
            if connections.is_private or connections.read_only:
                raise sqlite3.OperationalError("the folder has no index that can be written")
            yield connections.writer

    @contextlib.contextmanager
    def mutex(self) -> Iterator[None]:
        if self._process != os.getpid():  # after a fork the thread that holds the lock does not exist here
            self._process, self._mutex = os.getpid(), threading.RLock()
            if self._connections is not None:
                _inherited.append(self._connections)
            self._connections = None
        with self._mutex:
            yield

    def close(self) -> None:
        with self.mutex():
            if self._connections is not None:
                self._connections.close()
            self._connections = None

    def discard(self) -> None:
        """Remove the index; the next query rebuilds it. Readers of the old one finish."""
        with self.mutex():
            remove_index(self._root)
            self._connections = None

    def _replace(self, error: sqlite3.Error | None) -> None:
        connections, self._connections = self._connections, None
        if error is not None and is_damage(error) and (connections is None or connections.is_in_folder()):
            remove_index(self._root)

    def _give_up(self, index: Index) -> None:
        """Replace an index that failed, unless another thread has done so."""
        with self.mutex():
            if self._connections is not None and self._connections.holds(index):
                self._replace(sqlite3.DatabaseError())

    def _current(self, private: bool) -> Connections:
        connections = self._connections
        if connections is not None and (
            not connections.is_current()
            or (self._in_memory and layout.is_library(self._root))
            or (private and not connections.is_private)
            or (connections.read_only and self._stale(connections.reader()))
        ):
            connections = None
        if connections is None:
            self._is_new = True
            connections = self._connections = self._open(private)
        return connections

    def _open(self, private: bool) -> Connections:
        self._in_memory = not layout.is_library(self._root)  # before there is a library, no index file is created
        if private or self._in_memory:
            return Connections()
        try:
            return Connections(self._root)
        except OSError:
            pass
        except sqlite3.OperationalError as error:
            if is_damage(error) or is_busy(error):
                raise
        with contextlib.suppress(sqlite3.Error):
            connections = Connections(self._root, read_only=True)  # a read-only library
            if not self._stale(connections.reader()):
                return connections
        return Connections()

    def _stale(self, index: Index) -> dict[str, int | None]:
        """The shards that have changed since they were indexed, with the time; None for one that is gone."""
        present: dict[str, int] = {}
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, RECORDS) as folder:
            for name in filter(layout.is_shard, disk.names(folder)):
                present[name] = disk.signature(folder, name)[1]
        known = index.shards()
        stale: dict[str, int | None] = {name: time for name, time in present.items() if known.get(name) != time}
        return stale | dict.fromkeys(known.keys() - present.keys())

    def _catch_up(self, connections: Connections, progress: Progress | None) -> None:
        if connections.read_only:
            return
        if self._is_new and connections.reader().has_damaged():
            with connections.writer.writing():
                connections.writer.recheck_damaged()
        self._is_new = False
        now = time.time_ns()
        stale = self._stale(connections.reader())
        if not stale:
            return
        index = connections.writer
        self._failing.clear()
        new: list[tuple[str, str]] = []
        for shard in sorted(stale):
            files = self._read_shard(index, shard)
            known = index.known(shard)
            if any(known[name].signature != files.get(name) for name in known):
                with index.writing():
                    self._update(index, shard, files)
            new += [(self._added_at(name), name) for name in files.keys() - known.keys()]
        new.sort()
        for start in range(0, len(new), BATCH):
            with index.writing():
                for _, name in new[start : start + BATCH]:
                    if not index.known(name):  # another program may have been faster
                        self._put(index, name)
            if progress is not None:
                progress(min(start + BATCH, len(new)), len(new))
        with index.writing():
            for shard, changed in stale.items():
                if shard not in self._failing and (changed is None or now - changed > _SETTLED):
                    index.set_shard(shard, changed)

    def _count(self, connections: Connections, progress: Progress | None) -> None:
        """Count the doubts of records indexed by a program that does not count them."""
        if self._count_doubts is None or connections.read_only:
            return
        done = last = 0
        while names := connections.reader().rows_without_doubts(BATCH, last):
            index = connections.writer
            with index.writing():
                for number, name in names.items():
                    try:
                        doubts = doubts_of(*self._read(name), self._count_doubts)
                    except (OSError, StetError):
                        index.recheck(number)  # it has changed since, or must be read again later
                    except (LookupError, TypeError, AttributeError, ValueError):
                        index.set_doubts(number, UNCOUNTABLE)
                    else:
                        index.set_doubts(number, doubts)
            last = max(names)
            done += len(names)
            if progress is not None:
                progress(done, done + index.count_without_doubts())

    def _update(self, index: Index, shard: str, files: dict[str, disk.Signature]) -> None:
        for name, known in index.known(shard).items():
            if known.signature != files.get(name):
                index.drop(known.number, self.words_of(name, known))
                if name in files:
                    self._put(index, name, known.number)

    def _put(self, index: Index, name: str, number: int | None = None) -> None:
        text, where = "", record_path(name)
        signature: disk.Signature | None = None
        try:
            with layout.record_folder(self._root, name) as folder:
                signature = disk.signature(folder, record_file(name))  # before reading: the file may change meanwhile
            row, text = row_or_damage(lambda: self._read(name), name, where, self._count_doubts)
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno in _EVERYWHERE:
                raise
            row, text = damaged_row(name, f"{where}: {reason(error)}"), ""
            if error.errno not in _LASTING:
                self._failing.add(shard_of(name))
                signature = None
        index.put(name, signature, row, text, number)

    def _read_shard(self, index: Index, shard: str) -> dict[str, disk.Signature]:
        """The signatures of a shard's records. An unreadable shard is listed as damaged and keeps its known records."""
        try:
            return dict(self._files(shard))
        except OSError as error:
            if error.errno in _EVERYWHERE:
                raise
            self._failing.add(shard)
            known = index.known(shard)
            if shard not in known:
                with index.writing():
                    index.put(shard, None, damaged_row(shard, f"{layout.path_of(RECORDS, shard)}: {reason(error)}"), "")
                known = index.known(shard)
            return {name: row.signature for name, row in known.items()}

    def _files(self, shard: str) -> Iterator[tuple[str, disk.Signature]]:
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, RECORDS, shard) as folder:
            for file in disk.names(folder):
                if removed := layout.name_of_removed(file):
                    self._finish_removal(removed)
                if name := layout.name_of_record(file):
                    with contextlib.suppress(FileNotFoundError):
                        yield name, disk.signature(folder, file)

    def _added_at(self, name: str) -> str:
        with contextlib.suppress(OSError), layout.record_folder(self._root, name) as folder:
            return added_of(disk.read(folder, record_file(name), _HEAD_BYTES)[0])
        return ""

    def words_of(self, name: str, known: Known) -> str | None:
        """The text whose words are in the index: empty for a damaged record, None if the file now has another text."""
        if known.sha256 is None:
            return ""
        with contextlib.suppress(OSError, UnicodeDecodeError), layout.text_folder(self._root, name) as folder:
            text = disk.read(folder, layout.text_file(name))[0].decode()
            return text if text_hash(text) == known.sha256 else None
        return None
