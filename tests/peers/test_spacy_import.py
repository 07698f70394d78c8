"""spaCy's annotations coming in: our own export whole, those of others by their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from exported import both, exported
from libraries import MemoryLibrary
from spacy.tokens import DocBin, Span

from store.errors import StetError
from store.importing.importer import import_file
from store.model.fields import to_json


def test_our_own_export_comes_back_whole(tmp_path: Path) -> None:
    shelf = MemoryLibrary()
    account = import_file("spacy", exported("spacy", tmp_path), shelf, "decided", "bea")
    assert account.added == 2
    for made in both():
        there = shelf.load(made.id)
        assert there.status == "done"
        same = {"status": "accepted", "confidence": None, "id": ""}  # ids are given anew, in the order of the text
        assert [to_json(item) | {"id": ""} for item in there.fields.values()] == [
            to_json(item) | same for item in made.fields.values()
        ]


def test_what_was_changed_in_spacy_counts(tmp_path: Path) -> None:
    folder = exported("spacy", tmp_path, both()[:1])
    vocab = spacy.blank("en").vocab
    [doc] = DocBin().from_disk(folder / "part-0001.spacy").get_docs(vocab)
    doc.set_ents([entity for entity in doc.ents if entity.text != "19"])
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "changed.spacy")
    shelf = MemoryLibrary()
    import_file("spacy", tmp_path / "changed.spacy", shelf, "decided", "bea")
    [there] = shelf.records.values()
    assert [number.value for number in there.numbers] == [52, 14]
    assert there.quotes[0].speaker == there.people[0].id


def test_labels_of_others_are_understood(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Ida Berg of Acme paid $5 in Lima. Ida Berg left.")
    doc.set_ents([Span(doc, 0, 2, "PERSON"), Span(doc, 3, 4, "WHIM"), Span(doc, 5, 7, "MONEY"), Span(doc, 8, 9, "GPE")])
    doc.spans["more"] = [Span(doc, 10, 12, "PERSON")]
    DocBin(docs=[doc]).to_disk(tmp_path / "train.spacy")
    shelf, said = MemoryLibrary(), list[str]()
    import_file("spacy", tmp_path / "train.spacy", shelf, "suggestions", "bea", said.append)
    [there] = shelf.records.values()
    assert [(item.kind, item.spans, item.status) for item in there.fields.values()] == [
        ("person", [(0, 8), (34, 42)], "suggested"),
        ("place", [(28, 32)], "suggested"),
        ("number", [(22, 24)], "suggested"),
    ]
    [line] = said
    assert line.startswith("not taken over: 1 annotation labelled WHIM (")


def test_what_is_no_docbin_is_refused(tmp_path: Path) -> None:
    (tmp_path / "train.spacy").write_bytes(b"no docbin")
    with pytest.raises(StetError, match="is not a DocBin file"):
        import_file("spacy", tmp_path, MemoryLibrary(), "suggestions", "bea")
    (tmp_path / "empty").mkdir()
    with pytest.raises(StetError, match=r"no file that ends in \.spacy"):
        import_file("spacy", tmp_path / "empty", MemoryLibrary(), "suggestions", "bea")
