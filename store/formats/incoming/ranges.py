"""Spans that do not overlap, and spans that are one but for the white space between them."""

from __future__ import annotations

from bisect import bisect_left, insort

from store.model.fields import Span


class Ranges:
    """Spans that do not overlap, ascending."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, spans: list[Span]) -> bool:
        """Add the spans; False, and nothing is added, if one overlaps those that are there."""
        for start, end in spans:
            at = bisect_left(self._spans, (end, 0))
            if at and self._spans[at - 1][1] > start:
                return False
        for span in spans:
            insort(self._spans, span)
        return True


def without_blank_gaps(text: str, spans: list[Span]) -> list[Span]:
    """Pieces with nothing but white space between them are one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
