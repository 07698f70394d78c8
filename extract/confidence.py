"""From a finder's own score to a probability: the same 0.9 means nine right of ten for every kind of field.

The knots are what `bench/calibration.py --write` prints; how each score comes about is for the finder of its kind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, TypeAlias

from store.model.kinds import NUMBER, PERSON, PLACE, QUOTE

Knot: TypeAlias = tuple[float, float]
"""A score, and the share of fields with this score that are right."""

KNOTS: Final[dict[str, Sequence[Knot]]] = {
    PERSON.name: ((0, 0), (1, 1)),
    PLACE.name: ((0, 0), (1, 1)),
    NUMBER.name: (
        (0, 0.000), (0.2, 0.164), (0.4, 0.512), (0.6, 0.807), (0.75, 0.932), (0.87, 0.982), (0.95, 0.997), (1, 1.000),
    ),
    QUOTE.name: (
        (0, 0.005), (0.2, 0.262), (0.4, 0.504), (0.6, 0.708), (0.75, 0.836), (0.87, 0.923), (0.95, 0.974), (1, 0.998),
    ),
}  # fmt: skip
"""Names need no other line: what `name_confidence` computes is a probability already."""


def calibrated(kind: str, raw: float) -> float:
    """The probability that the field is right; rises with `raw`, which is 0-1 and as `kind`'s finder scores."""
    return round(interpolated(KNOTS[kind], raw), 3)


def interpolated(knots: Sequence[Knot], at: float) -> float:
    """Straight lines between knots, which ascend from 0 to 1."""
    past = min(max(bisect_right(knots, at, key=_score), 1), len(knots) - 1)
    (left, low), (right, high) = knots[past - 1], knots[past]
    return low + (high - low) * (min(max(at, left), right) - left) / (right - left)


def _score(knot: Knot) -> float:
    return knot[0]
