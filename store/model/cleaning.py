"""Cleans a text for the library, with a table of what was taken out, so that offsets into it can be moved along.

Every text goes through here on its way in, whatever its source: the library refuses one that is not clean.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

_MARK: Final = "\ufeff"
_ODD: Final = re.compile("\r\n|[\ud800-\udbff][\udc00-\udfff]")
"""Two characters that become one: the end of a line on Windows, and a character in two halves."""


class Cleaned(NamedTuple):
    """A clean text. `removed` are the offsets, ascending, of the characters of the original that are not in it."""

    text: str
    removed: tuple[int, ...] = ()

    def moved(self, offset: int) -> int:
        """Where an offset into the original, in code points, is in the clean text; the same if it is outside."""
        return offset - bisect_left(self.removed, offset)

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a span of the original is; empty if none of its characters is left."""
        return self.moved(span[0]), self.moved(span[1])


def clean_text(text: str) -> str:
    """Text as the library stores it: no byte-order mark at the start, LF line ends, no lone surrogates."""
    text = text.lstrip(_MARK).replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cleaned(text: str) -> Cleaned:
    """The text as `clean_text` makes it, with the table of what was removed."""
    return Cleaned(clean_text(text), tuple(_removed(text)))


def _removed(text: str) -> Iterator[int]:
    yield from range(len(text) - len(text.lstrip(_MARK)))
    for match in _ODD.finditer(text):
        yield match.start() + (match[0] != "\r\n")
