"""What the operating system refuses, as one line: what failed, why, and what would work."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import Final

from store.errors import StetError

_ADVICE: Final = {
    errno.ENOSPC: "the disk is full; make room and it will be saved",
    errno.EDQUOT: "your share of the disk is used up; make room and it will be saved",
    errno.EROFS: "the disk can only be read; copy the library to another one to work on it",
    errno.EACCES: "you have no right to it; ask its owner, or name another library with --library",
    errno.EPERM: "you have no right to it; ask its owner, or name another library with --library",
    errno.EIO: "the disk failed; copy the library to another one",
    errno.ELOOP: "a symbolic link is in the way; a library holds plain files and folders only",
    errno.ENOTDIR: "a file or a symbolic link stands where a folder should be",
    errno.EISDIR: "a folder stands where a file should be",
    errno.ETIMEDOUT: "another program holds the article; try again when it is done",
}


@contextlib.contextmanager
def oserror_as(title: str, what: str) -> Iterator[None]:
    """Turns `OSError` into `StetError`."""
    try:
        yield
    except OSError as error:
        raise StetError(title, f"{what}: {reason(error)}") from error


def reason(error: OSError) -> str:
    return _ADVICE.get(error.errno or 0) or (error.strerror or str(error))
