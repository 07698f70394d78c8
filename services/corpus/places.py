"""Files and folders behind a path or an address of fsspec (s3://, gs://, hdfs://): looked at, listed, opened, written.

Whatever a file system raises is one line. It knows nothing of articles.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, cast

from store.errors import StetError
from store.files import shown
from store.installation import install_command

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def _unpacked(module: str) -> Callable[[BinaryIO], Any]:
    """Raises `StetError` where its package is missing. What is cut off raises, and is not the end."""

    def unpack(file: BinaryIO) -> Any:
        try:
            return import_module(module).open(file)
        except ModuleNotFoundError:
            raise StetError("Not read", f"it needs {module}; {install_command('cluster')}") from None

    return unpack


_ZSTD: Final = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
COMPRESSED: Final = {
    ".gz": _unpacked("gzip"),
    ".zst": _unpacked(_ZSTD),
    ".bz2": _unpacked("bz2"),
    ".xz": _unpacked("lzma"),
}


class Place(NamedTuple):
    """`name` is absolute, or an address: the same on every machine."""

    name: str

    @property
    def is_local(self) -> bool:
        return _ADDRESS.match(self.name) is None

    @property
    def file_name(self) -> str:
        return self.name.rstrip("/").rpartition("/")[2]

    @property
    def parent(self) -> Place:
        return Place(self.name.rstrip("/").rpartition("/")[0])

    def below(self, *names: str) -> Place:
        return Place("/".join((self.name.rstrip("/"), *names)))


def place(word: str) -> Place:
    """`file://` is a path: there files can be locked and renamed."""
    word = word.removeprefix("file://")
    return Place(word if _ADDRESS.match(word) else str(Path(word).expanduser().absolute()))


def system(where: Place) -> tuple[Any, str]:
    """The file system, and the path on it. Raises `StetError` where its package is missing."""
    from fsspec.core import url_to_fs

    try:
        found, path = url_to_fs(where.name)
    except ImportError as error:
        raise StetError("Not opened", f"{shown(where.name)}: {error}, with pip install") from None
    except ValueError as error:
        raise StetError(
            "Not opened", f"{shown(where.name)}: {error}; name a path, s3://…, gs://… or hdfs://…"
        ) from None
    return found, str(path)


@contextlib.contextmanager
def told(where: Place, title: str) -> Iterator[None]:
    """What a file system raises in the block as a `StetError`: each has errors of its own."""
    try:
        yield
    except StetError:
        raise
    except FileNotFoundError:
        raise StetError(title, f"{shown(where.name)}: there is nothing; name what every worker can reach") from None
    except EOFError:
        raise StetError(title, f"{shown(where.name)}: it ends too early; bring the whole file") from None
    except OSError as error:
        if error.errno == errno.ENOSPC or f"[errno {errno.ENOSPC}]" in str(error):  # Parquet's has no number
            why = f"{os.strerror(errno.ENOSPC)}; make room, and the same command goes on from here"
            raise StetError(title, f"{shown(where.name)}: {why}") from error
        raise StetError(title, f"{shown(where.name)}: {error.strerror or error}") from error
    except Exception as error:
        raise StetError(title, f"{shown(where.name)}: {type(error).__name__}: {error}") from error


@contextlib.contextmanager
def opened(where: Place) -> Iterator[BinaryIO]:
    """To read, from the beginning; what is compressed, by its ending, as it was before."""
    files, path = system(where)
    with told(where, "Not read"), contextlib.ExitStack() as held:
        file = held.enter_context(files.open(path, "rb"))
        if unpack := COMPRESSED.get(Path(path).suffix):
            file = held.enter_context(unpack(file))
        yield cast("BinaryIO", file)


def put(where: Place, data: bytes) -> None:
    """Whole, or not at all; on disk on return. An object store replaces an object at once."""
    if not where.is_local:
        files, path = system(where)
        with told(where, "Not written"):
            sent(files, path, lambda: files.pipe_file(path, data))
        return
    target = Path(where.name)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    with told(where, "Not written"):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        move(beside, target)


def sent(files: Any, path: str, send: Callable[[], object]) -> None:
    """Where folders are made, as in HDFS, one that is missing is made first; object stores have none."""
    try:
        send()
    except FileNotFoundError:
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        send()


def move(finished: Path, where: Path) -> None:
    """Into place, in the same file system; on disk on return."""
    _sync(finished)
    finished.replace(where)
    _sync(where.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
