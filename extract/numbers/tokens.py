"""Tokens of a stretch of text: words, numerals in digits, and single signs.

A token knows only its characters and its place; what it means is for `numerals`, `dates` and `amounts` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

# Digits with their separators are one token (`1,234.5`, `3.11.2`), a word keeps its apostrophes, the rest stands alone.
TOKEN: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_½⅓⅔¼¾⅕-⅞⅐⅑⅒]+(?:['’][^\W\d_]+)*|\S")
_SPLIT: Final = re.compile(f"({TOKEN.pattern})")
PAD: Final = 24
BLOCK: Final = 6000
_BREAK: Final = re.compile(r"\n[ \t\r]*\n")


class Tokens:
    """Tokens `PAD` to `len - PAD`, with empty ones on both sides, so that looking around needs no bounds check."""

    __slots__ = ("end", "low", "size", "start", "text", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        pieces = _SPLIT.split(text[start:end])  # white space and tokens, by turns
        places = [*accumulate(map(len, pieces), initial=start)]
        pad, before, after = [""] * PAD, [start] * PAD, [end] * PAD
        self.text = text
        self.words = [*pad, *pieces[1::2], *pad]
        self.low = [*map(str.lower, self.words)]
        self.start = [*before, *places[1:-1:2], *after]
        self.end = [*before, *places[2::2], *after]
        self.size = len(self.words) - PAD

    def joined(self, i: int) -> bool:
        """Whether nothing stands between token `i` and the one before it."""
        return self.start[i] == self.end[i - 1] and self.low[i - 1] != "" and self.low[i] != ""

    def gap(self, i: int) -> str:
        """What stands between token `i` and the one before it."""
        return self.text[self.end[i - 1] : self.start[i]]

    def same_line(self, i: int) -> bool:
        """Whether token `i` is on the line of the one before it."""
        return self.start[i] == self.end[i - 1] or "\n" not in self.gap(i)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the tokens from `first` up to, not with, `last`."""
        return self.start[first], self.end[last - 1]

    def phrase(self, first: int, last: int) -> str:
        return self.text[self.start[first] : self.end[last - 1]]


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs; one longer than `BLOCK` is cut, at the end of a sentence where there is one."""
    at = 0
    for stop in [*(m.start() for m in _BREAK.finditer(text)), len(text)]:
        while stop - at > BLOCK:
            cut = max(text.rfind(sign, at + BLOCK // 2, at + BLOCK) for sign in (". ", "\n"))
            if cut < 0:
                cut = text.rfind(" ", at + BLOCK // 2, at + BLOCK)
            cut = cut + 1 if cut >= 0 else at + BLOCK
            yield at, cut
            at = cut
        if at < stop:
            yield at, stop
        at = stop
