"""Files of annotations in whatever bytes they are: marks, encodings, line ends; nothing damaged is ever stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import stet

from store.library.folder import FolderLibrary

SPAN = [{"start": 0, "end": 3, "label": "PER"}]
REGION = {"id": "r1", "type": "labels", "value": {"start": 0, "end": 3, "labels": ["PER"]}}
FILES = {
    "prodigy": json.dumps({"text": "Zoë waved.", "spans": SPAN}, ensure_ascii=False) + "\n",
    "doccano": json.dumps({"text": "Zoë waved.", "label": [[0, 3, "PER"]]}, ensure_ascii=False) + "\n",
    "jsonl": json.dumps(
        {"format": "stet/1", "text": "Zoë waved.", "people": [{"id": "p1", "spans": [[0, 3]], "name": "Zoë"}]},
        ensure_ascii=False,
    ),
    "label-studio": json.dumps(
        [{"data": {"text": "Zoë waved."}, "predictions": [{"result": [REGION]}]}], ensure_ascii=False
    ),
    "conll": "-DOCSTART- O\n\nZoë B-PER\nwaved. O\n",
}


def brought(name: str, data: bytes, folder: Path) -> tuple[str, list[tuple[str, str]]]:
    """What was said, and the text and the one person of each article, once the library was checked."""
    path = folder / "file"
    path.write_bytes(data)
    library = folder / "library"
    done = stet("--library", library, "import", "--from", name, path)
    assert stet("--library", library, "check").returncode == 0
    shelf = FolderLibrary(library)
    records = [shelf.load(one.id) for one in shelf.find("")]
    return done.stderr.decode(), [(record.text, record.people[0].name) for record in records]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "three marks", "utf-16", "utf-32"])
def test_marks_and_wide_encodings_are_no_matter(name: str, encoding: str, tmp_path: Path) -> None:
    text = FILES[name]
    data = ("\ufeff" * 3 + text).encode() if encoding == "three marks" else text.encode(encoding)
    said, articles = brought(name, data, tmp_path)
    assert "taken as" not in said
    assert articles == [("Zoë waved.", "Zoë")]


@pytest.mark.parametrize("name", FILES)
def test_another_encoding_is_guessed_and_said(name: str, tmp_path: Path) -> None:
    said, articles = brought(name, FILES[name].encode("cp1252"), tmp_path)
    assert f"{tmp_path / 'file'}: taken as cp1252" in said
    assert articles == [("Zoë waved.", "Zoë")]


@pytest.mark.parametrize("name", FILES)
def test_one_wrong_byte_costs_one_character(name: str, tmp_path: Path) -> None:
    said, articles = brought(name, FILES[name].encode().replace(b"waved", b"w\xe9ved"), tmp_path)
    assert "taken as utf-8 with 1 wrong byte" in said
    assert articles == [("Zoë w\ufffdved.", "Zoë")]


def test_a_token_of_nothing_but_a_mark_is_none(tmp_path: Path) -> None:
    data = "\ufeff-DOCSTART- -X- O O\n\n\ufeff\nUna B-PER\nleft O\n\n\ufeffshe O\n"
    _, articles = brought("conll", data.encode(), tmp_path)
    assert articles == [("Una left\nshe", "Una")]


def test_a_folder_of_brat_in_other_encodings(tmp_path: Path) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Zoë waved.".encode("cp1252"))
    (folder / "a.ann").write_bytes("\ufeffT1\tPerson 0 3\tZoë\r\n".encode())
    library = tmp_path / "library"
    done = stet("--library", library, "import", "--from", "brat", folder)
    assert f"{folder / 'a.txt'}: taken as cp1252" in done.stderr.decode()
    shelf = FolderLibrary(library)
    assert [shelf.load(one.id).people[0].name for one in shelf.find("")] == ["Zoë"]
