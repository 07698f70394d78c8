"""The value in a box grows and shrinks by words of the article, and goes back to what the machine said."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import ReaderDriver, reading
from textual.widgets import Input

from store.model.fields import Number, Person


def value(driver: ReaderDriver) -> str:
    assert isinstance(driver.app.focused, Input)
    return driver.app.focused.value


async def test_a_role_grows_and_shrinks_at_either_end(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p2")
        await driver.press("e", "tab", "alt+right", "alt+right")
        assert value(driver) == "welder, lost two"
        await driver.press("alt+left", "alt+left", "alt+shift+left")
        assert value(driver) == "a welder"
        await driver.press("ctrl+r")
        assert value(driver) == "welder"
        await driver.press("ctrl+w")
        assert value(driver) == ""
        await driver.press("alt+right", "enter")
        person = driver.stored.fields["p2"]
        assert isinstance(person, Person)
        assert person.role == "welder"
        assert person.status == "suggested"


async def test_a_box_opens_in_what_is_missing(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        for name, box in (("p1", "box-name"), ("l1", "box-country"), ("n1", "box-value"), ("q1", "box-speaker")):
            await driver.go(name)
            await driver.press("e")
            assert driver.app.focused is not None
            assert driver.app.focused.id == box
            await driver.press("escape")


async def test_a_single_value_leaves_no_bound_of_a_range(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n2")
        await driver.press("e", *"30-40", "enter", "e", *"35", "enter")
        number = driver.stored.fields["n2"]
        assert isinstance(number, Number)
        assert (number.value, number.low, number.high) == (35, None, None)


@pytest.mark.parametrize("key", ["ctrl+w", "alt+backspace", "ctrl+backspace"])
async def test_a_word_is_deleted_to_the_left(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e", "end", key)
        assert value(driver) == "Petra "


async def test_an_offer_that_was_taken_is_not_shown_longer(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("e", "shift+tab", "shift+tab", *"injur", "right")
        assert isinstance(driver.app.focused, Input)
        taken = driver.app.focused.value
        await driver.pilot.pause()
        assert driver.app.focused._suggestion in ("", taken)


async def test_a_space_within_typed_words_turns_no_choice(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("e", "shift+tab", *"Zed", "space", *"U")
        editor = driver.reader.panel.editor
        assert editor is not None
        assert editor.typed()["type"] == "direct"
