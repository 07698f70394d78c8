"""The small files of a library, in its table `documents`."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Hashable, Iterator
from typing import Any, Final, TypeVar

from store.errors import StetError
from store.library.documents import LARGEST, NOT_OURS, too_large
from store.postgres.connecting import Database, Server

_LOCK: Final = ".lock"
_READ: Final = """SELECT octet_length(content) <= %s, CASE WHEN octet_length(content) <= %s THEN content END
    FROM documents WHERE name = %s"""
_PUT: Final = """INSERT INTO documents (name, content, version) VALUES (%s, %s, nextval('document_versions'))
    ON CONFLICT (name) DO UPDATE SET content = excluded.content, version = excluded.version"""

_Answer = TypeVar("_Answer")


class PostgresDocuments:
    """`exists` says whether the library has tables yet; until then it has no documents."""

    def __init__(self, server: Server, exists: Callable[[], bool]) -> None:
        self._server = server
        self._exists = exists
        self._held = threading.local()

    def read(self, name: str, limit: int = LARGEST, smaller: str = NOT_OURS) -> bytes | None:
        row = self._row(_READ, [limit, limit, name])
        if row is not None and not row[0]:
            raise too_large(self.where(name), limit, smaller)
        return None if row is None else bytes(row[1])

    def signature(self, name: str) -> Hashable | None:
        row = self._row("SELECT version FROM documents WHERE name = %s", [name])
        return None if row is None else int(row[0])

    def names(self, folder: str) -> list[str]:
        if not self._exists():
            return []
        query = "SELECT name FROM documents WHERE starts_with(name, %s) ORDER BY name"
        rows = self._run(lambda db: db.execute(query, [f"{folder}/"]).fetchall(), "Not read")
        return [name.removeprefix(f"{folder}/") for (name,) in rows]

    def replace(self, name: str, data: bytes) -> None:
        self._must_be_shared()
        self._run(lambda db: db.execute(_PUT, [name, data]), "Not saved")

    def remove(self, name: str) -> None:
        if self._exists():
            self._must_be_shared()
            self._run(lambda db: db.execute("DELETE FROM documents WHERE name = %s", [name]), "Not removed")

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One transaction: what is replaced in it is there at its end, or not at all."""
        if not self._exists():
            name = self._server.address.name
            raise StetError("Not saved", f"there is no library in {name} yet; stet add PATH makes one")
        self._must_be_shared()
        with self._server.transaction("Not saved") as db:
            db.execute("SELECT 1 FROM documents WHERE name = %s FOR UPDATE", [_LOCK])
            self._held.db = db
            try:
                yield
            finally:
                del self._held.db

    def _must_be_shared(self) -> None:
        """Nothing is kept for all of what is seen of somebody's blind work."""
        if self._server.address.line:
            why = f"{self._server.address.name} is what one annotator does blind; open the library without line="
            raise StetError("Not saved", why)

    def where(self, name: str) -> str:
        return f"{name} of {self._server.address.name}"

    def _row(self, query: str, parameters: list[Any]) -> tuple[Any, ...] | None:
        if not self._exists():
            return None
        return self._run(lambda db: db.execute(query, parameters).fetchone(), "Not read")

    def _run(self, work: Callable[[Database], _Answer], title: str) -> _Answer:
        held: Database | None = getattr(self._held, "db", None)
        return self._server.run(work, title) if held is None else self._server.within(held, work, title)
