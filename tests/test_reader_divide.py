"""The line between article and fields is moved by key and by mouse, holds for all articles, and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_room import OTHER_TEXT, TEXT, Room, article, at, reading, suggestions
from textual import events

from store.library.protocol import open_library
from store.model.fields import Place, Suggestions
from tui.reader.screen import ReaderScreen
from tui.reader.shares import Shares
from tui.settings import state

LONG = TEXT + "\n" + "The wind had turned by evening and nobody on the quay spoke of anything else for a while. " * 400


def panel(room: Room) -> tuple[int, int]:
    """Columns and lines that the fields have."""
    return room.reader.panel.outer_size


async def drag(room: Room, start: tuple[int, int], *through: tuple[int, int]) -> None:
    await room.pilot.mouse_down(offset=start)
    for place in through:
        await room.pilot._post_mouse_events([events.MouseMove], offset=place, button=1)
    await room.pilot.mouse_up(offset=through[-1])
    await room.pilot.pause()


def border(room: Room) -> tuple[int, int]:
    region = room.reader.panel.region
    return (region.x, region.y + 5) if region.x else (region.x + 20, region.y)


async def test_keys_move_the_line_as_far_as_either_side_can_give(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        assert panel(room)[0] == 52
        await room.press("left_curly_bracket")
        assert panel(room)[0] == 56
        assert room.said == "56 columns for the fields; | puts it back"
        await room.press("right_curly_bracket", "right_curly_bracket")
        assert panel(room)[0] == 48
        await room.press(*["right_curly_bracket"] * 9)
        assert panel(room)[0] == 32
        assert room.said == "The article takes no more"
        await room.press(*["left_curly_bracket"] * 20)
        assert panel(room)[0] == 80
        assert room.said == "The fields take no more"
        await room.press("vertical_line")
        assert panel(room)[0] == 52
        await room.press("tab", "left_curly_bracket")
        assert panel(room)[0] == 56, "from the article too"


async def test_on_a_narrow_screen_the_line_moves_up_and_down(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as room:
        assert panel(room) == (80, 7)
        await room.press("left_curly_bracket")
        assert panel(room) == (80, 8)
        assert room.said == "8 lines for the fields; | puts it back"
        await room.press(*["right_curly_bracket"] * 3)
        assert panel(room) == (80, 6)
        await room.press(*["left_curly_bracket"] * 20)
        assert panel(room) == (80, 15)
        await room.press("vertical_line")
        assert panel(room) == (80, 7)


async def test_the_mouse_drags_the_line_and_selects_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        x, y = border(room)
        await room.pilot.mouse_down(offset=(x, y))
        await room.pilot._post_mouse_events([events.MouseMove], offset=(x - 10, y), button=1)
        await room.pilot.pause()
        assert panel(room)[0] == 62, "while it is dragged"
        await room.pilot._post_mouse_events([events.MouseMove], offset=(x - 20, y + 9), button=1)
        await room.pilot.mouse_up(offset=(x - 20, y + 9))
        await room.pilot.pause()
        assert panel(room)[0] == 72
        assert border(room)[0] == x - 20
        assert room.reader.article.selection is None
        assert room.current == "p1"
        await room.pilot.hover(offset=(x - 30, y))
        assert panel(room)[0] == 72, "let go of"
        await drag(room, border(room), (2, y))
        assert panel(room)[0] == 80
        await drag(room, border(room), (119, y))
        assert panel(room)[0] == 32


async def test_the_mouse_drags_it_up_and_down_too(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as room:
        x, y = border(room)
        await drag(room, (x, y), (x, y - 2), (x + 3, y - 4))
        assert panel(room) == (80, 11)
        assert border(room)[1] == y - 4


async def test_two_clicks_on_it_put_it_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await drag(room, border(room), (50, 9))
        assert panel(room)[0] == 70
        room.app._click_chain_last_time = None
        await room.pilot.click(offset=border(room), times=2)
        await room.pilot.pause()
        assert panel(room)[0] == 52


async def test_a_click_on_a_row_still_means_the_row(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.pilot.click("FieldList", offset=(0, 2), times=2)
        await room.pilot.pause()
        assert room.current == "p2"
        assert room.reader.panel.editor is not None
        assert panel(room)[0] == 52


async def test_the_editor_stays_open_and_goes_along(tmp_path: Path) -> None:
    for size in ((120, 40), (80, 24)):
        async with reading(tmp_path / str(size[0]), size=size) as room:
            await room.press("e", "home")
            await room.type("Dr ")
            x, y = border(room)
            await drag(room, (x, y), (x - 8, y - 3))
            editor, fields = room.reader.panel.editor, room.reader.panel
            assert editor is not None
            assert fields.region.contains_region(editor.region)
            assert editor.size.width == fields.size.width - 4
            await room.press("enter")
            assert room.stored.people[0].name == "Dr Petra Lindqvist"


async def test_the_editor_is_seen_whole_however_the_terminal_changes(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("n1")
        await room.press("e")
        editor, fields = room.reader.panel.editor, room.reader.panel
        assert editor is not None
        for size in ((80, 20), (120, 40), (80, 24), (89, 16), (120, 18)):
            await room.pilot.resize_terminal(*size)
            await room.pilot.pause()
            await room.pilot.pause()
            assert fields.region.contains_region(editor.region), size
            assert editor.region.height == editor.lines
            assert fields.fields.region.y + fields.fields.gap_line == editor.region.y
        await room.press("escape")
        assert panel(room) == (52, 13)
        await room.pilot.resize_terminal(80, 24)
        await room.pilot.pause()
        assert panel(room) == (80, 7)


async def test_it_is_the_same_for_every_article_and_in_the_next_run(tmp_path: Path) -> None:
    library = open_library(tmp_path / "one")
    other = Suggestions(
        extractor="test/1", places=[Place(id="l1", name="Kestrel Bay", spans=[at("Kestrel Bay", OTHER_TEXT)])]
    )
    entries = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT), other).id]
    async with reading(tmp_path / "one", entries) as room:
        await room.press("left_curly_bracket", "right_square_bracket")
        assert panel(room)[0] == 56
        await room.press("T")
    async with reading(tmp_path / "two") as room:
        assert panel(room)[0] == 56
        assert room.app.theme == "textual-light"
    async with reading(tmp_path / "three", size=(240, 40)) as room:
        assert panel(room)[0] == 112, "the share is kept, not the columns"
        await room.press("vertical_line")
    async with reading(tmp_path / "four") as room:
        assert panel(room)[0] == 52


async def test_a_split_newly_configured_counts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.put("divide", {"beside": 0.5}, None)
    (tmp_path / "config.toml").write_text("split = 0.7")
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "config.toml"))
    async with reading(tmp_path / "one") as room:
        assert panel(room)[0] == 36
    async with reading(tmp_path / "two", size=(92, 30)) as room:
        assert panel(room)[0] == 32, "no less than they can do with"


@pytest.mark.parametrize("kept", [3, "x", {"beside": "0.5"}, {"beside": 7.5}, {"beside": True}, {"elsewhere": 0.5}])
async def test_what_cannot_have_been_kept_is_passed_over(tmp_path: Path, kept: object) -> None:
    state.put("divide", kept, None)
    async with reading(tmp_path) as room:
        assert panel(room)[0] == 52
        await room.press("left_curly_bracket")
        assert panel(room)[0] == 56


def test_no_room_is_divided_as_before() -> None:
    divide = Shares(None)
    divide.choose("above", 24, 10)
    for room in (0, -2):
        divide.choose("above", room, 8)
    assert divide.panel("above", 24) == 10


def top_words(reader: ReaderScreen) -> str:
    return reader.article.render_line(0).text.split("▎")[-1].strip()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_place_on_top_stays_however_often_the_line_is_moved(tmp_path: Path, size: tuple[int, int]) -> None:
    library = open_library(tmp_path)
    identifier = library.add(article(LONG), suggestions()).id
    async with reading(tmp_path, [identifier], size=size) as room:
        pane = room.reader.article
        pane.scroll_to(y=100, animate=False)
        await room.pilot.pause()
        place, first = pane.offset_in(0, 0), top_words(room.reader)
        for key in ["left_curly_bracket"] * 9 + ["right_curly_bracket"] * 9:
            await room.press(key)
            await room.pilot.pause()
            assert pane.offset_in(0, 0) <= place < pane.offset_in(0, 1)
        await room.press("vertical_line")
        assert top_words(room.reader) == first


async def test_a_text_that_is_slow_to_lay_out_waits_for_the_mouse_to_let_go(tmp_path: Path) -> None:
    text = ("नाव दोपहर में घाट से निकली। " * 30 + "\n\n") * 300
    identifier = open_library(tmp_path).add(article(text), Suggestions(extractor="test/1")).id
    async with reading(tmp_path, [identifier]) as room:
        x, y = border(room)
        await room.pilot.mouse_down(offset=(x, y))
        await room.pilot._post_mouse_events([events.MouseMove], offset=(x - 10, y), button=1)
        await room.pilot.pause()
        assert panel(room)[0] == 52
        assert room.said == "62 columns for the fields when you let go"
        await room.pilot.mouse_up(offset=(x - 10, y))
        await room.pilot.pause()
        assert panel(room)[0] == 62
