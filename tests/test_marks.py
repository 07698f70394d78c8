"""Byte-order marks, however many, are no part of a text and never make a record that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.importing.importer import import_file
from store.intake.article import article_from_text
from store.library.folder import FolderLibrary
from store.model.fields import Suggestions


@pytest.mark.parametrize("marks", [1, 2, 5])
def test_marks_at_the_head_of_a_text_are_dropped(tmp_path: Path, marks: int) -> None:
    library = FolderLibrary(tmp_path / "library")
    added = library.add(article_from_text("\ufeff" * marks + "Ida left.", title="Ida"), Suggestions())
    assert FolderLibrary(library.path).load(added.id).text == "Ida left."
    assert list(library.check()) == []


@pytest.mark.parametrize(
    "lines",
    [
        "\ufeff-DOCSTART- -X- O O\n\nIda NNP B-NP B-PER\nleft VB O O\n",
        "\ufeff\nIda NNP B-NP B-PER\nleft VB O O\n",
        "\ufeff\ufeff\n\n\ufeffIda NNP B-NP B-PER\nleft VB O O\n",
    ],
)
def test_marks_in_a_file_of_tokens_are_no_tokens(tmp_path: Path, lines: str) -> None:
    (tmp_path / "dev.conll").write_text(lines, encoding="utf-8")
    library = FolderLibrary(tmp_path / "library")
    import_file("conll", tmp_path / "dev.conll", library, "decided", "ann")
    [summary] = FolderLibrary(library.path).find()
    record = FolderLibrary(library.path).load(summary.id)
    assert (record.text.strip(), [item.surface(record.text) for item in record.people]) == ("Ida left", ["Ida"])
    assert list(library.check()) == []
