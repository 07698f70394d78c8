"""Keeps a folder's index in step with its files; makes it when it is missing, damaged or of another version.

A shard of records is looked into only where its folder has changed since. Whatever is wrong with the index, the
library goes on without it, with a private one if need be.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from store import disk
from store.errors import StetError
from store.hashing import text_hash
from store.index import UNCOUNTABLE, Index, Known, damaged_row, doubts_of, row_of
from store.library import CountDoubts
from store.tables import Tables, added_of

NAME: Final = "index.sqlite"
BATCH: Final = 500
"""Records in one transaction."""
_FILES: Final = (NAME, f"{NAME}-wal", f"{NAME}-shm", f"{NAME}-journal")
_SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a folder's time of change tells every change: clocks of file systems tick slowly."""
_SHARD: Final = re.compile(r"[0-9a-f]{2}")
_RECORD: Final = re.compile(r"((?:[0-9a-f]{16}|[0-9a-f]{64}))\.json")
_HEAD: Final = 160

Progress = Callable[[int, int], None]
"""Told how many of how many records are in the index."""


class Catalogue:
    """`read` gives a record's tables and text by the name of its file, and raises `StetError` where it is damaged."""

    def __init__(
        self, root: Path, read: Callable[[str], tuple[Tables, str]], doubts: CountDoubts | None = None
    ) -> None:
        self._root = root
        self._read = read
        self._count_doubts = doubts
        self._index: Index | None = None
        self._homeless = False
        """True where the index is in no folder, for there was no library yet."""
        self._mutex = threading.RLock()

    def index(self, progress: Progress | None = None) -> Index:
        """In step with the files as they are now."""
        with self._mutex:
            if self._homeless and self._root.is_dir():
                self.close()
            for attempt in ("as it is", "made anew", "private"):
                try:
                    if self._index is None:
                        self._index = self._open(private=attempt == "private")
                    self._catch_up(self._index, progress)
                    self._count(self._index, progress)
                    return self._index
                except sqlite3.Error as error:
                    if _is_busy(error) and self._index is not None:
                        return self._index  # another program is at it: what there is will do
                    self.close()
                    if attempt == "as it is" and _is_damage(error):
                        self.discard()
            raise StetError("No index", f"{self._root}: neither there nor in the folder for temporary files is room")

    def close(self) -> None:
        with self._mutex:
            if self._index is not None:
                with contextlib.suppress(sqlite3.Error):
                    self._index.close()
                self._index = None

    def discard(self) -> None:
        """It is derived: the next question makes it anew."""
        self.close()
        with contextlib.suppress(OSError), disk.folder(self._root) as folder:
            for name in _FILES:
                disk.remove(folder, name)

    def forget(self, texts: Mapping[str, str | None]) -> None:
        """Take articles out for good, words and all: by file name, each with the text that it had."""
        with self._mutex:
            if self._index is None:
                self._index = self._open(private=False)
            with self._index.writing():
                rows = [
                    (known.number, _text_for(known, text))
                    for name, text in texts.items()
                    for known in self._index.known(name).values()
                ]
                for number, text in rows:
                    self._index.drop(number, text)
            if rows:
                self._index.purge()

    def _open(self, private: bool) -> Index:
        self._homeless = not self._root.is_dir()
        if private or self._homeless:
            return _prepared("")
        try:
            with disk.folder(self._root) as folder:
                _make_plain(folder)
            return _prepared(f"{(self._root / NAME).as_uri()}?mode=rw")
        except OSError:
            pass
        except sqlite3.OperationalError as error:
            if _is_damage(error) or _is_busy(error):
                raise
        index = Index(
            f"{(self._root / NAME).as_uri()}?mode=ro&immutable=1", fixed=True
        )  # a library that can only be read
        try:
            if not self._stale(index):
                return index
        except sqlite3.Error:
            pass
        index.close()
        return _prepared("")

    def _stale(self, index: Index) -> dict[str, int | None]:
        """The shards that have changed since, and when; None for one that is gone."""
        present: dict[str, int] = {}
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, "records") as folder:
            for name in disk.names(folder):
                if _SHARD.fullmatch(name):
                    present[name] = disk.signature(folder, name)[1]
        known = index.shards()
        stale: dict[str, int | None] = {name: time for name, time in present.items() if known.get(name) != time}
        return stale | dict.fromkeys(known.keys() - present.keys())

    def _catch_up(self, index: Index, progress: Progress | None) -> None:
        now = time.time_ns()
        stale = self._stale(index)
        if not stale:
            return
        new: list[tuple[str, str]] = []
        for shard in sorted(stale):
            files = dict(self._files(shard))
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
                if changed is None or now - changed > _SETTLED:
                    index.set_shard(shard, changed)

    def _count(self, index: Index, progress: Progress | None) -> None:
        """The doubts of what a program wrote that does not count them."""
        if self._count_doubts is None or index.fixed:
            return
        done = 0
        while names := index.uncounted(BATCH):
            with index.writing():
                for number, name in names.items():
                    try:
                        doubts = doubts_of(*self._read(name), self._count_doubts)
                    except (StetError, LookupError, TypeError, AttributeError, ValueError):
                        doubts = UNCOUNTABLE  # it has become damaged since
                    index.set_doubts(number, doubts)
            done += len(names)
            if progress is not None:
                progress(done, done + index.how_many_uncounted())

    def _mend(self, index: Index, shard: str, files: dict[str, disk.Signature]) -> None:
        for name, known in index.known(shard).items():
            if known.signature != files.get(name):
                index.drop(known.number, _text_for(known, self._text(name)))
                if name in files:
                    self._put(index, name, known.number)

    def _put(self, index: Index, name: str, number: int | None = None) -> None:
        try:
            with disk.folder(self._root, "records", name[:2]) as folder:
                signature = disk.signature(folder, f"{name}.json")  # before it is read: it may change meanwhile
        except FileNotFoundError:
            return
        text = ""
        try:
            tables, text = self._read(name)
            row = row_of(tables, text, self._count_doubts)
        except StetError as error:
            row, text = damaged_row(name, error.message), ""
        except (LookupError, TypeError, AttributeError, ValueError):
            row, text = damaged_row(name, f"{name}: its tables are not those of a record"), ""
        index.put(name, signature, row, text, number)

    def _files(self, shard: str) -> Iterator[tuple[str, disk.Signature]]:
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, "records", shard) as folder:
            for file in disk.names(folder):
                if found := _RECORD.fullmatch(file):
                    with contextlib.suppress(FileNotFoundError):
                        yield found[1], disk.signature(folder, file)

    def _added(self, name: str) -> str:
        with contextlib.suppress(OSError), disk.folder(self._root, "records", name[:2]) as folder:
            return added_of(disk.read(folder, f"{name}.json", _HEAD)[0])
        return ""

    def _text(self, name: str) -> str | None:
        with contextlib.suppress(OSError, UnicodeDecodeError), disk.folder(self._root, "texts", name[:2]) as folder:
            return disk.read(folder, f"{name}.txt")[0].decode()
        return None


def _prepared(path: str) -> Index:
    index = Index(path)
    try:
        index.prepare()
    except sqlite3.Error:
        index.close()
        raise
    return index


def _make_plain(folder: int) -> None:
    """A file of its owner's alone; what is no plain file, a link that leads elsewhere say, is taken away."""
    for name in _FILES:
        with contextlib.suppress(FileNotFoundError):
            if not disk.is_plain(folder, name):
                disk.remove(folder, name)
    disk.touch(folder, NAME)


def _text_for(known: Known, text: str | None) -> str | None:
    """The text whose words are in the index: none of a damaged record, and only the very one of a sound one."""
    if known.sha256 is None:
        return ""
    return text if text is not None and text_hash(text) == known.sha256 else None


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _is_damage(error: sqlite3.Error) -> bool:
    """True too for tables that are not ours, which is an error of the statement."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
