"""Every key of the reader and of the shelf, each pressed where it holds and seen to do what its row in the help says.

What is true after the key is seen not to be true before it, in sittings that several rows share too.

A row of the key table without a case here fails, so that no key comes without a test. Keys of the screen that settles
conflicts are in `test_adjudicator`, those of the list of flags in `test_flagged`, those of the concordance, and of the
way back to it, in `test_concordance`, those of the register in `test_register_screen`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from reader_driver import TEXT, ReaderDriver, at, reading, suggestions
from shelf_driver import ShelfDriver, filled, sitting
from textual.command import CommandPalette
from textual.widgets import Input

from services.learning.settings import switch
from store.library.opening import open_library
from store.model.fields import Quote
from store.model.record import Article
from tui.concordance.screen import ConcordanceScreen
from tui.flagged.screen import FlaggedScreen
from tui.reader.screen import ReaderScreen
from tui.register.screen import RegisterScreen
from tui.settings.keys import BY_ID, KEYS
from tui.shelf.screen import ShelfScreen
from tui.tour.screen import TourScreen
from tui.widgets.ask import AskWords, Choose, Pick
from tui.widgets.guidelines_pane import GuidelinesScreen
from tui.widgets.help import Help
from tui.widgets.statistics_screen import StatisticsScreen


class Case(NamedTuple):
    """Keys to press first, and what is true after the key."""

    before: tuple[str, ...]
    then: Callable[[Any], object]


def case(before: str, then: Callable[[Any], object]) -> Case:
    return Case(tuple(before.split()), then)


def words(driver: ReaderDriver) -> list[str]:
    """Of the first person's mentions, on the disk."""
    return [TEXT[start:end] for start, end in driver.stored.fields["p1"].spans]


def shows(screen: type) -> Callable[[ReaderDriver | ShelfDriver], bool]:
    return lambda driver: isinstance(driver.app.screen, screen)


def says(part: str) -> Callable[[ReaderDriver | ShelfDriver], bool]:
    return lambda driver: part in driver.said


def status(identifier: str, wanted: str) -> Callable[[ReaderDriver], bool]:
    return lambda driver: driver.status(identifier) == wanted


def has(identifier: str, attribute: str, wanted: object) -> Callable[[ReaderDriver], bool]:
    return lambda driver: getattr(driver.stored.fields[identifier], attribute) == wanted


def speaker(driver: ReaderDriver) -> str | None:
    quote = driver.stored.fields["q1"]
    assert isinstance(quote, Quote)
    return quote.speaker_name


def cursor(test: Callable[[int], bool]) -> Callable[[ReaderDriver], bool]:
    """What is true of the article's cursor, which began at the mayor's name."""
    return lambda driver: test(driver.reader.article.cursor)


def focused(driver: ReaderDriver) -> str | None:
    return driver.app.focused.id if driver.app.focused else None


def box(driver: ReaderDriver) -> str:
    return driver.app.focused.value if isinstance(driver.app.focused, Input) else ""


MAYOR = at("Petra")[0]
FIND = "slash k e s enter"  # Kestrel, once
NURSE = "slash n u r s e enter"  # in no field
FIND_MORE = "tab ctrl+home slash l i enter"  # more than once

READER = {
    "accept": case("", status("p1", "accepted")),
    "reject": case("", status("p1", "rejected")),
    "edit": case("", lambda driver: driver.reader.panel.editor is not None),
    "speaker": case("8", speaker),
    "speaker-back": case("8", speaker),
    "undo": case("a", status("p1", "suggested")),
    "redo": case("a u", status("p1", "accepted")),
    "about": case("", says("asks nothing of articles")),
    "done": case("", shows(Choose)),
    "export-article": case("", shows(Pick)),
    "other-pane": case("", lambda driver: driver.reader.article.has_focus),
    "next": case("", lambda driver: driver.current == "p2"),
    "previous": case("j", lambda driver: driver.current == "p1"),
    "next-undecided": case("j a k k", lambda driver: driver.current == "l1"),
    "previous-undecided": case("", lambda driver: driver.current == "q1"),
    "next-kind": case("", lambda driver: driver.current == "l1"),
    "previous-kind": case("", lambda driver: driver.current == "q1"),
    "fields-page-on": case("", lambda driver: driver.current == "q1"),
    "fields-page-back": case("j", lambda driver: driver.current == "p1"),
    "first-field": case("8", lambda driver: driver.current == "p1"),
    "last-field": case("", lambda driver: driver.current == "q1"),
    "next-mention": case("", lambda driver: driver.reader.state.cursor.mention == 1),
    "previous-mention": case("", lambda driver: driver.reader.state.cursor.mention == 1),
    "detach": case("", lambda driver: words(driver) == ["Lindqvist"]),
    "kind": case("", shows(Choose)),
    "accept-group": case("", status("p2", "accepted")),
    "reject-group": case("", status("p2", "rejected")),
    "accept-sure": case("", shows(AskWords)),
    "next-doubt": case("", lambda driver: driver.current == "l2"),
    "start-left": case("", lambda driver: words(driver)[0] == "Mayor Petra Lindqvist"),
    "start-right": case("", lambda driver: words(driver)[0] == "Lindqvist"),
    "end-left": case("", lambda driver: words(driver)[0] == "Petra"),
    "end-right": case("", lambda driver: words(driver)[0] == "Petra Lindqvist said"),
    "by-character": case("", lambda driver: driver.reader.state.by_character),
    "everywhere": case("minus", shows(Choose)),
    "merge": case("", shows(Pick)),
    "split": case("right", lambda driver: len(driver.stored.people) == 3),
    "flag": case("", shows(AskWords)),
    "note": case("", shows(AskWords)),
    "end-number": case("2", says("Field 2, Anders Holm; e edits it")),
    "narrow-article": case("", lambda driver: driver.reader.article.outer_size.width == 64),
    "widen-article": case("", lambda driver: driver.reader.article.outer_size.width == 72),
    "reset-divide": case("right_curly_bracket", lambda driver: driver.reader.article.outer_size.width == 68),
    "guidelines": case("", lambda driver: driver.reader.panel.guidelines is not None),
    "close-guidelines": case("G k k", lambda driver: driver.reader.panel.guidelines is None),
    "guidelines-on": case("G k k", lambda driver: driver.reader.panel.guidelines.scroll_y == 22),
    "guidelines-back": case("G k k", lambda driver: driver.reader.panel.guidelines.scroll_y == 6),
    "copy": case("", lambda driver: driver.app.clipboard.startswith("Petra Lindqvist")),
    "find": case("", shows(AskWords)),
    "view": case("", lambda driver: driver.reader.state.list_view.shown == "undecided"),
    "order": case("", lambda driver: driver.reader.state.list_view.order == "text"),
    "stop-asking": case("", says("no model is reading")),  # in the palette alone
    "forget": case("", says("is forgotten")),  # in the palette alone
    "fold": case("", lambda driver: driver.reader.state.list_view.folded == {"people"}),
    "unfold": case("z", lambda driver: not driver.reader.state.list_view.folded),
    "settle": case("", says("Nothing is in conflict")),
    "flagged": case("", shows(FlaggedScreen)),
    "concordance": case("", shows(ConcordanceScreen)),
    "register": case("", shows(RegisterScreen)),
    "statistics": case("", shows(StatisticsScreen)),
    "shelf": case("", shows(ShelfScreen)),
    "next-article": case("", says("last article")),
    "previous-article": case("", says("first article")),
    "add-person": case(FIND, lambda driver: len(driver.stored.people) == 3),
    "add-place": case("slash n u r s e enter", lambda driver: len(driver.stored.places) == 3),
    "add-number": case("tab ctrl+home space", lambda driver: len(driver.stored.numbers) == 4),
    "add-quote": case("tab ctrl+end left left left space", shows(Choose)),  # one more piece of the quote near by?
    "point-role": case(NURSE, has("p1", "role", "nurse")),
    "point-value": case("5 slash t w o enter escape", has("n1", "value", 2)),
    "point-counted": case(f"5 {NURSE}", has("n1", "counted", "nurse")),
    "point-event": case(f"5 {NURSE}", has("n1", "event", "nurse")),
    "point-unit": case(f"5 {NURSE}", has("n1", "unit", "nurse")),
    "point-approx": case(f"5 {NURSE}", has("n1", "approx", "nurse")),
    "point-speaker": case(f"8 {NURSE}", has("q1", "speaker_name", "nurse")),
    "point-cue": case(f"8 {NURSE}", has("q1", "cue", "nurse")),
    "point-name": case(NURSE, has("p1", "name", "nurse")),
    "word-back": case("tab", cursor(lambda at: at == MAYOR - len("Mayor "))),
    "word-on": case("tab", cursor(lambda at: at == MAYOR + len("Petra "))),
    "line-back": case("tab", cursor(lambda at: at < MAYOR - 20)),
    "line-on": case("tab", cursor(lambda at: at > MAYOR + 20)),
    "character-back": case("tab", cursor(lambda at: at == MAYOR - 1)),
    "character-on": case("tab", cursor(lambda at: at == MAYOR + 1)),
    "edge-back": case("tab", cursor(lambda at: 0 < at < MAYOR)),
    "edge-on": case("tab", cursor(lambda at: MAYOR < at < MAYOR + 80)),
    "page-back": case("tab", cursor(lambda at: at < MAYOR - 20)),
    "page-on": case("tab", cursor(lambda at: at > MAYOR + 80)),
    "text-back": case("tab", cursor(lambda at: at == 0)),
    "text-on": case("tab", cursor(lambda at: at == len(TEXT))),
    "grow": case("tab", lambda driver: driver.reader.article.selection == at("Petra")),
    "clear": case("tab space", lambda driver: driver.reader.article.selection is None),
    "next-hit": case(FIND_MORE, lambda driver: driver.reader.state.search.current == 1),
    "previous-hit": case(FIND_MORE + " n", lambda driver: driver.reader.state.search.current == 0),
    "stop-finding": case(FIND, lambda driver: driver.reader.state.search is None),
    "keep": case("e X", lambda driver: driver.stored.people[0].name == "X"),
    "drop": case("e X", lambda driver: driver.reader.panel.editor is None and not driver.stored.edits),
    "value-end-right": case("e tab", lambda driver: box(driver) == "Mayor Petra"),
    "value-end-left": case("e tab alt+right", lambda driver: box(driver) == "Mayor"),
    "value-start-left": case("e tab", lambda driver: box(driver) == "40, Mayor"),
    "value-start-right": case("e tab alt+right", lambda driver: box(driver) == "Petra"),
    "finish": case("e X", lambda driver: driver.stored.people[0].name == "X"),
    "as-suggested": case("e tab X", lambda driver: box(driver) == "Mayor"),
    "next-box": case("e", lambda driver: focused(driver) == "box-role"),
    "previous-box": case("e", lambda driver: focused(driver) == "box-role"),
    "offer-on": case("8 e", lambda driver: box(driver) == "Petra Lindqvist"),
    "offer-back": case("8 e down", lambda driver: box(driver) == ""),
    "choices": case("5 e tab", shows(Pick)),
    "palette": case("", shows(CommandPalette)),
    "theme": case("", lambda driver: driver.app.theme == "stet-light"),
    "suspend": case("", says("There is no shell here")),  # with one: see `test_job_control`
    "help": case("", shows(Help)),
    "quit": case("", lambda driver: driver.app.return_value == 0),
}
SHELF = {
    "read": case("", shows(ReaderScreen)),
    "filter": case("", lambda driver: driver.shelf.filter.box.has_focus),
    "sort": case("", lambda driver: driver.shelf.question.order == "-date"),
    "sort-back": case("", lambda driver: driver.shelf.question.order == "-added"),
    "remove-article": case("", shows(Choose)),
    "add-article": case("", shows(AskWords)),
    "tour": case("", shows(TourScreen)),
    "export": case("", shows(Pick)),
    "mark": case("", lambda driver: len(driver.shelf.list.marked) == 1),
    "guidelines-alone": case("", shows(GuidelinesScreen)),
    "statistics-on-shelf": case("", shows(StatisticsScreen)),
    "mark-on": case("", lambda driver: len(driver.shelf.list.marked) == 2),
    "mark-back": case("j", lambda driver: len(driver.shelf.list.marked) == 2),
    "mark-all": case("", lambda driver: len(driver.shelf.list.marked) == 4),
    "flagged-on-shelf": case("", shows(FlaggedScreen)),
    "concordance-on-shelf": case("", shows(ConcordanceScreen)),
    "register-on-shelf": case("", shows(RegisterScreen)),
    "articles-done": case("space j space", shows(Choose)),
    "articles-about": case("", says("asks nothing of articles")),
    "articles-undo": case("", says("Nothing to undo here")),
    "back-to-reader": case("", says("No article is open")),
    "clear-told": case("", says("No message or filter to close")),
    "article-on": case("", lambda driver: driver.shelf.list.cursor == 1),
    "article-back": case("j", lambda driver: driver.shelf.list.cursor == 0),
    "articles-page-on": case("", lambda driver: driver.shelf.list.cursor == 3),
    "articles-page-back": case("j", lambda driver: driver.shelf.list.cursor == 0),
    "first-article": case("j", lambda driver: driver.shelf.list.cursor == 0),
    "last-article": case("", lambda driver: driver.shelf.list.cursor == 3),
    "filter-keep": case(
        "slash b a n", lambda driver: driver.shelf.list.has_focus and driver.shelf.filter.box.value == "ban"
    ),
    "filter-drop": case(
        "slash b a n", lambda driver: driver.shelf.list.has_focus and not driver.shelf.filter.box.value
    ),
    "palette": case("", shows(CommandPalette)),
    "theme": case("", lambda driver: driver.app.theme == "stet-light"),
    "suspend": case("", says("There is no shell here")),  # with one: see `test_job_control`
    "help": case("", shows(Help)),
    "quit": case("", lambda driver: driver.app.return_value == 0),
}


LASTING = {
    *(
        "widen-article",
        "narrow-article",
        "reset-divide",
        "guidelines",
        "close-guidelines",
        "guidelines-on",
        "guidelines-back",
    ),
    *("view", "order", "fold", "unfold", "theme", "by-character", "shelf", "next-article", "previous-article"),
    *("quit", "read", "sort", "sort-back", "tour", "guidelines-alone", "statistics-on-shelf", "articles-done"),
}
"""Rows whose keys change more than an article or a list, or leave it: each has a sitting of its own."""
TOGETHER = 12
"""As many others share one, each on an article of its own."""


def sittings(cases: dict[str, Case]) -> Iterator[Any]:
    shared: list[tuple[str, str]] = []
    for identifier in cases:
        keys = [(identifier, key) for key in BY_ID[identifier].keys]
        if identifier not in LASTING:
            shared += keys
            continue
        for one in keys:
            yield pytest.param([one], id=" ".join(one))
    for start in range(0, len(shared), TOGETHER):
        some = shared[start : start + TOGETHER]
        yield pytest.param(some, id=f"{some[0][0]} to {some[-1][0]}")


@pytest.mark.parametrize("pressed", sittings(READER))
async def test_keys_of_the_reader(tmp_path: Path, pressed: list[tuple[str, str]]) -> None:
    library = open_library(tmp_path)
    switch(library, off=True)  # what one article teaches is not to change the next
    texts = [Article(f"wire/{number}", TEXT) for number in range(len(pressed))]
    async with reading(tmp_path, [library.add(text, suggestions()).id for text in texts]) as driver:
        for number, (identifier, key) in enumerate(pressed):
            if number:
                await driver.press("escape", "escape", "escape", "right_square_bracket")
                await driver.press(*["tab"] * driver.reader.article.has_focus)
                assert driver.stored.id == texts[number].id
            before, then = READER[identifier]
            await driver.press(*before)
            assert not then(driver), identifier
            await driver.press(key)
            assert then(driver), (identifier, key)


@pytest.mark.parametrize("pressed", sittings(SHELF))
async def test_keys_of_the_shelf(tmp_path: Path, pressed: list[tuple[str, str]]) -> None:
    async with sitting(filled(tmp_path)) as driver:
        for number, (identifier, key) in enumerate(pressed):
            if number:
                await driver.press("escape", "slash", "escape", "home")
                await driver.listed()
                await driver.press(*["asterisk"] * (2 if len(driver.shelf.list.marked) % 4 else 0))
            before, then = SHELF[identifier]
            await driver.press(*before)
            await driver.listed()
            assert not then(driver), identifier
            await driver.press(key)
            assert then(driver), (identifier, key)


async def test_each_step_in_the_article_selects_with_shift(tmp_path: Path) -> None:
    steps = [row for row in KEYS if row.id.endswith(("-back", "-on")) and row.where == "article"]
    assert steps
    async with reading(tmp_path) as driver:
        for key in (key for row in steps for key in row.keys):
            await driver.press("escape", "k", "tab")
            *modifiers, last = key.split("+")
            await driver.press("+".join([*modifiers, "shift", last]))
            start, end = driver.reader.article.selection or (0, 0)
            assert end > start, key
            await driver.press("tab")


async def test_digits(tmp_path: Path) -> None:
    order = ["p1", "p2", "l1", "l2", "n1", "n2", "n3", "q1"]
    async with reading(tmp_path) as driver:
        for digit in BY_ID["jump"].keys:
            await driver.go("p2")
            await driver.press("escape", digit)
            expected = order[int(digit) - 1] if 0 < int(digit) <= len(order) else "p2"
            assert driver.current == expected
            assert ("There is no field" in driver.said) == (expected == "p2" and digit != "2")


def test_no_key_is_left_out() -> None:
    elsewhere = ("adjudicating", "flagged", "concordance", "register")
    here = {row.id for row in KEYS if row.where not in elsewhere}
    assert here == {*READER, *SHELF, "jump", "back-to-hits"}
