"""The index of a library: SQLite with FTS5, derived from the records and disposable.

Holds what lists and filters need, and the words of each article. Knows no files: `catalogue` keeps it in step with
the folder. The full-text table keeps no text of its own, so that to take an article out one must give its words again.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from store.disk.atomic import Signature
from store.index.query import Condition, compile_query, parse, word_columns
from store.index.rows import UNCOUNTABLE, Row, said_columns
from store.index.tables import schema, summary_columns, version_of_index
from store.library.protocol import Summary
from store.model.fields import GROUPS

PAGE: Final = 500
"""Answers fetched at once. Between two pages the connection is free for others, and no transaction is open."""
PATIENCE: Final = 5.0
"""Seconds to wait for another connection that is writing."""
ORDERS: Final = {
    "added": "rowid",
    "date": "a.date",
    "title": "a.title COLLATE NOCASE",
    "status": "a.status",
    "doubts": "a.doubts",
}
_FEW: Final = 1000


class Known(NamedTuple):
    """A row: its number, which version of the file it was made from, the hash of its text; None for a damaged one."""

    number: int
    signature: Signature
    sha256: str | None


class Index:
    """One connection. Threads may share it: it does one thing at a time. What it cannot do raises `sqlite3.Error`."""

    def __init__(self, path: str = "", fixed: bool = False, reading: bool = False) -> None:
        """A URI, or nothing: a private file that is gone when the program ends. Nothing is written to a fixed one,
        nor by a connection for `reading`."""
        self.fixed = fixed
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=True)
        self._db.execute(f"PRAGMA {'query_only' if reading else 'secure_delete'} = ON")

    def __del__(self) -> None:
        if hasattr(self, "_db"):
            self.close()

    def is_prepared(self) -> bool:
        """Raises for an index of another version."""
        [[version]] = self._rows("PRAGMA user_version")
        if version not in (0, version_of_index()):
            raise sqlite3.DatabaseError(f"index of version {version}")
        return bool(version)

    def prepare(self) -> None:
        """Make the tables where there are none. Raises for an index of another version."""
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
        """One transaction, taken before anything is read, so that two programs never mend the same row."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All at once: no statement is left open while whoever asked does something else."""
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """`order` is one of `ORDERS`, with a minus in front the other way round.

        Damaged records come last, whatever was asked, so that no list hides one. Which articles answer is settled at
        once; what is said of each is as it is when its page is fetched.
        """
        select, parameters = self._select(query)
        answering = f"{select} AND a.damage IS NULL {_ordered(select, order)}"
        yield from self._paged(answering, parameters, -1 if limit is None else limit)
        if limit is None:
            yield from self._paged("FROM articles AS a WHERE a.status = 'damaged'", [], -1)

    def _paged(self, answering: str, parameters: list[Any], limit: int) -> Iterator[Summary]:
        parameters = [*parameters, limit]
        if 0 <= limit <= PAGE:
            yield from map(_summary, self._rows(f"SELECT {summary_columns()} {answering} LIMIT ?", parameters))
            return
        with self._lock:
            found = self._db.execute(f"SELECT a.rowid {answering} LIMIT ?", parameters)
            numbers = array("q", (number for (number,) in found))
        for start in range(0, len(numbers), PAGE):
            page = numbers[start : start + PAGE]
            places = ", ".join("?" * len(page))
            rows = self._rows(
                f"SELECT a.rowid, {summary_columns()} FROM articles AS a WHERE a.rowid IN ({places})", page
            )
            found_rows = {number: row for number, *row in rows}
            yield from (_summary(found_rows[number]) for number in page if number in found_rows)

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """Without the damaged, whose ids are not known."""
        select, parameters = self._select(query)
        sql = f"SELECT a.id {select} AND a.damage IS NULL {_ordered(select, order)} LIMIT ?"
        with self._lock:
            found = self._db.execute(sql, [*parameters, -1 if limit is None else limit])
            identifiers = [identifier for (identifier,) in found]
        yield from identifiers

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """By id; those that are not there are left out."""
        places = ", ".join("?" * len(identifiers))
        rows = self._rows(f"SELECT {summary_columns()} FROM articles AS a WHERE a.id IN ({places})", [*identifiers])
        return {summary.id: summary for summary in map(_summary, rows)}

    def count(self, query: str = "") -> dict[str, int]:
        """How many articles of each status."""
        select, parameters = self._select(query)
        return dict(self._rows(f"SELECT a.status, count(*) {select} GROUP BY a.status", parameters))

    def with_text(self, sha256: str) -> str | None:
        """The id of an article that has this text."""
        rows = self._rows("SELECT id FROM articles WHERE sha256 = ? LIMIT 1", [sha256])
        return rows[0][0] if rows else None

    def _select(self, query: str) -> tuple[str, list[Any]]:
        match, articles, numbers = compile_query(parse(query))
        conditions = [*articles, *(self._on_numbers(condition, none) for condition, none in numbers)]
        source = "articles AS a WHERE 1"
        if match:
            source = "words CROSS JOIN articles AS a ON a.rowid = words.rowid WHERE words MATCH ?"
        parameters: list[Any] = [match] if match else []
        for condition in conditions:
            parameters += condition.parameters
        return f"FROM {' AND '.join([source, *(condition.sql for condition in conditions)])}", parameters

    def _on_numbers(self, condition: Condition, none: bool) -> Condition:
        """Few numbers are looked up first; where there are many, each article's own are, until enough are found."""
        where, parameters = condition
        few = False
        if "LIKE" not in where:  # what has words is found by the words
            sql = f"SELECT count(*) FROM (SELECT 1 FROM numbers AS n WHERE {where} LIMIT {_FEW})"
            [[count]] = self._rows(sql, parameters)
            few = count < _FEW
        found = f"EXISTS (SELECT 1 FROM numbers AS n WHERE n.article = a.rowid AND {where})"
        if few:
            found = f"a.rowid IN (SELECT n.article FROM numbers AS n WHERE {where})"
        return Condition(f"NOT {found}" if none else found, parameters)

    def known(self, shard: str) -> dict[str, Known]:
        """The rows of a shard, or the one of a file, by file name."""
        sql = "SELECT name, rowid, inode, changed, size, sha256 FROM articles WHERE name >= ? AND name < ?"
        rows = self._rows(sql, [shard, shard + "g"])
        return {name: Known(row, (inode, changed, size), sha256) for name, row, inode, changed, size, sha256 in rows}

    def shards(self) -> dict[str, int]:
        return dict(self._rows("SELECT shard, changed FROM shards"))

    def set_shard(self, shard: str, changed: int | None) -> None:
        """None for one that is gone, or is to be looked at again."""
        self._db.execute("DELETE FROM shards WHERE shard = ?", [shard])
        if changed is not None:
            self._db.execute("INSERT INTO shards VALUES (?, ?)", [shard, changed])

    def is_any_damaged(self) -> bool:
        return bool(self._rows("SELECT 1 FROM articles WHERE status = 'damaged' LIMIT 1"))

    def doubt_the_damaged(self) -> None:
        """Their files are looked at again, changed or not."""
        self._db.execute(
            "DELETE FROM shards WHERE shard IN (SELECT substr(name, 1, 2) FROM articles WHERE status = 'damaged')"
        )
        self._db.execute("UPDATE articles SET inode = NULL WHERE status = 'damaged'")

    def doubt(self, number: int) -> None:
        """The row's file is looked at again, changed or not."""
        self._db.execute(
            "DELETE FROM shards WHERE shard = (SELECT substr(name, 1, 2) FROM articles WHERE rowid = ?)", [number]
        )
        self._db.execute("UPDATE articles SET inode = NULL WHERE rowid = ?", [number])

    def put(self, name: str, signature: Signature | None, row: Row, text: str, number: int | None = None) -> None:
        """`number` is that of a row that was dropped, whose place it takes. Without a signature its file is looked at
        again each time."""
        inode, changed, size = signature or (None, None, None)
        columns = {"rowid": number, "name": name, "inode": inode, "changed": changed, "size": size}
        columns |= row.article
        places = ", ".join("?" * len(columns))
        cursor = self._db.execute(f"INSERT INTO articles ({', '.join(columns)}) VALUES ({places})", [*columns.values()])
        number = cursor.lastrowid
        self._db.executemany("INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?, ?)", [(number, *n) for n in row.numbers])
        said = [row.said[name] for name in said_columns()]
        self._db.execute(f"INSERT INTO said VALUES (?{', ?' * len(said)})", [number, *said])
        self._words("", number, row.said, text)

    def drop(self, number: int, text: str | None) -> bool:
        """`text` must be that with which the row was put; without it, its words stay, and are never found again.

        True where its words are out.
        """
        out = self.drop_words(number, text)
        if not out:
            self._db.execute("INSERT OR IGNORE INTO left_behind SELECT name FROM articles WHERE rowid = ?", [number])
        for table, key in (("articles", "rowid"), ("numbers", "article"), ("said", "article")):
            self._db.execute(f"DELETE FROM {table} WHERE {key} = ?", [number])
        return out

    def drop_words(self, number: int, text: str | None) -> bool:
        """Of a row that stays, so that it is still listed; True where they are out."""
        rows = self._rows(f"SELECT {', '.join(said_columns())} FROM said WHERE article = ?", [number])
        if rows and text is not None:
            self._words("delete", number, dict(zip(said_columns(), rows[0], strict=True)), text)
            self._db.execute("DELETE FROM said WHERE article = ?", [number])
        return not rows or text is not None

    def has_left_behind(self, name: str) -> bool:
        """True where words stayed that a record of this name once had."""
        return bool(self._rows("SELECT 1 FROM left_behind WHERE name = ?", [name]))

    def uncounted(self, limit: int, after: int) -> dict[int, str]:
        """Rows written by a program that does not count doubts: the file names of some, by number, in order."""
        sql = "SELECT rowid, name FROM articles WHERE doubts IS NULL AND rowid > ? ORDER BY rowid LIMIT ?"
        return dict(self._rows(sql, [after, limit]))

    def how_many_uncounted(self) -> int:
        [[count]] = self._rows("SELECT count(*) FROM articles WHERE doubts IS NULL")
        return int(count)

    def set_doubts(self, number: int, doubts: int | None) -> None:
        self._db.execute("UPDATE articles SET doubts = ? WHERE rowid = ?", [doubts, number])

    def _words(self, command: str, number: int | None, said: dict[str, str], text: str) -> None:
        values = [text if name == "text" else said[name] for name in word_columns()]
        first, given = ("words, ", [command]) if command else ("", [])
        places = ", ".join("?" * (len(given) + 1 + len(values)))
        self._db.execute(
            f"INSERT INTO words ({first}rowid, {', '.join(word_columns())}) VALUES ({places})",
            [*given, number, *values],
        )

    def purge(self) -> None:
        """Leave nothing of what was dropped, in the file or beside it. Raises where another reader keeps it there."""
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        [[busy, *_]] = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise sqlite3.OperationalError("another program reads what was removed")

    def version_of_data(self) -> int:
        """Another number whenever another connection has written."""
        [[version]] = self._rows("PRAGMA data_version")
        return int(version)


def _ordered(select: str, order: str) -> str:
    """Equal ones in the order of adding. In the words' own order nothing has to be sorted."""
    down = " DESC" if order.startswith("-") else ""
    number = "words.rowid" if select.startswith("FROM words") else "a.rowid"
    column = ORDERS[order.removeprefix("-")]
    return f"ORDER BY {number}{down}" if column == "rowid" else f"ORDER BY {column}{down}, {number}"


def _summary(row: Sequence[Any]) -> Summary:
    """Raises for what no program of ours has written: a page of the file that is another's."""
    identifier, title, source, date, status, *rest = row
    *counts, fields, decided, flags, doubts, damage = rest
    if not type(identifier) is type(title) is type(source) is type(status) is str:
        raise sqlite3.DatabaseError("a row holds no text where one belongs")
    try:
        sum(counts, fields + decided + flags)
    except TypeError:
        raise sqlite3.DatabaseError("a row holds no number where one belongs") from None
    return Summary(
        id=identifier,
        title=title,
        source=source,
        date=date,
        status=status,
        counts=dict(zip(GROUPS, counts, strict=True)),
        fields=fields,
        decided=decided,
        flags=flags,
        doubts=None if doubts == UNCOUNTABLE else doubts,
        damage=damage,
    )
