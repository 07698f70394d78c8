"""A text as it is read: without what only a page or a program put between its letters.

Soft hyphens, zero-width characters and marks of direction are left out; every kind of blank is a blank; letters are
composed and ligatures spelt out; lines that were wrapped by hand run on, and none is indented. What was read is traced
back to the text as it stands, whose offsets are those of fields. A clean text is its own reading, which a search shows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from extract.cleaning import Edit, pieces, unclean
from extract.wrapping import wraps
from store.model.fields import AnyField, Span

_INDENT: Final = re.compile(r"(?:(?<=\n)|\A)[^\S\n]+(?=\S)")


class Reading:
    """`text` is what is read."""

    def __init__(self, text: str) -> None:
        self._steps: list[_Step] = []
        if not text.isascii():
            text = self._changed(text, unclean(text))
        if _has_odd_lines(text):
            text = self._changed(text, _lines_joined(text))
        self.text = text

    def _changed(self, text: str, edits: list[Edit]) -> str:
        if not edits:
            return text
        step = _Step(text, edits)
        self._steps.append(step)
        return step.text

    def origin(self, span: Span) -> Span:
        """Where what was read at `span` stands in the text."""
        start, end = span
        for step in reversed(self._steps):
            start, end = step.start(start), step.end(end)
        return start, end

    def origins(self, spans: list[Span]) -> list[Span]:
        return [self.origin(span) for span in spans] if self._steps else spans

    def restore(self, fields: Iterable[AnyField]) -> None:
        """Put the offsets of fields found in what was read back to those of the text."""
        if not self._steps:
            return
        for item in fields:
            item.spans = [self.origin(span) for span in item.spans]
            item.evidence = {key: self.origin(span) for key, span in item.evidence.items()}


def _has_odd_lines(text: str) -> bool:
    """Whether any line is indented or has another right below it."""
    above = ""
    for line in text.split("\n"):
        if line.isspace():
            line = ""
        if line and (above or line[0].isspace()):
            return True
        above = line
    return False


def _lines_joined(text: str) -> list[Edit]:
    """Indents left out and wraps undone, which have the indent of the next line with them."""
    found = {match.end(): Edit(*match.span(), "") for match in _INDENT.finditer(text)}
    found |= {wrap[1]: Edit(*wrap) for wrap in wraps(text)}
    return [found[end] for end in sorted(found)]


class _Step:
    """A text with edits made, which ascend and do not overlap, and the way back."""

    def __init__(self, text: str, edits: list[Edit]) -> None:
        self.text = "".join(pieces(text, edits))
        self._edits = edits
        self._starts: list[int] = []
        self._ends: list[int] = []
        grown = 0
        for start, end, words in edits:
            self._starts.append(start + grown)
            grown += len(words) - (end - start)
            self._ends.append(end + grown)

    def start(self, at: int) -> int:
        """Where the character that is read at `at` begins in the text."""
        k = bisect_right(self._starts, at) - 1
        if k < 0:
            return at
        return self._edits[k].start if at < self._ends[k] else at - self._ends[k] + self._edits[k].end

    def end(self, at: int) -> int:
        """Where the character that is read before `at` ends in the text."""
        k = bisect_left(self._starts, at) - 1
        if k < 0:
            return at
        return at - self._ends[k] + self._edits[k].end if at > self._ends[k] else self._edits[k].end
