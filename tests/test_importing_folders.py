"""Folders of files of formats that have no folders of their own, and ids that a file has to hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from brought import mark, region
from libraries import MemoryLibrary

from store.formats.export import export
from store.importing.importer import import_file
from store.model.fields import Suggestions
from store.model.record import Article

FOLDERS = {
    "prodigy": ("jsonl", json.dumps({"text": "Una ran.", "spans": [mark("PER", 0, 3)]})),
    "jsonl": ("json", json.dumps({"text": "Una ran.", "people": [{"spans": [[0, 3]]}]})),
    "conll": ("conll", "Una B-PER\nran. O\n"),
    "label-studio": ("json", json.dumps([{"data": {"text": "Una ran."}, "predictions": [[region("PER", 0, 3)]]}])),
}


@pytest.mark.parametrize("name", FOLDERS)
def test_each_file_of_a_folder_of_folders_comes_in(name: str, tmp_path: Path) -> None:
    suffix, data = FOLDERS[name]
    for place, words in (("a", data), ("b/c", data.replace("Una", "Eva")), ("d", "T1\tPER 0 3\tUna\n")):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / f"{place}.{suffix}").write_text(words)
    library, said = MemoryLibrary(), list[str]()
    report = import_file(name, tmp_path, library, "decided", "bea", said.append)
    assert sorted(record.people[0].name for record in library.records.values()) == ["Eva", "Una"]
    assert report.left_out == 1
    assert f"d.{suffix} left out" in said[0]


@pytest.mark.parametrize("identifier", ["O", "_", "-", "-X-", "-DOCSTART-", "%4F"])
def test_an_id_that_conll_has_for_none_comes_back(identifier: str, tmp_path: Path) -> None:
    there = MemoryLibrary()
    there.add(Article(id=identifier, text="Una ran."), Suggestions())
    with (tmp_path / "out.conll").open("wb") as out:
        export("conll", [there.load(identifier)], out, sentences=lambda text: [(0, len(text))])
    library = MemoryLibrary()
    import_file("conll", tmp_path / "out.conll", library, "decided", "bea")
    assert list(library.records) == [identifier]
