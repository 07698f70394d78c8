"""Keeps a folder's index in step with its files; makes it when it is missing, damaged or of another version.

A shard of records is looked into only where its folder has changed since. Whatever is wrong with the index, the
library goes on without it, with a private one if need be. What the system refuses for the moment is no damage: such a
record is listed with the reason, and looked at again each time.
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
from store.index.connections import Connections, is_busy, is_damage, take_away
from store.index.database import Index, Known
from store.index.rows import UNCOUNTABLE, OddRecordError, damaged_row, doubts_of, row_of
from store.index.summary import CountDoubts
from store.oserrors import oserror_as, reason

BATCH: Final = 500
"""Records in one transaction."""
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a folder's time of change tells every change: clocks of file systems tick slowly."""
_HEAD: Final = 160
_LASTING: Final = (errno.ELOOP, errno.EISDIR, errno.EINVAL, errno.ENXIO)
"""Something else stands in the place of the file; a change of the folder shows when a file replaces it."""
_EVERYWHERE: Final = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What the system refuses for every file."""
_OF_NO_RECORD: Final = "its tables are not those of a record"
_inherited: list[Connections] = []
"""Connections of the parent process: after a fork they are neither used nor closed."""

_Answer = TypeVar("_Answer")
Progress = Callable[[int, int], None]
"""Called with how many of how many records are in the index."""


class IndexSync:
    """`read` gives a record's tables and text by the name of its file; raises `StetError` where it is damaged.

    `finish_removal` finishes an interrupted removal, by the name of the record's file.
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
        """True where the index was opened before there was a library, so that it has no file in the folder."""
        self._is_new = True
        """True until the index has caught up for the first time since it was opened."""
        self._troubled: set[str] = set()
        """Shards of which the system refused something at the last look."""
        self._process = os.getpid()
        self._mutex = threading.RLock()

    def ask(self, question: Callable[[Index], Iterator[_Answer]]) -> Iterator[_Answer]:
        """The answers of an index that is in step with the files.

        A damaged index is made again, and the question repeated where nothing has been answered yet.
        """
        answered = False
        why: sqlite3.Error | None = None
        for attempt in ("as it is", "made anew", "private"):
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
        raise StetError("Index damaged", f"{why}; it will be made anew, ask again")

    def index(self, progress: Progress | None = None, *, private: bool = False) -> Index:
        """An index that is in step with the files now; for this thread alone."""
        with oserror_as("Library not read", str(self._root)), self.mutex():
            for attempt in ("as it is", "made anew", "private"):
                while True:
                    try:
                        there = self._current(private=private or attempt == "private")
                        self._catch_up(there, progress)
                        self._count(there, progress)
                        return there.reader()
                    except sqlite3.Error as error:
                        if is_busy(error) and self._connections is not None and self._connections.has_moved_on():
                            continue  # another program is at it, perhaps at the very same
                        self._replace(error if attempt == "as it is" else None)
                        break
            raise StetError("No index", f"{self._root}: neither there nor in the folder for temporary files is room")

    @contextlib.contextmanager
    def writer(self) -> Iterator[Index]:
        """The index in the folder, not caught up, with the mutex held. Raises `sqlite3.Error` where there is none."""
        with self.mutex():
            there = self._current(private=False)
            if there.is_private or there.fixed:
                raise sqlite3.OperationalError("no index in the folder can be written")
            yield there.writer

    @contextlib.contextmanager
    def mutex(self) -> Iterator[None]:
        if self._process != os.getpid():  # forked: whoever holds the lock is not here
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
        """Remove the index; the next question makes it again. Readers of the old one finish."""
        with self.mutex():
            take_away(self._root)
            self._connections = None

    def _replace(self, error: sqlite3.Error | None) -> None:
        there, self._connections = self._connections, None
        if error is not None and is_damage(error) and (there is None or there.is_of_folder()):
            take_away(self._root)

    def _give_up(self, index: Index) -> None:
        """Replace an index that failed, unless another thread has done so."""
        with self.mutex():
            if self._connections is not None and self._connections.holds(index):
                self._replace(sqlite3.DatabaseError())

    def _current(self, private: bool) -> Connections:
        there = self._connections
        if there is not None and (
            not there.is_current()
            or (self._in_memory and layout.is_library(self._root))
            or (private and not there.is_private)
            or (there.fixed and self._stale(there.reader()))
        ):
            there = None
        if there is None:
            self._is_new = True
            there = self._connections = self._open(private)
        return there

    def _open(self, private: bool) -> Connections:
        self._in_memory = not layout.is_library(self._root)  # an index makes no file before there is a library
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
            there = Connections(self._root, fixed=True)  # a library that can only be read
            if not self._stale(there.reader()):
                return there
        return Connections()

    def _stale(self, index: Index) -> dict[str, int | None]:
        """The shards that have changed since they were indexed, and when; None for one that is gone."""
        present: dict[str, int] = {}
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, RECORDS) as folder:
            for name in filter(layout.is_shard, disk.names(folder)):
                present[name] = disk.signature(folder, name)[1]
        known = index.shards()
        stale: dict[str, int | None] = {name: time for name, time in present.items() if known.get(name) != time}
        return stale | dict.fromkeys(known.keys() - present.keys())

    def _catch_up(self, there: Connections, progress: Progress | None) -> None:
        if there.fixed:
            return
        if self._is_new and there.reader().is_any_damaged():
            with there.writer.writing():
                there.writer.doubt_the_damaged()
        self._is_new = False
        now = time.time_ns()
        stale = self._stale(there.reader())
        if not stale:
            return
        index = there.writer
        self._troubled.clear()
        new: list[tuple[str, str]] = []
        for shard in sorted(stale):
            files = self._looked_into(index, shard)
            known = index.known(shard)
            if any(known[name].signature != files.get(name) for name in known):
                with index.writing():
                    self._mend(index, shard, files)
            new += [(self._added(name), name) for name in files.keys() - known.keys()]
        new.sort()
        for start in range(0, len(new), BATCH):
            with index.writing():
                for _, name in new[start : start + BATCH]:
                    if not index.known(name):  # another program may have been quicker
                        self._put(index, name)
            if progress is not None:
                progress(min(start + BATCH, len(new)), len(new))
        with index.writing():
            for shard, changed in stale.items():
                if shard not in self._troubled and (changed is None or now - changed > _SETTLED):
                    index.set_shard(shard, changed)

    def _count(self, there: Connections, progress: Progress | None) -> None:
        """Count the doubts of records that a program wrote without counting them."""
        if self._count_doubts is None or there.fixed:
            return
        done = last = 0
        while names := there.reader().uncounted(BATCH, last):
            index = there.writer
            with index.writing():
                for number, name in names.items():
                    try:
                        doubts = doubts_of(*self._read(name), self._count_doubts)
                    except (OSError, StetError):
                        index.doubt(number)  # it has changed since, or is to be read another time
                    except (LookupError, TypeError, AttributeError, ValueError):
                        index.set_doubts(number, UNCOUNTABLE)
                    else:
                        index.set_doubts(number, doubts)
            last = max(names)
            done += len(names)
            if progress is not None:
                progress(done, done + index.how_many_uncounted())

    def _mend(self, index: Index, shard: str, files: dict[str, disk.Signature]) -> None:
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
                signature = disk.signature(folder, record_file(name))  # before it is read: it may change meanwhile
            tables, text = self._read(name)
            row = row_of(tables, text, self._count_doubts)
        except FileNotFoundError:
            return
        except OSError as error:
            if error.errno in _EVERYWHERE:
                raise
            row, text = damaged_row(name, f"{where}: {reason(error)}"), ""
            if error.errno not in _LASTING:
                self._troubled.add(shard_of(name))
                signature = None
        except StetError as error:
            row, text = damaged_row(name, error.message), ""
        except OddRecordError as error:
            row, text = damaged_row(name, f"{where}: {error}"), ""
        except (LookupError, TypeError, AttributeError, ValueError):
            row, text = damaged_row(name, f"{where}: {_OF_NO_RECORD}"), ""
        index.put(name, signature, row, text, number)

    def _looked_into(self, index: Index, shard: str) -> dict[str, disk.Signature]:
        """The records of a shard. An unreadable shard gets a line in every list and keeps its known records."""
        try:
            return dict(self._files(shard))
        except OSError as error:
            if error.errno in _EVERYWHERE:
                raise
            self._troubled.add(shard)
            known = index.known(shard)
            if shard not in known:
                with index.writing():
                    index.put(shard, None, damaged_row(shard, f"{layout.path_of(RECORDS, shard)}: {reason(error)}"), "")
                known = index.known(shard)
            return {name: found.signature for name, found in known.items()}

    def _files(self, shard: str) -> Iterator[tuple[str, disk.Signature]]:
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, RECORDS, shard) as folder:
            for file in disk.names(folder):
                if removed := layout.name_of_removed(file):
                    self._finish_removal(removed)
                if name := layout.name_of_record(file):
                    with contextlib.suppress(FileNotFoundError):
                        yield name, disk.signature(folder, file)

    def _added(self, name: str) -> str:
        with contextlib.suppress(OSError), layout.record_folder(self._root, name) as folder:
            return added_of(disk.read(folder, record_file(name), _HEAD)[0])
        return ""

    def words_of(self, name: str, known: Known) -> str | None:
        """The text whose words are in the index: empty for a damaged record, None where the file holds another text."""
        if known.sha256 is None:
            return ""
        with contextlib.suppress(OSError, UnicodeDecodeError), layout.text_folder(self._root, name) as folder:
            text = disk.read(folder, layout.text_file(name))[0].decode()
            return text if text_hash(text) == known.sha256 else None
        return None
