"""Makes what is derived of articles: the columns of `articles` after `indexed`, and the tables that refer to it.

Rows are read and made without a lock, then written in a short transaction under the locks of their articles, in their
order, and only over what is older. A save meanwhile raises `seq`, so the article is made again next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from store.disk.tables import Tables
from store.errors import StetError
from store.index.conditions import Condition
from store.index.names import words_of_form
from store.index.query import OF_THE_ARTICLE
from store.index.rows import UNCOUNTABLE, Row, doubts_of, row_or_damage, searched
from store.index.summary import CountDoubts
from store.index.tables import VERSION, version_of_index
from store.jsontext import encode
from store.model.edit import ARTICLE
from store.model.fields import GROUPS
from store.postgres.asking import ask
from store.postgres.connecting import Database, Server
from store.postgres.texts import kept, without_nul
from store.postgres.words import Words, words_of

Load = Callable[[Database, int], tuple[Tables, str]]
Progress = Callable[[int, int], None]
"""Called with the number of articles made so far and the total."""
TITLE: Final = "Library not read"
_LOCK: Final = 0x57E8
"""Of the one who makes what nobody waits for."""
BATCH: Final = 50
"""Articles in one transaction."""
_NEWER_BITS: Final = 16
"""Of a version, those that tell kinds apart: `version_of_index`."""
_CHANGED: Final = "(indexed IS NULL OR indexed < seq)"
_STALE: Final = f"({_CHANGED} OR rules <> ?)"
_FIRST: Final = f"""SELECT (SELECT rowid FROM articles WHERE {_CHANGED} ORDER BY rowid LIMIT 1),
    (SELECT min(rules) FROM articles), (SELECT max(rules) FROM articles),
    (SELECT rowid FROM articles WHERE doubts IS NULL ORDER BY doubts DESC NULLS LAST, rowid LIMIT 1)"""
"""In such words that each is found by an index at once."""
_UNCOUNTED: Final = Condition("doubts IS NULL", [])
_MAY_WRITE: Final = """SELECT has_column_privilege('articles', 'indexed', 'UPDATE')
    AND current_setting('transaction_read_only') = 'off'"""
_COLUMNS: Final = {
    "title": "text", "opening": "text", "source": "text", "date": "text", "status": "text", "sha256": "text",
    "fields": "int", "decided": "int", "flags": "int", "notes": "int", "conflicts": "int", "doubts": "int",
    "unsure": "float8", "damage": "text", "counts": "jsonb", "own": "jsonb", "folded": "jsonb",
}  # fmt: skip
_TABLES: Final = {
    "numbers": {"low": "float8", "high": "float8", "kind": "text", "unit": "text", "counted": "text", "event": "text"},
    "steps": {"step": "text", "annotator": "text", "of_fields": "bool"},
    "typed": {"attribute": "text", "value": "text", "kind": "text", "word": "text"},
    "names": {
        "kind": "text", "key": "text", "name": "text", "role": "text", "date": "text", "field": "text",
        "starts": "text", "mentions": "int", "identifier": "text", "plain": "text", "surname": "text",
        "articles": "int",
    },
    "votes": {"form": "text", "kind": "text", "mistaken": "bool", "at": "text"},
    "facts": {"kind": "text", "key": "text", "said": "text", "at": "text"},
    "taught": {"at": "text"},
}  # fmt: skip
"""The columns after `article` and `line`."""
_WHOLE: Final = {"article": "bigint", "digest": "bytea", "tokens": "tsvector"}
_WORDS: Final = {
    "words": _WHOLE,
    "long_words": {**_WHOLE, "part": "int"},
    "line_words": {**_WHOLE, "part": "int", "line": "text"},
}


class _Made(NamedTuple):
    rowid: int
    line: str
    seq: int
    row: Row
    words: Words
    folded: str | None
    """JSON."""


class Derived:
    """`load` gives a row's tables and text; a record that cannot be read is listed as damaged."""

    def __init__(self, server: Server, count_doubts: CountDoubts | None, load: Load) -> None:
        self._server, self._count_doubts, self._load = server, count_doubts, load

    def catch_up(self, progress: Progress | None = None) -> None:
        """Each article that is stale now, once. For a role that may only read, nothing is done."""
        stale = self._server.run(self._begins, TITLE)
        if not stale:
            return
        done = last = 0
        while made := self._server.run(partial(self._batch, stale=stale, after=last), TITLE):
            self._server.run(partial(_write, made=made), TITLE)
            last = made[-1].rowid
            done += len(made)
            if progress is not None:
                progress(done, done + self._server.run(partial(_count, where=stale, after=last), TITLE))
        self._count(progress)

    def catch_up_alone(self) -> None:
        """As `catch_up`, unless another program does this already: many who save would make the same."""
        stale, last = self._server.run(self._begins, TITLE), 0
        while stale and (made := self._server.run(partial(self._batch_alone, stale=stale, after=last), TITLE)):
            last = made[-1].rowid

    def _batch_alone(self, db: Database, stale: Condition, after: int) -> list[_Made]:
        [[is_alone]] = ask(db, "SELECT pg_try_advisory_xact_lock(?, hashtext(current_schema()))", [_LOCK])
        made = self._batch(db, stale, after) if is_alone else []
        _write(db, made)
        return made

    def count_without_doubts(self) -> int:
        return self._server.run(lambda db: _count(db, _UNCOUNTED, 0), TITLE)

    def _begins(self, db: Database) -> Condition | None:
        """What is stale, if anything is to be made. Raises `StetError` for what a newer program has made."""
        [[first, oldest, latest, uncounted]] = ask(db, _FIRST)
        rules = version_of_index()
        is_old = oldest is not None and not oldest == latest == rules
        if first is None and not is_old and (uncounted is None or self._count_doubts is None):
            return None
        if latest is not None and latest >> _NEWER_BITS > VERSION:
            raise StetError(TITLE, f"a newer Stet keeps the index of {self._server.address.name}; update Stet")
        [[may]] = ask(db, _MAY_WRITE)
        return None if not may else Condition(_STALE, [rules]) if is_old else Condition(_CHANGED, [])

    def _batch(self, db: Database, stale: Condition, after: int) -> list[_Made]:
        sql = f"SELECT rowid, line, seq, blind, id FROM articles WHERE {stale.sql} AND rowid > ?"
        sql += f" ORDER BY rowid LIMIT {BATCH}"
        return [self._made(db, *row) for row in ask(db, sql, [*stale.parameters, after])]

    def _made(self, db: Database, rowid: int, line: str, seq: int, blind: bool, name: str) -> _Made:
        """Its `seq` was read first: what is made is of this or of a later one.

        All may read the words of the shared line, so while somebody works blind they are those of the article alone.
        """
        folded: list[str] = []

        def read() -> tuple[Tables, str]:
            tables, text = self._load(db, rowid)
            folded.append(_folded(tables))
            return tables, text

        row, text = row_or_damage(read, name, name, self._count_doubts)
        is_damaged = row.article.get("damage") is not None
        said = {name: words if name in OF_THE_ARTICLE or not blind else "" for name, words in row.words.items()}
        words = words_of({} if is_damaged else searched(said, text))
        return _Made(rowid, line, seq, row, words, None if is_damaged else folded[0])

    def _count(self, progress: Progress | None) -> None:
        """Count the doubts of what was made by a program that does not count them."""
        done = last = 0
        while self._count_doubts is not None:
            counted = self._server.run(partial(self._counted, count=self._count_doubts, after=last), TITLE)
            if not counted:
                return
            last = counted[-1]
            done += len(counted)
            if progress is not None:
                progress(done, done + self.count_without_doubts())

    def _counted(self, db: Database, count: CountDoubts, after: int) -> list[int]:
        sql = f"SELECT rowid FROM articles WHERE doubts IS NULL AND rowid > ? ORDER BY rowid LIMIT {BATCH}"
        rowids = [rowid for (rowid,) in ask(db, sql, [after])]
        for rowid in rowids:
            try:
                doubts = doubts_of(*self._load(db, rowid), count)
            except (StetError, LookupError, TypeError, AttributeError, ValueError):
                doubts = UNCOUNTABLE
            ask(db, "UPDATE articles SET doubts = ? WHERE rowid = ? AND doubts IS NULL RETURNING 1", [doubts, rowid])
        return rowids


def _count(db: Database, where: Condition, after: int) -> int:
    [[count]] = ask(db, f"SELECT count(*) FROM articles WHERE {where.sql} AND rowid > ?", [*where.parameters, after])
    return int(count)


def _folded(tables: Tables) -> str:
    """The fields by list, and the article's own."""
    fields = {group: [*tables.get(group, {}).values()] for group in GROUPS}
    own = tables["article"]["1"].get(ARTICLE)
    return _jsonb({**fields, ARTICLE: own} if own else fields)


def _jsonb(value: Any) -> str:
    text = encode(value)
    return (encode(without_nul(value)) if rb"\u0000" in text else text).decode()


def _write(db: Database, made: Sequence[_Made]) -> None:
    """Under the locks of the articles, those that others have not made meanwhile."""
    rules = version_of_index()
    sql = "SELECT rowid, indexed, rules FROM articles WHERE rowid = ANY(?) ORDER BY rowid FOR NO KEY UPDATE"
    known = {rowid: (indexed, by) for rowid, indexed, by in ask(db, sql, [[one.rowid for one in made]])}
    made = [one for one in made if one.rowid in known and _is_older(*known[one.rowid], one.seq, rules)]
    rowids = [one.rowid for one in made]
    for table, columns in _TABLES.items():
        db.execute(f"DELETE FROM {table} WHERE article = ANY(%s)", [rowids])
        rows = [(one.rowid, one.line, *row) for one in made for row in _rows_of(one, table)]
        _insert(db, table, {"article": "bigint", "line": "text", **columns}, rows)
    _write_words(db, made)
    columns = {"rowid": "bigint", "indexed": "int", "rules": "bigint", **_COLUMNS}
    names = ", ".join(f"{name} = v.{name}::{kind}" for name, kind in columns.items() if name != "rowid")
    values = f"unnest({_arrays(columns)}) AS v ({', '.join(columns)})"
    if made:
        sql = f"UPDATE articles AS a SET {names} FROM {values} WHERE a.rowid = v.rowid"
        db.execute(sql, _by_column(columns, [_values_of(one, rules) for one in made]))


def _is_older(indexed: int | None, by: int | None, seq: int, rules: int) -> bool:
    return indexed is None or indexed < seq or by != rules


def _rows_of(one: _Made, table: str) -> Iterator[tuple[Any, ...]]:
    rows = one.row.tables()[table]
    if table != "names":
        yield from rows
        return
    seen: set[tuple[str, str]] = set()
    for kind, key, *rest in rows:
        yield kind, key, *rest, *words_of_form(key), int((kind, key) not in seen)
        seen.add((kind, key))


def _write_words(db: Database, made: Sequence[_Made]) -> None:
    """Where they have changed."""
    rowids = [one.rowid for one in made]
    sql = " UNION ".join(f"SELECT article, digest FROM {table} WHERE article = ANY(%s)" for table in _WORDS)
    known = {article: bytes(digest) for article, digest in db.execute(sql, [rowids] * len(_WORDS)).fetchall()}
    new = [one for one in made if known.get(one.rowid) != one.words.digest]
    for table, columns in _WORDS.items():
        db.execute(f"DELETE FROM {table} WHERE article = ANY(%s)", [[one.rowid for one in new]])
        rows = [row for one in new if _table_of(one) == table for row in _rows_of_words(one)]
        _insert(db, table, columns, [row[: len(columns)] for row in rows])


def _table_of(one: _Made) -> str:
    return "line_words" if one.line else "long_words" if len(one.words.parts) > 1 else "words"


def _rows_of_words(one: _Made) -> Iterator[tuple[Any, ...]]:
    for part, words in one.words.parts.items():
        yield one.rowid, one.words.digest, words, part, one.line


def _values_of(one: _Made, rules: int) -> tuple[Any, ...]:
    article = one.row.article
    said = {
        "counts": _jsonb({group: article[group] for group in GROUPS}),
        "own": _jsonb(one.row.own) if one.row.own else None,
        "folded": one.folded,
        "unsure": float(article["unsure"]),
    }
    return one.rowid, one.seq, rules, *(said.get(name, article.get(name)) for name in _COLUMNS)


def _insert(db: Database, table: str, columns: dict[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        casts = ", ".join(f"{name}::{kind}" for name, kind in columns.items())
        names = ", ".join(columns)
        sql = f"INSERT INTO {table} ({names}) SELECT {casts} FROM unnest({_arrays(columns)}) AS v ({names})"
        db.execute(sql, _by_column(columns, rows))


def _arrays(columns: dict[str, str]) -> str:
    """Of the types that psycopg has arrays of; JSON and words are text until they are stored."""
    return ", ".join(f"%s::{'text' if kind in ('jsonb', 'tsvector') else kind}[]" for kind in columns.values())


def _by_column(columns: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    by_column = ([*values] for values in zip(*rows, strict=True))
    return [
        values if kind == "jsonb" else [kept(value) if isinstance(value, str) else value for value in values]
        for kind, values in zip(columns.values(), by_column, strict=True)
    ]
