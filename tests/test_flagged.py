"""The list of flags and notes, key by key: what is in it, the way to the field and back, and flags taken away."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from factories import Annotator
from faulty import Disk
from reader_driver import OTHER_TEXT, TEXT, article, reading, suggestions
from shelf_driver import ShelfDriver, sitting

from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Person, Suggestions
from store.model.record import Article, text_id
from tui.flagged.commands import COMMANDS
from tui.flagged.gathering import Entry, Head
from tui.flagged.screen import FlaggedScreen
from tui.reader.screen import ReaderScreen
from tui.settings.keys import here
from tui.shelf.screen import ShelfScreen
from tui.widgets.ask import Choose


def flagged(folder: Path) -> FolderLibrary:
    """The fire: a place with a note, a person and a quote with flags; the council: a person; and one without any."""
    library = open_library(folder)
    for number, (text, title, found) in enumerate(
        [
            (TEXT, "Grain store burns", suggestions()),
            ("Nothing of note.\n", "Quiet day", Suggestions()),
            (
                OTHER_TEXT,
                "Council votes",
                Suggestions(people=[Person(id="p1", name="Bay", spans=[(23, 26)], confidence=0.9)]),
            ),
        ]
    ):
        library.add(Article(id=text_id(text), text=text, title=title, date=f"2026-03-0{number + 1}"), found)
    fire = Annotator(library.load(text_id(TEXT)), "ana")
    fire.act(actions.flag(fire.record, "p2", True, "the welder’s age?"))
    fire.act(actions.note(fire.record, "l1", "see the map"))
    fire.act(actions.flag(fire.record, "q1", True, ""))
    library.commit(fire.record.id, fire.pending)
    council = Annotator(library.load(text_id(OTHER_TEXT)), "desk-2")
    council.act(actions.flag(council.record, "p1", True, "no person"))
    library.commit(council.record.id, council.pending)
    return library


class FlaggedDriver(ShelfDriver):
    """One sitting at the list of flags."""

    @property
    def screen(self) -> FlaggedScreen:
        screen = self.app.screen
        assert isinstance(screen, FlaggedScreen)
        return screen

    async def gathered(self) -> None:
        await self.pilot.pause()
        await self.until(lambda: isinstance(self.app.screen, FlaggedScreen) and self.screen.ended)

    @property
    def rows(self) -> list[str]:
        """Titles, and fields by their ids, as they are listed."""
        return [row.heading if isinstance(row, Head) else row.field for row in self.screen.list.rows]

    @property
    def current(self) -> str:
        entry = self.screen.list.current
        return f"{(entry.article == text_id(TEXT) and 'fire') or 'council'} {entry.field}" if entry else ""

    def row(self, place: int) -> str:
        return self.screen.list.strip(place, 120).text


FIRE = ["Grain store burns", "p2", "l1", "q1"]
COUNCIL = ["Council votes", "p1"]


async def at_the_list(driver: ShelfDriver) -> FlaggedDriver:
    await driver.press("F")
    here = FlaggedDriver(driver.app, driver.pilot)
    await here.gathered()
    return here


async def test_every_flag_and_note_is_listed_by_article(tmp_path: Path) -> None:
    async with sitting(flagged(tmp_path)) as shelf:
        driver = await at_the_list(shelf)
        assert driver.rows == [*FIRE, *COUNCIL]
        assert driver.row(0).split()[:4] == ["Grain", "store", "burns", "2026-03-01"]
        today = driver.row(1).split()[-1]
        assert driver.row(1).split() == [
            "▌",
            "⚑",
            "P",
            "Anders",
            "Holm,",
            "welder",
            "the",
            "welder’s",
            "age?",
            "ana",
            today,
        ]
        assert driver.row(2).split()[:2] == ["L", "Port"], "a note alone has no flag"
        assert "desk-2" in driver.row(5)
        header = "".join(words for words, _ in driver.screen.header.segments(120))
        assert "3 flags   1 note without a flag   2 articles" in header


async def test_the_cursor_stands_on_fields_only(tmp_path: Path) -> None:
    async with sitting(flagged(tmp_path)) as shelf:
        driver = await at_the_list(shelf)
        seen = [driver.current]
        for key in ("j", "down", "j", "j", "k", "up", "end", "home", "pagedown", "pageup"):
            await driver.press(key)
            seen.append(driver.current)
        assert seen == [
            "fire p2", "fire l1", "fire q1", "council p1", "council p1", "fire q1", "fire l1",
            "council p1", "fire p2", "council p1", "fire p2",
        ]  # fmt: skip


async def test_typing_filters_by_field_note_title_and_annotator(tmp_path: Path) -> None:
    async with sitting(flagged(tmp_path)) as shelf:
        driver = await at_the_list(shelf)
        for words, rows in [
            ("holm", ["Grain store burns", "p2"]),
            ("MAP port", ["Grain store burns", "l1"]),
            ("council", COUNCIL),
            ("desk-2", COUNCIL),
            ("quote", ["Grain store burns", "q1"]),
        ]:
            await driver.press("slash")
            await driver.paste(words)
            assert driver.rows == rows
            await driver.press("enter")
            assert driver.current
        await driver.press("slash")
        await driver.paste("xyzzy")
        assert driver.rows == []
        assert (
            driver.screen.list.render_line(1).text.strip()
            == "No flag or note has these words. esc in the filter drops them."
        )
        await driver.press("enter", "enter")
        assert driver.screen.status.text == "No field to read"
        await driver.press("slash", "escape")
        assert driver.rows == [*FIRE, *COUNCIL]


async def test_enter_reads_the_article_at_the_field_and_the_queue_is_what_is_listed(tmp_path: Path) -> None:
    async with sitting(flagged(tmp_path)) as shelf:
        driver = await at_the_list(shelf)
        await driver.press("j", "j", "enter")
        reader = driver.reader
        assert reader.state.cursor is not None
        assert (reader.state.cursor.record.article.title, reader.state.cursor.current) == ("Grain store burns", "q1")
        assert (reader.state.queue.entries, reader.state.queue.position) == ([text_id(TEXT), text_id(OTHER_TEXT)], 0)
        await driver.press("right_square_bracket", "left_square_bracket")
        assert reader.state.cursor.current == "p1", "begun there once"
        driver = await at_the_list(driver)
        assert driver.current == "fire p2", "the article's first, for this field has no flag"
        await driver.press("end", "enter")
        assert driver.reader is reader
        assert reader.state.cursor.record.article.title == "Council votes"
        driver = await at_the_list(driver)
        assert driver.current == "council p1"
        await driver.press("escape")
        assert isinstance(driver.app.screen, ReaderScreen)
        await driver.press("g")
        assert isinstance(driver.app.screen, ShelfScreen)
        driver = await at_the_list(driver)
        await driver.press("F")
        assert isinstance(driver.app.screen, ShelfScreen)
        assert len(driver.app.screen_stack) == 1


async def test_a_flag_is_taken_away_and_put_back_and_the_reader_can_undo_it(tmp_path: Path) -> None:
    library = flagged(tmp_path)
    async with reading(tmp_path, [text_id(TEXT)]) as reading_room:
        shelf = ShelfDriver(reading_room.app, reading_room.pilot)
        driver = await at_the_list(shelf)
        await driver.press("f")
        assert driver.screen.status.text == "Flag removed; the note stays. f puts it back"
        assert "⚑" not in driver.row(1)
        assert driver.rows == [*FIRE, *COUNCIL], "the row stays"
        await driver.press("f")
        assert driver.screen.status.text == "Flagged"
        await driver.press("j", "j", "f", "escape")
        assert (library.load(text_id(TEXT)).fields["p2"].flag, library.load(text_id(TEXT)).fields["q1"].flag) == (
            True,
            False,
        )
        reader = driver.reader
        assert reader.state.cursor is not None
        assert not reader.state.cursor.record.fields["q1"].flag, "the reader shows it as it is now"
        await driver.press("u")
        assert reading_room.stored.fields["q1"].flag
        driver = await at_the_list(driver)
        assert driver.rows == [*FIRE, *COUNCIL]


async def test_a_field_that_is_gone_meanwhile_is_said(tmp_path: Path) -> None:
    library = flagged(tmp_path)
    async with sitting(library) as shelf:
        driver = await at_the_list(shelf)
        library.remove(text_id(TEXT))
        await driver.press("f")
        assert driver.screen.status.text.startswith("No such article")


async def test_what_somebody_else_did_to_a_flag_is_shown(tmp_path: Path) -> None:
    library = flagged(tmp_path)
    async with sitting(library) as shelf:
        driver = await at_the_list(shelf)
        other = Annotator(library.load(text_id(TEXT)), "ben")
        other.act(actions.flag(other.record, "p2", False))
        library.commit(other.record.id, other.pending)
        await driver.press("f")
        assert driver.screen.status.text == "Somebody else has changed it; you see it as it is now"
        assert "⚑" not in driver.row(1)
        await driver.press("f")
        assert "⚑" in driver.row(1)
        await driver.press("escape")
    assert library.load(text_id(TEXT)).fields["p2"].flag


async def test_a_list_whose_flags_cannot_be_saved_can_be_left(tmp_path: Path) -> None:
    library = flagged(tmp_path)
    disk = Disk(at=1, always=True, error=errno.ENOSPC)
    async with sitting(library) as shelf:
        driver = await at_the_list(shelf)
        with disk.in_place():
            await driver.press("f", "escape")
            assert isinstance(driver.app.screen, Choose)
            await driver.press("escape")
            assert isinstance(driver.app.screen, FlaggedScreen), "who stays can try again"
            await driver.press("escape", "q")
            await driver.until(lambda: isinstance(driver.app.screen, ShelfScreen))
            driver = await at_the_list(driver)
            await driver.press("f", "ctrl+q", "q")
    assert driver.app.return_value == 1
    assert library.load(text_id(TEXT)).fields["p2"].flag


async def test_what_a_flag_is_said_of_is_not_obeyed_by_the_terminal(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    found = Suggestions(people=[Person(id="p1", name="A\x1b[2J[b]x", role="\u202er", spans=[(0, 1)])])
    hand = Annotator(library.add(Article(id="x", text="Ada.", title="t\x07\n", source="\u2066"), found), "ana")
    hand.act(actions.flag(hand.record, "p1", True, "n\x9b\tq"))
    library.commit("x", hand.pending)
    async with sitting(library, size=(80, 24)) as shelf:
        driver = await at_the_list(shelf)
        for width in (60, 80, 120, 200):
            strips = [driver.screen.list.strip(place, width) for place in range(2)]
            assert [strip.cell_length for strip in strips] == [width, width]
            assert all(strip.text.isprintable() for strip in strips)
        assert "A␛[2J[b]x, ⇄r" in driver.row(1)


async def test_without_flags_it_says_how_to_make_one(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    library.add(article(), suggestions())
    async with sitting(library) as shelf:
        driver = await at_the_list(shelf)
        said = driver.screen.list.render_line(1).text.strip()
        assert said == "Nothing is flagged, and no field has a note. f in the reader flags a field, with a note."
        await driver.press("j", "k", "end", "f", "enter", "question_mark", "escape", "escape")
        assert isinstance(driver.app.screen, ShelfScreen)


async def test_thousands_come_page_by_page_and_the_cursor_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.flagged.gathering._OFTEN", 0)
    library = open_library(tmp_path)
    for number in range(30):
        text = f"Report {number} of Ada.\n"
        found = Suggestions(people=[Person(id="p1", name="Ada", spans=[(len(text) - 5, len(text) - 2)])])
        hand = Annotator(library.add(Article(id=text_id(text), text=text, title=f"Report {number}"), found), "ana")
        hand.act(actions.flag(hand.record, "p1", True, "who?"))
        library.commit(hand.record.id, hand.pending)
    async with sitting(library, size=(80, 24)) as shelf:
        await shelf.press("F")
        driver = FlaggedDriver(shelf.app, shelf.pilot)
        await driver.until(lambda: isinstance(driver.app.screen, FlaggedScreen) and driver.screen.list.rows)
        await driver.press("j")
        standing = driver.screen.list.current
        await driver.gathered()
        assert (driver.screen.list.current, len(driver.rows)) == (standing, 60)
        await driver.press("end")
        assert [row for row in driver.screen.list.rows[-2:] if isinstance(row, Entry)] == [driver.screen.list.current]
        await driver.press("ctrl+q")
    assert driver.app.return_value == 0


def test_every_key_of_the_list_does_something() -> None:
    of_the_app = {"palette", "theme", "suspend"}
    assert {key.id for key in here("flagged", "filtering", "anywhere")} - of_the_app == set(COMMANDS)
