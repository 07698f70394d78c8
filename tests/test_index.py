"""Finding: the language, the answers, and an index that may be lost at any time."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import Annotator, article, record, suggestions
from hypothesis import given
from hypothesis import strategies as st

from store.errors import StetError
from store.index.database import Index
from store.index.query import LONGEST, keys
from store.index.tables import VERSION
from store.index.typed import word_beside
from store.library.folder import FolderLibrary
from store.library.protocol import Library
from store.model import actions
from store.model.record import Article

OTHER = "Dawn came to the dry dock.\n\nNobody spoke of 1,200 crates, or of “the list”, in São Paulo."


@pytest.fixture
def library(empty_library: Library) -> Library:
    return filled(empty_library)


@pytest.fixture(scope="module")
def asked(empty_library_of_module: Library) -> Library:
    """One that is only asked."""
    return filled(empty_library_of_module)


def filled(library: Library) -> Library:
    """The ferry, corrected by Ann and flagged; and a dry dock of another date and source, untouched."""
    hand = Annotator(library.add(article(), suggestions()), "ann-1")
    hand.act(actions.change(hand.record, "p1", {"name": "Ida Løvlund"}))
    hand.act(actions.reject(hand.record, ["l2"]))
    hand.act(actions.flag(hand.record, "n1", True, "ask the harbourmaster"))
    hand.act(actions.change(hand.record, "n1", {"event": "hurt", "unit": None}))
    library.commit(hand.record.id, hand.pending)
    library.add(
        Article(id="wire/9", text=OTHER, title="Dry dock", source="Night wire", date="2026-06", author="Kim Lee"),
        type(suggestions())(),
    )
    return library


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ferry fire", "Dry dock"]),
        ("smoke", ["Ferry fire"]),
        ("SMOKE car", ["Ferry fire"]),
        ("smo", ["Ferry fire"]),
        ("moke", []),
        ('"car deck"', ["Ferry fire"]),
        ('"deck car"', []),
        ("the", ["Ferry fire", "Dry dock"]),
        ("the -smoke", ["Dry dock"]),
        ("-smoke -dawn", []),
        ("sao", ["Dry dock"]),
        ("São", ["Dry dock"]),
        ("løvlund", ["Ferry fire"]),
        ("person:Ida", ["Ferry fire"]),
        ('person:"Ida Lunde"', []),
        ("role:captain", ["Ferry fire"]),
        ("place:bergen", ["Ferry fire"]),
        ("place:alva", []),
        ("alva", ["Ferry fire"]),
        ("country:NO", ["Ferry fire"]),
        ("speaker:løvlund", ["Ferry fire"]),
        ("quote:alarm", ["Ferry fire"]),
        ("quote:crew", []),
        ("note:harbourmaster", ["Ferry fire"]),
        ("by:ann-1", ["Ferry fire"]),
        ("ann-1", []),
        ("by:ben", []),
        ("title:dry", ["Dry dock"]),
        ("source:night", ["Dry dock"]),
        ("author:lee", ["Dry dock"]),
        ("status:new", ["Dry dock"]),
        ("-status:new", ["Ferry fire"]),
        ("status:started flag:yes", ["Ferry fire"]),
        ("flag:no", ["Dry dock"]),
        ("noted:yes", ["Ferry fire"]),
        ("noted:no", ["Dry dock"]),
        ("conflict:yes", []),
        ("date:2026", ["Ferry fire", "Dry dock"]),
        ("date:2026-05", ["Ferry fire"]),
        ("date>2026-05", ["Dry dock"]),
        ("date<=2026-05", ["Ferry fire"]),
        ("date>=2026-05-04 date<2026-06", ["Ferry fire"]),
        ("number:19", ["Ferry fire"]),
        ("number=19", ["Ferry fire"]),
        ("number>50", ["Ferry fire"]),
        ("number>52", []),
        ("number>=52", ["Ferry fire"]),
        ("number<14", []),
        ("number>15 number<20", ["Ferry fire"]),
        ("number>20 number<50", []),
        ("number:19 counted:passengers event:hurt", ["Ferry fire"]),
        ("number:14 event:hurt", []),
        ("counted:crew counted:passengers", ["Ferry fire"]),
        ("-number:19", ["Dry dock"]),
        ("kind:age number:52", ["Ferry fire"]),
        ('number:"at least"', ["Ferry fire"]),
        ("id:wire", ["Dry dock"]),
        ("wire/9", ["Dry dock"]),
        ("smoke status:started person:ida number>50", ["Ferry fire"]),
        ("smoke status:new", []),
        ('"', ["Ferry fire", "Dry dock"]),
        ("§§", []),
        ("person:%", []),
        ("counted:%", []),
        ("title:dry*", ["Dry dock"]),
    ],
)
def test_what_is_asked_is_found(asked: Library, query: str, found: list[str]) -> None:
    assert [line.title for line in asked.find(query)] == found
    assert len(list(asked.ids(query))) == len(found)
    assert sum(asked.count(query).values()) == len(found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour:red", "colour: is not a filter; the filters are status, flag"),
        ("status:open", "status:open: status is one of new, started, done"),
        ("kind:sum", "kind is one of count, ordinal"),
        ("number>many", "number>many: many is not a number"),
        ("title>a", "only number and date can be compared; write title:"),
    ],
)
def test_what_is_not_understood_is_said(asked: Library, query: str, said: str) -> None:
    with pytest.raises(StetError, match=said):
        list(asked.find(query))


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*keys(), ":", ">", '"', "-", "*", "a", "9", " "]), max_size=20).map("".join)
)
def test_any_query_is_answered_or_refused(empty_index: Index, query: str) -> None:
    try:
        assert list(empty_index.find(query)) == []
    except StetError as error:
        assert "\n" not in error.message or "\n" in query


@pytest.fixture(scope="module")
def empty_index() -> Iterator[Index]:
    index = Index("")
    index.prepare()
    yield index
    index.close()


def test_a_megabyte_is_no_question(asked: Library) -> None:
    with pytest.raises(StetError, match="at most 2000 are allowed"):
        list(asked.find("a" * 1_000_000))


@pytest.mark.parametrize("letter", ["a", '"', "-", "9", "A", "9,", "a ", " ", "date:1 ", "number:1 ", "-a "])
def test_the_longest_question_is_answered(asked: Library, letter: str) -> None:
    assert len(list(asked.find((letter * LONGEST)[:LONGEST].rstrip(":")))) <= 2


def test_orders_and_limits(asked: Library) -> None:
    assert [line.title for line in asked.find(order="title")] == ["Dry dock", "Ferry fire"]
    assert [line.title for line in asked.find(order="-date")] == ["Dry dock", "Ferry fire"]
    assert [line.title for line in asked.find(order="-added", limit=1)] == ["Dry dock"]
    assert [line.title for line in asked.find("the", limit=1)] == ["Ferry fire"]


def test_how_many_of_each_status(asked: Library) -> None:
    assert asked.count() == {"started": 1, "new": 1}


def test_an_article_is_found_by_its_text(asked: Library) -> None:
    assert asked.with_text(OTHER) == "wire/9"
    assert asked.with_text(OTHER + " ") is None


def test_what_persons_gave_numbers_is_known_while_it_stands(library: Library) -> None:
    assert library.typed("unit", kind="count") == library.typed("event", kind="age") == []
    hand = Annotator(library.load(record().id), "ben")
    number = hand.record.numbers[0]
    beside = word_beside(hand.record.text, number.spans[0])
    assert library.typed("event", word=beside) == library.typed("event", kind=number.number_kind) == ["hurt"]
    hand.act(actions.change(hand.record, number.id, {"unit": "crate", "event": "shipped"}))
    library.commit(record().id, hand.pending)
    assert library.typed("event", word=beside) == ["shipped"]
    assert library.typed("unit", word=beside) == ["crate"]
    library.remove(record().id)
    assert library.typed("unit", kind=number.number_kind) == []


@pytest.mark.parametrize(
    ("text", "numeral", "word"),
    [("for $3.5 million", "$3.5 million", "$"), ("Kr 300 each", "Kr 300", "kr"), ("two Klicks on", "two", "klicks"),
     ("a 12-barrel load", "12", "barrel"), ("-5 degrees", "-5", "degrees"), ("up to 40", "40", ""),
     ("3.5 million barrels", "3.5 million", "barrels")],
)  # fmt: skip
def test_numbers_are_alike_by_the_word_beside_them(text: str, numeral: str, word: str) -> None:
    start = text.index(numeral)
    assert word_beside(text, (start, start + len(numeral))) == word


def test_the_index_follows_every_change(library: Library) -> None:
    hand = Annotator(library.load(record().id), "ben")
    hand.act(actions.change(hand.record, "p1", {"name": "Ada Berg"}))
    library.commit(record().id, hand.pending)
    assert [line.title for line in library.find("person:ada by:ben")] == ["Ferry fire"]
    assert list(library.find("løvlund")) == []
    library.remove(record().id)
    assert list(library.find("smoke")) == []
    library.add(article("Smoke again.", title="Third"), type(suggestions())())
    assert [line.title for line in library.find("smoke")] == ["Third"]


@pytest.fixture
def folder(tmp_path: Path) -> FolderLibrary:
    library = FolderLibrary(tmp_path / "library")
    library.add(article(), suggestions())
    library.add(Article(id="wire/9", text=OTHER, title="Dry dock"), type(suggestions())())
    assert len(list(library.find())) == 2
    library.index_sync.close()
    return library


def spoil(path: Path, how: str) -> None:
    data = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif how == "zeroed":
        path.write_bytes(bytes(len(data)))
    elif how == "torn":
        path.write_bytes(data[:4096] + os.urandom(len(data) - 4096))
    elif how == "text":
        path.write_text("no database")
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "folder":
        path.unlink()
        path.mkdir()
    elif how in ("another version", "the version before"):
        with sqlite3.connect(path) as database:
            database.execute(f"PRAGMA user_version = {99 if how == 'another version' else VERSION - 1}")
        database.close()
    elif how == "other tables":
        with sqlite3.connect(path) as database:
            database.execute("DROP TABLE articles")
        database.close()


HOW = (
    "missing", "truncated", "zeroed", "torn", "text", "empty", "folder", "another version", "the version before",
    "other tables",
)  # fmt: skip


@pytest.mark.parametrize("how", HOW)
def test_a_spoilt_index_is_made_anew(folder: FolderLibrary, how: str) -> None:
    spoil(folder.path / "index.sqlite", how)
    for _ in range(2):
        library = FolderLibrary(folder.path)
        assert [line.title for line in library.find("smoke")] == ["Ferry fire"]
        assert len(list(library.find())) == 2
        library.index_sync.close()


def test_an_index_that_is_a_link_is_not_followed(folder: FolderLibrary, tmp_path: Path) -> None:
    (folder.path / "index.sqlite").unlink()
    outside = tmp_path / "outside"
    outside.write_bytes(b"precious")
    (folder.path / "index.sqlite").symlink_to(outside)
    assert len(list(FolderLibrary(folder.path).find("smoke"))) == 1
    assert outside.read_bytes() == b"precious"


def test_a_damaged_record_is_in_every_list(folder: FolderLibrary) -> None:
    [path] = folder.path.glob(f"records/*/{record().id}.json")
    path.write_bytes(b'{"article"')
    os.utime(path.parent)
    library = FolderLibrary(folder.path)
    for query in ("", "dawn", "status:new", "nothing"):
        assert [line.damage for line in library.find(query)][-1]
    assert list(library.ids()) == ["wire/9"]
    assert library.count()["damaged"] == 1


def test_no_word_of_a_removed_article_stays(folder: FolderLibrary) -> None:
    library = FolderLibrary(folder.path)
    library.remove("wire/9")
    library.index_sync.close()
    left = b"".join(path.read_bytes() for path in folder.path.rglob("*") if path.is_file())
    assert b"Dry dock" not in left
    assert b"wire/9" not in left
    with contextlib.closing(sqlite3.connect(folder.path / "index.sqlite")) as database:
        database.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, row)")
        terms = {term for (term,) in database.execute("SELECT term FROM temp.terms")}
    assert "smoke" in terms
    assert not terms & {"paulo", "crates", "dry", "dock", "wire"}


def test_what_lies_among_the_records_is_left_alone(folder: FolderLibrary) -> None:
    (folder.path / "records" / "README").write_text("mine")
    (folder.path / "records" / "zz").mkdir()
    (folder.path / "records" / record().id[:2] / "notes.json").write_text("mine")
    assert len(list(FolderLibrary(folder.path).find())) == 2


def test_a_record_removed_by_hand_is_gone_from_lists(folder: FolderLibrary) -> None:
    [path] = folder.path.glob(f"records/*/{record().id}.json")
    path.unlink()
    library = FolderLibrary(folder.path)
    assert [line.title for line in library.find()] == ["Dry dock"]
    assert list(library.find("smoke")) == []


def test_two_programs_share_an_index(folder: FolderLibrary) -> None:
    one, other = FolderLibrary(folder.path), FolderLibrary(folder.path)
    assert len(list(one.find())) == len(list(other.find())) == 2
    one.add(article("A third."), type(suggestions())())
    assert len(list(other.find())) == len(list(one.find())) == 3
    answers = one.find()
    next(answers)  # still reading, while the other writes
    other.add(article("A fourth."), type(suggestions())())
    assert len(list(other.find())) == 4
    assert len(list(answers)) >= 2


def test_a_library_that_was_asked_before_it_was_there_has_an_index_of_its_own(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path / "new")
    assert library.count() == {}
    library.add(Article("a", "It rained in Oslo."), type(suggestions())())
    assert list(library.ids("oslo")) == ["a"]
    assert (tmp_path / "new" / "index.sqlite").is_file()
