"""Opens files of other programs as text, whatever their encoding, and tells what had to be guessed of it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO, Final, TextIO, TypeAlias

from store.files import open_file, read_file, shown
from store.intake.charset import decode_marked, decode_text

Tell: TypeAlias = Callable[[Path, str], object]
"""Called with a file and the encoding as which it is taken, if that is not what it says."""
_CHUNK: Final = 1 << 16
_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_told: Final[ContextVar[Tell | None]] = ContextVar("told", default=None)


@contextmanager
def telling(tell: Tell) -> Iterator[None]:
    """What is guessed while this lasts is told, however deep in a format it is read; each encoding once a file."""
    known: set[tuple[Path, str]] = set()

    def once(path: Path, guess: str) -> None:
        if (path, guess) not in known:
            known.add((path, guess))
            tell(path, guess)

    token = _told.set(once)
    try:
        yield
    finally:
        _told.reset(token)


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A file as text without a byte-order mark, with its line ends as they are.

    Only a file that is not UTF-8 is read whole. Raises `StetError` if it cannot be read, is binary or too large then.
    """
    with open_file(path, title="Not imported") as stream:
        encoding = _encoding(stream)
        if encoding is not None:
            with io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="") as text:
                yield text
            return
    data = read_file(path, title="Not imported", smaller="save it as UTF-8")
    with io.StringIO(_noted(path, decode_text(data, shown(path))), newline="") as whole:
        yield whole


def text_with_marks(path: Path) -> str:
    """A file to which offsets refer: everything is in it that another program counted, byte-order marks too."""
    data = read_file(path, title="Not imported")
    return _noted(path, decode_marked(data, path.name)) if data else ""


def decoded_line(line: bytes, path: Path) -> bytes:
    """A line of a file as UTF-8. Raises `StetError` if it is binary."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return _noted(path, decode_text(line, "it")).encode()
    return line


def _noted(path: Path, decoded: tuple[str, str | None]) -> str:
    text, guess = decoded
    tell = _told.get()
    if guess is not None and tell is not None:
        tell(path, guess)
    return text


def _encoding(stream: BinaryIO) -> str | None:
    """UTF-8 or what a mark says, if the whole file is it; the stream is at its start again."""
    head = stream.read(4)
    encoding = next((name for mark, name in _WIDE if head.startswith(mark)), "utf-8-sig")
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        data = head
        while data:
            decoder.decode(data)
            data = stream.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    finally:
        stream.seek(0)
    return encoding
