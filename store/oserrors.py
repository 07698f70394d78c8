"""Turns errors of the operating system into one line: what failed, why, and what would work."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import Final

from store.errors import StetError

_ADVICE: Final = {
    errno.ENOSPC: "the disk is full; free some space and it will be saved",
    errno.EDQUOT: "your disk quota is used up; free some space and it will be saved",
    errno.EROFS: "the disk is read-only; copy the library to another disk to work on it",
    errno.EACCES: "permission denied; ask its owner, or name another library with --library",
    errno.EPERM: "permission denied; ask its owner, or name another library with --library",
    errno.EIO: "the disk failed; copy the library to another one",
    errno.ELOOP: "a symbolic link is in the way; a library may contain only plain files and folders",
    errno.ENOTDIR: "a file or a symbolic link is where a folder should be",
    errno.EISDIR: "a folder is where a file should be",
    errno.ETIMEDOUT: "another program has locked the article; try again when it has finished",
}


@contextlib.contextmanager
def oserror_as(title: str, what: str) -> Iterator[None]:
    """Raise an `OSError` of the block as a `StetError` whose message begins with `what`."""
    try:
        yield
    except OSError as error:
        raise StetError(title, f"{what}: {reason(error)}") from error


def reason(error: OSError) -> str:
    """Why it failed, with advice if there is any."""
    return _ADVICE.get(error.errno or 0) or (error.strerror or str(error))
