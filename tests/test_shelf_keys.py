"""The shelf's marks, its doubts, done and open again, and a list so long that its rest comes later."""

from __future__ import annotations

from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from factories import Annotator
from reader_driver import article, suggestions
from shelf_driver import TITLES, filled, sitting
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
    async with sitting(library) as driver:
        assert f"?{count_doubts(added)}" in driver.line(4).split()
        assert "?" not in driver.line(0)
        await driver.press(*"ssss")
        await driver.listed()
        assert driver.said == "Sorted: most doubts first"
        assert driver.titles == ["Grain store burns", *TITLES]
        await driver.press("slash", *"doubt:yes")
        await driver.listed()
        assert driver.titles == ["Grain store burns"]


async def test_a_range_is_marked_with_shift(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("j", "shift+down", "shift+down")
        assert driver.shelf.list.marked == {*ids[1:4]}
        assert driver.shelf.list.cursor == 3
        await driver.press("space", "shift+up", "shift+up", "shift+up", "shift+up")
        assert driver.shelf.list.marked == {*ids}


async def test_all_that_are_listed_are_marked_and_unmarked(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("slash", *"ban", "enter", "asterisk")
        await driver.listed()
        assert driver.shelf.list.marked == {ids[1], ids[3]}
        await driver.press("slash", "escape", "space")
        await driver.listed()
        assert driver.shelf.list.marked == {ids[3]}
        await driver.press("asterisk")
        assert driver.shelf.list.marked == {*ids}
        await driver.press("asterisk")
        assert driver.shelf.list.marked == set()


async def test_marks_that_are_not_listed_are_named_where_others_are(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("space", "slash", *"ban", "enter")
        await driver.listed()
        assert driver.shelf.list.current == ids[1]
        await driver.press("j", "space", "E")
        assert driver.asked == "Export 1 article (1 marked is not listed) as"
        await driver.press("escape", "D")
        assert driver.asked == "Mark 1 article (1 marked is not listed) done?"
        await driver.press("D")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == "“Ban on grain lifted” is done"
        assert [library.load(name).status for name in ids] == ["new", "done", "new", "done"]
        await driver.listed()
        await driver.press("asterisk", "D")
        assert driver.asked.startswith("Reopen 2 articles (1 marked is not listed)?")
        await driver.press("escape", "enter")
        assert driver.reader.state.queue.entries == [ids[1], ids[3]]


async def test_nothing_is_done_to_the_current_article_while_only_hidden_ones_are_marked(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("space", "slash", *"ban", "enter")
        await driver.listed()
        for key in ("D", "D", "R", "E"):
            await driver.press(key)
            assert isinstance(driver.app.screen, ShelfScreen)
            assert driver.said == (
                "Nothing done: the marked article is not listed; esc drops the filter, space then unmarks it"
            )
        assert [library.load(name).status for name in ids] == ["new", "done", "new", "new"]
        await driver.press("escape")
        await driver.listed()
        await driver.press("D")
        await driver.until(lambda: driver.told)
        assert [library.load(name).status for name in ids] == ["done", "done", "new", "new"]


async def test_u_takes_back_what_was_done_whatever_it_was_before(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        ids = list(driver.shelf.listing.ids)
        before = [library.load(name).status for name in ids]
        assert before == ["new", "done", "new", "new"]
        await driver.press("asterisk", "D", "D")
        await driver.until(lambda: driver.told)
        await driver.listed()
        other = Annotator(library.load(ids[3]), "ben")
        other.act(actions.reopen(other.record))
        library.commit(ids[3], other.pending)
        await driver.press("u")
        await driver.until(lambda: len(driver.told) == 2)
        assert driver.told[-1].startswith("2 articles are as before; 1 could not be undone: Ban on grain lifted")
        assert [library.load(name).status for name in ids[:3]] == before[:3]
        await driver.press("u")
        assert driver.said.startswith("Nothing to undo here")


async def test_u_takes_back_what_was_done_in_an_earlier_sitting_and_asks_first(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        await driver.press("asterisk", "D", "D")
        await driver.until(lambda: driver.told)
    async with sitting(library) as driver:
        assert "u undo" in driver.shelf.footer.render_line(0).text
        await driver.press("u")
        assert driver.asked.startswith("Take back what you did on 20")
        assert driver.asked.endswith("with D, in 3 articles?")
        await driver.press("u")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == "3 articles are as before"
        assert [one.status for one in library.find()] == ["new", "done", "new", "new"]
        await driver.listed()
        await driver.press("u")
        assert driver.said.startswith("Nothing to undo here")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
async def test_a_text_that_is_pasted_becomes_an_article(tmp_path: Path, end: str) -> None:
    library = filled(tmp_path / "library")
    async with sitting(library) as driver:
        lines = ("Mayor resigns", "", "Mayor Ann Lee said 12 people had left.", "")
        driver.app.post_message(events.Paste(end.join(lines)))
        await driver.until(lambda: isinstance(driver.app.screen, AskWords))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == "1 added"
        [found] = library.find("resigns")
        assert (found.title, found.source) == ("Mayor resigns", "pasted")
        assert "Ann Lee" in [person.name for person in library.load(found.id).people]


async def test_files_that_are_dropped_are_asked_about_as_files(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    for name in ("one.txt", "two words.txt"):
        (tmp_path / name).write_text(f"It rained in {name}.", encoding="utf-8")
    async with sitting(library) as driver:
        driver.app.post_message(events.Paste(f"{tmp_path / 'one.txt'} '{tmp_path / 'two words.txt'}' "))
        await driver.until(lambda: isinstance(driver.app.screen, AskWords))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == "2 added"


async def test_a_text_typed_where_a_path_is_wanted_is_told_where_it_goes(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("i")
        await driver.paste("Mayor Ann Lee said that 12 people had left the town.")
        await driver.press("enter")
        assert "paste it on the shelf" in driver.asked


async def test_an_empty_list_says_what_is_marked_elsewhere(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("space", "space", "slash", *"nowhere", "enter")
        await driver.listed()
        assert driver.line(2).strip() == "2 marked articles are not listed: without it they are."
        await driver.press("E")
        assert driver.said.startswith("Nothing done: the 2 marked articles are not listed; esc drops the filter")


async def test_an_article_is_done_and_open_again(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    identifier = library.add(article(), suggestions()).id
    async with sitting(library) as driver:
        await driver.press("D")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == "“Grain store burns” is done, 8 fields undecided in it"
        done = open_library(tmp_path).load(identifier)
        assert (done.status, done.decided, done.edits[-1].by) == ("done", 0, "ana")
        await driver.listed()
        assert driver.line(0).split()[1] == "✓"
        await driver.press("D")
        await driver.until(lambda: driver.told[-1].endswith("reopened"))
    assert open_library(tmp_path).load(identifier).status == "new"


async def test_several_are_done_after_a_question(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library) as driver:
        await driver.press("asterisk", "D", "escape")
        assert library.count() == {"new": 3, "done": 1}
        await driver.press("D", "D")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == "3 articles are done"
        assert library.count() == {"done": 4}
        await driver.press("D", "enter")
        await driver.until(lambda: driver.told[-1].endswith("reopened"))
        assert library.count() == {"new": 4}


async def test_nothing_is_decided_on_the_shelf(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    added = library.add(article(), suggestions())
    async with sitting(library) as driver:
        await driver.press("a", "x", "A", "d", "u", "f", "m", "minus")
        assert isinstance(driver.app.screen, ShelfScreen)
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
    async with sitting(library, wait=False) as driver:
        await driver.until(lambda: driver.shelf.listing.ids)
        assert (len(driver.shelf.listing), driver.shelf.listing.more) == (PAGE, True)
        assert driver.line(0).split()[2:4] == ["Report", "0"]
        await driver.press("end", "enter")
        assert driver.said == "Reading the list …"
        assert (driver.shelf.list.cursor, driver.shelf.list.awaited) == (PAGE - 1, 1 << 40)
        assert len(driver.app.screen_stack) == 1
        await driver.press("slash", *"harbour")
        await driver.until(lambda: driver.shelf.listing.asked.query == "harbour")
        assert (len(driver.shelf.listing), driver.shelf.listing.more) == (PAGE, True)
        assert "100+ of 307" in str(driver.shelf.filter.said.content)


async def test_the_end_and_the_queue_wait_for_the_whole_list(tmp_path: Path) -> None:
    library = long(tmp_path)
    async with sitting(library, wait=False) as driver:
        await driver.until(lambda: driver.shelf.listing.ids)
        await driver.press("end")
        await driver.listed()
        assert driver.shelf.list.cursor == COUNT - 1
        await driver.until(lambda: f"Report {COUNT - 1}" in driver.line(driver.shelf.list.size.height - 1))
        await driver.press("home", "slash", *"harbour", "enter", "j", "enter")
        await driver.until(lambda: not isinstance(driver.app.screen, ShelfScreen))
        assert (len(driver.reader.state.queue), driver.reader.state.queue.position) == (COUNT, 1)


async def test_an_article_far_down_is_found_again_when_the_rest_of_a_filtered_list_comes(tmp_path: Path) -> None:
    library = long(tmp_path)
    async with sitting(library) as driver:
        driver.shelf.list.go(2 * PAGE)
        await driver.press("slash", *"harbour")
        await driver.listed()
        assert driver.shelf.list.cursor == 2 * PAGE


async def test_a_key_pressed_while_the_list_is_made_anew_counts(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        driver.shelf.request()
        driver.shelf.list.move(2)  # before the answer is there
        await driver.listed()
        assert driver.shelf.list.cursor == 2


async def test_a_list_that_changes_between_its_first_page_and_its_rest_keeps_the_article_in_question(
    tmp_path: Path,
) -> None:
    library = long(tmp_path)
    async with sitting(library, wait=False) as driver:
        await driver.until(lambda: driver.shelf.listing.ids)
        await driver.press("j", "j", "j")
        standing = driver.shelf.list.current
        library.remove(driver.shelf.listing.ids[0])
        await driver.listed()
        assert driver.shelf.list.current == standing


def test_a_page_of_the_list_before_does_not_pass_for_one_of_this(tmp_path: Path) -> None:
    library = filled(tmp_path)
    told: Queue[Any] = Queue()
    listing = Listing(library, "ana", told.put)
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
    listing = Listing(library, "ana", lambda message: said.append(getattr(message, "words", "listed")))
    listing._list(Question())
    assert said == ["Indexing 2 of 4 articles …", "Indexing 4 of 4 articles …", "", "listed"]


async def test_a_letter_without_a_use_says_what_would_work(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path), size=(80, 24)) as driver:
        await driver.press("q")
        assert driver.said == "q does nothing here; ctrl+q quits"
        await driver.press("colon")
        assert driver.said == ": does nothing here; ? shows the keys, ctrl+p finds one by words"
        await driver.press("U")
        assert driver.said == "U does nothing here: D or H again does what u has undone"
        await driver.press("a", "x", "asterisk")
        assert driver.said == ""
        assert "person:lund …" in driver.shelf.filter.box.render_line(0).text
