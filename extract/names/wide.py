"""Lanes wide enough for sums over a whole training: what a mistake adds to a feature, for all labels in one number.

The weights that are read have narrow lanes, which are the tagger's.
"""

from __future__ import annotations

from typing import Final

from extract.names.tagger import SIZE

WIDE: Final = 48
"""Bits of a lane while training: sums over all steps must fit."""


def _steps(share: int = 1) -> list[int]:
    """What one mistake adds to a feature, by label. The four parts of one kind learn from each other: what makes a
    surname alone (U) a person also makes it one after a given name (L)."""
    kind = [0, *[1 + (k // 4) for k in range(SIZE - 1)]]
    return [
        sum((2 if k == label else share if kind[k] == kind[label] else 0) << (WIDE * k) for k in range(SIZE))
        for label in range(SIZE)
    ]


STEP: Final = _steps()
_BIAS: Final = sum(1 << (WIDE * k + WIDE - 1) for k in range(SIZE))
_BYTES: Final = SIZE * WIDE // 8


def wide_lanes(total: int) -> list[int]:
    data = (total + _BIAS).to_bytes(_BYTES, "little")
    half, step = 1 << (WIDE - 1), WIDE // 8
    return [int.from_bytes(data[k : k + step], "little") - half for k in range(0, _BYTES, step)]
