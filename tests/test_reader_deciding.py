"""Deciding: let stand, strike out, undo, redo, flag, done; each looked up on the disk afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import Annotator
from reader_driver import OTHER_TEXT, TEXT, article, at, reading, suggestions
from textual.widgets import Static

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.sync.merge import merge
from tui.messages import OpenArticles


async def test_a_lets_stand_and_goes_to_the_next_undecided(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        assert driver.current == "p1"
        await driver.press("a", "a")
        assert driver.current == "l1"
        assert [item.id for item in driver.stored.fields.values() if item.status == "accepted"] == ["p1", "p2"]


async def test_x_strikes_out_and_no_number_moves_until_the_fields_are_listed_anew(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        cursor = driver.reader.state.cursor
        assert cursor is not None
        order = [*cursor.order]
        await driver.press("x")
        assert driver.current == "p2"
        assert driver.status("p1") == "rejected"
        assert driver.said.startswith("Struck out: Petra Lindqvist")
        await driver.press("2", "x")
        assert driver.said.startswith("Struck out: Anders Holm")
        assert [driver.status(name) for name in order[:3]] == ["rejected", "rejected", "suggested"]
        await driver.press("u")
        assert cursor.order == order
        await driver.press("O", "O", "O")
        assert cursor.order[:2] == ["p2", "p1"]
        await driver.press("ctrl+q")
    async with reading(tmp_path) as driver:
        assert driver.reader.state.cursor is not None
        assert driver.reader.state.cursor.order[:2] == ["p2", "p1"]


async def test_a_says_what_it_let_stand_and_what_is_next(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("a")
        assert driver.said.startswith("Let stand: Petra Lindqvist")
        await driver.press("k", "a")
        assert driver.said == "Let stand already"


async def test_a_lets_no_field_in_conflict_stand_and_names_the_key_that_settles_it(tmp_path: Path) -> None:
    record = open_library(tmp_path / "before").add(article(), suggestions())
    ann, ben = Annotator(record, "ann"), Annotator(record, "ben")
    ann.act(actions.change(record, "p1", {"role": "skipper"}))
    ben.act(actions.change(record, "p1", {"role": "mate"}))
    library = open_library(tmp_path / "both")
    library.add(article(), suggestions(), merge(ann.record, ben.record).edits)
    async with reading(tmp_path / "both", [article().id]) as driver:
        driver.reader.state.cursor.go("p1")  # type: ignore[union-attr]
        await driver.press("a")
        assert driver.said == "In conflict: = settles it"


async def test_undo_and_redo_put_the_field_in_question_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("x", "a", "u")
        assert driver.current == "p2"
        assert driver.status("p2") == "suggested"
        await driver.press("u")
        assert driver.current == "p1"
        assert driver.status("p1") == "suggested"
        await driver.press("U")
        assert driver.status("p1") == "rejected"
        assert "striking out" in driver.said


async def test_undo_works_after_the_program_was_left(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("x", "ctrl+q")
    async with reading(tmp_path) as driver:
        await driver.press("u")
        assert driver.status("p1") == "suggested"


async def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("u")
        assert "Nothing to undo" in driver.said


async def test_minus_strikes_out_one_mention_alone(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("right", "minus")
        person = driver.stored.fields["p1"]
        assert [TEXT[start:end] for start, end in person.spans] == ["Petra Lindqvist"]
        assert person.status == "corrected"


async def test_a_flag_with_a_note_comes_and_goes(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("f")
        await driver.type("spelling")
        await driver.press("enter")
        assert (driver.stored.fields["p1"].flag, driver.stored.fields["p1"].note) == (True, "spelling")
        assert "spelling" in driver.said
        await driver.press("f")
        assert (driver.stored.fields["p1"].flag, driver.stored.fields["p1"].note) == (False, "spelling")


async def test_a_flag_that_is_thought_better_of(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("f", "x", "escape")
        assert driver.stored.edits == ()


def two_articles(folder: Path) -> list[str]:
    library = open_library(folder)
    first = library.add(article(), suggestions())
    second = library.add(article(OTHER_TEXT, "Library closes"), Suggestions())
    return [first.id, second.id]


async def test_done_asks_once_about_what_is_undecided(tmp_path: Path) -> None:
    async with reading(tmp_path, ids := two_articles(tmp_path)) as driver:
        await driver.press("x", "d", "escape")
        assert driver.stored.status == "started"
        await driver.press("d", "A")
        assert driver.reader.state.queue.position == 1
        first = open_library(tmp_path).load(ids[0])
        assert first.status == "done"
        assert first.decided == len(first.fields)
        assert first.fields["p1"].status == "rejected"


async def test_done_leaving_what_is_undecided(tmp_path: Path) -> None:
    async with reading(tmp_path, ids := two_articles(tmp_path)) as driver:
        await driver.press("d", "l")
        driver.reader.sessions.close()
        assert (open_library(tmp_path).load(ids[0]).status, open_library(tmp_path).load(ids[0]).decided) == ("done", 0)


async def test_undo_right_after_done_goes_back_and_reopens(tmp_path: Path) -> None:
    async with reading(tmp_path, two_articles(tmp_path)) as driver:
        await driver.press("a", "d", "a", "u")
        assert driver.reader.state.queue.position == 0
        assert (driver.stored.status, driver.stored.decided) == ("started", 1)


async def test_undo_in_another_queue_stays_in_its_article(tmp_path: Path) -> None:
    ids = two_articles(tmp_path)
    async with reading(tmp_path, ids) as driver:
        await driver.press("a", "d", "a")
        driver.app.post_message(OpenArticles(list(reversed(ids)), 1))
        await driver.pilot.pause()
        await driver.press("u")
        assert driver.reader.state.cursor is not None
        assert driver.reader.state.cursor.record.id == ids[0]


async def test_undo_later_on_stays_in_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path, two_articles(tmp_path)) as driver:
        await driver.press("d", "l", "tab", "shift+right", "l", "u")
        assert driver.reader.state.queue.position == 1


async def test_the_last_article_done_says_how_to_leave(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("d", "l")
        assert "ctrl+q" in driver.said
        await driver.press("u")
        assert driver.stored.status == "new"


async def test_leaving_waits_for_the_disk(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("a", "a", "a", "ctrl+q")
    assert driver.app.return_value == 0
    assert open_library(tmp_path).load(article().id).decided == 3


async def test_done_lets_stand_what_is_not_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path, ids := two_articles(tmp_path)) as driver:
        await driver.press("d")
        assert "8 fields are undecided, 2 in doubt" in str(driver.app.screen.query_one("Static").render())
        await driver.press("a")
        assert driver.reader.sessions.close() == ""
        first = open_library(tmp_path).load(ids[0])
        assert first.status == "done"
        assert [item.id for item in first.fields.values() if not item.decided] == ["l2", "q1"]


async def test_undo_of_an_addition_stays_at_its_place(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab")
        driver.reader.article.cursor = at("nurse")[0]
        await driver.press("shift+right", "p", "u")
        assert driver.current == "p2"
        assert driver.reader.article.cursor == at("nurse")[0]


@pytest.mark.parametrize("width", [60, 64, 80])
async def test_a_question_keeps_each_key_in_one_line_with_what_it_does(tmp_path: Path, width: int) -> None:
    async with reading(tmp_path, size=(width, 24)) as driver:
        await driver.press("d")
        shown = driver.app.screen.query_one(".answers", Static)
        lines = [shown.render_line(y).text.strip() for y in range(shown.size.height)]
        said = "\n".join(lines)
        assert max(map(len, lines)) <= width
        for answer in ("a let all but the doubts stand", "A all", "l leave them undecided", "esc back"):
            assert answer in said
