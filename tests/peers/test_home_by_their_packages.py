"""Corrections made with spaCy and cassis come home as edits."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from cassis import load_cas_from_xmi, load_typesystem
from exported import both, exported
from libraries import MemoryLibrary
from spacy.tokens import DocBin

from store.importing.importer import import_file
from store.importing.report import ImportReport


def shelf() -> MemoryLibrary:
    library = MemoryLibrary()
    library.records = {made.id: made for made in both()}
    return library


def home(library: MemoryLibrary, name: str, path: Path) -> ImportReport:
    return import_file(name, path, library, "back", "bea")


@pytest.mark.parametrize("name", ["spacy", "cas"])
def test_untouched_nothing_comes_home(name: str, tmp_path: Path) -> None:
    report = home(shelf(), name, exported(name, tmp_path))
    assert (report.known, report.edits, report.losses, report.left_out) == (2, {}, {}, 0)


def test_an_entity_taken_away_in_spacy_is_struck_out(tmp_path: Path) -> None:
    library = shelf()
    folder = exported("spacy", tmp_path)
    docs = list(DocBin().from_disk(folder / "part-0001.spacy").get_docs(spacy.blank("en").vocab))
    docs[0].set_ents([entity for entity in docs[0].ents if entity.text != "19"])
    DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "changed.spacy")
    assert home(library, "spacy", tmp_path / "changed.spacy").edits == {"reject": 1}
    struck = [number.value for made in library.records.values() for number in made.numbers if not number.alive]
    assert struck == [19]
    assert home(library, "spacy", tmp_path / "changed.spacy").edits == {}


def test_what_cassis_changes_and_writes_again_comes_home(tmp_path: Path) -> None:
    library = shelf()
    folder = exported("cas", tmp_path)
    with (folder / "TypeSystem.xml").open("rb") as stream:
        types = load_typesystem(stream)
    for path in folder.glob("*.xmi"):
        with path.open("rb") as stream:
            cas = load_cas_from_xmi(stream, types)
        for person in cas.select("webanno.custom.StetPerson"):
            if person.role == "Captain":
                person.role = "Skipper"
        path.write_text(cas.to_xmi(), encoding="utf-8")
    assert home(library, "cas", folder).edits == {"change": 1}
    [role] = [person.role for made in library.records.values() for person in made.people if person.role != "=cmd()"]
    assert role == "Skipper"
