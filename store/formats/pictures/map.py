"""The places of an article on a map: a frame around them, the outlines of countries in it, and numbered marks.

Marks that would lie on top of each other stand apart, with a line to where the place is; where there are too many for
that, places that are near each other have one mark. Distances are true to scale in the middle of the frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

from store.formats.pictures.boxes import Box, width_of
from store.formats.pictures.outline import Frame, Point, land
from store.formats.pictures.spread import spread

WIDTH: Final = 800
"""Of the drawing, in its own units."""
_RADIUS: Final = 11
_NEAR: Final = (4.0, 8.0, 14.0, 2.0 * _RADIUS + 2)
"""Units within which places have one mark: the least that leaves room for all. The last is how far marks lie apart."""
_FURTHEST: Final = 40.0
"""Units from a mark to its place."""
_MANY: Final = 40
"""Marks, above which none is moved."""
_FINE: Final = 2
"""Units within which two points of an outline are one."""
_MARGIN: Final = 1.3
_LEAST: Final = 10.0
"""Degrees from south to north: the outlines tell nothing of less."""
_BROAD, _NARROW = 2.2, 1.4
"""Width by height."""
_WORLD: Final = Frame(-180.0, -60.0, 180.0, 84.0)
_WIDEST: Final = 180.0
"""Degrees from west to east, above which it is the whole world."""
_FLAT: Final = 60.0
"""Degrees from west to east, up to which one scale is near enough everywhere."""
_KILOMETRES: Final = 111.2
"""To a degree of latitude."""


class Spot(NamedTuple):
    """A place that has coordinates; `link` is the id of what is to be shown for it."""

    link: str
    name: str
    latitude: float
    longitude: float
    decided: bool = True


@dataclass
class Mark:
    """`x` and `y` are where it is drawn, `at` where the first of its places lies."""

    number: int
    x: float
    y: float
    at: Point
    spots: list[Spot] = field(default_factory=list)

    @property
    def decided(self) -> bool:
        return any(spot.decided for spot in self.spots)


class Map(NamedTuple):
    svg: str
    marks: list[Mark]


def drawn(spots: Sequence[Spot]) -> Map:
    """Of at least one place, all on earth."""
    frame = _frame(spots)
    scale = _Scale(frame)
    marks = _marks(spots, scale)
    label = escape("Map: " + ", ".join(dict.fromkeys(spot.name for spot in spots)))
    parts = [
        f'<svg class="map" viewBox="0 0 {WIDTH} {scale.height:.0f}" role="group" aria-label="{label}">',
        f'<rect class="sea" width="{WIDTH}" height="{scale.height:.0f}"/>',
        f'<path class="land" d="{_path(frame)}"/>',
        *map(_lead, marks),
        *map(_mark, marks),
        *_labels(marks, scale.height),
        _bar(frame, scale),
        "</svg>",
    ]
    return Map("\n".join(filter(None, parts)), marks)


class _Scale:
    """From degrees to units of the drawing."""

    def __init__(self, frame: Frame) -> None:
        self.west, self.north = frame.west, frame.north
        self.squeezed = _squeezed(frame.south, frame.north)
        self.per_degree = WIDTH / ((frame.east - frame.west) * self.squeezed)
        """Of latitude."""
        self.height = (frame.north - frame.south) * self.per_degree

    def __call__(self, point: Point) -> tuple[float, float]:
        return (point[0] - self.west) * self.squeezed * self.per_degree, (self.north - point[1]) * self.per_degree


def _squeezed(south: float, north: float) -> float:
    """How long a degree of longitude is there, by one of latitude; near a pole it is drawn wider than it is."""
    if north - south > 100:
        return 1.0
    return max(math.cos(math.radians((south + north) / 2)), 0.25)


def _frame(spots: Sequence[Spot]) -> Frame:
    west, east = _longitudes(sorted({spot.longitude for spot in spots}))
    south, north = min(spot.latitude for spot in spots), max(spot.latitude for spot in spots)
    if east - west > _WIDEST:
        return _world(south, north)
    squeezed = _squeezed(south, north)
    height = max((north - south) * _MARGIN, _LEAST)
    width = max((east - west) * squeezed * _MARGIN, height * _NARROW)
    height = max(height, width / _BROAD)
    middle = (south + north) / 2
    south, north = _between_poles(middle - height / 2, middle + height / 2)
    across = width / _squeezed(south, north)
    if across > _WIDEST * 1.5:
        return _world(south, north)
    return Frame((west + east - across) / 2, south, (west + east + across) / 2, north)


def _world(south: float, north: float) -> Frame:
    return _WORLD._replace(south=max(min(_WORLD.south, south - 3), -90), north=min(max(_WORLD.north, north + 3), 90))


def _longitudes(there: list[float]) -> tuple[float, float]:
    """The shortest way around the earth that meets all of them; it may go on beyond 180."""
    gaps = [(after - before, after, before) for before, after in pairwise(there)]
    widest = max(gaps, default=(0.0, 0.0, 0.0))
    if widest[0] > 360 - (there[-1] - there[0]):
        return widest[1], widest[2] + 360
    return there[0], there[-1]


def _between_poles(south: float, north: float) -> tuple[float, float]:
    if north - south >= 180:
        return -90.0, 90.0
    shift = max(-90 - south, 0.0) - max(north - 90, 0.0)
    return south + shift, north + shift


def _marks(spots: Sequence[Spot], scale: _Scale) -> list[Mark]:
    """As many as can stand side by side, each near its place."""
    room = Box(_RADIUS, _RADIUS, WIDTH - _RADIUS, scale.height - _RADIUS)
    for near in _NEAR:
        marks = _together(spots, scale, near, room)
        if len(marks) > _MANY and near != _NEAR[-1]:
            continue
        if (moved := spread([mark.at for mark in marks], _NEAR[-1], _FURTHEST, room)) is not None:
            for mark, (x, y) in zip(marks, moved, strict=True):
                mark.x, mark.y = x, y
            break
    return marks


def _together(spots: Sequence[Spot], scale: _Scale, near: float, room: Box) -> list[Mark]:
    """One mark for places that are nearer to each other than so many units."""
    marks: list[Mark] = []
    for spot in spots:
        turned = spot.longitude + (360 if spot.longitude < scale.west else 0)
        x, y = scale((turned, spot.latitude))
        at = min(max(x, room.left), room.right), min(max(y, room.top), room.bottom)
        mark = next((one for one in marks if math.dist(one.at, at) < near), None)
        if mark is None:
            marks.append(mark := Mark(len(marks) + 1, *at, at))
        mark.spots.append(spot)
    return marks


@lru_cache(maxsize=8)  # many articles of an archive are of the whole world
def _path(frame: Frame) -> str:
    """In whole units, so that what is smaller than a line leaves no more than a point."""
    scale = _Scale(frame)
    wider = 6 / scale.per_degree  # so that where it is cut off lies outside
    beyond = Frame(frame.west - 4 * wider, frame.south - wider, frame.east + 4 * wider, frame.north + wider)
    parts: list[str] = []
    for ring in land(beyond):
        points = _thinned((round(x), round(y)) for x, y in map(scale, ring))
        steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
        if len(steps) > 1:
            drawn_steps = "".join(f"{x}{y:+}" if not place else f"{x:+}{y:+}" for place, (x, y) in enumerate(steps))
            parts.append(f"M{points[0][0]} {points[0][1]}l{drawn_steps}z")
    return "".join(parts)


def _thinned(points: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that lie so near the one before that nobody would see it."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > _FINE:
            kept.append((x, y))
    return kept


def _lead(mark: Mark) -> str:
    """To where its place is, if that is not below it."""
    x, y = mark.at
    if math.dist((mark.x, mark.y), mark.at) <= _RADIUS:
        return ""
    return f'<path class="lead" d="M{x:.0f} {y:.0f}L{mark.x:.0f} {mark.y:.0f}M{x - 2:.0f} {y:.0f}h4m-2 -2v4"/>'


def _mark(mark: Mark) -> str:
    names = escape(", ".join(dict.fromkeys(spot.name for spot in mark.spots)))
    open_ = "" if mark.decided else " open"
    return (
        f'<a class="spot{open_}" href="#\0{escape(mark.spots[0].link)}"><title>{names}</title>'
        f'<circle cx="{mark.x:.0f}" cy="{mark.y:.0f}" r="{_RADIUS}"/>'
        f'<text x="{mark.x:.0f}" y="{mark.y + 5:.0f}">{mark.number}</text></a>'
    )


def _labels(marks: Sequence[Mark], height: float) -> Iterator[str]:
    """Names beside their marks, where they lie neither on a mark nor on one another."""
    taken = [Box(mark.x - _RADIUS, mark.y - _RADIUS, mark.x + _RADIUS, mark.y + _RADIUS) for mark in marks]
    inside = Box(0, 0, WIDTH, height)
    for mark in marks:
        names = [*dict.fromkeys(spot.name for spot in mark.spots)]
        whole = [", ".join(names)] if len(names) in (2, 3) else []
        for name in (*whole, names[0] + (f" +{len(names) - 1}" if len(names) > 1 else "")):
            if (found := _beside(mark, width_of(name), inside, taken)) is not None:
                x, anchor = found
                place = f'x="{x:.0f}" y="{mark.y + 5:.0f}" text-anchor="{anchor}"'
                yield f'<text class="name" {place}>{escape(name)}</text>'
                break


def _beside(mark: Mark, wide: float, inside: Box, taken: list[Box]) -> tuple[float, str] | None:
    """Where a name begins or ends at the right or the left of its mark; the room is taken then."""
    high, away = _RADIUS * 0.7, _RADIUS + 4
    for left, x, anchor in ((mark.x + away, mark.x + away, "start"), (mark.x - away - wide, mark.x - away, "end")):
        box = Box(left, mark.y - high, left + wide, mark.y + high)
        if box.is_within(inside) and not any(box.meets(other) for other in taken):
            taken.append(box)
            return x, anchor
    return None


def _bar(frame: Frame, scale: _Scale) -> str:
    """A line of a round number of kilometres; none where each latitude has another scale."""
    if frame.east - frame.west > _FLAT or scale.squeezed <= 0.25:
        return ""
    per_kilometre = scale.per_degree / _KILOMETRES
    longest = WIDTH / 5 / per_kilometre
    power = 10 ** math.floor(math.log10(longest))
    length = max(step * power for step in (1, 2, 5) if step * power <= longest)
    y, x = scale.height - 14, 14
    end = x + length * per_kilometre
    return (
        f'<path class="bar" d="M{x} {y - 6:.0f}v6H{end:.0f}v-6"/>'
        f'<text class="scale" x="{end + 8:.0f}" y="{y:.0f}">{length:,.0f} km</text>'
    )
