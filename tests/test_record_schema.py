"""docs/record.schema.json: every record that Stet writes or reads is valid by it, and what Stet refuses is not."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from command import stet
from factories import TEXT, Annotator, record, suggested, texts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from store.errors import StetError
from store.jsontext import encode
from store.model import actions
from store.model.edit import OPS
from store.model.fields import BY_GROUP, BY_KIND
from store.model.record import Article, Record, text_id
from store.model.schema import record_from_json

ROOT = Path(__file__).parents[1]
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "docs/record_schema.py"))
SCHEMA = orjson.loads((ROOT / "docs/record.schema.json").read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(data)]


def is_read(data: Any) -> bool:
    try:
        record_from_json(data)
    except StetError:
        return False
    return True


def whole() -> Any:
    """A record with edits of every op, and a conflict."""
    hand = Annotator(record(), "ann")
    made = hand.act
    made(actions.accept(hand.record, ["p1"]))
    made(actions.reject(hand.record, ["l2"]))
    made(actions.change(hand.record, "p1", {"role": "Master"}))
    made(actions.flag(hand.record, "n1", True, "sure?"))
    made(actions.note(hand.record, "n2", "as of May"))
    start = TEXT.index("police")
    made(actions.add(hand.record, "people", [(start, start + 6)]))
    data = orjson.loads(encode(hand.record.to_json()))
    for number, op in enumerate(OPS, start=1 + data["edits"][-1]["seq"]):
        edit = {"id": f"x{number}", "seq": number, "base": number - 1, "at": "2026-05-04T10:00:00.5Z", "by": "ben"}
        changes = [{"field": "article", "before": {"status": "new"}, "after": {"status": "started"}}]
        of = {"of": data["edits"][-1]["id"]} if op in ("undo", "redo") else {"session": "s", "seen": []}
        data["edits"].append({**edit, "op": op, "changes": [] if op in ("undo", "redo") else changes, **of})
    data["people"][0]["conflict"] = {"role": [{"value": "Mate", "by": "ben", "at": "2026-05-04T10:00:00Z"}]}
    return data


def test_the_file_is_what_the_script_writes() -> None:
    assert (ROOT / "docs/record.schema.json").read_text(encoding="utf-8") == SCRIPT["document"](), (
        "python docs/record_schema.py"
    )
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].startswith("urn:")


def test_every_op_and_kind_is_in_a_record_that_is_valid() -> None:
    assert {edit["op"] for edit in whole()["edits"]} == set(OPS)
    assert faults(whole()) == []
    assert is_read(whole())
    assert faults(SCHEMA) != []  # which is no record


@pytest.mark.parametrize("file", sorted(ROOT.glob("seeds/*.json")), ids=lambda one: one.stem)
def test_gold_is_valid(file: Path) -> None:
    assert faults(orjson.loads(file.read_bytes())) == []


@pytest.mark.parametrize("file", sorted(ROOT.glob("tests/golden/*.json")), ids=lambda one: one.stem)
def test_what_is_found_in_the_samples_is_valid(file: Path) -> None:
    """The goldens have the words beside their offsets, for whoever reads them."""
    found = orjson.loads(file.read_bytes())
    for group in (cls.group for cls in BY_KIND.values()):
        for number, item in enumerate(found[group], start=1):
            item["id"] = f"{BY_GROUP[group].letter}{number}"
            item["evidence"] = {key: span[1:] for key, span in item.get("evidence", {}).items()}
            item.pop("speaker", None)
    data = {"text": (ROOT / "seeds" / f"{file.stem}.txt").read_text(encoding="utf-8"), "suggestions": found}
    assert (faults(data), is_read(data)) == ([], True)


def test_what_the_commands_write_is_valid(tmp_path: Path) -> None:
    seed = next(iter(sorted((ROOT / "seeds").glob("*.txt"))))
    assert stet("--library", tmp_path / "library", "add", seed).returncode == 0
    for words in (("--library", tmp_path / "library", "export", "-f", "jsonl"), ("extract", seed)):
        data = orjson.loads(stet(*words).stdout)
        assert faults(data) == []


@given(st.data())
def test_any_record_is_valid(data: st.DataObject) -> None:
    text = data.draw(texts(min_size=4))
    found = data.draw(suggested(text))
    hand = Annotator(Record(article=Article(id=text_id(text), text=text), suggestions=found), "ann")
    for item in data.draw(st.lists(st.sampled_from(list(hand.record.fields)), unique=True)) if found.all() else ():
        kind = data.draw(st.sampled_from([actions.accept, actions.reject]))
        hand.act(kind(hand.record, [item]))
    assert faults(orjson.loads(encode(hand.record.to_json()))) == []


def at(*way: Any) -> Callable[[Any, Any], None]:
    def put(data: Any, value: Any) -> None:
        *before, last = way
        for part in before:
            data = data[part]
        data[last] = value

    return put


NOON = "2026-05-04T12:00:00Z"
PERSON = ("suggestions", "people", 0)
WRONG_EVIDENCE: list[Any] = [{"role": None}, [], {"role": [1]}]
WRONG_CHANGES: list[Any] = [[], {"field": "p1"}, {"field": "article", "before": {"status": "new"}}]
WRONG_VALUES: list[Any] = [{"id": "p5"}, {"conflict": {}}, {"spans": []}, {"role": 4}, {"evidence": {"role": 1}}, []]
WRONG_CONFLICTS: list[Any] = [
    [],
    {"role": {}},
    {"role": [{"value": "a", "by": "b"}]},
    {"role": [{"by": "b", "at": "c"}]},
]
FIRST = ("edits", 0, "changes", 0)
WRONG: list[tuple[tuple[Any, ...], Any]] = [
    *[(("text",), value) for value in (5, None, "a\r\nb", "\ufeffa")],
    *[(("format",), value) for value in ("stet/2", 1, None)],
    *[(("id",), value) for value in (7, None)],
    *[((key,), 1) for key in ("title", "source", "url", "date", "author", "meta", "suggestions", "edits")],
    *[((key,), None) for key in ("title", "source", "meta")],
    *[(("status",), value) for value in ("open", "", None)],
    (("suggestions", "extractor"), None),
    (("suggestions", "people"), {}),
    *[((*PERSON, "id"), value) for value in ("l9", "p01", "p", "p1\n", "P1", "p1234567890", 1, None)],
    *[((*PERSON, "spans"), value) for value in ([], None, [[1]], [[1, 2, 3]], [["1", 2]], [[-1, 2]])],
    ((*PERSON, "spans"), [[0, True]]),
    ((*PERSON, "name"), None),
    ((*PERSON, "role"), 4),
    *[((*PERSON, "evidence"), value) for value in WRONG_EVIDENCE],
    *[((*PERSON, "confidence"), value) for value in (2, -0.1, "1", True)],
    *[((*PERSON, "flag"), value) for value in (1, None)],
    ((*PERSON, "note"), None),
    ((*PERSON, "became"), "x"),
    ((*PERSON, "status"), "open"),
    *[((*PERSON, "conflict"), value) for value in WRONG_CONFLICTS],
    ((*PERSON, "conflict"), {"role": [{"value": 4, "by": "b", "at": "c"}]}),
    (("suggestions", "places", 0, "type"), "town"),
    (("suggestions", "places", 0, "latitude"), "60"),
    (("suggestions", "numbers", 0, "spans"), [[0, 1], [2, 3]]),
    (("suggestions", "numbers", 0, "value"), [1]),
    (("suggestions", "numbers", 0, "kind"), "sum"),
    (("suggestions", "numbers", 0, "number_kind"), "count"),
    (("suggestions", "quotes", 0, "speaker"), "Ida"),
    (("suggestions", "quotes", 0, "type"), None),
    *[(("edits", 0, key), None) for key in ("id", "seq", "base", "at", "by", "op", "changes")],
    (("edits", 0, "op"), "delete"),
    *[(("edits", 0, "at"), value) for value in ("today", "2026-05-04", f"{NOON}\n", NOON.replace("2", "٢"))],
    *[(("edits", 0, "seq"), value) for value in (0, "1", True)],
    (("edits", 0, "base"), -1),
    *[(("edits", 0, "seen"), value) for value in (None, [1], [[1]], [[1, "2"]])],
    (("edits", 0, "of"), 4),
    *[((*FIRST, "field"), value) for value in ("x1", "p0", 3, None, "p1\n")],
    *[(FIRST, value) for value in WRONG_CHANGES],
    (FIRST, {"field": "article", "before": None, "after": {"status": "open"}}),
    (FIRST, {"field": "p1", "before": 4, "after": {}}),
    *[((*FIRST, "after"), value) for value in WRONG_VALUES],
    (FIRST, {"field": "p9", "before": None, "after": {"name": "Ida"}}),
    (FIRST, {"field": "n9", "before": None, "after": {"spans": [[0, 1], [2, 3]]}}),
    (FIRST, {"field": "p9", "before": None, "after": {"spans": [[0, 1]], "evidence": {"role": None}}}),
]
"""Where in a record something stands that is refused."""


@pytest.mark.parametrize(("way", "value"), WRONG, ids=str)
def test_what_is_refused_is_invalid(way: tuple[Any, ...], value: Any) -> None:
    data = whole()
    at(*way)(data, value)
    assert not is_read(data)
    assert faults(data) != []


@pytest.mark.parametrize("key", ["text"])
def test_what_is_missing_is_missed(key: str) -> None:
    data = whole()
    del data[key]
    assert not is_read(data)
    assert faults(data) != []


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("desk",), {"shelf": [1]}),
        (("id",), ""),
        (("text",), "old\rmac " + TEXT),
        ((*PERSON, "wikidata"), "Q1"),
        (("suggestions", "numbers", 0, "value"), "12:30"),
        (("suggestions", "places", 0, "latitude"), None),
        (("edits", 0, "client"), "web"),
        ((*FIRST, "after"), {"evidence": {"role": None}}),
        ((*FIRST, "after"), None),
        ((*FIRST, "reason"), "misprint"),
        (FIRST, {"field": "p9", "before": None, "after": {"id": "anything", "spans": [[0, 1]]}}),
        (FIRST, {"field": "article", "after": {"status": "done"}}),
    ],
    ids=str,
)
def test_what_is_read_is_valid(way: tuple[Any, ...], value: Any) -> None:
    data = whole()
    at(*way)(data, value)
    assert is_read(data)
    assert faults(data) == []


def small() -> Any:
    """Of everything one."""
    data = whole()
    for group in (cls.group for cls in BY_KIND.values()):
        del data[group]
        data["suggestions"][group] = data["suggestions"][group][:1]
    for item in (item for cls in BY_KIND.values() for item in data["suggestions"][cls.group]):
        item["spans"] = item["spans"][:1]
    made = next(edit for edit in data["edits"] if edit["op"] == "add")
    undone = next(edit for edit in data["edits"] if edit["op"] == "undo")
    data["edits"] = [made, {**undone, "of": made["id"]}, data["edits"][-1]]
    return data


def test_one_value_of_a_wrong_type_anywhere_is_judged_alike() -> None:
    """But where the schema cannot know: what refers to what, and what lies within the text."""
    sound = orjson.dumps(small())
    assert (VALIDATOR.is_valid(small()), is_read(small())) == (True, True)
    differing: list[str] = []
    odds: tuple[Any, ...] = (None, True, 1.5, "x", [[]], {"a": 1})
    for odd in odds:
        for way in places(orjson.loads(sound)):
            data = orjson.loads(sound)
            at(*way)(data, odd)
            valid, read = VALIDATOR.is_valid(data), is_read(data)
            if valid != read and not (valid and is_of_another_place(data)):
                differing.append(f"{way} = {odd!r} is {'valid' if valid else 'read'} alone")
    assert differing == []


def is_of_another_place(data: Any) -> bool:
    """True if what is wrong is how one part goes with another, in the words of the reader."""
    with pytest.raises(StetError) as refused:
        record_from_json(data)
    words = ["earlier edit", "among the people", "used twice", "must lie", "be greater", "must begin after"]
    words += ["already exists", "must be less than"]
    return any(one in refused.value.message for one in words)


def places(data: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place for key, value in inner for place in ((*way, key), *places(value, (*way, key)))]
