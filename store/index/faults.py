"""Finds faults in a library's index: a damaged file, or records that it omits. Changes nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk import layout
from store.disk.layout import INDEX_FILE, INDEX_FILES, RECORDS
from store.index.connections import is_damage
from store.index.tables import version_of_index

_READ: Final = ("mode=ro", "mode=ro&immutable=1")
"""The modes to open it with: normally, else, in a read-only folder, as a file that no one changes."""


def index_faults(root: Path) -> Iterator[tuple[str, str]]:
    """Each fault, with the name of a file to set aside before the index can be rebuilt, or an empty string."""
    exists = False
    with disk.folder(root) as folder:
        for name in INDEX_FILES:
            with contextlib.suppress(FileNotFoundError):
                if not disk.is_plain(folder, name):
                    yield "it is not a plain file", name
                    return
                exists |= name == INDEX_FILE
    if not exists:
        return
    why: sqlite3.Error | None = None
    for how in _READ:
        try:
            with contextlib.closing(sqlite3.connect(f"{(root / INDEX_FILE).as_uri()}?{how}", uri=True)) as index:
                if what := _fault(index, root):
                    yield what, ""
                return
        except sqlite3.Error as error:
            why = error
            if is_damage(error):
                break
    yield ("it is damaged" if why is not None and is_damage(why) else f"it cannot be read: {why}"), ""


def _fault(index: sqlite3.Connection, root: Path) -> str:
    if index.execute("PRAGMA quick_check").fetchone() != ("ok",):
        return "it is damaged"
    if index.execute("PRAGMA user_version").fetchone() != (version_of_index(),):
        return ""  # another version: the next query rebuilds it
    omitted = 0
    for shard, changed in index.execute("SELECT shard, changed FROM shards").fetchall():
        rows = index.execute("SELECT name FROM articles WHERE name >= ? AND name < ?", [shard, f"{shard}g"])
        omitted += len(_records(root, shard, changed).difference(name for (name,) in rows))
    return f"it omits {omitted} existing articles" if omitted else ""


def _records(root: Path, shard: str, changed: int) -> set[str]:
    """The names of a shard's records; empty if it has changed since it was indexed, as the next query reads it."""
    try:
        with disk.folder(root, RECORDS, shard) as folder:
            files = {name for file in disk.names(folder) if (name := layout.name_of_record(file))}
        with disk.folder(root, RECORDS) as records:
            return files if disk.signature(records, shard)[1] == changed else set()
    except OSError:
        return set()
