"""What every library promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import TEXT, Annotator, article, number, record, suggestions

from store.errors import StetError
from store.library.protocol import Library
from store.model import actions
from store.model.fields import GROUPS
from store.model.record import Article


@pytest.fixture
def library(empty_library: Library) -> Library:
    return empty_library


def test_what_was_added_is_there(library: Library) -> None:
    added = library.add(article(), suggestions())
    assert library.load(added.id) == added == record()
    assert added.id in library
    assert list(library.ids()) == [added.id]


def test_edits_are_saved_behind_those_that_are_there(library: Library) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(hand.record.id, hand.pending)
    hand.pending.clear()
    hand.act(actions.reject(hand.record, ["l2"]))
    committed = library.commit(hand.record.id, hand.pending)
    assert committed.record == hand.record == library.load(hand.record.id)
    assert committed.renamed == {}


def test_saving_twice_saves_once(library: Library) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    assert library.commit(hand.record.id, hand.pending) == library.commit(hand.record.id, hand.pending)
    assert len(library.load(hand.record.id).edits) == 1


def test_two_sessions_lose_nothing_and_new_fields_get_ids_of_their_own(library: Library) -> None:
    start = library.add(article(), suggestions())
    ann, ben = Annotator(start, "ann"), Annotator(start, "ben")
    ann.act(actions.add(ann.record, "places", [(0, 4)], {"name": "from Ann"}))
    ben.act(actions.add(ben.record, "places", [(5, 9)], {"name": "from Ben"}))
    ben.act(actions.change(ben.record, "l3", {"type": "water"}))
    assert library.commit(start.id, ann.pending).renamed == {}
    committed = library.commit(start.id, ben.pending)
    assert committed.renamed == {"l3": "l4"}
    names = {place.id: (place.name, place.type) for place in committed.record.places if place.status == "added"}
    assert names == {"l3": ("from Ann", "other"), "l4": ("from Ben", "water")}


def test_a_conflict_shows_both_readings_until_one_is_picked(library: Library) -> None:
    start = library.add(article(), suggestions())
    ann, ben = Annotator(start, "ann"), Annotator(start, "ben")
    ann.act(actions.change(ann.record, "n1", {"value": 18}))
    ben.act(actions.change(ben.record, "n1", {"value": 20}))
    library.commit(start.id, ann.pending)
    found = library.commit(start.id, ben.pending).record
    readings = found.fields["n1"].conflict["value"]
    assert {(reading["by"], reading["value"]) for reading in readings} == {("ann", 18), ("ben", 20)}
    cas = Annotator(found, "cas")
    cas.act(actions.change(cas.record, "n1", {"value": 18}))
    settled = number(library.commit(start.id, cas.pending).record)
    assert settled.conflict == {}
    assert settled.value == 18


def test_an_article_is_added_once(library: Library) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(hand.record.id, hand.pending)
    again = library.add(article(), suggestions())
    assert again.fields["p1"].status == "accepted"


def test_another_text_under_the_same_id_is_refused(library: Library) -> None:
    library.add(Article(id="wire-7", text=TEXT), suggestions())
    with pytest.raises(StetError, match="another text under the id wire-7"):
        library.add(Article(id="wire-7", text="Something else."), type(suggestions())())


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "a/b", "a\0b", "ÅÄÖ " * 99, ".", "", "x" * 999])
def test_any_text_can_be_an_id(library: Library, identifier: str, tmp_path: Path) -> None:
    library.add(Article(id=identifier, text=TEXT), suggestions())
    assert library.load(identifier).id == identifier
    assert identifier in library
    assert {path.name for path in tmp_path.iterdir()} <= {"library"}


def test_a_summary_says_how_far_an_article_is(library: Library) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1", "l1"]))
    hand.act(actions.reject(hand.record, ["l2"]))
    hand.act(actions.flag(hand.record, "n1", True, "check"))
    library.commit(hand.record.id, hand.pending)
    [line] = library.find()
    assert (line.title, line.source, line.date, line.status) == ("Ferry fire", "Harbour desk", "2026-05-04", "started")
    assert (line.fields, line.decided, line.flags) == (7, 3, 1)
    assert line.counts == dict.fromkeys(GROUPS, 0) | {"people": 1, "places": 1, "numbers": 3, "quotes": 1}


def test_what_was_removed_is_gone(library: Library) -> None:
    added = library.add(article(), suggestions())
    library.remove(added.id)
    assert added.id not in library
    assert list(library.find()) == []
    for refused in (library.load, library.remove):
        with pytest.raises(StetError, match="is not in the library"):
            refused(added.id)
    assert library.add(article(), suggestions()) == added


def test_summaries_come_in_the_order_of_adding(library: Library) -> None:
    for words in ("Zebra.", "Ant.", "Mole."):
        library.add(article(words, title=words), type(suggestions())())
    assert [line.title for line in library.find()] == ["Zebra.", "Ant.", "Mole."]
