"""Edges, mentions, merging and splitting, all occurrences; each one step of undo, looked up on disk."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from reader_driver import TEXT, ReaderDriver, reading

from store.model.fields import Number, Person
from tui.reader.commands.edges import moved


def words_of(driver: ReaderDriver, identifier: str) -> list[str]:
    return [TEXT[start:end] for start, end in driver.stored.fields[identifier].spans]


async def test_edges_move_by_a_word(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("comma")
        assert words_of(driver, "p1") == ["Mayor Petra Lindqvist", "Lindqvist"]
        await driver.press("full_stop", "full_stop")
        assert words_of(driver, "p1") == ["Lindqvist", "Lindqvist"]
        await driver.press("greater_than_sign", "less_than_sign", "greater_than_sign")
        assert words_of(driver, "p1") == ["Lindqvist said", "Lindqvist"]
        await driver.press(*"uuuuuu")
        assert words_of(driver, "p1") == ["Petra Lindqvist", "Lindqvist"]


async def test_moved_edges_are_said_and_no_mention_leaves_its_paragraph(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("greater_than_sign")
        assert driver.said == "Now “Petra Lindqvist said”"
        await driver.press("greater_than_sign")
        assert driver.said.startswith("No further: a person lies within one paragraph")
        assert words_of(driver, "p1") == ["Petra Lindqvist said", "Lindqvist"]
        await driver.go("p2")
        await driver.press("comma")
        assert driver.said.startswith("No further: a person lies within one paragraph")
        assert words_of(driver, "p2") == ["Anders Holm"]


async def test_what_is_undone_is_not_named_by_the_value_that_changed(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n3")
        await driver.press("e", "ctrl+a", "ctrl+k", *"19", "enter")
        assert isinstance(number := driver.stored.fields["n3"], Number)
        assert number.value == 19
        await driver.press("u")
        assert driver.said == "Undone: the value is “18” again, not “19”"
        await driver.press("U")
        assert driver.said == "Redone: the value is “19” again, not “18”"


async def test_edges_move_by_a_character(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("b", "less_than_sign", "comma")
        assert words_of(driver, "p1")[0] == " Petra Lindqvis"
        await driver.press("b", "full_stop")
        assert words_of(driver, "p1")[0] == "Petra Lindqvis"


async def test_a_number_is_read_anew_from_other_words(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n3")
        await driver.press("b", "less_than_sign")
        number = driver.stored.fields["n3"]
        assert isinstance(number, Number)
        assert number.value == 1
        assert number.unit == "mile"


async def test_all_occurrences_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("right", "minus", "full_stop")
        assert words_of(driver, "p1") == ["Lindqvist"]
        await driver.press("o", "escape")
        assert words_of(driver, "p1") == ["Lindqvist"]
        await driver.press("o", "enter")
        assert words_of(driver, "p1") == ["Lindqvist", "Lindqvist"]
        await driver.press("u")
        assert words_of(driver, "p1") == ["Lindqvist"]


async def test_what_was_found_stays_lit_after_all_occurrences(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("right", "minus", "full_stop", "slash")
        await driver.type("lindqvist")
        await driver.press("enter")
        lit = list(driver.reader.article._hits)
        assert [layer for _, _, layer in lit] == ["hit-current", "hit"]
        await driver.press("o", "escape")
        assert driver.reader.article._hits == lit
        await driver.press("n")
        await driver.press("N", "o", "enter")
        assert words_of(driver, "p1") == ["Lindqvist", "Lindqvist"]
        assert driver.reader.article._hits == lit


async def test_merge_by_typing_a_name(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "m")
        await driver.type("petra")
        await driver.press("enter")
        record = driver.stored
        assert driver.current == "p1"
        assert record.fields["p2"].became == "p1"
        assert words_of(driver, "p1")[-1] == "Anders Holm"
        await driver.press("u")
        assert driver.stored.fields["p2"].alive


async def test_split_and_what_becomes_of_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("right", "M")
        person = driver.stored.fields["p3"]
        assert isinstance(person, Person)
        assert (person.name, driver.current) == ("Lindqvist", "p3")
        await driver.press("M")
        assert "nothing to split off" in driver.said


async def test_numbers_are_not_merged(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("m", "o")
        assert driver.stored.edits == ()
        assert len(driver.app.screen_stack) == 1


@given(st.text(alphabet="ab .'\n-é3", max_size=40), st.data())
def test_a_moved_edge_leaves_a_span(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    edge = data.draw(st.sampled_from(["start", "end"]))
    step = data.draw(st.sampled_from([-1, 1]))
    low, high = moved(text, (start, end), edge, step, by_character=data.draw(st.booleans()))
    assert 0 <= low < high <= len(text)
    assert (low == start) if edge == "end" else (high == end)
    if edge == "start":
        assert (low <= start) if step < 0 else (low >= start)
    else:
        assert (high <= end) if step < 0 else (high >= end)
