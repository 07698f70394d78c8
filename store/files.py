"""The one door for files that are named from outside: regular files only, no larger than allowed, never a wait.

A FIFO, a device or a socket in the place of a file would be waited for, or read, without end. What is in the
library has its own door: `disk`.
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
"""Bytes. No file of one article comes near it."""

_READ: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
_WHY: Final = {
    errno.ENOENT: "is not there",
    errno.ENOTDIR: "is not there: what stands before the last / is no folder",
    errno.ENAMETOOLONG: "is too long for the name of a file",
    errno.ELOOP: "is a symbolic link that leads round in a circle",
    errno.EACCES: "must not be read; ask its owner for the right",
    errno.EPERM: "must not be read; ask its owner for the right",
}
_KINDS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_SHOWN: Final = 120
"""Characters of a name that a message repeats; a line is to stay one."""


def shown(path: str | Path) -> str:
    """The path for a message: cut in the middle where it is very long."""
    words = str(path)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]}…{words[-_SHOWN // 2 :]}"


def is_there(path: str | Path) -> bool:
    """False too for what can be no name of a file; `Path.exists` raises for some of these."""
    try:
        Path(path).stat()
    except (OSError, ValueError):
        return False
    return True


def in_home(path: str | Path) -> Path:
    """With `~` filled in, where there is such a user; else as it is, for `look` to say that it is not there."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def look(path: str | Path, title: str = "No such file", advice: str = "name a file that is there") -> os.stat_result:
    """What stands under the name, links followed. Raises `StetError` for nothing, and for what can be no name."""
    try:
        return Path(path).stat()
    except (OSError, ValueError) as error:
        raise _refusal(path, title, error, advice) from None


def open_file(
    path: str | Path, *, title: str = "File not read", advice: str = "name a file that can be read"
) -> BinaryIO:
    """Open a regular file for reading; raises `StetError` for everything else that may stand under the name."""
    # Opening a device can already do something (a tape rewinds): look first, and again at what was opened.
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
    smaller: str = "cut it into parts",
) -> bytes:
    """All of a regular file. `smaller` is what to do with one of more than `largest` bytes."""
    with open_file(path, title=title, advice=advice) as file:
        try:
            data = file.read(largest + 1) if os.fstat(file.fileno()).st_size <= largest else None
        except OSError as error:
            raise _refusal(path, title, error, advice) from None
    if data is None or len(data) > largest:
        raise StetError("File too large", f"{shown(path)} has more than {in_megabytes(largest)}; {smaller}")
    return data


def in_megabytes(size: int) -> str:
    """`64 MB`; of less than one, `100 kB`."""
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size // 1000} kB"


def _regular(mode: int, path: str | Path, title: str) -> None:
    if not stat.S_ISREG(mode):
        kind = next((words for test, words in _KINDS if test(mode)), "of no known kind")
        raise StetError(title, f"{shown(path)} is {kind}, no file; name a file, or save what comes from it as one")


def _refusal(path: str | Path, title: str, error: OSError | ValueError, advice: str) -> StetError:
    if not isinstance(error, OSError):
        return StetError(title, f"{shown(path)!r} can be no name of a file; {advice}")
    why = _WHY.get(error.errno or 0)
    if why is None:
        return StetError(title, f"{shown(path)}: {error.strerror or error}; {advice}")
    return StetError(title, f"{shown(path)} {why}" + ("" if ";" in why else f"; {advice}"))
