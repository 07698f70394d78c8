"""Weeks, months, quarters, years and decades: which of them a table over time has rows for, those without work too."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Final, NamedTuple

MOST_ROWS: Final = 26


class Period(NamedTuple):
    """`number` counts from the beginning of the calendar; `name` is that of a number."""

    number: Callable[[date], int]
    name: Callable[[int], str]


def _week(number: int) -> str:
    year, week, _ = date.fromordinal(7 * number + 4).isocalendar()
    return f"{year}-W{week:02}"


def _months(day: date) -> int:
    return 12 * day.year + day.month - 1


WEEK: Final = Period(lambda day: (day.toordinal() - 1) // 7, _week)
MONTH: Final = Period(_months, lambda number: f"{number // 12:04}-{number % 12 + 1:02}")
_QUARTER: Final = Period(lambda day: _months(day) // 3, lambda number: f"{number // 4:04}-Q{number % 4 + 1}")
_YEAR: Final = Period(lambda day: day.year, lambda number: f"{number:04}")
_DECADE: Final = Period(lambda day: day.year // 10, lambda number: f"{number:03}0s")
_FROM_FINE_TO_COARSE: Final = (WEEK, MONTH, _QUARTER, _YEAR, _DECADE)


def of_week(name: str) -> date:
    """The Thursday of `2026-W21`, which is in the month and in the year that most of the week is in."""
    year, _, number = name.partition("-W")
    return date.fromisocalendar(int(year), int(number), 4)


def fitting(days: Collection[date], finest: Period) -> tuple[Callable[[date], str], list[str]]:
    """The names of the rows from the first day to the last, and which row a day is in: of the finest period that has
    no more than `MOST_ROWS`. Where even decades have more, those without a day are left out."""
    first, last = min(days), max(days)
    for period in _FROM_FINE_TO_COARSE[_FROM_FINE_TO_COARSE.index(finest) :]:
        numbers = range(period.number(first), period.number(last) + 1)
        if len(numbers) <= MOST_ROWS:
            return _namer(period), [period.name(number) for number in numbers]
    return _namer(_DECADE), [_DECADE.name(number) for number in sorted(set(map(_DECADE.number, days)))]


def _namer(period: Period) -> Callable[[date], str]:
    return lambda day: period.name(period.number(day))
