"""What each key press makes of a record, and what is refused with which words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import TEXT, Annotator, number, person, quote, record, span, suggestions

from store.errors import StetError
from store.model import actions
from store.model.actions import Draft
from store.model.edit import Change
from store.model.fields import Json, Number, Person, Place, Suggestions, to_json
from store.model.record import Record
from store.model.schema import record_from_json
from store.sync.rebase import rebase

NO_STEP = "no step of yours here; one elsewhere is undone in its article"
NO_UNDO = "your last step in this article was not an undo; undo a step first"
SPLIT = "“We saw smoke on the car deck,”"


@pytest.fixture
def ann() -> Annotator:
    return Annotator(record(), "ann")


def only(draft: Draft | None) -> Change:
    assert draft is not None
    (change,) = draft.changes
    return change


@pytest.mark.parametrize(
    ("act", "title", "message"),
    [
        (lambda it: actions.accept(it, ["p9"]), "No such field", "p9 is not in this article"),
        (
            lambda it: actions.merge(it, "p1", "l1"),
            "Not merged",
            "p1 and l1 are not two fields of the same kind; choose another",
        ),
        (
            lambda it: actions.split(it, "n1", 0),
            "Not split",
            "this field has only one mention; there is nothing to split off",
        ),
        (lambda it: actions.undo(it, "ben"), "Nothing to undo", NO_STEP),
        (lambda it: actions.redo(it, "ben"), "Nothing to redo", NO_UNDO),
        (
            lambda it: actions.add(it, "people", []),
            "No such span",
            f"a span must lie within the article's {len(TEXT)} characters; select some words",
        ),
        (
            lambda it: actions.add(it, "numbers", [(0, 2), (4, 6)]),
            "Not a number",
            "a number has exactly one span; add the other as a separate number",
        ),
        (
            lambda it: actions.add(it, "people", [(0, 4), (2, 9)]),
            "Spans overlap",
            "characters 2-4 would be included twice; select other words",
        ),
        (
            lambda it: actions.add(it, "people", [span("Captain Ida")]),
            "Already there",
            "“Ida Lunde” belongs to another person, Ida Lunde; strike that out or attach to it",
        ),
        (
            lambda it: actions.add(it, "quotes", [span("“Then the alarm went")]),
            "Already there",
            "““Then the alarm went.”” belongs to another quote; strike that out or attach to it",
        ),
        (
            lambda it: actions.change(it, "l2", {"spans": [span("Bergen")]}),
            "Already there",
            "“Bergen” belongs to another place, Bergen; strike that out or attach to it",
        ),
    ],
)
def test_what_is_refused_says_why_and_what_would_work(
    act: Callable[[Record], object], title: str, message: str
) -> None:
    with pytest.raises(StetError) as refused:
        act(record())
    assert (refused.value.title, refused.value.message) == (title, message)


def test_words_quoted_in_a_refusal_are_cut_at_forty_characters(ann: Annotator) -> None:
    ann.act(actions.add(ann.record, "people", [(0, 60)]))
    with pytest.raises(StetError, match=f"“{TEXT[:40]}” belongs to another person"):
        actions.add(ann.record, "people", [(50, 55)])


def test_undo_under_another_says_who_did_what(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "p1", {"role": "skipper"}))
    ben = Annotator(ann.record, "ben")
    ben.act(actions.reject(ben.record, ["p1"]))
    with pytest.raises(StetError) as refused:
        actions.undo(ben.record, "ann")
    said = "ben has changed the same field since (reject); correct it by hand"
    assert (refused.value.title, refused.value.message) == ("Not undone", said)


def test_spans_that_only_touch_may_stand_side_by_side_to_the_last_character(ann: Annotator) -> None:
    start, end = span("Ida Lunde")
    ann.act(actions.add(ann.record, "people", [(start - 1, start)]))
    ann.act(actions.add(ann.record, "people", [(end, end + 1), (end + 1, end + 2)]))
    ann.act(actions.add(ann.record, "people", [(len(TEXT) - 1, len(TEXT)), (0, 1)]))
    assert ann.record.fields["p4"].spans == [(0, 1), (len(TEXT) - 1, len(TEXT))]
    ann.act(actions.reject(ann.record, ["p1"]))
    ann.act(actions.add(ann.record, "people", [(start + 1, end)]))
    assert ann.record.fields["p5"].surface(TEXT) == "da Lunde"


def test_moved_and_struck_out_a_field_comes_back_as_corrected(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "l2", {"spans": [span("ferry Alva")]}))
    ann.act(actions.reject(ann.record, ["l2"]))
    ann.act(actions.accept(ann.record, ["l2"]))
    assert ann.record.fields["l2"].status == "corrected"


def test_a_field_whose_evidence_was_corrected_comes_back_as_corrected(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "p1", {"evidence": {"role": None}}))
    ann.act(actions.reject(ann.record, ["p1"]))
    assert ann.act(actions.accept(ann.record, ["p1"])).fields["p1"].status == "corrected"


def test_flagged_noted_or_merged_away_a_field_comes_back_as_accepted(ann: Annotator) -> None:
    ann.act(actions.flag(ann.record, "n1", True, "look"))
    ann.act(actions.note(ann.record, "n2", "look"))
    ann.act(actions.merge(ann.record, "n3", "n1"))
    ann.act(actions.reject(ann.record, ["n1", "n2"]))
    ann.act(actions.accept(ann.record, ["n1", "n2", "n3"]))
    assert [item.status for item in ann.record.numbers] == ["accepted"] * 3


def test_suggestions_that_came_and_went_are_in_nobodys_way(ann: Annotator) -> None:
    fresh = suggestions()
    fresh.places.append(Place(id="l3", spans=[span("hospital")], name="hospital"))
    ann.act(actions.suggest(ann.record, fresh))
    ann.act(actions.suggest(ann.record, suggestions()))
    assert "l3" not in ann.record.fields
    ann.act(actions.reject(ann.record, ["l1"]))
    assert ann.act(actions.accept(ann.record, ["l1"])).fields["l1"].status == "accepted"


def test_the_same_suggestions_under_other_ids_are_nothing(ann: Annotator) -> None:
    fresh = suggestions()
    for item in fresh.all():
        item.id = f"{item.id}0"
    fresh.quotes[0].speaker = "p10"
    assert actions.suggest(ann.record, fresh) is None


def test_what_renewed_suggestions_brought_comes_back_as_accepted(ann: Annotator) -> None:
    fresh = suggestions()
    fresh.places.append(Place(id="l3", spans=[span("hospital")], name="hospital", type="facility"))
    ann.act(actions.suggest(ann.record, fresh))
    for identifier, status in (("l3", "accepted"), ("l1", "accepted")):
        ann.act(actions.reject(ann.record, [identifier]))
        assert ann.act(actions.accept(ann.record, [identifier])).fields[identifier].status == status
    ann.act(actions.change(ann.record, "l3", {"type": "other"}))
    ann.act(actions.reject(ann.record, ["l3"]))
    assert ann.act(actions.accept(ann.record, ["l3"])).fields["l3"].status == "corrected"


def test_what_an_import_brought_comes_back_as_accepted() -> None:
    data = {"text": TEXT, "status": "done", "people": [{"id": "p1", "spans": [[0, 4]], "status": "accepted"}]}
    ann = Annotator(record_from_json(data), "ann")
    ann.act(actions.reject(ann.record, ["p1"]))
    assert ann.act(actions.accept(ann.record, ["p1"])).fields["p1"].status == "accepted"


@pytest.mark.parametrize(("key", "old", "new"), [("value", 19, 19.0), ("value", 1, True), ("value", 0, False)])
def test_a_value_of_another_json_type_is_another_value(ann: Annotator, key: str, old: object, new: object) -> None:
    ann.act(actions.change(ann.record, "n1", {key: old}))
    change = only(actions.change(ann.record, "n1", {key: new}))
    assert change.after is not None
    assert type(change.after[key]) is type(new)


def test_letting_stand_what_stands_already_writes_its_status_anew(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "p1", {"role": "skipper"}))
    draft = actions.confirm(ann.record, "p1")
    assert draft is not None
    assert draft.op == "accept"
    assert only(draft) == Change("p1", {"status": "corrected"}, {"status": "corrected"})
    fields = ann.record.fields
    assert ann.act(draft).fields == fields
    assert ann.act(actions.undo(ann.record, "ann")).fields == fields
    assert person(ann.record).role == "skipper"


def test_confirming_what_is_undecided_or_struck_out_lets_it_stand(ann: Annotator) -> None:
    assert only(actions.confirm(ann.record, "n1")) == Change("n1", {"status": "suggested"}, {"status": "accepted"})
    ann.act(actions.reject(ann.record, ["n1"]))
    assert only(actions.confirm(ann.record, "n1")) == Change("n1", {"status": "rejected"}, {"status": "accepted"})


def test_confirming_settles_a_conflict_about_the_status(ann: Annotator) -> None:
    ben = Annotator(ann.record, "ben")
    ann.act(actions.accept(ann.record, ["n1"]))
    ben.act(actions.change(ben.record, "n1", {"value": 20}))
    cas = Annotator(ann.record.with_edits(rebase(ann.record.suggestions, ann.record.edits, ben.pending)[0]), "cas")
    assert set(cas.record.fields["n1"].conflict) == {"status"}
    assert cas.act(actions.confirm(cas.record, "n1")).fields["n1"].conflict == {}


def test_a_speaker_who_was_missed_is_added_and_named_in_one_step(ann: Annotator) -> None:
    ann.act(actions.add_speaker(ann.record, "q1", [span("police")], {"speaker_name": "The police"}))
    assert (ann.record.edits[-1].op, len(ann.record.edits)) == ("change", 1)
    made = person(ann.record, "p2")
    assert (made.name, made.spans, made.status) == ("The police", [span("police")], "added")
    assert (quote(ann.record).speaker, quote(ann.record).speaker_name) == ("p2", "The police")
    assert ann.act(actions.undo(ann.record, "ann")).fields == record().fields
    with pytest.raises(StetError, match="belongs to another person, Ida Lunde"):
        actions.add_speaker(ann.record, "q1", [span("Ida")], {"speaker_name": "Ida"})


def test_notes_and_flags_decide_nothing(ann: Annotator) -> None:
    noted = actions.note(ann.record, "n1", "which deck?")
    assert noted is not None
    assert (noted.op, only(noted)) == ("note", Change("n1", {"note": ""}, {"note": "which deck?"}))
    flagged = actions.flag(ann.record, "n2", True)
    assert flagged is not None
    assert (flagged.op, only(flagged)) == ("flag", Change("n2", {"flag": False}, {"flag": True}))
    both = actions.flag(ann.record, "n2", True, "")
    assert only(both).after == {"flag": True}
    assert only(actions.flag(ann.record, "n2", False, "no")).after == {"note": "no"}
    ann.act(noted)
    ann.act(flagged)
    assert [number(ann.record, name).decided for name in ("n1", "n2")] == [False, False]
    assert (number(ann.record).note, number(ann.record, "n2").flag) == ("which deck?", True)


@pytest.mark.parametrize(
    ("act", "op"),
    [
        (lambda it: actions.accept(it, ["p1"]), "accept"),
        (lambda it: actions.reject(it, ["p1"]), "reject"),
        (lambda it: actions.change(it, "p1", {"role": None}), "change"),
        (lambda it: actions.add(it, "people", [(0, 4)]), "add"),
        (lambda it: actions.merge(it, "l1", "l2"), "merge"),
        (lambda it: actions.split(it, "l1", 0), "split"),
        (lambda it: actions.change_kind(it, "l1", "people"), "kind"),
        (lambda it: actions.done(it), "done"),
        (lambda it: actions.reopen(Annotator(it, "ben").act(actions.done(it))), "reopen"),
        (lambda it: actions.suggest(it, Suggestions(extractor="x/2")), "suggest"),
    ],
)
def test_each_step_is_recorded_under_its_own_name(act: Callable[[Record], Draft | None], op: str) -> None:
    draft = act(record())
    assert draft is not None
    assert (draft.op, draft.of) == (op, None)
    read = record_from_json(Annotator(record(), "ann").act(draft).to_json())
    assert read.edits[0].op == op


def test_the_status_of_an_article_says_what_it_was(ann: Annotator) -> None:
    assert only(actions.done(ann.record)) == Change("article", {"status": "new"}, {"status": "done"})
    ann.act(actions.done(ann.record))
    assert actions.done(ann.record) is None
    assert only(actions.reopen(ann.record)) == Change("article", {"status": "done"}, {"status": "new"})
    ann.act(actions.reopen(ann.record))
    assert ann.record.status == "new", "nothing else was done to it"
    assert actions.reopen(ann.record) is None
    ann.act(actions.flag(ann.record, "p1", True))
    ann.act(actions.done(ann.record))
    assert ann.act(actions.reopen(ann.record)).status == "started"


@pytest.mark.parametrize("mention", [0, 1])
def test_a_split_mention_is_named_by_its_words_and_the_rest_stays(ann: Annotator, mention: int) -> None:
    spans = suggestions().people[0].spans
    ann.act(actions.split(ann.record, "p1", mention))
    made = person(ann.record, "p2")
    assert (made.spans, made.name) == ([spans[mention]], TEXT[slice(*spans[mention])])
    assert (made.role, made.status, made.note) == (None, "added", "")
    assert person(ann.record).spans == [spans[1 - mention]]


def test_a_split_quote_keeps_its_speaker_and_takes_what_it_is_told(ann: Annotator) -> None:
    ann.act(actions.split(ann.record, "q1", 0, {"cue": "cried"}))
    made = quote(ann.record, "q2")
    assert (made.speaker, made.cue, made.surface(TEXT)) == ("p1", "cried", SPLIT)
    assert quote(ann.record).cue == "said"


def test_merging_keeps_each_mention_once_in_the_order_of_the_text(ann: Annotator) -> None:
    ann.act(actions.add(ann.record, "people", [span("police"), (0, 4)], {"name": "The police"}))
    ann.act(actions.reject(ann.record, ["p1"]))
    ann.act(actions.add(ann.record, "people", [span("Ida Lunde"), span("crew")]))
    ann.act(actions.merge(ann.record, "p1", "p3"))
    assert ann.record.fields["p3"].spans == sorted([span("Ida Lunde"), span("Lunde", 170), span("crew")])
    assert ann.record.fields["p3"].status == "added"
    ann.act(actions.merge(ann.record, "p3", "p2"))
    assert ann.record.fields["p2"].spans == sorted([*ann.record.fields["p3"].spans, span("police"), (0, 4)])


def test_a_number_merged_into_another_brings_no_second_span(ann: Annotator) -> None:
    draft = actions.merge(ann.record, "n2", "n1")
    assert only(draft) == Change("n2", {"status": "suggested", "became": None}, {"status": "rejected", "became": "n1"})
    assert ann.act(draft).fields["n1"].spans == [span("19")]


@pytest.mark.parametrize(
    ("identifier", "group", "attributes", "expected"),
    [
        ("p1", "places", None, {"name": "Ida Lunde", "spans": 2, "type": "other"}),
        ("p1", "places", {"name": "Lunde", "type": "city"}, {"name": "Lunde", "spans": 2, "type": "city"}),
        ("l1", "numbers", None, {"spans": 1, "value": None, "kind": "count"}),
        ("q1", "people", None, {"name": SPLIT, "spans": 2}),
        ("n1", "people", None, {"name": "19", "spans": 1}),
        ("n1", "quotes", {"cue": "said"}, {"cue": "said", "spans": 1}),
    ],
)
def test_another_kind_takes_over_words_and_name(
    ann: Annotator, identifier: str, group: str, attributes: Json | None, expected: Json
) -> None:
    ann.act(actions.change_kind(ann.record, identifier, group, attributes))
    old = ann.record.fields[identifier]
    assert old.became is not None
    made = to_json(ann.record.fields[old.became])
    assert {**made, "spans": len(made["spans"])}.items() >= expected.items()
    assert made["status"] == "added"


def test_fresh_suggestions_keep_what_is_noted_flagged_or_pointed_to_and_say_the_rest_anew(ann: Annotator) -> None:
    ann.act(actions.note(ann.record, "l2", "a ferry"))
    ann.act(actions.flag(ann.record, "n3", True))
    ann.act(actions.merge(ann.record, "n1", "n2"))
    fresh = Suggestions(
        extractor="test/2",
        people=[Person(id="p7", spans=[span("Ida Lunde")], name="Ida")],
        places=[Place(id="l9", spans=[span("Alva")], name="Alva"), Place(id="l8", spans=[span("hospital")], name="h")],
        numbers=[Number(id="n1", spans=[span("52")], value=52), Number(id="n5", spans=[span("nine")], value=9)],
    )
    ann.act(actions.suggest(ann.record, fresh))
    assert {item.id: item.status for item in ann.record.fields.values()} == {
        "p2": "suggested", "l2": "suggested", "l3": "suggested", "n1": "rejected", "n2": "suggested",
        "n3": "suggested", "n4": "suggested",
    }  # fmt: skip
    assert [change.field for change in ann.record.edits[-1].changes] == ["p1", "l1", "q1", "p2", "l3", "n4"]
    made = ann.record.edits[-1].changes[3].after
    assert made == {**to_json(fresh.people[0]), "id": "p2"}
    gone = ann.record.edits[-1].changes[0]
    assert gone == Change("p1", to_json(suggestions().people[0]), None)
