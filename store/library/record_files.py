"""Reads, verifies, caches, writes and locks the files of records and texts in a library's folder.

Raises `OSError` from the system and `StetError` for a damaged record. Knows no index.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import file_name
from store.disk.tables import NOT_TABLES, EncodedRecord, Tables, encoded_of, from_tables, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode
from store.model.cleaning import clean_text
from store.model.fold_cache import FoldCache
from store.model.record import Record

CACHED: Final = 8
"""Records in the cache. With it, a save reads a file again only if another program has changed it."""
NO_RECORD: Final = "it is not a Stet record"


class StoredRecord(NamedTuple):
    """A record as this process last read or wrote it."""

    signature: disk.Signature
    record: Record
    encoded: EncodedRecord
    folds: FoldCache
    """Folds the edits that commits append; used under the record's lock."""


class RecordFiles:
    """In all methods, `name` is the name of an article's files, without suffix."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cache: OrderedDict[str, StoredRecord] = OrderedDict()
        """Ordered by use, the most recent last."""
        self._cache_lock = threading.Lock()
        self._unsynced: set[str] = set()
        """Names whose last save failed: their files may not be synced to disk."""

    @contextlib.contextmanager
    def lock(self, name: str, patience: float | None = None) -> Iterator[None]:
        """Hold the lock of a name's shard; `name` may be the shard itself."""
        shard = layout.shard_of(name)
        with disk.folder(self.root, layout.LOCKS, create=True) as folder, disk.locked(folder, shard, patience):
            yield

    def read(self, identifier: str) -> StoredRecord:
        """The record on disk; its file is read only if it has changed since it was last read or written."""
        name = file_name(identifier)
        try:
            with layout.record_folder(self.root, name) as folder:
                cached = self._cached(name)
                if cached is not None and disk.signature(folder, layout.record_file(name)) == cached.signature:
                    return cached
                data, signature = disk.read(folder, layout.record_file(name))
        except FileNotFoundError:
            raise StetError("No such article", f"{identifier} is not in the library {self.root}") from None
        record, encoded = self._parsed(name, data)
        if record.id != identifier:
            raise damaged(name, f"it holds the article {record.id}")
        stored = StoredRecord(signature, record, encoded, FoldCache())
        self._put(name, stored)
        return stored

    def write(self, name: str, record: Record, encoded: EncodedRecord, folds: FoldCache | None = None) -> None:
        """The caller holds the lock."""
        from store.disk.storage import WholeFileStorage

        self.forget(name)
        self._unsynced.add(name)
        path = self.root / layout.record_path(name)
        WholeFileStorage(path, within=self.root).write(to_tables(record, encoded))
        self._unsynced.discard(name)
        with layout.record_folder(self.root, name) as folder:
            signature = disk.signature(folder, layout.record_file(name))
        self._put(name, StoredRecord(signature, record, encoded, folds or FoldCache()))

    def is_unsynced(self, name: str) -> bool:
        """True if the last save of this record failed."""
        return name in self._unsynced

    def write_text(self, name: str, text: str) -> None:
        """The caller holds the lock."""
        with layout.text_folder(self.root, name, create=True) as folder:
            disk.replace(folder, layout.text_file(name), text.encode("utf-8", "surrogatepass"))

    def text_of(self, name: str) -> str | None:
        """The text; None if its file is missing. What an editor puts into a file that it only saves is left out."""
        with contextlib.suppress(FileNotFoundError), layout.text_folder(self.root, name) as folder:
            text = disk.read(folder, layout.text_file(name))[0].decode("utf-8", "replace")
            return clean_text(text) if "\r" in text or text.startswith("\ufeff") else text
        return None

    def read_tables(self, name: str) -> tuple[Tables, str]:
        """A record's stored tables and its text, for the index: the fields are not folded again."""
        with layout.record_folder(self.root, name) as folder:
            data, _ = disk.read(folder, layout.record_file(name))
        tables, text = self._with_text(name, data)
        identifier = tables["article"]["1"]["id"]
        if not isinstance(identifier, str):
            raise damaged(name, "its id is not a string")
        if file_name(identifier) != name:
            raise damaged(name, f"it holds the article {identifier}")
        return tables, text

    def version(self) -> frozenset[tuple[str, int]]:
        """Another one after each record that is added, changed or taken out, by this program or another."""
        with contextlib.suppress(FileNotFoundError), disk.folder(self.root, layout.RECORDS) as folder:
            return frozenset((name, disk.signature(folder, name)[1]) for name in disk.names(folder))
        return frozenset()

    def have_fields_of(self, letter: str) -> bool:
        """True if a record has a field whose id has this letter, or an edit of one."""
        mark = f'"{letter}'.encode()
        for shard in layout.shards(self.root, layout.RECORDS):
            with disk.folder(self.root, layout.RECORDS, shard) as folder:
                for file in disk.names(folder):
                    if file.endswith(layout.record_file("")) and _names_field(disk.read(folder, file)[0], mark):
                        return True
        return False

    def forget(self, name: str) -> None:
        """Drop the record from the cache."""
        with self._cache_lock:
            self._cache.pop(name, None)

    def _cached(self, name: str) -> StoredRecord | None:
        with self._cache_lock:
            if name in self._cache:
                self._cache.move_to_end(name)
            return self._cache.get(name)

    def _put(self, name: str, stored: StoredRecord) -> None:
        with self._cache_lock:
            self._cache[name] = stored
            self._cache.move_to_end(name)
            if len(self._cache) > CACHED:
                self._cache.popitem(last=False)

    def _parsed(self, name: str, data: bytes) -> tuple[Record, EncodedRecord]:
        tables, text = self._with_text(name, data)
        try:
            return from_tables(tables, text), encoded_of(tables)
        except StetError as error:
            raise damaged(name, error.message) from None
        except NOT_TABLES:
            raise damaged(name, NO_RECORD) from None

    def _with_text(self, name: str, data: bytes) -> tuple[Tables, str]:
        """The record's tables and text. Raises `StetError` if the text is missing or is not the record's."""
        try:
            tables: Tables = decode(data)
            sha256 = encoded_of(tables).sha256
        except NOT_TABLES:
            raise damaged(name, NO_RECORD if data else "it is empty") from None
        text = self.text_of(name)
        if text is None:
            raise damaged(name, "its text is missing")
        if text_hash(text) != sha256:
            raise damaged(name, "its text has been changed")
        return tables, text


def _names_field(data: bytes, mark: bytes) -> bool:
    """True if an id such as `"w1"` is in the bytes of a record."""
    import re

    return re.search(re.escape(mark) + rb'[1-9][0-9]{0,8}"', data) is not None


def damaged(name: str, why: str) -> StetError:
    """The error for a record's file that cannot be used."""
    return StetError(
        "Record damaged", f"{layout.record_path(name)}: {why}; the file is unchanged. Run `stet check` for details"
    )
