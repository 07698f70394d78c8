"""The shelf's marks, its doubts, done and open again, and a list so long that its rest comes later."""

from __future__ import annotations

from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from making import Hand
from reader_room import article, suggestions
from shelf_room import TITLES, filled, sitting
from textual import events

from extract.doubts import count_doubts
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from tui.shelf.listing import PAGE, Listed, Listing, Paged, Question
from tui.shelf.screen import ShelfScreen
from tui.widgets.ask import AskWords


async def test_doubts_stand_in_the_row_and_the_most_doubtful_come_first(tmp_path: Path) -> None:
    filled(tmp_path)
    library = open_library(tmp_path, doubts=count_doubts)
    added = library.add(article(), suggestions())
    async with sitting(library) as room:
        assert f"?{count_doubts(added)}" in room.line(4).split()
        assert "?" not in room.line(0)
        await room.press(*"sssss", "s")
        await room.listed()
        assert room.said == "Sorted: most doubts first"
        assert room.titles == ["Grain store burns", *TITLES]
        await room.press("slash", *"doubt:yes")
        await room.listed()
        assert room.titles == ["Grain store burns"]


async def test_a_range_is_marked_with_shift(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as room:
        ids = list(room.shelf.listing.ids)
        await room.press("j", "shift+down", "shift+down")
        assert room.shelf.list.marked == {*ids[1:4]}
        assert room.shelf.list.cursor == 3
        await room.press("space", "shift+up", "shift+up", "shift+up", "shift+up")
        assert room.shelf.list.marked == {*ids}


async def test_all_that_are_listed_are_marked_and_unmarked(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as room:
        ids = list(room.shelf.listing.ids)
        await room.press("slash", *"ban", "enter", "asterisk")
        await room.listed()
        assert room.shelf.list.marked == {ids[1], ids[3]}
        await room.press("slash", "escape", "space")
        await room.listed()
        assert room.shelf.list.marked == {ids[3]}
        await room.press("asterisk")
        assert room.shelf.list.marked == {*ids}
        await room.press("asterisk")
        assert room.shelf.list.marked == set()


async def test_only_marks_that_are_listed_count(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as room:
        ids = list(room.shelf.listing.ids)
        await room.press("space", "slash", *"ban", "enter")
        await room.listed()
        assert room.shelf.list.current == ids[1]
        await room.press("E")
        assert room.asked == "Export 2 articles (1 marked is not listed) as"
        await room.press("escape", "j", "D")
        await room.until(lambda: room.told)
        assert room.told[-1] == "1 article is done"
        assert room.said == "Only what is listed counts (1 marked is not listed)"
        assert [library.load(name).status for name in ids] == ["new", "done", "new", "done"]
        await room.listed()
        await room.press("asterisk", "D")
        assert room.asked.startswith("2 articles (1 marked is not listed) done, or open again")
        await room.press("escape", "enter")
        assert room.reader.state.queue.entries == [ids[1], ids[3]]


async def test_u_takes_back_what_was_done_whatever_it_was_before(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as room:
        ids = list(room.shelf.listing.ids)
        before = [library.load(name).status for name in ids]
        assert before == ["new", "done", "new", "new"]
        await room.press("asterisk", "D", "D")
        await room.until(lambda: room.told)
        await room.listed()
        other = Hand(library.load(ids[3]), "ben")
        other.act(actions.reopen(other.record))
        library.commit(ids[3], other.pending)
        await room.press("u")
        await room.until(lambda: len(room.told) == 2)
        assert room.told[-1].startswith("2 articles are as before; 1 could not be taken back: Ban on grain lifted")
        assert [library.load(name).status for name in ids[:3]] == before[:3]
        await room.press("u")
        assert room.said.startswith("Nothing to take back here")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
async def test_a_text_that_is_pasted_becomes_an_article(tmp_path: Path, end: str) -> None:
    library = filled(tmp_path / "library")
    async with sitting(library) as room:
        lines = ("Mayor resigns", "", "Mayor Ann Lee said 12 people had left.", "")
        room.app.post_message(events.Paste(end.join(lines)))
        await room.until(lambda: isinstance(room.app.screen, AskWords))
        await room.press("enter")
        await room.until(lambda: room.told)
        assert room.told[-1] == "1 added"
        [found] = library.find("resigns")
        assert (found.title, found.source) == ("Mayor resigns", "pasted")
        assert "Ann Lee" in [person.name for person in library.load(found.id).people]


async def test_files_that_are_dropped_are_asked_about_as_files(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    for name in ("one.txt", "two words.txt"):
        (tmp_path / name).write_text(f"It rained in {name}.", encoding="utf-8")
    async with sitting(library) as room:
        room.app.post_message(events.Paste(f"{tmp_path / 'one.txt'} '{tmp_path / 'two words.txt'}' "))
        await room.until(lambda: isinstance(room.app.screen, AskWords))
        await room.press("enter")
        await room.until(lambda: room.told)
        assert room.told[-1] == "2 added"


async def test_a_text_typed_where_a_path_is_wanted_is_told_where_it_goes(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as room:
        await room.press("i")
        await room.paste("Mayor Ann Lee said that 12 people had left the town.")
        await room.press("enter")
        await room.until(lambda: room.told)
        assert "paste it where the list is" in room.told[-1]


async def test_an_empty_list_says_what_is_marked_elsewhere(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as room:
        await room.press("space", "space", "slash", *"nowhere", "enter")
        await room.listed()
        await room.press("E")
        assert room.said == "There is no article to export (2 marked are not listed)"
        await room.press("D")
        assert room.said == "There is no article to finish (2 marked are not listed)"


async def test_an_article_is_done_and_open_again(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    identifier = library.add(article(), suggestions()).id
    async with sitting(library) as room:
        await room.press("D")
        await room.until(lambda: room.told)
        assert room.told[-1] == "1 article is done, 8 fields undecided in it"
        done = open_library(tmp_path).load(identifier)
        assert (done.status, done.decided, done.edits[-1].by) == ("done", 0, "ana")
        await room.listed()
        assert room.line(0).split()[1] == "✓"
        await room.press("D")
        await room.until(lambda: room.told[-1].endswith("again"))
    assert open_library(tmp_path).load(identifier).status == "started"


async def test_several_are_done_after_a_question(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as room:
        await room.press("asterisk", "D", "escape")
        assert library.count() == {"new": 3, "done": 1}
        await room.press("D", "D")
        await room.until(lambda: room.told)
        assert room.told[-1] == "3 articles are done"
        assert library.count() == {"done": 4}
        await room.press("D", "enter")
        await room.until(lambda: room.told[-1].endswith("again"))
        assert library.count() == {"started": 4}


async def test_nothing_is_decided_on_the_shelf(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    added = library.add(article(), suggestions())
    async with sitting(library) as room:
        await room.press("a", "x", "A", "d", "u", "f", "m", "minus")
        assert isinstance(room.app.screen, ShelfScreen)
    assert library.load(added.id).edits == ()


COUNT = 3 * PAGE + 7


def long(folder: Path) -> FolderLibrary:
    library = open_library(folder)
    for number in range(COUNT):
        text = f"Report {number} of the harbour.\n"
        library.add(Article(id=text_id(text), text=text, title=f"Report {number}"), Suggestions(extractor="test/1"))
    return library


@pytest.fixture
def no_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of a list comes when the test says so, by asking for something else."""
    monkeypatch.setattr("tui.shelf.listing._BREATH", 60.0)


@pytest.mark.usefixtures("no_breath")
async def test_the_first_page_of_a_long_list_can_be_walked_while_the_rest_is_awaited(tmp_path: Path) -> None:
    library = long(tmp_path)
    async with sitting(library, wait=False) as room:
        await room.until(lambda: room.shelf.listing.ids)
        assert (len(room.shelf.listing), room.shelf.listing.more) == (PAGE, True)
        assert room.line(0).split()[2:4] == ["Report", "0"]
        await room.press("end", "enter")
        assert room.said == "Reading the list …"
        assert (room.shelf.list.cursor, room.shelf.list.awaited) == (PAGE - 1, 1 << 40)
        assert len(room.app.screen_stack) == 1
        await room.press("slash", *"harbour")
        await room.until(lambda: room.shelf.listing.asked.query == "harbour")
        assert (len(room.shelf.listing), room.shelf.listing.more) == (PAGE, True)
        assert "100+ of 307" in str(room.shelf.filter.said.content)


async def test_the_end_and_the_queue_wait_for_the_whole_list(tmp_path: Path) -> None:
    library = long(tmp_path)
    async with sitting(library, wait=False) as room:
        await room.until(lambda: room.shelf.listing.ids)
        await room.press("end")
        await room.listed()
        assert room.shelf.list.cursor == COUNT - 1
        await room.until(lambda: f"Report {COUNT - 1}" in room.line(room.shelf.list.size.height - 1))
        await room.press("home", "slash", *"harbour", "enter", "j", "enter")
        await room.until(lambda: not isinstance(room.app.screen, ShelfScreen))
        assert (len(room.reader.state.queue), room.reader.state.queue.position) == (COUNT, 1)


async def test_a_key_pressed_while_the_list_is_made_anew_counts(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as room:
        room.shelf.request()
        room.shelf.list.move(2)  # before the answer is there
        await room.listed()
        assert room.shelf.list.cursor == 2


async def test_a_list_that_changes_between_its_first_page_and_its_rest_keeps_the_article_in_question(
    tmp_path: Path,
) -> None:
    library = long(tmp_path)
    async with sitting(library, wait=False) as room:
        await room.until(lambda: room.shelf.listing.ids)
        await room.press("j", "j", "j")
        standing = room.shelf.list.current
        library.remove(room.shelf.listing.ids[0])
        await room.listed()
        assert room.shelf.list.current == standing


def test_a_page_of_the_list_before_does_not_pass_for_one_of_this(tmp_path: Path) -> None:
    library = filled(tmp_path)
    told: Queue[Any] = Queue()
    listing = Listing(library, told.put)
    listing.ask(Question())
    listed = told.get()
    assert isinstance(listed, Listed)
    listing.take(Listed(listed.question, listed.ids))
    listing.take(Paged(0, {}))
    assert listing.summary(0) is None
    listing.take(told.get())
    summary = listing.summary(0)
    assert summary is not None
    assert summary.title == TITLES[0]
    listing.close()


async def test_an_index_that_is_made_anew_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.index.sync.BATCH", 2)
    monkeypatch.setattr("tui.shelf.listing._STRIDE", 3)
    library = filled(tmp_path)
    said: list[str] = []
    listing = Listing(library, lambda message: said.append(getattr(message, "words", "listed")))
    listing._list(Question())
    assert said == ["Indexing 2 of 4 articles …", "Indexing 4 of 4 articles …", "", "listed"]
