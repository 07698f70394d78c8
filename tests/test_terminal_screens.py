"""Whatever an article, a file or a person is called: no screen sends its escape sequences to the terminal.

What is looked at is what the driver is given to write, all of it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

import pytest
from hostile import EVIL, hostile_library
from pilot import type_keys
from reader_driver import Finder, _the
from textual import events
from textual.app import App
from textual.command import CommandPalette
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

import tui
from services.opening import Entry
from services.settings import GUIDELINES as NAME
from store.model.fields import Suggestions
from tui.adjudicate.app import AdjudicatorApp
from tui.app import StetApp
from tui.terminal.symbols import SYMBOLS
from tui.tour.app import TourApp
from tui.tour.screen import TourScreen
from tui.widgets.ask import AskWords, Choose, Option, Pick
from tui.widgets.export_dialog import Extent, PickFormat
from tui.widgets.help import Help
from tui.widgets.notifications import notify

_TEXTUALS_OWN: Final = re.compile(r"\x1b\[[0-9;]*[mH]|\x1b\[\?[0-9]+[hl]|\x1b\]22;[a-z]+\x07|\r?\n")
"""Styles, places of the cursor, modes, the shape of the pointer."""
_ABSTRACT: Final = {"KeyedScreen", "FilteredScreen", "DividedScreen", "ReaderView", "CalmPalette"}


class Sitting:
    """An app whose driver's words are kept."""

    def __init__(self, app: App[int], pilot: Pilot[int], sent: list[str], folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder
        self._sent, self._seen = sent, 0

    @property
    def sent(self) -> str:
        return "".join(self._sent)

    @property
    def new(self) -> str:
        """Since the last screen was seen."""
        return "".join(self._sent[self._seen :])

    async def press(self, *keys: str) -> None:
        assert isinstance(self.app, StetApp)
        await type_keys(self.app, *keys)
        await self.pilot.pause()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for what a thread is about."""
        async with asyncio.timeout(60):
            while not true():
                await self.pilot.pause(0.01)

    async def see(self, screen: type[Screen[Any]] | str) -> None:
        """The screen is this one, and it shows what is hostile."""
        name = screen if isinstance(screen, str) else screen.__name__
        await self.until(lambda: type(self.app.screen).__name__ == name)
        self._seen = len(self._sent)
        self.app.refresh(repaint=True, layout=True)
        self.app.screen.refresh(layout=True)
        await self.until(lambda: "␛" in self.new)


@asynccontextmanager
async def sitting(folder: Path, make: Callable[[Path], App[int]], patch: pytest.MonkeyPatch) -> AsyncIterator[Sitting]:
    sent: list[str] = []
    patch.setattr(HeadlessDriver, "is_headless", False)
    patch.setattr(HeadlessDriver, "write", lambda _self, data: sent.append(data))
    app = make(folder / f"lib {EVIL}")
    async with app.run_test(size=(160, 40), notifications=True) as pilot:
        await pilot.pause()
        yield Sitting(app, pilot, sent, folder)


def shelf(folder: Path, *entries: Entry) -> App[int]:
    return StetApp(hostile_library(folder), entries, f"ann {EVIL}", partial(_the, Finder(Suggestions())))


def reader(folder: Path) -> App[int]:
    return shelf(folder, f"id{EVIL}")


def unreadable(folder: Path) -> App[int]:
    return shelf(folder, folder.parent / f"nothing {EVIL}")


def adjudicator(folder: Path) -> App[int]:
    library = hostile_library(folder)
    return AdjudicatorApp(library, list(library.ids()), f"judge {EVIL}")


async def on_the_shelf(driver: Sitting) -> None:
    await driver.see("ShelfScreen")
    await driver.press("slash", *"title", "escape")
    notify(driver.app, EVIL, f"[red]{EVIL}", wrong=True)
    await driver.see("ShelfScreen")


async def in_the_reader(driver: Sitting) -> None:
    await driver.see("ReaderScreen")
    for keys in ("j", "j", "e"):  # the detail of a field, its editor
        await driver.press(keys)
        await driver.see("ReaderScreen")
    await driver.press("escape", "G")
    await driver.see("ReaderScreen")


async def of_flags(driver: Sitting) -> None:
    await driver.until(lambda: "␛" in driver.sent)
    await driver.press("F")
    await driver.see("FlaggedScreen")


async def of_hits(driver: Sitting) -> None:
    await driver.until(lambda: "␛" in driver.sent)
    await driver.press("L", *"ida", "enter")
    await driver.see("ConcordanceScreen")


async def of_the_register(driver: Sitting) -> None:
    await driver.see("ReaderScreen")
    await driver.press("a", "k", "I")
    await driver.see("RegisterScreen")
    await driver.press("escape")
    await driver.see("RegisterScreen")
    await driver.press("m")
    await driver.until(lambda: "␛" in driver.sent)
    await driver.press("escape", "e")


async def of_conflicts(driver: Sitting) -> None:
    await driver.see("AdjudicatorScreen")
    assert "1 ann ␛" in driver.sent
    await driver.press("e")
    await driver.see("AdjudicatorScreen")


async def of_figures(driver: Sitting) -> None:
    await driver.until(lambda: "␛" in driver.sent)
    await driver.press("percent_sign")
    await driver.until(lambda: "annotator" in driver.sent)
    await driver.see("StatisticsScreen")


async def of_guidelines(driver: Sitting) -> None:
    rules = f"# Rules {EVIL}\n\n`{EVIL}` [{EVIL}](http://{EVIL})\n\n    {EVIL}\n"
    (driver.folder / f"lib {EVIL}" / NAME).write_text(rules)
    await driver.until(lambda: "␛" in driver.sent)
    await driver.press("G")
    await driver.see("GuidelinesScreen")


async def of_keys(driver: Sitting) -> None:
    await driver.press("question_mark")
    await driver.until(lambda: isinstance(driver.app.screen, Help))
    driver.app.screen.post_message(events.Key("x", "␛"))  # no terminal sends an escape as a letter
    for char in EVIL:
        driver.app.screen.post_message(events.Key("x", char))
    await driver.see("Help")


async def of_actions(driver: Sitting) -> None:
    await driver.press("ctrl+p")
    await driver.until(lambda: isinstance(driver.app.screen, CommandPalette))
    driver.app.screen.query_one(Input).value = f"␛{EVIL}"
    await driver.see("Palette")


async def in_the_tour(driver: Sitting) -> None:
    assert isinstance(driver.app.screen, TourScreen)
    driver.app.screen.say(EVIL)  # its own article is ours
    await driver.see("TourScreen")


async def asking(driver: Sitting, screen: Screen[str | None]) -> None:
    driver.app.push_screen(screen)
    await driver.see(type(screen))


OPTIONS: Final = [Option("a", EVIL, "a"), Option("b", f"[red]{EVIL}", "b")]
VISITS: Final[dict[str, tuple[Callable[[Path], App[int]], Callable[[Sitting], Awaitable[None]]]]] = {
    "ShelfScreen": (shelf, on_the_shelf),
    "ReaderScreen": (reader, in_the_reader),
    "FlaggedScreen": (shelf, of_flags),
    "ConcordanceScreen": (shelf, of_hits),
    "RegisterScreen": (reader, of_the_register),
    "AdjudicatorScreen": (adjudicator, of_conflicts),
    "StatisticsScreen": (reader, of_figures),
    "GuidelinesScreen": (shelf, of_guidelines),
    "Help": (reader, of_keys),
    "Palette": (reader, of_actions),
    "TourScreen": (lambda _folder: TourApp(f"ann {EVIL}"), in_the_tour),
    "Choose": (reader, lambda driver: asking(driver, Choose(EVIL, OPTIONS))),
    "Pick": (reader, lambda driver: asking(driver, Pick(EVIL, OPTIONS))),
    "PickFormat": (reader, lambda driver: asking(driver, PickFormat([Extent(EVIL, 1, "out", list)], OPTIONS))),
    "AskWords": (reader, lambda driver: asking(driver, AskWords(EVIL, EVIL, lambda words: words))),
}
"""By screen: an app, and the way to it."""


def test_every_screen_has_its_visit() -> None:
    screens = set()
    for found in walk_packages(tui.__path__, "tui."):
        module = import_module(found.name)
        screens |= {
            name
            for name, cls in vars(module).items()
            if isinstance(cls, type) and issubclass(cls, Screen) and cls.__module__ == found.name
        }
    assert set(VISITS) == screens - _ABSTRACT


@pytest.mark.parametrize("name", VISITS)
async def test_no_screen_sends_what_a_terminal_would_obey(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, visit = VISITS[name]
    async with sitting(tmp_path, make, monkeypatch) as driver:
        await visit(driver)
        sent = _TEXTUALS_OWN.sub("", driver.sent)
        assert not {char for char in sent if char in SYMBOLS}, sent


async def test_what_cannot_be_read_is_told_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(tmp_path, unreadable, monkeypatch) as driver:
        await driver.see("ReaderScreen")
        assert not {char for char in _TEXTUALS_OWN.sub("", driver.sent) if char in SYMBOLS}


async def test_a_widget_that_has_forgotten_is_safe_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And its line is as long as it was."""
    async with sitting(tmp_path, shelf, monkeypatch) as driver:
        driver.app.screen.mount(said := Static(f"<{EVIL}>\t{EVIL}\udc9b|", markup=False))
        said.border_title = EVIL.replace("[", "")
        said.styles.border = ("round", "red")
        await driver.until(lambda: "�|" in driver.sent)
        assert not {char for char in _TEXTUALS_OWN.sub("", driver.sent) if char in SYMBOLS or char in "\t\udc9b"}
        assert {len(strip.text) for strip in driver.app.screen._compositor.render_strips()} == {160}


async def test_why_the_screen_had_to_end_is_said_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with sitting(tmp_path, shelf, monkeypatch) as driver:
        pass
    driver.app.error_console.print(f"RuntimeError: {EVIL}")
    assert "RuntimeError: ␛" in (said := capsys.readouterr().err)
    assert not set(said) & set(SYMBOLS)
