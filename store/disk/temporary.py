"""Temporary folders in which files and folders are prepared before they are renamed into place.

Such a folder is called `.stet-<16 hex digits>.tmp` and locked by its process. A lock ends with its process, so an
unlocked folder was left by a killed program: the next program that works in the same parent removes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.disk import atomic as disk

_NAME: Final = re.compile(r"\.stet-[0-9a-f]{16}\.tmp")
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextlib.contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """A new folder in `parent`, with 0700, removed afterwards with what is still in it."""
    sweep(parent)
    path, descriptor = _make(parent)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(descriptor)


@contextlib.contextmanager
def folder_for(target: Path) -> Iterator[None]:
    """Make the folders that `target` will be in. Where the work fails, those that are still empty go again."""
    missing = [parent for parent in target.parents if not parent.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder in missing:
            with contextlib.suppress(OSError):  # something else is in it by now
                folder.rmdir()
        raise


def put_in_place(finished: Path, target: Path) -> None:
    """Rename a file or folder; it is on disk on return. Files in a folder are not synced: there can be very many."""
    if finished.is_file():
        with finished.open("rb") as file:
            os.fsync(file)
    finished.replace(target)
    with disk.folder(target.parent) as folder:
        os.fsync(folder)


def sweep(parent: Path) -> list[str]:
    """Remove what killed programs have left in a folder; returns the names."""
    try:
        left = sorted(path.name for path in parent.iterdir() if _NAME.fullmatch(path.name))
    except OSError:
        return []
    return [name for name in left if _remove_unlocked(parent / name)]


def _make(parent: Path) -> tuple[Path, int]:
    while True:
        path = parent / f".stet-{os.urandom(8).hex()}.tmp"
        path.mkdir(mode=0o700)
        with contextlib.suppress(FileNotFoundError):  # another program removed it as abandoned, before it was locked
            descriptor = os.open(path, _FOLDER)
            if _locked(descriptor) is not False and os.path.samestat(path.stat(), os.fstat(descriptor)):
                return path, descriptor
            os.close(descriptor)


def _remove_unlocked(path: Path) -> bool:
    try:
        descriptor = os.open(path, _FOLDER)
    except OSError:
        return False
    try:
        if os.fstat(descriptor).st_uid != os.geteuid() or not _locked(descriptor):
            return False
        shutil.rmtree(path, ignore_errors=True)
        return not path.exists()
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool | None:
    """True if now locked, False if another process holds the lock, None if the file system has no locks."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
