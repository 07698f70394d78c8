"""Reads lines of any file of lines as UTF-8: without byte-order marks, and from UTF-16 and UTF-32 as well."""

from __future__ import annotations

import codecs
from typing import BinaryIO, Final, Protocol

MARK: Final = b"\xef\xbb\xbf"
_WIDE: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
"""How a file begins that is not in bytes: with a mark, or with an object of JSON."""
_CHUNK: Final = 1 << 16


def wide_encoding(head: bytes) -> str | None:
    """The encoding of a file that begins so, if its characters have more than a byte each: then no byte ends a line."""
    return next((name for mark, name in _WIDE if head.startswith(mark)), None)


class _Readable(Protocol):
    def readline(self, limit: int) -> bytes: ...


class Lines:
    """The lines of a stream. What is not UTF-8 in them is left to those who read them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream: BinaryIO = stream
        self._lines: _Readable | None = None

    def readline(self, limit: int) -> bytes:
        """The next line with its end, or its first `limit` bytes; empty at the end of the file."""
        if self._lines is not None:
            return _unmarked(self._lines.readline(limit))
        line = self._stream.readline(limit)
        encoding = wide_encoding(line)
        if encoding is None:
            self._lines = self._stream
            return _unmarked(line)
        self._lines = _Transcoded(self._stream, encoding, line)
        return self.readline(limit)


class _Transcoded:
    def __init__(self, stream: BinaryIO, encoding: str, head: bytes) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._text = self._decoder.decode(head)
        self._ended = False

    def readline(self, limit: int) -> bytes:
        searched = 0
        while (end := self._text.find("\n", searched) + 1) == 0 and len(self._text) < limit and not self._ended:
            searched = len(self._text)
            data = self._stream.read(_CHUNK)
            self._ended = not data
            self._text += self._decoder.decode(data, final=self._ended)
        end = min(end or len(self._text), limit)
        line, self._text = self._text[:end], self._text[end:]
        return line.encode()[:limit]


def _unmarked(line: bytes) -> bytes:
    while line.startswith(MARK):
        line = line[len(MARK) :]
    return line
