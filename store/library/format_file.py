"""The file FORMAT of a library: whether a folder is a library that this program can open, and of which version."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk.layout import FORMAT_FILE, INDEX_FILES, LOCK_FILE, RECORDS, SHELVES
from store.errors import StetError
from store.model.record import FORMAT, VERSION, version_of
from store.oserrors import oserror_as, reason

_OWN: Final = frozenset({FORMAT_FILE, disk.temporary(FORMAT_FILE), LOCK_FILE, *SHELVES})
"""What may be there while a library is being made."""


def check_format(path: Path) -> str:
    """What is wrong with the library and does not stop it; empty where nothing is.

    Raises for a library of a newer format, for a folder that is no library and for one that could not be made; migrates
    an older one. A damaged FORMAT stops nothing, for each record has its own format.
    """
    try:
        with disk.folder(path) as folder:
            names = set(disk.names(folder))
    except FileNotFoundError:
        with oserror_as("Library not opened", f"{path} is not there, and cannot be made"):
            disk.check_makeable(path)
        return ""
    except OSError as error:
        raise StetError("Library not opened", f"{path}: {reason(error)}") from None
    version = _version(path) if FORMAT_FILE in names else None
    if version is None:
        # The index may be there too, beside the lock: alone it could be another program's.
        own = _OWN.union(INDEX_FILES) if LOCK_FILE in names else _OWN
        if not names <= own and RECORDS not in names:
            raise StetError("Not a library", f"{path} holds other things; name an empty folder or a new one")
        if RECORDS in names:
            return f"{path / FORMAT_FILE} is missing or damaged; `stet check --repair` writes it anew"
    elif version > VERSION:
        raise StetError(
            "Library not opened", f"{path} is of the format stet/{version}, newer than {FORMAT}; update Stet"
        )
    elif version < VERSION:
        from store.library.migrate import migrate

        with oserror_as("Library not brought up to date", str(path)):
            migrate(path, version)
    return ""


def create(path: Path) -> None:
    """The folder and its FORMAT, where they are missing."""
    disk.make(path)
    with disk.folder(path) as folder:
        there = disk.exists(folder, FORMAT_FILE)
    if not there:
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
