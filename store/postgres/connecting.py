"""A database and how it is reached: its address, transactions that are tried again, and errors as one line.

A password is never in an address: libpq finds it in ~/.pgpass, a service file or the environment.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import psycopg
from psycopg import sql

from store.errors import NO_CONNECTION, StetError
from store.plain import plain_case
from store.postgres.pool import PATIENCE, Connection, Pool, SilentError, password_file_of_others
from store.postgres.texts import kept

SCHEMES: Final = ("postgresql", "postgres")
SCHEMA: Final = "stet"
"""The schema of a library whose address names none."""
PROMPT: Final = 10.0
"""Seconds to wait for an answer that a person waits for."""
ATTEMPTS: Final = 20
"""Of a transaction that others' stop."""
_LOST: Final = 4
"""Attempts where the connection is lost; the first are at once, as a server that was restarted is back soon."""
_SILENCE: Final = 3.0
"""Seconds for which a server that did not answer is not asked again, so that not every key waits for it."""
_DOUBT: Final = 2.0
"""Seconds to wait for the first answer after that."""
_AGAIN: Final = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATEs of serialization failures, deadlocks and locks that were not to be had."""
_HOST: Final = re.compile(r"(\[[^\[\]]*\]|[^\[\]:]*)(:\d+)?")
"""There may be several, with commas between them."""
_OF_LIBPQ: Final = re.compile(
    r"(connection failed: )?(connection to server (at|on socket) \S+( \([^)]*\))?(, port \d+)? failed: )?(FATAL:\s+)?"
)
"""Before its reason, libpq says again to what there was no connection."""
_NOT_ALLOWED: Final = "42501"
_WHO_MAY: Final = {
    "edits": "annotators, adjudicators and owners save, and each under their own name",
    "articles": "annotators, adjudicators and owners save, and readers do not",
    "texts": "only owners add and remove articles",
    "documents": "only adjudicators change what is known of names and what was learned, only owners the rest",
    "document_versions": "only adjudicators change what is known of names and what was learned, only owners the rest",
    "assignments": "only owners assign",
    "members": "only owners change the team",
}
"""Of a table that the database does not let somebody change."""
_READ_ONLY: Final = "25006"
_DISK_FULL: Final = "53100"
_NOT_THERE: Final = ("42P01", "42883")
"""A table and a function; to whom may not use the schema, both look as if they were not there."""
"""Also for who may not use the schema: then its tables are not seen."""
_ENDED: Final = ("57P", "08", "25P03")
"""Of connections that the server has ended, or will take again soon."""

Database: TypeAlias = psycopg.Connection[tuple[Any, ...]]
_Answer = TypeVar("_Answer")


class Address(NamedTuple):
    """`conninfo` is for libpq; `name` for people; `line` that of an annotator's blind work, for an adjudicator or owner
    to look at."""

    conninfo: str
    schema: str
    name: str
    line: str = ""


def parsed(address: str) -> Address:
    """Raises `StetError` for an address that cannot be used, or holds a password."""
    try:
        parts = urlsplit(address)
    except ValueError:  # whose words may hold a password
        raise _not_understood() from None
    hosts = parts.netloc.rpartition("@")[2]
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    # A password with /, ? or # in it ends the part of the hosts too early; what is left of it would be shown.
    is_cut = parts.fragment or "@" in parts.path or any("@" in name for name, _ in pairs)
    if is_cut or not all(map(_HOST.fullmatch, hosts.split(","))):
        raise _not_understood()
    schema = dict(pairs).get("schema", SCHEMA)
    if parts.password is not None or any(name in ("password", "sslpassword") for name, _ in pairs):
        raise StetError(
            "Library not opened",
            "the address holds a password, which others on this machine can see; put it into ~/.pgpass",
        )
    if not schema or "\0" in schema or schema.startswith("pg_"):
        raise StetError("Library not opened", f"schema={schema[:40]}: name another schema")
    line = dict(pairs).get("line", "")
    others = urlencode([pair for pair in pairs if pair[0] not in ("schema", "line")], quote_via=quote)
    conninfo = f"postgresql://{parts.netloc}{parts.path}{'?' if others else ''}{others}"
    try:
        psycopg.conninfo.conninfo_to_dict(conninfo)
    except psycopg.Error as error:
        raise StetError("Library not opened", f"the address is not understood: {_line(str(error))}") from None
    shown = f"postgresql://{hosts}{parts.path}"
    ours = {"schema": schema if schema != SCHEMA else "", "line": line}
    said = "&".join(f"{key}={value}" for key, value in ours.items() if value)
    return Address(conninfo, schema, f"{shown}?{said}" if said else shown, line)


def as_role(address: str, role: str) -> str:
    """The address under which the same login works with the rights of a role that it was granted."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    escaped = re.sub(r"([\\\s])", r"\\\1", role)
    options = " ".join([*(value for key, value in pairs if key == "options"), f"-c role={escaped}"])
    others = [pair for pair in pairs if pair[0] != "options"]
    return parts._replace(query=urlencode([*others, ("options", options)], quote_via=quote)).geturl()


def in_line(address: str, line: str) -> str:
    """The address of the same library, with this line to look at."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'line': line}, quote_via=quote)}"


def _not_understood() -> StetError:
    return StetError("Library not opened", "the address is not understood; write postgresql://USER@HOST:PORT/DB")


class Server:
    """The database of one library. Threads may share it; after a fork the child opens its own connections."""

    def __init__(self, address: str) -> None:
        self.address = parsed(address)
        self._lock = threading.Lock()
        self._pool: Pool | None = None
        self._process = os.getpid()
        self._silent_until = 0.0
        self.user = ""
        """As whom the last connection was made."""
        """The server did not answer lately; 0 once it has."""

    def run(
        self,
        work: Callable[[Database], _Answer],
        title: str,
        *,
        is_single: bool = False,
        patience: float | None = PATIENCE,
    ) -> _Answer:
        """`work` in one transaction, again where others stopped it or the connection was lost: it must be safe to
        repeat. With `is_single` it is one statement, which is a transaction by itself. `patience` is for each answer.
        Raises `StetError` with this title."""
        lost, moved = 0, False
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with (
                    self._connection(title, patience) as db,
                    contextlib.nullcontext() if is_single else db.transaction(),
                ):
                    return work(db)
            except psycopg.Error as error:
                state = error.sqlstate or ""
                lost += is_lost(error)
                again = state in _AGAIN or (is_lost(error) and lost < _LOST) or (state == _READ_ONLY and not moved)
                moved |= state == _READ_ONLY
                if attempt == ATTEMPTS or not again or isinstance(error, SilentError):
                    raise self._said(error, title) from error
                self._wait(attempt)
        raise AssertionError  # the last attempt returns or raises

    @contextlib.contextmanager
    def transaction(self, title: str) -> Iterator[Database]:
        """One transaction that is not tried again."""
        try:
            with self._connection(title, PATIENCE) as db, db.transaction():
                yield db
        except psycopg.Error as error:
            raise self._said(error, title) from error

    def within(self, db: Database, work: Callable[[Database], _Answer], title: str) -> _Answer:
        """`work` in a transaction that is open."""
        try:
            return work(db)
        except psycopg.Error as error:
            raise self._said(error, title) from error

    def connect(self, title: str, patience: float | None = PATIENCE) -> Database:
        """A connection of one's own, outside any transaction."""
        try:
            db = self._connections().opened()
            db.patience = patience
            return db
        except psycopg.Error as error:
            raise self._said(error, title) from error

    def close(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None and self._process == os.getpid():
            pool.renew()

    @contextlib.contextmanager
    def _connection(self, title: str, patience: float | None) -> Iterator[Database]:
        """One of the pool; all are renewed where the server has gone, or can only be read by now."""
        pool = self._connections()
        if time.monotonic() < self._silent_until:
            raise StetError(title, f"{NO_CONNECTION}{self.address.name}: the server does not answer")
        try:
            if self._silent_until:
                patience = min(_DOUBT, patience or _DOUBT)
            with pool.connection(patience) as db:
                yield db
            self._silent_until = 0.0
        except TimeoutError:
            raise StetError(title, f"{self.address.name}: all connections are in use; try again") from None
        except psycopg.Error as error:
            if is_lost(error) or error.sqlstate == _READ_ONLY:
                pool.renew()
            if isinstance(error, SilentError | psycopg.errors.ConnectionTimeout):
                self._silent_until = time.monotonic() + _SILENCE
            raise

    def _connections(self) -> Pool:
        with self._lock:
            if self._pool is None or self._process != os.getpid():
                self._pool, self._process = Pool(self.address.conninfo, self._configure), os.getpid()
            return self._pool

    def _configure(self, db: Connection) -> None:
        """Everything is asked in the library's schema. Nothing is prepared: a pooler in between may change servers."""
        db.prepare_threshold = None
        self.user = db.info.user
        db.execute(sql.SQL("SET search_path = {}").format(sql.Identifier(self.address.schema)))
        db.execute("SET client_encoding = 'UTF8'")
        if self.address.line:
            db.execute("SELECT set_config('stet.line', %s, false)", [kept(self.address.line)])
        if db.info.parameter_status("is_superuser") == "on":
            self._as_owner(db)

    def _as_owner(self, db: Database) -> None:
        """Row-level security does not hold for a superuser, who would see the lines of all; in a library with a team
        they act as an owner of it."""
        query = """SELECT pg_get_userbyid(relowner) FROM pg_class
            WHERE oid = to_regclass('members') AND relrowsecurity"""
        for (owner,) in db.execute(query).fetchall():
            db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(owner)))

    def _said(self, error: psycopg.Error, title: str) -> StetError:
        name, state, why = self.address.name, error.sqlstate or "", _line(str(error))
        if state == _NOT_ALLOWED:
            who = next((who for table, who in _WHO_MAY.items() if f'"{table}"' in why or why.endswith(table)), why)
            return StetError(title, f"{name} does not let you: {who}; stet team status names them")
        if state == _READ_ONLY:
            return StetError(title, f"{name} can only be read, as a standby; once it can be written to, it is saved")
        if state == _DISK_FULL:
            return StetError(title, f"the disk of {name} is full; once there is room, it is saved")
        if state in _NOT_THERE:
            return StetError(title, f"{name} has no library for you, or no longer; ask an owner for stet team add")
        if not is_lost(error):
            return StetError(title, f"{name}: {why}")
        if "," not in name:  # of several hosts it is said which
            why = _OF_LIBPQ.sub("", why, count=1)
        if "password" in why:
            file = password_file_of_others()
            why = why.replace("fe_sendauth: ", "")
            why += (
                "; it is taken from ~/.pgpass or $PGPASSWORD"
                if file is None
                else f"; {file} is not read, as others may read it: chmod 600 {file}"
            )
        return StetError(title, f"{NO_CONNECTION}{name}: {why}")

    def _wait(self, attempt: int) -> None:
        """Longer each time, and never as long as others wait."""
        time.sleep(random.uniform(0.5, 1) * min(0.01 * 2**attempt, 0.5))


def is_lost(error: psycopg.Error) -> bool:
    """Whether the server may be there again: what was sent is done or not."""
    state = error.sqlstate or ""
    is_of_connection = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return is_of_connection and (not state or state.startswith(_ENDED))


def _line(why: str) -> str:
    """The first line of a message of libpq, without control characters."""
    line = next((line for line in why.splitlines() if line.strip()), "no reason was given")
    return plain_case("".join(char for char in line if char.isprintable())).strip()[:300]
