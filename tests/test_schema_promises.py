"""What is wrong with JSON from outside is named to the word, and what is right is taken as it is."""

from __future__ import annotations

import copy
from typing import Any

import orjson
import pytest
from factories import TEXT, Annotator, record, suggestions

from store.errors import StetError
from store.jsontext import encode
from store.model import actions
from store.model.fields import Json, Suggestions
from store.model.schema import record_from_json, suggestions_from_json

LENGTH = len(TEXT)
WITHIN = f"but must lie within the {LENGTH} characters of the text and not be empty"
NO_ID = "must be the letter of a kind and a number, such as p1"


def whole() -> Json:
    """A change of p1, a person p2 taken back, a speaker who is no more, and suggestions renewed."""
    hand = Annotator(record(), "ann")
    hand.act(actions.change(hand.record, "p1", {"role": "skipper", "evidence": {"role": None}}))
    hand.act(actions.add(hand.record, "people", [(0, 4)]))
    hand.act(actions.undo(hand.record, "ann"))
    hand.act(actions.done(hand.record))
    hand.act(actions.suggest(hand.record, Suggestions(extractor="none/1")))
    data: Json = orjson.loads(encode(hand.record.to_json()))
    return data


def gold(**values: Any) -> Json:
    person = {"id": "p1", "spans": [[0, 4]], "name": "Fire"}
    quote = {"id": "q1", "spans": [[0, 4], [4, 8]], "speaker": "p1"}
    return {"text": TEXT, "people": [person], "quotes": [quote], **values}


def put(data: Json, path: str, value: Any) -> Json:
    data = copy.deepcopy(data)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner: Any = data
    for part in way:
        inner = inner[part]
    if value is KeyError:
        del inner[last]
    else:
        inner[last] = value
    return data


def said_of(data: Any) -> str:
    with pytest.raises(StetError) as refused:
        record_from_json(data)
    assert refused.value.title == "Not a record"
    return refused.value.message


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("format", "stet/" + "9" * 50, f"format is 'stet/{'9' * 35}'; this version reads stet/1"),
        ("text", KeyError, "text is missing"),
        (
            "text",
            TEXT + "\r\n",
            "text has a byte-order mark or CRLF line ends, so spans would be off; remove them",
        ),
        ("title", None, "title must be a string"),
        ("suggestions", [], "suggestions must be an object"),
        ("suggestions.extractor", 1, "suggestions.extractor must be a string"),
        ("suggestions.places", None, "suggestions.places must be a list"),
        ("suggestions.people.0", [], "suggestions.people[0] must be an object"),
        ("suggestions.people.0.id", KeyError, f"suggestions.people[0].id {NO_ID}"),
        ("suggestions.people.0.id", "n9", "suggestions.people[0].id must begin with p in people, but is n9"),
        ("suggestions.places.1.id", "l1", "suggestions.places[1].id is used twice: l1"),
        ("suggestions.people.0.spans", KeyError, "suggestions.people[0].spans is missing"),
        ("suggestions.people.0.spans", {}, "suggestions.people[0].spans must be a list"),
        ("suggestions.people.0.spans", [], "suggestions.people[0].spans is empty"),
        ("suggestions.people.0.spans", [[0, 1], [1]], "suggestions.people[0].spans[1] must be [start, end]"),
        ("suggestions.people.0.spans", [[0, 1], [1, 2.0]], "suggestions.people[0].spans[1] must be [start, end]"),
        ("suggestions.people.0.spans", [["0", 1]], "suggestions.people[0].spans[0] must be [start, end]"),
        ("suggestions.people.0.spans", [[0, 1, 2]], "suggestions.people[0].spans[0] must be [start, end]"),
        ("suggestions.people.0.spans", [[-1, 1]], f"suggestions.people[0].spans[0] is [-1, 1], {WITHIN}"),
        (
            "suggestions.people.0.spans",
            [[0, LENGTH + 1]],
            f"suggestions.people[0].spans[0] is [0, {LENGTH + 1}], {WITHIN}",
        ),
        (
            "suggestions.people.0.spans",
            [[2, 4], [3, 5]],
            "suggestions.people[0].spans[1] must begin after the one before it ends",
        ),
        (
            "suggestions.numbers.0.spans",
            [[0, 1], [2, 3]],
            "suggestions.numbers[0].spans must be exactly one for a number, not 2",
        ),
        ("suggestions.people.0.conflict", [], "suggestions.people[0].conflict must be an object"),
        ("suggestions.people.0.evidence", [], "suggestions.people[0].evidence must be an object"),
        ("suggestions.people.0.evidence", {"role": [2, 2]}, f"suggestions.people[0].evidence.role is [2, 2], {WITHIN}"),
        ("suggestions.people.0.evidence", {"role": None}, "suggestions.people[0].evidence.role must be [start, end]"),
        ("suggestions.people.0.role", 4, "suggestions.people[0].role must be a string or null"),
        ("suggestions.quotes.0.speaker", "p9", "suggestions.quotes[0].speaker is p9, who is not among the people"),
        ("suggestions.quotes.0.speaker", "l1", "suggestions.quotes[0].speaker is l1, who is not among the people"),
        ("edits", None, "edits must be a list"),
        ("edits.0", [], "edits[0] must be an object"),
        ("edits.1.op", KeyError, "edits[1].op is missing"),
        ("edits.1.changes", KeyError, "edits[1].changes is missing"),
        ("edits.1.by", None, "edits[1].by must be a string"),
        ("edits.1.id", "ann-1", "edits[1].id is used twice: ann-1"),
        ("edits.1.seq", 1, "edits[1].seq must be greater than that of the edit before, 1"),
        ("edits.0.seq", 0, "edits[0].seq must be greater than that of the edit before, 0"),
        ("edits.1.base", 2, "edits[1].base must be less than seq, 2"),
        ("edits.1.base", -1, "edits[1].base must be less than seq, 2"),
        ("edits.4.seen", [[1]], "edits[4].seen[0] must be [first, last]"),
        ("edits.4.seen", [[1, 2], [3, "4"]], "edits[4].seen[0] must lie between base and seq"),
        ("edits.2.of", "ann-3", "edits[2].of must be the id of an earlier edit"),
        ("edits.2.of", KeyError, "edits[2].of must be the id of an earlier edit"),
        ("edits.0.changes.0", None, "edits[0].changes[0] must be an object"),
        ("edits.0.changes.0.after", None, ""),
        ("edits.0.changes.0.after", [], "edits[0].changes[0].after must be an object"),
        ("edits.0.changes.0.before", [], "edits[0].changes[0].before must be an object"),
        ("edits.0.changes.0.field", "p", f"edits[0].changes[0].field {NO_ID}"),
        (
            "edits.0.changes.0.field",
            "p9",
            "edits[0].changes[0].field is p9, which no suggestion or earlier edit created",
        ),
        ("edits.0.changes.0.after.id", "p1", "edits[0].changes[0].after.id cannot be changed"),
        ("edits.0.changes.0.after.conflict", {}, "edits[0].changes[0].after.conflict cannot be changed"),
        ("edits.0.changes.0.after.name", None, "edits[0].changes[0].after.name must be a string"),
        ("edits.0.changes.0.after.evidence", [], "edits[0].changes[0].after.evidence must be an object"),
        (
            "edits.0.changes.0.after.evidence",
            {"role": [1]},
            "edits[0].changes[0].after.evidence.role must be [start, end]",
        ),
        ("edits.0.changes.0.after.spans", [], "edits[0].changes[0].after.spans is empty"),
        (
            "edits.0.changes.0.after.speaker",
            "q1",
            "edits[0].changes[0].after.speaker is q1, who is not among the people",
        ),
        ("edits.1.changes.0.field", "p1", "edits[1].changes[0].field creates p1, which already exists"),
        ("edits.1.changes.0.field", "l9", ""),
        ("edits.1.changes.0.field", 5, f"edits[1].changes[0].field {NO_ID}"),
        ("edits.1.changes.0.after.spans", [[3, 2]], f"edits[1].changes[0].after.spans[0] is [3, 2], {WITHIN}"),
        ("edits.1.changes.0.after.spans", KeyError, "edits[1].changes[0].after.spans is missing"),
        (
            "edits.1.changes.0.after.speaker",
            "p7",
            "edits[1].changes[0].after.speaker is p7, who is not among the people",
        ),
        ("edits.3.changes.0.after", None, "edits[3].changes[0].after must be an object"),
        (
            "edits.3.changes.0.after.status",
            "over",
            "edits[3].changes[0].after.status must be one of new, started, done",
        ),
    ],
)
def test_what_is_wrong_is_named_to_the_word(path: str, value: Any, said: str) -> None:
    data = put(whole(), path, value)
    if said:
        assert said_of(data) == said
    else:
        assert record_from_json(data).edits


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "the record must be an object"),
        ({}, "text is missing"),
        (gold(people={}), "people must be a list"),
        (gold(status="over"), "status must be one of new, started, done"),
        (put(gold(), "people.0.spans", []), "people[0].spans is empty"),
        (put(gold(), "quotes.0.speaker", "p2"), "quotes[0].speaker is p2, who is not among the people"),
        (put(gold(), "edits", [{"id": 5}]), "edits[0].seq is missing"),
        (put(gold(), "suggestions", {"people": [5]}), "suggestions.people[0] must be an object"),
        (
            {"text": TEXT, "edits": [{"changes": [{"field": "p1"}]}]},
            "edits[0].id is missing",
        ),
    ],
)
def test_what_is_wrong_with_gold_is_named_to_the_word(data: Any, said: str) -> None:
    assert said_of(data) == said


def test_a_change_from_nothing_to_nothing_is_refused() -> None:
    data = put(whole(), "edits.0.changes.0", {"field": "p1", "before": None, "after": None})
    assert said_of(data) == "edits[0].changes[0] changes nothing: before and after are both null"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "suggestions must be an object"),
        ({"people": {}}, "people must be a list"),
        ({"people": [{"id": "p1"}]}, "people[0].spans is missing"),
        (
            {"people": [{"id": "p1", "spans": [[0, 9]]}]},
            f"people[0].spans[0] is [0, 9], {WITHIN.replace(str(LENGTH), '5')}",
        ),
    ],
)
def test_an_extractors_answer_is_refused_to_the_word(data: Any, said: str) -> None:
    with pytest.raises(StetError) as refused:
        suggestions_from_json(data, "short")
    assert (refused.value.title, refused.value.message) == ("Not suggestions", said)


def test_an_import_is_the_same_edit_wherever_it_is_read() -> None:
    data = gold(id="a1", status="done", title="T", source="S", url="u", date="d", author="A", meta={"x": 1}, desk=2)
    read = record_from_json(data)
    assert read.article == (
        "a1", TEXT, "T", "S", "u", "d", "A", {"x": 1},
    )  # fmt: skip
    assert (read.extra, read.suggestions, read.status) == ({"desk": 2}, Suggestions(), "done")
    assert [edit.to_json() for edit in read.edits] == [
        {
            "id": "import-a1", "seq": 1, "base": 0, "at": "1970-01-01T00:00:00Z", "by": "import", "op": "import",
            "changes": [
                {"field": "p1", "before": None, "after": data["people"][0]},
                {"field": "q1", "before": None, "after": data["quotes"][0]},
                {"field": "article", "before": {"status": "new"}, "after": {"status": "done"}},
            ],
        }
    ]  # fmt: skip
    assert record_from_json(read.to_json()).edits == read.edits


def test_a_status_alone_is_an_import_and_new_is_none() -> None:
    assert [edit.op for edit in record_from_json({"text": TEXT, "status": "started"}).edits] == ["import"]
    assert record_from_json({"text": TEXT, "status": "new"}).edits == ()
    assert record_from_json({"text": TEXT, "id": ""}).id == record().id


def test_what_is_within_the_bounds_is_taken_as_it_is() -> None:
    spans = [[0, 1], [1, 2], [LENGTH - 1, LENGTH]]
    data = put(whole(), "suggestions.people.0.spans", spans)
    data = put(data, "edits.4.seen", [[3, 3], [2, 4]])
    data = put(data, "edits.4.base", 1)
    data = put(data, "suggestions.people.0.conflict", {"role": [{"value": "a", "by": "x", "at": "y"}]})
    data["edits"][3]["of"] = None
    read = record_from_json(data)
    assert [list(span) for span in read.suggestions.people[0].spans] == spans
    assert read.edits[4].seen == ((3, 3), (2, 4))
    assert read.edits[0].changes[0].after == {"role": "skipper", "evidence": {"role": None}}


@pytest.mark.parametrize("stretch", [[1, 2], [3, 2], [2, 5], [0, 3]])
def test_what_was_seen_lies_between_what_was_known_and_the_edit_itself(stretch: list[int]) -> None:
    data = put(put(whole(), "edits.4.base", 1), "edits.4.seen", [stretch])
    assert said_of(data) == "edits[4].seen[0] must lie between base and seq"


def test_suggestions_alone_and_edits_alone_are_each_a_whole_record() -> None:
    data = whole()
    fields = record_from_json({key: value for key, value in data.items() if key != "edits"}).fields
    assert fields == record().fields
    assert record_from_json({"text": TEXT, "edits": []}).fields == {}
    assert suggestions_from_json(data["suggestions"], TEXT) == suggestions()


def test_a_person_whom_an_edit_made_may_speak_and_ids_are_made_once() -> None:
    made = {"field": "p9", "before": None, "after": {"spans": [[0, 4]], "name": "Fire"}}
    spoken = {"field": "q1", "before": {"speaker": "p1"}, "after": {"speaker": "p9"}}
    data = whole()
    data["edits"] = [{**data["edits"][0], "changes": [made, spoken]}]
    assert record_from_json(data).quotes[0].speaker == "p9"
    data["edits"][0]["changes"] = [made, made]
    assert said_of(data) == "edits[0].changes[1].field creates p9, which already exists"
    data["edits"][0]["changes"] = [spoken, made]
    assert said_of(data) == "edits[0].changes[0].after.speaker is p9, who is not among the people"
