"""Hears what others do to a library: their saves, by LISTEN, and who has which article open, in the table `present`.

One connection a program, opened again where it is lost. Where nothing can be heard, behind a pooler of transactions or
on a server without NOTIFY, and of an article on which somebody works blind, the open article is looked at instead.
"""

from __future__ import annotations

import contextlib
import math
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import uuid4

import psycopg
from psycopg import sql

from store.errors import StetError
from store.jsontext import decode, encode
from store.library.live import Changed, Present
from store.postgres.connecting import PROMPT, Database, Server
from store.postgres.records import told
from store.postgres.texts import given, kept

LOOK: Final = 2.0
"""Seconds between two looks at an article of which nothing is heard."""
SEEN: Final = 20.0
"""Seconds after which an open article is said to be open still."""
STALE: Final = 60
"""Seconds after which who has said nothing is taken to have gone."""
_PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before connecting again."""
_PROBE: Final = encode("is anybody there?").decode()
_PROBED: Final = 1.0
"""Seconds in which one's own question is heard."""
_COMES: Final = -1
"""In the place of `seq`: somebody has come to the article, or left it."""
_LEAVING: Final = 0.5

_LISTEN: Final = "LISTEN {}"
_THERE: Final = """SELECT DISTINCT p.annotator FROM present AS p JOIN articles AS a ON a.text = p.article
    WHERE a.id = %s AND a.line = '' AND NOT a.blind AND p.line = '' AND p.annotator <> %s
    AND p.at > now() - make_interval(secs => %s) ORDER BY 1"""
_COME: Final = """INSERT INTO present (session, article, line, annotator)
    SELECT %s, text, '', %s FROM articles WHERE id = %s AND line = '' AND NOT blind"""

_LONG_GONE: Final = "DELETE FROM present WHERE annotator = %s AND at < now() - interval '1 day'"
"""What a program that was killed has left."""
_NOT_TOLD: Final = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
"""Of a reader, who is seen by nobody, and on a standby."""

Tell = Callable[[Changed | Present], object]


class PostgresLive:
    """Of one program; see `store.library.live`."""

    def __init__(self, server: Server, channel: str) -> None:
        self._server = server
        self._channel = channel
        self._session = str(uuid4())
        self._wanted: tuple[str | None, str] = (None, "")
        """The article that is open, and by whom."""
        self._told: tuple[str | None, str] = (None, "")
        """The same as the others know it."""
        self._is_anew = False
        """`at` was called again, maybe for the same article: who asked has forgotten who else is there."""
        self._there: tuple[str, ...] = ()
        self._seq: int | None = None
        """Of the open article, where it is looked at."""
        self._may_tell = True
        self._has_ended = False
        self._gone = threading.Event()
        self._ends: tuple[socket.socket, socket.socket] | None = None
        """While it hears: what is sent to the second wakes who waits for the first."""

    def at(self, article: str | None, annotator: str) -> None:
        self._wanted, self._is_anew = (article, annotator), True
        self._wake()

    def close(self) -> None:
        self._has_ended = True
        self._wake()
        if self._ends is not None:
            self._gone.wait(_LEAVING)

    def run(self, tell: Tell) -> None:
        first, second = self._ends = socket.socketpair()
        with first, second:
            for end in self._ends:
                end.setblocking(False)
            self._run(tell)
            self._ends = None
        self._gone.set()

    def _run(self, tell: Tell) -> None:
        failed = 0
        while not self._has_ended:
            try:
                with self._connected() as db:
                    failed = 0
                    self._told, self._there, self._may_tell = (None, ""), (), True
                    self._hear(db, tell)
            except (StetError, psycopg.Error):
                self._sleep(_PAUSES[min(failed, len(_PAUSES) - 1)])
                failed += 1

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Database]:
        db = self._server.connect("Not heard", patience=PROMPT)
        try:
            yield db
        finally:
            db.close()

    def _hear(self, db: Database, tell: Tell) -> None:
        """Until the program ends, or the connection does."""
        is_deaf = not self._listens(db)
        tell(Changed())  # whatever came before was not heard
        look = seen = 0.0
        while not self._has_ended:
            now = time.monotonic()
            if self._is_anew or self._wanted != self._told or now >= seen:
                self._come(db, tell)
                look, seen = 0.0, now + SEEN
            article = self._told[0]
            if article is not None and now >= look:
                is_blind = self._look(db, article, tell, is_deaf=is_deaf)
                look = now + (LOOK if is_deaf or is_blind else SEEN)
            if not self._take(db, tell):
                self._wait(db, min(look if article is not None else seen, seen) - time.monotonic())
        self._leave(db)

    def _listens(self, db: Database) -> bool:
        """Whether what another connection tells is heard here."""
        try:
            db.execute(sql.SQL(_LISTEN).format(sql.Identifier(self._channel)))
        except psycopg.errors.DatabaseError as error:
            if db.closed or error.sqlstate is None:
                raise
            return False
        self._server.run(lambda other: other.execute("SELECT pg_notify(%s, %s)", [self._channel, _PROBE]), "Not heard")
        return next(db.notifies(timeout=_PROBED, stop_after=1), None) is not None

    def _take(self, db: Database, tell: Tell) -> bool:
        """What has been told meanwhile, the latest of each article; whether there was anything."""
        notes = [said for note in db.notifies(timeout=0) if (said := _read(note.payload))]
        for article, seq in {article: seq for article, seq in notes if seq != _COMES}.items():
            tell(Changed(article, seq))
        if (here := self._told[0]) is not None and _read(told(here, _COMES)) in notes:
            self._look_around(db, here, tell)
        return bool(notes)

    def _look(self, db: Database, article: str, tell: Tell, *, is_deaf: bool) -> bool:
        """At what is not told; whether somebody works blind on the article, of which nobody is told."""
        row = db.execute("SELECT seq, line <> '' OR blind FROM articles WHERE id = %s", [kept(article)]).fetchone()
        seq, is_blind = row or (None, False)
        if seq is not None and seq != self._seq:  # the first time too: it may have changed since it was opened
            tell(Changed(article, seq))
        self._seq = seq
        if is_deaf:
            self._look_around(db, article, tell)
        return bool(is_blind)

    def _look_around(self, db: Database, article: str, tell: Tell) -> None:
        rows = db.execute(_THERE, [kept(article), kept(self._told[1]), STALE]).fetchall()
        there = tuple(given(name) for (name,) in rows)
        if there != self._there:
            self._there = there
            tell(Present(article, there))

    def _come(self, db: Database, tell: Tell) -> None:
        """Say which article is open, for the first time or still."""
        is_anew, self._is_anew = self._is_anew, False
        (article, annotator), (before, _) = self._wanted, self._told
        if article != before:
            self._leave(db)
            self._seq = None
        if is_anew or article != before:
            self._there = ()
        self._told = (article, annotator)
        if article is None:
            return
        if self._may_tell:
            try:
                query = "UPDATE present SET at = now() WHERE session = %s"
                if not db.execute(query, [self._session]).rowcount:
                    db.execute(_LONG_GONE, [kept(annotator)])
                    come = db.execute(_COME, [self._session, kept(annotator), kept(article)])
                    self._say(db, article, if_any=come.rowcount)
            except _NOT_TOLD:
                self._may_tell = False
        self._look_around(db, article, tell)

    def _leave(self, db: Database) -> None:
        article = self._told[0]
        if self._may_tell and article is not None:
            gone = db.execute("DELETE FROM present WHERE session = %s", [self._session])
            self._say(db, article, if_any=gone.rowcount)

    def _say(self, db: Database, article: str, *, if_any: int) -> None:
        if if_any:
            db.execute("SELECT pg_notify(%s, %s)", [self._channel, told(article, _COMES)])

    def _wait(self, db: Database, seconds: float) -> None:
        """Until something is told, the person goes on to another article, or it is time to look."""
        self._sleep(max(0.0, seconds), db.fileno())

    def _sleep(self, seconds: float, *others: int) -> None:
        """Until it is woken, or there is something to read of the others."""
        if self._ends is None:
            return
        woken, waiting = self._ends[0], select.poll()  # select takes no descriptor beyond 1,023
        for descriptor in (woken.fileno(), *others):
            waiting.register(descriptor, select.POLLIN)
        waiting.poll(math.ceil(seconds * 1000))
        with contextlib.suppress(BlockingIOError):
            while woken.recv(64):
                pass

    def _wake(self) -> None:
        if (ends := self._ends) is not None:
            with contextlib.suppress(OSError):
                ends[1].send(b".")


def _read(payload: str) -> tuple[str, int] | None:
    """None for what is not ours: anybody who may connect may tell anything."""
    try:
        said: Any = decode(payload.encode())
    except ValueError:
        return None
    match said:
        case [str(article), int(seq)]:
            return article, seq
        case _:
            return None
