"""What a team's library shows on the screen: what is one's own to do, and what may not be done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from factories import suggestions
from reader_driver import Finder
from shelf_driver import ShelfDriver
from team_library import ARTICLES, TeamLibrary, said, team_at_work, work

from services.settings import annotator
from store.postgres.library import PostgresLibrary
from tui.app import StetApp
from tui.reader.screen import ReaderScreen


@pytest.fixture
def team(postgres: str) -> Iterator[TeamLibrary]:
    with team_at_work(postgres) as team:
        yield team


@asynccontextmanager
async def opened(team: TeamLibrary, by: str) -> AsyncIterator[ShelfDriver]:
    """The program as this annotator starts it."""
    library = PostgresLibrary(team.as_(by))
    app = StetApp(library, [], annotator(None, library=library), lambda: Finder(suggestions()))
    async with app.run_test(size=(120, 40)) as pilot:
        driver = ShelfDriver(app, pilot)
        await driver.listed()
        yield driver
    library.close()


def header(driver: ShelfDriver) -> str:
    return "".join(words for words, _ in driver.shelf.header.segments(120))


async def test_an_annotators_shelf_begins_with_what_is_theirs_to_do(team: TeamLibrary) -> None:
    said("assign", "--library", team.address, "id:a0", "--to", "anna", "--blind")
    said("assign", "--library", team.address, "id:a1", "--to", "anna")
    said("assign", "--library", team.address, "id:a2", "--to", "ben")
    work(team, "anna", "a1")
    async with opened(team, "anna") as driver:
        assert sorted(driver.shelf.listing.ids) == ["a0", "a1"]
        assert "1 of 2 yours to do" in header(driver)
        await driver.press("slash")
        driver.shelf.filter.box.value = "-status:done"
        await driver.press("enter")
        await driver.listed()
        assert sorted(driver.shelf.listing.ids) == ["a0", "a2", "a3"]
    async with opened(team, "carl") as driver:
        assert sorted(driver.shelf.listing.ids) == ARTICLES
        assert "yours to do" not in header(driver)


def is_open(driver: ShelfDriver, identifier: str) -> bool:
    cursor = driver.reader.state.cursor
    return cursor is not None and cursor.record.id == identifier


async def test_who_owes_articles_goes_from_one_to_the_next_of_theirs(team: TeamLibrary) -> None:
    """Past what is done, and after the last of the list to the first that is left."""
    for identifier, name in (("a0", "anna"), ("a1", "anna"), ("a2", "ben"), ("a3", "anna")):
        said("assign", "--library", team.address, f"id:{identifier}", "--to", name)
    work(team, "anna", "a1")
    async with opened(team, "anna") as driver:
        await driver.press("slash")
        driver.shelf.filter.box.value = ""
        await driver.press("enter")
        await driver.listed()
        ids = driver.shelf.listing.ids
        driver.shelf.list.go(ids.index("a3"))
        await driver.press("enter")
        for identifier in ("a3", "a0"):
            await driver.until(partial(is_open, driver, identifier))
            await driver.press("d", "a")
        assert driver.reader.status.text.startswith("All of yours are done · ")


async def test_a_reader_is_told_at_the_first_key_that_nothing_can_be_changed(team: TeamLibrary) -> None:
    async with opened(team, "rita") as driver:
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, ReaderScreen) and driver.reader.state.cursor)
        await driver.press("a")
        await driver.until(lambda: "only reads" in driver.reader.status.text)
        cursor = driver.reader.state.cursor
        assert cursor
        assert cursor.record.edits == ()
        assert "not saved" not in driver.reader.status.text
