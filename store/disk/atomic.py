"""Atomic replacement of files, in folders from which no symbolic link leads out.

Everything below the root is opened through the descriptor of its folder, without following links. Knows no JSON
and no library; raises `OSError`.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LOCK_PATIENCE = 20.0
"""Seconds to wait for another program's save. A lock ends with its process, so none is left behind."""

_DIRECTORY: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
# Without O_NONBLOCK a pipe under a record's name would hang the program.
_READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_LOCK: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
NO_LINKS: Final = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""Errors of a file system without hard links."""

Signature = tuple[int, int, int]
"""Inode, modification time in nanoseconds and size: a replaced file has another signature."""


@contextlib.contextmanager
def folder(root: Path, *parts: str, create: bool = False) -> Iterator[int]:
    """A descriptor of `root/parts`. A symbolic link among `parts` raises; `create` makes missing ones, with 0700."""
    descriptor = os.open(root, _DIRECTORY)
    try:
        for part in parts:
            if create:
                _make(descriptor, part)
            inner = os.open(part, _DIRECTORY | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)


def _make(parent: int, name: str) -> None:
    try:
        os.mkdir(name, 0o700, dir_fd=parent)
    except FileExistsError:
        return
    os.fsync(parent)


def make(path: Path) -> None:
    """Make a folder and its missing parents, with 0700; they are on disk on return."""
    if path.is_dir():
        return
    make(path.parent)
    with folder(path.parent) as parent:
        _make(parent, path.name)


def check_makeable(path: Path) -> None:
    """Raises `OSError` where a folder that is missing could not be made. Makes nothing to find out."""
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    above = next(parent for parent in path.absolute().parents if parent.exists())
    system = os.statvfs(above)
    if system.f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), above)
    if not os.access(above, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), above)
    if not system.f_blocks and not system.f_files:  # `/proc` and its like, which root may write to
        raise OSError(errno.ENOTSUP, f"{above} keeps no files; name another library with --library", above)


def read(folder: int, name: str, limit: int = -1) -> tuple[bytes, Signature]:
    """The bytes of a regular file, at most `limit` of them, and its signature."""
    descriptor = os.open(name, _READ, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", name)
        return file.read(limit), _signature(status)


def names(folder: int) -> list[str]:
    return os.listdir(folder)


def signature(folder: int, name: str) -> Signature:
    return _signature(os.stat(name, dir_fd=folder, follow_symlinks=False))


def _signature(status: os.stat_result) -> Signature:
    return status.st_ino, status.st_mtime_ns, status.st_size


def is_plain(folder: int, name: str) -> bool:
    return stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def is_folder(folder: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)


def touch(folder: int, name: str) -> None:
    """Make an empty file, with 0600, if there is none; raises if an existing one is not writable."""
    os.close(os.open(name, _LOCK, 0o600, dir_fd=folder))


def temporary(name: str) -> str:
    """The name under which a file is written before it replaces `name`."""
    return f".{name}.tmp"


def move(folder: int, name: str, other: int, new: str) -> None:
    """Move a file; it is on disk on return, and at no moment missing from both folders.

    Raises `FileExistsError` if the new name is in use.
    """
    try:
        os.link(name, new, src_dir_fd=folder, dst_dir_fd=other, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if exists(other, new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new) from None
        os.rename(name, new, src_dir_fd=folder, dst_dir_fd=other)
        os.fsync(other)
    else:
        os.fsync(other)
        os.unlink(name, dir_fd=folder)
    os.fsync(folder)


def exists(folder: int, name: str) -> bool:
    """True for a broken link too. Raises `OSError` if it cannot be determined."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def is_same(folder: int, name: str, other: int, new: str) -> bool:
    """True if both names refer to one file."""
    return os.path.samestat(
        os.stat(name, dir_fd=folder, follow_symlinks=False), os.stat(new, dir_fd=other, follow_symlinks=False)
    )


def remove(folder: int, name: str) -> bool:
    """Remove a file; False if there was none."""
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return False
    return True


def replace(folder: int, name: str, data: bytes) -> None:
    """Write `data` to `name`, with 0600: after a crash the file is wholly the old or wholly the new one.

    The file is on disk on return. If the last step, the folder's fsync, fails, `OSError` is raised: the new file is
    there but could be lost in a power failure. Callers must hold a lock, as the temporary name is always the same, so
    that the next save overwrites what a killed program left.
    """
    unfinished = temporary(name)
    remove(folder, unfinished)
    try:  # a signal may arrive as the first call returns: then the file exists, though its descriptor is not stored
        descriptor = os.open(unfinished, _CREATE, 0o600, dir_fd=folder)
        try:
            _write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.rename(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)
        raise
    os.fsync(folder)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@contextlib.contextmanager
def locked(folder: int, name: str, patience: float | None = None) -> Iterator[None]:
    """Hold a lock against other threads and processes, waiting `patience` seconds, by default `LOCK_PATIENCE`.

    Raises `TimeoutError`.
    """
    descriptor = os.open(name, _LOCK, 0o600, dir_fd=folder)
    try:
        _wait_for(descriptor, LOCK_PATIENCE if patience is None else patience)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, patience: float) -> None:
    end = time.monotonic() + patience
    pause = 0.0005
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > end:
                raise TimeoutError(errno.ETIMEDOUT, "another program holds the lock") from None
        time.sleep(pause)
        pause = min(pause * 2, 0.02)
