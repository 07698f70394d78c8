"""Two people's notes on one field: in conflict where they differ, seen beside each other, and settled by one key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from brought import BOAT, region
from factories import Annotator, article, record, suggestions
from libraries import MemoryLibrary
from several import ANN, BEN, written
from test_adjudicator import judging

from services.each_annotator import import_each
from store.formats.registry import importable
from store.importing.importer import import_file
from store.library.distribute import merge_libraries
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Json, to_json
from store.model.record import Record
from store.sync.conflicts import disputed
from store.sync.merge import merge


def noted(by: str, note: str, *, flag: bool = False) -> Record:
    hand = Annotator(record(), by)
    hand.act(actions.accept(hand.record, ["p1"]))
    hand.act(actions.flag(hand.record, "p1", flag, note) or actions.note(hand.record, "p1", note))
    return hand.record


def shelf(folder: Path, made: Record) -> FolderLibrary:
    library = FolderLibrary(folder)
    library.add(article(), suggestions(), made.edits)
    return library


async def test_a_note_in_conflict_is_shown_and_taken(tmp_path: Path) -> None:
    made = merge(noted("ann", "ask her"), noted("ben", "spelt so in the log"))
    assert list(made.fields["p1"].conflict) == ["note"]
    async with judging(shelf(tmp_path, made)) as desk:
        table = str(desk.screen.table.render())
        assert "note" in table and "ask her" in table and "spelt so in the log" in table
        await desk.press("2")
        stored = desk.stored()
    assert (disputed(stored), stored.fields["p1"].note) == ([], "spelt so in the log")


async def test_a_flag_in_conflict_is_shown_in_words(tmp_path: Path) -> None:
    both = Annotator(record(), "ann")
    both.act(actions.flag(both.record, "p1", True))
    lowered, noted_too = Annotator(both.record, "cem"), Annotator(both.record, "dee")
    lowered.act(actions.flag(lowered.record, "p1", False))
    noted_too.act(actions.flag(noted_too.record, "p1", False))
    noted_too.act(actions.flag(noted_too.record, "p1", True, "who is she?"))
    made = merge(lowered.record, noted_too.record)
    assert "flag" in made.fields["p1"].conflict
    async with judging(shelf(tmp_path, made)) as desk:
        table = str(desk.screen.table.render())
        assert "flag" in table and "yes" in table and "no" in table
        await desk.press("1")
        stored = desk.stored()
    assert (disputed(stored), stored.fields["p1"].flag) == ([], False)


async def test_taking_a_side_leaves_a_note_that_nobody_disputes(tmp_path: Path) -> None:
    ann, ben = Annotator(noted("ann", "ask her"), "ann"), Annotator(record(), "ben")
    ann.act(actions.change(ann.record, "p1", {"role": "skipper"}))
    ben.act(actions.change(ben.record, "p1", {"role": "master"}))
    async with judging(shelf(tmp_path, merge(ann.record, ben.record))) as desk:
        await desk.press("2")
        stored = desk.stored()
    assert (stored.people[0].role, stored.people[0].note) == ("master", "ask her")


def of_two(folder: Path, notes: tuple[str, str], *, predicted: bool = False) -> Path:
    """A task of Label Studio on whose one person two annotators have each written a note."""

    def work(by: Json, at: str, note: str) -> Any:
        result = region("PERSON", 2, 10, id="p") | ({"meta": {"text": [note]}} if note else {})
        return {"completed_by": by, "updated_at": at, "result": [result]}

    task = {
        "data": {"text": BOAT, "id": "boat"},
        "annotations": [
            work(ANN, "2025-03-01T10:00:00Z", notes[0]),
            work(BEN, "2025-03-02T10:00:00Z", notes[1]),
        ],
        "predictions": [{"model_version": "m", "result": [region("PERSON", 2, 10, id="p")]}] if predicted else [],
    }
    return written(folder / "tasks", orjson.dumps([task]))


def both_ways(path: Path, folder: Path) -> list[Record]:
    """What `--as decided` makes of a file, and what `--each-annotator` and then a merge make of it."""
    library = MemoryLibrary()
    import_file("label-studio", path, library, "decided", "bea")
    report = import_each("label-studio", path, folder / "team", None)
    assert "label-studio" in importable()
    merge_libraries([FolderLibrary(at) for at, _ in report.libraries.values()], folder / "all")
    return [*library.records.values(), FolderLibrary(folder / "all").load("boat")]


def test_notes_that_differ_are_in_conflict_by_either_way(tmp_path: Path) -> None:
    for predicted in (False, True):
        folder = tmp_path / str(predicted)
        folder.mkdir()
        for made in both_ways(of_two(folder, ("who?", "the captain"), predicted=predicted), folder):
            [item] = made.fields.values()
            assert [(side["by"], side["value"]) for side in item.conflict["note"]] == [
                ("ann", "who?"),
                ("ben", "the captain"),
            ]
            assert list(item.conflict) == ["note"]
            judge = Annotator(made, "judge")
            judge.act(actions.note(made, item.id, "the captain"))
            assert to_json(judge.record.fields[item.id])["note"] == "the captain"
            assert not disputed(judge.record)


def test_one_s_note_and_another_s_silence_are_no_conflict(tmp_path: Path) -> None:
    for number, notes in enumerate((("who?", ""), ("", "who?"), ("who?", "who?"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        for made in both_ways(of_two(folder, notes), folder):
            [item] = made.fields.values()
            assert (item.note, item.conflict) == ("who?", {})


def test_the_order_of_a_merge_does_not_matter_to_notes() -> None:
    hands = []
    for by, note in (("ann", "ask her"), ("ben", "ask the ferry line")):
        hand = Annotator(record(), by)
        hand.act(actions.add(hand.record, "people", [(0, 4)], {"name": "Fire", "note": note, "flag": by == "ann"}))
        hands.append(hand.record)
    one, other = merge(*hands), merge(*reversed(hands))
    for made in (one, other):
        [item] = [item for item in made.people if item.name == "Fire"]
        assert {side["value"] for side in item.conflict["note"]} == {"ask her", "ask the ferry line"}
        assert item.flag and "flag" not in item.conflict


def test_a_settled_note_does_not_come_up_again() -> None:
    hands = []
    for by, note in (("ann", "ask her"), ("ben", "ask the ferry line")):
        hand = Annotator(record(), by)
        hand.act(actions.add(hand.record, "people", [(0, 4)], {"name": "Fire", "note": note}))
        hands.append(hand.record)
    both = merge(*hands)
    [item] = [item for item in both.people if item.name == "Fire"]
    judge = Annotator(both, "judge")
    judge.act(actions.note(both, item.id, "ask both"))
    for one in hands:
        again = merge(judge.record, one)
        assert (disputed(again), again.fields[item.id].note) == ([], "ask both")
        assert merge(again, one) == again
    assert merge(both, both) == both


async def test_a_change_of_kind_and_the_field_it_made_are_settled_together(tmp_path: Path) -> None:
    """Who keeps the person strikes out the place that another made of it: the same words are never both."""
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    ann.act(actions.change_kind(ann.record, "p1", "places"))
    ben.act(actions.accept(ben.record, ["p1"]))
    made = merge(ann.record, ben.record)
    place = str(made.fields["p1"].became)
    assert (list(made.fields["p1"].conflict), made.fields[place].alive) == (["status"], True)
    async with judging(shelf(tmp_path, made)) as desk:
        sides = [side.by for side in desk.screen.sides]
        await desk.press(str(sides.index("ben") + 1))
        stored = desk.stored()
        assert (disputed(stored), stored.fields["p1"].status, stored.fields[place].alive) == ([], "accepted", False)
        assert stored.fields["p1"].became is None
        await desk.press("u")
        assert desk.stored().fields[place].alive
        await desk.press(str(sides.index("ann") + 1))
        stored = desk.stored()
    assert (disputed(stored), stored.fields["p1"].status, stored.fields[place].alive) == ([], "rejected", True)
