"""What the shelf keeps for the next run, how one gets away from its filter, and what it asks before it does much."""

from __future__ import annotations

from pathlib import Path

from shelf_driver import TITLES, filled, sitting
from textual import events
from textual.widgets import Input, Static

from store.library.opening import open_library
from tui.widgets.ask import AskWords, Choose


async def test_filter_order_and_article_are_there_again(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    async with sitting(library) as driver:
        await driver.press("S", "slash", *"ban", "enter", "j")
        await driver.listed()
        driver.shelf.keep_place()  # as the clock does each second: whatever ends it then, this stays
        stood = driver.shelf.list.current
    async with sitting(library) as driver:
        assert driver.titles == ["Ban on grain lifted", "Court upholds ban"]
        assert driver.shelf.list.current == stood
        assert driver.shelf.filter.box.value == "ban"
        await driver.press("escape")
        await driver.listed()
        assert driver.titles == list(reversed(TITLES))
        assert driver.shelf.list.current == stood
        await driver.press("escape")
        assert driver.said.startswith("No message or filter to close")
    async with sitting(open_library(tmp_path / "other")) as driver:
        assert driver.shelf.question.order == "added", "each library has its own"


async def test_a_list_that_is_no_answer_is_dimmed(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("slash")
        await driver.paste("bogus:x")
        await driver.until(lambda: "not a filter" in driver.said)
        assert driver.shelf.list.strip(0, 80).text.startswith("  "), "no row is the current one"
        assert len({segment.style for segment in driver.shelf.list.strip(0, 80)}) == 1
        await driver.press("escape")
        await driver.listed()
        assert driver.shelf.list.render_line(0).text.startswith("▌")


async def test_done_asks_what_it_will_do_and_u_takes_it_back_step_by_step(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("asterisk", "D")
        assert driver.asked == "Mark 3 articles done?"
        await driver.press("D")
        await driver.until(lambda: len(driver.told) == 1)
        await driver.listed()
        await driver.press("D")
        assert driver.asked == "Reopen 4 articles?"
        await driver.press("D")
        await driver.until(lambda: driver.told[0].endswith("reopened"))
        await driver.press("u")
        await driver.until(lambda: driver.told[0] == "4 articles are as before")
        await driver.press("u")
        await driver.until(lambda: driver.told[0] == "3 articles are as before")
        assert [library.load(name).status for name in ids] == ["new", "done", "new", "new"]
        await driver.press("u")
        assert driver.said.startswith("Nothing to undo here")


async def test_what_is_refused_stays_in_the_prompt(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("i", *"/no/such", "enter")
        assert driver.asked == "No such file: /no/such is not there. Add a file, a folder or an address"
        assert isinstance(driver.app.focused, Input)
        assert driver.app.focused.value == "/no/such"
        await driver.press("escape")
        assert not isinstance(driver.app.screen, AskWords)


async def test_the_cursor_goes_to_what_was_pasted(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        driver.app.post_message(events.Paste("Mayor resigns\n\nMayor Ann Lee said so.\n"))
        await driver.until(lambda: isinstance(driver.app.screen, AskWords))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        await driver.listed()
        assert driver.shelf.list.cursor == 4
        assert "Mayor resigns" in driver.line(4)


async def test_an_article_is_removed_when_that_was_asked(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        await driver.press("j", "R")
        assert driver.asked == "Remove “Court upholds ban” for good, with all that was done to it?"
        assert isinstance(driver.app.screen, Choose)
        await driver.press("escape")
        await driver.listed()
        await driver.press("R", "R")
        await driver.until(lambda: driver.told)
        await driver.listed()
        assert driver.titles == [TITLES[0], *TITLES[2:]]
        assert driver.told == ["1 article removed"]


async def test_columns_have_headings(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        head = driver.shelf.headings.render_line(0).text
        row = driver.line(0)
        assert head.index("title") == row.index("Grain")
        assert head.index("date") == row.index("2026")
        assert head.index("status") == row.index("new")
        assert head.index("source") == row.index("desk")
        assert head.rindex("decided") + len("decided") == row.index("0/0") + len("0/0")


async def test_answers_and_the_order_can_be_clicked(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        width = driver.app.size.width
        await driver.pilot.click(offset=(width - 4, 2))
        await driver.listed()
        assert driver.said == "Sorted: latest date first"
        for answer, count in (("back", 4), ("remove", 3)):
            await driver.listed()
            await driver.press("R")
            line = driver.app.screen.query_one("Question > Static", Static)
            x = str(line.render()).index(answer)
            await driver.pilot.click("Question > Static", offset=(x + 2, 0))
            await driver.until(lambda: len(driver.app.screen_stack) == 1)
            await driver.until(lambda count=count: len(driver.shelf.listing) == count)  # type: ignore[misc]


async def test_a_mark_on_what_another_program_removed_stands_in_nobodys_way(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        first, second, *_ = driver.shelf.listing.ids
        await driver.press("space")
        open_library(tmp_path).remove(first)
        driver.shelf.request()
        await driver.listed()
        assert driver.shelf.list.current == second
        await driver.press("D")
        await driver.until(lambda: driver.told)
        assert driver.told[-1].endswith("is reopened")
