"""The index of a library: SQLite with FTS5, derived from the records and disposable.

Holds what lists and filters need, and the words of each article. Knows no files: `catalogue` keeps it in step with
the folder. The full-text table keeps no text of its own, so that to take an article out one must give its words again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from store.disk import Signature
from store.fields import GROUPS, Json
from store.library import CountDoubts, Summary
from store.query import WORD_COLUMNS, Condition, compile_query, parse
from store.tables import Tables, as_stored, frame_of, stored_article

VERSION: Final = 3
"""Of the tables below, and of the rules by which doubts are counted. An index of another version is made anew."""
ORDERS: Final = {
    "added": "rowid",
    "date": "a.date",
    "title": "a.title COLLATE NOCASE",
    "status": "a.status",
    "doubts": "a.doubts",
}

_SCHEMA: Final = f"""
CREATE TABLE shards (shard TEXT PRIMARY KEY, changed INTEGER) WITHOUT ROWID;
CREATE TABLE articles (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, inode INTEGER, changed INTEGER, size INTEGER,
    id TEXT, title TEXT, source TEXT, date TEXT, status TEXT, sha256 TEXT,
    people INTEGER, places INTEGER, numbers INTEGER, quotes INTEGER,
    fields INTEGER, decided INTEGER, flags INTEGER, notes INTEGER, conflicts INTEGER, doubts INTEGER, damage TEXT
);
CREATE INDEX by_status ON articles (status);
CREATE INDEX by_date ON articles (date);
CREATE INDEX by_id ON articles (id);
CREATE INDEX by_text ON articles (sha256);
CREATE INDEX by_flags ON articles (flags) WHERE flags > 0;
CREATE INDEX by_notes ON articles (notes) WHERE notes > 0;
CREATE INDEX by_conflicts ON articles (conflicts) WHERE conflicts > 0;
CREATE INDEX by_doubts ON articles (doubts);
CREATE TABLE numbers (article INTEGER, low REAL, high REAL, kind TEXT, unit TEXT, counted TEXT, event TEXT);
CREATE INDEX by_article ON numbers (article);
CREATE INDEX by_low ON numbers (low, high, article);
CREATE INDEX by_high ON numbers (high, low, article);
CREATE TABLE said (article INTEGER PRIMARY KEY, {", ".join(f"{name} TEXT" for name in WORD_COLUMNS if name != "text")});
CREATE VIRTUAL TABLE words USING fts5 ({", ".join(WORD_COLUMNS)}, content='', tokenize="unicode61 remove_diacritics 2");
PRAGMA user_version = {VERSION};
"""
_SUMMARY: Final = """a.id, a.title, a.source, a.date, a.status, a.people, a.places, a.numbers, a.quotes,
    a.fields, a.decided, a.flags, a.doubts, a.damage"""
_FEW: Final = 1000
UNCOUNTABLE: Final = -1
"""Doubts of a record whose counting failed: not tried again until the record changes."""
_NUMBER: Final = ("words", "value", "kind", "unit", "counted", "event", "approx")
_SAID: Final = tuple(name for name in WORD_COLUMNS if name != "text")


@dataclass(slots=True)
class Row:
    """What is written of one record: a row of `articles`, its numbers, and its words by column, without the text."""

    article: Json
    numbers: list[tuple[Any, ...]]
    said: dict[str, str]


class Known(NamedTuple):
    """A row: its number, which version of the file it was made from, the hash of its text; None for a damaged one."""

    number: int
    signature: Signature
    sha256: str | None


class Index:
    """One connection. Whatever SQLite cannot do raises `sqlite3.Error`."""

    def __init__(self, path: str, *, fixed: bool = False) -> None:
        """A URI, or nothing: a private file that is gone when the program ends. Nothing is written to a fixed one."""
        self.fixed = fixed
        self._db = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False, uri=True)
        self._db.execute("PRAGMA secure_delete = ON")

    def prepare(self) -> None:
        """Make the tables where there are none. Raises for an index of another version."""
        [version] = self._db.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            raise sqlite3.DatabaseError(f"index of version {version}")
        if version == 0:
            self._db.execute("PRAGMA journal_mode = WAL")
            with self.writing():
                [tables] = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
                if not tables:
                    for statement in _SCHEMA.split(";\n"):
                        self._db.execute(statement)
        self._db.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        self._db.close()

    def writing(self) -> _Writing:
        return _Writing(self._db)

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """`order` is one of `ORDERS`, with a minus in front the other way round.

        Damaged records come last, whatever was asked, so that no list hides one.
        """
        select, parameters = self._select(query)
        sql = f"SELECT {_SUMMARY} {select} AND a.damage IS NULL {_ordered(select, order)} LIMIT ?"
        for row in self._db.execute(sql, [*parameters, -1 if limit is None else limit]):
            yield _summary(row)
        if limit is None:
            for row in self._db.execute(f"SELECT {_SUMMARY} FROM articles AS a WHERE a.status = 'damaged'"):
                yield _summary(row)

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """Without the damaged, whose ids are not known."""
        select, parameters = self._select(query)
        sql = f"SELECT a.id {select} AND a.damage IS NULL {_ordered(select, order)} LIMIT ?"
        for (identifier,) in self._db.execute(sql, [*parameters, -1 if limit is None else limit]):
            yield identifier

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """By id; those that are not there are left out."""
        places = ", ".join("?" * len(identifiers))
        rows = self._db.execute(f"SELECT {_SUMMARY} FROM articles AS a WHERE a.id IN ({places})", [*identifiers])
        return {summary.id: summary for summary in map(_summary, rows)}

    def count(self, query: str = "") -> dict[str, int]:
        """How many articles of each status."""
        select, parameters = self._select(query)
        return dict(self._db.execute(f"SELECT a.status, count(*) {select} GROUP BY a.status", parameters))

    def with_text(self, sha256: str) -> str | None:
        """The id of an article that has this text."""
        row = self._db.execute("SELECT id FROM articles WHERE sha256 = ? LIMIT 1", [sha256]).fetchone()
        return row[0] if row else None

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
            few = self._db.execute(sql, parameters).fetchone()[0] < _FEW
        found = f"EXISTS (SELECT 1 FROM numbers AS n WHERE n.article = a.rowid AND {where})"
        if few:
            found = f"a.rowid IN (SELECT n.article FROM numbers AS n WHERE {where})"
        return Condition(f"NOT {found}" if none else found, parameters)

    def known(self, shard: str) -> dict[str, Known]:
        """The rows of a shard, or the one of a file, by file name."""
        rows = self._db.execute(
            "SELECT name, rowid, inode, changed, size, sha256 FROM articles WHERE name >= ? AND name < ?",
            [shard, shard + "g"],
        )
        return {name: Known(row, (inode, changed, size), sha256) for name, row, inode, changed, size, sha256 in rows}

    def shards(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT shard, changed FROM shards"))

    def set_shard(self, shard: str, changed: int | None) -> None:
        """None for one that is gone."""
        self._db.execute("DELETE FROM shards WHERE shard = ?", [shard])
        if changed is not None:
            self._db.execute("INSERT INTO shards VALUES (?, ?)", [shard, changed])

    def put(self, name: str, signature: Signature, row: Row, text: str, number: int | None = None) -> None:
        """`number` is that of a row that was dropped, whose place it takes."""
        columns = {"rowid": number, "name": name, **dict(zip(("inode", "changed", "size"), signature, strict=True))}
        columns |= row.article
        places = ", ".join("?" * len(columns))
        cursor = self._db.execute(f"INSERT INTO articles ({', '.join(columns)}) VALUES ({places})", [*columns.values()])
        number = cursor.lastrowid
        self._db.executemany("INSERT INTO numbers VALUES (?, ?, ?, ?, ?, ?, ?)", [(number, *n) for n in row.numbers])
        said = [row.said[name] for name in _SAID]
        self._db.execute(f"INSERT INTO said VALUES (?{', ?' * len(said)})", [number, *said])
        self._words("", number, row.said, text)

    def drop(self, number: int, text: str | None) -> None:
        """`text` must be that with which the row was put; without it, its words stay, and are never found again."""
        said = self._db.execute(f"SELECT {', '.join(_SAID)} FROM said WHERE article = ?", [number]).fetchone()
        if said is not None and text is not None:
            self._words("delete", number, dict(zip(_SAID, said, strict=True)), text)
        for table, key in (("articles", "rowid"), ("numbers", "article"), ("said", "article")):
            self._db.execute(f"DELETE FROM {table} WHERE {key} = ?", [number])

    def uncounted(self, limit: int) -> dict[int, str]:
        """Rows written by a program that does not count doubts: the file names of some, by number."""
        return dict(self._db.execute("SELECT rowid, name FROM articles WHERE doubts IS NULL LIMIT ?", [limit]))

    def how_many_uncounted(self) -> int:
        [count] = self._db.execute("SELECT count(*) FROM articles WHERE doubts IS NULL").fetchone()
        return int(count)

    def set_doubts(self, number: int, doubts: int) -> None:
        self._db.execute("UPDATE articles SET doubts = ? WHERE rowid = ?", [doubts, number])

    def _words(self, command: str, number: int | None, said: dict[str, str], text: str) -> None:
        values = [text if name == "text" else said[name] for name in WORD_COLUMNS]
        first, given = ("words, ", [command]) if command else ("", [])
        places = ", ".join("?" * (len(given) + 1 + len(values)))
        self._db.execute(
            f"INSERT INTO words ({first}rowid, {', '.join(WORD_COLUMNS)}) VALUES ({places})", [*given, number, *values]
        )

    def purge(self) -> None:
        """Leave nothing of what was dropped, in the file or beside it."""
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Writing:
    """One transaction, taken before anything is read, so that two programs never mend the same row."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def _ordered(select: str, order: str) -> str:
    """Equal ones in the order of adding. In the words' own order nothing has to be sorted."""
    down = " DESC" if order.startswith("-") else ""
    number = "words.rowid" if select.startswith("FROM words") else "a.rowid"
    column = ORDERS[order.removeprefix("-")]
    return f"ORDER BY {number}{down}" if column == "rowid" else f"ORDER BY {column}{down}, {number}"


def row_of(tables: Tables, text: str, count_doubts: CountDoubts | None = None) -> Row:
    """From a record's file. Trusts the stored fields, as whoever reads the file without Stet does."""
    article = stored_article(tables)
    fields = [item for group in GROUPS for item in tables[group].values()]
    alive = {group: [item for item in tables[group].values() if item["status"] != "rejected"] for group in GROUPS}
    return Row(
        article={
            **{key: article[key] for key in ("id", "title", "source", "date", "status")},
            "sha256": frame_of(tables).sha256,
            **{group: len(items) for group, items in alive.items()},
            "fields": len(fields),
            "decided": sum(item["status"] != "suggested" for item in fields),
            "flags": sum(bool(item["flag"]) for item in fields),
            "notes": sum(bool(item["note"]) for item in fields),
            "conflicts": sum("conflict" in item for item in fields),
            "doubts": None if count_doubts is None else doubts_of(tables, text, count_doubts),
        },
        numbers=[_bounds(item) for item in alive["numbers"]],
        said={
            "id": article["id"],
            "title": article["title"],
            "source": article["source"],
            "author": article["author"] or "",
            "person": _joined(alive["people"], "name"),
            "role": _joined(alive["people"], "role"),
            "place": _joined(alive["places"], "name"),
            "country": _joined(alive["places"], "country"),
            "number": _joined([{**item, "words": _surface(item, text)} for item in alive["numbers"]], *_NUMBER),
            "speaker": _joined(alive["quotes"], "speaker_name"),
            "quote": "\n".join(_surface(item, text) for item in alive["quotes"]),
            "note": _joined(fields, "note"),
            "annotator": "\n".join({edit["by"] for edit in tables["edits"].values()}),
        },
    )


def doubts_of(tables: Tables, text: str, count: CountDoubts) -> int:
    items = [item for group in GROUPS for item in tables[group].values()]
    if all(item["status"] != "suggested" and "conflict" not in item for item in items):
        return 0  # what is decided and undisputed is in no doubt
    try:
        return count(as_stored(tables, text))
    except Exception:  # it comes from above and may raise anything; the article is to be listed all the same
        return UNCOUNTABLE


def damaged_row(name: str, why: str) -> Row:
    """What is known of a record that cannot be read."""
    article: Json = {"id": name, "title": "", "source": "", "status": "damaged", "damage": why}
    article |= dict.fromkeys((*GROUPS, "fields", "decided", "flags", "notes", "conflicts", "doubts"), 0)
    return Row(article=article, numbers=[], said=dict.fromkeys(_SAID, ""))


def _joined(items: list[Json], *keys: str) -> str:
    """A line a field, so that no phrase is found across two."""
    return "\n".join(" ".join(str(item[key]) for key in keys if item.get(key) is not None) for item in items)


def _surface(item: Json, text: str) -> str:
    return " ".join(text[start:end] for start, end in item["spans"])


def _bounds(item: Json) -> tuple[Any, ...]:
    amounts = [float(item[key]) for key in ("value", "low", "high") if isinstance(item[key], int | float)]
    bounds = (min(amounts), max(amounts)) if amounts else (None, None)
    words = [item[key] for key in ("kind", "unit", "counted", "event")]
    if not all(word is None or type(word) is str for word in words):
        raise TypeError
    return (*bounds, *words)


def _summary(row: tuple[Any, ...]) -> Summary:
    identifier, title, source, date, status, *rest = row
    *counts, fields, decided, flags, doubts, damage = rest
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
