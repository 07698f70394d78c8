"""The concordance, key by key: hits of all articles, marked, decided in one step, taken back, read and come back to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from concordance_driver import IDA, Room, concordance, filled, stored
from reader_driver import reading
from shelf_driver import sitting
from textual.widgets import Input

from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.edit import Edit
from store.model.fields import Person
from store.sync.rebase import Committed
from store.sync.session import edit_of
from tui.concordance.commands import COMMANDS
from tui.reader.screen import ReaderScreen
from tui.settings.keys import here
from tui.shelf.screen import ShelfScreen
from tui.widgets.ask import AskWords


async def test_every_hit_is_a_row_in_its_context(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        assert room.rows == IDA
        assert "4 hits in 3 articles" in room.header
        assert room.row(0).split()[:6] == ["▌", "Captain", "Ida", "Lunde", "spoke", "at"]
        assert room.row(0).split()[-3:] == ["P", "Title", "0"]
        assert {room.row(place).index("Ida") for place in (0, 2, 3)} == {room.row(1).index("  Lunde  left") + 2}


async def test_three_articles_in_one_sitting_marked_struck_out_taken_back_and_open_again(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("space", "space", "space")
        assert len(room.screen.list.marked) == 3
        await room.press("x")
        assert room.asked == "Strike 2 fields in 2 articles out?"
        await room.press("escape")
        assert stored(tmp_path) == [[("p1", "suggested")]] * 3, "nothing without an answer"
        said = await room.acted("asterisk", "x", "x")
        assert said == "3 fields in 3 articles struck out; u takes it back"
        assert room.rows == IDA
        assert room.statuses == ["rejected"] * 4
        assert "P ×" in room.row(0)
        assert stored(tmp_path) == [[("p1", "rejected")]] * 3
        said = await room.acted("u")
        assert said == "3 fields in 3 articles as before"
        assert room.statuses == ["suggested"] * 4
        assert stored(tmp_path) == [[("p1", "suggested")]] * 3
        await room.acted("x", "x")
    async with sitting(open_library(tmp_path)) as shelf:
        await shelf.press("L")
        room = Room(shelf.app, shelf.pilot)
        assert await room.acted("enter", "u") == "3 fields in 3 articles as before"
        assert stored(tmp_path) == [[("p1", "suggested")]] * 3


async def test_the_current_hit_alone_is_not_asked_about(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        assert await room.acted("j", "a") == "1 field in 1 article let stand; u takes it back"
        assert room.statuses == ["accepted", "accepted", "suggested", "suggested"]
        assert await room.acted("a") == "0 fields in 0 articles let stand; 1 left out: it is so already"
        assert await room.acted("minus") == "1 field in 1 article lost a mention; u takes it back"
        assert room.rows == ["a0 p1 8", "a0 - 38", "a1 p1 30", "a2 p1 25"]
        assert await room.acted("x") == "Plain words: these are not fields; p l n q make them some"
        assert await room.acted("u") == "1 field in 1 article as before"
        assert room.rows == IDA


async def test_kinds_and_roles_over_all_articles(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("asterisk", "c", "l")
        assert room.asked == "Make 3 fields in 3 articles places?"
        assert await room.acted("c") == "3 fields in 3 articles changed to place; u takes it back"
        assert stored(tmp_path) == [[("p1", "rejected"), ("l1", "added")]] * 3
        assert room.rows == [row.replace("p1", "l1") for row in IDA]
        assert await room.acted("r") == "No role: none of these is a person; only a person has a role"
        await room.acted("u")
        assert room.rows == IDA
        await room.press("r")
        assert isinstance(room.app.screen, AskWords)
        await room.paste("{} {x}")
        await room.press("enter")
        assert room.asked == "Give 3 fields in 3 articles the role “{} {x}”?"
        await room.press("escape", "r", *"pilot", "enter")
        assert room.asked == "Give 3 fields in 3 articles the role “pilot”?"
        assert await room.acted("r") == "3 fields in 3 articles given the role “pilot”; u takes it back"
        last = open_library(tmp_path).load("a2").fields["p1"]
        assert isinstance(last, Person)
        assert (last.role, last.evidence) == ("pilot", {"role": (38, 43)})
        await room.press("r", "ctrl+u", "p", "tab")
        box = room.app.focused
        assert isinstance(box, Input)
        assert box.value == "pilot", "what others have is offered"


async def test_plain_words_become_fields(tmp_path: Path) -> None:
    async with concordance(tmp_path, "harbour") as room:
        assert room.rows == ["a0 - 53", "a1 - 14", "a2 - 4"]
        await room.press("asterisk", "l")
        assert room.asked == "Make 3 hits in 3 articles places?"
        assert await room.acted("enter") == "3 fields in 3 articles added as place; u takes it back"
        assert room.rows == ["a0 l1 53", "a1 l1 14", "a2 l1 4"]
        assert await room.acted("p") == "Already fields: these are mentions of fields; c changes their kind"
        assert await room.acted("u") == "3 fields in 3 articles as before"
        assert (
            await room.acted("asterisk", "n")
            == "0 fields in 0 articles added as number; 1 left out: “harbour” is not a number"
        )


async def test_marks_and_orders(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("shift+down", "shift+down")
        assert len(room.screen.list.marked) == 3
        assert "3 marked" in str(room.screen.filter.said.render())
        await room.press("asterisk", "asterisk")
        assert not room.screen.list.marked
        await room.press("s")
        assert room.screen.status.text == "Sorted by the words on the left"
        assert room.rows == ["a2 p1 25", "a0 p1 8", "a1 p1 30", "a0 p1 38"]  # asked, Captain, met, Then
        await room.press("s")
        assert room.rows == ["a2 p1 25", "a1 p1 30", "a0 p1 38", "a0 p1 8"]  # a pilot, before, left, spoke
        await room.press("s")
        assert room.rows == IDA


async def test_enter_reads_at_the_hit_and_escape_comes_back_to_the_row(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("space", "enter")
        reader = room.reader
        assert reader.state.cursor is not None
        assert (reader.state.cursor.record.id, reader.state.cursor.current, reader.state.cursor.mention) == (
            "a0",
            "p1",
            1,
        )
        assert reader.state.queue.entries == ["a0", "a1", "a2"]
        await room.press("x", "escape")
        assert (room.screen.list.cursor, len(room.screen.list.marked)) == (1, 1)
        assert room.statuses == ["rejected", "rejected", "suggested", "suggested"]
        await room.look_for("harbour")
        await room.press("end", "enter")
        assert reader.article.selection == (4, 11)
        await room.press("l")
        await room.press("escape")
        assert room.screen.list.cursor == 2
        assert room.rows[-1] == "a2 l1 4"
        await room.press("escape")
        assert isinstance(room.app.screen, ShelfScreen)  # where the hits were asked for
        await room.press("g")
        assert isinstance(room.app.screen, ReaderScreen)
        await room.press("L", "escape")
        assert isinstance(room.app.screen, ReaderScreen)


async def test_a_filter_that_only_chooses_articles_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as shelf:
        await shelf.press("slash", *"status:new", "enter", "L")
        room = Room(shelf.app, shelf.pilot)
        assert room.screen.status.text == "“status:new” chooses articles, not words in them: type what to look for"
        await room.press("escape", "escape")
        assert isinstance(room.app.screen, ShelfScreen)


async def test_escape_in_the_article_takes_away_a_selection_first(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("enter", "tab", "shift+right", "escape")
        assert isinstance(room.app.screen, ReaderScreen)
        await room.press("escape")
        assert room.screen.list.cursor == 0


class Slow(FolderLibrary):
    """Whose second save waits until it is let go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.saves = 0
        self.go_on = Event()

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        self.saves += 1
        if self.saves == 2:
            self.go_on.wait(60)
        return super().commit(identifier, edits)


async def test_escape_stops_a_step_and_what_was_done_is_whole_and_taken_back(tmp_path: Path) -> None:
    filled(tmp_path)
    library = Slow(tmp_path)
    async with sitting(library) as shelf:
        await shelf.press("L")
        room = Room(shelf.app, shelf.pilot)
        await room.look_for("person:lunde")
        await room.press("asterisk", "a", "a")
        await room.until(lambda: library.saves == 2)
        await room.press("x")
        assert room.screen.status.text == "Not yet: the step before is still being done; esc stops it"
        await room.press("u")
        assert room.screen.status.text == "Not yet: the step before is still being done; esc stops it"
        await room.press("escape")
        assert room.screen.status.text == "Stopping …"
        library.go_on.set()
        said = "2 fields in 2 articles let stand; u takes it back; stopped before 1 of 3 articles"
        await room.until(lambda: not room.screen.is_busy)
        assert room.screen.status.text == said
        assert room.statuses == ["accepted", "accepted", "accepted", "suggested"]
        assert await room.acted("u") == "2 fields in 2 articles as before"
        assert stored(tmp_path) == [[("p1", "suggested")]] * 3


async def test_what_somebody_changed_since_is_said(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.acted("asterisk", "x", "x")
        library = open_library(tmp_path)
        record = library.load("a1")
        draft = actions.accept(record, ["p1"])
        assert draft is not None
        library.commit("a1", [edit_of(draft, record, "ben")])
        why = "1 not undone: ben has changed the same field since (accept)"
        assert await room.acted("u") == f"2 fields in 2 articles as before; {why}"
        assert stored(tmp_path) == [[("p1", "suggested")], [("p1", "accepted")], [("p1", "suggested")]]


async def test_from_the_reader_with_the_name_under_the_cursor(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        room = Room(driver.app, driver.pilot)
        for keys, query, hits in [
            ("", 'person:"Petra Lindqvist"', 2),
            ("3", 'place:"Port Sabel"', 1),
            ("5", '"19"', 1),
            ("slash n u r s e enter escape", '"nurse"', 1),
        ]:
            await driver.press(*keys.split(), "L")
            await room.gathered()
            assert room.screen.filter.box.value == query
            assert len(room.rows) == hits
            await driver.press("L")
            assert isinstance(driver.app.screen, ReaderScreen)


async def test_a_query_that_names_nothing_is_said_and_changes_nothing(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("slash")
        await room.paste("status:new")
        assert room.screen.status.text.startswith("Nothing to show: the query names no words and no field")
        assert room.rows == IDA
        await room.press("enter")
        assert room.screen.filter.box.has_focus
        await room.press("escape")
        assert room.screen.filter.box.value == "person:lunde"
        await room.look_for("xyzzy")
        assert (
            room.screen.list.render_line(1).text.strip()
            == "Nothing in the library matches this. / types another query."
        )
        assert await room.acted("a") == "Nothing here: there is no hit to do this to"
        await room.press("enter")
        assert room.screen.status.text == "There is no hit to read"
        await room.look_for("")
        assert "What to look for" in room.screen.list.render_line(1).text


def test_every_key_of_the_concordance_has_a_command() -> None:
    assert {row.id for row in here("concordance", "filtering")} <= {*COMMANDS}


async def test_quitting_from_the_concordance_ends_the_program(tmp_path: Path) -> None:
    async with concordance(tmp_path) as room:
        await room.press("ctrl+q")
        assert room.app.return_value == 0
    async with reading(tmp_path) as driver:
        await driver.press("L", "a")
        await driver.press("ctrl+q")
        assert driver.app.return_value == 0
