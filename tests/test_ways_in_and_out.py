"""What editors do to the files of a library, and what commands take and give: standard streams, times, lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import stet

from store.intake import article_from_text
from store.library.folder import FolderLibrary
from store.model.fields import Person, Suggestions

TEXT = "Una Holm waved.\u2028She left.\x85They stayed.\u2029So.\nThe end.\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    found = Suggestions(extractor="test/1", people=[Person(id="p1", spans=[(0, 8)], name="Una Holm")])
    FolderLibrary(tmp_path / "library").add(article_from_text(TEXT, title="Wave"), found)
    return tmp_path / "library"


def test_files_that_an_editor_saved_with_a_mark_or_other_line_ends_are_read(library: Path) -> None:
    before = stet("--library", library, "export", "-f", "jsonl").stdout
    [record], [text] = library.glob("records/*/*.json"), library.glob("texts/*/*.txt")
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes())
    text.write_bytes(b"\xef\xbb\xbf" + text.read_bytes().replace(b"\n", b"\r\n"))
    for words in (["check"], ["check", "--repair"], ["list"]):
        assert stet("--library", library, *words).returncode == 0
    assert stet("--library", library, "export", "-f", "jsonl").stdout == before
    assert stet("--library", library, "list", "una").stdout


@pytest.mark.parametrize("words", [["export", "-f", "jsonl"], ["export", "-f", "prodigy", "--include-suggested"]])
def test_a_record_is_one_line_for_every_program(library: Path, words: list[str]) -> None:
    out = stet("--library", library, *words).stdout.decode()
    [line] = out.splitlines()
    assert json.loads(line)["text"] == TEXT


def test_extract_and_list_give_one_line_too(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"text": TEXT, "title": TEXT}) + "\n")
    assert len(stet("extract", "--jsonl", path).stdout.decode().splitlines()) == 1
    assert len(stet("--library", library, "list", "--json").stdout.decode().splitlines()) == 1


def test_a_dash_is_standard_output(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    plain = stet("--library", library, "export", "-f", "jsonl")
    dashed = stet("--library", library, "export", "-f", "jsonl", "-o", "-")
    assert (dashed.stdout, dashed.stderr) == (plain.stdout, plain.stderr)
    assert stet("--library", library, "export", "-f", "brat", "-o", "-").returncode == 2
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    "time", ["2026-13-01", "2026-13", "2026-02-30", "2025-02-29T10:00", "2026-01-01T24:30", "2026-00"]
)
def test_a_time_that_no_calendar_has_is_refused(library: Path, time: str) -> None:
    done = stet("--library", library, "export", "-f", "jsonl", "--since", time)
    assert done.returncode == 2
    assert b"write a day or a time in UTC" in done.stderr


@pytest.mark.parametrize("time", ["2024-02-29", "2026", "2026-12", "2026-01-01T23", "2026-01-01T23:59:59Z"])
def test_a_time_may_be_cut_short(library: Path, time: str) -> None:
    done = stet("--library", library, "export", "-f", "jsonl", "--since", time)
    assert (done.returncode, b"was edited since" in done.stderr) == (1, True), "understood, though nobody has edited"
