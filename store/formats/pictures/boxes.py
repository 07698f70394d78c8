"""How much room words take in a picture, and whether they would lie on something."""

from __future__ import annotations

import unicodedata
from typing import Final, NamedTuple

SIZE: Final = 14
"""Of letters, in units of a drawing."""
_NARROW: Final = 0.6
_WIDE: Final = 1.05
"""Of a letter, by its height: those of East Asia are as wide as high. A little more than most fonts have."""


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and self.right > other.left and self.top < other.bottom and self.bottom > other.top
        )

    def is_within(self, other: Box) -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def width_of(words: str) -> float:
    return SIZE * sum(_WIDE if unicodedata.east_asian_width(one) in "WF" else _NARROW for one in words)
