"""The marked spans of an article, found by place: which stand in a line, which at a code point.

Marks are kept in buckets of offsets, so that one change costs the same in a short and in a long article. Knows
nothing of lines and colours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

_BUCKET_BITS: Final = 9

Layer: TypeAlias = tuple[int, int, str]
"""A stretch of text and the name of the style that it takes."""


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
        self._fields: dict[str, set[Mark]] = {}
        self._buckets: defaultdict[int, set[Mark]] = defaultdict(set)

    def replace(self, marks: Iterable[Mark]) -> set[Mark]:
        """Make these all the marks there are; returns those that came or went."""
        fields: defaultdict[str, set[Mark]] = defaultdict(set)
        for mark in marks:
            fields[mark.field].add(mark)
        changed: set[Mark] = set()
        for field in self._fields.keys() | fields.keys():
            if self._fields.get(field) != (now := fields.get(field)):
                changed |= self.replace_field(field, now or ())
        return changed

    def replace_field(self, field: str, marks: Iterable[Mark]) -> set[Mark]:
        """Make these all the marks of one field; returns those that came or went."""
        before, now = self._fields.get(field, set()), set(marks)
        for mark in before - now:
            for bucket in _buckets(mark.start, mark.end):
                self._buckets[bucket].discard(mark)
        for mark in now - before:
            for bucket in _buckets(mark.start, mark.end):
                self._buckets[bucket].add(mark)
        if now:
            self._fields[field] = now
        else:
            self._fields.pop(field, None)
        return before ^ now

    def between(self, start: int, end: int) -> list[Mark]:
        """Marks that share a code point with the stretch, innermost last; struck-out ones before all others."""
        found = {
            mark
            for bucket in _buckets(start, end)
            for mark in self._buckets.get(bucket, ())
            if mark.start < end and mark.end > start
        }
        return sorted(found, key=lambda mark: (not mark.rejected, mark.start - mark.end, mark))

    def fields_at(self, offset: int) -> list[str]:
        """Ids of the fields with a mark on the code point, innermost first, struck-out ones last."""
        return list(dict.fromkeys(mark.field for mark in reversed(self.between(offset, offset + 1))))


def _buckets(start: int, end: int) -> range:
    return range(start >> _BUCKET_BITS, (max(end - 1, start) >> _BUCKET_BITS) + 1)


def runs(start: int, end: int, layers: list[Layer]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Cut a stretch where a layer begins or ends; each piece comes with the names of its layers, in their order."""
    cuts = {start, end}
    for first, last, _ in layers:
        cuts.add(min(max(first, start), end))
        cuts.add(min(max(last, start), end))
    for left, right in pairwise(sorted(cuts)):
        yield left, right, tuple(name for first, last, name in layers if first <= left and right <= last)
