"""The outlines of the world's countries, as far as they lie in a frame: Natural Earth at 1:110 million.

`bench/build_outline.py` makes the data. Longitude goes on beyond 180 in a frame that crosses it.
"""

from __future__ import annotations

import importlib.resources
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from store.jsontext import decode

FILE: Final = "outline.z"
PER_DEGREE: Final = 100
Point = tuple[float, float]
"""Longitude and latitude, in degrees."""


class Frame(NamedTuple):
    """In degrees; `east` is more than `west`, and may be beyond 180."""

    west: float
    south: float
    east: float
    north: float


def land(frame: Frame) -> Iterator[list[Point]]:
    """Polygons, cut off at the frame."""
    for ring, bounds in _rings():
        for turn in (-360, 0, 360):
            there = bounds._replace(west=bounds.west + turn, east=bounds.east + turn)
            if not _meet(there, frame):
                continue
            turned = [(x + turn, y) for x, y in ring] if turn else ring
            if cut := _cut(turned, there, frame):
                yield cut


def _meet(one: Frame, other: Frame) -> bool:
    across = one.west < other.east and one.east > other.west
    return across and one.south < other.north and one.north > other.south


@cache
def _rings() -> list[tuple[list[Point], Frame]]:
    found = []
    for steps in decode(zlib.decompress(importlib.resources.files(__package__).joinpath(FILE).read_bytes())):
        xs = [x / PER_DEGREE for x in accumulate(steps[::2])]
        ys = [y / PER_DEGREE for y in accumulate(steps[1::2])]
        found.append(([*zip(xs, ys, strict=True)], Frame(min(xs), min(ys), max(xs), max(ys))))
    return found


def _cut(ring: list[Point], bounds: Frame, frame: Frame) -> list[Point]:
    """By Sutherland and Hodgman: what is left inside of one edge after the other, of those that it reaches beyond."""
    west, south, east, north = frame
    if bounds.west < west:
        ring = _inside(ring, lambda point: point[0] - west)
    if bounds.south < south:
        ring = _inside(ring, lambda point: point[1] - south)
    if bounds.east > east:
        ring = _inside(ring, lambda point: east - point[0])
    if bounds.north > north:
        ring = _inside(ring, lambda point: north - point[1])
    return ring


def _inside(ring: list[Point], depth: Callable[[Point], float]) -> list[Point]:
    """`depth` of a point is negative outside."""
    kept: list[Point] = []
    for (a, b), (x, y) in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        before, here = depth((a, b)), depth((x, y))
        if (before < 0) != (here < 0):
            share = before / (before - here)
            kept.append((a + share * (x - a), b + share * (y - b)))
        if here >= 0:
            kept.append((x, y))
    return kept
