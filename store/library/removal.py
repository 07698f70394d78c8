"""Removes articles permanently: record, text, and words in the index, even if it is killed or a step fails.

The words leave the index first, while they are known; the article stays in lists until its files are gone. Then the
record is renamed, which ends the article; then the text is deleted, then the record. A record under such a name is a
removal that was interrupted: the next program to find it finishes the removal.
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
from store.disk.layout import (
    DAMAGED,
    LEARNED,
    LEARNED_FILES,
    RECORDS,
    TEXTS,
    has_record,
    record_file,
    removed_file,
    shard_of,
    text_file,
)
from store.errors import StetError
from store.library.record_files import RecordFiles
from store.library.traces import Traces, remove_file
from store.oserrors import oserror_as

if TYPE_CHECKING:
    from store.index.sync import IndexSync

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)


def remove_all(files: RecordFiles, index_sync: IndexSync, names: dict[str, str]) -> None:
    """Remove articles; `names` maps the names of their files to their ids. Can be repeated after an interruption."""
    with oserror_as("Not removed", str(files.root)):
        traces = Traces(files.root)
        forget_learned(files.root)
    purge = _Purge(index_sync)
    try:
        purge.remove_words(names)
        for name, identifier in names.items():
            with oserror_as("Not removed", identifier), files.lock(name):
                purge.remove_row(name, partial(_remove_files, files, traces, name, identifier))
    finally:
        purge.close()


def remove_damaged(files: RecordFiles, index_sync: IndexSync, names: Sequence[str]) -> None:
    """Remove damaged records with texts and copies, by the names of their files; and files in `damaged/`, by name."""
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
    forget_learned(files.root)
    index_sync.discard()  # it may contain words of theirs that no query finds


def forget_learned(root: Path) -> None:
    """What was learned from the articles has words of theirs; the rest of them teach it again."""
    for file in LEARNED_FILES:
        remove_file(root, [LEARNED], disk.temporary(file))
        remove_file(root, [LEARNED], file)


def _remove_files(files: RecordFiles, traces: Traces, name: str, identifier: str) -> None:
    with oserror_as("Not removed", identifier):
        files.forget(name)
        traces.remove(name)
        if not unlink(files.root, name):
            raise StetError("No such article", f"{identifier} is not in the library {files.root}")


def unlink(root: Path, name: str) -> bool:
    """Delete the files of an article; False if there were none. The caller holds the lock of the shard."""
    record, removed, text = record_file(name), removed_file(name), text_file(name)
    existed = False
    with contextlib.suppress(FileNotFoundError), layout.record_folder(root, name) as folder:
        disk.remove(folder, disk.temporary(record))
        existed = _rename(folder, record, removed)
        os.fsync(folder)
    with contextlib.suppress(FileNotFoundError), layout.text_folder(root, name) as folder:
        disk.remove(folder, disk.temporary(text))
        existed |= disk.remove(folder, text)
        os.fsync(folder)
    with contextlib.suppress(FileNotFoundError), layout.record_folder(root, name) as folder:
        if disk.remove(folder, removed):
            existed = True
            os.fsync(folder)
    return existed


def finish(files: RecordFiles, name: str) -> None:
    """Finish an interrupted removal, unless it is still running or the article has been added again."""
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
        return disk.remove(folder, record)  # deleting needs no space
    return True


class _Purge:
    """Removes articles from the index. If their words cannot be removed, the index is discarded."""

    def __init__(self, index_sync: IndexSync) -> None:
        self._index_sync = index_sync
        self._clean = True

    def remove_words(self, names: Iterable[str]) -> None:
        with self._or_discard(), self._index_sync.writer() as index:
            with index.writing():
                for name in names:
                    for file, known in index.known(name).items():
                        self._clean &= index.drop_words(known.number, self._index_sync.words_of(file, known))
                        index.recheck(known.number)
                    self._clean &= not index.has_orphaned_words(name)
            index.purge()

    def remove_row(self, name: str, remove_files: Callable[[], None]) -> None:
        """Remove the row together with the files: in between, another program would index the article again."""
        removed = False
        with self._or_discard(), self._index_sync.writer() as index, index.writing():
            rows = [(known.number, self._index_sync.words_of(name, known)) for known in index.known(name).values()]
            remove_files()
            removed = True
            for number, text in rows:
                self._clean &= index.drop(number, text)
        if not removed:
            remove_files()

    def close(self) -> None:
        with self._or_discard(), self._index_sync.writer() as index:
            index.purge()
        if not self._clean:
            self._index_sync.discard()

    @contextlib.contextmanager
    def _or_discard(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError):
            self._clean = False
            self._index_sync.discard()
