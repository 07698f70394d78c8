"""A note is put on a field, shown by a sign and whole where it is typed, changed, taken away, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import Annotator
from reader_driver import ReaderDriver, article, reading, suggestions
from textual.widgets import Input, Static

from store.library.opening import open_library
from store.model import actions
from store.model.record import Record

LONG = (
    "ask the harbour office whether she was mayor on that Monday, or was it her deputy who spoke to the reporters there"
)


def row(driver: ReaderDriver, number: int) -> str:
    return driver.reader.panel.fields.render_line(number).text


async def test_a_note_comes_without_a_flag_and_goes(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        assert "*" not in row(driver, 1)
        await driver.press("t")
        await driver.type("spelling")
        await driver.press("enter")
        field = driver.stored.fields["p1"]
        assert (field.flag, field.note, field.status) == (False, "spelling", "suggested")
        assert "*" in row(driver, 1)
        assert driver.said == "Mayor   mention 1 of 2   * spelling"
        await driver.press("t", "end", *" ok", "escape")
        assert driver.stored.fields["p1"].note == "spelling"
        await driver.press("t", "enter")
        assert driver.said == "The note is unchanged"
        await driver.press("t", "ctrl+u", "enter")
        assert driver.stored.fields["p1"].note == ""
        assert driver.said == "Note removed; u brings it back"
        await driver.press("u")
        assert driver.stored.fields["p1"].note == "spelling"


async def test_a_flag_has_the_note_and_leaves_it_behind(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("t", *"odd", "enter", "f", "enter")
        assert "⚑" in row(driver, 1)
        assert "*" not in row(driver, 1)
        assert driver.said.endswith("⚑ odd")
        await driver.press("f")
        assert "*" in row(driver, 1)


async def test_a_long_note_is_shown_whole_where_it_is_typed(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        await driver.press("t")
        shown = driver.app.screen.query_one("#preview", Static)
        await driver.type("short")
        assert not shown.display
        await driver.press("ctrl+u")
        await driver.type(LONG.replace(",", ""))
        assert shown.size.height == 2
        await driver.press("enter", "t")
        assert str(driver.app.screen.query_one("#preview", Static).content) == LONG.replace(",", "")


async def test_what_a_terminal_would_obey_is_shown_as_symbols(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("t")
        driver.app.screen.query_one(Input).value = "[b]\x1b[2J\u202e" + "x" * 90
        await driver.press("enter")
        assert driver.reader.status.render_line(0).text.count("[b]␛[2J⇄x") == 1
        await driver.press("t")
        assert str(driver.app.screen.query_one("#preview", Static).content).startswith("[b]␛[2J⇄x")


@pytest.mark.parametrize("note", ["line one\nline two\x1b[31m", "a line with its end\n"])
async def test_a_note_that_is_only_looked_at_stays_as_it_was(tmp_path: Path, note: str) -> None:
    hand = Annotator(Record(article=article(), suggestions=suggestions()), "ben")
    hand.act(actions.note(hand.record, "p1", note))
    entries = [open_library(tmp_path).add(article(), suggestions(), hand.record.edits).id]
    async with reading(tmp_path, entries) as driver:
        await driver.press("t", "enter")
        assert driver.said == "The note is unchanged"
        await driver.press("f", "enter")
        field = driver.stored.fields["p1"]
        assert (field.flag, field.note) == (True, note)
        await driver.press("t", *" ok", "enter")
        assert driver.stored.fields["p1"].note.endswith(" ok")
