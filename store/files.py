"""Opens files that a user names: regular files only, up to a size limit, without blocking.

A FIFO, a device or a socket in the place of a file could block or be read without end. Files of the library are read
by `disk`.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from store.errors import StetError

MEGABYTE: Final = 2**20
LARGEST: Final = 64 * MEGABYTE
"""Bytes; far more than the file of one article needs."""

_READ: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
_WHY: Final = {
    errno.ENOENT: "does not exist",
    errno.ENOTDIR: "does not exist: the part before the last / is not a folder",
    errno.ENAMETOOLONG: "is too long for a file name",
    errno.ELOOP: "is a symbolic link that leads back to itself",
    errno.EACCES: "may not be read; ask its owner for access",
    errno.EPERM: "may not be read; ask its owner for access",
}
_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_SHOWN: Final = 120
"""Most characters of a name that a message repeats, so that it stays one line."""


def shown(path: str | Path) -> str:
    """The path for a message; a very long one is shortened in the middle."""
    words = str(path)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]}…{words[-_SHOWN // 2 :]}"


def is_there(path: str | Path) -> bool:
    """True if the path exists; false for an impossible name too, for which `Path.exists` may raise."""
    try:
        Path(path).stat()
    except (OSError, ValueError):
        return False
    return True


def in_home(path: str | Path) -> Path:
    """The path with `~` expanded; unchanged if there is no such user."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def look(path: str | Path, title: str = "No such file", advice: str = "name an existing file") -> os.stat_result:
    """The status of a path, following links. Raises `StetError` if it does not exist or the name is impossible."""
    try:
        return Path(path).stat()
    except (OSError, ValueError) as error:
        raise _refusal(path, title, error, advice) from None


def open_file(
    path: str | Path, *, title: str = "File not read", advice: str = "name a file that can be read"
) -> BinaryIO:
    """Open a regular file for reading. Raises `StetError` for anything else."""
    # Opening a device can have an effect (a tape rewinds): check before opening, and the opened file again.
    _regular(look(path, title, advice).st_mode, path, title)
    try:
        file = os.fdopen(os.open(path, _READ), "rb")
    except (OSError, ValueError) as error:
        raise _refusal(path, title, error, advice) from None
    try:
        _regular(os.fstat(file.fileno()).st_mode, path, title)
    except StetError:
        file.close()
        raise
    return file


def read_file(
    path: str | Path,
    largest: int = LARGEST,
    *,
    title: str = "File not read",
    advice: str = "name a file that can be read",
    smaller: str = "split it into parts",
) -> bytes:
    """The bytes of a regular file. `smaller` is the advice for one of more than `largest` bytes."""
    with open_file(path, title=title, advice=advice) as file:
        try:
            data = file.read(largest + 1) if os.fstat(file.fileno()).st_size <= largest else None
        except OSError as error:
            raise _refusal(path, title, error, advice) from None
    if data is None or len(data) > largest:
        raise StetError("File too large", f"{shown(path)} has more than {in_megabytes(largest)}; {smaller}")
    return data


def in_megabytes(size: int) -> str:
    """`64 MB`; below one megabyte, `100 kB`."""
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size // 1000} kB"


def _regular(mode: int, path: str | Path, title: str) -> None:
    if not stat.S_ISREG(mode):
        kind = next((words for test, words in _KINDS if test(mode)), "of unknown type")
        raise StetError(title, f"{shown(path)} is {kind}, not a file; name a file, or save its contents as one")


def _refusal(path: str | Path, title: str, error: OSError | ValueError, advice: str) -> StetError:
    if not isinstance(error, OSError):
        return StetError(title, f"{shown(path)!r} cannot be a file name; {advice}")
    why = _WHY.get(error.errno or 0)
    if why is None:
        return StetError(title, f"{shown(path)}: {error.strerror or error}; {advice}")
    return StetError(title, f"{shown(path)} {why}" + ("" if ";" in why else f"; {advice}"))
