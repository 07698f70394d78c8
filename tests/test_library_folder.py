"""What lies on disk: the files, who may read them, and what happens when they are damaged."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from factories import TEXT, Annotator, article, number, record, suggestions
from tinydb import TinyDB, where

from store.disk.storage import WholeFileStorage
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.model.fields import GROUPS
from store.model.record import Article

OTHER = "The harbour reopened at dawn."


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    library = FolderLibrary(tmp_path / "library")
    library.add(article(), suggestions())
    library.add(article(OTHER, title="Dawn"), type(suggestions())())
    return library


def files(library: FolderLibrary, ending: str) -> Path:
    """The ferry's file."""
    [path] = library.path.glob(f"*/{record().id[:2]}/{record().id}.{ending}")
    return path


def test_stock_tinydb_reads_a_record(library: FolderLibrary) -> None:
    hand = Annotator(library.load(record().id), "ann")
    hand.act(actions.change(hand.record, "l2", {"name": "Alva", "type": "other", "country": "NO"}))
    library.commit(hand.record.id, hand.pending)
    with TinyDB(files(library, "json")) as database:
        assert database.table("people").get(doc_id=1)["name"] == "Ida Lunde"
        assert database.table("places").get(where("country") == "NO") is not None
        assert database.table("suggestions").get(where("id") == "l2")["country"] is None
        assert database.table("edits").get(doc_id=1)["by"] == "ann"
        assert database.table("article").get(doc_id=1)["title"] == "Ferry fire"
        assert database.tables() == {"article", *GROUPS, "suggestions", "edits"}
    assert files(library, "txt").read_bytes().decode() == TEXT


def test_our_storage_is_a_tinydb_storage(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "a.json", storage=WholeFileStorage) as database:
        assert database.all() == []
        database.insert({"words": "naïve\r\n"})
        database.insert({"words": "again"})
    with TinyDB(tmp_path / "a.json") as stock:
        assert [item["words"] for item in stock] == ["naïve\r\n", "again"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_only_its_owner_can_read_a_library(library: FolderLibrary) -> None:
    for path in [library.path, *library.path.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"\0" * 900, "it is not a Stet record"),
        (b'{"article": {"1": {"id"', "it is not a Stet record"),
        (b"[]", "it is not a Stet record"),
        (b'{"article": {"1": 5}}', "it is not a Stet record"),
    ],
)
def test_a_damaged_record_is_said_and_left_and_the_rest_works(library: FolderLibrary, data: bytes, why: str) -> None:
    path = files(library, "json")
    path.write_bytes(data)
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    for refused in (lambda: library.load(record().id), lambda: library.commit(record().id, hand.pending)):
        with pytest.raises(StetError, match=why) as said:
            refused()
        assert f"{record().id}.json" in said.value.message
        assert "\n" not in said.value.message
    assert path.read_bytes() == data
    assert sorted((line.title, bool(line.damage)) for line in library.find()) == [("", True), ("Dawn", False)]
    assert library.load(article(OTHER).id).text == OTHER


def test_records_that_were_swapped_are_noticed(library: FolderLibrary) -> None:
    other = article(OTHER).id
    files(library, "json").write_bytes((library.path / "records" / other[:2] / f"{other}.json").read_bytes())
    with pytest.raises(StetError, match="its text has been changed"):
        library.load(record().id)


def test_a_text_that_was_changed_or_lost_is_noticed(library: FolderLibrary) -> None:
    files(library, "txt").write_text(TEXT.replace("19", "91"))
    with pytest.raises(StetError, match="its text has been changed"):
        FolderLibrary(library.path).load(record().id)
    files(library, "txt").unlink()
    with pytest.raises(StetError, match="its text is missing"):
        FolderLibrary(library.path).load(record().id)


def test_line_ends_of_any_kind_stay_in_a_text(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path)
    text = "One\u2028two\x85three\x0bfour\x1cfive\n\n"
    added = library.add(article(text), type(suggestions())())
    assert FolderLibrary(tmp_path).load(added.id).text == text


def test_a_newer_library_is_refused_and_not_touched(library: FolderLibrary) -> None:
    (library.path / "FORMAT").write_text("stet/2\n")
    before = {path: path.stat().st_mtime_ns for path in library.path.rglob("*")}
    with pytest.raises(StetError, match=r"of the format stet/2, newer than stet/1; update Stet"):
        FolderLibrary(library.path)
    assert {path: path.stat().st_mtime_ns for path in library.path.rglob("*")} == before


def test_a_folder_of_other_things_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(StetError, match="contains other files"):
        FolderLibrary(tmp_path)


def test_a_library_that_is_not_there_is_empty_and_not_made_by_looking(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "none")
    assert list(library.find()) == []
    assert "x" not in library
    with pytest.raises(StetError, match="is not in the library"):
        library.load("x")
    assert not library.path.exists()


@pytest.mark.parametrize("folder", ["records", "texts", "locks"])
def test_no_link_leads_a_save_out_of_the_library(library: FolderLibrary, tmp_path: Path, folder: str) -> None:
    outside = tmp_path / "outside"
    shard = library.path / folder / (record().id[:2] if folder != "locks" else "")
    shard.rename(outside)
    shard.symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.iterdir()}
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    if folder == "texts":
        (library.path / "records" / record().id[:2] / f"{record().id}.json").unlink()
        with pytest.raises(StetError):
            library.add(article(), suggestions())
    else:
        with pytest.raises(StetError):
            library.commit(record().id, hand.pending)
    assert {path: path.read_bytes() for path in outside.iterdir()} == before


def test_a_record_that_is_a_link_is_not_followed(library: FolderLibrary, tmp_path: Path) -> None:
    path = files(library, "json")
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(StetError, match="symbolic link"):
        library.load(record().id)


def test_another_program_s_change_is_read_again(library: FolderLibrary) -> None:
    first, second = library, FolderLibrary(library.path)
    first.load(record().id)
    hand = Annotator(second.load(record().id), "ben")
    hand.act(actions.accept(hand.record, ["p1"]))
    second.commit(record().id, hand.pending)
    assert first.load(record().id).fields["p1"].status == "accepted"


def test_the_library_is_named_by_option_or_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "by-environment"))
    assert open_library().address == str(tmp_path / "by-environment")
    assert open_library(tmp_path / "by-option").path == tmp_path / "by-option"
    monkeypatch.delenv("STET_LIBRARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert tmp_path in Path(open_library().address).parents


def test_what_a_killed_program_left_is_swept_away_by_the_next_save(library: FolderLibrary) -> None:
    left = files(library, "json").with_name(f".{record().id}.json.tmp")
    left.write_bytes(b"half a rec")
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(record().id, hand.pending)
    assert not left.exists()


def test_values_that_json_cannot_hold_do_not_stop_a_save(library: FolderLibrary) -> None:
    hand = Annotator(record(), "ann")
    hand.act(actions.change(hand.record, "n1", {"value": 10**30}))
    hand.act(actions.note(hand.record, "p1", "lone \ud800"))
    library.commit(record().id, hand.pending)
    read = FolderLibrary(library.path).load(record().id)
    assert number(read).value == 1e30
    assert read.fields["p1"].note == "lone \ufffd"


def test_ids_that_are_no_hash_get_a_file_name_that_is_one(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "library")
    library.add(Article(id="wire/2026-7", text=TEXT), suggestions())
    [path] = library.path.glob("records/*/*.json")
    assert len(path.stem) == 64


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:/ann:secret@host/desk",
        "postgresq://ann:secret@host/desk",
        "postgresql:secret@host",
        "http://x/secret",
    ],
)
def test_a_mistyped_address_is_not_a_folder(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StetError, match="postgresql://USER@HOST:PORT/DB") as refused:
        open_library(address)
    assert "secret" not in str(refused.value)
    assert not any(tmp_path.iterdir())
    assert open_library("./a:/b").name.endswith("a:/b")
