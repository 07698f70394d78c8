"""The dates that an article states, in their order: days, months, years, decades, and from one to another.

A day without a year is taken for that next to the article's own date, and is told to be; without one it has no place
in time. Clock times have none either, and are not counted.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from store.model.fields import AnyField, Number
from store.model.phrases import is_of_years

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", re.ASCII)
_DAY: Final = re.compile(r"--(\d\d)(?:-(\d\d))?(?:T.*)?", re.ASCII)


class Dated(NamedTuple):
    """`first` and `last` day. `year_is_told` is False where the article's own date gave the year."""

    item: Number
    first: date
    last: date
    year_is_told: bool = True


class Dates(NamedTuple):
    """`undated` have no year, and the article no date that gives one."""

    dated: list[Dated]
    undated: list[Number]


def dates_of(fields: Iterable[AnyField], article: str | None) -> Dates:
    """Of fields that are not struck out; `article` is the date of the article."""
    found: list[Dated] = []
    undated: list[Number] = []
    near = days_of(article) if article else None
    for item in fields:
        if not isinstance(item, Number) or not item.alive or item.number_kind not in ("date", "range"):
            continue
        if days := _told(item):
            found.append(Dated(item, *days))
        elif isinstance(item.value, str) and (match := _DAY.fullmatch(item.value)):
            if near and (days := _nearest(match, near[0])):
                found.append(Dated(item, *days, year_is_told=False))
            else:
                undated.append(item)
    return Dates(sorted(found, key=lambda one: (one.first, one.last, one.item.spans)), undated)


def _told(item: Number) -> tuple[date, date] | None:
    if isinstance(item.value, str):
        return days_of(item.value)
    if item.value is not None:
        return days_of(str(item.value)) if item.number_kind == "date" else None
    if item.low is None or item.high is None:
        return None
    if item.number_kind == "range" and not isinstance(item.low, str) and not is_of_years(item):
        return None
    first, last = days_of(str(item.low)), days_of(str(item.high))
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def days_of(told: str) -> tuple[date, date] | None:
    """None for what is on no calendar."""
    match = _DATE.fullmatch(told)
    return _of(int(match[1]), match[2], match[3]) if match else None


def _of(year: int, month: str | None, day: str | None) -> tuple[date, date] | None:
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        last = int(day) if day else monthrange(year, int(month))[1]
        return date(year, int(month), int(day or 1)), date(year, int(month), last)
    except ValueError:
        return None


def _nearest(match: re.Match[str], near: date) -> tuple[date, date] | None:
    there = [days for year in (near.year - 1, near.year, near.year + 1) if (days := _of(year, match[1], match[2]))]
    return min(there, key=lambda days: abs(days[0] - near), default=None)
