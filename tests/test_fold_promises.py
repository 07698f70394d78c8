"""What the fold promises where people have not seen one another."""

from __future__ import annotations

from factories import Annotator, at_once, number, person, quote, record, span, three

from store.model import actions
from store.model.fold import fold, overlap


def test_what_ben_corrected_stays_when_ann_takes_the_field_back_unseen() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.change(ben.record, "p2", {"role": "chief"}))
    ann.act(actions.undo(ann.record, "ann"))
    assert "p2" not in ann.record.fields
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert person(united, "p2").role == "chief"


def test_a_step_is_taken_back_where_others_went_on_elsewhere() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.change(ben.record, "p1", {"role": "chief"}))
    ann.act(actions.undo(ann.record, "ann"))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert "p2" not in united.fields
        assert person(united).role == "chief"


def test_two_who_merge_the_other_way_round_and_a_third_who_strikes_both_out_leave_the_speakers_name() -> None:
    ann, ben, cas = three()
    start = ann.act(actions.add(ann.record, "people", [span("police")]))
    ann, ben = Annotator(start, "ann"), Annotator(start, "ben")
    ann.act(actions.merge(ann.record, "p1", "p2"))
    ben.act(actions.merge(ben.record, "p2", "p1"))
    cas = Annotator(at_once(ann, ben), "cas")
    cas.act(actions.reject(cas.record, ["p1", "p2"]))
    assert (person(cas.record).became, person(cas.record, "p2").became) == ("p2", "p1")
    assert (quote(cas.record).speaker, quote(cas.record).speaker_name) == (None, "Ida Lunde")


def test_an_article_is_not_done_while_two_disagree_about_it() -> None:
    ann, ben, cas = three()
    ben.act(actions.done(ben.record))
    ben.act(actions.reopen(ben.record))
    for _ in range(3):
        ann.act(actions.done(ann.record) or actions.reopen(ann.record))
    assert ann.record.status == "done"
    assert ann.pending[-1].at > ben.pending[-1].at
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert united.status == "started"
        cas = Annotator(united, "cas")
        assert cas.act(actions.done(united)).status == "done"


def test_a_number_that_another_was_merged_into_stays_when_its_author_takes_it_back_unseen() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.add(ann.record, "numbers", [span("nine")], {"value": 9}))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.merge(ben.record, "n1", "n4"))
    ann.act(actions.undo(ann.record, "ann"))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert (number(united).became, number(united, "n4").value) == ("n4", 9)


def test_a_person_whom_somebody_made_a_speaker_stays_when_her_author_takes_her_back_unseen() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.change(ben.record, "q1", {"speaker": "p2"}))
    ann.act(actions.undo(ann.record, "ann"))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert (quote(united).speaker, quote(united).speaker_name) == ("p2", "police")


def test_what_somebody_points_to_stays_when_renewed_suggestions_lack_it() -> None:
    ann, ben, _ = three()
    ann.act(actions.merge(ann.record, "n1", "n3"))
    fresh = record().suggestions
    fresh.numbers.pop()
    ben.act(actions.suggest(ben.record, fresh))
    assert "n3" not in ben.record.fields
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert (number(united).became, number(united, "n3").value) == ("n3", 14)
        assert fold(united.suggestions, united.edits).fields == united.fields
        cas = Annotator(united, "cas")
        assert cas.act(actions.accept(united, ["n1"])).fields["n1"].status == "accepted"


def test_rival_readings_say_who_made_them_and_when_the_oldest_first() -> None:
    ann, ben, _ = three()
    ann.act(actions.accept(ann.record, ["p1"]))
    ann.act(actions.change(ann.record, "n1", {"value": 20}))
    ben.act(actions.change(ben.record, "n1", {"value": 21}))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert number(united).conflict == {
            "value": [
                {"value": 21, "by": "ben", "at": "2026-05-04T10:00:01Z"},
                {"value": 20, "by": "ann", "at": "2026-05-04T10:00:02Z"},
            ]
        }


def test_a_field_made_or_taken_away_meets_whatever_is_done_to_it_and_nothing_else() -> None:
    whole, role, name, other = {("p1", "*")}, {("p1", "role")}, {("p1", "name")}, {("p2", "role")}
    assert overlap(whole, role)
    assert overlap(role, whole)
    assert overlap(role, role)
    assert not overlap(role, name)
    assert not overlap(whole, other)
    assert not overlap(other, whole)


def test_a_field_that_is_moved_takes_its_place_in_the_order_of_the_text() -> None:
    ann = Annotator(record(), "ann")
    assert [item.id for item in ann.record.numbers] == ["n1", "n2", "n3"]
    ann.act(actions.change(ann.record, "n3", {"spans": [(0, 4)]}))
    assert [item.id for item in ann.record.numbers] == ["n3", "n1", "n2"]
    ann.act(actions.undo(ann.record, "ann"))
    assert [item.id for item in ann.record.numbers] == ["n1", "n2", "n3"]


def test_a_flag_leaves_the_confidence_of_what_is_undecided_and_a_decision_ends_it() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.flag(ann.record, "p1", True))
    assert person(ann.record).confidence == 0.9
    ann.act(actions.accept(ann.record, ["p1"]))
    assert person(ann.record).confidence is None


def test_keys_of_other_programs_that_an_edit_writes_are_kept() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.change(ann.record, "p1", {"wikidata": "Q1", "evidence": {"name": span("Ida Lunde")}}))
    assert person(ann.record).extra == {"wikidata": "Q1"}
    assert person(ann.record).evidence == {"role": span("Captain"), "name": span("Ida Lunde")}


def test_a_speaker_whom_renewed_suggestions_lack_leaves_the_name_that_was_accepted() -> None:
    ann = Annotator(record(), "ann")
    ann.act(actions.accept(ann.record, ["q1"]))
    fresh = record().suggestions
    fresh.people.clear()
    ann.act(actions.suggest(ann.record, fresh))
    assert (quote(ann.record).speaker, quote(ann.record).speaker_name) == (None, "Ida Lunde")


def test_a_fold_that_goes_on_says_which_fields_are_other_objects_now() -> None:
    ann = Annotator(record(), "ann")
    before = ann.record.folded
    assert (before.before, before.changed) == (None, ())
    after = ann.act(actions.accept(ann.record, ["p1"])).folded
    assert (after.before, after.changed) == (before.fields, ("p1",))
    renamed = ann.act(actions.change(ann.record, "p1", {"name": "Captain Ida"})).folded
    assert renamed.before == after.fields
    assert set(renamed.changed) == {"p1", "q1"}
    added = ann.act(actions.add(ann.record, "people", [span("police")])).folded
    assert (added.before, added.changed) == (None, ())
