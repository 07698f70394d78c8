"""What others do to a team's library is heard at once, and who else has the article open."""

from __future__ import annotations

import contextlib
import os
import queue
import resource
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from factories import article, record, suggestions
from proxy import Proxy
from reader_driver import OTHER_TEXT, reading
from reader_driver import article as news
from reader_driver import suggestions as found
from shelf_driver import sitting
from team_library import BLIND, OPEN, TeamLibrary, add, team_library

from store.library.live import Changed, Present
from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.postgres import listening
from store.postgres.connecting import Server
from store.postgres.library import PostgresLibrary
from store.postgres.listening import PostgresLive
from store.postgres.team import Team
from store.sync.session import Session

Schemas = Callable[[], str]
WAIT = 20.0
"""Seconds after which a test that hears nothing fails."""


class Ear:
    """A library of one program, and what it is told."""

    def __init__(self, address: str) -> None:
        self.library = PostgresLibrary(address)
        self.told: queue.SimpleQueue[Changed | Present] = queue.SimpleQueue()
        self.thread = threading.Thread(target=lambda: self.library.live.run(self.told.put))
        self.thread.start()

    def hears(self, what: Changed | Present) -> None:
        """Sooner or later, whatever else is told before."""
        while self.told.get(timeout=WAIT) != what:
            pass

    def close(self) -> None:
        self.library.live.close()
        self.thread.join()
        self.library.close()


@pytest.fixture
def ears() -> Iterator[Callable[[str], Ear]]:
    with contextlib.ExitStack() as open_:

        def ear(address: str) -> Ear:
            made = Ear(address)
            open_.callback(made.close)
            return made

        yield ear


def save(library: PostgresLibrary, words: str, by: str = "ben", identifier: str = "") -> int:
    session = Session(library, library.load(identifier or record().id), by)
    session.act(actions.note(session.record, "p1", words))
    assert session.close()
    return session.record.seq


def test_a_save_is_heard_and_so_is_who_comes_and_goes(new_schema: Schemas, ears: Callable[[str], Ear]) -> None:
    address = new_schema()
    PostgresLibrary(address).add(article(), suggestions())
    ann, ben = ears(address), ears(address)
    ann.library.live.at(record().id, "ann")
    ben.library.live.at(record().id, "ben")
    ann.hears(Present(record().id, ("ben",)))
    ben.hears(Present(record().id, ("ann",)))
    assert save(ben.library, "seen") == 1
    ann.hears(Changed(record().id, 1))
    ben.library.live.at(None, "ben")
    ann.hears(Present(record().id, ()))
    ben.library.live.at(record().id, "ben")
    ann.hears(Present(record().id, ("ben",)))
    ben.library.live.close()
    ann.hears(Present(record().id, ()))


def test_a_program_with_many_files_open_hears_too(new_schema: Schemas, ears: Callable[[str], Ear]) -> None:
    address = new_schema()
    PostgresLibrary(address).add(article(), suggestions())
    with contextlib.ExitStack() as open_:
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
        open_.callback(resource.setrlimit, resource.RLIMIT_NOFILE, before)
        for _ in range(1100):
            open_.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        ann = ears(address)
        ann.library.live.at(record().id, "ann")
        assert save(PostgresLibrary(address), "seen") == 1
        ann.hears(Changed(record().id, 1))


def test_who_has_said_nothing_for_a_minute_of_the_server_has_gone(
    new_schema: Schemas, ears: Callable[[str], Ear]
) -> None:
    address = new_schema()
    library = PostgresLibrary(address)
    library.add(article(), suggestions())
    rows = """INSERT INTO present (session, article, annotator, at)
        SELECT who, n, who, now() - ago FROM texts, (VALUES
            ('cyd', interval '61 seconds'), ('dan', interval '50 seconds'), ('ann', interval '1 second')
        ) AS seen (who, ago)"""
    library._server.run(lambda db: db.execute(rows), "Made")
    ann = ears(address)
    ann.library.live.at(record().id, "ann")
    ann.hears(Present(record().id, ("dan",)))
    library.close()


def test_where_nothing_is_told_the_open_article_is_looked_at(
    new_schema: Schemas, ears: Callable[[str], Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a pooler that gives each transaction another connection."""
    monkeypatch.setattr(listening, "LOOK", 0.02)
    monkeypatch.setattr(PostgresLive, "_listens", lambda *_: False)
    address = new_schema()
    PostgresLibrary(address).add(article(), suggestions())
    ann, ben = ears(address), ears(address)
    ann.library.live.at(record().id, "ann")
    ben.library.live.at(record().id, "ben")
    ann.hears(Present(record().id, ("ben",)))
    save(ben.library, "seen")
    ann.hears(Changed(record().id, 1))
    ben.library.live.at(None, "ben")
    ann.hears(Present(record().id, ()))


def test_a_pooler_that_swallows_what_is_told_is_noticed(new_schema: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_PROBED", 0.05)
    address = new_schema()
    PostgresLibrary(address).add(article(), suggestions())
    server = Server(address)
    live = PostgresLive(server, "stet test")
    with contextlib.closing(server.connect("Test")) as db:
        assert live._listens(db)
        db.execute("UNLISTEN *")
        monkeypatch.setattr(listening, "_LISTEN", "SELECT 1 AS {}")
        assert not live._listens(db)
    server.close()


def test_who_works_blind_hears_of_their_own_line_and_of_nobody(
    postgres: str, ears: Callable[[str], Ear], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "LOOK", 0.02)
    with team_library(postgres) as team:
        _assign(team)
        anna, ben = ears(team.as_("anna")), ears(team.as_("ben"))
        elsewhere = PostgresLibrary(team.as_("anna"))
        for identifier in (BLIND, OPEN):
            anna.library.live.at(identifier, "anna")
            ben.library.live.at(identifier, "ben")
            if identifier == BLIND:
                save(ben.library, "mine", "ben", BLIND)
                seq = save(elsewhere, "mine", "anna", BLIND)
                anna.hears(Changed(BLIND, seq))
                assert anna.told.empty(), "nothing of ben"
        anna.hears(Present(OPEN, ("ben",)))
        rita = ears(team.as_("rita"))
        rita.library.live.at(OPEN, "rita")
        rita.hears(Present(OPEN, ("anna", "ben")))
        save(ben.library, "ours", "ben", OPEN)
        rita.hears(Changed(OPEN, 1))
        elsewhere.close()
        for one in (anna, ben, rita):
            one.close()


def _assign(team: TeamLibrary) -> None:
    server = Server(team.address)
    for identifier in (OPEN, BLIND):
        add(server, identifier)
    Team(server).assign({"anna": [BLIND], "ben": [BLIND]}, lambda _: ())
    server.close()


async def test_others_edits_come_into_the_open_article_and_the_header_says_who_is_there(new_schema: Schemas) -> None:
    address = new_schema()
    async with reading(address) as driver:
        identifier = driver.stored.id
        await driver.press("j")
        ben = Ear(address)
        ben.library.live.at(identifier, "ben")
        await driver.until(lambda: driver.reader.header.progress.others == ("ben",))
        session = Session(ben.library, ben.library.load(identifier), "ben")
        session.act(actions.reject(session.record, ["l1"]))
        assert session.close()
        await driver.until(lambda: driver.told)
        assert driver.told == ["ben has changed this article; you see it as it is now"]
        cursor = driver.reader.state.cursor
        assert cursor is not None
        assert cursor.record.fields["l1"].status == "rejected"
        assert driver.current == "p2", "where the person was"
        ben.close()
        await driver.until(lambda: not driver.reader.header.progress.others)


async def test_who_goes_to_the_shelf_has_left_and_is_there_again_in_the_same_article(new_schema: Schemas) -> None:
    """By the way back, and by opening it anew."""
    address = new_schema()
    PostgresLibrary(address).add(news(), found())
    async with sitting(open_library(address)) as driver:
        await driver.press("enter")
        identifier = driver.reader.state.queue.current
        assert isinstance(identifier, str)
        ben = Ear(address)
        ben.library.live.at(identifier, "ben")
        await driver.until(lambda: driver.reader.header.progress.others == ("ben",))  # the app listens by now
        ben.hears(Present(identifier, ("ana",)))
        for way in ("g", "enter"):
            await driver.until(lambda: driver.reader.header.progress.others == ("ben",))
            await driver.press("g")
            ben.hears(Present(identifier, ()))
            await driver.press(way)
            ben.hears(Present(identifier, ("ana",)))
        await driver.until(lambda: driver.reader.header.progress.others == ("ben",))
        await driver.press("g", "enter", "g", "enter")
        await driver.until(lambda: driver.reader.header.progress.others == ("ben",))
        ben.close()


async def test_what_a_person_types_is_not_disturbed_by_others(new_schema: Schemas) -> None:
    address = new_schema()
    async with reading(address, look=0.01) as driver:
        identifier = driver.stored.id
        await driver.press("e")
        await driver.type("Dr ")
        other = PostgresLibrary(address)
        session = Session(other, other.load(identifier), "ben")
        session.act(actions.note(session.record, "p2", "seen"))
        assert session.close()
        await driver.until(lambda: (mine := driver.reader.state.session) and mine.has_remote_edits)
        await driver.type("h.c. ")
        assert driver.reader.panel.editor is not None
        assert not driver.told
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        [person] = [one for one in driver.stored.people if one.id == "p1"]
        assert person.name == "Dr h.c."
        assert driver.stored.fields["p2"].note == "seen"
        other.close()


async def test_others_edits_come_onto_the_shelf(new_schema: Schemas) -> None:
    """Long before it would have looked by itself."""
    address = new_schema()
    library = PostgresLibrary(address)
    library.add(article(), suggestions())
    async with sitting(open_library(address)) as driver:
        session = Session(library, library.load(record().id), "ben")
        session.act(actions.done(session.record))
        assert session.close()
        await driver.until(lambda: driver.shelf.listing.whole.get("done") == 1)
    library.close()


async def test_no_key_in_an_article_waits_for_the_server(new_schema: Schemas, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen's thread asks it nothing."""
    asked: set[str] = set()
    run = Server.run

    def watched(self: Server, *words: Any, **named: Any) -> Any:
        asked.add(threading.current_thread().name)
        return run(self, *words, **named)

    async with reading(new_schema()) as driver:
        await driver.press("j")
        monkeypatch.setattr(Server, "run", watched)
        await driver.press("j", "k", "J", "right", "a", "x", "u", "tab", "right", "tab", "question_mark", "escape")
        assert driver.reader.sessions.close() == ""
        assert asked
        assert threading.main_thread().name not in asked


async def test_an_article_that_could_not_be_opened_opens_when_the_server_is_back(
    new_schema: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_PAUSES", (0.05,))
    parts = urlsplit(new_schema())
    line = Proxy(parts.port or 5432)
    query = f"{parts.query}&sslmode=disable&gssencmode=disable"
    address = parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{line.port}"), query=query).geturl()
    with contextlib.closing(PostgresLibrary(address)) as library:
        other = library.add(news(OTHER_TEXT, "The library closes"), Suggestions(extractor="test/1"))
        entries = [library.add(news(), found()).id, other.id]
    async with reading(address, entries) as driver:
        line.cut(refuse=True)
        await driver.press("a", "right_square_bracket")
        await driver.until(lambda: "no connection to" in driver.said)
        header = driver.reader.header
        await driver.until(lambda: header.progress.saved == "✗ NOT SAVED")
        assert header.progress.title == "Not opened"
        line.mend()
        await driver.until(lambda: driver.reader.state.cursor)
        assert header.progress.title == "The library closes"
        await driver.until(lambda: header.progress.saved == "✓ saved")
    line.close()
