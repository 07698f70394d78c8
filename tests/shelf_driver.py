"""What the shelf's tests are made of: a few articles of our own, an app on a real library, and hands on the keys."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata
from pathlib import Path

import pytest
from pilot import Driver, looking_every
from reader_driver import Finder, suggestions
from textual.widgets import Input, Static

from services.opening import Entry
from store import installation
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.library.protocol import Library
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from store.sync.session import edit_of
from tui.app import StetApp
from tui.reader.screen import ReaderScreen
from tui.shelf.screen import ShelfScreen

TITLES = ("Grain ships leave port", "Court upholds ban", "Storm hits coast", "Ban on grain lifted")


def filled(folder: Path) -> FolderLibrary:
    """Four articles of one day after the other; the second is done."""
    library = open_library(folder)
    for day, title in enumerate(TITLES, 1):
        text = f"{title}, the desk reports. Nobody was hurt.\n"
        article = Article(id=text_id(text), text=text, title=title, source="desk", date=f"2026-03-0{day}")
        library.add(article, Suggestions(extractor="test/1"))
        if day == 2:
            record = library.load(article.id)
            draft = actions.done(record, [])
            assert draft
            library.commit(article.id, [edit_of(draft, record, "ana")])
    return library


def all_but_openpyxl(patch: pytest.MonkeyPatch) -> None:
    """Of the packages that formats need, that one is not installed, whatever is on this machine, and Stet is in the
    environment that is in use."""
    there = metadata.distribution

    def distribution(name: str) -> metadata.Distribution:
        if name == "openpyxl":
            raise metadata.PackageNotFoundError(name)
        return there(name if name == "stet-tui" else "pytest")

    patch.setattr(installation, "distribution", distribution)
    patch.setenv("VIRTUAL_ENV", sys.prefix)


class ShelfDriver(Driver):
    """One sitting that begins on the shelf."""

    @property
    def shelf(self) -> ShelfScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ShelfScreen))

    @property
    def reader(self) -> ReaderScreen:
        screen = self.app.screen
        assert isinstance(screen, ReaderScreen)
        return screen

    async def paste(self, words: str) -> None:
        """In place of what stands in the box that has the focus."""
        box = self.app.focused
        assert isinstance(box, Input)
        box.value = words
        await self.pilot.pause()

    async def listed(self) -> None:
        """The list is the answer to what was asked last."""
        await self.pilot.pause()
        await self.until(lambda: self.shelf.listing.asked is self.shelf.question and not self.shelf.listing.waiting)

    @property
    def titles(self) -> list[str]:
        """Of the whole list, as the shelf knows them."""
        found = [self.shelf.listing.summary(place) for place in range(len(self.shelf.listing))]
        return [summary.title for summary in found if summary]

    @property
    def said(self) -> str:
        return self.shelf.status.text

    @property
    def asked(self) -> str:
        """The question above the footer."""
        return str(self.app.screen.query("Question > Static").last(Static).render()).split("   ")[0]

    def line(self, y: int) -> str:
        """A line of the list as it is painted."""
        return self.shelf.list.render_line(y).text


@asynccontextmanager
async def sitting(
    library: Library,
    entries: list[Entry] | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    wait: bool = True,
    look: float | None = None,
) -> AsyncIterator[ShelfDriver]:
    """With `wait` the list is there."""
    app = StetApp(library, entries or [], "ana", lambda: Finder(suggestions()))
    with looking_every(look):
        async with app.run_test(size=size, notifications=True) as pilot:
            driver = ShelfDriver(app, pilot)
            await pilot.pause()
            if not entries and wait:
                await driver.listed()
            yield driver
