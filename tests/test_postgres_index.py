"""Queries of a library in PostgreSQL: whatever is in it and whatever is asked, the answers of the folder's index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from factories import STEPS, Annotator, article, record, suggested, suggestions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libraries import MemoryLibrary
from own_kinds import ARTICLE_TABLE, KINDS, coded, library_with

from store.errors import StetError
from store.index import tables
from store.index.conditions import FEW
from store.index.database import Index
from store.index.query import keys
from store.model import actions
from store.model.cleaning import clean_text
from store.model.fields import Suggestions
from store.model.record import Article
from store.postgres import asking
from store.postgres.library import PostgresLibrary

WORDS = (
    *("smoke", "smo", "car", "deck", "state", "of", "emergency", "the", "The", "São", "sao", "Løvlund", "lövlund"),
    *("日本語", "日本", "²", "ß", "ss", "1,200", "39", "39.5", "100%", "b_c", "a\\c", "don’t", "don't", "E.U."),
    *("wire/9", "person:ida", "-", "-a", "“list”", "\ue000x", "\x00", "a\x00b", "\x01", "Ⅷ", "ꭰ"),
)
LONG = "é" * 700, "x" * 2500, "x" * 2499 + "y"
ORDERS = ("added", "date", "title", "status", "doubts", "unsure")


class Engines(NamedTuple):
    library: PostgresLibrary
    memory: MemoryLibrary


@pytest.fixture
def engines(new_schema: Callable[[], str]) -> Iterator[Engines]:
    """The same, without an article."""
    library = PostgresLibrary(new_schema())
    library.add(Article("first", "first"), Suggestions())
    yield Engines(library, MemoryLibrary())
    library.close()


words = st.sampled_from(WORDS)
values = words | st.lists(words, min_size=1, max_size=3).map(" ".join) | st.text(max_size=3)
texts = (
    st.lists(words.filter(lambda one: "\0" not in one) | st.sampled_from(LONG), min_size=1, max_size=12)
    .flatmap(lambda some: st.sampled_from((" ", "\n", ". ")).map(lambda between: between.join(some)))
    .map(clean_text)
    .filter(bool)
)
dates = st.sampled_from((None, "2026", "2026-05", "2026-05-04", "2025-12-31", ""))


@st.composite
def articles(draw: st.DrawFn, number: int) -> tuple[Article, Any, list[Any]]:
    text = draw(texts)
    title, source, author = (draw(st.sampled_from(("", *WORDS[:12], "Smoke", "smoke"))) for _ in range(3))
    one = Article(f"{number}", text, title=title, source=source, author=author or None, date=draw(dates))
    return one, draw(suggested(text)), draw(STEPS)


@st.composite
def queries(draw: st.DrawFn) -> str:
    terms = []
    for _ in range(draw(st.integers(0, 4))):
        key = draw(st.sampled_from(("", "", *keys())))
        op = draw(st.sampled_from((":", ":", "=", "<", ">=", "<=", ">"))) if key else ""
        value = draw(
            values | st.sampled_from(("yes", "no", "new", "done", "count", "money", "5", "2026-05", "Name", "0"))
        )
        quoted = f'"{value}"' if draw(st.booleans()) else value
        terms.append(f"{draw(st.sampled_from(('', '', '-')))}{key}{op}{quoted}")
    return " ".join(terms)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_both_engines_answer_alike(engines: Engines, data: st.DataObject) -> None:
    library, memory = engines
    library.remove_all([*library.ids()])
    memory.records.clear()
    for number in range(data.draw(st.integers(1, 4))):
        added, found, steps = data.draw(articles(number))
        for one in engines:
            hand = Annotator(one.add(added, found), "ann")
            hand.steps(steps)
            one.commit(hand.record.id, hand.pending)
    index = memory.indexed()
    for query in data.draw(st.lists(queries(), min_size=4, max_size=4)):
        order = data.draw(st.sampled_from(("", "-"))) + data.draw(st.sampled_from(ORDERS))
        limit = data.draw(st.sampled_from((None, 2)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asking, "FEW", data.draw(st.sampled_from((0, FEW))))  # as if many had the words
            found = answers(library, query, order, limit)
        assert found == answers(index, query, order, limit), (query, order)
    same_names(library, index)


def answers(one: Any, query: str, order: str, limit: int | None) -> object:
    try:
        return [*one.find(query, order, limit)], [*one.ids(query, order, limit)], one.count(query)
    except StetError as error:
        return error.message


def same_names(library: PostgresLibrary, index: Index) -> None:
    names, others = library.names(), index.names
    forms = names.forms()
    assert forms == others.forms()
    assert names.forms(["person"], "na", 1) == others.forms(["person"], "na", 1)
    some = [(one.kind, one.key) for one in forms]
    assert names.sums([some, [("person", "nobody")]]) == others.sums([some, [("person", "nobody")]])
    for kind, key in some:
        assert names.counted(kind, [key]) == others.counted(kind, [key])
        assert names.articles(kind, [key]) == others.articles(kind, [key])
        assert names.latest(kind, [key]) == others.latest(kind, [key])
        assert names.uses(kind, [key]) == others.uses(kind, [key])
        assert names.of_surname(kind, key.rpartition(" ")[2]) == others.of_surname(kind, key.rpartition(" ")[2])
    forms_voted = library.latest_forms(9)
    assert forms_voted == index.lessons.latest(9)
    assert library.votes(forms_voted) == index.lessons.votes(forms_voted)
    assert library.facts(some) == index.lessons.facts(some)
    assert library.taught(9) == index.lessons.taught(9)
    assert library.lesson_counts() == index.lessons.counts()
    assert library.last_step("ann") == index.last_step("ann")


OWN = (
    "event:protest", "event:strike", "event:march", "event:hurt", "-event:protest", "-event:hurt", "-topic:none",
    "topic:none", "event:hurt number:19", "topic:riot", "topic:riot relevance:none", "organisation:sabel", "code:a",
    "main:berg", "tags:two", "deaths:2", "place:lima event:protest", "question:why", "sabel", "-sabel", "event:§",
)  # fmt: skip
SORTED = ("topic", "relevance", "code", "main", "tags", "question")


def test_a_desks_own_kinds_are_found_alike(new_schema: Callable[[], str], tmp_path: Path) -> None:
    """`event:` is a kind and a filter of numbers; a choice is sorted by its place, what is not said comes last."""
    folder = library_with(tmp_path / "folder", KINDS + ARTICLE_TABLE)
    desk = coded(folder)
    own = {"topic": "strike", "relevance": "low", "code": "B2", "tags": ["two", "one"], "question": "Why?"}
    desk.do(actions.change(desk.record, "article", own))
    other = Annotator(folder.add(article(), suggestions()), "ann")
    other.act(actions.change(other.record, "n1", {"event": "hurt"}))
    other.act(actions.change(other.record, "article", {"topic": "riot", "code": "a10", "tags": ["Two"]}))
    folder.commit(other.record.id, other.pending)
    folder.add(Article("plain", "Nothing is said of it."), Suggestions())
    library = PostgresLibrary(new_schema(), kinds=tmp_path / "folder" / "kinds.toml")
    for name in folder.ids():
        one = folder.load(name)
        library.add(one.article, one.suggestions, one.edits)
    for query in OWN:
        try:
            expected = [*folder.ids(query)]
        except StetError as error:
            with pytest.raises(StetError, match=error.message[:40]):
                [*library.ids(query)]
        else:
            assert [*library.ids(query)] == expected, query
    for order in SORTED:
        for down in ("", "-"):
            assert [*library.ids("", down + order)] == [*folder.ids("", down + order)], down + order
        if order != "tags":
            assert library.typed(order, kind="article") == folder.typed(order, kind="article")
    assert [line.own for line in library.find()] == [line.own for line in folder.find()]
    library.close()


def stored(library: PostgresLibrary, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(library.address.split("?")[0]) as db:
        db.execute("SELECT set_config('search_path', %s, false)", [library.address.partition("schema=")[2]])
        rows = db.execute(query)
        return rows.fetchall() if rows.description else []


def test_several_programs_index_at_once_while_others_save(new_schema: Callable[[], str]) -> None:
    address = new_schema()
    libraries = [PostgresLibrary(address) for _ in range(3)]
    hand = Annotator(libraries[0].add(article(), suggestions()), "ann")
    for number in range(70):
        libraries[0].add(Article(f"{number}", f"Storm {number} in Lima."), Suggestions())

    def save() -> None:
        for number in range(9):
            hand.act(actions.note(hand.record, "p1", f"note{number}"))
            libraries[0].commit(hand.record.id, hand.pending)
            assert [*libraries[0].ids(f"note:note{number}")] == [hand.record.id]

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(save), *(pool.submit(one.prepare) for one in libraries[1:])]:
            done.result()
    for one in libraries:
        assert len([*one.ids("storm")]) == 70
        assert [*one.ids("note:note7")] == []
        one.close()
    assert stored(libraries[0], "SELECT count(*), count(DISTINCT article) FROM words") == [(71, 71)]
    assert stored(libraries[0], "SELECT count(*) FROM articles WHERE indexed IS DISTINCT FROM seq") == [(0,)]


def test_what_cannot_be_read_is_in_every_list(new_schema: Callable[[], str]) -> None:
    library = PostgresLibrary(new_schema())
    library.add(article(), suggestions())
    library.add(Article("wire/9", "Dawn."), Suggestions())
    stored(library, "UPDATE texts SET head = '[]' WHERE id <> 'wire/9'")
    stored(library, "UPDATE articles SET indexed = NULL")
    why = f"{record().id}: its tables are not those of a record"
    for query in ("", "dawn", "status:new", "nothing"):
        assert [line.damage for line in library.find(query)][-1] == why
    assert [*library.ids()] == ["wire/9"]
    assert library.count()["damaged"] == 1
    library.close()


def test_an_index_of_other_rules_is_made_anew_and_one_of_newer_rules_left(new_schema: Callable[[], str]) -> None:
    library = PostgresLibrary(new_schema())
    library.add(article(), suggestions())
    assert [*library.ids("smoke")] == [record().id]
    stored(library, "UPDATE articles SET rules = rules - 1, title = 'old'")
    stored(library, "DELETE FROM words")
    assert [line.title for line in library.find("smoke")] == ["Ferry fire"]
    stored(library, f"UPDATE articles SET rules = {tables.VERSION + 1 << 16}")
    with pytest.raises(StetError, match="a newer Stet keeps the index"):
        [*library.ids("smoke")]
    library.close()


def test_doubts_are_counted_by_the_first_program_that_can(new_schema: Callable[[], str]) -> None:
    address = new_schema()
    library = PostgresLibrary(address)
    library.add(article(), suggestions())
    assert [line.doubts for line in library.find()] == [None]
    assert [line.doubts for line in PostgresLibrary(address, lambda _: 3).find("doubt:yes")] == [3]
    assert [line.doubts for line in library.find()] == [3]


def test_what_postgresql_cannot_hold_comes_back_as_it_was(new_schema: Callable[[], str]) -> None:
    """Only in an order does U+0000 not come first."""
    library, memory = PostgresLibrary(new_schema()), MemoryLibrary()
    for one in (library, memory):
        odd = article("Ida\0Berg saw \ue000\ue001 the\0 fire.", title="Ti\0tle \ue000\ue002")
        hand = Annotator(one.add(odd._replace(id="i\0d", source="so\0urce", date="2026\0"), Suggestions()), "a\0nn")
        hand.act(
            actions.add(hand.record, "people", [(0, 8)], {"name": "Ida\0Berg", "role": "\0cook", "note": "no\0te"})
        )
        hand.act(actions.done(hand.record, []))
        one.commit(hand.record.id, hand.pending)
    index = memory.indexed()
    for query in ("", "ida", '"ida berg"', "fire", "title:ti", "source:urce", "by:nn", "note:te", "id:i", "date:2026"):
        assert answers(library, query, "added", None) == answers(index, query, "added", None), query
    same_names(library, index)
    library.close()


def test_what_is_very_long_is_indexed_and_sorted(new_schema: Callable[[], str]) -> None:
    """No index in the order of what is long: such an article could not be made, and no other after it."""
    long = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(3_000))
    library, memory = PostgresLibrary(new_schema()), MemoryLibrary()
    for number, tail in enumerate(("b", "a", "")):
        for one in (library, memory):
            hand = Annotator(one.add(article(f"{long}{tail} {long}5.", title=long + tail), Suggestions()), "ann")
            hand.act(actions.add(hand.record, "people", [(0, 9)], {"name": long + tail, "role": long}))
            hand.act(
                actions.add(hand.record, "numbers", [(6_001, 6_003)], {"value": number, "unit": long, "event": long})
            )
            hand.act(actions.done(hand.record, []))
            one.commit(hand.record.id, hand.pending)
    index = memory.indexed()
    for order in ("title", "-title", "date", "-date"):
        assert [*library.ids("", order)] == [*index.ids("", order)]
    assert [*library.ids(f"person:{long[:1900]}")] == [*index.ids()]
    same_names(library, index)
    library.close()


def test_who_may_only_read_asks_what_there_is(new_schema: Callable[[], str]) -> None:
    library = PostgresLibrary(new_schema())
    library.add(article(), suggestions())
    reader = PostgresLibrary(f"{library.address}&options=-c%20default_transaction_read_only%3Don")
    assert [line.title for line in reader.find()] == ["Ferry fire"]
    assert [*reader.ids("smoke")] == []
    library.prepare()
    assert [*reader.ids("smoke -dawn")] == [record().id]
    for one in (reader, library):
        one.close()
