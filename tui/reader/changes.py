"""Which values of a mapping are others than before: cheap enough for every key in a long article."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from operator import is_not


def changed_keys(before: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    """Keys of `now` that are new or have another object; where keys have changed places, some more."""
    if len(before) == len(now):  # side by side in C: ten times as fast as asking for each by its key
        return tuple(compress(now, map(is_not, now.values(), before.values())))
    return tuple(key for key, value in now.items() if before.get(key) is not value)
