"""JSON from outside: read where it is right, and told where it is wrong."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from factories import Annotator, record, suggestions

from store.errors import StetError
from store.jsontext import encode
from store.model import actions
from store.model.schema import record_from_json, suggestions_from_json


def whole() -> dict[str, Any]:
    hand = Annotator(record(), "ann")
    hand.act(actions.change(hand.record, "p1", {"role": "ferry captain"}))
    hand.act(actions.add(hand.record, "people", [(0, 4)]))
    hand.act(actions.undo(hand.record, "ann"))
    data: dict[str, Any] = orjson.loads(encode(hand.record.to_json()))
    return data


def gold() -> dict[str, Any]:
    data = whole()
    del data["suggestions"], data["edits"]
    return data


def test_a_record_comes_back_as_it_was() -> None:
    assert record_from_json(whole()).to_json() == whole()


def test_a_gold_record_is_one_import_edit() -> None:
    data = gold() | {"status": "done"}
    data["places"][1]["status"] = "accepted"
    read = record_from_json(data)
    assert [edit.op for edit in read.edits] == ["import"]
    assert read.suggestions.all() == []
    assert read.status == "done"
    assert read.fields["l1"].status == "accepted"
    assert read.fields["q1"].spans == record().fields["q1"].spans
    with pytest.raises(StetError, match="no step of yours here"):
        actions.undo(read, "import")


def test_a_gold_record_may_hold_any_of_the_lists() -> None:
    data = gold()
    for group in ("people", "places", "quotes"):
        del data[group]
    assert set(record_from_json(data).fields) == {"n1", "n2", "n3"}


def test_the_bare_text_is_a_record() -> None:
    read = record_from_json({"text": "One line."})
    assert (read.status, read.edits, len(read.id)) == ("new", (), 16)


def test_keys_of_other_programs_are_kept_at_every_level() -> None:
    data = whole() | {"desk": {"shelf": 3}}
    data["suggestions"]["run"] = 7
    data["suggestions"]["people"][0]["wikidata"] = "Q1"
    data["edits"][0]["client"] = "web"
    data["edits"][0]["changes"][0]["reason"] = "misprint"
    data["edits"][1]["changes"][0]["after"]["wikidata"] = "Q2"
    back = record_from_json(data).to_json()
    assert back["desk"] == {"shelf": 3}
    assert back["suggestions"] == data["suggestions"]
    assert back["edits"] == data["edits"]
    assert back["people"][0]["wikidata"] == "Q1"


def test_fields_are_the_fold_whatever_the_lists_say() -> None:
    data = whole()
    data["people"] = []
    assert set(record_from_json(data).fields) == set(record_from_json(whole()).fields)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("text", 5, "text must be a string"),
        ("text", "a\r\nb", "text has a byte-order mark or CRLF"),
        ("format", "stet/2", "format is 'stet/2'; this version reads stet/1"),
        ("status", "open", "status must be one of new, started, done"),
        ("meta", [], "meta must be an object"),
        ("suggestions", [], "suggestions must be an object"),
        ("suggestions.people", {}, "suggestions.people must be a list"),
        ("suggestions.people.0", "x", r"suggestions.people\[0\] must be an object"),
        ("suggestions.people.0.id", "l9", r"people\[0\].id must begin with p in people, but is l9"),
        ("suggestions.people.0.id", "p01", r"people\[0\].id must be the letter of a kind and a number"),
        ("suggestions.people.0.name", None, r"people\[0\].name must be a string"),
        ("suggestions.people.0.spans", [], r"people\[0\].spans is empty"),
        ("suggestions.people.0.spans", [[3, 3]], r"spans\[0\] is \[3, 3\], but must lie within"),
        ("suggestions.people.0.spans", [[0, 99999]], r"spans\[0\] is \[0, 99999\], but must lie within"),
        ("suggestions.people.0.spans", [[0, True]], r"spans\[0\] must be \[start, end\]"),
        ("suggestions.people.0.spans", [[4, 6], [0, 2]], r"spans\[1\] must begin after the one before it ends"),
        ("suggestions.people.0.evidence", {"role": None}, r"people\[0\].evidence.role must be \[start, end\]"),
        ("suggestions.people.0.confidence", 2, r"people\[0\].confidence must be a number from 0 to 1"),
        ("suggestions.people.0.flag", 1, r"people\[0\].flag must be true or false"),
        ("suggestions.places.1.id", "l1", r"places\[1\].id is used twice: l1"),
        ("suggestions.places.0.type", "town", r"places\[0\].type must be one of country, region"),
        ("suggestions.places.0.latitude", "60", r"places\[0\].latitude must be a number or null"),
        ("suggestions.numbers.0.spans", [[0, 1], [2, 3]], "must be exactly one for a number, not 2"),
        ("suggestions.numbers.0.value", [1], r"numbers\[0\].value must be a number, a string or null"),
        ("suggestions.numbers.0.kind", "sum", r"numbers\[0\].kind must be one of count"),
        ("suggestions.numbers.0.number_kind", "count", "number_kind is not a key of a number; write kind"),
        ("suggestions.quotes.0.speaker", "p7", r"quotes\[0\].speaker is p7, who is not among the people"),
        ("suggestions.quotes.0.speaker", "l1", r"quotes\[0\].speaker is l1, who is not among the people"),
        ("edits", {}, "edits must be a list"),
        ("edits.0.op", "delete", r"edits\[0\].op must be one of accept"),
        ("edits.0.at", "yesterday", r"edits\[0\].at must be a time such as 2026-11-22T10:00:00Z"),
        ("edits.1.seq", 1, r"edits\[1\].seq must be greater than that of the edit before, 1"),
        ("edits.0.base", 1, r"edits\[0\].base must be less than seq, 1"),
        ("edits.2.of", "zz", r"edits\[2\].of must be the id of an earlier edit"),
        ("edits.1.id", "ann-1", r"edits\[1\].id is used twice: ann-1"),
        ("edits.0.changes.0.field", "p9", r"changes\[0\].field is p9, which no suggestion or earlier edit created"),
        ("edits.1.changes.0.field", "p1", r"changes\[0\].field creates p1, which already exists"),
        ("edits.0.changes.0.after", {"id": "p5"}, r"changes\[0\].after.id cannot be changed"),
        ("edits.0.changes.0.after", {"spans": [[9, 2]]}, r"changes\[0\].after.spans\[0\] is \[9, 2\]"),
        ("edits.0.changes.0.after", {"role": 4}, r"changes\[0\].after.role must be a string or null"),
        ("edits.0.changes.0", {"field": "p1"}, r"changes\[0\] changes nothing"),
    ],
)
def test_what_is_wrong_is_named(path: str, value: object, said: str) -> None:
    data: Any = whole()
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner = data
    for part in way:
        inner = inner[part]
    inner[last] = value
    with pytest.raises(StetError, match=said):
        record_from_json(data)


@pytest.mark.parametrize(
    "data", [None, [], "text", 5, {}, {"text": "a", "people": [None]}, {"text": "a", "edits": [5]}]
)
def test_what_is_no_record_at_all_is_refused(data: object) -> None:
    with pytest.raises(StetError):
        record_from_json(data)


def test_every_value_of_a_wrong_type_is_refused_or_kept_as_it_is() -> None:
    """Whatever one value is put in the place of another, nothing but a StetError comes out."""
    odds: list[Any] = [None, True, -1, 1.5, "", "x", [], [[]], {}, {"a": 1}]
    sound = orjson.dumps(whole())
    for odd in odds:
        for place in places(orjson.loads(sound)):
            data: Any = orjson.loads(sound)
            inner = data
            for part in place[:-1]:
                inner = inner[part]
            inner[place[-1]] = odd
            try:
                read = record_from_json(data)
            except StetError:
                continue
            assert read.fields is not None


def places(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in ((*way, key), *places(value, (*way, key)))]


def test_an_extractors_answer_is_checked_too() -> None:
    data = orjson.loads(encode(suggestions().to_json()))
    assert suggestions_from_json(data, record().text) == suggestions()
    with pytest.raises(StetError, match="must lie within"):
        suggestions_from_json(data, "short")
