"""What the query language promises: how words are read, what is refused, and which numbers are meant."""

from __future__ import annotations

from datetime import datetime

import pytest
from factories import Annotator, article, record, span, suggestions
from hypothesis import given
from hypothesis import strategies as st

from store.errors import StetError
from store.index.query import LONGEST, Term, compile_query, keys, parse
from store.index.selecting import matching
from store.index.values import DATE
from store.library.protocol import Library
from store.model import actions
from store.model.fields import Number, Suggestions
from store.model.record import Article
from store.times import begins_time, is_time

COUNTRY = "write a code of two letters, such as GB"
COSTS = "The harbour paid $1,500.50 for two cranes, a 5 % rise, in 2025_b\\c. Nobody spoke."


@pytest.fixture(scope="module")
def library(empty_library_of_module: Library) -> Library:
    """The ferry, with an odd number in it, the cranes, dated, and an empty note without a date."""
    library = empty_library_of_module
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.change(hand.record, "n1", {"counted": "car_deck 5%", "low": 15, "high": 25, "value": None}))
    hand.act(actions.note(hand.record, "p1", "ask the harbourmaster"))
    library.commit(hand.record.id, hand.pending)
    found = Suggestions(
        numbers=[
            Number(id="n1", spans=[(17, 26)], value=1500.5, low=1500.5, high=1500.5, number_kind="money", unit="USD"),
            Number(id="n2", spans=[(31, 34)], value=2, low=2, high=2, counted="cranes"),
            Number(id="n3", spans=[(45, 46)], value=5, low=5, high=5, number_kind="percent", unit="a\\c"),
        ]
    )
    library.add(Article(id="cranes", text=COSTS, title="Cranes", date="2025-12-31"), found)
    library.add(Article(id="none", text="Nothing at all.", title="None"), Suggestions())
    return library


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("smoke car", [("", ":", "smoke", False), ("", ":", "car", False)]),
        ('-"car deck"', [("", ":", "car deck", True)]),
        ('"never closed', [("", ":", "never closed", False)]),
        ('""', []),
        ('"" smoke', [("", ":", "smoke", False)]),
        ("-", [("", ":", "-", False)]),
        ("person:ida", [("person", ":", "ida", False)]),
        ('-person:"Ida Lunde"', [("person", ":", "Ida Lunde", True)]),
        ('person:""', [("person", ":", "", False)]),
        ("person=ida", [("person", ":", "ida", False)]),
        ("number=3", [("number", ":", "3", False)]),
        ("number>=3 number<=4", [("number", ">=", "3", False), ("number", "<=", "4", False)]),
        ("number>3 number<4", [("number", ">", "3", False), ("number", "<", "4", False)]),
        ("date:2026", [("date", ":", "2026", False)]),
        ("number:-5", [("number", ":", "-5", False)]),
        ("Number:5", [("", ":", "Number:5", False)]),
    ],
)
def test_a_query_is_read_as_it_is_written(query: str, terms: list[tuple[str, str, str, bool]]) -> None:
    assert parse(query) == [Term(*term) for term in terms]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("x" * (LONGEST + 1), "the query has 2001 characters; at most 2000 are allowed"),
        ("colour:red", f"colour: is not a filter; the filters are {', '.join(keys())}. Quote words with a colon"),
        ("person>a", "person>: only number and date can be compared; write person:"),
        ("kind<=age", "kind<=: only number and date can be compared; write kind:"),
        ("status:open", "status:open: status is one of new, started, done"),
        ("doubt:maybe", "doubt:maybe: doubt is one of yes, no"),
        ("number>many", "number>many: many is not a number; write digits"),
        ('number>""', "number>: nothing is not a number; write digits"),
        ("number<3-1", "number<3-1: 3-1 is not a number; write digits"),
        ("date>=foo", f"date>=foo: foo is not a date; write {DATE}"),
        ("date:yesterday", f"date:yesterday: yesterday is not a date; write {DATE}"),
        ("date>=2026-13-45", f"date>=2026-13-45: 2026-13-45 is not a date; write {DATE}"),
        ("-date:2026-02-30", f"date:2026-02-30: 2026-02-30 is not a date; write {DATE}"),
        ("date<2026-1", f"date<2026-1: 2026-1 is not a date; write {DATE}"),
        ('date>""', f"date>: nothing is not a date; write {DATE}"),
        ("done:maybe", "done:maybe: done is one of yes, no"),
        ("noted:1", "noted:1: noted is one of yes, no"),
        ('country:"South Korea"', f"country:South Korea: {COUNTRY}"),
        ("country:U5", f"country:U5: {COUNTRY}"),
    ],
)
def test_what_is_refused_says_what_would_be_understood(query: str, said: str) -> None:
    with pytest.raises(StetError) as refused:
        parse(query)
    assert (refused.value.title, refused.value.message) == ("Not understood", said)


def test_the_longest_question_is_answered(library: Library) -> None:
    assert list(library.ids("x" * LONGEST)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("-number>1000", ["Ferry fire", "None"]),
        ("-number>1000 number<20", ["Ferry fire"]),
        ("number<20 -number>1000", ["Ferry fire"]),
        ("-number>1000 -number<20", ["None"]),
        ("-number>1000 -number:52", ["None"]),
        ("number>1000 number<20", []),
        ("number:2 number:5", ["Cranes"]),
        ("number:2 number:52", []),
        ("unit:USD kind:percent", []),
        ("unit:USD unit:a", ["Cranes"]),
        ("counted:cranes number:2", ["Cranes"]),
        ("counted:cranes number:5", []),
    ],
)
def test_what_is_asked_of_numbers_is_asked_of_one_and_what_is_denied_of_all(
    library: Library, query: str, found: list[str]
) -> None:
    assert [line.title for line in library.find(query)] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("number:1500.5", ["Cranes"]),
        ("number:1,500.50", ["Cranes"]),
        ("number:15", ["Ferry fire"]),
        ("number:25", ["Ferry fire"]),
        ("number:20", []),
        ("number>=1500.5", ["Cranes"]),
        ("number>1500.5", []),
        ("number<=2", ["Cranes"]),
        ("number<2", []),
        ("number>24 number<16", ["Ferry fire"]),
        ("number>24 number<=15", ["Ferry fire"]),
        ("number:-5", []),
        ("number:thousands", []),
        ("number:" + "9" * 400, []),
    ],
)
def test_bounds_of_a_number_are_compared(library: Library, query: str, found: list[str]) -> None:
    assert [line.title for line in library.find(query)] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("-counted:car_deck", ["Cranes", "None"]),
        ("-counted:carxdeck", ["Ferry fire", "Cranes", "None"]),
        ("-counted:c_r", ["Ferry fire", "Cranes", "None"]),
        ("-counted:cr%es", ["Ferry fire", "Cranes", "None"]),
        ("-counted:5%", ["Cranes", "None"]),
        ("-unit:a\\c", ["Ferry fire", "None"]),
        ("-unit:a\\\\c", ["Ferry fire", "Cranes", "None"]),
        ("-unit:\\", ["Ferry fire", "None"]),
        ("-unit:sd", ["Ferry fire", "None"]),
        ("counted:car_deck", ["Ferry fire"]),
        ("counted:deck", ["Ferry fire"]),
        ("counted:5", ["Ferry fire"]),
        ("unit:\\", ["Cranes"]),
    ],
)
def test_no_sign_is_a_wildcard_in_what_is_asked_of_numbers(library: Library, query: str, found: list[str]) -> None:
    assert [line.title for line in library.find(query)] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('person:""', []),
        ('-person:""', ["Ferry fire", "Cranes", "None"]),
        ("person:§", []),
        ("-§§", ["Ferry fire", "Cranes", "None"]),
        ("harbourmaster", ["Ferry fire"]),
        ("-harbourmaster", ["Cranes", "None"]),
        ("-note:harbourmaster nothing", ["None"]),
        ("text:x", None),
        ("nothing all", ["None"]),
        ("by:ann", ["Ferry fire"]),
        ("-by:ann", ["Cranes", "None"]),
        ("noted:no", ["Cranes", "None"]),
        ("-noted:no", ["Ferry fire"]),
        ("flag:yes", []),
        ("conflict:no status:new", ["Cranes", "None"]),
        ("car\0deck", ["Ferry fire"]),
    ],
)
def test_words_are_looked_for_where_they_are_asked_for(library: Library, query: str, found: list[str] | None) -> None:
    if found is None:
        with pytest.raises(StetError, match="is not a filter"):
            list(library.find(query))
    else:
        assert [line.title for line in library.find(query)] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("date:2025-12-31", ["Cranes"]),
        ("date:2025-12-3", ["Cranes"]),
        ("date<2025-12", []),
        ("date<=2025-12", ["Cranes"]),
        ("date<2026", ["Cranes"]),
        ("date>2025", ["Ferry fire"]),
        ("date>2025-12-31", ["Ferry fire"]),
        ("date>=2025-12-31", ["Ferry fire", "Cranes"]),
        ("date>=2026-05-04", ["Ferry fire"]),
        ("date>2026-05-04", []),
        ("-date:2026 date:2025", ["Cranes"]),
        ("date:2025-1", ["Cranes"]),
        ("date:202", ["Ferry fire", "Cranes"]),
        ("date>2025-12-30T10:00Z", ["Ferry fire", "Cranes"]),
    ],
)
def test_a_date_is_compared_with_the_whole_day_month_or_year(library: Library, query: str, found: list[str]) -> None:
    assert [line.title for line in library.find(query)] == found


def test_words_of_a_number_narrow_the_search_before_the_numbers_are_looked_at() -> None:
    question = compile_query(parse("smoke counted:crew number>5 -event:hurt"))
    assert [phrase.words for phrase in question.phrases] == ["smoke", "crew"]
    assert matching(question.phrases[1]) == 'number : "crew" *'
    assert [denied for _, denied in question.numbers] == [False, True]
    assert question.tests == []


@given(st.datetimes(min_value=datetime(1, 1, 1)), st.integers(0, 19))
def test_whatever_a_time_begins_with_is_looked_for(time: datetime, length: int) -> None:
    words = time.isoformat(timespec="seconds")[:length]
    assert begins_time(words)
    assert is_time(words) is (length in (4, 7, 10, 13, 16, 19))


def test_the_ferry_is_as_these_tests_think() -> None:
    assert record().fields["n1"].spans == [span("19")]
