"""Edges, mentions, merging and splitting, all occurrences; each one step of undo, looked up on disk."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from reader_room import TEXT, Room, reading

from store.model.fields import Number, Person
from tui.reader.commands.edges import moved


def words_of(room: Room, identifier: str) -> list[str]:
    return [TEXT[start:end] for start, end in room.stored.fields[identifier].spans]


async def test_edges_move_by_a_word(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("comma")
        assert words_of(room, "p1") == ["Mayor Petra Lindqvist", "Lindqvist"]
        await room.press("full_stop", "full_stop")
        assert words_of(room, "p1") == ["Lindqvist", "Lindqvist"]
        await room.press("greater_than_sign", "greater_than_sign", "less_than_sign")
        assert words_of(room, "p1") == ["Lindqvist said", "Lindqvist"]
        await room.press(*"uuuuuu")
        assert words_of(room, "p1") == ["Petra Lindqvist", "Lindqvist"]


async def test_edges_move_by_a_character(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("b", "less_than_sign", "comma")
        assert words_of(room, "p1")[0] == " Petra Lindqvis"
        await room.press("b", "full_stop")
        assert words_of(room, "p1")[0] == "Petra Lindqvis"


async def test_a_number_is_read_anew_from_other_words(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("n3")
        await room.press("b", "less_than_sign")
        number = room.stored.fields["n3"]
        assert isinstance(number, Number)
        assert number.value == 1
        assert number.unit == "mile"


async def test_all_occurrences_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("right", "minus", "full_stop")
        assert words_of(room, "p1") == ["Lindqvist"]
        await room.press("o", "escape")
        assert words_of(room, "p1") == ["Lindqvist"]
        await room.press("o", "enter")
        assert words_of(room, "p1") == ["Lindqvist", "Lindqvist"]
        await room.press("u")
        assert words_of(room, "p1") == ["Lindqvist"]


async def test_what_was_found_stays_lit_after_all_occurrences(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("right", "minus", "full_stop", "slash")
        await room.type("lindqvist")
        await room.press("enter")
        lit = list(room.reader.article._hits)
        assert [layer for _, _, layer in lit] == ["hit-current", "hit"]
        await room.press("o", "escape")
        assert room.reader.article._hits == lit
        await room.press("n")
        await room.press("N", "o", "enter")
        assert words_of(room, "p1") == ["Lindqvist", "Lindqvist"]
        assert room.reader.article._hits == lit


async def test_merge_by_typing_a_name(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "m")
        await room.type("petra")
        await room.press("enter")
        record = room.stored
        assert room.current == "p1"
        assert record.fields["p2"].became == "p1"
        assert words_of(room, "p1")[-1] == "Anders Holm"
        await room.press("u")
        assert room.stored.fields["p2"].alive


async def test_split_and_what_becomes_of_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("right", "M")
        person = room.stored.fields["p3"]
        assert isinstance(person, Person)
        assert (person.name, room.current) == ("Lindqvist", "p3")
        await room.press("M")
        assert "nothing to split off" in room.said


async def test_numbers_are_not_merged(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("n1")
        await room.press("m", "o")
        assert room.stored.edits == ()
        assert len(room.app.screen_stack) == 1


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
