"""One rule of exit status for every format: 0 where it was done, 1 where there was nothing that could be."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from command import stet
from several import written

from store.formats.registry import importable
from store.library.folder import FolderLibrary


@pytest.mark.parametrize("name", [name for name in importable() if name != "brat"])
@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf\n \r\n"])
@pytest.mark.parametrize("more", [(), ("--back",), ("--each-annotator",)])
def test_an_empty_file_is_said_to_be_empty(name: str, data: bytes, more: tuple[str, ...], tmp_path: Path) -> None:
    path = written(tmp_path / "in", data)
    told = stet("import", "--from", name, *more, path, "--library", tmp_path / "lib")
    assert (told.returncode, told.stderr.decode()) == (1, f"stet: Nothing to import: {path} is empty\n")


def test_standard_input_is_called_so() -> None:
    told = stet("import", "--from", "doccano", "-")
    assert (told.returncode, told.stderr) == (1, b"stet: Nothing to import: standard input is empty\n")
    told = stet("import", "--from", "label-studio", "-", input=b"x")
    assert told.returncode == 1 and b"standard input is not an export" in told.stderr and b"/tmp" not in told.stderr


@pytest.mark.parametrize(("name", "data"), [("label-studio", b"[]"), ("doccano", b"[]"), ("w3c", b"[]")])
def test_a_list_of_nothing_is_nothing_too(name: str, data: bytes, tmp_path: Path) -> None:
    path = written(tmp_path / "in", data)
    told = stet("import", "--from", name, path, "--library", tmp_path / "lib")
    assert (told.returncode, told.stderr) == (1, b"Nothing to import.\n")


def test_what_was_rejected_in_prodigy_is_counted_and_no_failure(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 3, "label": "PERSON"}]
    lines = [
        {"text": "Ida came.", "spans": spans, "answer": "reject", "_annotator_id": "ann", "_timestamp": 1740909600},
        {"text": "Ida came.", "spans": spans, "answer": "accept", "_annotator_id": "ben", "_timestamp": 1740823200},
        {"text": "Bob left.", "spans": spans, "answer": "reject"},
    ]
    path = written(tmp_path / "in", b"\n".join(map(orjson.dumps, lines)))
    words = ("import", "--from", "prodigy", "--as", "decided", path, "--library", tmp_path / "lib")
    told = stet(*words)
    assert told.returncode == 0
    assert b"not taken over: 2 tasks that were rejected in Prodigy" in told.stderr
    library = FolderLibrary(tmp_path / "lib")
    made = {record.text: [item.status for item in record.people] for record in map(library.load, library.ids())}
    assert made == {"Ida came.": ["accepted"], "Bob left.": []}
    assert stet(*words, "--strict").returncode == 1
