"""What a library in a database promises beyond what every library does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from factories import Annotator, article, suggestions

from store.errors import StetError
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article
from store.postgres.connecting import Server, parsed
from store.postgres.library import PostgresLibrary
from store.postgres.texts import given, kept

Schemas = Callable[[], str]


@pytest.fixture
def library(new_schema: Schemas) -> PostgresLibrary:
    return PostgresLibrary(new_schema())


def run(library: PostgresLibrary, statement: str) -> None:
    """As its owner, in SQL."""
    Server(library.address).run(lambda db: db.execute(statement.encode()), "Not done")


@pytest.mark.parametrize(
    "address",
    ["postgresql://ann:secret@host/desk", "postgresql://host/desk?password=secret", "postgres://:secret@/desk"],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(StetError, match="pgpass") as refused:
        parsed(address)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("postgresql://ann@db.example.org:6432/desk?sslmode=require", "postgresql://db.example.org:6432/desk"),
        ("postgres:///desk", "postgresql:///desk"),
        ("postgresql://host/desk?schema=stet", "postgresql://host/desk"),
        ("postgresql://host/desk?schema=war room", "postgresql://host/desk?schema=war room"),
    ],
)
def test_people_read_where_a_library_is_and_nothing_else(address: str, name: str) -> None:
    assert parsed(address).name == name
    assert "schema" not in parsed(address).conninfo


@pytest.mark.parametrize(
    "address", ["postgresql://host:none/desk", "postgresql://host/desk?nonsense=1", "postgresql://h/d?schema="]
)
def test_an_address_that_is_not_one_is_refused_in_one_line(address: str) -> None:
    with pytest.raises(StetError, match=r"^Library not opened: [^\n]*$"):
        parsed(address)


def test_a_server_that_is_not_there_is_said_in_one_line() -> None:
    """Once, and not again in libpq's words."""
    why = r"^Library not opened: no connection to postgresql://127\.0\.0\.1:1/desk: Connection refused$"
    with pytest.raises(StetError, match=why):
        PostgresLibrary("postgresql://ann@127.0.0.1:1/desk")


@pytest.mark.parametrize("words", ["", "plain", "\0", "a\0b\ue000c\ue001\0", "\ue000\ue001", "\ue000"])
def test_text_that_the_server_cannot_hold_comes_back(words: str) -> None:
    assert "\0" not in kept(words)
    assert given(kept(words)) == words


def test_a_library_is_made_by_its_first_article(library: PostgresLibrary) -> None:
    other = PostgresLibrary(library.address)
    assert not library.exists()
    assert library.login in library.address
    assert (list(library.ids()), library.count(), library.documents.read("kinds.toml")) == ([], {}, None)
    assert "x" not in library
    library.add(article(), suggestions())
    assert library.exists()
    assert other.exists()
    assert list(other.ids()) == [article().id]


def test_an_article_may_hold_any_character(library: PostgresLibrary) -> None:
    odd = Article(id="a\0\ue000", text="A \0 ship.", title="T\0", source="\0", date="2026", meta={"\0": ["\0", 1.0]})
    added = library.add(odd, Suggestions(extractor="x/\0"))
    again = PostgresLibrary(library.address)
    assert again.load(odd.id) == added
    assert [(one.id, one.title, one.source) for one in again.find("source:none OR ship")] == []
    assert [(one.id, one.title, one.source) for one in again.find("ship")] == [(odd.id, odd.title, odd.source)]
    again.remove(odd.id)
    assert odd.id not in library


def test_a_save_in_doubt_may_be_repeated(library: PostgresLibrary) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(hand.record.id, hand.pending)
    again = PostgresLibrary(library.address)  # the program that saved was killed before it heard of it
    assert again.commit(hand.record.id, hand.pending).record == hand.record
    assert len(library.load(hand.record.id).edits) == 1


def test_a_server_that_has_lost_an_edit_and_got_another_is_believed(library: PostgresLibrary) -> None:
    """A replica that took over: what this program remembers is not what is there."""
    start = library.add(article(), suggestions())
    ann, ben = Annotator(start, "ann"), Annotator(start, "ben")
    ann.act(actions.accept(ann.record, ["p1"]))
    library.commit(start.id, ann.pending)
    run(library, "DELETE FROM edits")
    run(library, "UPDATE articles SET seq = 0, last = ''")
    ben.act(actions.reject(ben.record, ["l2"]))
    PostgresLibrary(library.address).commit(start.id, ben.pending)
    assert library.load(start.id) == ben.record
    assert len(library.commit(start.id, ann.pending).record.edits) == 2


def test_what_cannot_be_saved_is_never_taken_for_saved(library: PostgresLibrary) -> None:
    hand = Annotator(library.add(article(), suggestions()), "ann")
    run(library, "UPDATE articles SET seq = 3, last = 'nobody'")
    hand.act(actions.accept(hand.record, ["p1"]))
    with pytest.raises(StetError, match="stet check --repair"):
        library.commit(hand.record.id, hand.pending)
    assert [found.mended for found in library.check(repair=True)] == ["corrected"]
    assert library.commit(hand.record.id, hand.pending).record == hand.record


def test_documents_are_kept_whole(library: PostgresLibrary) -> None:
    library.add(article(), suggestions())
    documents, others = library.documents, PostgresLibrary(library.address).documents
    documents.replace("lists/a.csv", b"\0a")
    first = others.signature("lists/a.csv")
    documents.replace("lists/a.csv", b"b")
    assert (others.read("lists/a.csv"), others.names("lists")) == (b"b", ["a.csv"])
    assert others.signature("lists/a.csv") != first
    with pytest.raises(StetError, match="has more than"):
        documents.read("lists/a.csv", 0)
    with pytest.raises(ZeroDivisionError), documents.locked():
        documents.replace("lists/a.csv", b"half")
        raise ZeroDivisionError
    assert others.read("lists/a.csv") == b"b"
    documents.remove("lists/a.csv")
    documents.remove("lists/a.csv")
    assert (others.read("lists/a.csv"), others.signature("lists/a.csv")) == (None, None)


def test_what_is_derived_is_made_anew_by_a_repair(library: PostgresLibrary) -> None:
    start = library.add(article(), suggestions())
    hand = Annotator(start, "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    library.commit(start.id, hand.pending)
    library.prepare()
    assert [*library.check()] == []
    for damage in (
        "UPDATE articles SET status = 'done', decided = 9",
        "UPDATE articles SET seq = 7, indexed = 7",
        "DELETE FROM articles",
    ):
        run(library, damage)
        [found] = library.check()
        assert found.mended == ""
        [mended] = library.check(repair=True)
        assert mended.mended
        assert [*library.check()] == []
        assert [(one.id, one.decided) for one in library.find("status:started")] == [(start.id, 1)]
    assert library.load(start.id) == hand.record


def test_what_is_not_derived_is_said(library: PostgresLibrary) -> None:
    identifier = library.add(article(), suggestions()).id
    run(library, "UPDATE texts SET content = 'other'")
    [found] = library.check(repair=True)
    assert (found.where, found.mended) == (identifier, "")
    assert "backup" in found.what
    with pytest.raises(StetError, match="text has been changed"):
        PostgresLibrary(library.address).load(identifier)
    assert [(one.id, bool(one.damage)) for one in library.find()] == [(identifier, True)]


def test_tables_of_a_newer_program_are_not_touched(library: PostgresLibrary) -> None:
    library.add(article(), suggestions())
    run(library, "INSERT INTO migrations VALUES (9999, '9999_later')")
    with pytest.raises(StetError, match="update Stet"):
        PostgresLibrary(library.address)


def test_tables_of_an_older_program_are_said_and_brought_up_to_date(
    library: PostgresLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.postgres import migrating

    library.add(article(), suggestions())
    later = migrating.Migration(9999, "9999_later", "CREATE TABLE later ()")
    known = (*migrating.migrations(), later)
    monkeypatch.setattr(migrating, "migrations", lambda: known)
    old = PostgresLibrary(library.address)
    with pytest.raises(StetError, match="9999_later; stet check --repair"):
        old.load(article().id)
    assert old.exists(), "so that stet check is not told that there is none"
    [said] = old.check()
    assert (said.where, said.mended) == ("tables", "")
    [made] = old.check(repair=True)
    assert made.mended == "made: 9999_later"
    assert old.load(article().id) == replace(library.load(article().id))
