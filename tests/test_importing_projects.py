"""Archives and projects of INCEpTION coming in: a document an article, with the work of every annotator."""

from __future__ import annotations

import zipfile
from pathlib import Path

import orjson
import pytest
from brought import bring
from command import stet
from libraries import MemoryLibrary
from xmi import NE, TEXT, archive, at, element, types, xmi

from store.errors import StetError
from store.formats.parsing import Parsed
from store.formats.registry import get
from store.importing.importer import import_file


def test_the_archive_of_one_document_has_its_types_beside_it(tmp_path: Path) -> None:
    files = {
        "admin.xmi": xmi(element(2, "custom:Entity", at("Turku"), 'label="Place"')),
        "TypeSystem.xml": types(Entity={"label": "uima.cas.String"}),
    }
    made = bring("cas", archive(**files), tmp_path)
    assert (made.words, made.record.id) == ([["Turku"]], "admin")


def project(folder: Path) -> Path:
    """As INCEpTION exports one: a zip of zips, and what state the work is in."""
    ida, bo = (
        xmi(element(2, NE, at(words), f'value="{label}"')) for words, label in (("Turku", "LOC"), ("Åsa Holm", "PER"))
    )
    state = {
        "name": "Ferries",
        "source_documents": [{"name": "a.txt", "state": "CURATION_FINISHED", "updated": 1764201600000}],
        "annotation_documents": [
            {"name": "a.txt", "user": "ida", "state": "FINISHED", "timestamp": 1764115200000},
            {"name": "a.txt", "user": "bo", "state": "IN_PROGRESS", "timestamp": 1764028800000},
        ],
    }
    both = xmi(element(2, NE, at("Turku"), 'value="LOC"'), element(3, NE, at("She"), 'value="PER"'))
    files = {
        "exportedproject123.json": orjson.dumps(state),
        "source/a.txt": TEXT.encode(),
        "annotation/a.txt/INITIAL_CAS.zip": archive(**{"INITIAL_CAS.xmi": xmi(), "TypeSystem.xml": types()}),
        "annotation/a.txt/bo.zip": archive(**{"bo.xmi": bo, "TypeSystem.xml": types()}),
        "annotation/a.txt/ida.zip": archive(**{"ida.xmi": ida, "TypeSystem.xml": types()}),
        "annotation_ser/a.txt/ida.ser": b"\xac\xed",
        "curation/a.txt/CURATION_USER.zip": archive(**{"CURATION_USER.xmi": both, "TypeSystem.xml": types()}),
        "annotation/b.txt/INITIAL_CAS.zip": archive(**{"INITIAL_CAS.xmi": xmi(), "TypeSystem.xml": types()}),
    }
    path = folder / "project.zip"
    path.write_bytes(archive(**files))
    return path


@pytest.mark.parametrize("unpacked", [False, True])
def test_a_project_is_one_article_a_document_with_the_work_of_all_hands(unpacked: bool, tmp_path: Path) -> None:
    path = project(tmp_path)
    if unpacked:
        with zipfile.ZipFile(path) as whole:
            whole.extractall(tmp_path / "all")
        path = tmp_path / "all"
    cas = get("cas")
    [parsed] = [cas.parse(item, lambda _: None) for _, item in cas.read(path)]
    assert (parsed.identifier, parsed.text, parsed.done) == ("a", TEXT, True)
    assert hands(parsed) == [
        ("CURATION_USER", "2025-11-27T00:00:00Z", ["Turku", "She"]),
        ("ida", "2025-11-26T00:00:00Z", ["Turku"]),
        ("bo", "2025-11-25T00:00:00Z", ["Åsa Holm"]),
    ]


def hands(parsed: Parsed) -> list[tuple[str, str, list[str]]]:
    every = [(parsed.by, parsed.at, parsed.fields), *((hand.by, hand.at, hand.fields) for hand in parsed.others)]
    return [
        (by, when, [parsed.text[slice(*span)] for item in fields.all()[::-1] for span in item.spans])
        for by, when, fields in every
    ]


def test_an_export_without_a_format_and_one_of_another_format_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "project.zip"
    for inner, words in (
        ("annotation_ser/a.txt/ida.ser", "export the project with a format for the annotations"),
        ("annotation/a.txt/ida.tsv", "try --from webanno"),
    ):
        path.write_bytes(archive(**{inner: b"#", "exportedproject1.json": b"{}"}))
        with pytest.raises(StetError, match=words):
            import_file("cas", path, MemoryLibrary(), "decided", "bea")


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.formats.uima.projects.LARGEST", 1000)
    path, said = tmp_path / "a.zip", list[str]()
    path.write_bytes(archive(**{"a.xmi": xmi(text="x" * 2000)}))
    assert import_file("cas", path, MemoryLibrary(), "decided", "bea", said.append).left_out == 1
    assert "a.xmi has more than" in said[0]


def test_a_project_that_is_said_to_be_of_another_format_is_named(tmp_path: Path) -> None:
    path, folder = project(tmp_path), tmp_path / "library"
    told = stet("--library", folder, "import", "--from", "brat", path)
    assert (told.returncode, b"is not brat but cas; try --from cas" in told.stderr) == (1, True)
    assert stet("--library", folder, "import", "--from", "cas", "--as", "decided", path).returncode == 0
