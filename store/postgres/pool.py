"""The connections of one process to one database: opened when they are needed, shared by its threads, never silent.

A peer that is dead is noticed in seconds: by the system where it does not acknowledge what is sent, and by us where it
does, but does not answer. What libpq or psycopg would write on the screen is not written.
"""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict

CONNECTING: Final = 5
"""Seconds to wait for a connection, to the server or of the pool."""
PATIENCE: Final = 30.0
"""Seconds to wait for an answer."""
_MOST: Final = 4
_RESTING: Final = 30.0
"""Seconds after which a connection that rests is closed, but for one."""
_KEPT_ALIVE: Final = {
    "connect_timeout": CONNECTING,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""What holds unless the address says otherwise."""
_PRIVATE: Final = stat.S_IRWXG | stat.S_IRWXO

_Answer = TypeVar("_Answer")

for _name in ("psycopg", "psycopg.pq"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


class SilentError(psycopg.OperationalError):
    """The server does not answer; the connection is closed."""


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """Waits `patience` seconds for each answer."""

    patience: float | None = PATIENCE

    def wait(self, gen: Generator[Any, Any, _Answer], *args: Any, **kwargs: Any) -> _Answer:
        """Psycopg resumes `gen` several times a second while nothing comes."""
        if self.patience is None:
            return super().wait(gen, *args, **kwargs)
        return super().wait(self._patiently(gen, time.monotonic() + self.patience), *args, **kwargs)

    def _patiently(self, gen: Generator[Any, Any, _Answer], end: float) -> Generator[Any, Any, _Answer]:
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > end:
                    self.close()  # without an answer it is of no use, and would be waited for again
                    raise SilentError(f"the server has not answered for {self.patience:.0f} seconds")
                wanted = gen.send(ready)
        except StopIteration as ended:
            answer: _Answer = ended.value
            return answer


class Pool:
    """Of one process. Raises `psycopg.Error`, and `TimeoutError` if all connections are in use for too long."""

    def __init__(self, conninfo: str, configure: Callable[[Connection], object]) -> None:
        self._conninfo = conninfo
        self._configure = configure
        self._free = threading.BoundedSemaphore(_MOST)
        self._lock = threading.Lock()
        self._resting: list[tuple[float, Connection]] = []
        """Since when, the latest last."""
        self._generation = 0
        weakref.finalize(self, _let_go, os.getpid(), self._resting).atexit = False

    @contextlib.contextmanager
    def connection(self, patience: float | None = PATIENCE) -> Iterator[Connection]:
        if not self._free.acquire(timeout=CONNECTING):
            raise TimeoutError
        try:
            generation = self._generation
            db = self._rested() or self.opened()
            db.patience = patience
            try:
                yield db
            finally:
                self._rest(db, generation)
        finally:
            self._free.release()

    def opened(self) -> Connection:
        """Another one, outside the pool and outside any transaction."""
        db = Connection.connect(self._conninfo, autocommit=True, **options(self._conninfo))
        try:
            db.patience = CONNECTING
            self._configure(db)
        except BaseException:
            db.close()
            raise
        db.patience = PATIENCE
        return db

    def renew(self) -> None:
        """Close what rests, and what is in use when it comes back: the server has gone, or another is the main one."""
        with self._lock:
            self._generation += 1
            resting = [*self._resting]
            self._resting.clear()
        for _, db in resting:
            db.close()

    def _rested(self) -> Connection | None:
        with self._lock:
            return self._resting.pop()[1] if self._resting else None

    def _rest(self, db: Connection, generation: int) -> None:
        """Only a connection that is in order rests."""
        now, late = time.monotonic(), list[Connection]()
        with self._lock:
            if generation == self._generation and not db.closed and not db.broken and _is_idle(db):
                self._resting.append((now, db))
            else:
                late.append(db)
            while len(self._resting) > 1 and now - self._resting[0][0] > _RESTING:
                late.append(self._resting.pop(0)[1])
        for one in late:
            one.close()


def _let_go(process: int, resting: list[tuple[float, Connection]]) -> None:
    """Of a pool that nobody has any more; after a fork the connections are still the parent's."""
    for _, db in resting if process == os.getpid() else ():
        db.close()


def _is_idle(db: Connection) -> bool:
    return db.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def options(conninfo: str) -> dict[str, Any]:
    """What the address leaves open."""
    said = conninfo_to_dict(conninfo)
    found: dict[str, Any] = {name: value for name, value in _KEPT_ALIVE.items() if name not in said}
    if (file := password_file_of_others(said.get("passfile"))) is not None:
        found["passfile"] = f"{file}.is-not-private"  # libpq, which does not read it either, would say so on the screen
    return found


def password_file_of_others(named: Any = None) -> Path | None:
    """The user's password file where libpq does not read it, as others may."""
    file = Path(named or os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    try:
        status = file.stat()
    except OSError:
        return None
    return file if not stat.S_ISREG(status.st_mode) or status.st_mode & _PRIVATE else None
