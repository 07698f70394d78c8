"""What happens out of the line of sight is told in the corner, whatever screen is on top, and stays there a while."""

from __future__ import annotations

from pathlib import Path

from pilot import until
from reader_driver import OTHER_TEXT, article, reading, suggestions
from shelf_driver import filled, sitting
from test_reader_trouble import allow, refuse
from textual.widgets._toast import Toast

from store.library.opening import open_library
from store.model.fields import Suggestions
from tui.widgets.background import Ended


async def test_an_article_that_was_left_unsaved_is_told_of_and_when_it_is_saved(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    hostile = "Grain [b]store\x1b[2J"
    ids = [library.add(article(title=hostile), suggestions()).id, library.add(article(OTHER_TEXT), Suggestions()).id]
    async with reading(tmp_path, ids) as driver:
        left = driver.reader.state.cursor
        assert left is not None
        await driver.press("right_square_bracket", "left_square_bracket")
        refuse(tmp_path)
        await driver.press("a", "right_square_bracket")
        await until(driver.pilot, lambda: driver.told)
        assert driver.told[0].startswith("Grain [b]store␛[2J is not saved: ")
        assert driver.app.screen.query(Toast).first().render().plain.startswith("Grain [b]store␛[2J is not saved: ")
        assert driver.reader.header.progress.wrong, "it is not forgotten behind another article"
        await driver.press("j", "k")
        assert driver.told
        allow(tmp_path)
        assert driver.reader.sessions.close() == ""
        await until(driver.pilot, lambda: driver.told[0].endswith(" is saved now"))
        assert driver.told == ["Grain [b]store␛[2J is saved now"], "it takes the place of what is so no more"
        assert not driver.reader.header.progress.wrong


async def test_what_came_of_a_job_takes_the_place_of_the_last_unless_something_went_wrong_in_it(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as driver:
        for words in ("1 article in /a.csv", "2 articles in /b.csv", "1 undone"):
            driver.shelf.post_message(Ended(words))
        await driver.until(lambda: driver.told == ["1 undone"])
        driver.shelf.post_message(Ended("0 added, 1 failed", True, ("empty.txt: empty",)))
        driver.shelf.post_message(Ended("1 added"))
        await driver.until(lambda: driver.told == ["0 added, 1 failed\nempty.txt: empty", "1 added"])
        await driver.until(lambda: len(driver.app.screen.query(Toast)) == 2)


async def test_what_was_not_added_from_the_shelf_is_still_told_after_the_next_key(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "empty.txt").write_text("")
    async with sitting(library) as driver:
        await driver.press("i")
        await driver.paste(str(wire))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told[0].startswith("0 added, 1 failed: ")
        await driver.press("j")
        assert driver.said == ""
        assert driver.told


async def test_what_ends_while_another_screen_is_on_top_is_told_there(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    async with sitting(library) as driver:
        await driver.press("question_mark")
        driver.shelf.post_message(Ended("1 added"))
        await driver.until(lambda: [toast for toast in driver.app.screen.query(Toast) if toast.region])
        assert driver.app.screen is not driver.shelf
        assert driver.app.screen.query_one(Toast).region.height == 1


async def test_a_change_in_an_article_that_is_done_is_told_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("d", "A")
        assert driver.told == []
        await driver.press("u", "U", "x")
        assert driver.told == ["This article is done; what you changed in it is kept, u takes it back"]
        await driver.press("x")
        assert len(driver.told) == 1
