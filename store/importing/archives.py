"""Unpacks the archive that a program gives for download, ZIP or tar, so that it can be imported as it is.

Reads no format. Whatever the archive says, nothing is written outside a temporary folder or beyond a limit.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Final

from store.errors import StetError
from store.files import MEGABYTE, is_there, open_file, shown

LARGEST: Final = 4096 * MEGABYTE
"""Bytes of all its files together, unpacked."""
MOST_FILES: Final = 100_000
_CHUNK: Final = 1 << 20
_PACKED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_Member = tuple[str, IO[bytes]]


@contextmanager
def unpacked(path: Path, as_folder: bool) -> Iterator[Path]:
    """The path, if it is no archive; else a folder with its files, or its only file unless `as_folder`.

    Raises `StetError` if it cannot be read or is too large. The folder is deleted in the end.
    """
    if not is_there(path) or not path.is_file() or not (members := _members(path)):
        yield path
        return
    with TemporaryDirectory(prefix="stet-") as made:
        folder = Path(made)
        try:
            files = _unpack(members, folder)
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise StetError("Not imported", f"{shown(path)} cannot be unpacked: {error}") from None
        if not files:
            raise StetError("Not imported", f"{shown(path)} has no files in it")
        yield files[0] if len(files) == 1 and not as_folder else folder


def _members(path: Path) -> Iterator[_Member] | None:
    with open_file(path, title="Not imported") as stream:
        head = stream.read(262)
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(path)
    packed = head.startswith(_PACKED) or head.endswith(b"ustar")
    return _of_tar(path) if packed and tarfile.is_tarfile(path) else None


def _of_zip(path: Path) -> Iterator[_Member]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                with archive.open(member) as stream:
                    yield member.filename, stream


def _of_tar(path: Path) -> Iterator[_Member]:
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream


def _unpack(members: Iterator[_Member], folder: Path) -> list[Path]:
    """The files, without those that an operating system puts beside them."""
    files: list[Path] = []
    left = LARGEST
    for name, stream in members:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if ".." in parts or name.startswith(("/", "\\")):
            raise StetError("Not imported", f"{shown(name)} in the archive leads out of it")
        if not parts or any(part.startswith((".", "__MACOSX")) for part in parts):
            continue
        if len(files) == MOST_FILES:
            raise StetError("Not imported", f"more than {MOST_FILES:,} files are in the archive; import it in parts")
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            while data := stream.read(_CHUNK):
                left -= len(data)
                if left < 0:
                    raise StetError("Not imported", f"the archive is larger than {LARGEST // 2**20} MB unpacked")
                out.write(data)
        files.append(target)
    return files
