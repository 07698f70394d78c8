"""A desk's own kinds in every format: out, and back as far as the format says that it can."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from command import stet
from own_kinds import KINDS, TEXT, coded, library_with, needs_its_package, span

from extract.words import sentences
from store.formats.export import export
from store.formats.registry import formats, importable
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Field, Suggestions, to_json
from store.model.record import Record

NAMES = [name for name, item in formats().items()]
BARE = {"doccano", "conll"}
"""Formats that hold no attributes; they say so."""


def same(record: Record, item: Field) -> dict[str, object]:
    """What a field says, with the words of what it points at in place of ids."""
    values = {key: value for key, value in to_json(item).items() if key in item.keys}
    for one in item.references:
        ids = values[one.key] if one.many else [values[one.key]]
        values[one.key] = [record.fields[name].spans if name else None for name in ids]
    return values


@pytest.mark.parametrize("name", NAMES)
def test_fields_of_own_kinds_go_out(name: str, tmp_path: Path) -> None:
    needs_its_package(name)
    record = coded(library_with(tmp_path / "library")).record
    out = tmp_path / f"out.{name}"
    said: list[str] = []
    export(name, [record], out, sentences=sentences, say=said.append)
    assert out.exists()
    if name in BARE:
        assert any("attributes" in line for line in said)


@pytest.mark.parametrize("name", [name for name in NAMES if name in importable()])
def test_fields_of_own_kinds_come_back(name: str, tmp_path: Path) -> None:
    needs_its_package(name)
    desk = coded(library_with(tmp_path / "library"))
    out = tmp_path / f"out.{name}"
    export(name, [desk.record], out, sentences=sentences)
    other = library_with(tmp_path / "other")
    if name != "jsonl":  # which is the whole record: there the ids are others than in the file
        first = coded(library_with(tmp_path / "other"), "ben") if name in BARE else None
        if first is None:
            other.add(desk.record.article, Suggestions())
    lost: list[str] = []
    import_file(name, out, other, "decided", "ben", lost.append)
    [summary] = other.find()
    back = other.load(summary.id)
    for item in desk.record.fields.values():
        [one] = [one for one in back.fields.values() if one.spans == item.spans and one.kind == item.kind and one.alive]
        if name not in BARE:
            assert same(back, one) == same(desk.record, item)
    assert not lost


@pytest.mark.parametrize("name", ["prodigy", "label-studio", "brat", "cas", "webanno", "spacy", "w3c"])
def test_references_lead_to_what_is_there_under_other_ids(name: str, tmp_path: Path) -> None:
    needs_its_package(name)
    desk = coded(library_with(tmp_path / "library"))
    out = tmp_path / f"out.{name}"
    export(name, [desk.record], out, sentences=sentences)
    other = library_with(tmp_path / "other")
    record = other.add(desk.record.article, Suggestions())
    from own_kinds import Desk

    ben = Desk(other, "ben")
    ben.add("organisations", ["the Union"])
    ben.do(actions.reject(ben.record, ["o1"]))
    import_file(name, out, other, "decided", "ben")
    back = other.load(record.id)
    [event] = [item for item in back.fields.values() if item.kind == "event"]
    assert to_json(event)["actor"] != "o2"
    assert same(back, event) == same(desk.record, desk.record.fields["e1"])


def test_tables_have_a_column_for_each_attribute(tmp_path: Path) -> None:
    record = coded(library_with(tmp_path / "library")).record
    record = replace(record, article=record.article._replace(date="2026-04-01"))
    export("csv", [record], tmp_path / "out", sentences=sentences)
    with (tmp_path / "out" / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    told = {key: row[key] for key in ("type", "actor", "actor_name", "targets", "targets_name", "deaths")}
    assert told == {
        "type": "protest",
        "actor": "o2",
        "actor_name": "Sabel Union",
        "targets": "o1; p1",
        "targets_name": "Police; Ida Berg",
        "deaths": "2",
    }
    assert (row["date"], row["event_date"]) == ("2026-04-01", "2026-05-04")  # the article's, and the event's


def test_values_that_the_file_does_not_allow_are_not_taken_from_elsewhere(tmp_path: Path) -> None:
    library = library_with(tmp_path / "library")
    start, end = span("marched")
    events = [{"id": "e1", "spans": [[start, end]], "type": "war", "date": "soon", "actor": "p9", "deaths": 1}]
    (tmp_path / "gold.jsonl").write_bytes(orjson.dumps({"text": TEXT, "events": events}))
    said: list[str] = []
    import_file("jsonl", tmp_path / "gold.jsonl", library, "decided", "ben", said.append)
    [summary] = library.find()
    item = library.load(summary.id).fields["e1"]
    assert (to_json(item)["type"], to_json(item)["date"], to_json(item)["deaths"]) == (None, None, 1)
    assert len(said) == 3
    assert any("does not allow: each must be one of protest" in line for line in said)


def test_what_the_file_no_longer_has_leaves_in_jsonl_and_is_said_elsewhere(tmp_path: Path) -> None:
    coded(library_with(tmp_path / "library"))
    library = library_with(tmp_path / "library", KINDS.replace('date = "date"\n', ""))
    [summary] = library.find()
    record = library.load(summary.id)
    export("jsonl", [record], tmp_path / "out.jsonl", sentences=sentences)
    assert '"date":"2026-05-04"' in (tmp_path / "out.jsonl").read_text()
    said: list[str] = []
    export("csv", [record], tmp_path / "out", sentences=sentences, say=said.append)
    assert said == ["csv cannot hold values of attributes that the kinds file no longer has: 1 in 1 article"]


def test_a_reference_that_was_changed_elsewhere_comes_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = coded(library_with(tmp_path / "library"))
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "library"))
    out = tmp_path / "out.jsonl"
    stet("export", "-f", "prodigy", "-o", out)
    assert b"0 edits brought home" in stet("import", "--back", "--from", "prodigy", out).stderr
    data = orjson.loads(out.read_bytes())
    [actor] = [one for one in data["relations"] if one["label"] == "ACTOR"]
    [target] = [
        one for one in data["relations"] if one["label"] == "TARGETS" and one["child_span"]["label"] == "PERSON"
    ]
    actor["child"], actor["child_span"] = target["child"], target["child_span"]
    data["relations"].remove(target)
    out.write_bytes(orjson.dumps(data) + b"\n")
    assert b"brought home" in stet("import", "--back", "--from", "prodigy", out).stderr
    item = desk.library.load(desk.record.id).fields["e1"]
    told = [getattr(item, key) for key in ("actor", "actor_name", "targets", "targets_name")]
    assert told == ["p1", "Ida Berg", ["o1"], ["Police", "Ida Berg"]]  # the name stays, as a speaker's does


def test_each_annotator_s_library_has_the_kinds(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    out = tmp_path / "out.jsonl"
    export("prodigy", [desk.record], out, sentences=sentences)
    data = orjson.loads(out.read_bytes())
    out.write_bytes(b"".join(orjson.dumps(data | {"_annotator_id": f"x-{by}"}) + b"\n" for by in ("ann", "ben")))
    told = stet(
        *(
            "import",
            "--each-annotator",
            "--kinds",
            tmp_path / "library" / "kinds.toml",
            "--library",
            tmp_path / "hands",
        ),
        *("--from", "prodigy", out),
    )
    assert told.returncode == 0, told.stderr
    made = sorted(path.parent for path in (tmp_path / "hands").glob("*/kinds.toml"))
    assert len(made) == 2
    record = FolderLibrary(made[0]).load(desk.record.id)
    [event] = record.group("events")
    assert same(record, event) == same(desk.record, desk.record.fields["e1"])


@pytest.mark.parametrize("name", ["brat", "w3c"])
def test_references_that_come_back_under_other_ids_are_not_lost(name: str, tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "desk"))
    desk.do(actions.reject(desk.record, ["o1"]))  # the id of the actor is another one where this is left out
    answer = stet("export", "--library", tmp_path / "desk", "-f", name, "--check")
    told = (answer.stdout + answer.stderr).decode()
    lost = told.partition("this is lost:")[2].partition("Nothing is lost of")[0]
    assert "actor" not in lost and "targets" not in lost, told
    assert "actor" in told or "nothing is lost" in told


def test_a_day_without_a_year_is_a_day_in_csv_and_no_sum_in_excel(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "desk"))
    desk.do(actions.change(desk.record, "e1", {"date": "--05-04", "tags": ["=1+1", "-1+1"]}))
    for options, day in (((), "--05-04"), (("--bom",), "'--05-04")):
        out = tmp_path / f"out{len(options)}"
        stet("export", "--library", tmp_path / "desk", "-f", "csv", *options, "-o", out)
        with (out / "events.csv").open(encoding="utf-8-sig", newline="") as file:
            [row] = csv.DictReader(file)
        assert row["event_date"] == day
        assert row["tags"].startswith("'=1+1")


def test_a_fact_sheet_says_what_is_what_of_an_event_and_its_sentence(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    desk.do(actions.change(desk.record, "e1", {"date": "--05-04"}))
    out = stet("export", "--library", tmp_path, "-f", "md", "-o", "-").stdout.decode()
    events = out.partition("## Events")[2].partition("\n## ")[0]
    said = "protest; actor: Sabel Union; targets: Police, Ida Berg; place: Lima; date: 4 May; deaths: 2; tags: a"
    assert f"**marched**, {said}" in events
    assert "Ida Berg and the Union marched; police shot two." in events
    assert "agency; named" not in out and "**Police**, agency" in out
    page = stet("export", "--library", tmp_path, "-f", "html", "-o", "-").stdout.decode()
    assert f">{said}<" in page
