"""Bars and lines of text: as long as what they stand for, and never longer than there is room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services import plots, rows

COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=len(plots.PARTS))
WIDTHS = st.integers(1, 200)


@given(st.integers(0, 10**9), st.integers(0, 10**9), WIDTHS)
def test_a_bar_is_as_long_as_its_share(one: int, other: int, width: int) -> None:
    most = max(one, other)
    short, long = (plots.bar(value, most, width) for value in sorted((one, other)))
    assert len(short) <= len(long) <= width
    assert bool(long) == bool(most)
    assert bool(short) == bool(min(one, other)), "something of it is seen wherever there is something"


@given(COUNTS, st.integers(0, 10**9), WIDTHS)
def test_the_parts_of_a_bar_are_in_their_order_and_fill_it(values: list[int], more: int, width: int) -> None:
    most = sum(values) + more
    drawn = plots.parted(values, most, width)
    assert len(drawn) <= width
    assert drawn == "".join(sorted(drawn, key=plots.PARTS.index))
    assert bool(drawn) == any(values)
    if not more:
        assert len(drawn) == (width if any(values) else 0)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=400), WIDTHS)
def test_a_series_begins_at_zero_and_shows_where_something_was(values: list[int], width: int) -> None:
    drawn, each = plots.series(values, width)
    assert len(drawn) <= width
    assert len(drawn) == -(-len(values) // each)
    sums = [sum(values[start : start + each]) for start in range(0, len(values), each)]
    assert [mark == " " for mark in drawn] == [value == 0 for value in sums]
    if any(values):
        assert drawn[sums.index(max(sums))] == "█"


def test_the_rest_is_counted() -> None:
    counts = {f"place {number}": 30 - number for number in range(12)}
    shown = [*plots.ranked("by place", counts, 80)]
    assert shown[1] == "by place"
    assert shown[-1] == "and 4 more, each in 22 or fewer"
    once = {**{f"place {number}": 5 for number in range(8)}, "last": 1}
    assert [*plots.ranked("by place", once, 80)][-1] == "and 1 more, in 1"
    assert shown[2].startswith("place 0  30  ████")
    assert not [*plots.ranked("by place", {"one": 5}, 80)], "one alone tells nothing"
    assert not [*plots.ranked("by place", {"one": 1, "two": 1}, 80)]


def test_a_long_name_is_cut_and_keeps_its_figure() -> None:
    [_, _, row, _] = plots.bars("by source", [("x" * 200, 3), ("y", 1)], 80)
    assert row.startswith(f"{'x' * 27}…  3  ")
    assert len(row) <= 80


def test_columns_hold_where_letters_are_wide_or_have_marks() -> None:
    shown = [*plots.bars("by source", [("朝日新聞", 3), ("Tōkyō", 2), ("N" * 40, 1), ("新" * 40, 1)], 80)][2:]
    starts = [rows.cells(row[: row.index("█")]) for row in shown]
    assert len(set(starts)) == 1
    assert shown[0].startswith("朝日新聞" + " " * 20 + "  3")
    assert shown[3].startswith("新" * 13 + "…  " + " 1")


@given(st.text(), st.integers(1, 40))
def test_a_column_is_as_wide_as_it_should_be(words: str, width: int) -> None:
    assert rows.cells(rows.column(words, width)) == width
