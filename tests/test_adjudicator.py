"""Settling conflicts by keys, and what is on the disk afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import reduce
from pathlib import Path
from typing import Protocol

import pytest
from factories import TEXT, Annotator, article, record, span, suggestions
from pilot import until
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static

from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Article, Record
from store.sync.conflicts import disputed, sides_of
from store.sync.merge import merge
from tui.adjudicate.app import AdjudicatorApp
from tui.adjudicate.screen import AdjudicatorScreen
from tui.adjudicate.sides import table
from tui.app import StetApp
from tui.reader.screen import ReaderScreen


class Compare(Protocol):
    """What the plug-in's fixture gives."""

    def __call__(
        self, app: App[int], *, terminal_size: tuple[int, int], run_before: Callable[[Pilot[int]], Awaitable[None]]
    ) -> bool: ...


def merged() -> Record:
    """In conflict: the role of p1, whether l2 is a place, and what the nine people that both have added are."""
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    ann.act(actions.change(ann.record, "p1", {"role": "ship’s captain"}))
    ben.act(actions.accept(ben.record, ["p1"]))
    ann.act(actions.change(ann.record, "l2", {"type": "facility"}))
    ben.act(actions.reject(ben.record, ["l2"]))
    for hand, counted in ((ann, "patients"), (ben, "people")):
        hand.act(actions.add(hand.record, "numbers", [span("nine")], {"value": 9, "counted": counted}))
    return merge(ann.record, ben.record)


def shelf(folder: Path, articles: int = 1) -> FolderLibrary:
    library = FolderLibrary(folder)
    made = merged()
    for number in range(articles):
        one = article() if not number else Article(id=f"{number:016}", text=TEXT, title=f"Ferry fire {number + 1}")
        library.add(one, suggestions(), made.edits)
    return library


class Desk:
    """One sitting of the judge."""

    def __init__(self, library: FolderLibrary, app: AdjudicatorApp, pilot: Pilot[int]) -> None:
        self.library, self.app, self.pilot = library, app, pilot

    @property
    def screen(self) -> AdjudicatorScreen:
        assert isinstance(self.app.screen, AdjudicatorScreen)
        return self.app.screen

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    def stored(self, identifier: str = article().id) -> Record:
        assert self.screen.sessions.close() == ""
        return FolderLibrary(self.library.path).load(identifier)

    @property
    def said(self) -> str:
        return self.screen.status.text


@asynccontextmanager
async def judging(library: FolderLibrary) -> AsyncIterator[Desk]:
    app = AdjudicatorApp(library, list(library.ids("conflict:yes")), "judge")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield Desk(library, app, pilot)


async def test_the_left_the_right_and_one_s_own(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path)) as desk:
        assert disputed(desk.stored()) == ["p1", "l2", "n4"]
        await desk.press("1", "right", "e")
        for _ in range(3):
            await desk.press("tab")
        box = desk.app.focused
        assert isinstance(box, Input) or box is not None
        counted = desk.screen.query_one("#box-counted", Input)
        counted.value = "injured"
        counted.focus()
        await desk.press("enter")
        made = desk.stored()
    assert disputed(made) == []
    assert (made.people[0].role, made.fields["l2"].status) == ("ship’s captain", "rejected")
    assert [item.counted for item in made.numbers if item.id == "n4"] == ["injured"]
    assert [(edit.by, edit.op) for edit in made.edits[-3:]] == [
        ("judge", "change"),
        ("judge", "reject"),
        ("judge", "change"),
    ]


async def test_left_open_and_come_back_to(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path)) as desk:
        await desk.press("space", "2")
        assert (desk.screen.current, desk.screen.header.progress.decided) == ("n4", 1)
        await desk.press("k")
        assert desk.screen.current == "p1"
        await desk.press("k")
        assert desk.said == "That is the first one open"
        assert disputed(desk.stored()) == ["p1", "n4"]


async def test_undo_goes_back_to_the_conflict_even_across_articles(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path, articles=2)) as desk:
        await desk.press("1", "1", "1")
        assert (desk.screen.article, desk.screen.current) == (1, "p1")
        assert desk.screen.header.progress.decided == 3
        await desk.press("u")
        assert (desk.screen.article, desk.screen.current, desk.said) == (0, "n4", "Undone")
        await desk.press("u", "u", "u")
        assert desk.said.endswith("no step of yours here; one elsewhere is undone in its article")
        assert len(disputed(desk.stored())) == 3
        await desk.press("U", "U", "U")
        assert disputed(desk.stored()) == []


async def test_the_number_of_a_reading_that_is_not_there(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path)) as desk:
        await desk.press("3")
        assert desk.said == "No such reading: there are 2; press the number of one"


async def test_undo_of_the_last_one_settled_brings_its_keys_back_to_the_footer(tmp_path: Path) -> None:
    def hints() -> str:
        return "".join(words for words, _ in desk.screen.footer.segments(120))

    async with judging(shelf(tmp_path)) as desk:
        before = hints()
        assert "1 take left" in before
        await desk.press("1", "1", "1")
        assert desk.screen.item is None
        assert "take left" not in hints()
        await desk.press("u")
        assert "1 take left" in hints()
        assert "space skip" in hints()


async def test_a_conflict_that_two_sessions_made(tmp_path: Path) -> None:
    """Without any merge: both saved in one library, neither having seen the other."""
    library = FolderLibrary(tmp_path)
    library.add(article(), suggestions())
    for by, value in (("ann", 20), ("ben", 21)):
        hand = Annotator(record(), by)
        hand.act(actions.change(hand.record, "n1", {"value": value}))
        library.commit(article().id, hand.pending)
    async with judging(library) as desk:
        await desk.press("2")
        assert desk.stored().numbers[0].value == 21
        assert desk.said == "As ben has it. It is settled · esc ends"


async def test_what_another_judge_settles_meanwhile_is_taken_over(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path)) as desk:
        other = Annotator(FolderLibrary(tmp_path).load(article().id), "other")
        other.act(actions.reject(other.record, ["l2"]))
        FolderLibrary(tmp_path).commit(article().id, other.pending)
        await desk.press("1")
        assert disputed(desk.stored()) == ["n4"]
        await desk.pilot.pause()
        assert (desk.screen.current, desk.screen.header.progress.decided) == ("n4", 2)


async def test_words_of_the_article_in_question_are_lit(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path)) as desk:
        await desk.press("space", "space")
        shown = str(desk.screen.query_one("Sides", Static).render())
        assert [line.split()[0] for line in shown.splitlines()] == ["NUMBER", "counted", "both"]
        assert "patients" in shown.splitlines()[1]
        assert "people" in shown.splitlines()[1]


async def test_merged_by_one_and_kept_apart_by_another_the_second_can_be_taken(tmp_path: Path) -> None:
    start = Annotator(record(), "cas")
    start.act(actions.add(start.record, "people", [span("police")]))
    ann, ben = Annotator(start.record, "ann"), Annotator(start.record, "ben")
    ann.act(actions.merge(ann.record, "p2", "p1"))
    ben.act(actions.change(ben.record, "p2", {"role": "force"}))
    library = FolderLibrary(tmp_path)
    library.add(article(), suggestions(), merge(ann.record, ben.record).edits)
    async with judging(library) as desk:
        shown = str(desk.screen.query_one("Sides", Static).render())
        assert "part of Ida Lunde" in shown
        assert "kept apart" in shown
        await desk.press("2")
        assert [len(item.spans) for item in desk.stored().people if item.alive] == [1, 2]
        assert disputed(desk.stored()) == []


def test_what_differs_only_at_its_end_is_shown_from_there() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    words = "“We saw smoke on the car deck,” Captain Ida Lunde said. “Then the alarm went."
    for hand, made in ((ann, words), (ben, f"{words}”")):
        hand.act(actions.reject(hand.record, ["q1"]))
        hand.act(actions.add(hand.record, "quotes", [span(made)]))
    both = merge(ann.record, ben.record)
    sides = sides_of(both, "q2")
    rows = [line for line in table(TEXT, both.field("q2"), sides, 80).plain.splitlines() if line.startswith("mentions")]
    assert len(rows) == 1
    assert "went.]" in rows[0]
    assert "went.”]" in rows[0]


def test_three_readings_at_eighty_columns_keep_the_time_of_day() -> None:
    hands = [Annotator(record(), by) for by in ("ann", "ben", "cyd")]
    for hand in hands:
        hand.act(actions.change(hand.record, "p1", {"role": f"skipper of {hand.by}"}))
    both = reduce(merge, (hand.record for hand in hands))
    head = table(TEXT, both.field("p1"), sides_of(both, "p1"), 80).plain.splitlines()[0]
    assert head.count("10:00") == 3


async def test_from_the_reader_and_back(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    app = StetApp(library, [article().id], "ana")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        reader = app.screen_stack[0]
        assert isinstance(reader, ReaderScreen)
        for key in ("j", "equals_sign", "1", "1", "1", "escape"):
            await pilot.press(key)
            await pilot.pause()
        assert len(app.screen_stack) == 1
        assert reader.state.cursor is not None
        assert disputed(reader.state.cursor.record) == []
        await pilot.press("equals_sign")
        await pilot.pause()
        assert reader.status.text == "Nothing is in conflict in this article"


async def test_back_in_the_reader_the_field_is_listed_whatever_the_view(tmp_path: Path) -> None:
    app = StetApp(shelf(tmp_path), [article().id], "ana")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        reader = app.screen_stack[0]
        assert isinstance(reader, ReaderScreen)
        for key in ("v", "v", "1"):
            await pilot.press(key)
        assert reader.state.cursor is not None
        assert (reader.state.list_view.shown, reader.state.cursor.current) == ("in doubt", "p1")
        assert reader.status.text.startswith("? corrected by ann, let stand by ben; = settles it")
        for key in ("equals_sign", "1", "1", "1", "escape"):
            await pilot.press(key)
            await pilot.pause()
        assert reader.state.cursor is not None
        assert (reader.state.cursor.current, reader.state.cursor.order) == ("p1", ["p1", "n4"])
        await pilot.press("j")
        assert reader.state.cursor.current == "n4"


async def test_statistics_in_the_reader(tmp_path: Path) -> None:
    app = StetApp(shelf(tmp_path), [article().id], "ana")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("percent_sign")

        def shown() -> str:
            return str(app.screen.query_one("#statistics Static", Static).render())

        await until(pilot, lambda: "article:" in shown())
        assert shown().startswith("1 article: 0 new, 1 started, 0 done; 3 fields in conflict")
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)


def after(keys: Sequence[str]) -> Callable[[Pilot[int]], Awaitable[None]]:
    async def press(pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, AdjudicatorScreen)
        screen.sessions.close()
        for box in screen.query(Input):
            box.cursor_blink = False
        await pilot.pause()
        await pilot.pause()

    return press


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("keys", [(), ("1", "space"), ("2", "e")], ids=["first", "last", "editing"])
def test_how_it_looks(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], keys: Sequence[str]) -> None:
    library = shelf(tmp_path)
    app = AdjudicatorApp(library, list(library.ids("conflict:yes")), "judge")
    assert snap_compare(app, terminal_size=size, run_before=after(keys))
