"""The register, key by key: entries filtered, merged, split, named, taken back, read and come back to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from reader_driver import reading
from register_library import put
from shelf_driver import ShelfDriver, sitting
from textual.widgets import Input

from services.register_edits import Setting, set_all
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.fields import Person, Suggestions
from store.model.record import Article
from store.model.register import Ref
from tui.reader.screen import ReaderScreen
from tui.register.commands import COMMANDS
from tui.register.screen import RegisterScreen
from tui.settings.keys import here
from tui.shelf.screen import ShelfScreen


def filled(folder: Path) -> FolderLibrary:
    library = open_library(folder)
    put(library, "first", "2026-05-01", "Eva Lund opened the port of Bergen.", ("Eva Lund", "mayor"), place="Bergen")
    put(library, "second", "2026-05-02", "E. Lund left. Bo Moe stayed.", ("E. Lund", "minister"), ("Bo Moe", ""))
    put(library, "third", "2026-05-03", "Eva Lund is 30 and plays chess.", ("Eva Lund", "chess player"))
    return library


class Room(ShelfDriver):
    """One sitting at the register."""

    @property
    def screen(self) -> RegisterScreen:
        screen = self.app.screen
        assert isinstance(screen, RegisterScreen), screen
        return screen

    async def there(self, *keys: str) -> list[str]:
        """The lines of the list, once all is read."""
        await self.press(*keys)
        await self.pilot.pause()
        await self.until(lambda: isinstance(self.app.screen, RegisterScreen) and self.screen.ended)
        await self.pilot.pause()
        return self.lines

    async def typed(self, *words: str) -> list[str]:
        """Into the questions that are asked one after the other."""
        for answer in words:
            box = self.app.screen.query_one(Input)
            box.value = answer
            await self.press("enter")
        return await self.there()

    @property
    def lines(self) -> list[str]:
        return [" ".join(self.screen.list.strip(place, 120).text.split()) for place in range(self.screen.list.count)]

    @property
    def said_there(self) -> str:
        return self.screen.status.text

    @property
    def header(self) -> str:
        return "".join(words for words, _ in self.screen.header.segments(80))


@asynccontextmanager
async def register(folder: Path) -> AsyncIterator[Room]:
    async with sitting(filled(folder)) as shelf:
        room = Room(shelf.app, shelf.pilot)
        assert await room.there("I") == [
            "▌ P Eva Lund chess player 2 2",
            "P Bo Moe 1 1",
            "P E. Lund minister 1 1",
            "L Bergen 1 1",
        ]
        yield room


async def test_two_names_are_one_in_two_keys_and_two_again_in_one(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        assert "4 names" in room.header
        await room.press("m")
        assert room.asked == "Eva Lund is the same as"
        merged = await room.there("enter")  # what may be the same comes first
        assert merged == ["▌ P Eva Lund E. Lund chess player 3 3", "P Bo Moe 1 1", "L Bergen 1 1"]
        assert room.said_there == "E. Lund (1) merged into Eva Lund; u takes it back"
        assert len(await room.there("u")) == 4
        assert room.said_there == "Undone: Eva Lund and E. Lund merged"
        assert len(await room.there("U")) == 3
    async with sitting(open_library(tmp_path)) as shelf:  # after a restart
        again = Room(shelf.app, shelf.pilot)
        assert len(await again.there("I")) == 3
        assert len(await again.there("u")) == 4
        assert await again.there("u") and again.said_there.startswith("Nothing to undo: no step of yours")


async def test_what_is_marked_is_merged_when_it_is_asked_for(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        await room.press("space", "j", "space")
        assert room.lines[0].startswith("◆ P Eva Lund") and room.screen.filter.said.visual is not None
        await room.press("m")
        assert room.asked == "Eva Lund is the same as E. Lund (1)?"
        assert len(await room.there("escape")) == 4
        assert len(await room.there("m", "m")) == 3
        await room.press("home", "shift+down", "end", "space", "m")
        assert room.asked.startswith("Eva Lund is the same as")
        await room.there("m")
        assert (
            room.said_there == "Not merged: these are of different kinds; merge people with people, places with places"
        )


async def test_an_entry_has_forms_roles_over_time_and_its_articles(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        await room.there("m", "enter")
        assert await room.there("enter") == [
            "▌ form Eva Lund 2",
            "form E. Lund 1",
            "role mayor 2026-05-01 1",
            "role minister 2026-05-02 1",
            "role chess player 2026-05-03 1",
            "2026-05-03 Third Eva Lund, chess player",
            "2026-05-02 Second E. Lund, minister",
            "2026-05-01 First Eva Lund, mayor",
        ]
        assert "Eva Lund" in room.header
        # In one article it is somebody else of the name.
        after = await room.there("j", "j", "j", "j", "j", "M")
        assert room.said_there == "Eva Lund in Third is somebody else; u takes it back"
        assert [line for line in after if "Third" in line or "chess" in line] == []
        back = await room.there("escape")
        assert sorted(line for line in back if "Eva Lund" in line) == [
            "P Eva Lund chess player 1 1",
            "▌ P Eva Lund E. Lund minister 2 2",
        ]
        # And a form is.
        assert len(await room.there("enter", "home", "M")) == 3
        assert room.said_there == "E. Lund is somebody else; u takes it back"
        await room.there("M")
        assert room.said_there.startswith("Not split: Eva Lund is how Eva Lund is written")


async def test_a_name_has_its_identifier_and_a_bad_one_is_said(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        await room.press("e")
        assert room.asked == "Name"
        lines = await room.typed("Eva Lund", "Q4115189 https://desk.example/7")
        assert lines[0] == "▌ P Eva Lund chess player 2 2 wikidata:Q4115189 h…"
        assert room.said_there == "Saved; u takes it back"
        await room.press("e", "enter")
        await room.typed("Q41x")
        assert room.said_there.startswith("No identifier: “Q41x”: it names no scheme; write wikidata:Q585")
        await room.press("e", "enter")
        assert (await room.typed("Q4115189"))[0].endswith(" wikidata:Q4115189")
        await room.press("e")
        assert (await room.typed("Eva M. Lund", "Q4115189"))[0].startswith("▌ P Eva M. Lund Eva Lund")


async def test_a_few_letters_and_what_may_be_the_same(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        await room.press("slash", "l", "u", "n")
        assert len(await room.there()) == 2
        room.screen.filter.box.value = "place:"
        assert await room.there("enter") == ["▌ L Bergen 1 1"]
        room.screen.filter.box.value = "xyzzy"
        assert await room.there() == []
        assert "No name has these words" in room.screen.list.render_line(1).text
        await room.press("m")
        assert room.said_there == "Nothing here: there is no entry to do this to"
        assert len(await room.there("slash", "escape")) == 4
        assert [line.split("P ")[1] for line in await room.there("s")] == [
            "Eva Lund chess player 2 2",
            "E. Lund minister 1 1",
        ]
        assert len(await room.there("s")) == 4


async def test_from_the_article_to_the_entry_and_to_another_article_and_back(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        await room.there("enter")
        await room.press("end", "enter")
        await room.until(lambda: isinstance(room.app.screen, ReaderScreen) and room.reader.state.cursor is not None)
        assert room.reader.state.cursor is not None
        assert room.reader.state.cursor.record.id == "first"
        lines = await room.there("escape")  # the way back
        assert room.screen.list.opened is not None and lines[-1].startswith("▌ 2026-05-01 First")
        await room.press("enter")
        await room.until(lambda: isinstance(room.app.screen, ReaderScreen))
        await room.press("2")  # Bergen
        assert (await room.there("I"))[-1].startswith("2026-05-01 First") and "Bergen" in room.header
        await room.press("escape")
        assert room.screen.list.opened is None
        await room.press("escape")
        assert isinstance(room.app.screen, ReaderScreen)


async def test_of_what_nobody_has_decided_it_is_the_name(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        room = Room(driver.app, driver.pilot)
        await room.there("I")
        assert room.screen.list.opened is not None
        assert room.screen.list.opened.row.name == "Petra Lindqvist"


def test_every_key_of_the_register_has_a_command() -> None:
    assert {row.id for row in here("register", "filtering")} <= {*COMMANDS}


async def test_the_keys_that_go_through_the_list(tmp_path: Path) -> None:
    async with register(tmp_path) as room:
        for key, cursor in (("j", 1), ("k", 0), ("end", 3), ("home", 0), ("pagedown", 3), ("pageup", 0)):
            await room.press(key)
            assert room.screen.list.cursor == cursor
        await room.press("asterisk")
        assert len(room.screen.list.marked) == 4
        await room.press("asterisk", "end", "shift+up")
        assert len(room.screen.list.marked) == 2
        await room.press("g")
        assert isinstance(room.app.screen, ShelfScreen)
        await room.there("I")
        await room.press("ctrl+q")
        assert room.app.return_value == 0


async def test_in_the_article_the_register_is_said_and_what_it_knows_is_offered_first(tmp_path: Path) -> None:
    library = filled(tmp_path)
    text = "E. Lund spoke. Eva Lund did not. Bo Moe slept.\n"
    people = [
        Person(id="p1", name="E. Lund", spans=[(0, 7)], confidence=0.9),
        Person(id="p2", name="Bo Moe", spans=[(33, 39)], confidence=0.9),
    ]
    library.add(Article(id="new", text=text, title="New"), Suggestions(people=people))
    assert set_all(library, [Setting("person", Ref("Eva Lund"), None, None, ("Q4115189",), (), ("E. Lund",))], "ann")
    async with sitting(library, ["new"]) as driver:
        await driver.until(lambda: driver.reader.state.ready)
        await driver.pilot.pause()

        def seen() -> tuple[str, str]:
            """The role of the current person, and what is said of them."""
            cursor = driver.reader.state.cursor
            assert cursor is not None
            item = cursor.field
            assert isinstance(item, Person)
            return item.role or "", "".join(words for words, _ in driver.reader.status.segments(120)).strip()

        assert seen() == ("", "Eva Lund wikidata:Q4115189")
        # The roles that she has elsewhere under another form are offered, the latest first.
        await driver.press("s")
        assert seen()[0] == "minister"
        await driver.press("s")
        assert seen()[0] == "chess player"
        await driver.press("j")
        assert "wikidata" not in seen()[1]


async def test_of_whom_nothing_is_decided_it_is_said_and_the_list_says_why_it_is_empty(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("I")
        screen = driver.app.screen
        assert isinstance(screen, RegisterScreen)
        await driver.until(lambda: screen.list.opened is not None and "let it stand" in screen.list.remark)
        await driver.press("escape")
        assert "lets a person or a place stand" in screen.list.remark
