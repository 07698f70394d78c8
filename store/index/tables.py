"""The schema of the index, its version, and the columns of a summary; `database` queries them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Final
from zlib import crc32

from store.index.lessons import TABLES as LESSON_TABLES
from store.index.names import TABLES as NAME_TABLES
from store.index.query import word_columns
from store.index.rows import stored_columns
from store.jsontext import decode
from store.model.about import named
from store.model.fields import GROUPS, Json
from store.model.own_kinds import in_force

VERSION: Final = 13
"""The version of the tables below and of the rules by which rows are made. An index of another version is rebuilt."""
_SCHEMA: Final = """
CREATE TABLE shards (shard TEXT PRIMARY KEY, changed INTEGER) WITHOUT ROWID;
CREATE TABLE articles (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, inode INTEGER, changed INTEGER, size INTEGER,
    id TEXT NOT NULL, title TEXT NOT NULL, opening TEXT NOT NULL, source TEXT NOT NULL,
    date TEXT, status TEXT NOT NULL, sha256 TEXT,
    {groups},
    fields INTEGER NOT NULL, decided INTEGER NOT NULL, flags INTEGER NOT NULL, notes INTEGER NOT NULL,
    conflicts INTEGER NOT NULL, doubts INTEGER, unsure REAL NOT NULL, damage TEXT, own TEXT
);
CREATE INDEX by_status ON articles (status);
CREATE INDEX by_date ON articles (date);
CREATE INDEX by_id ON articles (id);
CREATE INDEX by_text ON articles (sha256);
CREATE INDEX by_flags ON articles (flags) WHERE flags > 0;
CREATE INDEX by_notes ON articles (notes) WHERE notes > 0;
CREATE INDEX by_conflicts ON articles (conflicts) WHERE conflicts > 0;
CREATE INDEX by_doubts ON articles (doubts);
CREATE INDEX by_unsure ON articles (unsure);
CREATE TABLE numbers (article INTEGER, low REAL, high REAL, kind TEXT, unit TEXT, counted TEXT, event TEXT);
CREATE INDEX by_article ON numbers (article);
CREATE INDEX by_low ON numbers (low, high, article);
CREATE INDEX by_high ON numbers (high, low, article);
CREATE TABLE steps (article INTEGER, step TEXT NOT NULL, annotator TEXT NOT NULL, of_fields INTEGER);
CREATE INDEX steps_by_article ON steps (article);
CREATE INDEX by_step ON steps (annotator, of_fields, step);
CREATE TABLE typed (article INTEGER, attribute TEXT NOT NULL, value TEXT NOT NULL, kind TEXT, word TEXT);
CREATE INDEX typed_by_article ON typed (article);
CREATE INDEX typed_by_word ON typed (attribute, word);
CREATE INDEX typed_by_kind ON typed (attribute, kind);
{names}{lessons}CREATE TABLE said (article INTEGER PRIMARY KEY, {said});
CREATE TABLE left_behind (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 ({words}, content='', tokenize="unicode61 remove_diacritics 2");
PRAGMA user_version = {version};
"""
_SUMMARY: Final = """a.id, a.title, a.opening, a.source, a.date, a.status, {groups},
    a.fields, a.decided, a.flags, a.conflicts, a.doubts, a.damage, a.own"""


def version_of_index() -> int:
    """The version of the tables and of their kinds: registering or changing a kind makes the index rebuild."""
    return VERSION << 16 | crc32(" ".join((*GROUPS, *word_columns(), *named(), in_force())).encode()) & 0xFFFF


def schema() -> str:
    return _SCHEMA.format(
        names=NAME_TABLES,
        lessons=LESSON_TABLES,
        said=in_sql(stored_columns(), "{} TEXT"),
        words=in_sql(word_columns()),
        groups=in_sql(GROUPS, "{} INTEGER NOT NULL"),
        version=version_of_index(),
    )


def summary_columns() -> str:
    return _SUMMARY.format(groups=in_sql(GROUPS, "a.{}"))


def in_sql(names: Iterable[str], form: str = "{}") -> str:
    """The names in SQL: those of a further kind may be words of SQL's own, such as `case` or `order`."""
    return ", ".join(form.format(f'"{name}"') for name in names)


def own_from(words: Any) -> Json:
    """What the index has of the article itself. Raises `sqlite3.DatabaseError`."""
    try:
        own = decode(words) if words else {}
    except (ValueError, TypeError):
        own = None
    if not isinstance(own, dict):
        raise sqlite3.DatabaseError("a row holds something other than an object where an object belongs")
    return own
