"""The small files of a library on every engine: what they promise, and what is kept in them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from factories import Annotator, article, suggestions

from services.learning import files, settings
from services.register import LibraryRegister, register_of
from services.register_edits import Setting, set_all
from services.settings import GUIDELINES, load_extractor
from services.word_lists import add_list, listed_names
from store.errors import StetError
from store.library import given, register_file
from store.library.documents import FolderDocuments
from store.library.opening import open_library
from store.library.protocol import Library
from store.model import actions
from store.model.register import Ref
from tui.widgets import guidelines

FLEET = "name,kind\nGrey Widow,place\n"


@pytest.fixture
def library(empty_library: Library) -> Library:
    """With an article in which a person is let stand."""
    hand = Annotator(empty_library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    empty_library.commit(hand.record.id, hand.pending)
    return empty_library


def test_a_document_is_whole_and_its_signature_tells_of_each_change(library: Library) -> None:
    documents = library.documents
    for name in ("one", "folder/two"):
        assert (documents.read(name), documents.signature(name)) == (None, None)
        seen = {documents.signature(name)}
        for data in (b"", b"\0\xff\r\n", b"x" * 100_000, b""):
            with documents.locked():
                documents.replace(name, data)
            assert documents.read(name) == data
            seen.add(documents.signature(name))
        assert len(seen) == 5
    assert (documents.names("folder"), documents.names("other")) == (["two"], [])
    documents.remove("folder/two")
    documents.remove("folder/two")
    assert (documents.names("folder"), documents.read("one")) == ([], b"")


def test_a_document_that_is_too_large_is_refused_in_one_line(library: Library) -> None:
    documents = library.documents
    documents.replace("one", b"12345")
    assert documents.read("one", 5) == b"12345"
    with pytest.raises(StetError, match=r"one.* has more than 0 kB; shorten it$") as refusal:
        documents.read("one", 4, "shorten it")
    assert documents.where("one") in refusal.value.message


def test_the_register_of_any_library_is_edited_and_undone(library: Library) -> None:
    name = library.load(article().id).people[0].name
    [row] = LibraryRegister(library).named(name, ["person"])
    assert not register_file.may_know(library)
    assert set_all(library, [Setting("person", row.ref, note="of the port")], "ann") == 1
    assert register_file.may_know(library)
    entry = register_of(library).entry_of(Ref(name).form("person"))
    assert entry is not None and entry.note == "of the port"
    register_file.take_back(library.documents, "ann")
    assert LibraryRegister(library).of(row.key).note == ""
    with pytest.raises(StetError, match="Nothing to undo: no step of yours"):
        register_file.take_back(library.documents, "ben")


def test_shares_settings_lists_and_guidelines_of_any_library_are_kept(library: Library, tmp_path: Path) -> None:
    documents = library.documents
    given.write(documents, given.Given({"ann": "/ann"}, {article().id: ["ann"]}))
    assert given.read(documents).of("ann") == [article().id]
    settings.switch(library, off=True)
    assert files.settings(documents).off
    settings.switch(library, off=False)
    (tmp_path / "fleet.csv").write_text(FLEET)
    add_list(documents, tmp_path / "fleet.csv")
    with pytest.raises(StetError, match="is there already"):
        add_list(documents, tmp_path / "fleet.csv")
    assert [row.name for row in listed_names(documents)] == ["Grey Widow"]
    assert [place.name for place in load_extractor("news", library).suggest("They saw Grey Widow.").places] == [
        "Grey Widow"
    ]
    before = guidelines.stamp(None, documents)
    documents.replace(GUIDELINES, b"# Ours\n")
    assert guidelines.stamp(None, documents) != before
    assert guidelines.read(None, documents).words == "# Ours\n"
    library.remove_all([article().id])
    assert given.read(documents).of("ann") == []


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "kept").write_text("kept")
    documents = FolderDocuments(tmp_path / "library")
    (tmp_path / "library" / "link").symlink_to(tmp_path / "secret" / "kept")
    (tmp_path / "library" / "lists").symlink_to(tmp_path / "secret")
    for name in ("link", "lists/kept"):
        with pytest.raises(StetError, match="link"):
            documents.read(name)
    with pytest.raises(StetError, match="link"):
        documents.names("lists")
    with pytest.raises(StetError, match="link"):
        documents.replace("lists/kept", b"changed")
    documents.replace("link", b"changed")
    assert (tmp_path / "secret" / "kept").read_text() == "kept"


def test_nothing_is_kept_where_no_library_is_yet(tmp_path: Path) -> None:
    documents = open_library(tmp_path / "none").documents
    assert given.read(documents).articles == {}
    assert register_file.read(documents).edits == []
    with pytest.raises(StetError, match=r"Register not saved: there is no library in .* yet; stet add PATH makes one"):
        register_file.append(documents, [{"op": "split", "kind": "person", "refs": [{"name": "Ida"}]}], "ann")
    assert not (tmp_path / "none").exists()


def test_a_database_without_its_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("store.postgres.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StetError, match=r"needs more packages: pip install 'stet-tui\[team\]'"):
        open_library("postgresql://nowhere.invalid/desk")
