"""Moves files that cannot be repaired to the library's folder `damaged/`, and back.

Safe to interrupt at any step: a file gets its new name before it loses the old one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.disk import atomic as disk
from store.disk.layout import DAMAGED, TEXT_ENDING, shard_of
from store.hashing import text_hash

_ODD: Final = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EINVAL, errno.ENXIO})


def is_odd(error: OSError) -> bool:
    """True if the path is not of the expected type (a link, a folder, a pipe …), so that a retry would not help."""
    return error.errno in _ODD


def set_aside(root: Path, shelf: str, shard: str, file: str) -> str:
    """Move a file or folder to `damaged/`; returns its new name. `shelf` and `shard` may be empty."""
    with _folder(root, shelf, shard) as folder, disk.folder(root, DAMAGED, create=True) as aside:
        if stat.S_ISDIR(os.stat(file, dir_fd=folder, follow_symlinks=False).st_mode):
            new = next(name for name in _names_like(file) if not disk.exists(aside, name))
            os.rename(file, new, src_dir_fd=folder, dst_dir_fd=aside)
            os.fsync(aside)
        else:
            new = _linked(folder, file, aside)
            disk.remove(folder, file)
        os.fsync(folder)
    return new


def keep_copy(root: Path, shelf: str, shard: str, file: str) -> str:
    """Keep a copy of a file that is about to be replaced; returns the name of the copy."""
    with _folder(root, shelf, shard) as folder, disk.folder(root, DAMAGED, create=True) as aside:
        return _linked(folder, file, aside)


def names_aside(root: Path) -> list[str]:
    with contextlib.suppress(FileNotFoundError), disk.folder(root, DAMAGED) as aside:
        return sorted(disk.names(aside))
    return []


def read_aside(root: Path, file: str) -> bytes | None:
    """None if it is missing or not a plain file."""
    try:
        with disk.folder(root, DAMAGED) as aside:
            return disk.read(aside, file)[0]
    except OSError as error:
        if is_odd(error) or isinstance(error, FileNotFoundError):
            return None
        raise


def text_aside(root: Path, name: str, sha256: str) -> str | None:
    """The file in `damaged/` with the text of the article whose files are called `name`; None if there is none."""
    for file in names_aside(root):
        if file.startswith(name) and file.endswith(TEXT_ENDING):
            data = read_aside(root, file)
            if data is not None and text_hash(data.decode("utf-8", "replace")) == sha256:
                return file
    return None


def put_back(root: Path, file: str, shelf: str, new: str) -> None:
    """Move a file from `damaged/` to a shelf. Raises `FileExistsError` if the name is in use."""
    with disk.folder(root, DAMAGED) as aside, disk.folder(root, shelf, shard_of(new), create=True) as folder:
        disk.move(aside, file, folder, new)


def _folder(root: Path, *parts: str) -> contextlib.AbstractContextManager[int]:
    return disk.folder(root, *filter(None, parts))


def _linked(folder: int, file: str, aside: int) -> str:
    """Link a file into `aside`, or find the link that an interrupted run made; returns its name there."""
    for name in _names_like(file):
        try:
            os.link(file, name, src_dir_fd=folder, dst_dir_fd=aside, follow_symlinks=False)
        except FileExistsError:
            if not disk.is_same(folder, file, aside, name):
                continue
        except OSError as error:
            if error.errno not in disk.NO_LINKS:
                raise
            if disk.exists(aside, name):
                continue
            disk.replace(aside, name, disk.read(folder, file)[0])
        os.fsync(aside)
        return name
    raise AssertionError


def _names_like(file: str) -> Iterator[str]:
    yield file
    stem, dot, ending = file.rpartition(".")
    for number in range(2, 1_000_000):
        yield f"{stem}-{number}{dot}{ending}"
