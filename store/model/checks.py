"""Checks of single values of a record, from which the kinds and the schema are composed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

Check = Callable[[Any], str | None]
"""Returns what is wrong with a value, as words that follow its name (`must be a list`); None if it is valid."""

STATUSES: Final = ("suggested", "accepted", "corrected", "added", "rejected")
ARTICLE_STATUSES: Final = ("new", "started", "done")
_ID: Final = re.compile(r"[a-z][1-9][0-9]{0,8}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)


def of_type(types: tuple[type, ...], words: str) -> Check:
    # Exact types: True is not a number.
    return lambda value: None if type(value) in types else f"must be {words}"


def one_of(values: Iterable[str]) -> Check:
    allowed = frozenset(values)
    words = f"must be one of {', '.join(values)}"
    return lambda value: None if isinstance(value, str) and value in allowed else words


def number(value: Any) -> str | None:
    if value is None or (type(value) in (int, float) and math.isfinite(value)):
        return None
    return "must be a number or null"


def confidence(value: Any) -> str | None:
    if value is None or (type(value) in (int, float) and 0 <= value <= 1):
        return None
    return "must be a number from 0 to 1, or null"


def quantity(value: Any) -> str | None:
    return None if type(value) is str else number(value) and "must be a number, a string or null"


def field_id(value: Any) -> str | None:
    """Checks the form only; `schema` checks whether a kind has this letter."""
    good = isinstance(value, str) and _ID.fullmatch(value)
    return None if good else "must be the letter of a kind and a number, such as p1"


def id_or_null(value: Any) -> str | None:
    return None if value is None else field_id(value)


def time(value: Any) -> str | None:
    return None if isinstance(value, str) and _TIME.fullmatch(value) else "must be a time such as 2026-11-22T10:00:00Z"


TEXT: Final = of_type((str,), "a string")
TEXT_OR_NULL: Final = of_type((str, type(None)), "a string or null")
FLAG: Final = of_type((bool,), "true or false")
OBJECT: Final = of_type((dict,), "an object")
LIST: Final = of_type((list,), "a list")
COUNT: Final = of_type((int,), "a whole number")

COMMON_CHECKS: Final[dict[str, Check]] = {
    "status": one_of(STATUSES),
    "confidence": confidence,
    "flag": FLAG,
    "note": TEXT,
    "became": id_or_null,
}
MAX_DEPTH: Final = 100
"""Levels of lists and objects in the value of an unknown key: JSON libraries fail on much deeper ones."""


def depth_error(value: Any) -> str | None:
    """What is wrong if lists and objects are nested too deeply."""
    levels, inner = 0, [value]
    while inner := [part for part in inner if type(part) in (dict, list)]:
        levels += 1
        if levels > MAX_DEPTH:
            return f"is nested more than {MAX_DEPTH} levels deep"
        inner = [item for part in inner for item in (part.values() if type(part) is dict else part)]
    return None


def _meta(value: Any) -> str | None:
    return OBJECT(value) or depth_error(value)


ARTICLE_CHECKS: Final[dict[str, Check]] = {
    "id": TEXT,
    "title": TEXT,
    "source": TEXT,
    "url": TEXT_OR_NULL,
    "date": TEXT_OR_NULL,
    "author": TEXT_OR_NULL,
    "meta": _meta,
    "text": TEXT,
    "status": one_of(ARTICLE_STATUSES),
}
SIDE_CHECKS: Final[dict[str, Check]] = {"by": TEXT, "at": TEXT}
"""Checks of one side of a conflict, besides its value."""
