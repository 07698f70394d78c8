"""The dates of an article on a line of time, to scale but for gaps, and years far from all else, that are cut short
and say how long they are.

Dates that would lie on top of each other have one mark. Which dates there are is the business of `dated`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from store.formats.pictures.boxes import SIZE, Box, width_of

WIDTH: Final = 800
HEIGHT: Final = 84
_LINE: Final = 32
_RADIUS: Final = 11
_EDGE: Final = 40
"""Free on both sides, so that names of the first and last have room."""
_BREAK: Final = 64
"""How wide a gap is that is cut short."""
_MOST_BREAKS: Final = 4


class Moment(NamedTuple):
    """`link` is the id of what is to be shown for it; without one, it is when the article itself was written."""

    link: str
    words: str
    first: date
    last: date
    decided: bool = True


@dataclass
class Mark:
    number: int
    x: float
    moments: list[Moment] = field(default_factory=list)

    @property
    def decided(self) -> bool:
        stated = [moment for moment in self.moments if moment.link]
        return not stated or any(moment.decided for moment in stated)


class Timeline(NamedTuple):
    svg: str
    marks: list[Mark]


def drawn(moments: Sequence[Moment]) -> Timeline:
    """Of at least two, in their order."""
    scale = _Scale(moments)
    marks = _marks(moments, scale)
    label = escape("Timeline: " + ", ".join(dict.fromkeys(moment.words for moment in moments)))
    parts = [
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{label}">',
        *scale.line(),
        *(_stretch(moment, scale) for moment in moments),
        *map(_mark, marks),
        *_labels(marks),
        "</svg>",
    ]
    return Timeline("\n".join(filter(None, parts)), marks)


class _Scale:
    """From days to units of the drawing."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        days = sorted({one.first.toordinal() for one in moments} | {one.last.toordinal() for one in moments})
        covered = [(one.first.toordinal(), one.last.toordinal()) for one in moments]
        self.breaks = _breaks(days, covered)
        drawn = days[-1] - days[0] - sum(end - start for start, end in self.breaks)
        room = WIDTH - 2 * _EDGE - _BREAK * len(self.breaks)
        self._first, self._last = days[0], days[-1]
        self._per_day = room / max(drawn, 1)

    def __call__(self, day: date) -> float:
        at = day.toordinal()
        x = _EDGE + (at - self._first) * self._per_day
        for start, end in self.breaks:
            if at >= end:
                x += _BREAK - (end - start) * self._per_day
        return x

    def line(self) -> Iterator[str]:
        """In pieces, with the length of each gap between them."""
        start: float = _EDGE - 20
        for before, after in self.breaks:
            left, right = self(date.fromordinal(before)), self(date.fromordinal(after))
            middle = (left + right) / 2
            yield f'<path class="line" d="M{start:.0f} {_LINE}H{middle - 6:.0f}m-3 6l6 -12m6 0l-6 12"/>'
            yield f'<text class="gap" x="{middle:.0f}" y="{_LINE - 12}">{_how_long(after - before)}</text>'
            start = middle + 6
        yield f'<path class="line" d="M{start:.0f} {_LINE}H{WIDTH - _EDGE + 20}"/>'


def _breaks(days: Sequence[int], covered: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Gaps in which nothing is, and stretches in which nothing else is, each longer than all the rest that is drawn."""
    gaps = sorted(
        (
            (end - start, start, end)
            for start, end in pairwise(days)
            if {one for one in covered if one[0] <= start and end <= one[1]} <= {(start, end)}
        ),
        reverse=True,
    )
    left, found = days[-1] - days[0], list[tuple[int, int]]()
    for length, start, end in gaps[:_MOST_BREAKS]:
        if length <= left - length or len(days) == 2:
            break
        found.append((start, end))
        left -= length
    return sorted(found)


def _how_long(days: int) -> str:
    if 364 <= days <= 366:
        return "1 year"
    for unit, name in ((365.25, "year"), (30.44, "month"), (7, "week")):
        if days >= 2 * unit:
            count = round(days / unit)
            return f"{count:,} {name}{'s' * (count != 1)}"
    return f"{days} days"


def _marks(moments: Sequence[Moment], scale: _Scale) -> list[Mark]:
    marks: list[Mark] = []
    for moment in sorted(moments, key=lambda one: scale(one.first) + scale(one.last)):
        x = (scale(moment.first) + scale(moment.last)) / 2
        if not marks or x - marks[-1].x > 2 * _RADIUS + 2:
            marks.append(Mark(len(marks) + 1, x))
        marks[-1].moments.append(moment)
    return marks


def _stretch(moment: Moment, scale: _Scale) -> str:
    """What is longer than its mark, as a part of the line."""
    left, right = scale(moment.first), scale(moment.last)
    if right - left < 2 * _RADIUS:
        return ""
    return f'<path class="stretch" d="M{left + 1:.0f} {_LINE}H{right - 1:.0f}"/>'


def _mark(mark: Mark) -> str:
    words = escape(", ".join(dict.fromkeys(moment.words for moment in mark.moments)))
    link = next((moment.link for moment in mark.moments if moment.link), "")
    shown = (
        f'<title>{words}</title><circle cx="{mark.x:.0f}" cy="{_LINE}" r="{_RADIUS}"/>'
        f'<text x="{mark.x:.0f}" y="{_LINE + 4}">{mark.number}</text>'
    )
    if not link:
        return f'<g class="moment own">{shown}</g>'
    return f'<a class="moment{"" if mark.decided else " open"}" href="#\0{escape(link)}">{shown}</a>'


def _labels(marks: Sequence[Mark]) -> Iterator[str]:
    """In two rows below the line, where there is room."""
    taken: list[Box] = []
    for mark in marks:
        words = [*dict.fromkeys(moment.words for moment in mark.moments)]
        label = words[0] + (f" +{len(words) - 1}" if len(words) > 1 else "")
        wide = width_of(label)
        if wide > WIDTH:
            continue
        left = min(max(mark.x - wide / 2, 0), WIDTH - wide)
        for row in (0, 1):
            bottom = _LINE + _RADIUS + (row + 1) * (SIZE + 2)
            box = Box(left - 4, bottom - SIZE, left + wide + 4, bottom)
            if not any(box.meets(other) for other in taken):
                taken.append(box)
                yield f'<text class="name" x="{left + wide / 2:.0f}" y="{bottom:.0f}">{escape(label)}</text>'
                break
