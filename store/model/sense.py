"""Checks that values from other programs make sense: the store could hold others, but nobody could use them.

A library keeps whatever it has; these are for what comes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from store.model.checks import Check
from store.model.fields import BY_KIND, Json
from store.model.kinds import NUMBER, PLACE, Attribute

_WORDED: Final = ("date", "score", "range")
"""The kinds of number whose values may be text: `2023-12`, `3-1`, the years of a range."""
_LINE_END: Final = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*")
_CODE: Final = re.compile(r"[A-Z]{2}")


def country(value: Any) -> str | None:
    """Checks the form of a code, not whether there is such a country."""
    good = value is None or (isinstance(value, str) and _CODE.fullmatch(value))
    return None if good else "no code of two letters, such as GB"


def _degrees(limit: int) -> Check:
    return lambda value: None if value is None or -limit <= value <= limit else f"not from -{limit} to {limit}"


def _amount(kind: str) -> Check:
    if kind in _WORDED:
        return lambda value: None if not isinstance(value, str) or any(map(str.isdigit, value)) else "no digit in them"
    return lambda value: f"no numbers, as those of kind {kind} are" if isinstance(value, str) else None


def _of_place(values: Json) -> Mapping[str, Check]:
    del values
    return {"country": country, "latitude": _degrees(90), "longitude": _degrees(180)}


def _of_number(values: Json) -> Mapping[str, Check]:
    return dict.fromkeys(("value", "low", "high"), _amount(str(values.get("kind") or "count")))


_BY_KIND: Final[dict[str, Callable[[Json], Mapping[str, Check]]]] = {PLACE.name: _of_place, NUMBER.name: _of_number}


def on_one_line(name: str) -> str:
    """A name as it is typed here: without line ends, which a list of names would show as signs."""
    return (_LINE_END.sub(" ", name).strip() or name) if _LINE_END.search(name) else name


def sensible(kind: str, values: Json) -> tuple[Json, dict[str, str]]:
    """The attributes of a field of this kind that make sense, and why the others do not.

    A code in small letters is put right.
    """
    good = dict(values)
    if kind == PLACE.name and isinstance(code := good.get("country"), str) and _CODE.fullmatch(code.strip().upper()):
        good["country"] = code.strip().upper()
    wrong: dict[str, str] = {}
    for key, check in _BY_KIND[kind](good).items() if kind in _BY_KIND else ():
        if key in good and (why := _wrong(check, good[key])):
            wrong[key] = f"values that are {why}"
            del good[key]
    for item in BY_KIND[kind].row.attributes if BY_KIND[kind].row.own else ():
        if item.key in good and item.fits and (why := item.fits(good[item.key])):
            wrong[item.key] = f"values that the kinds file does not allow: each {why}"
            del good[item.key]
    return good, wrong


def misfit(item: Attribute, value: Any) -> str | None:
    """What is wrong with a value of a desk's own attribute, by its record and by the kinds file."""
    return _wrong(item.check, value) or (_wrong(item.fits, value) if item.fits else None)


def _wrong(check: Check, value: Any) -> str | None:
    """What is wrong with a value; one of another type is left to the checks of the record."""
    try:
        return check(value)
    except TypeError:
        return None
