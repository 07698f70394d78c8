"""What the attributes of a desk's own kinds may hold: in a record, and by the type that the kinds file gives them."""

from __future__ import annotations

import re
from typing import Any, Final

from store.model.checks import TEXT, TEXT_OR_NULL, Check, number, one_of
from store.model.kinds import ValueType

_DATE: Final = re.compile(r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d-\d\d)(?:T\d\d:\d\d)?")


def _value(value: Any) -> str | None:
    """The width of what a record may hold: whatever a kinds file has once allowed stays valid."""
    if isinstance(value, list):
        return None if all(isinstance(one, str) for one in value) else "must be a list of texts"
    return None if value is None or isinstance(value, str) else number(value) and "must be a text, a number or null"


def names_or_value(value: Any) -> str | None:
    if isinstance(value, list) and all(one is None or isinstance(one, str) for one in value):
        return None
    return _value(value)


def checks_of(key: str, kind: ValueType, choices: tuple[str, ...]) -> tuple[Check, Check | None]:
    """What a record may hold, and what the file demands."""
    if key == "name":
        return TEXT, None
    return _value, {
        "text": TEXT_OR_NULL,
        "choice": _or_null(one_of(choices)),
        "number": _number,
        "date": _date,
        "reference": TEXT_OR_NULL,
        "list": _list_of(one_of(choices) if choices else TEXT),
    }[kind]


def _number(value: Any) -> str | None:
    return number(value) and "must be a number, or empty"


def _or_null(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _list_of(check: Check) -> Check:
    def fits(value: Any) -> str | None:
        if not isinstance(value, list):
            return "must be a list"
        return next((wrong for one in value if (wrong := check(one))), None)

    return fits


def _date(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and _DATE.fullmatch(value) and _is_real(value)):
        return None
    return "must be a date such as 2026-05-04, 2026-05, 2026 or --05-04"


def _is_real(value: str) -> bool:
    from datetime import date

    day = value.partition("T")[0]
    year, month, last = (("2000", *day[2:].split("-")) if day.startswith("--") else (*day.split("-"), "01", "01"))[:3]
    try:
        date(int(year), int(month), int(last))
    except ValueError:
        return False
    return True
