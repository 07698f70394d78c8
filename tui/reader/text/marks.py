"""The marked spans of an article, found by place: which stand in a line, which at a code point.

They are kept in the order of their starts; the few that are long are kept apart, so that one who looks for what covers
a place need not look far. How a field is marked is kept once, however many mentions it has: a decision costs the same
in a short and in a long article. Knows nothing of lines and colours.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import Final, NamedTuple

from store.model.fields import Span

_SHORT: Final = 1024


class Marked(NamedTuple):
    """How a field is marked: `kind` is person, place, number or quote, the spans are its mentions and ascend."""

    kind: str
    spans: Sequence[Span]
    rejected: bool = False
    decided: bool = False


class Mark(NamedTuple):
    """One mention of a field; `field` is the field's id."""

    start: int
    end: int
    kind: str
    field: str
    rejected: bool
    decided: bool


class MarkIndex:
    """Of fields by id."""

    def __init__(self) -> None:
        self._short: list[tuple[int, int, str]] = []
        self._long: list[tuple[int, int, str]] = []
        self._fields: dict[str, Marked] = {}

    def replace(self, fields: dict[str, Marked]) -> None:
        """Mark these and no others."""
        self._fields = fields
        places = sorted((start, end, field) for field, marked in fields.items() for start, end in marked.spans)
        self._short = [place for place in places if place[1] - place[0] <= _SHORT]
        self._long = [place for place in places if place[1] - place[0] > _SHORT]

    def exchange(self, field: str, now: Marked | None) -> Sequence[Span]:
        """Mark a field otherwise, or no more; returns the spans that look different, ascending."""
        was = self._fields.pop(field, _NOT_MARKED)
        if now is None:
            now = _NOT_MARKED
        else:
            self._fields[field] = now
        looks_same = was._replace(spans=()) == now._replace(spans=())
        if was.spans is now.spans:
            return () if looks_same else now.spans
        before, after = set(was.spans), set(now.spans)
        for start, end in before - after:
            kept = self._kept(start, end)
            del kept[bisect_left(kept, (start, end, field))]
        for start, end in after - before:
            insort(self._kept(start, end), (start, end, field))
        return sorted(before ^ after if looks_same else before | after)

    def between(self, start: int, end: int) -> list[Mark]:
        """Marks that share a code point with the stretch, innermost last; struck-out ones before all others."""
        low = bisect_left(self._short, (start - _SHORT,))
        high = bisect_left(self._short, (end,), low)
        found = [
            Mark(first, last, marked.kind, field, marked.rejected, marked.decided)
            for first, last, field in (*self._short[low:high], *self._long)
            if first < end and last > start and (marked := self._fields[field])
        ]
        return sorted(found, key=lambda mark: (not mark.rejected, mark.start - mark.end, mark))

    def fields_at(self, offset: int) -> list[str]:
        """Ids of the fields with a mark on the code point, innermost first, struck-out ones last."""
        return list(dict.fromkeys(mark.field for mark in reversed(self.between(offset, offset + 1))))

    def _kept(self, start: int, end: int) -> list[tuple[int, int, str]]:
        return self._short if end - start <= _SHORT else self._long


_NOT_MARKED: Final = Marked("", ())
