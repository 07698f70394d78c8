"""Brings a library of an older format up to this one, record by record, and keeps a copy of how it was.

Can be stopped at any moment and goes on where it stopped: each record says of which format it is, and the library's
own word is changed last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk.tables import NOT_TABLES, Tables
from store.errors import StetError
from store.jsontext import decode, encode
from store.library.aside import is_odd
from store.model.record import FORMAT, VERSION, version_of

Step = Callable[[Tables], Tables]
STEPS: Final[Mapping[int, Step]] = {}
"""From each older version to the next, for one record's tables."""
_FILE: Final = re.compile(r"(?:[0-9a-f]{16}|[0-9a-f]{64})\.json")


def migrate(path: Path, version: int, steps: Mapping[int, Step] = STEPS) -> None:
    """The copy is in `before-stet-N`. A record that cannot be read is left as it is, for `check`."""
    missing = [number for number in range(version, VERSION) if number not in steps]
    if missing:
        raise StetError("Library not opened", f"{path} is of the format stet/{version}, older than this Stet can read")
    with disk.folder(path) as root, disk.locked(root, ".lock"):
        copy = f"before-stet-{VERSION}"
        for shard in _shards(path):
            with (
                disk.folder(path, "records", shard) as folder,
                disk.folder(path, copy, shard, create=True) as kept,
                disk.folder(path, "locks", create=True) as locks,
                disk.locked(locks, shard),
            ):
                for name in filter(_FILE.fullmatch, disk.names(folder)):
                    _bring_up(folder, kept, name, steps)
        disk.replace(root, "FORMAT", f"{FORMAT}\n".encode())


def _shards(path: Path) -> list[str]:
    with disk.folder(path, "records") as records:
        return sorted(name for name in disk.names(records) if len(name) == 2)


def _bring_up(folder: int, kept: int, name: str, steps: Mapping[int, Step]) -> None:
    try:
        data, _ = disk.read(folder, name)
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
    disk.replace(kept, name, data)
    disk.replace(folder, name, new)
