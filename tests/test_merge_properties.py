"""A thousand random pairs of records merge: no edit is lost, nobody has seen what he had not, and nothing dangles."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from factories import STEPS, Annotator, article, suggested, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from store.jsontext import encode
from store.library.distribute import merge_libraries
from store.library.folder import FolderLibrary
from store.model.edit import Edit
from store.model.fields import to_json
from store.model.record import Record
from store.model.schema import record_from_json
from store.sync.alignment import align
from store.sync.merge import merge

Pair = tuple[Record, Record]


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Two hands on one text: with the same past, or from what two machines suggested."""
    text = draw(texts())
    start = Record(article=article(text), suggestions=draw(suggested(text)))
    start = Annotator(start, "cas").steps(draw(STEPS))
    other = start
    if draw(st.booleans()):
        other = Record(article=article(text), suggestions=draw(suggested(text)))
    left, right = Annotator(start, "ann"), Annotator(other, "ben")
    return left.steps(draw(STEPS)), right.steps(draw(STEPS))


def by_id(record: Record) -> dict[str, Edit]:
    return {edit.id: edit for edit in record.edits}


@settings(max_examples=60)
@given(pairs())
def test_merged_records_lose_no_edit(pair: Pair) -> None:
    left, right = pair
    merged = merge(left, right)
    assert merged.edits[: len(left.edits)] == left.edits
    there = by_id(merged)
    for edit in right.edits:
        same = there[edit.id]
        assert (same.by, same.at, same.op, same.of) == (edit.by, edit.at, edit.op, edit.of)
        assert edit.id in by_id(left) or len(same.changes) == len(edit.changes)
    order = [edit.id for edit in merged.edits if edit.id in by_id(right)]
    assert [name for name in order if name not in by_id(left)] == [
        edit.id for edit in right.edits if edit.id not in by_id(left)
    ]
    assert record_from_json(orjson.loads(encode(merged.to_json()))) == merged
    for item in merged.quotes:
        assert item.speaker is None or merged.fields[item.speaker].alive


@given(pairs())
def test_who_had_seen_what_stays_as_it_was(pair: Pair) -> None:
    left, right = pair
    there = by_id(merge(left, right))
    for record in pair:
        for edit in record.edits:
            for other in record.edits[: edit.seq - 1]:
                assert there[edit.id].saw(there[other.id]) == edit.saw(other)
    for edit in right.edits:
        if edit.by == "ben":
            assert not any(there[edit.id].saw(there[other.id]) for other in left.edits if other.by == "ann")


@given(pairs())
def test_what_is_merged_already_adds_nothing(pair: Pair) -> None:
    left, right = pair
    assert merge(left, left) == left
    merged = merge(left, right)
    assert merge(merged, right) == merged
    assert merge(merged, left) == merged
    assert merge(merged, merged) == merged


@st.composite
def strangers(draw: st.DrawFn) -> Pair:
    """Two hands who began with what two machines suggested."""
    text = draw(texts())
    starts = [Record(article=article(text), suggestions=draw(suggested(text))) for _ in range(2)]
    left, right = (Annotator(start, by) for start, by in zip(starts, ("ann", "ben"), strict=True))
    return left.steps(draw(STEPS)), right.steps(draw(STEPS))


@given(strangers())
def test_two_opinions_are_one_or_in_conflict(pair: Pair) -> None:
    left, right = pair
    merged = merge(left, right)
    pairs = align(left, right, lambda _: None)
    for theirs, ours in pairs.ids.items():
        one, two = left.fields.get(ours), right.fields.get(theirs)
        if theirs in pairs.inherited or one is None or two is None or not (one.decided and two.decided):
            continue
        item = merged.fields[ours]
        if one.alive != two.alive:
            assert {reading["value"] for reading in item.conflict["status"]} >= {one.status, two.status}
        mine, yours, now = to_json(one), to_json(two), to_json(item)
        for key in ("spans", "name"):
            if mine.get(key) == yours.get(key):
                assert key in item.conflict or now.get(key) == mine.get(key)
            else:
                readings = [reading["value"] for reading in item.conflict[key]]
                assert mine[key] in readings
                assert yours[key] in readings


@settings(max_examples=6)
@given(st.data())
def test_merged_libraries_have_every_article_and_every_edit(data: st.DataObject) -> None:
    both = [data.draw(pairs()) for _ in range(data.draw(st.integers(1, 3)))]
    made = {left.id: (left, right) for left, right in both}
    only = data.draw(st.sampled_from(["left", "right", "neither"]))
    with TemporaryDirectory() as folder:
        shelves = [FolderLibrary(Path(folder, name)) for name in ("ann", "ben")]
        for place, pair in enumerate(made.values()):
            for shelf, one, name in zip(shelves, pair, ("left", "right"), strict=True):
                if place == 0 or only != name:
                    shelf.add(one.article, one.suggestions, one.edits)
        tally = merge_libraries(shelves, Path(folder, "both"))
        merged = FolderLibrary(Path(folder, "both"))
        assert sorted(merged.ids()) == sorted(made)
        assert tally.articles == len(made)
        for shelf in shelves:
            for identifier in shelf.ids():
                assert by_id(merged.load(identifier)).keys() >= by_id(shelf.load(identifier)).keys()
