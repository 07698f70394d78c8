"""The line between article and fields is moved by key and by mouse, holds for all articles, and is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import OTHER_TEXT, TEXT, ReaderDriver, article, at, reading, suggestions
from textual import events

from store.library.opening import open_library
from store.model.fields import Place, Suggestions
from tui.reader.screen import ReaderScreen
from tui.reader.shares import Shares
from tui.settings import state

LONG = TEXT + "\n" + "The wind had turned by evening and nobody on the quay spoke of anything else for a while. " * 400


def panel(driver: ReaderDriver) -> tuple[int, int]:
    """Columns and lines that the fields have."""
    return driver.reader.panel.outer_size


async def drag(driver: ReaderDriver, start: tuple[int, int], *through: tuple[int, int]) -> None:
    await driver.pilot.mouse_down(offset=start)
    for place in through:
        await driver.pilot._post_mouse_events([events.MouseMove], offset=place, button=1)
    await driver.pilot.mouse_up(offset=through[-1])
    await driver.pilot.pause()


def border(driver: ReaderDriver) -> tuple[int, int]:
    region = driver.reader.panel.region
    return (region.x, region.y + 5) if region.x else (region.x + 20, region.y)


async def test_keys_move_the_line_as_far_as_either_side_can_give(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        assert panel(driver)[0] == 52
        await driver.press("left_curly_bracket")
        assert panel(driver)[0] == 56
        assert driver.said == "56 columns for the fields; | puts it back"
        await driver.press("right_curly_bracket", "right_curly_bracket")
        assert panel(driver)[0] == 48
        await driver.press(*["right_curly_bracket"] * 9)
        assert panel(driver)[0] == 32
        assert driver.said == "The article cannot get more room"
        await driver.press(*["left_curly_bracket"] * 20)
        assert panel(driver)[0] == 80
        assert driver.said == "The fields cannot get more room"
        await driver.press("vertical_line")
        assert panel(driver)[0] == 52
        await driver.press("tab", "left_curly_bracket")
        assert panel(driver)[0] == 56, "from the article too"


async def test_on_a_narrow_screen_the_line_moves_up_and_down(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        assert panel(driver) == (80, 7)
        await driver.press("left_curly_bracket")
        assert panel(driver) == (80, 8)
        assert driver.said == "8 lines for the fields; | puts it back"
        await driver.press(*["right_curly_bracket"] * 3)
        assert panel(driver) == (80, 6)
        await driver.press(*["left_curly_bracket"] * 20)
        assert panel(driver) == (80, 15)
        await driver.press("vertical_line")
        assert panel(driver) == (80, 7)


async def test_the_mouse_drags_the_line_and_selects_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        x, y = border(driver)
        await driver.pilot.mouse_down(offset=(x, y))
        await driver.pilot._post_mouse_events([events.MouseMove], offset=(x - 10, y), button=1)
        await driver.pilot.pause()
        assert panel(driver)[0] == 62, "while it is dragged"
        await driver.pilot._post_mouse_events([events.MouseMove], offset=(x - 20, y + 9), button=1)
        await driver.pilot.mouse_up(offset=(x - 20, y + 9))
        await driver.pilot.pause()
        assert panel(driver)[0] == 72
        assert border(driver)[0] == x - 20
        assert driver.reader.article.selection is None
        assert driver.current == "p1"
        await driver.pilot.hover(offset=(x - 30, y))
        assert panel(driver)[0] == 72, "let go of"
        await drag(driver, border(driver), (2, y))
        assert panel(driver)[0] == 80
        await drag(driver, border(driver), (119, y))
        assert panel(driver)[0] == 32


async def test_the_mouse_drags_it_up_and_down_too(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        x, y = border(driver)
        await drag(driver, (x, y), (x, y - 2), (x + 3, y - 4))
        assert panel(driver) == (80, 11)
        assert border(driver)[1] == y - 4


async def test_two_clicks_on_it_put_it_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await drag(driver, border(driver), (50, 9))
        assert panel(driver)[0] == 70
        driver.app._click_chain_last_time = None
        await driver.pilot.click(offset=border(driver), times=2)
        await driver.pilot.pause()
        assert panel(driver)[0] == 52


async def test_a_click_on_a_row_still_means_the_row(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.pilot.click("FieldList", offset=(0, 2), times=2)
        await driver.pilot.pause()
        assert driver.current == "p2"
        assert driver.reader.panel.editor is not None
        assert panel(driver)[0] == 52


async def test_the_editor_stays_open_and_goes_along(tmp_path: Path) -> None:
    for size in ((120, 40), (80, 24)):
        async with reading(tmp_path / str(size[0]), size=size) as driver:
            await driver.press("e", "home")
            await driver.type("Dr ")
            x, y = border(driver)
            await drag(driver, (x, y), (x - 8, y - 3))
            editor, fields = driver.reader.panel.editor, driver.reader.panel
            assert editor is not None
            assert fields.region.contains_region(editor.region)
            assert editor.size.width == fields.size.width - 4
            await driver.press("enter")
            assert driver.stored.people[0].name == "Dr Petra Lindqvist"


async def test_the_editor_is_seen_whole_however_the_terminal_changes(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("e")
        editor, fields = driver.reader.panel.editor, driver.reader.panel
        assert editor is not None
        for size in ((80, 20), (120, 40), (80, 24), (89, 16), (120, 18)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause()
            await driver.pilot.pause()
            assert fields.region.contains_region(editor.region), size
            assert editor.region.height == editor.lines
            assert fields.fields.region.y + fields.fields.gap_line == editor.region.y
        await driver.press("escape")
        assert panel(driver) == (52, 13)
        await driver.pilot.resize_terminal(80, 24)
        await driver.pilot.pause()
        assert panel(driver) == (80, 7)


async def test_it_is_the_same_for_every_article_and_in_the_next_run(tmp_path: Path) -> None:
    library = open_library(tmp_path / "one")
    other = Suggestions(
        extractor="test/1", places=[Place(id="l1", name="Kestrel Bay", spans=[at("Kestrel Bay", OTHER_TEXT)])]
    )
    entries = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT), other).id]
    async with reading(tmp_path / "one", entries) as driver:
        await driver.press("left_curly_bracket", "right_square_bracket")
        assert panel(driver)[0] == 56
        await driver.press("T")
    async with reading(tmp_path / "two") as driver:
        assert panel(driver)[0] == 56
        assert driver.app.theme == "stet-light"
    async with reading(tmp_path / "three", size=(240, 40)) as driver:
        assert panel(driver)[0] == 112, "the share is kept, not the columns"
        await driver.press("vertical_line")
    async with reading(tmp_path / "four") as driver:
        assert panel(driver)[0] == 52


async def test_a_split_newly_configured_counts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.put("divide", {"beside": 0.5}, None)
    (tmp_path / "config.toml").write_text("split = 0.7")
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "config.toml"))
    async with reading(tmp_path / "one") as driver:
        assert panel(driver)[0] == 36
    async with reading(tmp_path / "two", size=(110, 30)) as driver:
        assert panel(driver)[0] == 33


@pytest.mark.parametrize("kept", [3, "x", {"beside": "0.5"}, {"beside": 7.5}, {"beside": True}, {"elsewhere": 0.5}])
async def test_what_cannot_have_been_kept_is_passed_over(tmp_path: Path, kept: object) -> None:
    state.put("divide", kept, None)
    async with reading(tmp_path) as driver:
        assert panel(driver)[0] == 52
        await driver.press("left_curly_bracket")
        assert panel(driver)[0] == 56


def test_no_room_is_divided_as_before() -> None:
    divide = Shares(None)
    divide.choose("above", 24, 10)
    for driver in (0, -2):
        divide.choose("above", driver, 8)
    assert divide.panel("above", 24) == 10


def top_words(reader: ReaderScreen) -> str:
    return reader.article.render_line(0).text.split("▎")[-1].strip()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_place_on_top_stays_however_often_the_line_is_moved(tmp_path: Path, size: tuple[int, int]) -> None:
    library = open_library(tmp_path)
    identifier = library.add(article(LONG), suggestions()).id
    async with reading(tmp_path, [identifier], size=size) as driver:
        pane = driver.reader.article
        pane.scroll_to(y=100, animate=False)
        await driver.pilot.pause()
        place, first = pane.offset_in(0, 0), top_words(driver.reader)
        for key in ["left_curly_bracket"] * 9 + ["right_curly_bracket"] * 9:
            await driver.press(key)
            await driver.pilot.pause()
            assert pane.offset_in(0, 0) <= place < pane.offset_in(0, 1)
        await driver.press("vertical_line")
        assert top_words(driver.reader) == first


async def test_a_text_that_is_slow_to_lay_out_waits_for_the_mouse_to_let_go(tmp_path: Path) -> None:
    text = ("नाव दोपहर में घाट से निकली। " * 30 + "\n\n") * 300
    identifier = open_library(tmp_path).add(article(text), Suggestions(extractor="test/1")).id
    async with reading(tmp_path, [identifier]) as driver:
        x, y = border(driver)
        await driver.pilot.mouse_down(offset=(x, y))
        await driver.pilot._post_mouse_events([events.MouseMove], offset=(x - 10, y), button=1)
        await driver.pilot.pause()
        assert panel(driver)[0] == 52
        assert driver.said == "62 columns for the fields when you let go"
        await driver.pilot.mouse_up(offset=(x - 10, y))
        await driver.pilot.pause()
        assert panel(driver)[0] == 62
