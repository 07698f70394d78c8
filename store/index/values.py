"""Which values the filters of a query take: choices, numbers, dates and codes, and what is said of any other."""

from __future__ import annotations

import re
from typing import Final

from store.model.kinds import NUMBER_KINDS
from store.times import begins_time, is_time

YES: Final = ("yes", "no")
CHOICES: Final = {
    "status": ("new", "started", "done"),
    "flag": YES,
    "noted": YES,
    "doubt": YES,
    "conflict": YES,
    "kind": NUMBER_KINDS,
}
DATE: Final = "2026, 2026-11 or 2026-11-22"
_CODE: Final = re.compile("[A-Za-z]{1,2}")


def choices_of(key: str) -> tuple[str, ...]:
    """The values that a filter may have; none where any words will do."""
    return CHOICES.get(key, ())


def wrong_value(key: str, op: str, value: str) -> str:
    """What is wrong with the value of a built-in filter, and what would be right; empty if nothing is."""
    term = f"{key}{op}{value}"
    if key in CHOICES and value not in CHOICES[key]:
        return f"{term}: {key} is one of {', '.join(CHOICES[key])}"
    if key == "number" and op != ":" and amount_of(value) is None:
        return f"{term}: {value or 'nothing'} is not a number; write digits"
    if key == "date" and not (begins_time(value) if op == ":" else is_time(value.removesuffix("Z"))):
        return f"{term}: {value or 'nothing'} is not a date; write {DATE}"
    if key == "country" and value and not _CODE.fullmatch(value):
        return f"{term}: write a code of two letters, such as GB"
    return ""


def amount_of(value: str) -> float | None:
    """What digits say: `1,000` and `3.5` are numbers, `3-1` and `ten` are not."""
    if not re.fullmatch(r"-?[0-9][0-9,]*(?:\.[0-9]+)?", value):
        return None
    return float(value.replace(",", "")[:300])
