"""How the reader looks: three sizes, dark, light and without colour. `pytest --snapshot-update` takes new pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import pytest
from reader_driver import Finder, article, suggestions
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from store.library.opening import open_library
from tui.app import StetApp
from tui.reader.screen import ReaderScreen

SIZES = [(80, 24), (120, 40), (200, 60)]


class Compare(Protocol):
    """What the plug-in's fixture gives."""

    def __call__(
        self, app: App[int], *, terminal_size: tuple[int, int], run_before: Callable[[Pilot[int]], Awaitable[None]]
    ) -> bool: ...


def reader(folder: Path, theme: str = "stet-dark") -> StetApp:
    library = open_library(folder)
    app = StetApp(library, [library.add(article(), suggestions()).id], "ana", lambda: Finder(suggestions()))
    app.theme = theme
    return app


def after(*keys: str) -> Callable[[Pilot[int]], Awaitable[None]]:
    """Press these; then wait until what was decided is on the disk, and the header knows."""

    async def press(pilot: Pilot[int]) -> None:
        await pilot.press(*keys)
        screen = pilot.app.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        screen.sessions.close()
        for box in pilot.app.screen.query(Input):
            box.cursor_blink = False
        await pilot.pause()
        await pilot.pause()

    return press


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["stet-dark", "stet-light"])
def test_an_article_half_decided(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(reader(tmp_path, theme), terminal_size=size, run_before=after("a", "x", "a"))


@pytest.mark.parametrize("size", SIZES)
def test_without_colour(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(reader(tmp_path), terminal_size=size, run_before=after("a", "x", "a"))


def test_in_the_terminals_own_colours(snap_compare: Compare, tmp_path: Path) -> None:
    assert snap_compare(reader(tmp_path, "ansi-dark"), terminal_size=(80, 24), run_before=after("a", "x", "a"))


@pytest.mark.parametrize("size", SIZES[:2])
def test_a_number_in_the_editor(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(reader(tmp_path), terminal_size=size, run_before=after(*"jjjj", "e", *"2m", "tab"))


@pytest.mark.parametrize("key", ["d", "m", "f", "question_mark"])
def test_a_question(snap_compare: Compare, tmp_path: Path, key: str) -> None:
    assert snap_compare(reader(tmp_path), terminal_size=(80, 24), run_before=after(key, "down"))
