"""Migrates a library of an older format, record by record, and keeps copies of the older records.

An interrupted migration continues where it stopped: each record has its own format, and the library's FORMAT is
changed last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk import layout
from store.disk.tables import NOT_TABLES, Tables
from store.errors import StetError
from store.jsontext import decode, encode
from store.library.aside import is_odd
from store.model.record import FORMAT, VERSION, version_of

Step = Callable[[Tables], Tables]
STEPS: Final[Mapping[int, Step]] = {}
"""By version, the step that converts one record's tables to the next version."""


def migrate(path: Path, version: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Migrate all records; copies go to `before-stet-N`. An unreadable record is left for `check`."""
    missing = [number for number in range(version, VERSION) if number not in steps]
    if missing:
        raise StetError("Library not opened", f"{path} is of the format stet/{version}, older than this Stet can read")
    with disk.folder(path) as root, disk.locked(root, layout.LOCK_FILE):
        for shard in layout.shards(path, layout.RECORDS):
            with (
                disk.folder(path, layout.RECORDS, shard) as folder,
                disk.folder(path, layout.copy_folder(VERSION), shard, create=True) as copies,
                disk.folder(path, layout.LOCKS, create=True) as locks,
                disk.locked(locks, shard),
            ):
                for file in filter(layout.name_of_record, disk.names(folder)):
                    _migrate_record(folder, copies, file, steps)
        disk.replace(root, layout.FORMAT_FILE, f"{FORMAT}\n".encode())


def _migrate_record(folder: int, copies: int, file: str, steps: Mapping[int, Step]) -> None:
    try:
        data, _ = disk.read(folder, file)
    except OSError as error:
        if not is_odd(error):
            raise
        return
    try:
        tables: Tables = decode(data)
        version = version_of(tables["article"]["1"]["format"])
        if version is None or version >= VERSION:
            return
        while version < VERSION:
            tables = steps[version](tables)
            version += 1
        tables["article"]["1"]["format"] = FORMAT
        new = encode(tables)
    except NOT_TABLES:
        return
    disk.replace(copies, file, data)
    disk.replace(folder, file, new)
