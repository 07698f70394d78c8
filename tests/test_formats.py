"""Exports: what is in them, what is not, and that no half of one is ever seen."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import TEXT, Annotator, article, record

from store.errors import StetError
from store.formats.export import export
from store.formats.registry import formats
from store.formats.tables import tables
from store.model import actions
from store.model.fields import Number, Span, Suggestions
from store.model.record import Article, Record
from store.model.schema import record_from_json


def sentences(text: str) -> Sequence[Span]:
    """By full stops, which is enough here."""
    found: list[Span] = []
    start = 0
    while start < len(text):
        end = text.find(". ", start) + 1 or len(text)
        found.append((start, end))
        start = end + 1
    return found


PLAIN = [name for name, item in formats().items() if item.spec.extra is None]
"""The formats that need no packages of an extra."""


def checked() -> Record:
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1", "q1", "n1", "l1"]))
    hand.act(actions.reject(hand.record, ["l2"]))
    start = TEXT.index("smoke")
    hand.act(actions.add(hand.record, "numbers", [(start, start + 5)], {"value": 1}))
    return hand.record


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_jsonl_is_whole_and_comes_back(tmp_path: Path) -> None:
    export("jsonl", [checked(), record()], tmp_path / "out.jsonl", sentences=sentences)
    lines = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert [record_from_json(orjson.loads(line)) for line in lines] == [checked(), record()]


def test_jsonl_goes_to_a_stream_too() -> None:
    stream = io.BytesIO()
    export("jsonl", [checked()], stream, sentences=sentences)
    assert stream.getvalue().endswith(b"\n")


def test_csv_is_a_folder_of_tables_with_what_is_decided(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path / "out", sentences=sentences)
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(tables()) | {"datapackage"}
    [person] = table(tmp_path / "out", "people")
    assert (person["name"], person["role"], person["surface"], person["mentions"]) == (
        "Ida Lunde", "Captain", "Ida Lunde", "2",
    )  # fmt: skip
    assert person["title"] == "Ferry fire"
    assert person["source"] == "Harbour desk"
    assert "Captain Ida Lunde said" in person["sentence"]
    assert [place["name"] for place in table(tmp_path / "out", "places")] == ["Bergen"]
    assert [row["surface"] for row in table(tmp_path / "out", "mentions") if row["kind"] == "person"] == [
        "Ida Lunde", "Lunde",
    ]  # fmt: skip
    [row] = table(tmp_path / "out", "articles")
    assert (row["people"], row["places"], row["numbers"], row["quotes"]) == ("1", "1", "2", "1")


def test_a_number_in_a_quote_says_which_and_who_said_it(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path / "out", sentences=sentences)
    said = {row["surface"]: (row["quote"], row["speaker_name"]) for row in table(tmp_path / "out", "numbers")}
    assert said == {"19": ("", ""), "smoke": ("q1", "Ida Lunde")}


def test_more_is_exported_on_request(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path / "out", sentences=sentences, include_rejected=True)
    assert [row["status"] for row in table(tmp_path / "out", "places")] == ["rejected", "accepted"]
    export("csv", [checked()], tmp_path / "out", sentences=sentences, include_suggested=True)
    assert [row["surface"] for row in table(tmp_path / "out", "numbers")] == ["19", "smoke", "52", "14"]


def test_no_cell_acts_as_a_formula(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://x") -5 +x @y\t-3.5% \n'
    found = Suggestions(numbers=[Number(id="n1", spans=[(23, 25)], value=-5), Number(id="n2", spans=[(26, 28)])])
    bad = Record(article=Article(id="=1+1", text=text, title="=cmd|' /C calc'!A0", source="\tx"), suggestions=found)
    export("csv", [bad], tmp_path / "out", sentences=sentences, include_suggested=True)
    first, second = table(tmp_path / "out", "numbers")
    assert (first["value"], first["surface"], second["surface"]) == ("-5", "-5", "'+x")
    assert second["value"] == ""
    assert (first["title"], first["source"], first["article"]) == ("'=cmd|' /C calc'!A0", "'\tx", "'=1+1")
    assert first["sentence"].startswith("'=")


def test_values_that_are_no_numbers_stand_beside_them(tmp_path: Path) -> None:
    found = Suggestions(
        numbers=[
            Number(id="n1", spans=[(0, 4)], value="2-1", number_kind="score"),
            Number(id="n2", spans=[(5, 9)], low=2015, high=2016, number_kind="range"),
        ]
    )
    export("csv", [Record(article=article(), suggestions=found)], tmp_path, sentences=sentences, include_suggested=True)
    one, two = table(tmp_path, "numbers")
    assert (one["value"], one["value_text"], one["kind"]) == ("", "2-1", "score")
    assert (two["value"], two["low"], two["high"], two["low_text"]) == ("", "2015", "2016", "")


def test_edits_are_a_table(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path, sentences=sentences)
    made = [(row["op"], row["field"], row["attribute"], row["after"]) for row in table(tmp_path, "edits")]
    assert made[:4] == [("accept", name, "status", "accepted") for name in ("p1", "q1", "n1", "l1")]
    assert ("reject", "l2", "status", "rejected") not in made
    assert orjson.loads(made[-1][3])["value"] == 1
    assert {row["decided_by"] for row in table(tmp_path, "people")} == {"ann"}


def test_a_decision_that_was_taken_back_is_nobodys(tmp_path: Path) -> None:
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    hand.act(actions.undo(hand.record, "ann"))
    bea = Annotator(hand.record, "bea")
    bea.act(actions.accept(bea.record, ["l1"]))
    export("csv", [bea.record], tmp_path, sentences=sentences, include_suggested=True)
    told = {row["id"]: row["decided_by"] for name in ("people", "places") for row in table(tmp_path, name)}
    assert told == {"p1": "", "l1": "bea", "l2": ""}


def test_the_data_package_names_every_column(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path, sentences=sentences)
    package = orjson.loads((tmp_path / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        header = (tmp_path / resource["path"]).read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]


@pytest.mark.parametrize("name", PLAIN)
def test_only_articles_edited_since(name: str, tmp_path: Path) -> None:
    assert b"Bergen" in files(name, tmp_path / "some", since="2026-05-04T10:00:01")
    assert b"Bergen" not in files(name, tmp_path / "none", since="2026-05-05")


def test_only_the_kinds_asked_for(tmp_path: Path) -> None:
    assert b'"label":"PERSON"' in files("doccano", tmp_path / "all")
    assert b'"label":"PERSON"' not in files("doccano", tmp_path / "some", groups=["numbers", "quotes"])
    assert record_from_json(orjson.loads(files("jsonl", tmp_path / "whole", groups=["people"]))) == checked()


def files(name: str, out: Path, **how: Any) -> bytes:
    """What an export holds, all files of it behind one another."""
    export(name, [checked()], out, sentences=sentences, **how)
    return b"".join(path.read_bytes() for path in sorted(out.iterdir())) if out.is_dir() else out.read_bytes()


def test_what_cannot_be_held_is_said_in_one_line_a_sort(tmp_path: Path) -> None:
    heard: list[str] = []
    for name in PLAIN:
        export(name, [checked(), checked()], tmp_path / name, sentences=sentences, say=heard.append)
    assert "doccano cannot hold attributes: 34 in 2 articles" in heard
    assert "conll cannot hold overlapping spans: 0 in 2 articles" not in heard
    assert "geojson cannot hold fields that are not places: 8 in 2 articles" in heard
    assert not [line for line in heard if line.startswith(("jsonl", "csv", "html", "md"))]


def test_a_record_that_does_not_fit_is_named_and_the_rest_is_written(tmp_path: Path) -> None:
    broken = Record(
        article=article("Short."), suggestions=Suggestions(numbers=[Number(id="n1", spans=[(3, 99)], value=1)])
    )
    heard: list[str] = []
    out = tmp_path / "out.jsonl"
    options: dict[str, Any] = {"sentences": sentences, "say": heard.append, "include_suggested": True}
    assert export("doccano", [broken, checked()], out, **options).left_out == 1
    assert [line for line in heard if line.startswith(f"left out: {broken.id}: ")]
    assert len(out.read_bytes().splitlines()) == 1


def test_nothing_is_seen_of_an_export_that_failed(tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield checked()
        raise StetError("Record damaged", "records/ab/ab.json: it is empty")

    for name in PLAIN:
        out = tmp_path / name
        with pytest.raises(StetError, match="it is empty"):
            export(name, failing(), out, sentences=sentences)
    assert list(tmp_path.iterdir()) == []


def test_what_stands_where_the_export_should_go(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.txt").write_text("mine")
    with pytest.raises(StetError, match="is a file; name a folder"):
        export("csv", [], tmp_path / "file", sentences=sentences)
    with pytest.raises(StetError, match="folder"):
        export("jsonl", [], tmp_path / "folder", sentences=sentences)
    with pytest.raises(StetError, match="name the folder with -o"):
        export("csv", [], io.BytesIO(), sentences=sentences)
    with pytest.raises(StetError, match=r"there are jsonl, csv, xlsx"):
        export("xls", [], tmp_path / "x", sentences=sentences)
    export("csv", [checked()], tmp_path / "folder", sentences=sentences)
    assert (tmp_path / "folder" / "notes.txt").read_text() == "mine"


def test_memory_does_not_grow_with_the_export(tmp_path: Path) -> None:
    text = "Nineteen ships. " * 400

    def many(count: int) -> Iterator[Record]:
        for number in range(count):
            yield Record(article=article(f"{number} {text}"), suggestions=Suggestions())

    peaks = []
    for count in (4, 40):
        tracemalloc.start()
        for name in PLAIN:
            export(name, many(count), tmp_path / name, sentences=sentences)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
