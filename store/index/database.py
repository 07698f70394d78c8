"""The index of a library: SQLite with FTS5, derived from the records and disposable.

Holds what lists and filters need, and the words of each article. Knows no files: `sync` keeps it in step with the
folder. The full-text table is contentless, so removing an article requires its words once more.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from store.disk.atomic import Signature
from store.disk.layout import SHARD_DIGITS
from store.index.conditions import Condition
from store.index.lessons import Lessons
from store.index.names import Ask, FormCounts, Names
from store.index.orders import ordered
from store.index.rows import UNCOUNTABLE, Row, searched, stored_columns
from store.index.selecting import DIALECT, selected
from store.index.summary import Summary
from store.index.tables import in_sql, own_from, schema, summary_columns, version_of_index
from store.jsontext import encode
from store.model.fields import GROUPS

PAGE: Final = 500
"""Rows fetched at once. Between two pages the connection is free for others, and no transaction is open."""
PATIENCE: Final = 5.0
"""Seconds to wait for another connection that is writing."""
_DERIVED: Final = ("numbers", "steps", "typed", "names", "votes", "facts", "taught")
"""The tables with rows of an article, beside its words."""


class Known(NamedTuple):
    """An indexed row: its number, the signature of the file it was made from, and the hash of its text, None for a
    damaged record."""

    number: int
    signature: Signature
    sha256: str | None


class Index:
    """One connection. Threads may share it: operations are serialised. Raises `sqlite3.Error`."""

    def __init__(self, path: str = "", read_only: bool = False, reading: bool = False) -> None:
        """`path` is a URI; if empty, the index is a private file that is deleted at exit. `read_only` is for an index
        that cannot be written, `reading` for a connection that only queries."""
        self.read_only = read_only
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=True)
        self._forms = FormCounts(self._db.executemany, _asking(self._db))
        self._db.execute(f"PRAGMA {'query_only' if reading else 'secure_delete'} = ON")

    def __del__(self) -> None:
        if hasattr(self, "_db"):
            self.close()

    def is_prepared(self) -> bool:
        """True if the tables exist. Raises `sqlite3.DatabaseError` for an index of another version."""
        [[version]] = self._rows("PRAGMA user_version")
        if version not in (0, version_of_index()):
            raise sqlite3.DatabaseError(f"index of version {version}")
        return bool(version)

    def prepare(self) -> None:
        """Create the tables if there are none. Raises `sqlite3.DatabaseError` for an index of another version."""
        if not self.is_prepared():
            self._db.execute("PRAGMA journal_mode = WAL")
            with self.writing():
                [[tables]] = self._rows("SELECT count(*) FROM sqlite_master")
                if not tables:
                    for statement in schema().split(";\n"):
                        self._db.execute(statement)
        self._db.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._db.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, begun before anything is read, so that two programs never update the same row."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._forms.flush()
                self._db.execute("COMMIT")
            except BaseException:
                self._forms.clear()
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    @property
    def names(self) -> Names:
        """The names of decided fields."""
        return Names(self._rows)

    @property
    def lessons(self) -> Lessons:
        """What decisions teach."""
        return Lessons(self._rows, DIALECT)

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows at once: no statement stays open while the caller does something else."""
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """Summaries of matching articles. `order` is one of `orders`, reversed by a minus in front.

        Damaged records come last, whatever the query, so that no list hides one. The matches are fixed at the start;
        the summaries are as of the time when their page is fetched.
        """
        matching, parameters = self._matching(query, order)
        yield from self._paged(matching, parameters, -1 if limit is None else limit)
        if limit is None:
            yield from self._paged("FROM articles AS a WHERE a.status = 'damaged'", [], -1)

    def _paged(self, matching: str, parameters: list[Any], limit: int) -> Iterator[Summary]:
        parameters = [*parameters, limit]
        if 0 <= limit <= PAGE:
            yield from map(_summary, self._rows(f"SELECT {summary_columns()} {matching} LIMIT ?", parameters))
            return
        with self._lock:
            rowids = self._db.execute(f"SELECT a.rowid {matching} LIMIT ?", parameters)
            numbers = array("q", (number for (number,) in rowids))
        for start in range(0, len(numbers), PAGE):
            page = numbers[start : start + PAGE]
            marks = ", ".join("?" * len(page))
            rows = self._rows(
                f"SELECT a.rowid, {summary_columns()} FROM articles AS a WHERE a.rowid IN ({marks})", page
            )
            by_number = {number: row for number, *row in rows}
            yield from (_summary(by_number[number]) for number in page if number in by_number)

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """The ids of matching articles, without damaged ones, whose ids are unknown."""
        matching, parameters = self._matching(query, order)
        with self._lock:
            rows = self._db.execute(f"SELECT a.id {matching} LIMIT ?", [*parameters, -1 if limit is None else limit])
            identifiers = [identifier for (identifier,) in rows]
        yield from identifiers

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """Summaries by id; missing ids are left out."""
        marks = ", ".join("?" * len(identifiers))
        rows = self._rows(f"SELECT {summary_columns()} FROM articles AS a WHERE a.id IN ({marks})", [*identifiers])
        return {summary.id: summary for summary in map(_summary, rows)}

    def count(self, query: str = "") -> dict[str, int]:
        """The number of matching articles by status."""
        select, parameters = selected(query, self._rows)
        return dict(self._rows(f"SELECT a.status, count(*) {select} GROUP BY a.status", parameters))

    def with_text(self, sha256: str) -> str | None:
        """The id of an article with this text, or None."""
        rows = self._rows("SELECT id FROM articles WHERE sha256 = ? LIMIT 1", [sha256])
        return rows[0][0] if rows else None

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        """The id of an annotator's last step over several articles, and the articles where it is not undone; a step
        `of_fields`, or one that finished or reopened articles."""
        last = "SELECT max(step) FROM steps WHERE annotator = ?1 AND of_fields = ?2 AND (?3 = '' OR step < ?3)"
        sql = f"SELECT s.step, a.id FROM steps AS s JOIN articles AS a ON a.rowid = s.article WHERE s.step = ({last})"
        rows = self._rows(f"{sql} AND s.annotator = ?1 ORDER BY a.rowid", [by, of_fields, before])
        return (rows[0][0], [identifier for _, identifier in rows]) if rows else None

    def _matching(self, query: str, order: str) -> Condition:
        """In the full-text table's own order nothing is sorted."""
        select, parameters = selected(query, self._rows)
        by = ordered(order, DIALECT, "words.rowid" if select.startswith("FROM words") else "a.rowid")
        return Condition(f"{select} AND a.damage IS NULL {by.sql}", [*parameters, *by.parameters])

    def known(self, shard: str) -> dict[str, Known]:
        """The rows of a shard, or of one file if `shard` is its name, by file name."""
        sql = "SELECT name, rowid, inode, changed, size, sha256 FROM articles WHERE name >= ? AND name < ?"
        rows = self._rows(sql, [shard, shard + "g"])
        return {name: Known(row, (inode, changed, size), sha256) for name, row, inode, changed, size, sha256 in rows}

    def shards(self) -> dict[str, int]:
        return dict(self._rows("SELECT shard, changed FROM shards"))

    def set_shard(self, shard: str, changed: int | None) -> None:
        """Store when a shard's folder changed; None if it is gone or must be checked again."""
        self._db.execute("DELETE FROM shards WHERE shard = ?", [shard])
        if changed is not None:
            self._db.execute("INSERT INTO shards VALUES (?, ?)", [shard, changed])

    def has_damaged(self) -> bool:
        return bool(self._rows("SELECT 1 FROM articles WHERE status = 'damaged' LIMIT 1"))

    def recheck_damaged(self) -> None:
        """Have the files of damaged records checked again, even if unchanged."""
        self._db.execute(
            "DELETE FROM shards WHERE shard IN (SELECT substr(name, 1, ?) FROM articles WHERE status = 'damaged')",
            [SHARD_DIGITS],
        )
        self._db.execute("UPDATE articles SET inode = NULL WHERE status = 'damaged'")

    def recheck(self, number: int) -> None:
        """Have a row's file checked again, even if unchanged."""
        self._db.execute(
            "DELETE FROM shards WHERE shard = (SELECT substr(name, 1, ?) FROM articles WHERE rowid = ?)",
            [SHARD_DIGITS, number],
        )
        self._db.execute("UPDATE articles SET inode = NULL WHERE rowid = ?", [number])

    def put(self, name: str, signature: Signature | None, row: Row, text: str, number: int | None = None) -> None:
        """Insert a row; `number` reuses that of a dropped row. Without a signature its file is always checked again."""
        inode, changed, size = signature or (None, None, None)
        columns = {"rowid": number, "name": name, "inode": inode, "changed": changed, "size": size}
        columns |= {**row.article, "own": encode(row.own).decode() if row.own else None}
        marks = ", ".join("?" * len(columns))
        cursor = self._db.execute(f"INSERT INTO articles ({in_sql(columns)}) VALUES ({marks})", [*columns.values()])
        number = cursor.lastrowid
        for table, rows in row.tables().items():
            if rows:
                marks = ", ?" * len(rows[0])
                self._db.executemany(f"INSERT INTO {table} VALUES (?{marks})", ((number, *one) for one in rows))
        self._forms.put(row.names)
        words = [row.words[name] for name in stored_columns()]
        self._db.execute(f"INSERT INTO said VALUES (?{', ?' * len(words)})", [number, *words])
        self._words("", number, searched(row.words, text))

    def drop(self, number: int, text: str | None) -> bool:
        """Delete a row. `text` must be that with which it was put; without it its words stay, though no query finds
        them.

        True if its words are removed.
        """
        removed = self.drop_words(number, text)
        if not removed:
            self._db.execute("INSERT OR IGNORE INTO left_behind SELECT name FROM articles WHERE rowid = ?", [number])
        self._db.execute("DELETE FROM articles WHERE rowid = ?", [number])
        self._forms.drop(number)
        for table in (*_DERIVED, "said"):
            self._db.execute(f"DELETE FROM {table} WHERE article = ?", [number])
        return removed

    def drop_words(self, number: int, text: str | None) -> bool:
        """Delete the words of a row that stays, so that it is still listed; True if they are removed."""
        rows = self._rows(f"SELECT {in_sql(stored_columns())} FROM said WHERE article = ?", [number])
        if rows and text is not None:
            said = dict(zip(stored_columns(), rows[0], strict=True))
            self._words("delete", number, searched(said, text))
            self._db.execute("DELETE FROM said WHERE article = ?", [number])
        return not rows or text is not None

    def has_orphaned_words(self, name: str) -> bool:
        """True if words of an earlier record of this name could not be removed."""
        return bool(self._rows("SELECT 1 FROM left_behind WHERE name = ?", [name]))

    def rows_without_doubts(self, limit: int, after: int) -> dict[int, str]:
        """At most `limit` rows without a count of doubts, after row `after`: file names by number, in order."""
        sql = "SELECT rowid, name FROM articles WHERE doubts IS NULL AND rowid > ? ORDER BY rowid LIMIT ?"
        return dict(self._rows(sql, [after, limit]))

    def count_without_doubts(self) -> int:
        [[count]] = self._rows("SELECT count(*) FROM articles WHERE doubts IS NULL")
        return int(count)

    def set_doubts(self, number: int, doubts: int | None) -> None:
        self._db.execute("UPDATE articles SET doubts = ? WHERE rowid = ?", [doubts, number])

    def _words(self, command: str, number: int | None, words: dict[str, str]) -> None:
        first, given = ("words, ", [command]) if command else ("", [])
        marks = ", ".join("?" * (len(given) + 1 + len(words)))
        self._db.execute(
            f"INSERT INTO words ({first}rowid, {in_sql(words)}) VALUES ({marks})", [*given, number, *words.values()]
        )

    def purge(self) -> None:
        """Erase what was dropped from the file and its journal. Raises if another reader prevents that."""
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        [[busy, *_]] = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise sqlite3.OperationalError("another program reads what was removed")

    def data_version(self) -> int:
        """A number that changes whenever another connection has written."""
        [[version]] = self._rows("PRAGMA data_version")
        return int(version)


def _asking(db: sqlite3.Connection) -> Ask:
    """Without the index itself: it is closed by the last who lets go of it, so nothing in it may hold it."""
    return lambda sql, parameters: db.execute(sql, parameters).fetchall()


def _summary(row: Sequence[Any]) -> Summary:
    """Raises `sqlite3.DatabaseError` for values that Stet never writes: a damaged page, or another program's table."""
    identifier, title, opening, source, date, status, *rest = row
    *counts, fields, decided, flags, conflicts, doubts, damage, own = rest
    if not type(identifier) is type(title) is type(opening) is type(source) is type(status) is str:
        raise sqlite3.DatabaseError("a row holds something other than text where text belongs")
    try:
        sum(counts, fields + decided + flags + conflicts)
    except TypeError:
        raise sqlite3.DatabaseError("a row holds something other than a number where a number belongs") from None
    return Summary(
        id=identifier,
        title=title,
        opening=opening,
        source=source,
        date=date,
        status=status,
        counts=dict(zip(GROUPS, counts, strict=True)),
        fields=fields,
        decided=decided,
        flags=flags,
        conflicts=conflicts,
        doubts=None if doubts == UNCOUNTABLE else doubts,
        damage=damage,
        own=own_from(own),
    )
