"""Every key of the reader and of the shelf, each pressed where it holds and seen to do what its row in the help says.

What is true after the key is seen not to be true before it, in sittings that several rows share too.

A row of the key table without a case here fails, so that no key comes without a test. Keys of the screen that settles
conflicts are in `test_adjudicator`, those of the list of flags in `test_flagged`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from reader_room import TEXT, Room, at, reading, suggestions
from shelf_room import ShelfRoom, filled, sitting
from textual.command import CommandPalette
from textual.widgets import Input

from store.library.protocol import open_library
from store.model.fields import Quote
from store.model.record import Article
from tui.flagged.screen import FlaggedScreen
from tui.reader.screen import ReaderScreen
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


def words(room: Room) -> list[str]:
    """Of the first person's mentions, on the disk."""
    return [TEXT[start:end] for start, end in room.stored.fields["p1"].spans]


def shows(screen: type) -> Callable[[Room | ShelfRoom], bool]:
    return lambda room: isinstance(room.app.screen, screen)


def says(part: str) -> Callable[[Room | ShelfRoom], bool]:
    return lambda room: part in room.said


def status(identifier: str, wanted: str) -> Callable[[Room], bool]:
    return lambda room: room.status(identifier) == wanted


def speaker(room: Room) -> str | None:
    quote = room.stored.fields["q1"]
    assert isinstance(quote, Quote)
    return quote.speaker_name


def cursor(test: Callable[[int], bool]) -> Callable[[Room], bool]:
    """What is true of the article's cursor, which began at the mayor's name."""
    return lambda room: test(room.reader.article.cursor)


def focused(room: Room) -> str | None:
    return room.app.focused.id if room.app.focused else None


def box(room: Room) -> str:
    return room.app.focused.value if isinstance(room.app.focused, Input) else ""


MAYOR = at("Petra")[0]
FIND = "slash k e s enter"  # Kestrel, once
FIND_MORE = "tab ctrl+home slash l i enter"  # more than once

READER = {
    "accept": case("", status("p1", "accepted")),
    "reject": case("", status("p1", "rejected")),
    "edit": case("", lambda room: room.reader.panel.editor is not None),
    "speaker": case("8", speaker),
    "speaker-back": case("8", speaker),
    "undo": case("a", status("p1", "suggested")),
    "redo": case("a u", status("p1", "accepted")),
    "done": case("", shows(Choose)),
    "other-pane": case("", lambda room: room.reader.article.has_focus),
    "next": case("", lambda room: room.current == "p2"),
    "previous": case("j", lambda room: room.current == "p1"),
    "next-undecided": case("j a k k", lambda room: room.current == "l1"),
    "previous-undecided": case("", lambda room: room.current == "q1"),
    "next-mention": case("", lambda room: room.reader.state.cursor.mention == 1),
    "previous-mention": case("", lambda room: room.reader.state.cursor.mention == 1),
    "detach": case("", lambda room: words(room) == ["Lindqvist"]),
    "kind": case("", shows(Choose)),
    "accept-group": case("", status("p2", "accepted")),
    "reject-group": case("", status("p2", "rejected")),
    "accept-sure": case("", shows(AskWords)),
    "next-doubt": case("", lambda room: room.current == "l2"),
    "start-left": case("", lambda room: words(room)[0] == "Mayor Petra Lindqvist"),
    "start-right": case("", lambda room: words(room)[0] == "Lindqvist"),
    "end-left": case("", lambda room: words(room)[0] == "Petra"),
    "end-right": case("", lambda room: words(room)[0] == "Petra Lindqvist said"),
    "by-character": case("", lambda room: room.reader.state.by_character),
    "everywhere": case("minus", shows(Choose)),
    "merge": case("", shows(Pick)),
    "split": case("right", lambda room: len(room.stored.people) == 3),
    "flag": case("", shows(AskWords)),
    "note": case("", shows(AskWords)),
    "narrow-article": case("", lambda room: room.reader.article.outer_size.width == 64),
    "widen-article": case("", lambda room: room.reader.article.outer_size.width == 72),
    "reset-divide": case("right_curly_bracket", lambda room: room.reader.article.outer_size.width == 68),
    "guidelines": case("", lambda room: room.reader.panel.guidelines is not None),
    "guidelines-on": case("G k k", lambda room: room.reader.panel.guidelines.scroll_y == 22),
    "guidelines-back": case("G k k", lambda room: room.reader.panel.guidelines.scroll_y == 6),
    "copy": case("", lambda room: room.app.clipboard.startswith("Petra Lindqvist")),
    "find": case("", shows(AskWords)),
    "view": case("", lambda room: room.reader.state.list_view.shown == "undecided"),
    "order": case("", lambda room: room.reader.state.list_view.order == "text"),
    "fold": case("", lambda room: room.reader.state.list_view.folded == {"people"}),
    "unfold": case("z", lambda room: not room.reader.state.list_view.folded),
    "settle": case("", says("Nothing is in conflict")),
    "flagged": case("", shows(FlaggedScreen)),
    "statistics": case("", shows(StatisticsScreen)),
    "shelf": case("", shows(ShelfScreen)),
    "next-article": case("", says("last article")),
    "previous-article": case("", says("first article")),
    "add-person": case(FIND, lambda room: len(room.stored.people) == 3),
    "add-place": case("slash n u r s e enter", lambda room: len(room.stored.places) == 3),
    "add-number": case("tab ctrl+home space", lambda room: len(room.stored.numbers) == 4),
    "add-quote": case("tab ctrl+end left left left space", shows(Choose)),  # one more piece of the quote near by?
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
    "grow": case("tab", lambda room: room.reader.article.selection == at("Petra")),
    "clear": case("tab space", lambda room: room.reader.article.selection is None),
    "next-hit": case(FIND_MORE, lambda room: room.reader.state.search.current == 1),
    "previous-hit": case(FIND_MORE + " n", lambda room: room.reader.state.search.current == 0),
    "stop-finding": case(FIND, lambda room: room.reader.state.search is None),
    "keep": case("e X", lambda room: room.stored.people[0].name == "X"),
    "drop": case("e X", lambda room: room.reader.panel.editor is None and not room.stored.edits),
    "next-box": case("e", lambda room: focused(room) == "box-role"),
    "previous-box": case("e", lambda room: focused(room) == "box-role"),
    "offer-on": case("8 e", lambda room: box(room) == "Petra Lindqvist"),
    "offer-back": case("8 e down", lambda room: box(room) == ""),
    "palette": case("", shows(CommandPalette)),
    "theme": case("", lambda room: room.app.theme == "textual-light"),
    "suspend": case("", says("There is no shell here")),  # with one: see `test_job_control`
    "help": case("", shows(Help)),
    "quit": case("", lambda room: room.app.return_value == 0),
}
SHELF = {
    "read": case("", shows(ReaderScreen)),
    "filter": case("", lambda room: room.shelf.filter.box.has_focus),
    "sort": case("", lambda room: room.shelf.question.order == "-added"),
    "add-article": case("", shows(AskWords)),
    "tour": case("", shows(TourScreen)),
    "export": case("", shows(Pick)),
    "mark": case("", lambda room: len(room.shelf.list.marked) == 1),
    "guidelines-alone": case("", shows(GuidelinesScreen)),
    "mark-on": case("", lambda room: len(room.shelf.list.marked) == 2),
    "mark-back": case("j", lambda room: len(room.shelf.list.marked) == 2),
    "mark-all": case("", lambda room: len(room.shelf.list.marked) == 4),
    "flagged-on-shelf": case("", shows(FlaggedScreen)),
    "articles-done": case("space j space", shows(Choose)),
    "articles-undo": case("", says("Nothing to take back here")),
    "back-to-reader": case("", says("No article is open")),
    "article-on": case("", lambda room: room.shelf.list.cursor == 1),
    "article-back": case("j", lambda room: room.shelf.list.cursor == 0),
    "articles-page-on": case("", lambda room: room.shelf.list.cursor == 3),
    "articles-page-back": case("j", lambda room: room.shelf.list.cursor == 0),
    "first-article": case("j", lambda room: room.shelf.list.cursor == 0),
    "last-article": case("", lambda room: room.shelf.list.cursor == 3),
    "filter-keep": case("slash b a n", lambda room: room.shelf.list.has_focus and room.shelf.filter.box.value == "ban"),
    "filter-drop": case("slash b a n", lambda room: room.shelf.list.has_focus and not room.shelf.filter.box.value),
    "palette": case("", shows(CommandPalette)),
    "theme": case("", lambda room: room.app.theme == "textual-light"),
    "suspend": case("", says("There is no shell here")),  # with one: see `test_job_control`
    "help": case("", shows(Help)),
    "quit": case("", lambda room: room.app.return_value == 0),
}


LASTING = {
    *("widen-article", "narrow-article", "reset-divide", "guidelines", "guidelines-on", "guidelines-back"),
    *("view", "order", "fold", "unfold", "theme", "by-character", "shelf", "next-article", "previous-article"),
    *("quit", "read", "sort", "tour", "guidelines-alone", "articles-done"),
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
    texts = [Article(f"wire/{number}", TEXT) for number in range(len(pressed))]
    async with reading(tmp_path, [library.add(text, suggestions()).id for text in texts]) as room:
        for number, (identifier, key) in enumerate(pressed):
            if number:
                await room.press("escape", "escape", "escape", "right_square_bracket")
                await room.press(*["tab"] * room.reader.article.has_focus)
                assert room.stored.id == texts[number].id
            before, then = READER[identifier]
            await room.press(*before)
            assert not then(room), identifier
            await room.press(key)
            assert then(room), (identifier, key)


@pytest.mark.parametrize("pressed", sittings(SHELF))
async def test_keys_of_the_shelf(tmp_path: Path, pressed: list[tuple[str, str]]) -> None:
    async with sitting(filled(tmp_path)) as room:
        for number, (identifier, key) in enumerate(pressed):
            if number:
                await room.press("escape", "slash", "escape", "home")
                await room.listed()
                await room.press(*["asterisk"] * (2 if len(room.shelf.list.marked) % 4 else 0))
            before, then = SHELF[identifier]
            await room.press(*before)
            await room.listed()
            assert not then(room), identifier
            await room.press(key)
            assert then(room), (identifier, key)


async def test_each_step_in_the_article_selects_with_shift(tmp_path: Path) -> None:
    steps = [row for row in KEYS if row.id.endswith(("-back", "-on")) and row.where == "article"]
    assert steps
    async with reading(tmp_path) as room:
        for key in (key for row in steps for key in row.keys):
            await room.press("escape", "k", "tab")
            *modifiers, last = key.split("+")
            await room.press("+".join([*modifiers, "shift", last]))
            start, end = room.reader.article.selection or (0, 0)
            assert end > start, key
            await room.press("tab")


async def test_digits(tmp_path: Path) -> None:
    order = ["p1", "p2", "l1", "l2", "n1", "n2", "n3", "q1"]
    async with reading(tmp_path) as room:
        for digit in BY_ID["jump"].keys:
            await room.go("p2")
            await room.press("escape", digit)
            expected = order[int(digit) - 1] if 0 < int(digit) <= len(order) else "p2"
            assert room.current == expected
            assert ("There is no field" in room.said) == (expected == "p2" and digit != "2")


def test_no_key_is_left_out() -> None:
    assert {row.id for row in KEYS if row.where not in ("adjudicating", "flagged")} == {*READER, *SHELF, "jump"}
