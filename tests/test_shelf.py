"""The shelf, key by key: the list, its filter, its order, and the way to the reader and back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pilot import key_event, type_burst
from reader_driver import article
from shelf_driver import TITLES, ShelfDriver, filled, sitting

from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.fields import Suggestions
from store.model.record import Article, text_id
from tui.settings.keys import here
from tui.shelf.commands import COMMANDS
from tui.shelf.lines import ShelfHeader
from tui.shelf.listing import PAGE, Listed, Question
from tui.shelf.screen import ShelfScreen


def beside_the_filter(driver: ShelfDriver) -> str:
    return str(driver.shelf.filter.said.content)


async def test_the_list_says_what_there_is_to_know_of_each_article(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        assert driver.titles == list(TITLES)
        assert driver.line(0).split() == ["▌", "○", *TITLES[0].split(), "2026-03-01", "new", "0/0", "desk"]
        assert driver.line(1).split()[0] == "✓"
        header = "".join(words for words, _ in driver.shelf.header.segments(120))
        assert "4 articles   1 done   0 started   3 new" in header


def test_the_header_counts_nothing_before_the_list_has_come() -> None:
    header = ShelfHeader("news")
    assert "articles" not in "".join(words for words, _ in header.segments(120))
    assert "reading the list …" in "".join(words for words, _ in header.segments(120))


async def test_typing_filters_and_escape_drops_the_filter(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("slash")
        await driver.press(*"ban")
        await driver.listed()
        assert driver.titles == ["Court upholds ban", "Ban on grain lifted"]
        await driver.press("enter", "slash", "escape")
        await driver.listed()
        assert driver.titles == list(TITLES)


async def test_a_letter_right_behind_the_filter_key_is_typed_into_the_filter(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await type_burst(driver.app, "slash", *"ban")
        await driver.listed()
        assert driver.titles == ["Court upholds ban", "Ban on grain lifted"]


async def test_the_one_letter_right_behind_the_filter_key_is_typed_into_the_filter(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        for key in ("slash", "t"):  # with nothing behind them in the line, not even somebody who waits for them
            event = key_event(key)
            event.set_sender(driver.app)
            driver.app.post_message(event)
        for _ in range(300):  # the app's own turns
            await asyncio.sleep(0)
        await driver.app.caught_up()
        assert isinstance(driver.app.screen, ShelfScreen), "no tour"
        assert driver.shelf.filter.box.value == "t"


async def test_a_query_with_an_error_says_so_and_leaves_the_list(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("slash")
        await driver.paste("ban status:done")
        await driver.listed()
        assert driver.titles == ["Court upholds ban"]
        await driver.press("backspace")
        await driver.until(lambda: driver.said)
        assert driver.said == "Not understood: status:don: status is one of new, started, done"
        assert driver.titles == ["Court upholds ban"]
        assert beside_the_filter(driver).startswith("still the list of “ban status:done”   1 of 4")
        await driver.press(*["backspace"] * 3)
        await driver.listed()
        assert (driver.said, len(driver.titles)) == ("", 2), "a filter without its value asks nothing yet"
        assert beside_the_filter(driver).startswith("2 of 4")


async def test_a_first_query_with_an_error_leaves_the_whole_list_and_says_so(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path), size=(80, 24)) as driver:
        await driver.press("slash")
        await driver.paste("nmber>3")
        await driver.until(lambda: driver.said)
        told = driver.said
        await driver.press("enter", "x")
        assert driver.said.startswith("Not understood")
        await driver.press("backspace", "enter")
        assert driver.said == told, "the box keeps the keys until it is understood"
        assert beside_the_filter(driver).startswith("still the whole list")
        assert driver.titles == list(TITLES)
        await driver.press("escape", "j")
        assert driver.said == "", "the line is for other things now"


async def test_typing_a_filter_letter_by_letter_does_not_leave_the_article(tmp_path: Path) -> None:
    """`s`, `st`, `status` are words that other articles have, and `status:n` is not understood."""
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("j", "j", "j")
        standing = driver.shelf.list.current
        await driver.press("slash")
        for letter in "status:new":
            await driver.press(letter)
            await driver.until(lambda: not driver.shelf.listing.waiting)
        await driver.listed()
        assert len(driver.titles) == 3
        assert driver.shelf.list.current == standing
        await driver.paste("storm")
        await driver.listed()
        assert driver.shelf.list.current != standing
        await driver.press("escape")
        await driver.listed()
        assert driver.shelf.list.current == standing


async def test_an_article_walked_to_while_a_filter_holds_is_the_one_to_stay_at(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("j", "j", "slash", *"ban")
        await driver.listed()
        await driver.press("enter", "j", "slash", "escape")
        await driver.listed()
        assert driver.shelf.list.current == ids[3]


async def test_what_was_wrong_with_an_earlier_query_is_not_said_of_a_later_one(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        driver.shelf.post_message(Listed(Question(query="status:do"), refused="Not understood: status:do"))
        await driver.pilot.pause()
        assert driver.said == ""
        driver.shelf.post_message(Listed(None, refused="Library not read: the disk is gone"))
        await driver.pilot.pause()
        assert driver.said == "Library not read: the disk is gone"


async def test_no_answer_says_what_would_help(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("slash")
        await driver.paste("xyzzy")
        await driver.listed()
        assert driver.line(1).strip() == "No article matches this filter; esc drops it."
        await driver.press("enter", "j", "space", "enter")
        assert driver.said == "No article to read"


async def test_the_order_turns_and_begins_at_its_top(tmp_path: Path) -> None:
    library = filled(tmp_path)
    library.add(article("Undated.\n", "An undated one"), Suggestions())
    async with sitting(library) as driver:
        orders = {}
        for key in "SsSsSsSs":
            await driver.press("j", key)
            await driver.listed()
            orders[driver.said.removeprefix("Sorted: ")] = driver.titles
            assert driver.shelf.list.cursor == 0
        whole = [*TITLES, "An undated one"]
        assert orders["last added first"] == list(reversed(whole))
        assert orders["latest date first"] == [*reversed(TITLES), whole[-1]]
        assert orders["earliest date first"] == whole, "what has no date comes last both ways"
        assert orders["by title"] == sorted(whole)
        assert orders["by title, backwards"] == sorted(whole, reverse=True)
        assert orders["by status"][0] == TITLES[1]
        assert driver.shelf.question.order == "-doubts"


async def test_enter_reads_the_article_in_question_and_the_queue_is_the_list(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        ids = list(driver.shelf.listing.ids)
        await driver.press("j", "enter")
        assert driver.reader.state.cursor is not None
        assert driver.reader.state.cursor.record.article.title == TITLES[1], "even though it is done"
        assert (driver.reader.state.queue.entries, driver.reader.state.queue.position) == (ids, 1)
        await driver.press("right_square_bracket")
        assert driver.reader.state.cursor.record.article.title == TITLES[2]
        await driver.press("g")
        await driver.listed()
        assert isinstance(driver.app.screen, ShelfScreen)
        assert driver.shelf.list.current == ids[2], "where the reader was"
        await driver.press("g")
        assert driver.reader.state.queue.position == 2
        await driver.press("g", "home", "enter")
        assert driver.reader.state.queue.position == 0


async def test_what_was_marked_is_the_queue(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        ids = driver.shelf.listing.ids
        await driver.press("space", "j", "space")
        assert driver.line(0)[1] == driver.line(2)[1] == "*"
        await driver.press("home", "enter")
        assert driver.reader.state.queue.entries == [ids[0], ids[2]]


async def test_what_was_decided_in_the_reader_shows_on_the_shelf(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library, [next(library.ids())]) as driver:
        await driver.press("d")
        assert driver.reader.sessions.close() == ""
        await driver.press("g")
        await driver.listed()
        await driver.until(lambda: driver.line(0).split()[1] == "✓")
        await driver.press("g")
        assert driver.reader.state.cursor is not None


async def test_escape_takes_away_what_is_told_and_never_goes_back(tmp_path: Path) -> None:
    library = filled(tmp_path)
    async with sitting(library, [next(library.ids())]) as driver:
        await driver.press("g")
        await driver.listed()
        await driver.press("D")
        await driver.until(lambda: driver.shelf.query("Toast"))
        await driver.press("escape", "a")
        assert isinstance(driver.app.screen, ShelfScreen)
        await driver.until(lambda: not driver.shelf.query("Toast"))
        await driver.press("escape")
        assert isinstance(driver.app.screen, ShelfScreen)
        assert driver.said == "No message or filter to close; g goes back to the article"
    assert [edit.op for edit in library.load(next(library.ids())).edits] == ["done"]


async def test_without_an_open_article_there_is_no_way_back(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.press("g")
        assert driver.said == "No article is open; enter reads the current one"
        assert len(driver.app.screen_stack) == 1
        await driver.press("ctrl+q")
    assert driver.app.return_value == 0


async def test_a_long_list_fetches_what_is_looked_at(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    for number in range(8 * PAGE):
        text = f"Report {number} of the harbour.\n"
        library.add(Article(id=text_id(text), text=text, title=f"Report {number}"), Suggestions(extractor="test/1"))
    async with sitting(library) as driver:
        await driver.press("end")
        await driver.until(lambda: "Report 799" in driver.line(driver.shelf.list.size.height - 1))
        assert driver.shelf.list.cursor == 799
        await driver.press("pageup", "pageup", "home")
        await driver.until(lambda: "Report 0" in driver.line(0))
        removed = driver.shelf.listing.ids[450]
        library.remove(removed)
        driver.shelf.list.go(450)
        await driver.until(lambda: driver.shelf.listing.summary(450))
        summary = driver.shelf.listing.summary(450)
        assert summary is not None
        assert summary.status == "gone"


async def test_a_double_click_reads(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        await driver.pilot.click("ArticleList", offset=(10, 2))
        assert driver.shelf.list.cursor == 2
        await driver.pilot.click("ArticleList", offset=(10, 2), times=2)
        await driver.pilot.pause()
        assert driver.reader.state.queue.position == 2


async def test_articles_and_their_titles_cannot_command_the_terminal(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    library.add(Article(id="0" * 16, text="Word.\n", title="a\x1b[31m[bold]b", source="\u202ec"), Suggestions())
    async with sitting(library, size=(80, 24)) as driver:
        assert "a␛[31m[bold]b" in driver.line(0)


@pytest.mark.parametrize("width", [60, 76, 80, 100, 200])
async def test_every_line_is_as_wide_as_the_screen(tmp_path: Path, width: int) -> None:
    library = filled(tmp_path)
    text = "Word.\n"
    library.add(Article(id=text_id(text), text=text, title="新聞" * 80, source="源" * 40, date="May"), Suggestions())
    async with sitting(library, size=(width, 24)) as driver:
        inner = driver.shelf.list.scrollable_content_region.width
        assert {driver.shelf.list.render_line(y).cell_length for y in range(6)} == {inner}


def test_every_key_of_the_shelf_does_something() -> None:
    of_the_app = {"palette", "theme", "suspend"}
    assert {key.id for key in here("shelf", "filtering", "anywhere")} - of_the_app == set(COMMANDS)


async def test_the_shelf_works_where_the_library_is_not_there_yet(tmp_path: Path) -> None:
    async with sitting(FolderLibrary(tmp_path / "new")) as driver:
        lines = [driver.line(y).strip() for y in range(6)]
        assert lines[1] == "This library is empty."
        assert lines[3].startswith("i   add articles")
        assert lines[4].startswith("t   a tour")
        await driver.press("j", "space", "E")
        assert driver.said == "No article to export"


async def test_a_library_that_has_gone_is_not_called_empty(tmp_path: Path) -> None:
    library = filled(tmp_path / "library")
    async with sitting(library) as driver:
        library.path.rename(tmp_path / "away")
        await driver.press("s")
        await driver.listed()
        assert driver.line(1).strip() == str(library.path)
        assert driver.line(2).strip().startswith("is not there any more. Put it back")
        (tmp_path / "away").rename(library.path)
        await driver.press("s")
        await driver.listed()
        assert len(driver.titles) == len(TITLES)


async def test_what_another_program_adds_and_takes_out_is_listed_without_a_key(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path), look=0.01) as driver:
        await driver.press("j", "j")
        standing = driver.shelf.list.current
        other = open_library(tmp_path)
        text = "A fifth article, from another window.\n"
        added = other.add(Article(id=text_id(text), text=text, title="Fifth"), Suggestions(extractor="test/1"))
        await driver.until(lambda: len(driver.titles) == 5)
        assert driver.titles[-1] == "Fifth"
        other.remove(driver.shelf.listing.ids[0])
        await driver.until(lambda: driver.titles == [*TITLES[1:], "Fifth"])
        assert driver.shelf.list.current == standing
        await driver.press("end", "enter")
        other.remove(added.id)
        await driver.press("g")
        await driver.until(lambda: driver.titles == list(TITLES[1:]))
