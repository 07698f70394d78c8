"""A server that goes, comes back, is full, is read-only or silent, and a line that is cut at every message of a save:
what is said, and that nothing is lost and nothing stored twice. `bench/trial_team.py` does it two hundred times."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import article, record, suggestions
from postgres_server import MISSING, MUST_BE_INSTALLED, PostgresServer, programs
from proxy import TO_CLIENT, TO_SERVER, Cut, Proxy
from reader_driver import reading
from test_spool import end

from store.errors import StetError
from store.library.opening import open_library
from store.model import actions
from store.postgres import library as engine
from store.postgres import pool
from store.postgres.library import PostgresLibrary
from store.sync.session import Session
from store.sync.spool import Spool
from tui.settings import in_force
from tui.shelf.screen import ShelfScreen

_MESSAGES = 25
"""Of a save that locks the row, at least; there is one more to the client for each edit of the article."""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One that may be killed."""
    if programs() is None:
        if MUST_BE_INSTALLED:
            raise FileNotFoundError(MISSING)
        pytest.skip(MISSING)
    server = PostgresServer(careless=True)
    yield server
    server.remove()


@pytest.fixture
def proxy(server: PostgresServer) -> Iterator[Proxy]:
    proxy = Proxy(server.port)
    yield proxy
    proxy.close()


@pytest.fixture
def opened(
    server: PostgresServer, proxy: Proxy, request: pytest.FixtureRequest
) -> Iterator[Callable[[], PostgresLibrary]]:
    """Opens the library of this test, over the proxy, with one article."""
    made: list[PostgresLibrary] = []
    address = server.address(schema=request.node.name[:60], sslmode="disable", gssencmode="disable")
    address = address.replace(f":{server.port}", f":{proxy.port}")

    def opens() -> PostgresLibrary:
        made.append(PostgresLibrary(address))
        return made[-1]

    opens().add(article(), suggestions())
    yield opens
    proxy.mend()
    for library in made:
        library.close()


def session_of(library: PostgresLibrary, by: str = "ann") -> Session:
    return Session(library, library.load(record().id), by, spool=Spool(library.name))


def decide(session: Session, words: str) -> None:
    session.act(actions.note(session.record, "p1", words))


def assert_saved_once(library: PostgresLibrary, *sessions: Session) -> None:
    """Every edit of the sessions is there once, and no other."""
    stored = [edit.id for edit in library.load(record().id).edits]
    assert sorted(stored) == sorted({edit.id for one in sessions for edit in one.record.edits})


def test_a_line_that_is_cut_at_any_message_of_a_save_loses_nothing(
    opened: Callable[[], PostgresLibrary], proxy: Proxy
) -> None:
    library = opened()
    session = session_of(library)
    for way, gone in ((TO_SERVER, True), (TO_CLIENT, False)):
        for number in itertools.count(1):
            library._records.forget()  # so that the save is the longer one
            proxy.cut_at(Cut(way, number, gone))
            decide(session, f"{way} {number}")
            assert session.close(), session.reason
            if not proxy.has_cut or number == _MESSAGES:
                break
        assert number > 20
    assert_saved_once(opened(), session)


def test_a_save_in_doubt_is_asked_for_by_its_ids(opened: Callable[[], PostgresLibrary], proxy: Proxy) -> None:
    """The server has committed, the answer is lost, and the server is gone until later."""
    session = session_of(opened())
    decide(session, "in doubt")
    assert session.close()
    decide(session, "in doubt too")
    assert session.close()
    proxy.cut_at(Cut(TO_CLIENT, 1, gone=False))
    proxy._refusing = True
    decide(session, "in doubt again")
    assert not session.close()
    assert session.is_kept
    assert session.reason.startswith("no connection to postgresql://127.0.0.1")
    assert "\n" not in session.reason
    proxy.mend()
    session.retry()
    assert session.close()
    assert_saved_once(opened(), session)


def test_a_server_that_was_killed_has_all_that_was_acknowledged(
    opened: Callable[[], PostgresLibrary], server: PostgresServer, capfd: pytest.CaptureFixture[str]
) -> None:
    session = session_of(opened())
    for number in range(3):
        decide(session, f"before {number}")
        assert session.close()
        server.kill()
        decide(session, f"while it is gone {number}")
        assert not session.close()
        assert "refused" in session.reason or "closed" in session.reason
        server.start()
        session.retry()
        assert session.close()
    assert_saved_once(opened(), session)
    assert capfd.readouterr() == ("", ""), "nothing is painted over a screen"


def test_a_server_that_is_restarted_between_two_saves_is_not_noticed(
    opened: Callable[[], PostgresLibrary], server: PostgresServer
) -> None:
    session = session_of(opened())
    decide(session, "before")
    assert session.close()
    server.stop()
    server.start()
    decide(session, "after")
    assert session.close()
    assert_saved_once(opened(), session)


def test_a_standby_is_said_and_the_main_server_found_again(
    opened: Callable[[], PostgresLibrary], server: PostgresServer
) -> None:
    session = session_of(opened())
    with server.administrator() as db:
        db.execute("ALTER DATABASE news SET default_transaction_read_only = on")
        db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'desk'")
        decide(session, "to a standby")
        assert not session.close()
        assert session.reason.endswith("can only be read, as a standby; once it can be written to, it is saved")
        db.execute("ALTER DATABASE news SET default_transaction_read_only = off")
    session.retry()
    assert session.close(), "over a new connection: the old ones are to the standby"
    assert_saved_once(opened(), session)


def test_a_full_disk_of_the_server_is_said(opened: Callable[[], PostgresLibrary]) -> None:
    library = opened()
    session = session_of(library)
    full = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END$$;
        CREATE TRIGGER no_room BEFORE INSERT ON edits EXECUTE FUNCTION no_room()"""
    library._server.run(lambda db: db.execute(full), "Made")
    decide(session, "too much")
    assert not session.close()
    assert session.reason == f"the disk of {library.name} is full; once there is room, it is saved"
    library._server.run(lambda db: db.execute("DROP TRIGGER no_room ON edits"), "Made")
    session.retry()
    assert session.close()
    assert_saved_once(library, session)


def test_a_server_that_falls_silent_is_said_and_asked_again(
    opened: Callable[[], PostgresLibrary], proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PROMPT", 0.3)
    monkeypatch.setattr("store.postgres.connecting._SILENCE", 0.0)
    session = session_of(opened())
    proxy.fall_silent()
    decide(session, "into silence")
    assert not session.close()
    assert session.reason.endswith("the server has not answered for 0 seconds")
    proxy.mend()
    session.retry()
    assert session.close()
    assert_saved_once(opened(), session)


def test_one_who_waits_for_a_connection_of_the_pool_is_told(
    opened: Callable[[], PostgresLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "CONNECTING", 0.05)
    library = opened()
    with contextlib.ExitStack() as held:
        for _ in range(4):
            held.enter_context(library._server.transaction("Held"))
        with pytest.raises(StetError, match="all connections are in use"):
            library.load(record().id)
    assert library.load(record().id).id == record().id


def test_a_server_with_too_many_clients_is_said(
    opened: Callable[[], PostgresLibrary], server: PostgresServer, proxy: Proxy
) -> None:
    library = opened()
    with server.administrator() as db:
        db.execute("ALTER ROLE desk CONNECTION LIMIT 0")
        proxy.cut()
        with pytest.raises(StetError, match="too many connections for role"):
            library.load(record().id)
        db.execute("ALTER ROLE desk CONNECTION LIMIT -1")
    assert library.load(record().id).id == record().id


def test_threads_share_the_pool_over_a_line_that_is_slow_and_cut(
    opened: Callable[[], PostgresLibrary], proxy: Proxy
) -> None:
    library = opened()
    sessions = [session_of(library, f"desk-{number}") for number in range(3)]
    proxy.delay = 0.001

    def work(session: Session) -> None:
        for number in range(4):
            decide(session, f"{session.by} {number}")
            session.library.commit(record().id, session.record.edits[-1:])

    threads = [threading.Thread(target=work, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for _ in range(3):
        proxy.cut()
    for thread in threads:
        thread.join()
    stored = library.load(record().id).edits
    assert sorted(edit.id for edit in stored) == sorted(edit.id for one in sessions for edit in one.record.edits[-4:])


_CLIENT = """
import sys
from store.model import actions
from store.postgres.library import PostgresLibrary
from store.sync.session import Session
from store.sync.spool import Spool
library = PostgresLibrary(sys.argv[1])
session = Session(library, library.load(sys.argv[2]), "ann", spool=Spool(library.name))
print("there", flush=True)
sys.stdin.readline()
session.act(actions.note(session.record, "p1", "the last words"))
session.close()
print(session.state, session.is_kept, flush=True)
sys.stdin.readline()
"""


def test_a_client_that_is_killed_without_its_server_loses_nothing(
    opened: Callable[[], PostgresLibrary], server: PostgresServer
) -> None:
    library = opened()
    words = [sys.executable, "-c", _CLIENT, library.address, record().id]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as client:
        assert client.stdin
        assert client.stdout
        assert client.stdout.readline() == "there\n"
        server.kill()
        client.stdin.write("\n")
        client.stdin.flush()
        assert client.stdout.readline() == "not saved True\n"
        assert Spool(library.name).recover(library.commit).said == "", "it lives"
        client.kill()
    server.start()
    assert Spool(library.name).recover(library.commit).saved == 1
    assert [edit.by for edit in library.load(record().id).edits] == ["ann"]


def test_a_password_file_that_others_may_read_is_not_spoken_of_by_libpq(
    opened: Callable[[], PostgresLibrary], isolated_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = isolated_home / ".pgpass"
    file.write_text("*:*:*:*:secret\n", encoding="utf-8")
    file.chmod(0o644)
    opened().load(record().id)
    assert capfd.readouterr().err == ""
    assert pool.password_file_of_others() == file
    file.chmod(0o600)
    assert pool.password_file_of_others() is None


async def test_a_reader_goes_on_without_its_server_and_the_next_start_saves_what_it_left(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tui.widgets.sessions.AGAIN", 0.05)
    address = server.address(schema="reader")
    async with reading(address) as driver:
        header = driver.reader.header
        await driver.press("a")
        await driver.until(lambda: header.progress.saved == "✓ saved")
        server.kill()
        await driver.press("a")
        await driver.until(lambda: header.progress.wrong)
        assert driver.said.startswith(
            "Not saved, but kept here and saved when the server is back: “Grain store burns”: no connection to postgres"
        )
        await driver.press("g")
        await driver.until(lambda: isinstance(driver.app.screen, ShelfScreen))
        shelf = driver.app.screen
        assert isinstance(shelf, ShelfScreen)
        assert "✗ NOT SAVED" in "".join(words for words, _ in shelf.header.segments(80))
        await driver.press("g")
        await driver.press("x")
        await driver.press("k", "question_mark", "escape", "j", "tab", "tab")
        server.start()
        await driver.until(lambda: header.progress.saved == "✓ saved")
        assert driver.said == "Saved now: “Grain store burns”"
        assert [driver.status(name) for name in ("p1", "p2", "l1")] == ["accepted", "accepted", "rejected"]
        server.kill()
        await driver.press("a")
        await driver.until(lambda: header.progress.wrong)
        await driver.press("ctrl+q")
        await driver.until(lambda: len(driver.app.screen_stack) == 2)
        await driver.press("q")
        assert driver.app.return_value == 1
        [left] = driver.reader.sessions._open.values()
    end(left._spool)
    server.start()
    library = open_library(address)
    async with reading(address, recovered=in_force.recovered(library)) as driver:
        assert driver.told == ["1 edit of an earlier session is saved now"]
        assert driver.status("l2") == "accepted"
        assert len(driver.stored.edits) == 4
    library.close()
    assert capfd.readouterr() == ("", "")
