"""Reads records from the tables, appends edits to them, and keeps the latest few in memory.

A save is one short transaction: it locks the row of the article's line, reads what others have added, rebases, inserts.
No fold and no index is made in it. `seq` is given under that lock, so it has no gaps.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, NamedTuple

from store.disk.tables import NOT_TABLES, EncodedRecord, Tables, encoded_of, from_tables, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode, encode
from store.library.admission import admit_edits
from store.model.edit import Edit
from store.model.fold_cache import FoldCache
from store.model.record import Record
from store.model.schema import check_edits
from store.postgres.connecting import Database
from store.postgres.texts import kept
from store.sync.rebase import rebase

_LONGEST: Final = 1000
CACHED: Final = 8
"""Records in memory. With them, a save reads only what others have added."""
_ROW: Final = "SELECT rowid, text, line, seq, last FROM articles WHERE id = %s ORDER BY line LIMIT 1"
"""One is there for who is held to one line; for others, whom the program warns, that of all."""
_INSERT_EDITS: Final = """INSERT INTO edits (article, line, seq, id, author, op, edit)
    SELECT %s, '', * FROM unnest(%s::integer[], %s::text[], %s::text[], %s::text[], %s::json[])"""
_SAVE: Final = "SELECT save_edits(%s, %s, %s, %s, %s, %s::json, %s::json, %s, %s)"
"""A function of the library, which does nothing if the row has another last edit by now: migrations/0003_save.sql."""


class Stored(NamedTuple):
    """A record as this process last read or wrote it. `article` and `line` are the keys of its edits."""

    rowid: int
    article: int
    line: str
    record: Record
    encoded: EncodedRecord
    folds: FoldCache


class Saved(NamedTuple):
    stored: Stored
    edits: tuple[Edit, ...]
    """All of the record, with those that were saved."""
    renamed: dict[str, str]


class PostgresRecords:
    """Threads may share it. What gets a connection is called in a transaction, or is one statement."""

    def __init__(self, name: str, changes: str) -> None:
        """`name` is the library's, for messages; `changes` the channel on which saves are told."""
        self._name = name
        self._changes = changes
        self._cache: OrderedDict[str, Stored] = OrderedDict()
        self._lock = threading.Lock()

    def insert(self, db: Database, record: Record, encoded: EncodedRecord) -> bool:
        """False, and nothing, if there is an article of this id."""
        tables = to_tables(record, encoded)
        head = {key: value for key, value in tables["article"]["1"].items() if key != "status"}
        row = db.execute(
            "INSERT INTO texts (id, sha256, added, head, suggestions, content) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (id) DO NOTHING RETURNING n",
            [
                kept(record.id),
                encoded.sha256,
                encoded.added,
                encode(head).decode(),
                encode(tables["suggestions"]).decode(),
                record.text.encode(),
            ],
        ).fetchone()
        if row is None:
            return False
        last = kept(record.edits[-1].id) if record.edits else ""
        db.execute(
            "INSERT INTO articles (text, id, title, seq, last) VALUES (%s, %s, %s, %s, %s)",
            [row[0], kept(record.id), kept(record.article.title), record.seq, last],
        )
        if record.edits:
            columns = [[*column] for column in zip(*map(_row, record.edits), strict=True)]
            db.execute(_INSERT_EDITS, [row[0], *columns])
        db.execute("SELECT pg_notify(%s, %s)", [self._changes, told(record.id, record.seq)])
        return True

    def read(self, db: Database, identifier: str, *, lock: bool = False) -> Stored:
        """The record as it is now; `lock` its line for a save. Raises `StetError` if it is not there or is damaged."""
        row = db.execute(_ROW + " FOR UPDATE" * lock, [kept(identifier)]).fetchone()
        if row is None:
            raise StetError("No such article", f"{identifier} is not in the library {self._name}")
        return self._current(db, identifier, row)

    def read_row(self, db: Database, rowid: int) -> Stored:
        """The record of a row of `articles`, for the index: not kept in memory."""
        article, line = db.execute("SELECT text, line FROM articles WHERE rowid = %s", [rowid]).fetchone() or (0, "")
        return self._whole(db, rowid, article, line)

    def read_line(self, db: Database, stored: Stored, line: str) -> Stored:
        """The record of the same article in another line."""
        return self._whole(db, 0, stored.article, line)

    def save_at_once(self, db: Database, identifier: str, edits: Sequence[Edit]) -> Saved | None:
        """In one statement if nobody has saved since; None, and nothing, if somebody has, or nothing is new."""
        with self._lock:
            known = self._cache.get(identifier)
        return None if known is None else self._append(db, known, edits)

    def save(self, db: Database, identifier: str, edits: Sequence[Edit]) -> Saved:
        """Append edits; those that are there are not added again, so that a save in doubt may be repeated."""
        stored = self.read(db, identifier, lock=True)
        if (saved := self._append(db, stored, edits)) is not None:
            return saved
        saved = Saved(stored, *rebase(stored.record.suggestions, stored.record.edits, edits))
        if len(saved.edits) > len(stored.record.edits):
            why = f"the row of {identifier} does not fit its edits"
            raise StetError("Not saved", f"{why}; stet check --repair, by the library's owner, mends it")
        return saved

    def _append(self, db: Database, stored: Stored, edits: Sequence[Edit]) -> Saved | None:
        record, before = stored.record, stored.record.edits
        rebased, renamed = rebase(record.suggestions, before, edits)
        if not (new := rebased[len(before) :]):
            return None
        admit_edits(new, record.text)
        return Saved(stored, rebased, renamed) if self.append(db, stored, new) else None

    def append(self, db: Database, stored: Stored, new: Sequence[Edit]) -> bool:
        """Edits that go on from those of a record; nothing, and false, if it is not that of the row any more."""
        record, before = stored.record, stored.record.edits
        known = [stored.rowid, record.seq, kept(before[-1].id) if before else "", stored.article, stored.line]
        rows = [_row(edit) for edit in new]
        heads, edits = encode([row[:-1] for row in rows]), ",".join(row[-1] for row in rows)
        told_of = [self._changes, told(record.id, new[-1].seq)]
        return db.execute(_SAVE, [*known, heads.decode(), f"[{edits}]", *told_of]).fetchone() == (True,)

    def keep(self, stored: Stored) -> None:
        """In memory; only after the transaction has been committed."""
        with self._lock:
            self._cache[stored.record.id] = stored
            self._cache.move_to_end(stored.record.id)
            if len(self._cache) > CACHED:
                self._cache.popitem(last=False)

    def forget(self, identifiers: Sequence[str] = ()) -> None:
        """Drop these from memory, or all."""
        with self._lock:
            for identifier in identifiers or [*self._cache]:
                self._cache.pop(identifier, None)

    def _current(self, db: Database, identifier: str, row: tuple[int, int, str, int, str]) -> Stored:
        rowid, article, line, seq, last = row
        with self._lock:
            known = self._cache.get(identifier)
        if known is None or (known.rowid, known.line) != (rowid, line) or known.record.seq > seq:
            return self._whole(db, rowid, article, line)
        before = known.record.edits
        if (known.record.seq, kept(before[-1].id) if before else "") == (seq, last):
            return known
        rows = self._edits(db, article, line, known.record)
        if before and (not rows or rows[0].id != before[-1].id):
            return self._whole(db, rowid, article, line)  # another server has taken over, and lost what is known here
        new = rows[bool(before) :]
        return known._replace(record=known.record.with_edits((*known.record.edits, *new)), folds=FoldCache())

    def _edits(self, db: Database, article: int, line: str, known: Record) -> list[Edit]:
        """From the last one that is known."""
        query = "SELECT edit::text FROM edits WHERE article = %s AND line = %s AND seq >= %s ORDER BY seq"
        rows = [decode(text) for (text,) in db.execute(query, [article, line, known.seq]).fetchall()]
        check_edits(rows, len(known.text))
        return [Edit.from_json(row) for row in rows]

    def _whole(self, db: Database, rowid: int, article: int, line: str) -> Stored:
        tables, text = self.tables(db, article, line)
        identifier = str(tables["article"]["1"].get("id"))
        try:
            encoded = encoded_of(tables)
            if text_hash(text) != encoded.sha256:
                raise StetError("Record damaged", f"{identifier}: its text has been changed; restore it from a backup")
            record = from_tables(tables, text)
        except NOT_TABLES:
            raise StetError("Record damaged", f"{identifier}: its rows are not those of a record") from None
        return Stored(rowid, article, line, record, encoded, FoldCache())

    def tables(self, db: Database, article: int, line: str) -> tuple[Tables, str]:
        """As a record's file has them, but for the fields, which are the fold."""
        row = db.execute("SELECT head::text, suggestions::text, content FROM texts WHERE n = %s", [article]).fetchone()
        if row is None:
            raise StetError("No such article", f"it is not in the library {self._name} any more")
        query = "SELECT seq, edit::text FROM edits WHERE article = %s AND line = %s ORDER BY seq"
        edits = {str(seq): decode(text) for seq, text in db.execute(query, [article, line]).fetchall()}
        head, suggestions, content = row
        tables: Tables = {"article": {"1": decode(head)}, "suggestions": decode(suggestions), "edits": edits}
        return tables, bytes(content).decode()


def channel_of(schema: str) -> str:
    """On which the saves of a library are told; its name has at most 63 bytes."""
    return f"stet {text_hash(schema)[:32]}"


def folded_tables(stored: Stored) -> Tables:
    """All tables of a record, as its file would have them."""
    tables: Tables = decode(encode(to_tables(stored.record, stored.encoded)))
    return tables


def _row(edit: Edit) -> tuple[int, str, str, str, str]:
    """What the columns of `edits` after `line` get."""
    return edit.seq, kept(edit.id), kept(edit.by), edit.op, encode(edit.to_json()).decode()


def told(identifier: str, seq: int) -> str:
    """A notification has room for 8,000 bytes; a longer id is cut, and whoever hears it looks again."""
    return encode([identifier[:_LONGEST], seq]).decode()
