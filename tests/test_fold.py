"""What edits of several people make of one field."""

from __future__ import annotations

from factories import Annotator, at_once, number, person, quote, record, three

from store.model import actions
from store.model.edit import Edit


def test_those_who_agree_are_in_no_conflict() -> None:
    ann, ben, _ = three()
    for hand in (ann, ben):
        hand.act(actions.change(hand.record, "n1", {"value": 20}))
    field = number(at_once(ann, ben))
    assert (field.value, field.conflict) == (20, {})


def test_changes_of_different_attributes_both_hold() -> None:
    ann, ben, _ = three()
    ann.act(actions.change(ann.record, "p1", {"role": "skipper"}))
    ben.act(actions.change(ben.record, "p1", {"name": "Ida B. Lunde"}))
    field = person(at_once(ann, ben))
    assert (field.name, field.role, field.conflict) == ("Ida B. Lunde", "skipper", {})


def test_one_strikes_out_what_another_corrects() -> None:
    ann, ben, _ = three()
    ann.act(actions.reject(ann.record, ["l2"]))
    ben.act(actions.change(ben.record, "l2", {"type": "facility"}))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert {reading["value"] for reading in united.fields["l2"].conflict["status"]} == {"rejected", "corrected"}


def test_the_reading_made_last_stands_whoever_saved_first() -> None:
    ann, ben, cas = three()
    ann.act(actions.accept(ann.record, ["p1"]))
    for hand, value in ((ann, 1), (ben, 2), (cas, 3)):
        hand.act(actions.change(hand.record, "n1", {"value": value}))
    for united in (at_once(ann, ben, cas), at_once(cas, ben, ann), at_once(ben, ann, cas)):
        assert number(united).value == 1
        assert [reading["value"] for reading in united.fields["n1"].conflict["value"]] == [2, 3, 1]


def test_an_undo_does_not_pull_the_ground_from_under_another() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.change(ann.record, "p1", {"name": "Ida Berg", "role": "skipper"}))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.change(ben.record, "p1", {"role": "master"}))
    ann.act(actions.undo(ann.record, "ann"))
    assert (person(ann.record).name, person(ann.record).role) == ("Ida Lunde", "Captain")
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert (person(united).name, person(united).role) == ("Ida Berg", "master")
        assert united.fields["p1"].conflict == {}


def test_what_was_taken_back_stays_so_when_a_part_of_it_is_done_again() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.change(ann.record, "p1", {"name": "Ida Berg", "role": "skipper"}))
    ann.act(actions.undo(ann.record, "ann"))
    ann.act(actions.change(ann.record, "p1", {"role": "master"}))
    found = person(ann.record)
    assert (found.name, found.role) == ("Ida Lunde", "master")


def test_one_calls_it_done_and_another_goes_on() -> None:
    ann, ben, _ = three()
    ann.act(actions.done(ann.record))
    ben.act(actions.accept(ben.record, ["p1"]))
    assert at_once(ann, ben).status == "done"
    cas = Annotator(at_once(ann, ben), "cas")
    cas.act(actions.reopen(cas.record))
    assert cas.record.status == "started"


def test_both_merge_the_other_way_round() -> None:
    ann, ben, _ = three()
    for hand in (ann, ben):
        hand.act(actions.add(hand.record, "people", [(0, 4)]))
    start = at_once(ann, ben)
    ann, ben = Annotator(start, "ann"), Annotator(start, "ben")
    ann.act(actions.merge(ann.record, "p1", "p2"))
    ben.act(actions.merge(ben.record, "p2", "p1"))
    united = at_once(ann, ben)
    assert all(set(united.fields[name].conflict) == {"status"} for name in ("p1", "p2"))
    assert quote(united).speaker_name == "Ida Lunde"


def test_saw_is_by_session_where_there_is_one() -> None:
    def edit(seq: int, base: int, by: str, session: str | None) -> Edit:
        made = {"id": str(seq), "seq": seq, "base": base, "at": "", "by": by, "op": "accept", "changes": []}
        return Edit.from_json({**made, "session": session})

    earlier = edit(5, 0, "ann", "window-1")
    assert edit(6, 0, "ann", "window-1").saw(earlier)
    assert not edit(6, 0, "ann", "window-2").saw(earlier)
    assert edit(6, 5, "ben", "window-3").saw(earlier)
