"""Words can be read in every theme: at least 4.5 to 1 on their ground (WCAG 2.2, AA), as they are painted.

The theme `ansi` is left out: its colours are the terminal's own. Lines, bars and blocks are no words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from pilot import type_keys
from reader_driver import Finder, article, suggestions
from rich.segment import Segment
from test_adjudicator import shelf as disagreeing
from test_shelf_pictures import shelf
from textual.app import App
from textual.color import Color

from store.library.opening import open_library
from tui.adjudicate.app import AdjudicatorApp
from tui.app import StetApp
from tui.settings.kind_looks import LOOKS
from tui.settings.theme import TEXTUAL_NAMES
from tui.tour.app import TourApp
from tui.widgets.notifications import notify

LEAST: Final = 4.5
THEMES: Final = [name for theme, name in TEXTUAL_NAMES.items() if theme != "ansi"]
READER: Final = [
    "a", "x", "f", "enter", "e", "escape", "j", "j", "a", "tab", "shift+right", "shift+right", "escape",
    "slash", *"sabel", "enter", "escape", "v", "v", "v", "v", "z", "z", "Z", "O", "O", "O", "G", "G", "!", "u", "U",
    "d", "escape", "m", "escape",
    "question_mark", "s", "escape", "f", "t", "escape", "ctrl+p", *"not", "escape", "P", "escape",
    "percent_sign", "escape",
]  # fmt: skip
"""Through all that the reader shows: decided and not, struck out, doubts, selections, hits, questions, boxes, help."""

SHELF: Final = [
    "j", "j", "space", "asterisk", "slash", *"grain", "enter", "escape", "D", "escape", "E", "down", "escape",
    "i", "escape", "question_mark", "escape", "G", "escape", "F", "j", "f", "slash", *"tape", "enter",
    "escape", "escape",     "ctrl+p", *"mark",
]  # fmt: skip


def words(app: App[int]) -> Iterator[Segment]:
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None and any(is_word(letter) for letter in segment.text):
                yield segment


def is_word(letter: str) -> bool:
    """A letter, a digit or a sign with a meaning; not a line, a block, or a picture with colours of its own."""
    return unicodedata.category(letter)[0] in "LNPS" and not "\u2500" <= letter <= "\u259f" and letter < "\U0001f000"


def contrast(segment: Segment) -> float:
    style = segment.style
    assert style is not None
    assert style.color is not None
    assert style.bgcolor is not None
    ink, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    if style.reverse:
        ink, ground = ground, ink
    if style.dim:
        ink = ink.blend(ground, 0.5)
    return ratio(ink, ground)


def ratio(one: Color, other: Color) -> float:
    """Of WCAG."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    channels = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.normalized]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def faint(app: App[int]) -> set[str]:
    return {
        f"{contrast(segment):.2f} {segment.style} {segment.text.strip()[:20]!r} {type(app.screen).__name__}"
        for segment in words(app)
        if contrast(segment) < LEAST
    }


async def assert_legible(app: StetApp | AdjudicatorApp | TourApp, theme: str, keys: Sequence[str]) -> None:
    app.theme = theme
    found: set[str] = set()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.pause()
        for key in keys:
            await type_keys(app, key)
            await pilot.pause()
            found |= faint(app)
    assert not found


@pytest.mark.parametrize("theme", THEMES)
async def test_words_can_be_read_in_the_reader(tmp_path: Path, theme: str) -> None:
    entry = open_library(tmp_path).add(article(), suggestions()).id
    app = StetApp(open_library(tmp_path), [entry], "ana", lambda: Finder(suggestions()))
    await assert_legible(app, theme, READER)


@pytest.mark.parametrize("theme", THEMES)
async def test_words_can_be_read_on_the_shelf_and_in_the_list_of_flags(tmp_path: Path, theme: str) -> None:
    await assert_legible(shelf(tmp_path), theme, SHELF)


@pytest.mark.parametrize("theme", THEMES)
async def test_words_can_be_read_where_conflicts_are_settled(tmp_path: Path, theme: str) -> None:
    library = disagreeing(tmp_path)
    app = AdjudicatorApp(library, list(library.ids("conflict:yes")), "judge")
    await assert_legible(app, theme, ["1", "e", "escape", "2", "u", "space", "question_mark", "escape"])


@pytest.mark.parametrize("theme", THEMES)
async def test_words_can_be_read_in_the_tour(theme: str) -> None:
    await assert_legible(TourApp("ana"), theme, ["j", "a", "x", "e", "1", "4", "enter"])


@pytest.mark.parametrize("theme", THEMES)
async def test_words_can_be_read_in_what_is_told_in_the_corner(tmp_path: Path, theme: str) -> None:
    app = shelf(tmp_path)
    app.theme = theme
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        notify(app, "1 article in /home/ana/articles-csv")
        notify(app, "Not saved: the disk is full", wrong=True)
        await pilot.pause()
        assert len(app.screen.query("Toast")) == 2
        assert not faint(app)


@pytest.mark.parametrize("name", ["dark", "light", "high-contrast"])
def test_kinds_are_told_apart_by_hue_and_by_a_second_sign(name: str) -> None:
    hues = sorted(Color.parse(look.hues[name]).hsl.h * 360 for look in LOOKS.values())
    assert all(later - earlier >= 30 for earlier, later in pairwise([*hues, hues[0] + 360]))
    assert len({look.sign for look in LOOKS.values()}) == len(LOOKS)
