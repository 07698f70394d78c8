"""What became another field is not alive, whoever does what to it; brought back, it has its mentions to itself."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from factories import STEPS, Annotator, article, draft, record, span, suggested, texts
from hypothesis import given
from hypothesis import strategies as st

from store.model import actions
from store.model.edit import Change, Edit
from store.model.fields import AnyField
from store.model.record import Record
from store.sync.conflicts import accept_side, disputed, sides_of
from store.sync.merge import merge


def two_people() -> Annotator:
    """p1 Ida Lunde, suggested, and p2, the police, added."""
    hand = Annotator(record(), "ann")
    hand.act(actions.add(hand.record, "people", [span("police")]))
    return hand


def living(of: Record) -> list[AnyField]:
    return [item for item in of.people if item.alive]


def test_merged_a_field_that_was_struck_out_stays_struck_out() -> None:
    hand = two_people()
    hand.act(actions.reject(hand.record, ["p2"]))
    after = hand.act(actions.merge(hand.record, "p2", "p1"))
    assert [(item.id, len(item.spans)) for item in living(after)] == [("p1", 3)]
    assert (after.fields["p2"].status, after.fields["p2"].became) == ("rejected", "p1")


def test_struck_out_and_given_another_kind_only_the_new_one_is_alive() -> None:
    hand = two_people()
    hand.act(actions.reject(hand.record, ["p2"]))
    after = hand.act(actions.change_kind(hand.record, "p2", "places"))
    assert [item.id for item in living(after)] == ["p1"]
    assert after.fields["l3"].alive


def test_a_record_in_which_a_merge_brought_a_field_back_is_read_as_it_was_meant() -> None:
    hand = two_people()
    hand.act(actions.reject(hand.record, ["p2"]))
    change = Change(field="p2", before={"became": None}, after={"became": "p1"})
    edit = Edit(id="old", seq=3, base=2, at="2026-05-04T11:00:00Z", by="ann", op="merge", changes=(change,))
    assert not hand.record.with_edits([*hand.record.edits, edit]).fields["p2"].alive


def test_let_stand_after_all_a_merged_field_has_its_mentions_to_itself() -> None:
    hand = two_people()
    hand.act(actions.merge(hand.record, "p2", "p1"))
    for back in (actions.accept(hand.record, ["p2"]), actions.change(hand.record, "p2", {"role": "force"})):
        after = Annotator(hand.record, "ben").act(back)
        assert [len(item.spans) for item in living(after)] == [1, 2]
        assert after.fields["p2"].became is None


def test_merged_again_its_mentions_move_on() -> None:
    hand = two_people()
    hand.act(actions.add(hand.record, "people", [span("crew")]))
    hand.act(actions.merge(hand.record, "p2", "p1"))
    after = hand.act(actions.merge(hand.record, "p2", "p3"))
    assert [(item.id, len(item.spans)) for item in living(after)] == [("p3", 2), ("p1", 2)]


@st.composite
def records(draw: st.DrawFn) -> Record:
    text = draw(texts())
    return Record(article=article(text), suggestions=draw(suggested(text)))


@given(records(), STEPS)
def test_what_became_another_is_never_alive(start: Record, steps: list[Any]) -> None:
    hand = Annotator(start, "ann")
    for step in steps:
        made, before = draft(hand.record, "ann", step), hand.record.fields
        after = hand.act(made)
        assert not [item.id for item in after.fields.values() if item.alive and item.became is not None]
        if made is not None and made.op == "merge":
            source = made.changes[-1].field
            target = after.fields[source].became
            assert target is not None
            assert not after.fields[source].alive
            assert after.fields[target].alive == (before[source].alive or before[target].alive)


def kept_apart() -> Record:
    """Ann has merged the police into Ida Lunde; Ben let both stand."""
    start = two_people().record
    ann, ben = Annotator(start, "ann"), Annotator(start, "ben")
    ann.act(actions.merge(start, "p2", "p1"))
    ben.act(actions.accept(start, ["p1"]))
    ben.act(actions.change(ben.record, "p2", {"role": "force"}))
    return merge(ann.record, ben.record)


@pytest.mark.parametrize("order", [("p1", "p2"), ("p2", "p1")])
@pytest.mark.parametrize("picks", list(product((0, 1), repeat=2)))
def test_whichever_side_of_either_is_taken_no_mention_is_in_two(order: tuple[str, str], picks: tuple[int, int]) -> None:
    judge = Annotator(kept_apart(), "judge")
    for name, pick in zip(order, picks, strict=True):
        if name in disputed(judge.record):
            judge.act(accept_side(judge.record, name, sides_of(judge.record, name)[pick]))
    assert disputed(judge.record) == []
    there = [one for item in living(judge.record) for one in item.spans]
    taken_away = (order, picks) == (("p2", "p1"), (0, 1))  # part of p1, and then p1 without it: the later word counts
    assert len(there) == len({*there}) == (2 if taken_away else 3)
    assert not [item for item in living(judge.record) if item.became]


def test_merged_by_one_and_kept_apart_by_another_either_can_be_taken() -> None:
    both = kept_apart()
    assert "p2" in disputed(both)
    part, apart = sides_of(both, "p2")
    assert (part.by, part.item.became, apart.by) == ("ann", "p1", "ben")
    judge = Annotator(both, "judge")
    judge.act(accept_side(both, "p2", apart))
    assert [len(item.spans) for item in living(judge.record)] == [1, 2]
    assert "p2" not in disputed(judge.record)
    judge = Annotator(both, "judge")
    judge.act(accept_side(both, "p2", part))
    assert [len(item.spans) for item in living(judge.record)] == [3]
    assert "p2" not in disputed(judge.record)
