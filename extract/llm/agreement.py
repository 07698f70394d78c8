"""What it is worth that two readers have found the same: how sure both are of it, measured on corrected articles.

Without a measurement, of our doubt only the share is left that the model has of itself: 1 − (1 − a)(1 − b). Pure.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from store.model.fields import AnyField, Span

WEIGHT: Final = 20
"""Mentions that count as much as what is assumed of them without a measurement."""


class Agreed(NamedTuple):
    """A field that both have found, the spans that both have, and our own confidence in it."""

    field: AnyField
    spans: list[Span]
    confidence: float


class Measured(NamedTuple):
    """Mentions of one kind that both have found, how many were wrong, and how many our own confidence expects to be."""

    found: int = 0
    wrong: int = 0
    expected: float = 0.0

    def plus(self, confidence: float, *, right: bool) -> Measured:
        return Measured(self.found + 1, self.wrong + (not right), self.expected + 1 - confidence)

    def confidence(self, ours: float, theirs: float) -> float:
        """That of both, where each is so sure: on average as often right as was measured, and higher where ours is.

        Below our own where both were wrong more often than we expect by ourselves.
        """
        doubts = self.expected / self.found if self.found else 0.5
        assumed = doubts * (1 - theirs)
        wrong = (self.wrong + WEIGHT * assumed) / (self.found + WEIGHT)
        if wrong <= doubts:
            return 1 - (1 - ours) * (wrong / doubts if doubts else 1)
        return ours * (1 - wrong) / (1 - doubts) if doubts < 1 else 0.0
