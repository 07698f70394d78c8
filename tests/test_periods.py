"""Rows of a table over time: each day in one of them, and none left out between."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services import periods

DAYS = st.sets(st.dates(), min_size=1, max_size=9)
FINEST = st.sampled_from([periods.WEEK, periods.MONTH])


@given(DAYS | st.sets(st.dates(date(2025, 1, 1), date(2028, 1, 1)), min_size=1), FINEST)
def test_every_day_has_a_row(days: set[date], finest: periods.Period) -> None:
    row_of, rows = periods.fitting(days, finest)
    there = [row_of(day) for day in sorted(days)]
    assert there == sorted(there, key=rows.index)
    assert (rows[0], rows[-1]) == (there[0], there[-1])
    assert len(set(rows)) == len(rows)
    assert len(rows) <= periods.MOST_ROWS or rows == [*dict.fromkeys(there)]


def test_the_finest_that_has_few_enough_rows() -> None:
    first = date(2026, 1, 1)
    for last, rows in (
        (date(2026, 1, 14), ["2026-W01", "2026-W02", "2026-W03"]),
        (date(2026, 8, 1), [f"2026-{month:02}" for month in range(1, 9)]),
        (date(2028, 5, 1), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4",
                            "2028-Q1", "2028-Q2"]),
        (date(2037, 1, 1), [f"{year}" for year in range(2026, 2038)]),
        (date(2061, 1, 1), ["2020s", "2030s", "2040s", "2050s", "2060s"]),
    ):  # fmt: skip
        assert periods.fitting([last, first], periods.WEEK)[1] == rows


def test_a_week_is_of_the_month_that_has_most_of_it() -> None:
    assert str(periods.of_week("2026-W01")) == "2026-01-01"
    assert str(periods.of_week("2026-W14")) == "2026-04-02"
