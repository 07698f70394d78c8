"""Lines, clusters and cells, for any text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growing import LINES
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from work import grows_with

from tui.reader.text.wrap import HANG, TAB, Wrapped, clusters
from tui.terminal.symbols import SYMBOLS, visible

PIECES = [
    "word",
    "a",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "-",
    "—",
    "“",
    "é",
    "e\u0301",
    "北京",
    "。",
    "「",
    "한글",
    "👍🏽",
    "👨\u200d👩\u200d👧",
    "🇺🇦",
    "❤️",
    "שלום",
    "क्\u200dष",
    "\u200b",
    "\u0301",
    "\u200d",
    "\ufe0f",
    "\u202e",
    "\x1b",
    "\x07",
    "\x9b",
    "\xad",
    "\u3000",
]
hostile = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80)
widths = st.integers(8, 40)


@given(hostile, widths)
def test_lines_put_together_are_the_text(text: str, width: int) -> None:
    wrapped = Wrapped(text, width)

    assert "".join(text[start:end] for start, end in map(wrapped.span, range(len(wrapped)))) == text


@given(hostile, widths)
def test_no_line_is_wider_than_the_width_but_for_the_space_that_hangs(text: str, width: int) -> None:
    wrapped = Wrapped(text, width)

    for line in range(len(wrapped)):
        parts = wrapped.cells(line)
        assert sum(part.width for part in parts) <= width + HANG + 1
        while parts and text[parts[-1].start].isspace():
            parts.pop()
        assert sum(part.width for part in parts) <= width


@given(hostile, widths)
def test_every_offset_has_a_cell_and_every_cell_leads_back(text: str, width: int) -> None:
    wrapped = Wrapped(text, width)

    for offset in range(len(text)):
        start, end = wrapped.cluster_span(offset)
        line, column = wrapped.line_at(offset), wrapped.column_at(offset)
        assert start <= offset < end
        assert wrapped.offset_at(line, column) == start


@given(hostile)
def test_clusters_cover_the_text_with_a_cell_each_as_wide_as_rich_says(text: str) -> None:
    found = clusters(text, 0, len(text))

    assert [c.start for c in found] == sorted({c.start for c in found})
    assert all(c.width >= 1 for c in found)
    assert all(c.width == cell_len(c.shown) for c in found)
    assert cell_len("".join(c.shown for c in found)) == sum(c.width for c in found)


@given(hostile)
def test_nothing_shown_can_move_the_cursor_or_turn_the_line(text: str) -> None:
    line = "".join(c.shown for c in clusters(text, 0, len(text)))

    assert not set(line) & (set(SYMBOLS) | {"\n", "\t"})
    assert not set(visible(text)) & (set(SYMBOLS) | {"\n", "\t"})
    assert len(visible(text)) == len(text)


@given(hostile, widths, widths)
def test_the_end_of_the_text_is_a_place_too(text: str, width: int, column: int) -> None:
    wrapped = Wrapped(text, width)

    assert wrapped.line_at(len(text)) == len(wrapped) - 1
    assert wrapped.column_at(len(text)) <= width + HANG
    assert 0 <= wrapped.offset_at(len(wrapped) - 1, column) <= len(text)


def lines_of(text: str, width: int, *, gaps: bool | None = False) -> list[str]:
    wrapped = Wrapped(text, width, gaps)
    return [text[start:end] for start, end in map(wrapped.span, range(len(wrapped)))]


def test_breaks_at_spaces_and_keeps_both_of_a_double_one() -> None:
    assert lines_of("The mayor left.  She said no.", 15) == ["The mayor left.  ", "She said no."]


def test_breaks_after_a_dash_between_words_but_not_within_a_range() -> None:
    assert lines_of("a well-meaning plan", 8) == ["a well-", "meaning ", "plan"]
    assert lines_of("the council—all nine", 12) == ["the council—", "all nine"]
    assert lines_of("some 10-15 left", 8) == ["some ", "10-15 ", "left"]


def test_no_line_begins_with_a_dash_that_stands_between_spaces() -> None:
    assert lines_of("He went home — alone", 13) == ["He went ", "home — alone"]


def test_does_not_break_at_a_no_break_space() -> None:
    assert lines_of("about 20\xa0miles", 10) == ["about ", "20\xa0miles"]


def test_cuts_a_word_that_is_longer_than_a_line() -> None:
    assert lines_of("abcdefghijklmnopqrs", 8) == ["abcdefgh", "ijklmnop", "qrs"]


def test_no_line_of_chinese_begins_with_a_full_stop_or_ends_with_an_opening_mark() -> None:
    assert lines_of("市长说不会。「不」", 10) == ["市长说不", "会。「不」"]
    assert lines_of("市长说了「不会」", 10) == ["市长说了", "「不会」"]


def test_a_family_is_one_cluster_and_so_is_a_flag() -> None:
    assert [c.width for c in clusters("👨\u200d👩\u200d👧🇺🇦!", 0, 8)] == [2, 2, 1]


def test_a_joiner_between_letters_takes_no_cell_from_the_second() -> None:
    assert sum(c.width for c in clusters("क्\u200dष", 0, 4)) == 2


def test_a_tab_is_as_wide_as_four_spaces() -> None:
    wrapped = Wrapped("\tx", 40)

    assert wrapped.column_at(1) == TAB
    assert wrapped.offset_at(0, TAB - 1) == 0


def test_paragraphs_of_long_lines_get_air_between_them() -> None:
    text = "word " * 30 + "\n" + "word " * 30 + "\nend"
    wrapped = Wrapped(text, 60)

    assert [line for line in range(len(wrapped)) if wrapped.is_gap(line)] == [3, 7]
    assert wrapped.line_at(text.index("\n") + 1) == 4


@pytest.mark.parametrize("text", ["One.\n\nTwo.\n\n" + "word " * 40, "a list\nof\nshort lines"])
def test_a_text_with_empty_lines_or_of_short_lines_stays_as_it_is(text: str) -> None:
    wrapped = Wrapped(text, 60)

    assert not any(map(wrapped.is_gap, range(len(wrapped))))


@pytest.mark.parametrize("name", LINES)
def test_the_work_grows_with_the_text_and_no_faster(name: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = LINES[name](size)
        return lambda: len(Wrapped(text, 70))

    assert grows_with(work, 2_000)
