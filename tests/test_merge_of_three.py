"""What three made of an article is the same in whatever order it is merged, each reading under who gave it."""

from __future__ import annotations

from functools import reduce
from itertools import permutations

import pytest
from factories import STEPS, Annotator, article, record, span, suggested, texts
from hypothesis import given
from hypothesis import strategies as st

from store.model import actions
from store.model.fields import to_json
from store.model.record import Record
from store.sync.conflicts import disputed, sides_of
from store.sync.merge import merge, merge_all

THREE = list(permutations(range(3)))


def desk() -> tuple[Annotator, Annotator, Annotator]:
    """Ann has finished without a place there, Ben has added one, and Cyd one that is wider."""
    ann, ben, cyd = (Annotator(record(), by) for by in ("ann", "ben", "cyd"))
    ben.act(actions.add(ben.record, "places", [span("car")]))
    cyd.act(actions.add(cyd.record, "places", [span("car deck")]))
    for hand in (ann, ben, cyd):
        hand.act(actions.done(hand.record))
    return ann, ben, cyd


@pytest.mark.parametrize("order", THREE)
@pytest.mark.parametrize("together", [False, True])
def test_none_of_three_readings_is_lost_and_each_is_under_who_gave_it(order: tuple[int, ...], together: bool) -> None:
    records = [desk()[at].record for at in order]
    merged = merge_all(records) if together else reduce(merge, records)
    name = next(name for name in disputed(merged) if name[0] == "l")
    said = {side.by: getattr(side.item, "name", "") if side.item.alive else None for side in sides_of(merged, name)}
    assert said == {"ann": None, "ben": "car", "cyd": "car deck"}


def test_an_attribute_that_another_wrote_is_not_under_the_last_who_decided() -> None:
    start = Annotator(record(), "ann")
    start.act(actions.add(start.record, "places", [span("car deck")], {"type": "facility"}))
    ann, ben, cyd = Annotator(start.record, "ann"), Annotator(start.record, "ben"), Annotator(record(), "cyd")
    ann.act(actions.change(ann.record, "l3", {"name": "deck"}))
    ben.act(actions.change(ben.record, "l3", {"country": "NO"}))
    cyd.act(actions.add(cyd.record, "places", [span("car deck")], {"name": "hold", "country": "SE"}))
    merged = merge(merge(ann.record, ben.record), cyd.record)
    conflict = merged.fields["l3"].conflict
    assert {one["by"]: one["value"] for one in conflict["name"]} == {"ann": "deck", "cyd": "hold"}
    assert {one["by"]: one["value"] for one in conflict["country"]} == {"ben": "NO", "cyd": "SE"}


@st.composite
def hands(draw: st.DrawFn) -> list[Record]:
    """Three who began with the same suggestions, and may have finished."""
    text = draw(texts())
    start = Record(article=article(text), suggestions=draw(suggested(text)))
    made = []
    for by in ("ann", "ben", "cyd"):
        hand = Annotator(start, by)
        hand.steps(draw(STEPS))
        if draw(st.booleans()) and hand.record.status != "done":
            hand.act(actions.done(hand.record))
        made.append(hand.record)
    return made


@given(hands())
def test_the_order_of_the_libraries_changes_nothing(records: list[Record]) -> None:
    first, *others = [merge_all([records[at] for at in order]) for order in THREE]
    for merged in others:
        assert merged == first
    assert merge_all([first, *records]) == first


@given(hands(), st.sampled_from(THREE))
def test_no_edit_carries_the_name_of_who_did_not_make_it(records: list[Record], order: tuple[int, ...]) -> None:
    said = {
        one.edits[-1].by: [(item.letter, to_json(item)) for item in one.fields.values()] for one in records if one.edits
    }
    merged = reduce(merge, [records[at] for at in order])
    there = {edit.id: edit for edit in merged.edits}
    for edit in merged.edits:
        if edit.op != "import" or edit.of is None:
            continue
        assert (edit.by, edit.at) == (there[edit.of].by, there[edit.of].at)
        for change in edit.changes:
            for key in {*(change.after or {})} & {"spans", "name", "note", "role", "value"}:
                value = (change.after or {})[key]
                assert any(letter == change.field[0] and data.get(key) == value for letter, data in said[edit.by])
