"""Checks a library in a database: every record can be read, and what is derived is that of its edits.

What is derived is made anew by a repair. What is not, texts and edits, only a backup of the database can bring back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from psycopg import sql

from store.errors import StetError
from store.index.rows import OddRecordError, row_of
from store.library.protocol import Finding
from store.postgres.connecting import Database, Server
from store.postgres.records import PostgresRecords, folded_tables
from store.postgres.rights import OPEN
from store.postgres.texts import given

if TYPE_CHECKING:
    from store.postgres.index import PostgresIndex

_TITLE: Final = "Not checked"
_PAGE: Final = 100
_COMPARED: Final = ("status", "fields", "decided", "flags", "notes", "conflicts")
"""Columns of `articles` that tell whether its row is that of the record."""
_EDITS: Final = "FROM edits AS e WHERE e.article = a.text AND e.line = a.line"
_HIGHEST: Final = f"coalesce((SELECT max(seq) {_EDITS}), 0)"
_LATEST: Final = f"coalesce((SELECT id {_EDITS} ORDER BY seq DESC LIMIT 1), '')"
_LAST: Final = f"UPDATE articles AS a SET seq = {_HIGHEST}, last = {_LATEST}, indexed = NULL WHERE rowid = %s"
_ROW: Final = """INSERT INTO articles (text, id, seq, last)
    SELECT n, id, coalesce(seq, 0), coalesce(last, '') FROM texts LEFT JOIN LATERAL (
        SELECT e.seq, e.id AS last FROM edits AS e WHERE e.article = n AND e.line = '' ORDER BY e.seq DESC LIMIT 1
    ) AS latest ON true WHERE n = %s ON CONFLICT DO NOTHING"""
_ROWS: Final = f"""SELECT rowid, id, line, seq, last, indexed, {", ".join(_COMPARED)},
    (SELECT count(*) {_EDITS}), {_HIGHEST}, {_LATEST}
    FROM articles AS a WHERE rowid > %s ORDER BY rowid LIMIT {_PAGE}"""


class Check:
    """One run. `index` makes anew what is derived."""

    def __init__(
        self,
        server: Server,
        records: PostgresRecords,
        index: PostgresIndex,
        repair: bool,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._server, self._records, self._index = server, records, index
        self._repair, self._progress = repair, progress
        self._checked = 0

    def run(self) -> Iterator[Finding]:
        if not self._server.address.line:
            yield from self._without_row()
        last = 0
        while rows := self._ask(_ROWS, [last]):
            for row in rows:
                yield from self._row(*row)
                self._checked += 1
                if self._progress is not None:
                    self._progress(self._checked)
            last = rows[-1][0]
        if self._repair:  # whoever may save may have written anything into what is derived
            self._server.run(_forget_derived, "Not repaired")
            self._index.catch_up()

    def _without_row(self) -> Iterator[Finding]:
        """Texts that no list shows."""
        query = "SELECT n, id FROM texts AS t WHERE NOT EXISTS"
        query += " (SELECT 1 FROM articles AS a WHERE a.text = t.n)"
        for number, identifier in self._ask(query, []):
            yield self._finding(
                given(identifier),
                "it is in no list",
                _ROW,
                [number],
                "put into the list",
            )

    def _row(
        self, rowid: int, name: str, line: str, seq: int, last: str, indexed: int | None, *rest: Any
    ) -> Iterator[Finding]:
        *listed, count, highest, latest = rest
        where = given(name) + (f" ({given(line)})" if line else "")
        if (seq, last) != (highest, latest):
            yield self._finding(
                where,
                f"its row says that its last edit is number {seq}; it is number {highest} of {count}",
                _LAST,
                [rowid],
                "corrected",
            )
        try:
            stored = self._server.run(lambda db: self._records.read_row(db, rowid), _TITLE)
            made = row_of(folded_tables(stored), stored.record.text).article
        except StetError as error:
            yield Finding(where, error.message)
            return
        except (OddRecordError, LookupError, TypeError, AttributeError, ValueError):
            yield Finding(where, "its rows are not those of a record; restore it from a backup")
            return
        if indexed == seq == stored.record.seq and listed != [made[column] for column in _COMPARED]:
            yield self._finding(
                where,
                "the list says otherwise than its edits",
                "UPDATE articles SET indexed = NULL WHERE rowid = %s",
                [rowid],
                "made anew",
            )

    def _finding(self, where: str, what: str, statement: str, parameters: list[Any], done: str) -> Finding:
        if self._repair:
            self._server.run(lambda db: _repair(db, statement, parameters), "Not repaired")
            self._records.forget()
        return Finding(where, what, done if self._repair else "")

    def _ask(self, query: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        def asked(db: Database) -> list[tuple[Any, ...]]:
            return db.execute(query, parameters).fetchall()

        return self._server.run(asked, _TITLE)


def _repair(db: Database, statement: str, parameters: list[Any]) -> None:
    """While nobody saves: a statement sees the edits that were there when it began, so the lock comes before it."""
    db.execute("LOCK TABLE articles IN SHARE ROW EXCLUSIVE MODE")
    db.execute(statement, parameters)


def _forget_derived(db: Database) -> None:
    """Words are kept where their digest is the same, so they go."""
    for table in (*OPEN, "line_words"):
        name = sql.Identifier(table)
        db.execute(sql.SQL("DELETE FROM {} WHERE article IN (SELECT rowid FROM articles)").format(name))
    db.execute("UPDATE articles SET indexed = NULL")
