"""Days and times as people type them, from a year to a second: which of them the calendar and the clock have."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

_WHOLE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_LENGTHS: Final = tuple(map(len, ("2026", "2026-11", "2026-11-22", "2026-11-22T10", "2026-11-22T10:00")))
_FIRST: Final = "0001-01-01T00:00:00"
_TENTH: Final = "0010-10-10T10:10:10"


def is_time(words: str) -> bool:
    """True of `2026`, `2026-11`, `2026-11-22` and `2026-11-22T10:00:00`; false of `2026-1` and `2026-13`."""
    return (len(words) in _LENGTHS or len(words) == len(_FIRST)) and _is_there(words + _FIRST[len(words) :])


def begins_time(words: str) -> bool:
    """True of all that such a time begins with: `202`, `2026-1`, `2026-11-22T`."""
    return any(_is_there(words + rest[len(words) :]) for rest in (_FIRST, _TENTH))


def _is_there(words: str) -> bool:
    try:
        return _WHOLE.fullmatch(words) is not None and datetime.fromisoformat(words) is not None
    except ValueError:
        return False
