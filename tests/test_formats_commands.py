"""`stet export` and `stet add` on the formats of others, and what is said where a package is missing."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from command import stet
from factories import Annotator, record

from store.errors import StetError
from store.formats.export import export
from store.formats.registry import formats
from store.intake import pdf
from store.intake.article import article_from_text
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import text_id


@pytest.fixture
def library(tmp_path: Path) -> Path:
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1", "q1", "n1"]))
    shelf = FolderLibrary(tmp_path / "library")
    shelf.add(hand.record.article, hand.record.suggestions, hand.record.edits)
    return shelf.path


def test_an_export_says_what_it_could_not_hold(library: Path) -> None:
    done = stet("--library", library, "export", "-f", "doccano")
    assert done.returncode == 0
    assert {entity["label"] for entity in json.loads(done.stdout)["entities"]} == {"PERSON", "NUMBER", "QUOTE"}
    assert b"stet: doccano cannot hold attributes: 10 in 1 article\n" in done.stderr


def test_kinds_and_times_narrow_it(library: Path) -> None:
    done = stet("--library", library, "export", "-f", "prodigy", "--kind", "number", "--kind", "place")
    assert {one["label"] for one in json.loads(done.stdout)["spans"]} == {"NUMBER"}
    for when, lines in (("2026-05-04T10:00", 1), ("2026-05-04", 1), ("2026-05-05", 0), ("2027", 0)):
        done = stet("--library", library, "export", "-f", "jsonl", "--since", when)
        assert (done.returncode, len(done.stdout.splitlines())) == (0 if lines else 1, lines)


@pytest.mark.parametrize("words", [["no such words"], ["--since", "2027"], ["--check", "no such words"]])
@pytest.mark.parametrize(
    ("name", "out"), [("csv", "new/sheets"), ("md", "new/inner/sheet.md"), ("jsonl", "new/a.jsonl")]
)
def test_where_nothing_matches_no_file_and_no_folder_is_made(
    words: list[str], name: str, out: str, library: Path, tmp_path: Path
) -> None:
    done = stet("--library", library, "export", "-f", name, "-o", tmp_path / out, *words)
    assert (done.returncode, done.stdout) == (1, b"")
    said = done.stderr.decode().splitlines()
    assert len(said) == 1 and said[0].startswith(f"stet: Nothing exported: no article in {library} ")
    assert not (tmp_path / "new").exists()


def test_what_was_exported_before_is_kept_where_nothing_matches(library: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.md").write_text("yesterday's")
    assert stet("--library", library, "export", "-f", "md", "-o", tmp_path / "sheet.md", "nobody").returncode == 1
    assert (tmp_path / "sheet.md").read_text() == "yesterday's"


def test_only_articles_that_were_edited_since_are_counted(library: Path, tmp_path: Path) -> None:
    FolderLibrary(library).add(article_from_text("Two ships left.", title="Ships"), Suggestions())
    done = stet("--library", library, "export", "-f", "csv", "--since", "2026-05-04", "-o", tmp_path / "sheets")
    assert (done.returncode, f"1 article in {tmp_path}/sheets" in done.stderr.decode()) == (0, True)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["-f", "jsonl", "--kind", "person"], b"always whole"),
        (["-f", "csv", "--since", "yesterday"], b"a day or a time in UTC"),
        (["-f", "brat"], b"name the folder with -o"),
        (["-f", "md", "--kind", "thing"], b"thing"),
    ],
)
def test_wrong_usage(words: list[str], part: bytes, library: Path) -> None:
    done = stet("--library", library, "export", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert part in done.stderr


def test_articles_of_tables_pages_and_standard_input_are_added_and_exported_again(tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_text('{"body": "Ida Berg won.", "key": 7, "desk": "north"}\n{"body": 3}\n')
    words = ("--library", tmp_path / "library", "add", "--text-field", "body", "--id-field", "key")
    done = stet(*words, tmp_path / "wire.jsonl", "-", input=b"Two ships left.")
    assert done.returncode == 1
    assert b"line 2: it has no text under body" in done.stderr
    lines = [
        json.loads(line)
        for line in stet("--library", tmp_path / "library", "export", "-f", "jsonl").stdout.splitlines()
    ]
    assert {(line["id"], line["text"]) for line in lines} == {
        ("7", "Ida Berg won."),
        (text_id("Two ships left."), "Two ships left."),
    }
    assert [line["meta"] for line in lines if line["id"] == "7"] == [{"desk": "north"}]


@pytest.mark.parametrize(
    ("name", "package"), [("xlsx", "openpyxl"), ("parquet", "pyarrow"), ("spacy", "spacy"), ("cas", "cassis")]
)
def test_a_missing_package_names_the_extra(
    name: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"store.formats.{name}", raising=False)
    for module in [module for module in sys.modules if module.startswith(f"{package}.")]:  # of an earlier test
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(
        StetError, match=rf"{name} needs {package}; pip install 'stet-tui\[{formats()[name].spec.extra}\]'"
    ):
        export(name, [record()], tmp_path / "out", sentences=lambda text: [(0, len(text))])
    assert list(tmp_path.iterdir()) == []


def test_a_missing_office_package_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(StetError, match=r"PDF needs pypdf; pip install 'stet-tui\[office\]'"):
        pdf.read(b"%PDF-1.7", "standard input", "", "")


def test_a_speaker_who_is_not_exported_is_said() -> None:
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["q1"]))
    heard: list[str] = []
    stream = io.BytesIO()
    export("doccano", [hand.record], stream, sentences=lambda text: [(0, len(text))], say=heard.append)
    assert "doccano cannot hold links to speakers that are not exported: 1 in 1 article" in heard
    assert json.loads(stream.getvalue())["relations"] == [{"id": 1, "from_id": 2, "to_id": 1, "type": "SAME"}]


def test_labels_of_another_program_mean_what_the_command_says(tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"text": "Una sat in the Rotunda.", "label": [[0, 3, "PERS"], [15, 22, "BUILDING"]]}\n')
    words = ("--library", tmp_path / "library", "import", "--from", "doccano", lines)
    done = stet(*words, "--label", "pers=person", "--label", "BUILDING=facility", "--strict")
    assert (done.returncode, b"not taken over" in done.stderr) == (0, False)
    [record] = [FolderLibrary(tmp_path / "library").load(one) for one in FolderLibrary(tmp_path / "library").ids()]
    assert [(item.kind, getattr(item, "type", None)) for item in record.fields.values()] == [
        ("person", None),
        ("place", "facility"),
    ]
    refused = stet(*words, "--label", "PERS=human")
    assert refused.returncode == 2
    assert b"human is not a kind; the kinds are person, place, number, quote" in refused.stderr
    assert stet(*words, "--label", "PERS").returncode == 2
