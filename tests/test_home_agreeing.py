"""What was made in another program and meanwhile here too, or there by two, is one field."""

from __future__ import annotations

from pathlib import Path

import orjson
from test_home import TEXT, at, desk, here, home, in_label_studio, sent

from store.model import actions
from store.model.fields import Person
from store.model.record import Record

COOK = {"name": "Ann Berg", "role": "cook"}


def with_person(path: Path, words: str) -> None:
    """One more person in doccano's file."""
    task = orjson.loads(path.read_bytes())
    start = len(TEXT[: at(words)[0]].encode("utf-16-le")) // 2
    task["entities"].append(
        {"id": 900 + start, "label": "PERSON", "start_offset": start, "end_offset": start + len(words)}
    )
    path.write_bytes(orjson.dumps(task))


def person(record: Record, name: str) -> Person:
    item = record.fields[name]
    assert isinstance(item, Person)
    return item


def test_added_there_and_here(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "doccano", tmp_path)
    here(library, "ann", lambda record: actions.add(record, "people", [at("she")], COOK))
    with_person(path, "she")
    with_person(path, "left")
    report = home(library, "doccano", path, by="cyd")
    assert (report.edits, report.conflicts) == ({"add": 1}, 0)
    record = library.load("quay/1")
    assert (person(record, "p4").name, person(record, "p4").role) == ("Ann Berg", "cook")
    surfaces = [item.surface(TEXT) for item in record.people]
    assert (surfaces.count("she"), surfaces.count("left")) == (1, 1)
    assert home(library, "doccano", path, by="cyd").edits == {}


def test_added_there_with_another_value_than_here(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "label-studio", tmp_path)
    here(library, "ann", lambda record: actions.add(record, "people", [at("she")], COOK))
    with_captain(path)
    report = home(library, "label-studio", path, by="cyd")
    assert (report.edits, report.conflicts) == ({"import": 1, "change": 1}, 1)
    readings = person(library.load("quay/1"), "p4").conflict["role"]
    assert sorted((one["value"], one["by"]) for one in readings) == [("captain", "cyd"), ("cook", "ann")]
    assert home(library, "label-studio", path, by="cyd").edits == {}


def with_captain(path: Path) -> None:
    """A captain, in the only annotation."""
    tasks = in_label_studio(path)
    start, end = at("she")
    where = {"start": start, "end": end, "text": "she"}
    region = {"id": "new", "to_name": "text"}
    tasks[0]["annotations"][0]["result"] += [
        {**region, "from_name": "label", "type": "labels", "value": {**where, "labels": ["PERSON"]}},
        {**region, "from_name": "person_role", "type": "textarea", "value": {**where, "text": ["captain"]}},
    ]
    (path / "tasks.json").write_bytes(orjson.dumps(tasks))


def test_added_by_two_there(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "label-studio", tmp_path)
    with_captain(path)
    tasks = in_label_studio(path)
    [one] = tasks[0]["annotations"]
    two = orjson.loads(orjson.dumps(one))
    one["completed_by"], two["completed_by"] = {"email": "ida@desk"}, {"email": "bo@desk"}
    two["result"][-1]["value"]["text"] = ["skipper"]
    tasks[0]["annotations"] = [one, two]
    (path / "tasks.json").write_bytes(orjson.dumps(tasks))
    report = home(library, "label-studio", path)
    record = library.load("quay/1")
    assert [item.surface(TEXT) for item in record.people].count("she") == 1
    assert (report.conflicts, sorted(one["value"] for one in person(record, "p4").conflict["role"])) == (
        1,
        ["captain", "skipper"],
    )


def test_words_written_behind_or_instead_of_what_brat_keeps_for_us(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "brat", tmp_path)
    [file] = path.glob("*.ann")
    lines = file.read_text(encoding="utf-8").splitlines()
    oslo, twelve = (next(one.split("\t")[0] for one in lines if one.endswith(f"\t{it}")) for it in ("Oslo", "12"))
    for at_line, one in enumerate(lines):
        if one.startswith("#") and f" {twelve}\t" in one:
            lines[at_line] = f"{one} sure?"
        elif one.startswith("#") and f" {oslo}\t" in one:
            lines[at_line] = f"#9\tAnnotatorNotes {oslo}\tnot the capital"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = home(library, "brat", path)
    assert report.edits == {"change": 2}
    record = library.load("quay/1")
    place, number = record.places[0], record.numbers[0]
    assert (place.note, place.country, place.type, place.name) == ("not the capital", "NO", "city", "Oslo")
    assert (number.note, number.value, number.counted) == ("sure?", 12, "boats")


def test_a_value_that_cannot_be_read_is_no_change(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "prodigy", tmp_path)
    task = orjson.loads(path.read_bytes())
    [place] = [span for span in task["spans"] if span.get("attributes", {}).get("country")]
    place["attributes"] |= {"type": "town", "latitude": "59,9"}
    path.write_bytes(orjson.dumps(task))
    report = home(library, "prodigy", path)
    assert (report.edits, sum(report.losses.values())) == ({}, 2)
    assert library.load("quay/1").places[0].type == "city"
