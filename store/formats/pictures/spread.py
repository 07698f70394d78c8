"""Moves marks that would lie on top of one another apart, none far from where it belongs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from store.formats.pictures.boxes import Box
from store.formats.pictures.outline import Point

_ROUNDS: Final = 60
_ENOUGH: Final = 0.5
"""Units that nobody sees."""


def spread(points: Sequence[Point], least: float, furthest: float, room: Box) -> list[Point] | None:
    """So that no two are nearer than `least`; None where one would have to go further than `furthest`."""
    now = [*points]
    for _ in range(_ROUNDS):
        pairs = [pair for pair in combinations(range(len(now)), 2) if _apart(now, pair) < least - _ENOUGH]
        if not pairs:
            is_near = all(math.dist(here, there) <= furthest for here, there in zip(now, points, strict=True))
            return now if is_near else None
        for one, other in pairs:
            angle = math.atan2(now[other][1] - now[one][1], now[other][0] - now[one][0])
            push = max(least - _apart(now, (one, other)), 0) / 2
            now[one] = _moved(now[one], angle, -push, room)
            now[other] = _moved(now[other], angle, push, room)
    return None


def _apart(now: Sequence[Point], pair: tuple[int, int]) -> float:
    return math.dist(now[pair[0]], now[pair[1]])


def _moved(point: Point, angle: float, far: float, room: Box) -> Point:
    x, y = point[0] + far * math.cos(angle), point[1] + far * math.sin(angle)
    return min(max(x, room.left), room.right), min(max(y, room.top), room.bottom)
