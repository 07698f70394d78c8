"""The file FORMAT of a library: tells whether this program can open a folder as a library, and its version."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk.layout import (
    FORMAT_FILE,
    INDEX_FILES,
    KINDS_FILE,
    KINDS_MEMORY,
    LEARNED,
    LISTS,
    LOCK_FILE,
    RECORDS,
    REGISTER_FILE,
    SHELVES,
)
from store.errors import StetError
from store.model.record import FORMAT, VERSION, version_of
from store.oserrors import oserror_as, reason

_OWN: Final = frozenset(
    {
        FORMAT_FILE,
        disk.temporary(FORMAT_FILE),
        KINDS_FILE,
        KINDS_MEMORY,
        LEARNED,
        LISTS,
        LOCK_FILE,
        REGISTER_FILE,
        *SHELVES,
    }
)
"""The names that a folder may contain while a library is being created in it."""


def check_format(path: Path) -> str:
    """Check and, if it is older, migrate a library. Returns a fault that does not prevent its use; else empty.

    Raises `StetError` for a newer format, for a folder that is not a library and for one that cannot be created. A
    damaged FORMAT is only a fault, because each record has its own format.
    """
    try:
        with disk.folder(path) as folder:
            names = set(disk.names(folder))
    except FileNotFoundError:
        with oserror_as("Library not opened", f"{path} does not exist and cannot be created"):
            disk.check_makeable(path)
        return ""
    except OSError as error:
        raise StetError("Library not opened", f"{path}: {reason(error)}") from None
    version = _version(path) if FORMAT_FILE in names else None
    if version is None:
        # The index counts only beside the lock: by itself it could belong to another program.
        own = _OWN.union(INDEX_FILES) if LOCK_FILE in names else _OWN
        if not names <= own and RECORDS not in names:
            raise StetError("Not a library", f"{path} contains other files; name an empty or new folder")
        if RECORDS in names:
            return f"{path / FORMAT_FILE} is missing or damaged; `stet check --repair` rewrites it"
    elif version > VERSION:
        raise StetError(
            "Library not opened", f"{path} is of the format stet/{version}, newer than {FORMAT}; update Stet"
        )
    elif version < VERSION:
        from store.library.migrate import migrate

        with oserror_as("Library not migrated", str(path)):
            migrate(path, version)
    return ""


def create(path: Path) -> None:
    """Create the folder and its FORMAT if they are missing."""
    disk.make(path)
    with disk.folder(path) as folder:
        exists = disk.exists(folder, FORMAT_FILE)
    if not exists:
        write_format(path)


def write_format(path: Path) -> None:
    with disk.folder(path) as folder, disk.locked(folder, LOCK_FILE):
        disk.replace(folder, FORMAT_FILE, f"{FORMAT}\n".encode())


def _version(path: Path) -> int | None:
    try:
        with disk.folder(path) as folder:
            return version_of(disk.read(folder, FORMAT_FILE)[0].decode("ascii", "replace").strip())
    except OSError:
        return None
