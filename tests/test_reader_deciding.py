"""Deciding: let stand, strike out, undo, redo, flag, done; each looked up on the disk afterwards."""

from __future__ import annotations

from pathlib import Path

from reader_room import OTHER_TEXT, TEXT, article, at, reading, suggestions

from store.library.protocol import open_library
from store.model.fields import Suggestions
from tui.messages import OpenArticles


async def test_a_lets_stand_and_goes_to_the_next_undecided(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        assert room.current == "p1"
        await room.press("a", "a")
        assert room.current == "l1"
        assert [item.id for item in room.stored.fields.values() if item.status == "accepted"] == ["p1", "p2"]


async def test_x_strikes_out_and_the_row_goes_to_the_end_of_its_group(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("x")
        assert room.current == "p2"
        assert room.status("p1") == "rejected"
        assert room.reader.state.cursor is not None
        assert room.reader.state.cursor.order[:2] == ["p2", "p1"]


async def test_undo_and_redo_put_the_field_in_question_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("x", "a", "u")
        assert room.current == "p2"
        assert room.status("p2") == "suggested"
        await room.press("u")
        assert room.current == "p1"
        assert room.status("p1") == "suggested"
        await room.press("U")
        assert room.status("p1") == "rejected"
        assert "striking out" in room.said


async def test_undo_works_after_the_program_was_left(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("x", "ctrl+q")
    async with reading(tmp_path) as room:
        await room.press("u")
        assert room.status("p1") == "suggested"


async def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("u")
        assert "Nothing to undo" in room.said


async def test_minus_strikes_out_one_mention_alone(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("right", "minus")
        person = room.stored.fields["p1"]
        assert [TEXT[start:end] for start, end in person.spans] == ["Petra Lindqvist"]
        assert person.status == "corrected"


async def test_a_flag_with_a_note_comes_and_goes(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("f")
        await room.type("spelling")
        await room.press("enter")
        assert (room.stored.fields["p1"].flag, room.stored.fields["p1"].note) == (True, "spelling")
        assert "spelling" in room.said
        await room.press("f")
        assert (room.stored.fields["p1"].flag, room.stored.fields["p1"].note) == (False, "spelling")


async def test_a_flag_that_is_thought_better_of(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("f", "x", "escape")
        assert room.stored.edits == ()


def two_articles(folder: Path) -> list[str]:
    library = open_library(folder)
    first = library.add(article(), suggestions())
    second = library.add(article(OTHER_TEXT, "Library closes"), Suggestions())
    return [first.id, second.id]


async def test_done_asks_once_about_what_is_undecided(tmp_path: Path) -> None:
    async with reading(tmp_path, ids := two_articles(tmp_path)) as room:
        await room.press("x", "d", "escape")
        assert room.stored.status == "started"
        await room.press("d", "A")
        assert room.reader.state.queue.position == 1
        first = open_library(tmp_path).load(ids[0])
        assert first.status == "done"
        assert first.decided == len(first.fields)
        assert first.fields["p1"].status == "rejected"


async def test_done_leaving_what_is_undecided(tmp_path: Path) -> None:
    async with reading(tmp_path, ids := two_articles(tmp_path)) as room:
        await room.press("d", "l")
        room.reader.sessions.close()
        assert (open_library(tmp_path).load(ids[0]).status, open_library(tmp_path).load(ids[0]).decided) == ("done", 0)


async def test_undo_right_after_done_goes_back_and_reopens(tmp_path: Path) -> None:
    async with reading(tmp_path, two_articles(tmp_path)) as room:
        await room.press("a", "d", "a", "u")
        assert room.reader.state.queue.position == 0
        assert (room.stored.status, room.stored.decided) == ("started", 1)


async def test_undo_in_another_queue_stays_in_its_article(tmp_path: Path) -> None:
    ids = two_articles(tmp_path)
    async with reading(tmp_path, ids) as room:
        await room.press("a", "d", "a")
        room.app.post_message(OpenArticles(list(reversed(ids)), 1))
        await room.pilot.pause()
        await room.press("u")
        assert room.reader.state.cursor is not None
        assert room.reader.state.cursor.record.id == ids[0]


async def test_undo_later_on_stays_in_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path, two_articles(tmp_path)) as room:
        await room.press("d", "l", "tab", "shift+right", "l", "u")
        assert room.reader.state.queue.position == 1


async def test_the_last_article_done_says_how_to_leave(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("d", "l")
        assert "ctrl+q" in room.said
        await room.press("u")
        assert room.stored.status == "new"


async def test_leaving_waits_for_the_disk(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("a", "a", "a", "ctrl+q")
    assert room.app.return_value == 0
    assert open_library(tmp_path).load(article().id).decided == 3


async def test_done_lets_stand_what_is_not_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path, ids := two_articles(tmp_path)) as room:
        await room.press("d")
        assert "8 fields are undecided, 2 in doubt" in str(room.app.screen.query_one("Static").render())
        await room.press("a")
        assert room.reader.sessions.close() == ""
        first = open_library(tmp_path).load(ids[0])
        assert first.status == "done"
        assert [item.id for item in first.fields.values() if not item.decided] == ["l2", "q1"]


async def test_undo_of_an_addition_stays_at_its_place(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("tab")
        room.reader.article.cursor = at("nurse")[0]
        await room.press("shift+right", "p", "u")
        assert room.current == "p2"
        assert room.reader.article.cursor == at("nurse")[0]
