"""What the fold promises where people have not seen one another."""

from __future__ import annotations

from making import Hand, at_once, number, person, quote, record, span, three

from store import actions
from store.fold import fold, overlap


def test_what_ben_corrected_stays_when_ann_takes_the_field_back_unseen() -> None:
    ann = Hand(record(), "ann")
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ben = Hand(ann.record, "ben")
    ben.act(actions.change(ben.record, "p2", {"role": "chief"}))
    ann.act(actions.undo(ann.record, "ann"))
    assert "p2" not in ann.record.fields
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert person(united, "p2").role == "chief"


def test_a_step_is_taken_back_where_others_went_on_elsewhere() -> None:
    ann = Hand(record(), "ann")
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ben = Hand(ann.record, "ben")
    ben.act(actions.change(ben.record, "p1", {"role": "chief"}))
    ann.act(actions.undo(ann.record, "ann"))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert "p2" not in united.fields
        assert person(united).role == "chief"


def test_two_who_merge_the_other_way_round_and_a_third_who_strikes_both_out_leave_the_speakers_name() -> None:
    ann, ben, cas = three()
    start = ann.act(actions.add(ann.record, "people", [span("police")]))
    ann, ben = Hand(start, "ann"), Hand(start, "ben")
    ann.act(actions.merge(ann.record, "p1", "p2"))
    ben.act(actions.merge(ben.record, "p2", "p1"))
    cas = Hand(at_once(ann, ben), "cas")
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
        cas = Hand(united, "cas")
        assert cas.act(actions.done(united)).status == "done"


def test_a_number_that_another_was_merged_into_stays_when_its_author_takes_it_back_unseen() -> None:
    ann = Hand(record(), "ann")
    ann.act(actions.add(ann.record, "numbers", [span("nine")], {"value": 9}))
    ben = Hand(ann.record, "ben")
    ben.act(actions.merge(ben.record, "n1", "n4"))
    ann.act(actions.undo(ann.record, "ann"))
    for united in (at_once(ann, ben), at_once(ben, ann)):
        assert (number(united).became, number(united, "n4").value) == ("n4", 9)


def test_a_person_whom_somebody_made_a_speaker_stays_when_her_author_takes_her_back_unseen() -> None:
    ann = Hand(record(), "ann")
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ben = Hand(ann.record, "ben")
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
        cas = Hand(united, "cas")
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
