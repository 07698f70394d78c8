"""The article's own fields in every format: out, back, brought home, and said where a format has no place for them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from own_kinds import ARTICLE_TABLE, KINDS, TEXT, Desk, coded, library_with, needs_its_package

from extract.words import sentences
from services.each_annotator import import_each
from services.round_trip import round_trip
from store.formats.context import ExportContext, Options
from store.formats.export import export
from store.formats.registry import formats, importable
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.about import values_of
from store.model.edit import ARTICLE
from store.model.fields import Suggestions

WITHOUT = ("conll", "webanno")
VALUES = {
    "topic": "strike", "relevance": "high", "code": "14.2", "main": "p1", "main_name": "Ida Berg",
    "question": "Who; what?", "tags": ["a", "b c"],
}  # fmt: skip
SHOWN = {**{key: value for key, value in VALUES.items() if key != "main_name"}, "main": "Ida Berg"}


def said(folder: Path) -> Desk:
    desk = coded(library_with(folder, KINDS + ARTICLE_TABLE))
    desk.do(actions.change(desk.record, ARTICLE, VALUES))
    return desk


def sent(desk: Desk, name: str, folder: Path) -> tuple[Path, list[str]]:
    needs_its_package(name)
    told: list[str] = []
    export(name, [desk.record], folder / name, sentences=sentences, say=told.append)
    return folder / name, told


@pytest.mark.parametrize("name", [name for name in importable() if name not in WITHOUT])
def test_they_come_back_with_the_format(name: str, tmp_path: Path) -> None:
    desk = said(tmp_path / "library")
    out, told = sent(desk, name, tmp_path)
    assert not any("own fields" in line for line in told)
    back = library_with(tmp_path / "back", KINDS + ARTICLE_TABLE)
    if name == "w3c":
        back.add(desk.record.article, Suggestions())
    import_file(name, out, back, "decided", "cyd")
    record = back.load(desk.record.id)
    assert values_of(record.about) == SHOWN
    assert getattr(record.about, "main") in record.fields  # noqa: B009  # the class is made from the kinds file


@pytest.mark.parametrize("name", [name for name in importable() if name not in (*WITHOUT, "jsonl")])
def test_unchanged_they_bring_nothing_home(name: str, tmp_path: Path) -> None:
    desk = said(tmp_path / "library")
    out, _ = sent(desk, name, tmp_path)
    report = import_file(name, out, desk.library, "back", "cyd")
    assert report.edits == {}


@pytest.mark.parametrize("name", WITHOUT)
def test_a_format_without_a_place_for_them_says_so(name: str, tmp_path: Path) -> None:
    _, told = sent(said(tmp_path / "library"), name, tmp_path)
    assert f"{name} cannot hold values of the article's own fields: 6 in 1 article" in told


def test_tables_have_columns_of_them(tmp_path: Path) -> None:
    out, _ = sent(said(tmp_path / "library"), "csv", tmp_path)
    with (out / "articles.csv").open(encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert (row["topic"], row["main"], row["main_name"], row["tags"]) == ("strike", "p1", "Ida Berg", "a; b c")
    assert row["said_conflict"] == ""


def test_sheets_have_them_at_the_top(tmp_path: Path) -> None:
    out, _ = sent(said(tmp_path / "library"), "md", tmp_path)
    words = out.read_text(encoding="utf-8")
    assert "- Topic: strike" in words
    assert "- Main: Ida Berg" in words


def test_no_format_speaks_of_them_where_no_kinds_file_has_them(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    for name in ("csv", "doccano", "prodigy", "brat", "label-studio", "w3c"):
        out, told = sent(desk, name, tmp_path)
        files = [out] if out.is_file() else [file for file in out.iterdir() if file.is_file()]
        words = "".join(file.read_text(encoding="utf-8") for file in files)
        assert "said_conflict" not in words
        assert '"about"' not in words
        assert not any("own fields" in line for line in told)
    assert "csv" in formats()


def changed(path: Path, change: Any) -> None:
    data = orjson.loads(path.read_bytes())
    change(data)
    path.write_bytes(orjson.dumps(data))


def test_what_was_chosen_in_label_studio_comes_home(tmp_path: Path) -> None:
    desk = said(tmp_path / "library")
    out, _ = sent(desk, "label-studio", tmp_path)
    assert '<Choices name="article_topic" toName="text" choice="single">' in (out / "config.xml").read_text()

    def choose(tasks: Any) -> None:
        [annotation] = tasks[0]["annotations"]
        for result in annotation["result"]:
            if result.get("from_name") == "article_topic":
                result["value"]["choices"] = ["riot"]
        annotation["result"] = [one for one in annotation["result"] if one.get("from_name") != "article_code"]

    changed(out / "tasks.json", choose)
    report = import_file("label-studio", out, desk.library, "back", "cyd")
    assert report.edits == {"change": 1}
    after = values_of(desk.library.load(desk.record.id).about)
    assert after == {**{key: value for key, value in SHOWN.items() if key != "code"}, "topic": "riot"}


def test_annotators_who_chose_otherwise_are_in_conflict(tmp_path: Path) -> None:
    works = [
        {"completed_by": {"email": f"{who}@desk.org"}, "result": [
            {"from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": [topic]}}
        ]}
        for who, topic in (("ann", "strike"), ("ben", "riot"))
    ]  # fmt: skip
    (tmp_path / "tasks.json").write_text(json.dumps([{"data": {"text": TEXT}, "annotations": works}]))
    library = library_with(tmp_path / "library", KINDS + ARTICLE_TABLE)
    report = import_file("label-studio", tmp_path / "tasks.json", library, "decided", "cyd")
    assert report.conflicts == 1
    [summary] = library.find("conflict:yes")
    readings = library.load(summary.id).about.conflict["topic"]
    assert {one["value"] for one in readings} == {"strike", "riot"}


LABELLED = {
    "doccano": {"text": TEXT, "label": ["strike", "high", "sports"]},
    "prodigy": {"text": TEXT, "accept": ["topic=strike", "high", "sports"], "answer": "accept"},
}


@pytest.mark.parametrize("name", LABELLED)
def test_labels_of_whole_texts_are_the_choices_that_they_can_only_be(name: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(LABELLED[name]))
    told: list[str] = []
    library = library_with(tmp_path / "library", KINDS + ARTICLE_TABLE)
    import_file(name, tmp_path / "in.jsonl", library, "decided", "cyd", told.append)
    [summary] = FolderLibrary(tmp_path / "library").find()
    assert summary.own == {"topic": "strike", "relevance": "high"}
    assert any("sports" in line for line in told)


def test_what_is_lost_of_them_is_counted_by_the_check_of_an_export(tmp_path: Path) -> None:
    desk = said(tmp_path / "library")
    for name, lost in (("doccano", 0), ("conll", 6)):
        with round_trip() as trip:
            export(name, [desk.record], tmp_path / name, sentences=sentences, watch=trip.sent)
            tally = trip.back(name, tmp_path / name)
        assert tally is not None
        assert (tally.lost["values of the article"], tally.of["values of the article"]) == (lost, 6)


def test_each_annotator_s_library_has_what_they_said(tmp_path: Path) -> None:
    works = [
        {"completed_by": {"email": f"{who}@desk.org"}, "result": [
            {"from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": [topic]}}
        ]}
        for who, topic in (("ann", "strike"), ("ben", "riot"))
    ]  # fmt: skip
    (tmp_path / "tasks.json").write_text(json.dumps([{"data": {"text": TEXT}, "annotations": works}]))
    (tmp_path / "kinds.toml").write_text(KINDS + ARTICLE_TABLE)
    report = import_each(
        "label-studio", tmp_path / "tasks.json", tmp_path / "team", None, kinds=tmp_path / "kinds.toml"
    )
    topics = [FolderLibrary(path).find() for path, _ in report.libraries.values()]
    assert sorted(summary.own["topic"] for found in topics for summary in found) == ["riot", "strike"]


def test_choices_without_a_region_come_in_from_label_studio_s_short_export(tmp_path: Path) -> None:
    row = {"text": TEXT, "article_topic": "strike", "article_tags": ["a", "b"], "annotator": 3, "annotation_id": 7}
    (tmp_path / "min.json").write_text(json.dumps([row | {"id": 1}]))
    library = library_with(tmp_path / "library", KINDS + ARTICLE_TABLE)
    import_file("label-studio", tmp_path / "min.json", library, "decided", "cyd")
    [summary] = library.find()
    assert summary.own == {"topic": "strike", "tags": ["a", "b"]}


def test_a_format_that_knows_nothing_of_them_says_so_too(tmp_path: Path) -> None:
    told: list[str] = []
    context = ExportContext([said(tmp_path / "library").record], Options(sentences=sentences), told.append)
    assert list(context.each(lambda document: document.text)) == [TEXT]
    context.report("wire", shows_conflicts=False)
    assert "wire cannot hold values of the article's own fields: 6 in 1 article" in told
