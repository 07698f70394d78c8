"""Exports: what is in them, what is not, and that no half of one is ever seen."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
import pytest
from making import TEXT, Hand, article, record

from store import actions
from store.errors import StetError
from store.fields import Number, Span, Suggestions
from store.formats import FORMATS, export
from store.formats.csv import COLUMNS
from store.record import Article, Record
from store.schema import record_from_json


def sentences(text: str) -> Sequence[Span]:
    """By full stops, which is enough here."""
    found: list[Span] = []
    start = 0
    while start < len(text):
        end = text.find(". ", start) + 1 or len(text)
        found.append((start, end))
        start = end + 1
    return found


def checked() -> Record:
    hand = Hand(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1", "q1", "n1"]))
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
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(COLUMNS)
    [person] = table(tmp_path / "out", "people")
    assert (person["name"], person["role"], person["surface"], person["mentions"]) == (
        "Ida Lunde", "Captain", "Ida Lunde", "2",
    )  # fmt: skip
    assert person["title"] == "Ferry fire"
    assert person["source"] == "Harbour desk"
    assert "Captain Ida Lunde said" in person["sentence"]
    assert table(tmp_path / "out", "places") == []
    assert [row["surface"] for row in table(tmp_path / "out", "mentions") if row["kind"] == "person"] == [
        "Ida Lunde", "Lunde",
    ]  # fmt: skip
    [row] = table(tmp_path / "out", "articles")
    assert (row["people"], row["places"], row["numbers"], row["quotes"]) == ("1", "0", "2", "1")


def test_a_number_in_a_quote_says_which_and_who_said_it(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path / "out", sentences=sentences)
    said = {row["surface"]: (row["quote"], row["speaker_name"]) for row in table(tmp_path / "out", "numbers")}
    assert said == {"19": ("", ""), "smoke": ("q1", "Ida Lunde")}


def test_more_is_exported_on_request(tmp_path: Path) -> None:
    export("csv", [checked()], tmp_path / "out", sentences=sentences, include_rejected=True)
    assert [row["status"] for row in table(tmp_path / "out", "places")] == ["rejected"]
    export("csv", [checked()], tmp_path / "out", sentences=sentences, include_suggested=True)
    assert [row["name"] for row in table(tmp_path / "out", "places")] == ["Bergen"]


def test_no_cell_acts_as_a_formula(tmp_path: Path) -> None:
    text = '=HYPERLINK("http://x") -5 +x @y\t-3.5% \n'
    found = Suggestions(numbers=[Number(id="n1", spans=[(23, 25)], value=-5), Number(id="n2", spans=[(26, 28)])])
    bad = Record(article=Article(id="=1+1", text=text, title="=cmd|' /C calc'!A0", source="\tx"), suggestions=found)
    export("csv", [bad], tmp_path / "out", sentences=sentences, include_suggested=True)
    first, second = table(tmp_path / "out", "numbers")
    assert (first["value"], first["surface"], second["surface"]) == ("-5", "-5", "'+x")
    assert (first["title"], first["source"], first["article"]) == ("'=cmd|' /C calc'!A0", "'\tx", "'=1+1")
    assert first["sentence"].startswith("'=")


def test_nothing_is_seen_of_an_export_that_failed(tmp_path: Path) -> None:
    def failing() -> Iterator[Record]:
        yield checked()
        raise StetError("Record damaged", "records/ab/ab.json: it is empty")

    for name in FORMATS:
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
    with pytest.raises(StetError, match="there are jsonl, csv"):
        export("xls", [], tmp_path / "x", sentences=sentences)
    export("csv", [checked()], tmp_path / "folder", sentences=sentences)
    assert (tmp_path / "folder" / "notes.txt").read_text() == "mine"


def test_memory_does_not_grow_with_the_export(tmp_path: Path) -> None:
    text = "Nineteen ships. " * 2000

    def many(count: int) -> Iterator[Record]:
        for number in range(count):
            yield Record(article=article(f"{number} {text}"), suggestions=Suggestions())

    peaks = []
    for count in (4, 40):
        tracemalloc.start()
        for name in FORMATS:
            export(name, many(count), tmp_path / name, sentences=sentences)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
