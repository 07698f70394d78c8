"""The readings of a field in conflict, and what settles it."""

from __future__ import annotations

from factories import Annotator, at_once, record, span

from store.model import actions
from store.model.actions import Draft
from store.model.fields import Number, Person
from store.model.record import Record
from store.sync.conflicts import accept_side, differing, disputed, resolve, sides_of
from store.sync.merge import merge


def conflict() -> tuple[Annotator, Annotator]:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    ann.act(actions.change(ann.record, "p1", {"role": "skipper"}))
    ben.act(actions.accept(ben.record, ["p1"]))
    return ann, ben


def settled(before: Record, draft: Draft | None) -> Record:
    judge = Annotator(before, "judge")
    return judge.act(draft)


def test_each_sees_the_whole_field_as_it_was_before_him() -> None:
    for united in (at_once(*conflict()), merge(conflict()[0].record, conflict()[1].record)):
        assert disputed(united) == ["p1"]
        sides = sides_of(united, "p1")
        assert [(side.by, side.item.status, getattr(side.item, "role", None)) for side in sides] == [
            ("ann", "corrected", "skipper"),
            ("ben", "accepted", "Captain"),
        ]
        assert differing(sides) == ["role"]


def test_either_side_can_be_taken() -> None:
    united = at_once(*conflict())
    for side, role, status in zip(
        sides_of(united, "p1"), ("skipper", "Captain"), ("corrected", "accepted"), strict=True
    ):
        person = settled(united, accept_side(united, "p1", side)).fields["p1"]
        assert isinstance(person, Person)
        assert (person.role, person.status, person.conflict) == (role, status, {})


def test_evidence_comes_with_the_side() -> None:
    ann, ben = conflict()
    ann.act(actions.change(ann.record, "p1", {"evidence": {"role": None}}))
    united = at_once(ann, ben)
    left, right = sides_of(united, "p1")
    assert settled(united, accept_side(united, "p1", left)).fields["p1"].evidence == {}
    assert settled(united, accept_side(united, "p1", right)).fields["p1"].evidence == {"role": span("Captain")}


def test_struck_out_or_not() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    ann.act(actions.reject(ann.record, ["l2"]))
    ben.act(actions.change(ben.record, "l2", {"type": "facility"}))
    united = at_once(ann, ben)
    left, right = sides_of(united, "l2")
    assert differing([left, right])[0] == "status"
    gone = settled(united, accept_side(united, "l2", left))
    assert (gone.fields["l2"].status, gone.edits[-1].op, disputed(gone)) == ("rejected", "reject", [])
    stays = settled(united, accept_side(united, "l2", right))
    assert (stays.fields["l2"].status, disputed(stays)) == ("corrected", [])


def test_a_value_of_one_s_own_settles_all_of_the_field() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    for hand, value in ((ann, 20), (ben, 21)):
        hand.act(actions.change(hand.record, "n1", {"value": value, "counted": f"{hand.by}'s"}))
    united = at_once(ann, ben)
    assert set(united.fields["n1"].conflict) == {"value", "counted"}
    number = settled(united, resolve(united, "n1", {"value": 22})).fields["n1"]
    assert isinstance(number, Number)
    assert (number.value, number.status, number.conflict) == (22, "corrected", {})


def test_those_who_say_the_same_are_one_side() -> None:
    pressing = [Annotator(record(), by) for by in ("ann", "ben", "cas")]
    for hand, value in zip(pressing, (20, 21, 20), strict=True):
        hand.act(actions.change(hand.record, "n1", {"value": value}))
    merged = merge(merge(pressing[0].record, pressing[1].record), pressing[2].record)
    assert [side.by for side in sides_of(merged, "n1")] == ["ann, cas", "ben"]


def test_a_field_that_both_added_has_both_sides() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    for hand, counted in ((ann, "patients"), (ben, "people")):
        hand.act(actions.add(hand.record, "numbers", [span("nine")], {"value": 9, "counted": counted}))
    merged = merge(ann.record, ben.record)
    [identifier] = disputed(merged)
    assert [getattr(side.item, "counted", None) for side in sides_of(merged, identifier)] == ["patients", "people"]


def test_what_the_other_had_not_is_a_side_too() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    ann.act(actions.add(ann.record, "numbers", [span("nine")], {"value": 9}))
    ben.act(actions.done(ben.record))
    merged = merge(ann.record, ben.record)
    [identifier] = disputed(merged)
    assert [(side.by, side.item.alive) for side in sides_of(merged, identifier)] == [("ann", True), ("ben", False)]


def test_two_windows_of_one_annotator_are_two_sides() -> None:
    one, other = Annotator(record(), "ann"), Annotator(record(), "ann")
    one.act(actions.change(one.record, "n1", {"value": 20}))
    other.act(actions.change(other.record, "n1", {"value": 21}))
    other.pending = [edit._replace(id="other-1", session="second") for edit in other.pending]
    assert [getattr(side.item, "value", None) for side in sides_of(at_once(one, other), "n1")] == [20, 21]


def test_of_three_the_living_are_compared() -> None:
    pressing = [Annotator(record(), by) for by in ("ann", "ben", "cas")]
    pressing[0].act(actions.reject(pressing[0].record, ["n1"]))
    for hand, value in zip(pressing[1:], (20, 21), strict=True):
        hand.act(actions.change(hand.record, "n1", {"value": value}))
    united = at_once(*pressing)
    assert differing(sides_of(united, "n1")) == ["status", "value"]


def test_letting_a_conflict_stand_as_it_reads() -> None:
    ann, ben = conflict()
    united = at_once(ann, ben)
    now = united.fields["p1"]
    after = settled(united, resolve(united, "p1", {})).fields["p1"]
    assert (after.status, after.conflict, getattr(after, "role", None)) == (now.status, {}, getattr(now, "role", None))


def test_a_side_has_what_its_author_did_afterwards_too() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    for hand in (ann, ben):
        hand.act(actions.change(hand.record, "p1", {"role": f"{hand.by}'s"}))
    ann.act(actions.change(ann.record, "p1", {"name": "Ida B. Lunde"}))
    left, right = sides_of(at_once(ann, ben), "p1")
    assert (getattr(left.item, "name", None), getattr(right.item, "name", None)) == ("Ida B. Lunde", "Ida Lunde")
