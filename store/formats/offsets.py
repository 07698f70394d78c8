"""Converts offsets to the units of other programs, checking that they still point at the same words."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from store.errors import StetError
from store.model.fields import Span

Unit = Callable[[str], "CodePoints"]


class CodePoints:
    """Offsets into `text` in code points, as Python counts. `name` is for messages."""

    name = "code points"

    def __init__(self, text: str) -> None:
        self.text = text

    def out(self, span: Span, words: str) -> Span:
        """The span in this unit. Raises `StetError` if it does not contain `words`."""
        converted = self.count(span[0]), self.count(span[1])
        if self.slice(converted) != words:
            raise StetError("Offsets wrong", f"{converted[0]}-{converted[1]} in {self.name} is not “{words[:40]}”")
        return converted

    def back(self, span: Span) -> Span:
        """A span in this unit, in code points. Raises `StetError` if it is outside the text or within a character."""
        start, end = self._back(span[0]), self._back(span[1])
        if not 0 <= start < end <= len(self.text):
            raise StetError(
                "Offsets wrong", f"{span[0]}-{span[1]} is not within the text of {len(self.text)} characters"
            )
        return start, end

    def offset(self, unit: int) -> int:
        """An offset in this unit, in code points. Raises `StetError` if it is within a character."""
        return self._back(unit)

    def count(self, offset: int) -> int:
        return offset

    def slice(self, span: Span) -> str:
        return self.text[span[0] : span[1]]

    def _back(self, offset: int) -> int:
        return offset


class Utf16(CodePoints):
    """Offsets in UTF-16 code units, as JavaScript and Java count."""

    name = "UTF-16 units"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._astral = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
        self._shifted = [at + number for number, at in enumerate(self._astral)]
        self._units = text.encode("utf-16-le", "surrogatepass") if self._astral else b""

    def count(self, offset: int) -> int:
        return offset + bisect_left(self._astral, offset)

    def slice(self, span: Span) -> str:
        if not self._astral:
            return super().slice(span)
        return self._units[2 * span[0] : 2 * span[1]].decode("utf-16-le", "replace")

    def _back(self, offset: int) -> int:
        before = bisect_left(self._shifted, offset)
        if before and offset == self._shifted[before - 1] + 1:
            raise StetError("Offsets wrong", f"{offset} is in the middle of a character")
        return offset - before


class Utf8(CodePoints):
    """Offsets in bytes of UTF-8."""

    name = "bytes"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        sizes = (len(char.encode("utf-8", "surrogatepass")) for char in text)
        self._starts = list(accumulate(sizes, initial=0))

    def count(self, offset: int) -> int:
        return self._starts[offset]

    def slice(self, span: Span) -> str:
        return super().slice((self._back(span[0]), self._back(span[1])))

    def _back(self, offset: int) -> int:
        at = bisect_left(self._starts, offset)
        if at < len(self._starts) and self._starts[at] != offset:
            raise StetError("Offsets wrong", f"{offset} is in the middle of a character")
        return at


class Letters(CodePoints):
    """Offsets in letters as a reader sees them: neither an accent of its own nor a joined emoji counts."""

    name = "letters"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        starts = [at for at, char in enumerate(text) if not _continues(text[at - 1 : at], char)]
        self._starts = [*starts, len(text)]

    def count(self, offset: int) -> int:
        return bisect_left(self._starts, offset)

    def slice(self, span: Span) -> str:
        return super().slice((self._back(span[0]), self._back(span[1])))

    def _back(self, offset: int) -> int:
        return self._starts[offset] if 0 <= offset < len(self._starts) else len(self.text) + 1


_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)


def _continues(before: str, char: str) -> bool:
    return bool(before) and (
        before == _JOINER
        or char == _JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
        or ord(char) in _TONES
        or (before == "\r" and char == "\n")
    )
