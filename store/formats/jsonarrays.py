"""Reads the elements of one large JSON array one at a time, so that memory holds only one of them.

The array is the document itself, or the value of the first key of a given name.

By hand, for ijson (3.6) takes less than other programs write: both of its readers stop for good at NaN, infinity, 1e400
and a byte-order mark, the one in C at integers beyond 64 bits too, and makes `?` of half a character; the other takes
28 times as long. Neither bounds an element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from store.errors import StetError
from store.files import MEGABYTE
from store.formats.incoming.decoding import opened

_CHUNK: Final = 1 << 18
"""Characters read first for an element; doubled each time that the element is not complete."""
LONGEST: Final = 128 * MEGABYTE
"""Characters of one element: a larger one is not an article but a file of another format."""
_SPACE: Final = re.compile("[ \t\r\n\ufeff]*")
_HEAD: Final = 1 << 16
"""Characters within which the key of the array must occur."""


def elements(path: Path, key: str | None = None) -> Iterator[Any]:
    """The elements. With `key`, a document without it is one element. Raises `StetError` if it is no JSON array."""
    with opened(path) as stream:
        try:
            yield from _elements(_Text(stream), key)
        except RecursionError:
            raise StetError("Not JSON", f"{path}: not JSON that can be read (nested too deeply); flatten it") from None
        except ValueError as error:  # also raised for a number of thousands of digits
            raise StetError("Not JSON", f"{path}: not JSON ({error})") from None
        except _NoArrayError:
            raise StetError("Not a list", f"{path}: not a list, which was expected; export it again as JSON") from None


class _NoArrayError(Exception):
    """The document is not an array."""


class _Text:
    """A moving window on the file's text; `at` is the position in it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.window = ""
        self.at = 0
        self.ended = False
        self.read_more(_CHUNK)

    def read_more(self, size: int) -> None:
        data = self._stream.read(size)
        self.ended = len(data) < size
        self.window = self.window[self.at :] + data
        self.at = 0

    def next(self) -> str:
        """The next character that is not white space; empty at the end."""
        while True:
            space = _SPACE.match(self.window, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.window) or self.ended:
                return self.window[self.at : self.at + 1]
            self.read_more(_CHUNK)

    def value(self) -> Any:
        """The JSON value that begins here."""
        size = _CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self.window, self.at)
            except json.JSONDecodeError:
                if self.ended:
                    raise
            else:
                # A number at the end of the window may continue after it.
                if self.ended or self.window[end : end + 1] not in _IN_NUMBERS:
                    self.at = end
                    return value
            if size > LONGEST:
                raise StetError("Not imported", f"an element of the list has more than {LONGEST // MEGABYTE} MB")
            self.read_more(size)
            size *= 2


_DECODER: Final = json.JSONDecoder()
_IN_NUMBERS: Final = frozenset("0123456789.+-eE") | {""}


def _elements(text: _Text, key: str | None) -> Iterator[Any]:
    if text.next() != "[":
        if key is None:
            raise _NoArrayError
        match = re.compile(rf'"{key}"[ \t\r\n]*:[ \t\r\n]*\[').search(text.window, text.at, text.at + _HEAD)
        if match is None:
            yield text.value()
            return
        text.at = match.end() - 1
    text.at += 1
    if text.next() == "]":
        return
    while True:
        text.next()
        yield text.value()
        mark = text.next()
        text.at += 1
        if mark == "]":
            return
        if mark != ",":
            raise json.JSONDecodeError("a comma or the end of the list is missing", text.window[:100], 0)
