"""Finding: words, doubts, and what is left of a group."""

from __future__ import annotations

from pathlib import Path

from reader_room import at, reading


async def test_find_and_go_through_the_hits(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type("holm")
        await room.press("enter")
        assert room.current == "p2"
        assert room.said == "“holm”: 1 of 1"
        await room.press("slash")
        await room.press(*["backspace"] * 4)
        await room.type("lindqvist")
        await room.press("enter", "n")
        assert room.reader.pane.cursor == at("Lindqvist said")[0] or room.current == "p1"
        await room.press("N", "escape", "n")
        assert room.stored.edits == ()


async def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type("unicorn")
        await room.press("enter")
        assert "not in this article" in room.said


async def test_the_next_doubt_and_its_reason(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("exclamation_mark")
        assert room.current == "l2"
        assert "30% sure" in room.said
        await room.press("exclamation_mark")
        assert room.current == "q1"
        assert "speaker" in room.said


async def test_v_shows_what_is_undecided_then_the_least_certain_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        assert room.reader.reading is not None
        await room.press("a", "v")
        assert room.reader.reading.order == ["p2", "l1", "l2", "n1", "n2", "n3", "q1"]
        await room.press("a")
        assert room.reader.reading.order == ["l1", "l2", "n1", "n2", "n3", "q1"]
        assert room.reader.header.progress.decided == 2
        await room.go("p1")
        assert room.current == "p1"
        await room.press("v")
        assert room.reader.reading.order[:4] == ["p1", "p2", "l2", "l1"]
        await room.press("v")
        assert room.reader.reading.order[2:4] == ["l1", "l2"]


async def test_what_is_left_of_a_group_stands_but_not_what_is_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("A")
        assert [item.status for item in room.stored.people] == ["accepted", "accepted"]
        assert room.current == "l1"
        await room.press("A")
        assert [item.status for item in room.stored.places] == ["accepted", "suggested"]
        assert "1 in doubt" in room.said
        await room.press("u", "u")
        assert room.stored.decided == 0
