"""What the system refuses, what stands in the index's place, and records with odd contents: nothing else is hidden."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import article, suggestions
from faulty import Disk

from store.errors import StetError
from store.index.rows import UNCOUNTABLE
from store.library.folder import FolderLibrary
from store.model.fields import Number, Suggestions
from store.model.record import Article, Record

ALL = {"Ferry fire", "Dawn", "Third"}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    """Three articles, indexed so that nothing is looked at again unless it has changed."""
    monkeypatch.setattr("store.index.sync._SETTLED", 0)
    library = FolderLibrary(tmp_path / "library")
    library.add(article(), suggestions())
    library.add(Article("dawn", "The harbour reopened at dawn.", title="Dawn"), Suggestions())
    library.add(Article("wire/3", "Third.", title="Third"), Suggestions())
    assert titles(library) == ALL
    library.index_sync.close()
    return library


def again(library: FolderLibrary) -> FolderLibrary:
    return FolderLibrary(library.path)


def titles(library: FolderLibrary) -> set[str]:
    return {summary.title for summary in library.find()}


def path_of(library: FolderLibrary, words: bytes, ending: str) -> Path:
    [path] = [path for path in library.path.glob(f"*/*/*.{ending}") if words in path.read_bytes()]
    return path


@contextlib.contextmanager
def refusing(error: int, path: Path) -> Iterator[None]:
    """To open it, and what lies below it."""
    real = os.open

    def refuse(name: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        where = Path(name) if dir_fd is None else Path(f"/proc/self/fd/{dir_fd}").readlink() / name
        if where.is_relative_to(path):
            raise OSError(error, os.strerror(error))
        return real(name, flags, mode, dir_fd=dir_fd)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse)
        yield


@pytest.mark.parametrize("ending", ["json", "txt"])
@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_what_the_disk_refuses_for_a_moment_is_listed_with_the_reason_and_read_the_next_time(
    library: FolderLibrary, ending: str, error: int
) -> None:
    library = again(library)
    library.index_sync.discard()
    words = b'"Dawn"' if ending == "json" else b"harbour"
    with refusing(error, path_of(library, words, ending)):
        found = {summary.title: summary.damage for summary in library.find()}
        assert found.keys() == {"Ferry fire", "", "Third"}
        assert "records/" in (found[""] or "")
    assert titles(library) == ALL, "in the same program"
    assert titles(again(library)) == ALL, "and in the next"
    assert list(library.ids("reopened")) == ["dawn"]


def test_a_folder_that_cannot_be_looked_into_takes_no_others_with_it(library: FolderLibrary) -> None:
    shard = path_of(library, b'"Dawn"', "json").parent
    library = again(library)
    library.index_sync.discard()
    for _ in range(2):
        with refusing(errno.EIO, shard):
            found = {summary.title: summary.damage for summary in library.find()}
        assert found == {"Ferry fire": None, "Third": None, "": f"records/{shard.name}: {REASON}"}
    assert titles(library) == ALL


REASON = "the disk failed; copy the library to another one"


def test_what_is_refused_to_the_whole_program_is_said_and_marks_no_record(library: FolderLibrary) -> None:
    library = again(library)
    library.index_sync.discard()
    with refusing(errno.EMFILE, path_of(library, b'"Dawn"', "json")), pytest.raises(StetError, match="Too many open"):
        list(library.find())
    assert titles(library) == ALL
    with refusing(errno.EIO, library.path / "records"), pytest.raises(StetError, match="the disk failed"):
        library.index_sync.index()
    assert titles(library) == ALL


def test_doubts_that_could_not_be_counted_for_a_moment_are_counted_the_next_time(tmp_path: Path) -> None:
    works = False

    def count(_: Record) -> int:
        if not works:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return 7

    library = FolderLibrary(tmp_path / "library", count)
    library.add(Article("a", "Perhaps 7."), Suggestions(numbers=[Number(id="n1", spans=[(8, 9)], value=7)]))
    assert [summary.doubts for summary in library.find()] == [None]
    works = True
    assert [summary.doubts for summary in library.find()] == [7] != [UNCOUNTABLE]


def test_a_record_that_was_mended_in_place_is_seen_by_the_next_program(library: FolderLibrary) -> None:
    path = path_of(library, b'"Dawn"', "json")
    whole = path.read_bytes()
    path.write_bytes(b"{")
    os.utime(path.parent)
    assert titles(again(library)) == {"Ferry fire", "", "Third"}
    with path.open("r+b") as file:
        file.write(whole)
    assert titles(again(library)) == ALL


ODD: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a title of null": (lambda it: it["article"]["1"].update(title=None), "its title is not a string"),
    "a number as title": (lambda it: it["article"]["1"].update(title=5), "its title is not a string"),
    "an id that is not a text": (lambda it: it["article"]["1"].update(id=[1]), "its id is not a string"),
    "another id": (lambda it: it["article"]["1"].update(id="other"), "it holds the article other"),
    "no source": (lambda it: it["article"]["1"].pop("source"), "its tables are not those of a record"),
    "a date that is a number": (lambda it: it["article"]["1"].update(date=2026), "its date is not a string"),
    "an author that is a list": (lambda it: it["article"]["1"].update(author=["A"]), "its author is not a string"),
    "a status of its own": (lambda it: it["article"]["1"].update(status="damaged"), "its status is not one of new"),
    "a unit that is a list": (lambda it: it["numbers"]["1"].update(unit=["mile"]), "its unit is not a string"),
    "spans that are words": (lambda it: it["numbers"]["1"].update(spans=["a"]), "its tables are not those of a record"),
    "a field that is none": (lambda it: it["people"].update({"2": None}), "its tables are not those of a record"),
    "nobody's edit": (lambda it: it["edits"].update({"1": {"by": None}}), "its tables are not those of a record"),
    "no article": (lambda it: it.pop("article"), "it is not a Stet record"),
}


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_record_is_listed_as_damaged_and_takes_no_other_with_it(library: FolderLibrary, odd: str) -> None:
    change, why = ODD[odd]
    path = path_of(library, b'"Ferry fire"', "json")
    tables = orjson.loads(path.read_bytes())
    change(tables)
    path.write_bytes(orjson.dumps(tables))
    os.utime(path.parent)
    for _ in range(2):
        found = {summary.title: summary.damage for summary in again(library).find()}
        assert found.keys() == {"", "Dawn", "Third"}
        assert why in (found[""] or "")
        assert f"{path.stem}.json" in (found[""] or "")
    assert again(library).count() == {"new": 2, "damaged": 1}


def test_a_number_beyond_what_sqlite_holds_is_found(library: FolderLibrary) -> None:
    library.add(
        Article("big", "It has 18446744073709551615 of them.", title="Big"),
        Suggestions(numbers=[Number(id="n1", spans=[(7, 27)], value=2**64 - 1)]),
    )
    assert [summary.title for summary in library.find("number>1000000000000000000")] == ["Big"]


def a_full_folder(path: Path) -> None:
    path.mkdir()
    (path / "mine.txt").write_text("mine")


IN_ITS_PLACE: dict[str, Callable[[Path], object]] = {
    "a full folder": a_full_folder,
    "an empty folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link that leads nowhere": lambda path: path.symlink_to(path.parent / "nowhere"),
    "a link to a folder": lambda path: path.symlink_to(path.parent),
}


@pytest.mark.parametrize("name", ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"])
@pytest.mark.parametrize("what", IN_ITS_PLACE)
def test_whatever_stands_where_the_index_should_be_hides_nothing(library: FolderLibrary, what: str, name: str) -> None:
    path = library.path / name
    path.unlink(missing_ok=True)
    IN_ITS_PLACE[what](path)
    assert [(finding.where, finding.what) for finding in again(library).check()] == [(name, "it is not a plain file")]
    for _ in range(2):
        assert titles(again(library)) == ALL
        assert list(again(library).ids("reopened")) == ["dawn"]
    findings = list(again(library).check(repair=True))
    if what == "a full folder":
        assert [finding.mended for finding in findings] == [f"set aside as damaged/{name}; rebuilt"]
        assert (library.path / "damaged" / name / "mine.txt").read_text() == "mine"
    assert not list(again(library).check())
    assert (library.path / "index.sqlite").is_file()


NOT_ROOT = pytest.mark.skipif(os.getuid() == 0, reason="nothing is refused to root")


@NOT_ROOT
def test_an_index_that_may_not_be_written_is_made_anew(library: FolderLibrary) -> None:
    (library.path / "index.sqlite").chmod(0o400)
    library.add(Article("late", "Late."), Suggestions())
    assert "late" in set(again(library).ids())
    assert stat.S_IMODE((library.path / "index.sqlite").stat().st_mode) == 0o600


@pytest.mark.parametrize("how", ["zeros", "noise", "another page"])
def test_no_broken_page_of_the_index_hides_an_article(library: FolderLibrary, how: str) -> None:
    path = library.path / "index.sqlite"
    whole = path.read_bytes()
    pages = [whole[start : start + 4096] for start in range(0, len(whole), 4096)]
    broken = {"zeros": bytes(4096), "noise": bytes(range(256)) * 16, "another page": pages[-1]}[how]
    for number in range(len(pages)):
        path.write_bytes(b"".join([*pages[:number], broken, *pages[number + 1 :]]))
        findings = list(again(library).check())
        assert titles(again(library)) == ALL, number
        assert all(finding.where == "index.sqlite" for finding in findings)
        list(again(library).check(repair=True))
        assert titles(again(library)) == ALL


@pytest.mark.parametrize("column", ["id", "title", "source", "status", "people", "quotes", "fields", "flags"])
def test_rows_without_contents_are_made_anew(library: FolderLibrary, column: str) -> None:
    """As a program writes them that knows nothing of what must not be empty."""
    with contextlib.closing(sqlite3.connect(library.path / "index.sqlite", isolation_level=None)) as index:
        index.execute("PRAGMA writable_schema = ON")
        index.execute("UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE name = 'articles'")
    with contextlib.closing(sqlite3.connect(library.path / "index.sqlite", isolation_level=None)) as index:
        index.execute(f"UPDATE articles SET {column} = NULL")
    assert titles(again(library)) == ALL


def test_check_says_when_the_index_leaves_an_article_out(library: FolderLibrary) -> None:
    with contextlib.closing(sqlite3.connect(library.path / "index.sqlite", isolation_level=None)) as index:
        index.execute("DELETE FROM articles WHERE title = 'Dawn'")
    [finding] = again(library).check()
    assert finding.what == "it omits 1 existing articles"
    list(again(library).check(repair=True))
    assert titles(again(library)) == ALL


@NOT_ROOT
def test_a_sound_index_in_a_folder_that_can_only_be_read_is_not_called_damaged(library: FolderLibrary) -> None:
    with contextlib.closing(sqlite3.connect(library.path / "index.sqlite")) as index:
        assert index.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    library.path.chmod(0o500)
    try:
        assert list(again(library).check()) == []
    finally:
        library.path.chmod(0o700)


def test_while_another_program_writes_for_long_an_index_of_ones_own_answers(
    library: FolderLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.index.database.PATIENCE", 0.01)
    with contextlib.closing(sqlite3.connect(library.path / "index.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        library.add(Article("late", "Late.", title="Late"), Suggestions())
        assert titles(again(library)) == ALL | {"Late"}


def test_a_full_disk_at_the_first_add_leaves_a_folder_that_is_still_a_new_library(tmp_path: Path) -> None:
    counting = Disk()
    with counting.in_place():
        FolderLibrary(tmp_path / "whole").add(article(), suggestions())
    for at in range(1, counting.count + 1):
        path = tmp_path / f"try-{at}"
        with Disk(at=at, always=True, error=errno.ENOSPC).in_place():
            library = FolderLibrary(path)
            with pytest.raises(StetError, match="the disk is full"):
                library.add(article(), suggestions())
            assert titles(library) <= {"Ferry fire"}, "where nothing but the last word of the disk is missing"
            library.index_sync.close()
        library = FolderLibrary(path)
        library.add(article(), suggestions())
        assert titles(FolderLibrary(path)) == {"Ferry fire"}


def test_what_an_older_program_left_on_a_full_disk_is_a_new_library(tmp_path: Path) -> None:
    (tmp_path / ".lock").touch()
    (tmp_path / "index.sqlite").touch()
    library = FolderLibrary(tmp_path)
    library.add(article(), suggestions())
    assert titles(library) == {"Ferry fire"}


def test_another_programs_index_is_no_library_and_is_left(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"precious")
    with pytest.raises(StetError, match="contains other files"):
        FolderLibrary(tmp_path)
    assert (tmp_path / "index.sqlite").read_bytes() == b"precious"


def test_no_index_is_made_in_a_folder_before_it_is_a_library(tmp_path: Path) -> None:
    assert list(FolderLibrary(tmp_path).find()) == []
    assert list(tmp_path.iterdir()) == []
