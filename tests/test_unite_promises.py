"""Uniting two lines of edits: numbers and ids given anew, references with them, and no edit seen that was not."""

from __future__ import annotations

from factories import Annotator, person, quote, record, span, suggestions

from store.model import actions
from store.model.edit import Change
from store.model.fields import Place, Suggestions
from store.model.fold import written_attributes
from store.model.ids import IdCounter
from store.sync.rebase import creates, rebase, rename


def add(hand: Annotator, words: str) -> None:
    hand.act(actions.add(hand.record, "people", [span(words)]))


def test_two_new_fields_of_one_id_are_two_fields_and_what_points_to_them_follows() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    add(ann, "police")
    add(ben, "crew")
    ben.act(actions.change(ben.record, "p2", {"role": "crew"}))
    ben.act(actions.change(ben.record, "q1", {"speaker": "p2"}))
    ben.act(actions.merge(ben.record, "p1", "p2"))
    edits, renamed = rebase(suggestions(), ann.record.edits, ben.pending)
    united = record().with_edits(edits)
    assert renamed == {"p2": "p3"}
    assert (person(united, "p2").name, person(united, "p3").name) == ("police", "crew")
    assert person(united, "p3").role == "crew"
    assert person(united).became == "p3"
    assert quote(united).speaker == "p3"
    assert united.edits[1].changes[0].after is not None
    assert united.edits[1].changes[0].after["id"] == "p3"
    assert united.edits[2].changes[0].before == {"role": None}


def test_an_id_that_was_ever_used_is_never_used_again() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    add(ann, "police")
    ann.act(actions.undo(ann.record, "ann"))
    add(ben, "crew")
    add(ben, "nine people")
    edits, renamed = rebase(suggestions(), ann.record.edits, ben.pending)
    assert renamed == {"p2": "p4"}
    assert [edit.changes[0].field for edit in edits if edit.changes] == ["p2", "p4", "p3"]


def test_new_ids_go_on_where_nobody_has_used_them() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    ann.act(actions.accept(ann.record, ["p1"]))
    add(ben, "crew")
    edits, renamed = rebase(suggestions(), ann.record.edits, ben.pending)
    assert renamed == {}
    assert edits[-1].changes == ben.pending[0].changes


def test_places_are_numbered_on_and_what_was_seen_stays_what_was_seen() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.accept(ann.record, ["p1"]))
    ben = Annotator(ann.record, "ben")
    ann.act(actions.accept(ann.record, ["l1"]))
    ben.act(actions.accept(ben.record, ["n1"]))
    ben.act(actions.accept(ben.record, ["n2"]))
    edits, _ = rebase(suggestions(), ann.record.edits, ben.pending)
    assert [(edit.by, edit.seq, edit.base) for edit in edits] == [
        ("ann", 1, 0), ("ann", 2, 1), ("ben", 3, 1), ("ben", 4, 1),
    ]  # fmt: skip
    edits, _ = rebase(suggestions(), ann.record.edits, ben.pending, shared=0)
    assert [edit.base for edit in edits] == [0, 1, 0, 0]


def test_what_nothing_has_come_between_stands_as_it_was() -> None:
    ann = Annotator(record(), "ann")
    for name in ("p1", "l1", "n1"):
        ann.act(actions.accept(ann.record, [name]))
    assert rebase(suggestions(), ann.record.edits[:1], ann.pending[1:]) == (ann.record.edits, {})
    assert rebase(suggestions(), (), ann.pending) == (ann.record.edits, {})
    assert rebase(suggestions(), ann.record.edits, ()) == (ann.record.edits, {})


def test_what_is_saved_already_is_not_saved_twice_and_its_new_ids_are_told_again() -> None:
    ann, ben = Annotator(record(), "ann"), Annotator(record(), "ben")
    add(ann, "police")
    add(ben, "crew")
    disk, renamed = rebase(suggestions(), ann.record.edits, ben.pending)
    ben.act(actions.change(ben.record, "p2", {"role": "crew"}))
    again, told = rebase(suggestions(), disk, ben.pending)
    assert told == renamed == {"p2": "p3"}
    assert [edit.id for edit in again] == ["ann-1", "ben-1", "ben-2"]
    assert again[-1].changes[0].field == "p3"
    assert rebase(suggestions(), again, ben.pending) == (again, told)


def test_free_ids_are_counted_for_each_kind_past_what_is_no_id() -> None:
    next_id = IdCounter(["p2", "p10", "p3", "l4", "x99", "article", "", "n"])
    assert [next_id(letter) for letter in "pplnq"] == ["p11", "p12", "l5", "n1", "q1"]


def test_only_a_change_from_nothing_makes_a_field() -> None:
    assert creates(Change("p1", None, {}))
    assert not creates(Change("p1", {}, {}))
    assert not creates(Change("p1", {}, None))
    assert not creates(Change("p1", None, None))
    assert not creates(Change("article", None, {"status": "done"}))


def test_only_ids_are_renamed_and_keys_of_other_programs_kept() -> None:
    change = Change("q1", {"speaker": "p2", "became": None}, {"speaker": "p3", "became": "p2", "cue": "p2"}, {"x": 1})
    assert rename(change, {"p2": "p5", "q1": "q2"}) == Change(
        "q2", {"speaker": "p5", "became": None}, {"speaker": "p3", "became": "p5", "cue": "p2"}, {"x": 1}
    )
    assert rename(Change("p2", {"id": "p2"}, None), {"p2": "p5"}) == Change("p5", {"id": "p5"}, None)
    assert rename(Change("p2", None, {"id": "p2"}), {}) == Change("p2", None, {"id": "p2"})


def test_nothing_with_nothing_is_nothing_and_the_first_edit_of_all_is_the_first() -> None:
    assert rebase(Suggestions(), (), (), 3) == ((), {})
    ann = Annotator(record(), "ann")
    ann.act(actions.done(ann.record))
    (edit,) = rebase(suggestions(), (), ann.pending)[0]
    assert (edit.seq, edit.base) == (1, 0)


def test_a_name_that_somebody_gave_goes_along_to_another_kind_and_nothing_else_comes_with_it() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.change(ann.record, "p1", {"name": "Captain Ida"}))
    ann.act(actions.change_kind(ann.record, "p1", "places"))
    ann.act(actions.change(ann.record, "l2", {"name": "Ferry Alva"}))
    ann.act(actions.change_kind(ann.record, "l2", "people"))
    assert person(ann.record, "p2").name == "Ferry Alva"
    ann.act(actions.change_kind(ann.record, "l1", "numbers"))
    ann.act(actions.split(ann.record, "l3", 0))
    made = [ann.record.fields[name] for name in ("l3", "n4", "l4")]
    assert isinstance(made[0], Place)
    assert made[0].name == "Captain Ida"
    assert [item.extra for item in made] == [{}, {}, {}]


def test_evidence_that_a_person_points_out_is_kept() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.change(ann.record, "n3", {"evidence": {"counted": span("crew")}}))
    assert ann.record.fields["n3"].evidence == {"counted": span("crew")}
    assert actions.change(ann.record, "n3", {"evidence": {"counted": span("crew")}}) is None
    both = actions.change(ann.record, "n3", {"evidence": {"counted": span("crew")}, "counted": "hands"})
    assert both is not None
    assert both.changes[0].after == {"counted": "hands"}


def test_an_edit_touches_each_attribute_that_it_writes_and_the_whole_of_a_field_that_it_makes() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.change(ann.record, "p1", {"role": "skipper", "evidence": {"role": None}}))
    ann.act(actions.change_kind(ann.record, "l2", "people"))
    ann.act(actions.accept(ann.record, ["n1", "n2"]))
    assert [written_attributes(edit) for edit in ann.pending] == [
        {("p1", "role"), ("p1", "status")},
        {("p2", "*"), ("l2", "status"), ("l2", "became")},
        {("n1", "status"), ("n2", "status")},
    ]
