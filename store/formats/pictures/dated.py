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
    """`unplaced` have no year, and the article no date that gives one; or they are on no calendar."""

    dated: list[Dated]
    unplaced: list[Number]


def dates_of(fields: Iterable[AnyField], article: str | None) -> Dates:
    """Of fields that are not struck out; `article` is the date of the article."""
    found: list[Dated] = []
    unplaced: list[Number] = []
    near = days_of(article) if article else None
    for item in fields:
        if not isinstance(item, Number) or not item.alive or not _is_date(item):
            continue
        if days := _told(item):
            found.append(Dated(item, *days))
        elif near and (days := _nearest(item, near[0])):
            found.append(Dated(item, *days, year_is_told=False))
        else:
            unplaced.append(item)
    return Dates(sorted(found, key=lambda one: (one.first, one.last, one.item.spans)), unplaced)


def _bounds(item: Number) -> tuple[object, object]:
    return (item.low, item.high) if item.value is None else (item.value, item.value)


def _is_date(item: Number) -> bool:
    first = _bounds(item)[0]
    if isinstance(first, str) and first.startswith("T"):
        return False
    return item.number_kind == "date" or (
        item.number_kind == "range" and (isinstance(item.low, str) or is_of_years(item))
    )


def _told(item: Number) -> tuple[date, date] | None:
    first, last = (days_of(str(bound)) for bound in _bounds(item))
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


def _nearest(item: Number, near: date) -> tuple[date, date] | None:
    """What ends on an earlier day than it begins goes on into the next year."""
    first, last = (_DAY.fullmatch(str(bound)) for bound in _bounds(item))
    if not first or not last:
        return None
    there = [days for year in (near.year - 1, near.year, near.year + 1) if (days := _of(year, *first.groups()))]
    begins = min((days[0] for days in there), key=lambda day: abs(day - near), default=None)
    if begins is None:
        return None
    ends = (_of(begins.year + later, *last.groups()) for later in (0, 1))
    return next(((begins, days[1]) for days in ends if days and days[1] >= begins), None)
