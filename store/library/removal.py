"""Removes articles for good: record, text, and words in the index; whatever refuses, and whenever it is killed.

The words leave the index first, while they are known; the article stays in every list until its files are gone. Then
the record gets another name, which ends the article; then the text goes; then the record. Whoever meets a record under
such a name later finishes the removal.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import DAMAGED, RECORDS, TEXTS, has_record, record_file, removed_file, shard_of, text_file
from store.errors import StetError
from store.library.record_files import RecordFiles
from store.library.traces import Traces, remove_file
from store.oserrors import oserror_as

if TYPE_CHECKING:
    from store.index.sync import IndexSync

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


def remove_all(files: RecordFiles, index_sync: IndexSync, names: dict[str, str]) -> None:
    """`names` maps the names of files to ids. An interrupted removal can be done again: what is left goes."""
    with oserror_as("Not removed", str(files.root)):
        traces = Traces(files.root)
    purge = _Purge(index_sync)
    try:
        purge.take_words(names)
        for name, identifier in names.items():
            with oserror_as("Not removed", identifier), files.lock(name):
                purge.take_row(name, partial(_take_files, files, traces, name, identifier))
    finally:
        purge.close()


def remove_damaged(files: RecordFiles, index_sync: IndexSync, names: Sequence[str]) -> None:
    """Damaged records, by the names of their files, with texts and copies; and files in `damaged/`, by name."""
    traces = Traces(files.root)
    for name in names:
        with oserror_as("Not removed", name):
            if not layout.is_name(name):
                remove_file(files.root, [DAMAGED], name)
                continue
            with files.lock(name):
                traces.remove(name)
                for shelf, file in ((TEXTS, text_file(name)), (RECORDS, record_file(name))):
                    remove_file(files.root, [shelf, shard_of(name)], disk.temporary(file))
                    remove_file(files.root, [shelf, shard_of(name)], file)
    index_sync.discard()  # it may hold words of theirs that no query finds


def _take_files(files: RecordFiles, traces: Traces, name: str, identifier: str) -> None:
    with oserror_as("Not removed", identifier):
        files.forget(name)
        traces.remove(name)
        if not unlink(files.root, name):
            raise StetError("No such article", f"{identifier} is not in the library {files.root}")


def unlink(root: Path, name: str) -> bool:
    """The files of an article, under the lock of its shard; False where there were none."""
    record, removed, text = record_file(name), removed_file(name), text_file(name)
    found = False
    with contextlib.suppress(FileNotFoundError), layout.record_folder(root, name) as folder:
        disk.remove(folder, disk.temporary(record))
        found = _rename(folder, record, removed)
        os.fsync(folder)
    with contextlib.suppress(FileNotFoundError), layout.text_folder(root, name) as folder:
        disk.remove(folder, disk.temporary(text))
        found |= disk.remove(folder, text)
        os.fsync(folder)
    with contextlib.suppress(FileNotFoundError), layout.record_folder(root, name) as folder:
        if disk.remove(folder, removed):
            found = True
            os.fsync(folder)
    return found


def finish(files: RecordFiles, name: str) -> None:
    """Finish an interrupted removal, unless it is still going on, or the article has been added again."""
    with contextlib.suppress(OSError), files.lock(name, patience=0):
        if has_record(files.root, name):
            with layout.record_folder(files.root, name) as folder:
                disk.remove(folder, removed_file(name))
        else:
            unlink(files.root, name)


def _rename(folder: int, record: str, removed: str) -> bool:
    try:
        if stat.S_ISDIR(os.stat(record, dir_fd=folder, follow_symlinks=False).st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), record)
        os.rename(record, removed, src_dir_fd=folder, dst_dir_fd=folder)
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        return disk.remove(folder, record)  # to be rid of a file needs no room
    return True


class _Purge:
    """A removal's part in the index. An index that words cannot be taken out of is discarded."""

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

    def take_row(self, name: str, take_files: Callable[[], None]) -> None:
        """Together with the files: in between, another program would index again what it still finds."""
        gone = False
        with self._or_none(), self._index_sync.writer() as index, index.writing():
            rows = [(known.number, self._index_sync.words_of(name, known)) for known in index.known(name).values()]
            take_files()
            gone = True
            for number, text in rows:
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
