"""What `import --back` says of what it does not bring home."""

from __future__ import annotations

import zipfile
from pathlib import Path

import orjson
from command import stet
from test_home import TEXT, desk, home, in_label_studio, sent

from store.importing.archives import unpacked
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model.record import Record


def on_disk(folder: Path) -> FolderLibrary:
    library = FolderLibrary(folder)
    made: Record = desk().load("quay/1")
    library.add(made.article, made.suggestions, made.edits)
    return library


def test_a_text_that_was_changed_there_is_said_to_differ(tmp_path: Path) -> None:
    library = on_disk(tmp_path / "lib")
    path = sent(library, "doccano", tmp_path)
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | {"text": TEXT.replace("slept", "sleeps")}))
    told = stet("import", "--from", "doccano", "--back", path, "--library", library.path)
    assert told.returncode == 1
    why = "the text of quay/1 differs from the one here, from “pt in Oslo.” on, and a text here never changes"
    assert f"line 1 left out: {why}; import it without --back".encode() in told.stderr
    path.write_bytes(orjson.dumps(orjson.loads(path.read_bytes()) | {"text": TEXT + " More."}))
    told = stet("import", "--from", "doccano", "--back", path, "--library", library.path)
    assert b"differs from the one here, in its length" in told.stderr


def test_an_annotation_that_was_deleted_there_is_no_correction_and_said(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "label-studio", tmp_path)
    tasks = in_label_studio(path)
    tasks[0]["annotations"] = []
    (path / "tasks.json").write_bytes(orjson.dumps(tasks))
    report = home(library, "label-studio", path)
    why = "articles of which nobody's work came back: all stays as it is"
    assert (report.edits, report.losses) == ({}, {why: 1})


def test_a_file_of_a_user_with_nothing_on_the_text_is_said(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "doccano", tmp_path)
    line = orjson.loads(path.read_bytes())
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.writestr("ann.jsonl", orjson.dumps(line))
        archive.writestr("cem.jsonl", orjson.dumps(line | {"entities": [], "relations": []}))
    with unpacked(tmp_path / "out.zip", as_folder=True) as folder:
        report = import_file("doccano", folder, library, "back", "bea")
    assert (report.edits, report.losses, report.idle) == ({}, {}, 1)
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("ann.jsonl", orjson.dumps(line | {"entities": [], "relations": []}))
    with unpacked(tmp_path / "one.zip", as_folder=True) as folder:
        report = import_file("doccano", folder, library, "back", "bea")
    assert report.losses == {"articles of which nobody's work came back: all stays as it is": 1}


def test_evidence_of_another_kind_does_not_stay_with_a_new_label(tmp_path: Path) -> None:
    library = desk()
    path = sent(library, "prodigy", tmp_path)
    task = orjson.loads(path.read_bytes())
    assert task["spans"][0]["evidence"]
    task["spans"][0]["label"] = "PLACE"
    for relation in task["relations"]:
        for end in ("head_span", "child_span"):
            if relation[end]["start"] == task["spans"][0]["start"]:
                relation[end]["label"] = "PLACE"
    task["comment"] = "see her"
    path.write_bytes(orjson.dumps(task))
    report = home(library, "prodigy", path)
    for item in library.load("quay/1").fields.values():
        assert item.evidence.keys() <= {*item.keys}, item
    assert report.losses["evidence of attributes that this kind has not"] == 1
    assert report.losses["comments"] == 1


def test_what_came_home_is_told_by_sort(tmp_path: Path) -> None:
    library = on_disk(tmp_path / "lib")
    path = sent(library, "doccano", tmp_path)
    line = orjson.loads(path.read_bytes())
    line["entities"], line["relations"] = line["entities"][:1], []
    path.write_bytes(orjson.dumps(line))
    told = stet("import", "--from", "doccano", "--back", path, "--library", library.path)
    assert told.stderr.decode().splitlines() == [
        "1 article that was there, 7 edits brought home",
        "Brought home: 6 struck out, 1 changed",
    ]
    again = stet("import", "--from", "doccano", "--back", path, "--library", library.path)
    assert again.stderr == b"1 article that was there, 0 edits brought home\n"
