"""Label Studio's own converter writes what its annotators did; it comes in, whatever of its formats they chose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import region
from command import stet
from label_studio_sdk.converter import Converter

from store.formats.label_studio import configuration
from store.library.folder import FolderLibrary
from store.model.fields import to_json
from store.sync.conflicts import disputed, sides_of

TEXT = 'Ida Berg left Lima with "14 boats", they say.\nShe\tcame back.'
NEXT = "🚢 Ola Ek, 3; stayed."


def tasks() -> list[dict[str, Any]]:
    """Ann and Ben, who is known by his number, on one text; Ann on another; nobody on a third."""
    ann = {"id": 7, "completed_by": {"id": 1, "email": "ann@desk.example"}, "created_at": "2025-03-01T10:00:00.123456Z"}
    ben = {"id": 8, "completed_by": 2, "created_at": "2025-03-02T10:00:00.123456Z"}
    role = {"id": "r", "type": "textarea", "from_name": "person_role", "to_name": "text"}
    role["value"] = {"start": 0, "end": 8, "text": ["captain"]}  # type: ignore[assignment]
    found = [region("PERSON", 0, 8, "Ida Berg", id="r"), region("PLACE", 14, 18, "Lima", id="l"), role]
    annotations = [ann | {"result": found}, ben | {"result": [region("PERSON", 0, 3, "Ida", id="r")]}]
    of_next = [ann | {"id": 9, "result": [region("PERSON", 2, 8, "Ola Ek", id="o")]}]
    made = [
        {"id": 31, "data": {"text": TEXT}, "annotations": annotations},
        {"id": 32, "data": {"text": NEXT}, "annotations": of_next},
        {"id": 33, "data": {"text": "Nobody came."}, "annotations": []},
    ]
    for task in made:
        for one in task["annotations"]:  # type: ignore[attr-defined]
            one["updated_at"] = one["created_at"]
    return made


def converted(folder: Path, to: str) -> Path:
    source = folder / "tasks.json"
    source.write_bytes(orjson.dumps(tasks()))
    Converter(configuration(), project_dir=str(folder)).convert(str(source), str(folder / to), to, is_dir=False)
    [path] = (folder / to).iterdir()
    return path


@pytest.mark.parametrize("to", ["JSON", "JSON_MIN", "CSV", "TSV"])
def test_each_export_brings_each_annotators_work(to: str, tmp_path: Path) -> None:
    path = converted(tmp_path, to)
    words = ("import", "--from", "label-studio", "--as", "decided", "--strict", path, "--library", tmp_path / "library")
    told = stet(*words)
    assert told.returncode == 0, told.stderr
    library = FolderLibrary(tmp_path / "library")
    made = {(record := library.load(name)).text: record for name in library.ids()}
    assert set(made) == {TEXT, NEXT, "Nobody came."}
    assert [item.surface(NEXT) for item in made[NEXT].people] == ["Ola Ek"]
    both = made[TEXT]
    assert {(edit.by, edit.at) for edit in both.edits} == {
        ("ann@desk.example", "2025-03-01T10:00:00Z"),
        ("2", "2025-03-02T10:00:00Z"),
    }
    sides = {side.by: side.item for side in sides_of(both, both.people[0].id)}
    assert {by: item.surface(TEXT) for by, item in sides.items()} == {"ann@desk.example": "Ida Berg", "2": "Ida"}
    assert (to_json(sides["ann@desk.example"])["role"], both.status) == ("captain", "done")
    told = stet(*words)
    assert {record.text: record for record in map(library.load, library.ids())} == made

    told = stet("import", "--from", "label-studio", "--each-annotator", path, "--library", tmp_path / "team")
    assert told.returncode == 0, told.stderr
    team = [tmp_path / "team" / name for name in ("ann@desk.example", "2")]
    assert [sorted(map(FolderLibrary(one).load, FolderLibrary(one).ids()), key=lambda record: record.text)[0].text
            for one in team] == [TEXT, TEXT]  # fmt: skip
    told = stet("agree", "--json", *team)
    assert orjson.loads(told.stdout)["measures"]["people.overlap"]["value"] == 1
    assert stet("merge", *team, "-o", tmp_path / "merged").returncode == 0
    merged = FolderLibrary(tmp_path / "merged")
    assert [len(disputed(merged.load(name))) for name in merged.ids()] == [len(disputed(both)), 0]


def test_conll_is_an_article_a_task(tmp_path: Path) -> None:
    path = converted(tmp_path, "CONLL2003")
    told = stet("import", "--from", "conll", "--as", "decided", path, "--library", tmp_path / "library")
    assert told.returncode == 0, told.stderr
    library = FolderLibrary(tmp_path / "library")
    made = [library.load(name) for name in library.ids()]
    assert [record.text.split()[:2] for record in made] == [["Ida", "Berg"], ["🚢", "Ola"], ["Nobody", "came"]]
    assert [[item.surface(record.text) for item in record.people] for record in made] == [["Ida"], ["Ola Ek"], []]
