"""The values of numbers: read from their words, or from the text as which a format stores them."""

from __future__ import annotations

import re
from typing import Any, Final

from store.jsontext import decode
from store.model.fields import AnyField, Json
from store.model.kinds import ValueType

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


def own_typed(kind: ValueType | None, value: Any) -> Any:
    """The value of an attribute of a desk's own kind from the text as which a format stores it."""
    if kind == "list" and value is not None and not isinstance(value, list):
        try:
            items = decode(str(value)) if str(value).startswith("[") else None
        except ValueError:
            items = None
        return items if isinstance(items, list) else [one for one in map(str.strip, str(value).split(";")) if one]
    if kind == "number" and isinstance(value, str) and _NUMERAL.fullmatch(value):
        return int(value) if value.lstrip("+-").isdigit() else float(value)
    return value


def typed_values(cls: type[AnyField], values: Json) -> Json:
    """The values under keys of the kind, without references, with the types that the kind gives them."""
    own = {item.key: item.type for item in cls.row.attributes if not item.is_reference}
    if not cls.row.own:
        return {key: typed(key, value, values) for key, value in values.items() if key in own}
    return {key: own_typed(own[key], value) for key, value in values.items() if key in own}


def typed(key: str, value: Any, values: Json) -> Any:
    """Numbers that a format stores as text become numbers; the values of dates, scores and ranges may be text."""
    if key not in _AMOUNTS or not isinstance(value, str) or values.get("kind") in _WORDED:
        return value
    if not _NUMERAL.fullmatch(value):
        return value if (grouped := value_of(value.strip(), "count")) is None else grouped
    number = float(value)
    return int(value) if value.lstrip("+-").isdigit() else number
