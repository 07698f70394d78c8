"""What a person can do to a record, one key at a time."""

from __future__ import annotations

import pytest
from factories import TEXT, Annotator, record, span, suggestions

from store.errors import StetError
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions


@pytest.fixture
def ann() -> Annotator:
    return Annotator(record(), "ann")


def quote(hand: Annotator) -> Quote:
    item = hand.record.fields["q1"]
    assert isinstance(item, Quote)
    return item


def test_accepting_and_striking_out(ann: Annotator) -> None:
    ann.act(actions.accept(ann.record, ["p1", "l1"]))
    ann.act(actions.reject(ann.record, ["l2"]))
    statuses = {item.id: item.status for item in ann.record.fields.values() if item.decided}
    assert statuses == {"p1": "accepted", "l1": "accepted", "l2": "rejected"}
    assert ann.record.fields["p1"].confidence is None
    assert ann.record.fields["n1"].status == "suggested"
    assert ann.record.status == "started"


def test_doing_it_again_is_nothing(ann: Annotator) -> None:
    ann.act(actions.accept(ann.record, ["p1"]))
    assert actions.accept(ann.record, ["p1"]) is None
    assert actions.change(ann.record, "p1", {"role": "Captain"}) is None


def test_what_was_struck_out_comes_back_as_what_it_was(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "n1", {"value": 20}))
    ann.act(actions.add(ann.record, "people", [span("police")]))
    for identifier, status in (("n1", "corrected"), ("p2", "added"), ("l1", "accepted")):
        ann.act(actions.reject(ann.record, [identifier]))
        ann.act(actions.accept(ann.record, [identifier]))
        assert ann.record.fields[identifier].status == status


def test_changing_an_attribute_corrects_the_field_and_keeps_the_suggestion(ann: Annotator) -> None:
    draft = actions.change(ann.record, "p1", {"role": "ferry captain", "evidence": {"role": None}})
    ann.act(draft)
    assert draft is not None
    assert draft.changes[0].before == {"role": "Captain", "evidence": {"role": list(span("Captain"))}}
    person = ann.record.fields["p1"]
    assert (person.status, person.evidence) == ("corrected", {})
    assert ann.record.suggestions == suggestions()


def test_an_added_field_gets_an_id_that_was_never_used(ann: Annotator) -> None:
    ann.act(actions.add(ann.record, "people", [span("police")]))
    ann.act(actions.undo(ann.record, "ann"))
    ann.act(actions.add(ann.record, "people", [span("crew")]))
    assert "p2" not in ann.record.fields
    assert ann.record.fields["p3"].surface(TEXT) == "crew"


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ([(0, 0)], "must lie within"),
        ([(5, 9999)], "must lie within"),
        ([(-1, 4)], "must lie within"),
        ([], "must lie within"),
        ([(0, 4), (3, 9)], "would be included twice"),
        ([span("Ida Lunde")], "belongs to another person, Ida Lunde"),
    ],
)
def test_spans_that_cannot_be(ann: Annotator, spans: list[tuple[int, int]], said: str) -> None:
    with pytest.raises(StetError, match=said):
        actions.add(ann.record, "people", spans)


def test_a_number_has_one_span(ann: Annotator) -> None:
    with pytest.raises(StetError, match="exactly one span"):
        actions.add(ann.record, "numbers", [(0, 2), (4, 6)])


def test_attaching_and_striking_out_mentions(ann: Annotator) -> None:
    ann.act(actions.attach(ann.record, "p1", span("her crew")))
    assert len(ann.record.fields["p1"].spans) == 3
    ann.act(actions.detach(ann.record, "p1", 0))
    assert ann.record.fields["p1"].surface(TEXT) == "Lunde"
    ann.act(actions.detach(ann.record, "p1", 0))
    ann.act(actions.detach(ann.record, "p1", 0))
    assert ann.record.fields["p1"].status == "rejected"
    assert ann.record.fields["p1"].surface(TEXT) == "her crew"


def test_merging_takes_mentions_and_quotes_along(ann: Annotator) -> None:
    ann.act(actions.add(ann.record, "people", [span("police")], {"name": "Ida Lunde-Berg"}))
    ann.act(actions.merge(ann.record, "p1", "p2"))
    assert ann.record.fields["p2"].spans == sorted([span("police"), *suggestions().people[0].spans])
    assert (ann.record.fields["p1"].status, ann.record.fields["p1"].became) == ("rejected", "p2")
    assert (quote(ann).speaker, quote(ann).speaker_name) == ("p2", "Ida Lunde-Berg")
    ann.act(actions.undo(ann.record, "ann"))
    assert (quote(ann).speaker, quote(ann).speaker_name) == ("p1", "Ida Lunde")


@pytest.mark.parametrize(("one", "other"), [("p1", "p1"), ("p1", "l1")])
def test_only_two_fields_of_a_kind_can_be_merged(ann: Annotator, one: str, other: str) -> None:
    with pytest.raises(StetError, match="not two fields of the same kind"):
        actions.merge(ann.record, one, other)


def test_splitting_a_mention_off(ann: Annotator) -> None:
    ann.act(actions.split(ann.record, "l1", 1))
    assert [place.spans for place in ann.record.places if place.name == "Bergen"] == [
        [span("Bergen")],
        [span("Bergen", 100)],
    ]
    with pytest.raises(StetError, match="nothing to split off"):
        actions.split(ann.record, "l1", 0)


def test_another_kind_is_another_field(ann: Annotator) -> None:
    ann.act(actions.change_kind(ann.record, "p1", "places"))
    made = ann.record.fields["l3"]
    assert isinstance(made, Place)
    assert (made.name, made.spans) == ("Ida Lunde", suggestions().people[0].spans)
    assert (ann.record.fields["p1"].status, ann.record.fields["p1"].became) == ("rejected", "l3")
    assert (quote(ann).speaker, quote(ann).speaker_name) == (None, "Ida Lunde")
    assert actions.change_kind(ann.record, "l1", "places") is None


def test_a_speaker_struck_out_leaves_the_name(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "p1", {"name": "Captain Lunde"}))
    assert quote(ann).speaker_name == "Captain Lunde"
    ann.act(actions.reject(ann.record, ["p1"]))
    assert (quote(ann).speaker, quote(ann).speaker_name) == (None, "Captain Lunde")
    ann.act(actions.accept(ann.record, ["p1"]))
    assert quote(ann).speaker == "p1"


def test_done_lets_the_rest_stand_in_one_step(ann: Annotator) -> None:
    ann.act(actions.done(ann.record, list(ann.record.fields)))
    assert (ann.record.status, ann.record.decided) == ("done", 7)
    ann.act(actions.undo(ann.record, "ann"))
    assert (ann.record.status, ann.record.decided) == ("new", 0)
    ann.act(actions.redo(ann.record, "ann"))
    ann.act(actions.reopen(ann.record))
    assert ann.record.status == "started"


def test_undo_goes_back_step_by_step_and_redo_forward(ann: Annotator) -> None:
    states = [ann.record.fields]
    states += [ann.act(actions.accept(ann.record, [name])).fields for name in ("p1", "l1", "l2")]
    for state in reversed(states[:-1]):
        assert ann.act(actions.undo(ann.record, "ann")).fields == state
    with pytest.raises(StetError, match="no step of yours here"):
        actions.undo(ann.record, "ann")
    for state in states[1:]:
        assert ann.act(actions.redo(ann.record, "ann")).fields == state
    with pytest.raises(StetError, match="was not an undo"):
        actions.redo(ann.record, "ann")


def test_undo_is_of_ones_own_steps_and_not_under_anothers(ann: Annotator) -> None:
    ann.act(actions.change(ann.record, "p1", {"role": "skipper"}))
    ben = Annotator(ann.record, "ben")
    with pytest.raises(StetError, match="no step of yours here"):
        actions.undo(ben.record, "ben")
    ben.act(actions.change(ben.record, "p1", {"role": "master"}))
    with pytest.raises(StetError, match="ben has changed the same field since"):
        actions.undo(ben.record, "ann")
    ben.act(actions.undo(ben.record, "ben"))
    assert actions.undo(ben.record, "ann").of == ann.record.edits[-1].id


def test_fresh_suggestions_leave_alone_what_a_person_decided(ann: Annotator) -> None:
    ann.act(actions.accept(ann.record, ["p1", "n1"]))
    ann.act(actions.reject(ann.record, ["l2"]))
    ann.act(actions.flag(ann.record, "n2", True, "which year?"))
    fresh = Suggestions(
        extractor="test/2",
        people=[Person(id="p1", spans=[span("Ida Lunde")], name="Ida Lunde"), Person(id="p2", spans=[span("police")])],
        places=[Place(id="l1", spans=[span("Alva")], name="Alva")],
        numbers=[Number(id="n1", spans=[span("nine")], value=9)],
        quotes=[Quote(id="q1", spans=[span("“Then the alarm went.”")], speaker="p1", speaker_name="Ida Lunde")],
    )
    ann.act(actions.suggest(ann.record, fresh))
    kept = {item.id: item.status for item in ann.record.fields.values()}
    assert kept == {
        "p1": "accepted", "p2": "suggested", "l2": "rejected", "n1": "accepted", "n2": "suggested", "n4": "suggested",
        "q2": "suggested",
    }  # fmt: skip
    said = ann.record.fields["q2"]
    assert isinstance(said, Quote)
    assert said.speaker == "p1"
    assert ann.record.edits[-1].extra == {"extractor": "test/2"}
    assert ann.record.suggestions == suggestions()


def test_the_same_suggestions_again_are_nothing(ann: Annotator) -> None:
    assert actions.suggest(ann.record, suggestions()) is None
    ann.act(actions.accept(ann.record, ["p1"]))
    assert actions.suggest(ann.record, suggestions()) is None
    fewer = suggestions()
    fewer.numbers.pop()
    draft = actions.suggest(ann.record, fewer)
    assert draft is not None
    assert [(change.field, change.after) for change in draft.changes] == [("n3", None)]


def test_what_is_not_there(ann: Annotator) -> None:
    with pytest.raises(StetError, match="p9 is not in this article"):
        actions.accept(ann.record, ["p9"])


@pytest.mark.parametrize("touch", ["note", "flag", "accept", "reject"])
def test_a_field_that_somebody_noted_flagged_or_decided_is_not_replaced_by_suggest(touch: str) -> None:
    """Neither where the extractor no longer finds it, nor by another field on the same words."""
    hand = Annotator(record(), "ann")
    made = {
        "note": lambda: actions.note(hand.record, "l1", "which Bergen?"),
        "flag": lambda: actions.flag(hand.record, "l1", True),
        "accept": lambda: actions.accept(hand.record, ["l1"]),
        "reject": lambda: actions.reject(hand.record, ["l1"]),
    }[touch]()
    hand.act(made)
    before = hand.record.fields["l1"]
    again = Place(id="l1", spans=[span("Bergen")], name="Bergen", country="US")
    hand.act(actions.suggest(hand.record, Suggestions(extractor="other/1", places=[again])))
    assert hand.record.fields == {"l1": before}
    hand.act(actions.suggest(hand.record, Suggestions(extractor="other/2", people=record().suggestions.people)))
    assert hand.record.fields["l1"] == before
    assert [item.kind for item in hand.record.fields.values()] == ["person", "place"]
