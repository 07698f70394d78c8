"""Conflicts that hang together, and steps back through all articles of a sitting of the adjudicator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from factories import Annotator, article, record, span, suggestions
from test_adjudicator import judging, shelf

from store.library.folder import FolderLibrary
from store.model import actions
from store.model.record import Record
from store.sync.conflicts import disputed
from store.sync.merge import merge


def library_of(folder: Path, made: Record) -> FolderLibrary:
    library = FolderLibrary(folder)
    library.add(article(), suggestions(), made.edits)
    return library


def beside(*steps: Callable[[Record], actions.Draft | None], other: Sequence[str]) -> Record:
    """What ann has done, merged with ben, who let these fields stand."""
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    for step in steps:
        ann.act(step(ann.record))
    ben.act(actions.accept(ben.record, other))
    return merge(ann.record, ben.record)


async def test_undo_goes_back_through_all_articles_of_the_sitting(tmp_path: Path) -> None:
    async with judging(shelf(tmp_path, articles=3)) as desk:
        await desk.press(*"111111", "1")
        assert (desk.screen.article, desk.screen.header.progress.decided) == (2, 7)
        await desk.press(*"uuuuuuu")
        assert (desk.screen.article, desk.screen.current, desk.said) == (0, "p1", "Undone")
        assert desk.screen.header.progress.decided == 0
        await desk.press(*"UUUU", "u")
        assert (desk.screen.article, desk.screen.current) == (1, "p1")
        assert desk.screen.header.progress.decided == 3


async def test_what_is_in_the_way_of_a_reading_is_named_with_the_key_that_works(tmp_path: Path) -> None:
    wide = {"spans": [span("52, praised her crew of 14")]}
    made = beside(
        lambda one: actions.reject(one, ["n3"]), lambda one: actions.change(one, "n2", wide), other=["n2", "n3"]
    )
    async with judging(library_of(tmp_path, made)) as desk:
        assert disputed(desk.stored()) == ["n2", "n3"]
        await desk.press("1")
        assert desk.said == (
            "Not yet: “14 crew” has some of its words and is in conflict too: space, and settle that first"
        )
        await desk.press("space", "1")
        assert desk.screen.current == "n2"
        await desk.press("1")
        assert disputed(desk.stored()) == []


async def test_two_conflicts_of_one_join_name_each_other(tmp_path: Path) -> None:
    made = beside(lambda one: actions.merge(one, "l2", "l1"), other=["l1", "l2"])
    async with judging(library_of(tmp_path, made)) as desk:
        assert disputed(desk.stored()) == ["l1", "l2"]
        for other in ("Alva", "Bergen"):
            words = str(desk.screen.table.content)
            assert f"ann made one of this and “{other}”, which is in conflict too: one key settles both" in words
            await desk.press("space")
