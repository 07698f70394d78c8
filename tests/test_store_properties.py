"""Whatever people do, in whatever order it is saved: the fold is the truth, and nothing dangles."""

from __future__ import annotations

from contextlib import closing
from itertools import count
from typing import Any

import orjson
from factories import STEPS, Annotator, article, suggested, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.doubts import Doubts
from store.disk.tables import EncodedRecord, from_tables, to_tables
from store.errors import StetError
from store.jsontext import encode
from store.library.opening import open_library
from store.library.protocol import Library
from store.model import actions
from store.model.edit import ARTICLE
from store.model.fields import GROUPS, Suggestions, to_json
from store.model.fold import fold
from store.model.record import Record
from store.model.schema import record_from_json
from store.sync.rebase import rebase


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(texts())
    return Record(article=article(text), suggestions=draw(suggested(text)))


@given(records(), STEPS)
def test_the_fold_is_the_truth_and_survives_the_disk(record: Record, steps: list[Any]) -> None:
    after = Annotator(record, "ann").steps(steps)
    assert after.fields == fold(record.suggestions, after.edits).fields
    assert record_from_json(orjson.loads(encode(after.to_json()))).fields == after.fields
    tables = orjson.loads(encode(to_tables(after, EncodedRecord(sha256="", added=""))))
    assert from_tables(tables, after.text) == after
    stored = {item["id"]: item for group in GROUPS for item in tables[group].values()}
    assert stored == {identifier: to_json(item) for identifier, item in after.fields.items()}


@given(records(), STEPS)
def test_what_is_kept_between_saves_is_what_would_be_written_anew(record: Record, steps: list[Any]) -> None:
    hand, encoded, doubts = Annotator(record, "ann"), EncodedRecord(sha256="", added=""), Doubts(record)
    for step in steps:
        before, after = hand.record.fields, hand.steps([step])
        assert encode(to_tables(after, encoded)) == encode(to_tables(after, EncodedRecord(sha256="", added="")))
        changed = [(before.get(name), item) for name, item in after.fields.items() if before.get(name) is not item]
        doubts = doubts.after(after, changed)
        anew = Doubts(after)
        for item in after.fields.values():
            assert doubts.of(item) == anew.of(item)
            assert doubts.has_namesake(item) == anew.has_namesake(item)


@given(records(), STEPS)
def test_undoing_everything_gives_the_suggestions_back(record: Record, steps: list[Any]) -> None:
    hand = Annotator(record, "ann")
    hand.steps(steps)
    for _ in range(len(steps) + 1):
        try:
            hand.act(actions.undo(hand.record, "ann"))
        except StetError as error:
            assert error.title == "Nothing to undo"
            break
    assert hand.record.fields == record.fields
    assert hand.record.status == "new"


@given(records(), STEPS)
def test_redoing_everything_gives_the_record_back(record: Record, steps: list[Any]) -> None:
    hand = Annotator(record, "ann")
    before = hand.steps([step for step in steps if step[0] not in (1, 2)])
    count = len(hand.pending)
    for _ in range(count):
        hand.act(actions.undo(hand.record, "ann"))
    for _ in range(count):
        hand.act(actions.redo(hand.record, "ann"))
    assert hand.record.fields == before.fields
    assert hand.record.status == before.status


@given(records(), STEPS)
def test_offsets_fit_ids_are_used_once_and_references_hold(record: Record, steps: list[Any]) -> None:
    check_whole(Annotator(record, "ann").steps(steps))


def check_whole(record: Record) -> None:
    made = [item.id for item in record.suggestions.all()]
    made += [
        change.field
        for edit in record.edits
        for change in edit.changes
        if change.before is None and change.field != ARTICLE
    ]
    assert len(made) == len(set(made))
    for identifier, item in record.fields.items():
        assert identifier == item.id
        assert item.spans == sorted(item.spans)
        for start, end in item.spans:
            assert 0 <= start < end <= len(record.text)
            assert record.text[start:end]
    people = {item.id: item for item in record.people if item.alive}
    for quote in record.quotes:
        if quote.speaker is not None:
            assert quote.speaker_name == people[quote.speaker].name


@settings(max_examples=100)
@given(records(), STEPS, STEPS, STEPS)
def test_two_sessions_give_one_record_in_either_order(
    record: Record, before: list[Any], ann: list[Any], ben: list[Any]
) -> None:
    start = Annotator(record, "cas").steps(before)
    one, other = Annotator(start, "ann"), Annotator(start, "ben")
    one.steps(ann)
    other.steps(ben)
    first = start.with_edits(rebase(record.suggestions, one.record.edits, other.pending)[0])
    second = start.with_edits(rebase(record.suggestions, other.record.edits, one.pending)[0])
    for united in (first, second):
        assert [edit.seq for edit in united.edits] == list(range(1, len(united.edits) + 1))
        assert {edit.id for edit in united.edits} == {edit.id for edit in (*one.record.edits, *other.record.edits)}
        check_whole(united)
        assert record_from_json(orjson.loads(encode(united.to_json()))).fields == united.fields
    assert neutral(first) == neutral(second)
    assert first.status == second.status


def neutral(record: Record) -> dict[str, Any]:
    """The fields under names that do not depend on who was saved first: the edit that made them."""
    names = {item.id: item.id for item in record.suggestions.all()}
    for edit in record.edits:
        for place, change in enumerate(edit.changes):
            if change.before is None:
                names[change.field] = f"{edit.id}#{place}"

    def named(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {inner: named(item, inner) for inner, item in value.items()}
        if isinstance(value, list) and key in ("speaker", "became"):
            return [{**reading, "value": names.get(reading["value"])} for reading in value]
        return names.get(value, value) if key in ("id", "speaker", "became") else value

    return {names[identifier]: named(to_json(item)) for identifier, item in record.fields.items()}


@given(records(), STEPS, STEPS, STEPS)
def test_saving_piece_by_piece_loses_nothing(record: Record, ann: list[Any], ben: list[Any], more: list[Any]) -> None:
    """Ben saves in between; Ann goes on meanwhile, takes over what is on disk, and saves again."""
    one, other = Annotator(record, "ann"), Annotator(record, "ben")
    one.steps(ann)
    other.steps(ben)
    disk = rebase(record.suggestions, other.record.edits, one.pending)[0]
    one.steps(more)  # before the screen has heard of it
    disk, _ = rebase(record.suggestions, disk, one.pending)
    again, renamed = rebase(record.suggestions, disk, one.pending)
    assert again == disk
    united = record.with_edits(disk)
    check_whole(united)
    assert {edit.id for edit in disk} == {edit.id for edit in (*one.record.edits, *other.record.edits)}
    for name in one.record.fields:
        assert renamed.get(name, name) in united.fields


def test_nothing_is_needed_to_unite_nothing() -> None:
    assert rebase(Suggestions(), (), ()) == ((), {})


_numbers = count(1)


@settings(max_examples=12)
@given(records(), STEPS, STEPS)
def test_every_library_reads_what_two_sessions_saved(
    empty_library_of_module: Library, record: Record, ann: list[Any], ben: list[Any]
) -> None:
    library, name = empty_library_of_module, f"{next(_numbers)}"
    start = library.add(record.article._replace(id=name), record.suggestions)
    one, other = Annotator(start, "ann"), Annotator(start, "ben")
    one.steps(ann)
    other.steps(ben)
    library.commit(name, one.pending)
    saved = library.commit(name, other.pending).record
    assert saved.edits == rebase(record.suggestions, one.record.edits, other.pending)[0]
    again = open_library(library.address) if library.address else library
    with closing(again):
        assert again.load(name) == saved == library.load(name)
        assert again.load(name).fields == again.stored(name).fields == saved.fields
        assert [line.status for line in again.summaries([name]).values()] == [saved.status]
