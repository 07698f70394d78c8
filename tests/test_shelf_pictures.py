"""How the shelf and its list of flags look: sizes, themes, no colour. `pytest --snapshot-update` takes new pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from factories import Annotator
from reader_driver import article, suggestions
from shelf_driver import ShelfDriver, all_but_openpyxl, filled
from test_reader_pictures import SIZES, Compare
from textual.pilot import Pilot
from textual.widgets import Static

from extract.doubts import count_doubts
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from tui.app import StetApp
from tui.flagged.screen import FlaggedScreen
from tui.shelf.lines import ShelfHeader

ODD = (("", "wire"), ("港の火災で19人死亡、40人負傷" * 3, "通信社"), ("A\x1b[31m title \u202eof ill will", "x.txt"))


def shelf(folder: Path, theme: str = "stet-dark") -> StetApp:
    """Articles of all sorts: done, begun with flags and doubts, without a title, with a wide and a hostile one."""
    filled(folder)
    library = open_library(folder, doubts=count_doubts)
    hand = Annotator(library.add(article(), suggestions()), "ana")
    hand.act(actions.accept(hand.record, ["p1", "l1", "n1"]))
    hand.act(actions.flag(hand.record, "p2", True, "the welder’s age?"))
    hand.act(actions.note(hand.record, "l1", "see the map"))
    hand.act(actions.flag(hand.record, "q1", True, "nobody named; ask the desk, which has the tape of it"))
    library.commit(hand.record.id, hand.pending)
    for title, source in ODD:
        text = f"Text of {source}.\n"
        library.add(Article(id=text_id(text), text=text, title=title, source=source, date="2026-03-09"), Suggestions())
    app = StetApp(library, [], "ana")
    app.theme = theme
    return app


def after(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Press these once the list is there; the folder's name, which differs, is painted over."""

    async def press(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app, StetApp)
        driver = ShelfDriver(pilot.app, pilot)
        await driver.listed()
        for key in keys:
            await driver.press(key)
            if isinstance(screen := pilot.app.screen, FlaggedScreen):
                await driver.until(lambda: screen.ended)
        await driver.listed()
        driver.shelf.filter.box.cursor_blink = False
        header = driver.shelf.query_one(ShelfHeader)
        header.library = "~/beats/ports"
        header.refresh()
        await pilot.pause()

    return press


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["stet-dark", "stet-light"])
def test_a_shelf(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(shelf(tmp_path, theme), terminal_size=size, run_before=after("j", "space", "j"))


@pytest.mark.parametrize("size", SIZES)
def test_a_shelf_without_colour(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(shelf(tmp_path), terminal_size=size, run_before=after("j", "space", "j"))


def test_a_filtered_shelf(snap_compare: Compare, tmp_path: Path) -> None:
    keys = ("slash", *"grain", "enter", "space")
    assert snap_compare(shelf(tmp_path), terminal_size=(80, 24), run_before=after(*keys))


def test_a_choice_of_formats(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    all_but_openpyxl(monkeypatch)
    assert snap_compare(shelf(tmp_path), terminal_size=(80, 24), run_before=after("E", "down"))


def test_an_empty_shelf(snap_compare: Compare, tmp_path: Path) -> None:
    app = StetApp(open_library(tmp_path / "new"), [], "ana")
    assert snap_compare(app, terminal_size=(80, 24), run_before=after())


@pytest.mark.parametrize("size", SIZES[:2])
def test_the_list_of_flags(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(shelf(tmp_path), terminal_size=size, run_before=after("F", "j"))


def worked_on(folder: Path) -> StetApp:
    """Corrected over five weeks, less from week to week, by two people."""
    library = open_library(folder, doubts=count_doubts)
    for number in range(10):
        text = f"{article().text}Edition {number}.\n"
        hand = Annotator(
            library.add(Article(id=text_id(text), text=text, source=("wire", "post")[number % 2]), suggestions()),
            ("ana", "ben")[number % 2],
        )
        names = [*hand.record.fields]
        hand.act(actions.accept(hand.record, names[number // 3 :]))
        hand.act(actions.reject(hand.record, names[: number // 3]))
        if number % 3:
            hand.act(actions.done(hand.record))
        day = 30 - 3 * number
        library.commit(
            hand.record.id,
            [edit._replace(at=f"2026-05-{day:02}T09:{place:02}:00Z") for place, edit in enumerate(hand.pending)],
        )
    return StetApp(library, [], "ana")


async def test_a_narrow_screen_says_where_the_rest_of_its_lines_is(tmp_path: Path) -> None:
    app = worked_on(tmp_path)
    async with app.run_test(size=(60, 20)) as pilot:
        await after("percent_sign")(pilot)
        driver = ShelfDriver(app, pilot)
        await driver.until(lambda: "10 articles" in str(app.screen.query_one("#statistics Static", Static).content))
        box = app.screen.query_one("#statistics")
        await driver.until(lambda: "← →" in str(box.border_subtitle))
        await pilot.press(*["right"] * 60)
        assert box.scroll_x == box.max_scroll_x > 0
        await pilot.resize_terminal(100, 30)
        await driver.until(lambda: "← →" not in str(box.border_subtitle))


@pytest.mark.parametrize("size", SIZES[:2])
def test_the_statistics_of_what_is_listed(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[int]) -> None:
        await after("slash", *"source:wire", "enter", "percent_sign")(pilot)
        assert isinstance(pilot.app, StetApp)
        shown = pilot.app.screen.query_one("#statistics Static", Static)
        await ShelfDriver(pilot.app, pilot).until(lambda: "5 articles" in str(shown.content))
        await pilot.press("pagedown")
        await pilot.pause()

    assert snap_compare(worked_on(tmp_path), terminal_size=size, run_before=press)
