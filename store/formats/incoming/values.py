"""The values of numbers: read from their words, or from the text as which a format stores them."""

from __future__ import annotations

import re
from typing import Any, Final

from store.model.fields import Json

_AMOUNTS: Final = ("value", "low", "high", "latitude", "longitude")
_WORDED: Final = ("date", "score", "range")
"""The kinds of number whose values may be text: `2023-12`, `3-1`, the years of a range."""
_NUMERAL: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){0,9}(?:\.[0-9]{1,20})?|[0-9]{1,30}(?:\.[0-9]{1,20})?")
_PERCENT: Final = re.compile(r"\s?(?:%|per ?cent)\Z", re.IGNORECASE)
_DATE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def value_of(words: str, kind: str) -> Any:
    """The value of a number that is written in digits, as text for a date; else None."""
    if kind == "date":
        return words if _DATE.fullmatch(words) else None
    if kind == "percent":
        words = _PERCENT.sub("", words)
    if kind == "score" or not _GROUPED.fullmatch(words):
        return None
    value = float(words.replace(",", ""))
    return int(value) if value.is_integer() else value


def typed(key: str, value: Any, values: Json) -> Any:
    """Numbers that a format stores as text become numbers; the values of dates, scores and ranges may be text."""
    if key not in _AMOUNTS or not isinstance(value, str) or values.get("kind") in _WORDED:
        return value
    if not _NUMERAL.fullmatch(value):
        return value if (grouped := value_of(value.strip(), "count")) is None else grouped
    number = float(value)
    return int(value) if value.lstrip("+-").isdigit() else number
