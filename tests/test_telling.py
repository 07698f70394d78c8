"""What happens out of the line of sight is told in the corner, whatever screen is on top, and stays there a while."""

from __future__ import annotations

from pathlib import Path

from hands import until
from reader_room import OTHER_TEXT, article, reading, suggestions
from shelf_room import filled, sitting
from test_reader_trouble import allow, refuse
from textual.widgets._toast import Toast

from store.library.opening import open_library
from store.model.fields import Suggestions
from tui.shelf.background import Ended


async def test_an_article_that_was_left_unsaved_is_told_of_and_when_it_is_saved(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    hostile = "Grain [b]store\x1b[2J"
    ids = [library.add(article(title=hostile), suggestions()).id, library.add(article(OTHER_TEXT), Suggestions()).id]
    async with reading(tmp_path, ids) as room:
        left = room.reader.state.cursor
        assert left is not None
        await room.press("right_square_bracket", "left_square_bracket")
        refuse(tmp_path)
        await room.press("a", "right_square_bracket")
        await until(room.pilot, lambda: room.told)
        assert room.told[0].startswith("Grain [b]store␛[2J is not saved: ")
        assert room.app.screen.query(Toast).first().render().plain.startswith("Grain [b]store␛[2J is not saved: ")
        assert not room.reader.header.progress.wrong, "it speaks of the article that is shown"
        await room.press("j", "k")
        assert room.told
        allow(tmp_path)
        room.app.clear_notifications()
        assert room.reader.sessions.close() == ""
        await until(room.pilot, lambda: room.told)
        assert room.told == ["Grain [b]store␛[2J is saved now"]


async def test_what_was_not_added_from_the_shelf_is_still_told_after_the_next_key(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "empty.txt").write_text("")
    async with sitting(library) as room:
        await room.press("i")
        await room.paste(str(wire))
        await room.press("enter")
        await room.until(lambda: room.told)
        assert room.told[0].startswith("0 added, 1 failed: ")
        await room.press("j")
        assert room.said == ""
        assert room.told


async def test_what_ends_while_another_screen_is_on_top_is_told_there(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    async with sitting(library) as room:
        await room.press("question_mark")
        room.shelf.post_message(Ended("1 added"))
        await room.until(lambda: [toast for toast in room.app.screen.query(Toast) if toast.region])
        assert room.app.screen is not room.shelf
        assert room.app.screen.query_one(Toast).region.height == 1


async def test_a_change_in_an_article_that_is_done_is_told_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("d", "A")
        assert room.told == []
        await room.press("u", "U", "x")
        assert room.told == ["This article is done; what you changed in it is kept, u takes it back"]
        await room.press("x")
        assert len(room.told) == 1
