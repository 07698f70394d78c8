"""What each value of a record must be, as tables of checks by key. Which keys stand together is `schema`'s business."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, Final

from store.model.edit import OPS
from store.model.fields import NUMBER_KINDS, PLACE_TYPES, QUOTE_TYPES, STATUSES

ARTICLE_STATUSES: Final = ("new", "started", "done")
_ID: Final = re.compile(r"[plnq][1-9][0-9]{0,8}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)

Check = Callable[[Any], str | None]
"""What is wrong with a value, in words; None where nothing is."""


def _of(types: tuple[type, ...], words: str) -> Check:
    # Exact types: True is no number.
    return lambda value: None if type(value) in types else f"must be {words}"


def _one_of(values: tuple[str, ...]) -> Check:
    allowed = frozenset(values)
    words = f"must be one of {', '.join(values)}"
    return lambda value: None if isinstance(value, str) and value in allowed else words


def _number(value: Any) -> str | None:
    if value is None or (type(value) in (int, float) and math.isfinite(value)):
        return None
    return "must be a number or null"


def _confidence(value: Any) -> str | None:
    if value is None or (type(value) in (int, float) and 0 <= value <= 1):
        return None
    return "must be a number from 0 to 1, or null"


def _quantity(value: Any) -> str | None:
    return None if type(value) is str else _number(value) and "must be a number, a text or null"


def field_id(value: Any) -> str | None:
    good = isinstance(value, str) and _ID.fullmatch(value)
    return None if good else "must be p, l, n or q and a number, as p1"


def _id_or_null(value: Any) -> str | None:
    return None if value is None else field_id(value)


TEXT: Final = _of((str,), "a text")
_TEXT_OR_NULL: Final = _of((str, type(None)), "a text or null")
_FLAG: Final = _of((bool,), "true or false")
OBJECT: Final = _of((dict,), "an object")
LIST: Final = _of((list,), "a list")
_COUNT: Final = _of((int,), "a whole number")

_COMMON: Final[dict[str, Check]] = {
    "status": _one_of(STATUSES),
    "confidence": _confidence,
    "flag": _FLAG,
    "note": TEXT,
    "became": _id_or_null,
}
ATTRIBUTES: Final[dict[str, dict[str, Check]]] = {
    "p": {**_COMMON, "name": TEXT, "role": _TEXT_OR_NULL},
    "l": {
        **_COMMON,
        "name": TEXT,
        "type": _one_of(PLACE_TYPES),
        "country": _TEXT_OR_NULL,
        "latitude": _number,
        "longitude": _number,
    },
    "n": {
        **_COMMON,
        **dict.fromkeys(("value", "low", "high"), _quantity),
        "kind": _one_of(NUMBER_KINDS),
        **dict.fromkeys(("unit", "counted", "event", "approx"), _TEXT_OR_NULL),
        "number_kind": lambda _: "is unknown; a number's kind is called kind",
    },
    "q": {
        **_COMMON,
        "type": _one_of(QUOTE_TYPES),
        "speaker": _id_or_null,
        "speaker_name": _TEXT_OR_NULL,
        "cue": _TEXT_OR_NULL,
    },
}
DEEPEST: Final = 100
"""Levels of lists and objects in a value that no one knows: what is much deeper is written by no JSON library."""


def shallow(value: Any) -> str | None:
    levels, inner = 0, [value]
    while inner := [part for part in inner if type(part) in (dict, list)]:
        levels += 1
        if levels > DEEPEST:
            return f"is nested more than {DEEPEST} levels deep"
        inner = [item for part in inner for item in (part.values() if type(part) is dict else part)]
    return None


def _meta(value: Any) -> str | None:
    return OBJECT(value) or shallow(value)


ARTICLE_VALUES: Final[dict[str, Check]] = {
    "id": TEXT,
    "title": TEXT,
    "source": TEXT,
    "url": _TEXT_OR_NULL,
    "date": _TEXT_OR_NULL,
    "author": _TEXT_OR_NULL,
    "meta": _meta,
    "text": TEXT,
    "status": _one_of(ARTICLE_STATUSES),
}
READING_VALUES: Final[dict[str, Check]] = {"by": TEXT, "at": TEXT}
"""Of one side of a conflict, beside its value."""
EDIT_VALUES: Final[dict[str, Check]] = {
    "id": TEXT,
    "seq": _COUNT,
    "base": _COUNT,
    "at": lambda value: (
        None if isinstance(value, str) and _TIME.fullmatch(value) else "must be as 2026-11-22T10:00:00Z"
    ),
    "by": TEXT,
    "op": _one_of(OPS),
    "changes": LIST,
    "of": _TEXT_OR_NULL,
    "session": _TEXT_OR_NULL,
    "seen": LIST,
}
OPTIONAL: Final = frozenset({"of", "session", "seen"})
