"""Checks a library for faults and repairs them.

A repair never deletes what it cannot repair: it sets it aside in `damaged/`. It restores a record from its edits, which
are the truth, and a truncated file from its intact edits. If a repair is interrupted, by a kill or a full disk, the
next one continues, and restores intact files from `damaged/`. `aside` moves files there and back, `restoring` moves
records to where they belong.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import (
    DAMAGED,
    FORMAT_FILE,
    LOCK_FILE,
    LOCKS,
    RECORDS,
    TEXTS,
    file_name,
    has_record,
    record_file,
    record_path,
    shard_of,
    text_file,
)
from store.disk.tables import NOT_TABLES, EncodedRecord, Tables, beyond_us, encoded_of, from_tables, to_tables
from store.disk.temporary import sweep
from store.errors import StetError
from store.hashing import text_hash
from store.index.faults import index_faults
from store.index.sync import IndexSync
from store.jsontext import decode, encode
from store.library.aside import is_odd, keep_copy, put_back, set_aside, text_aside
from store.library.differing import differing
from store.library.documents import FolderDocuments
from store.library.format_file import write_format
from store.library.protocol import Finding
from store.library.record_files import NO_RECORD, RecordFiles
from store.library.register_file import faults
from store.library.removal import finish
from store.library.restoring import moved, restored, waiting
from store.library.salvage import longest
from store.oserrors import reason


def check(
    files: RecordFiles, index_sync: IndexSync, warning: str, repair: bool, progress: Callable[[int], None] | None
) -> Iterator[Finding]:
    """The faults of a library, repaired if `repair`. `warning` is that of FORMAT.

    Calls `progress` with the number of records checked so far.
    """
    return _Check(files, index_sync, warning, repair, progress).run()


class _Check:
    def __init__(
        self,
        files: RecordFiles,
        index_sync: IndexSync,
        warning: str,
        repair: bool,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._files, self._index_sync, self._warning = files, index_sync, warning
        self._root = files.root
        self._repair = repair
        self._progress = progress
        self._checked = 0
        self._displaced: list[tuple[str, str]] = []
        """(name, proper name) of records stored under another article's name."""

    def run(self) -> Iterator[Finding]:
        try:
            if not self._root.is_dir():
                return
            yield from self._guarded(FORMAT_FILE, self._outline())
            yield from self._guarded(self._root.name, self._leftovers())
            yield from self._guarded(RECORDS, self._each(RECORDS, self._entry))
            for name, proper in self._displaced:
                yield from self._guarded(record_path(name), self._move(name, proper))
            yield from self._guarded(DAMAGED, self._restorable())
            yield from self._guarded(TEXTS, self._each(TEXTS, self._text))
            yield from self._guarded(layout.REGISTER_FILE, faults(FolderDocuments(self._root)))
            yield from self._index()
        except OSError as error:
            raise StetError("Not checked", f"{self._root}: {reason(error)}") from error

    def _guarded(self, where: str, findings: Iterator[Finding]) -> Iterator[Finding]:
        """An error in one place becomes a finding, so that everything else is still checked."""
        try:
            yield from findings
        except OSError as error:
            yield Finding(where, f"it could not be checked or repaired: {reason(error)}")
        except StetError as error:
            yield Finding(where, error.message)

    def _outline(self) -> Iterator[Finding]:
        """The parts on which all other checks depend."""
        with disk.folder(self._root) as root:
            for shelf in layout.SHELVES:
                if disk.exists(root, shelf) and not disk.is_folder(root, shelf):
                    yield self._finding(shelf, "it is not a folder, or is a link", self._aside("", "", shelf))
            if disk.exists(root, LOCK_FILE) and not disk.is_plain(root, LOCK_FILE):
                yield self._finding(LOCK_FILE, "it is not a plain file", self._aside("", "", LOCK_FILE))
        with contextlib.suppress(FileNotFoundError), disk.folder(self._root, LOCKS) as folder:
            for name in disk.names(folder):
                if not disk.is_plain(folder, name):
                    where = layout.path_of(LOCKS, name)
                    yield self._finding(where, "it is not a plain file", self._aside(LOCKS, "", name))
        if self._warning:
            if self._repair:
                with disk.folder(self._root) as root:
                    if disk.exists(root, FORMAT_FILE):
                        (keep_copy if disk.is_plain(root, FORMAT_FILE) else set_aside)(self._root, "", "", FORMAT_FILE)
                write_format(self._root)
            yield self._finding(FORMAT_FILE, "it is missing or damaged", "rewritten")

    def _leftovers(self) -> Iterator[Finding]:
        """Files left by killed programs outside the shards: in the library's folder, in copies, beside it."""
        with disk.folder(self._root) as root:
            yield from self._leftovers_in(root, "")
            copies = sorted(filter(layout.is_copy, disk.names(root)))
        for copy in copies:
            with contextlib.suppress(NotADirectoryError):
                for shard in layout.shards(self._root, copy):
                    with disk.folder(self._root, copy, shard) as inner:
                        yield from self._leftovers_in(inner, f"{copy}/{shard}/")
        for name in sweep(self._root.parent) if self._repair else ():
            yield Finding(f"../{name}", "a library or an export was not finished", "removed")

    def _leftovers_in(self, folder: int, where: str) -> Iterator[Finding]:
        for file in sorted(filter(layout.is_temporary, disk.names(folder))):
            if self._repair:
                with disk.folder(self._root) as root, disk.locked(root, LOCK_FILE):
                    disk.remove(folder, file)
            yield self._interrupted_save(f"{where}{file}")

    def _interrupted_save(self, where: str) -> Finding:
        return self._finding(where, "a save was interrupted before it was reported as saved", "removed")

    def _each(self, shelf: str, check_file: Callable[[str, str], Iterator[Finding]]) -> Iterator[Finding]:
        for shard in layout.shards(self._root, shelf):
            yield from self._guarded(layout.path_of(shelf, shard), self._shard(shelf, shard, check_file))

    def _shard(self, shelf: str, shard: str, check_file: Callable[[str, str], Iterator[Finding]]) -> Iterator[Finding]:
        try:
            with disk.folder(self._root, shelf, shard) as folder:
                files = sorted(disk.names(folder))
        except OSError as error:
            if not is_odd(error):
                raise
            yield self._finding(
                layout.path_of(shelf, shard), "it is not a folder, or is a link", self._aside(shelf, "", shard)
            )
            return
        for file in files:
            where = layout.path_of(shelf, shard, file)
            yield from self._guarded(where, check_file(shard, file))

    def _misplaced(self, shelf: str, shard: str, file: str, what: str) -> Iterator[Finding]:
        """A file that is not what its shelf holds."""
        where = layout.path_of(shelf, shard, file)
        with self._locked(shard), disk.folder(self._root, shelf, shard) as folder:
            if not disk.exists(folder, file):
                return  # the save that was writing it has finished
            if layout.is_temporary(file) and disk.is_plain(folder, file):
                if self._repair:
                    disk.remove(folder, file)
                yield self._interrupted_save(where)
                return
        yield self._finding(where, what, self._aside(shelf, shard, file))

    def _entry(self, shard: str, file: str) -> Iterator[Finding]:
        if removed := layout.name_of_removed(file):
            if self._repair:
                finish(self._files, removed)
            where = layout.path_of(RECORDS, shard, file)
            yield self._finding(where, "a removal was interrupted", "the article is now removed")
        elif (name := layout.name_of_record(file)) is None:
            yield from self._misplaced(RECORDS, shard, file, "it is not a record")
        else:
            with self._locked(shard):
                yield from self._record(name)
        self._checked += 1
        if self._progress is not None:
            self._progress(self._checked)

    def _record(self, name: str) -> Iterator[Finding]:
        """The caller holds the lock."""
        where, shard, file = record_path(name), shard_of(name), record_file(name)
        try:
            with layout.record_folder(self._root, name) as folder:
                mode = os.stat(file, dir_fd=folder, follow_symlinks=False).st_mode
                if stat.S_ISREG(mode) and stat.S_IMODE(mode) != 0o600:
                    if self._repair:
                        os.chmod(file, 0o600, dir_fd=folder)  # a plain file, as was just checked
                    yield self._finding(where, f"its permissions are {stat.S_IMODE(mode):o}", "set to 600")
                data, _ = disk.read(folder, file)
        except FileNotFoundError:
            return  # removed meanwhile
        except OSError as error:
            if not is_odd(error):
                raise
            yield self._finding(where, reason(error), self._aside(RECORDS, shard, file))
            return
        try:
            tables: Tables = decode(data)
            article, encoded = tables["article"]["1"], encoded_of(tables)
            proper = file_name(article["id"])
            beyond = beyond_us(tables)
        except NOT_TABLES:
            yield from self._salvage(name, data)
            return
        if beyond:
            yield Finding(where, beyond)
        elif proper != name:
            if self._repair:
                self._displaced.append((name, proper))
            else:
                yield Finding(where, f"it holds the article {article['id']}")
        else:
            yield from self._against_text(name, data, tables, encoded)

    def _against_text(self, name: str, data: bytes, tables: Tables, encoded: EncodedRecord) -> Iterator[Finding]:
        where, file = record_path(name), text_file(name)
        exists, text = self._text_of(name)
        if (text is None or text_hash(text) != encoded.sha256) and (
            aside := text_aside(self._root, name, encoded.sha256)
        ):
            what = "its text was set aside"
            if self._repair:
                if exists:
                    self._aside(TEXTS, shard_of(name), file)
                put_back(self._root, aside, TEXTS, file)
                text = self._files.text_of(name)
            yield self._finding(where, what, f"restored from {DAMAGED}/{aside}")
            if not self._repair:
                return
        if text is None or text_hash(text) != encoded.sha256:
            what = "its text is missing" if text is None else "its text has been changed"
            mended = self._aside(RECORDS, shard_of(name), record_file(name))
            if exists:
                self._aside(TEXTS, shard_of(name), file)
            yield self._finding(where, what, mended)
        else:
            yield from self._against_fold(name, data, tables, text)

    def _text_of(self, name: str) -> tuple[bool, str | None]:
        """Whether anything exists under the text's name, and the text if it is readable."""
        try:
            text = self._files.text_of(name)
        except OSError as error:
            if not is_odd(error):
                raise
            return True, None
        return text is not None, text

    def _against_fold(self, name: str, data: bytes, tables: Tables, text: str) -> Iterator[Finding]:
        try:
            record = from_tables(tables, text)
            fresh: Tables = decode(encode(to_tables(record, encoded_of(tables))))
        except (StetError, *NOT_TABLES) as error:
            yield from self._salvage(
                name, data, error.message if isinstance(error, StetError) else "its tables are not those of a record"
            )
            return
        wrong = differing(tables, fresh)
        if wrong:
            if self._repair:
                self._files.write(name, record, encoded_of(tables))
            what = f"it does not match its edits ({', '.join(wrong)})"
            yield self._finding(record_path(name), what, "rewritten from its edits")

    def _salvage(self, name: str, data: bytes, why: str = NO_RECORD) -> Iterator[Finding]:
        """Rewrite a damaged record from its intact edits, keeping a copy of the file in `damaged/`."""
        shard, file = shard_of(name), record_file(name)
        _, text = self._text_of(name)
        saved = longest(data, text) if text is not None else None
        if not data.strip(b"\0 \n"):
            why = "it is empty"
        mended = ""
        if saved is None or file_name(saved.record.id) != name:
            mended = self._aside(RECORDS, shard, file) + ("; its text is whole" if text is not None else "")
        elif self._repair:
            mended = f"set aside as {DAMAGED}/{keep_copy(self._root, RECORDS, shard, file)}"
            self._files.write(name, saved.record, saved.encoded)
            mended += f"; saved up to edit {saved.record.seq}"
        yield self._finding(record_path(name), why, mended)

    def _move(self, name: str, proper: str) -> Iterator[Finding]:
        with contextlib.ExitStack() as stack:
            for shard in sorted({shard_of(name), shard_of(proper)}):  # in order, so that two repairs cannot deadlock
                stack.enter_context(self._files.lock(shard))
            if (result := moved(self._root, name, proper)) is not None:
                yield Finding(record_path(name), *result)
                yield from self._record(proper)

    def _restorable(self) -> Iterator[Finding]:
        for name, files in waiting(self._root).items():
            yield from self._guarded(f"{DAMAGED}/{files[0]}", self._restore(name, files))

    def _restore(self, name: str, files: list[str]) -> Iterator[Finding]:
        with self._locked(shard_of(name)):
            if (file := restored(self._files, name, files, self._repair)) is not None:
                what = "it is readable, and the library has no record of its article"
                yield self._finding(f"{DAMAGED}/{file}", what, f"restored as {record_path(name)}")
                if self._repair:
                    yield from self._record(name)

    def _text(self, shard: str, file: str) -> Iterator[Finding]:
        if (name := layout.name_of_text(file)) is None:
            yield from self._misplaced(TEXTS, shard, file, "it is not a text")
            return
        with self._locked(shard):
            if not has_record(self._root, name):
                where = layout.path_of(TEXTS, shard, file)
                yield self._finding(where, "it has no record", self._aside(TEXTS, shard, file))

    def _index(self) -> Iterator[Finding]:
        for what, aside in index_faults(self._root):
            mended = self._aside("", "", aside) if aside else ""
            yield self._finding(aside or layout.INDEX_FILE, what, f"{mended}; rebuilt".removeprefix("; "))
        if self._repair:
            self._index_sync.discard()
            self._index_sync.index()

    @contextlib.contextmanager
    def _locked(self, shard: str) -> Iterator[None]:
        """A lock for a repair; a mere check needs none, because records are replaced atomically."""
        if not self._repair:
            yield
            return
        with self._files.lock(shard):
            yield

    def _aside(self, shelf: str, shard: str, file: str) -> str:
        """Set a file aside and say where; without `repair` do nothing and return an empty string."""
        return f"set aside as {DAMAGED}/{set_aside(self._root, shelf, shard, file)}" if self._repair else ""

    def _finding(self, where: str, what: str, mended: str) -> Finding:
        return Finding(where, what, mended if self._repair else "")
