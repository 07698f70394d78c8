"""With `NO_COLOR` a terminal gets no colour, grey included; what colours say is said by attributes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from reader_driver import article, reading, suggestions
from rich.style import Style
from shelf_driver import ShelfDriver, filled, sitting
from textual.color import Color
from textual.drivers.headless_driver import HeadlessDriver

from store.library.opening import open_library
from tui.settings.theme import TEXTUAL_NAMES
from tui.terminal.attributes import without_colour

_STYLES: Final = re.compile(r"\x1b\[([0-9;]*)m")
_ATTRIBUTES: Final = {"", "0", "1", "2", "3", "4", "7", "9"}
"""Reset, bold, dim, italic, underline, reverse, struck out."""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a terminal without colours is given."""
    written: list[str] = []
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(HeadlessDriver, "is_headless", False)
    monkeypatch.setattr(HeadlessDriver, "write", lambda _self, data: written.append(data))
    return written


def codes(sent: list[str]) -> set[str]:
    return {code for styles in _STYLES.findall("".join(sent)) for code in styles.split(";")}


@pytest.mark.parametrize("theme", TEXTUAL_NAMES.values())
async def test_the_screens_have_attributes_only(tmp_path: Path, sent: list[str], theme: str) -> None:
    entry = open_library(tmp_path).add(article(), suggestions()).id
    async with reading(tmp_path, [entry]) as driver:
        driver.app.theme = theme
        await driver.press("x", "j", "e", "escape", "tab", "shift+right", "slash", *"lind", "enter", "question_mark")
        await driver.press("escape", "E", "g", "E", "escape", "i", "escape", "t")
    assert codes(sent) <= _ATTRIBUTES
    assert {"1", "4", "7"} <= codes(sent)


def at_cursor(driver: ShelfDriver) -> list[Style]:
    """Of the row of the current article, as it is painted."""
    y = driver.shelf.list.region.y + driver.shelf.list.cursor
    strip = driver.app.screen._compositor.render_strips()[y]
    return [segment.style for segment in strip if segment.style and segment.text.strip("▁▂▃▄▅▆▇█ ")]


@pytest.mark.usefixtures("sent")
async def test_the_current_row_is_reverse(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("j")
        assert all(style.reverse and style.bold and style.color is None for style in at_cursor(driver))


@pytest.mark.parametrize(
    ("style", "reverse", "dim"),
    [
        ("#e0e0e0 on #121212", False, False),
        ("#8f8f8f on #121212", False, True),
        ("#121212 on #0178d4", True, False),
        ("#121212 on #e0e0e0", True, False),
        ("reverse #121212 on #e0e0e0", False, False),  # the cursor in a selection
        ("reverse #e0e0e0 on #121212", True, False),
        ("reverse", True, False),
        ("dim #e0e0e0 on #121212", False, True),
        ("", False, False),
    ],
)
def test_what_stands_out_is_reverse_and_what_does_not_is_dim(style: str, reverse: bool, dim: bool) -> None:
    shown = without_colour(Style.parse(style), Color.parse("#121212"))
    assert (bool(shown.reverse), bool(shown.dim)) == (reverse, dim)
    assert (shown.color, shown.bgcolor) == (None, None)
