"""Keys that come in one burst, as over a slow line: each has had its effect before the next is handed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from pilot import until
from reader_driver import ReaderDriver, reading
from textual import events

from store.model.fields import Person


async def burst(driver: ReaderDriver, *keys: str) -> None:
    """All of these at once, before the app has done anything about the first."""
    for key in keys:
        driver.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await driver.pilot.pause()
    await until(driver.pilot, lambda: driver.app._handing_out is None)


async def test_what_is_typed_right_behind_e_goes_into_the_editor(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await burst(driver, "e", "Z", "Z", "enter")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.name == "ZZ"


async def test_a_tab_right_behind_e_goes_to_the_next_box(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await burst(driver, "e", "tab", "ctrl+u", *"chief", "enter")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert (person.name, person.role) == ("Petra Lindqvist", "chief")


@pytest.mark.parametrize(
    ("keys", "edits"),
    [(["c", "l", "x"], 2), (["f", *"odd", "enter", "a"], 2), (["d", "l"], 1), (["j", "m", *"petra", "enter"], 1)],
)
async def test_questions_are_answered_in_one_burst(tmp_path: Path, keys: list[str], edits: int) -> None:
    async with reading(tmp_path) as driver:
        await burst(driver, *keys)
        assert len(driver.app.screen_stack) == 1
        assert len(driver.stored.edits) == edits


async def test_words_to_find_in_one_burst(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await burst(driver, "slash", *"holm", "enter")
        assert driver.said == "“holm”: 1 of 1"
        assert driver.stored.edits == ()
