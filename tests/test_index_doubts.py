"""Doubts in the index: counted by a function from above, where one is given."""

from __future__ import annotations

import errno
from functools import partial
from pathlib import Path

import pytest
from factories import Annotator, article, record, suggestions
from faulty import Disk

from extract.doubts import count_doubts
from services.ingest import add_all
from store.intake import Source, sources
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Number, Suggestions
from store.model.record import Article, Record

SEEDS = Path(__file__).parent.parent / "seeds"
PLAIN = Article(id="plain", text="A dry dock.", title="Dry dock")
UNSURE = Article(id="unsure", text="Perhaps 7 boats.", title="Boats")


def filled(folder: Path) -> FolderLibrary:
    """By a program that counts no doubts: one article without a field, one with a number that is hardly sure."""
    library = FolderLibrary(folder)
    library.add(PLAIN, Suggestions())
    library.add(UNSURE, Suggestions(numbers=[Number(id="n1", spans=[(8, 9)], value=7, confidence=0.1)]))
    assert [summary.doubts for summary in library.find()] == [None, None]
    library.index_sync.close()
    return library


def doubts_in(library: FolderLibrary, query: str = "") -> dict[str, int | None]:
    return {summary.title: summary.doubts for summary in library.find(query)}


def test_an_index_without_doubts_is_completed_by_whoever_counts_them(tmp_path: Path) -> None:
    there = filled(tmp_path)
    assert list(there.find("doubt:yes")) == list(there.find("doubt:no")) == [], "nobody knows"
    library = FolderLibrary(tmp_path, count_doubts)
    assert doubts_in(library) == {"Dry dock": 0, "Boats": 1}
    assert doubts_in(library, "doubt:yes") == {"Boats": 1}
    assert doubts_in(library, "doubt:no") == {"Dry dock": 0}
    assert doubts_in(FolderLibrary(tmp_path)) == {"Dry dock": 0, "Boats": 1}, "who does not count them reads them"


def test_the_most_doubtful_come_first(tmp_path: Path) -> None:
    filled(tmp_path)
    library = FolderLibrary(tmp_path, count_doubts)
    assert list(library.ids(order="-doubts")) == ["unsure", "plain"]
    assert list(library.ids(order="doubts")) == ["plain", "unsure"]


def test_a_decision_takes_the_doubt_away(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path, count_doubts)
    library.add(UNSURE, Suggestions(numbers=[Number(id="n1", spans=[(8, 9)], value=7, confidence=0.1)]))
    assert doubts_in(library) == {"Boats": 1}
    hand = Annotator(library.load("unsure"), "ann")
    hand.act(actions.accept(hand.record, ["n1"]))
    library.commit("unsure", hand.pending)
    assert doubts_in(library) == {"Boats": 0}


def test_two_readings_of_a_decided_field_are_a_doubt(tmp_path: Path) -> None:
    library = FolderLibrary(tmp_path, count_doubts)
    start = library.add(article(), suggestions())
    for by in ("ann", "ben"):
        hand = Annotator(start, by)
        hand.act(actions.accept(hand.record, list(hand.record.fields)))
        hand.act(actions.change(hand.record, "p1", {"role": by}))
        library.commit(start.id, hand.pending)
    [summary] = library.find("conflict:yes")
    assert summary.doubts == count_doubts(library.load(start.id)) > 0


def test_what_is_wholly_decided_is_not_even_looked_at(tmp_path: Path) -> None:
    looked: list[str] = []

    def count(record: Record) -> int:
        looked.append(record.id)
        return 5

    library = FolderLibrary(tmp_path, count)
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, list(hand.record.fields)))
    library.commit(record().id, hand.pending)
    assert [summary.doubts for summary in library.find()] == [0]
    assert looked == []


def test_a_record_whose_doubts_cannot_be_counted_is_listed_all_the_same(tmp_path: Path) -> None:
    tried: list[str] = []

    def count(record: Record) -> int:
        tried.append(record.id)
        raise ZeroDivisionError

    library = FolderLibrary(tmp_path, count)
    library.add(UNSURE, Suggestions(numbers=[Number(id="n1", spans=[(8, 9)], value=7)]))
    [summary] = library.find("boats")
    assert (summary.doubts, summary.damage, summary.fields) == (None, None, 1)
    assert len(list(library.find())) == len(list(library.find("-doubt:yes"))) == 1
    assert tried == ["unsure"], "not again with each question"


def test_a_damaged_record_has_none(tmp_path: Path) -> None:
    filled(tmp_path)
    [path] = [path for path in tmp_path.glob("records/*/*.json") if b"unsure" in path.read_bytes()]
    path.write_bytes(b"{")
    library = FolderLibrary(tmp_path, count_doubts)
    assert [(summary.doubts, bool(summary.damage)) for summary in library.find()] == [(0, False), (0, True)]
    assert list(library.ids("doubt:yes")) == []


def test_a_library_that_can_only_be_read_shows_what_was_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.index.sync._SETTLED", 0)  # what was just written need not be looked at again
    filled(tmp_path)
    FolderLibrary(tmp_path).index_sync.index()
    with Disk(at=1, always=True, error=errno.EROFS).in_place():
        library = FolderLibrary(tmp_path, count_doubts)
        assert doubts_in(library) == {"Dry dock": None, "Boats": None}
        assert library.index_sync.index().read_only


def read(source: Source) -> Article:
    return source.read().article


def test_the_index_counts_what_the_reader_would(tmp_path: Path) -> None:
    """From the stored fields, without their history: no rule may need more."""
    library = FolderLibrary(tmp_path, count_doubts)
    outcomes = list(add_all(library, ((item.name, partial(read, item)) for item in sources(str(SEEDS))), "news", 1))
    assert {outcome.result for outcome in outcomes} == {"added"}
    counted = {summary.id: summary.doubts for summary in library.find()}
    assert sum(number or 0 for number in counted.values()) > 0
    assert counted == {identifier: count_doubts(library.load(identifier)) for identifier in counted}
