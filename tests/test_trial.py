"""What new users stumbled over: each a session that went wrong once."""

from __future__ import annotations

from pathlib import Path

from reader_driver import TEXT, article, reading, suggestions
from shelf_driver import sitting
from textual import events
from textual.widgets import Input

from store.library.opening import open_library
from store.model.fields import Number, Person, Place
from tui.widgets.ask import Choose


async def test_enter_signs_nothing_off(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("d", "enter")
        assert isinstance(driver.app.screen, Choose)
        await driver.press("escape")
        assert driver.stored.edits == ()


async def test_one_can_leave_from_a_question(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("a", "d", "ctrl+q")
    assert driver.app.return_value == 0
    assert open_library(tmp_path).load(article().id).decided == 1


async def test_what_is_half_typed_is_not_dropped_by_leaving(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e", "X", "ctrl+q")
        assert driver.said == "enter saves what was typed, esc discards it; then press ctrl+q again"
        await driver.press("escape", "e", "ctrl+q")  # nothing was typed
    assert driver.app.return_value == 0


async def test_a_note_is_gone_on_with(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("t", *"ask", "enter", "t", *" Ana", "enter")
        assert driver.stored.fields["p1"].note == "ask Ana"


async def test_several_lines_pasted_are_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e", "tab")
        driver.app.post_message(events.Paste("Minister of\nthe Interior\n"))
        await driver.app.caught_up()
        box = driver.app.focused
        assert isinstance(box, Input)
        assert box.value == "Minister of the Interior"


async def test_undo_says_what_it_took_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e", "tab", *"Lord Mayor", "enter", "u")
        assert driver.said == "Undone: the role of “Petra Lindqvist” is “Mayor” again"
        await driver.press("X", "u")
        assert driver.said == "Undone: striking out 2 fields"


async def test_the_mention_in_question_stays_in_view_whatever_the_size(tmp_path: Path) -> None:
    before = TEXT * 2
    found = suggestions()
    found.people, found.places, found.quotes = [], [], []
    start = len(before) + TEXT.index("18 miles")
    found.numbers = [Number(id="n1", value=18, spans=[(start, start + 2)])]
    identifier = open_library(tmp_path).add(article(before + TEXT * 3), found).id
    async with reading(tmp_path, [identifier], size=(200, 60)) as driver:
        pane = driver.reader.article
        for width, height in ((80, 24), (120, 40), (70, 18), (200, 60), (61, 16)):
            await driver.pilot.resize_terminal(width, height)
            await driver.pilot.pause()
            assert 0 <= pane._wrapped.line_at(start) - pane.scroll_offset.y < pane.size.height, (width, height)


async def test_a_place_split_off_is_looked_up(tmp_path: Path) -> None:
    text = "Oslo wins. Nobody in Oslo knew.\n"
    found = suggestions()
    found.people, found.numbers, found.quotes = [], [], []
    found.places = [Place(id="l1", name="Oslo", type="city", country="NO", spans=[(0, 4), (21, 25)])]
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("right", "M")
        place = driver.stored.fields["l2"]
        assert isinstance(place, Place)
        assert (place.name, place.type, place.country) == ("Oslo", "city", "NO")


async def test_a_merge_says_which_role_is_gone(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("m", "enter")
        person = driver.stored.fields["p2"]
        assert isinstance(person, Person)
        assert person.role == "welder"
        assert "“Mayor” was dropped" in driver.said


async def test_a_number_without_a_value_is_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("2", "c", "n", "k", "j")
        assert "no value; e gives it a value, x strikes it out" in driver.said


async def test_an_export_says_what_it_left_out(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    library.add(article(), suggestions())
    async with sitting(library) as driver:
        await driver.press("E", *"csv", "enter")
        await driver.paste(str(tmp_path / "sheet"))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert "8 undecided fields left out" in driver.told[-1]


async def test_a_hint_of_the_article_s_own_keys_can_be_clicked(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab")
        footer = driver.reader.footer
        x = footer.render_line(0).text.index("select")
        await driver.pilot.click("Footer", offset=(x, 0))
        await driver.app.caught_up()
        assert driver.reader.article.selection is not None


async def test_a_hint_that_is_clicked_does_what_its_key_does_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        x = driver.reader.footer.render_line(0).text.index("let stand")
        await driver.pilot.click("Footer", offset=(x, 0))
        await driver.app.caught_up()
        assert [change.field for edit in driver.stored.edits for change in edit.changes] == ["p1"]
