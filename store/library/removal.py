"""How an article goes for good: record, text, and its words in the index; whatever refuses, and whenever it is killed.

The words leave the index first, while they are known; its line stays in every list until its files are gone. The record
goes under another name, from which moment the article is no more; then its text; then the record itself. Whoever comes
upon such a record later finishes what was cut short.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.disk import atomic as disk
from store.errors import StetError
from store.oserrors import oserror_as

if TYPE_CHECKING:
    from store.index.sync import IndexSync
    from store.library.folder import FolderLibrary
    from store.library.traces import Traces

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


def remove_all(library: FolderLibrary, names: dict[str, str]) -> None:
    """By the names of their files, the ids. A removal that was cut short can be done again: what is left goes."""
    from store.library.traces import Traces

    with oserror_as("Not removed", str(library.path)):
        traces = Traces(library.path)
    purge = _Purge(library.index_sync)
    try:
        purge.take_words(names)
        for name, identifier in names.items():
            with oserror_as("Not removed", identifier), library.lock(name):
                purge.take_line(name, partial(_take_files, library, traces, name, identifier))
    finally:
        purge.close()


def _take_files(library: FolderLibrary, traces: Traces, name: str, identifier: str) -> None:
    with oserror_as("Not removed", identifier):
        library.forget(name)
        traces.remove(name)
        if not unlink(library.path, name):
            raise StetError("No such article", f"{identifier} is not in the library {library.path}")


def unlink(root: Path, name: str) -> bool:
    """The files of an article, under the lock of its shard; False where there were none."""
    record, going, text = f"{name}.json", removed_name(name), f"{name}.txt"
    found = False
    with contextlib.suppress(FileNotFoundError), disk.folder(root, "records", name[:2]) as folder:
        disk.remove(folder, disk.temporary(record))
        found = _rename(folder, record, going)
        os.fsync(folder)
    with contextlib.suppress(FileNotFoundError), disk.folder(root, "texts", name[:2]) as folder:
        disk.remove(folder, disk.temporary(text))
        found |= disk.remove(folder, text)
        os.fsync(folder)
    with contextlib.suppress(FileNotFoundError), disk.folder(root, "records", name[:2]) as folder:
        if disk.remove(folder, going):
            found = True
            os.fsync(folder)
    return found


def finish(library: FolderLibrary, name: str) -> None:
    """A removal that was cut short, unless somebody is at it, or the article has been added again."""
    with contextlib.suppress(OSError), library.lock(name, patience=0):
        if has_record(library.path, name):
            with disk.folder(library.path, "records", name[:2]) as folder:
                disk.remove(folder, removed_name(name))
        else:
            unlink(library.path, name)


def removed_name(name: str) -> str:
    """Of a record that is on its way out; `layout.GOING` knows it again."""
    return f".{name}.json.removed"


def has_record(root: Path, name: str) -> bool:
    try:
        with disk.folder(root, "records", name[:2]) as folder:
            disk.signature(folder, f"{name}.json")
    except FileNotFoundError:
        return False
    return True


def _rename(folder: int, record: str, going: str) -> bool:
    try:
        if stat.S_ISDIR(os.stat(record, dir_fd=folder, follow_symlinks=False).st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), record)
        os.rename(record, going, src_dir_fd=folder, dst_dir_fd=folder)
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        return disk.remove(folder, record)  # to be rid of a file needs no room
    return True


class _Purge:
    """What a removal asks of the index. Where words cannot be taken out of it, there shall be no index."""

    def __init__(self, index_sync: IndexSync) -> None:
        self._index_sync = index_sync
        self._clean = True

    def take_words(self, names: Iterable[str]) -> None:
        with self._or_none(), self._index_sync.writer() as index:
            with index.writing():
                for name in names:
                    for file, known in index.known(name).items():
                        self._clean &= index.drop_words(known.number, self._index_sync.words_of(file, known))
                        index.doubt(known.number)
                    self._clean &= not index.has_left_behind(name)
            index.purge()

    def take_line(self, name: str, take_files: Callable[[], None]) -> None:
        """Together with the files: in between, another program would put in again what it still finds there."""
        gone = False
        with self._or_none(), self._index_sync.writer() as index, index.writing():
            lines = [(known.number, self._index_sync.words_of(name, known)) for known in index.known(name).values()]
            take_files()
            gone = True
            for number, text in lines:
                self._clean &= index.drop(number, text)
        if not gone:
            take_files()

    def close(self) -> None:
        with self._or_none(), self._index_sync.writer() as index:
            index.purge()
        if not self._clean:
            self._index_sync.discard()

    @contextlib.contextmanager
    def _or_none(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError):
            self._clean = False
            self._index_sync.discard()
