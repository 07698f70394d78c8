"""The elements of one large JSON array, one at a time: memory holds one of them and no more.

The array is the document itself, or stands under a key of it that comes first in the document under that name.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from store.errors import StetError
from store.files import MEGABYTE, open_file

_CHUNK: Final = 1 << 18
"""Bytes read at first for an element; twice as many each time that it is not yet whole."""
LONGEST: Final = 128 * MEGABYTE
"""Bytes of one element: what has more is no article but a file of another format."""
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_HEAD: Final = 1 << 16
"""Characters in which the key of the array has to stand."""


def elements(path: Path, key: str | None = None) -> Iterator[Any]:
    """Raises `StetError` for what is no JSON and no array; with `key`, a document without it is one element."""
    with open_file(path, title="Not imported") as stream:
        try:
            yield from _elements(_Text(stream), key)
        except RecursionError:
            raise StetError(
                "No JSON", f"{path}: not JSON that can be read: nested too deeply; make it flatter"
            ) from None
        except ValueError as error:  # a number of thousands of digits is one too
            raise StetError("No JSON", f"{path}: not JSON ({error})") from None
        except _NoArrayError:
            raise StetError("No list", f"{path}: not a list, which was expected; export it again as JSON") from None


class _NoArrayError(Exception):
    """The document is something else."""


class _Text:
    """A window on the file's text that moves on; `at` is where reading stands in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.window = ""
        self.at = 0
        self.ended = False
        self.more(_CHUNK)

    def more(self, size: int) -> None:
        data = self._stream.read(size)
        self.ended = len(data) < size
        self.window = self.window[self.at :] + self._decoder.decode(data, final=self.ended)
        self.at = 0

    def next(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            space = _SPACE.match(self.window, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.window) or self.ended:
                return self.window[self.at : self.at + 1]
            self.more(_CHUNK)

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
                # A number at the edge of the window may go on behind it.
                if self.ended or self.window[end : end + 1] not in _IN_NUMBERS:
                    self.at = end
                    return value
            if size > LONGEST:
                raise StetError("Not imported", f"an element of the list has more than {LONGEST // MEGABYTE} MB")
            self.more(size)
            size *= 2


_DECODER: Final = json.JSONDecoder()
_IN_NUMBERS: Final = frozenset("0123456789.+-eE") | {""}


def _elements(text: _Text, key: str | None) -> Iterator[Any]:
    if text.next() != "[":
        if key is None:
            raise _NoArrayError
        found = re.compile(rf'"{key}"[ \t\r\n]*:[ \t\r\n]*\[').search(text.window, text.at, text.at + _HEAD)
        if found is None:
            yield text.value()
            return
        text.at = found.end() - 1
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
