"""The marked spans of an article, found by place: which stand in a line, which at a code point.

Marks are kept in the order of their starts; the few that are long are kept apart, so that one who looks for what covers
a place need not look far. A change to one field costs about the same in a short and in a long article. Knows nothing of
lines and colours.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from operator import attrgetter
from typing import Final, NamedTuple

_SHORT: Final = 1024
_START: Final = attrgetter("start")


class Mark(NamedTuple):
    """One mention of a field; `field` is the field's id, `kind` is person, place, number or quote."""

    start: int
    end: int
    kind: str
    field: str
    rejected: bool = False
    decided: bool = False


class MarkIndex:
    """Marks by place and by field."""

    def __init__(self) -> None:
        self._short: list[Mark] = []
        self._long: list[Mark] = []
        self._fields: dict[str, list[Mark]] | None = None

    def replace(self, marks: Iterable[Mark]) -> set[Mark]:
        """Make these all the marks there are; returns those that came or went."""
        now = sorted(marks)
        before = self._short, self._long
        self._fields = None
        self._short = [mark for mark in now if mark.end - mark.start <= _SHORT]
        self._long = [mark for mark in now if mark.end - mark.start > _SHORT]
        return _changed(before[0], self._short) | _changed(before[1], self._long)

    def replace_field(self, field: str, marks: Iterable[Mark]) -> set[Mark]:
        """Make these all the marks of one field; returns those that came or went."""
        if self._fields is None:
            self._fields = {}
            for mark in (*self._short, *self._long):
                self._fields.setdefault(mark.field, []).append(mark)
        before, now = self._fields.get(field, []), list(marks)
        self._fields[field] = now
        for mark in before:
            kept = self._kept(mark)
            del kept[bisect_left(kept, mark)]
        for mark in now:
            insort(self._kept(mark), mark)
        return set(before).symmetric_difference(now)

    def between(self, start: int, end: int) -> list[Mark]:
        """Marks that share a code point with the stretch, innermost last; struck-out ones before all others."""
        low = bisect_left(self._short, start - _SHORT, key=_START)
        high = bisect_left(self._short, end, low, key=_START)
        found = {mark for mark in (*self._short[low:high], *self._long) if mark.start < end and mark.end > start}
        return sorted(found, key=lambda mark: (not mark.rejected, mark.start - mark.end, mark))

    def fields_at(self, offset: int) -> list[str]:
        """Ids of the fields with a mark on the code point, innermost first, struck-out ones last."""
        return list(dict.fromkeys(mark.field for mark in reversed(self.between(offset, offset + 1))))

    def _kept(self, mark: Mark) -> list[Mark]:
        return self._short if mark.end - mark.start <= _SHORT else self._long


def _changed(before: list[Mark], now: list[Mark]) -> set[Mark]:
    """What is in one of two lists only; quick for long lists that differ in one place."""
    shorter = min(len(before), len(now))
    same = next((place for place, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), shorter)
    return set(before[same:]).symmetric_difference(now[same:])
