"""Lines of blind work: begun where articles are assigned, and united where they are settled.

Everything here is called in a transaction, of an owner or, to settle, of an adjudicator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from psycopg import sql

from store.errors import StetError
from store.model.edit import Edit
from store.model.record import Record
from store.postgres.connecting import Database
from store.postgres.records import PostgresRecords
from store.postgres.rights import OPEN, columns_of, derived_tables
from store.postgres.texts import given

Begin: TypeAlias = Callable[[Record], Sequence[Edit]]
Unite: TypeAlias = Callable[[Record, Sequence[Record]], Record]
"""Goes on from what all see with what is in the lines."""


def look_at(db: Database, line: str) -> None:
    """Until the transaction ends, an adjudicator or owner sees this line of the articles."""
    db.execute("SELECT set_config('stet.line', %s, true)", [line])


def assign(
    db: Database, records: PostgresRecords, annotator: str, identifiers: Sequence[str], begin: Begin | None
) -> None:
    look_at(db, "")
    rows = db.execute("SELECT text, rowid FROM articles WHERE id = ANY(%s)", [[*identifiers]]).fetchall()
    shared: dict[int, int] = dict(rows)
    own = _begun(db, records, annotator, shared, begin) if begin is not None else {}
    db.execute(
        "INSERT INTO assignments (article, annotator, blind, shared, own)"
        " SELECT n, %s, %s, shared, own FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS one (n, shared, own)"
        " ON CONFLICT (annotator, article) DO NOTHING",
        [annotator, begin is not None, [*shared], [*shared.values()], [own.get(text) for text in shared]],
    )


def _begun(
    db: Database, records: PostgresRecords, annotator: str, shared: dict[int, int], begin: Begin
) -> dict[int, int]:
    """By the number of a text the row of the annotator's own line, which is made where there is none."""
    look_at(db, annotator)
    there = {text for (text,) in _rows(db, "SELECT text FROM articles WHERE text = ANY(%s)", [*shared])}
    look_at(db, "")
    fresh = [text for text in shared if text not in there]
    query = "SELECT id FROM articles WHERE seq > 0 AND text = ANY(%s)"
    worked_on = [given(identifier) for (identifier,) in _rows(db, query, fresh)]
    edits = {identifier: begin(records.read(db, identifier).record) for identifier in worked_on}
    columns = sql.SQL(", ").join(map(sql.Identifier, columns_of(db, "articles", ("rowid", "line", "blind"))))
    same = "INSERT INTO articles (line, {columns}) SELECT %s, {columns} FROM articles WHERE seq = 0 AND text = ANY(%s)"
    db.execute(sql.SQL(same).format(columns=columns), [annotator, fresh])
    other = "INSERT INTO articles (line, text, id) SELECT %s, text, id FROM articles WHERE seq > 0 AND text = ANY(%s)"
    db.execute(other, [annotator, fresh])
    look_at(db, annotator)
    own = dict(_rows(db, "SELECT text, rowid FROM articles WHERE text = ANY(%s)", [*shared]))
    made = dict(_rows(db, "SELECT text, rowid FROM articles WHERE indexed IS NOT NULL AND text = ANY(%s)", fresh))
    for identifier, first in edits.items():
        if first:
            records.append(db, records.read(db, identifier, lock=True), first)
    look_at(db, "")
    _derive(db, annotator, {shared[text]: row for text, row in made.items()})
    _mark(db, [*shared], blind=True)
    return own


def _derive(db: Database, annotator: str, rows: dict[int, int]) -> None:
    """What is derived of articles without edits is the same of a line without any; from their rows to its own."""
    tables = {table: column for table, column in derived_tables(db).items() if table != "line_words"}
    for table, column in {**tables, **dict.fromkeys(OPEN, "article")}.items():
        names = columns_of(db, table, ("rowid", "line", column))
        copied = (
            "INSERT INTO {into} ({column}, line, {names}) SELECT own.row, %s, {names} FROM {table}"
            " JOIN unnest(%s::bigint[], %s::bigint[]) AS own (shared, row) ON own.shared = {table}.{column}"
        )
        parts = {"table": table, "into": "line_words" if table in OPEN else table, "column": column}
        db.execute(
            sql.SQL(copied).format(
                names=sql.SQL(", ").join(map(sql.Identifier, names)),
                **{key: sql.Identifier(name) for key, name in parts.items()},
            ),
            [annotator, [*rows], [*rows.values()]],
        )


def _mark(db: Database, texts: list[int], *, blind: bool) -> None:
    """That somebody works blind, or nobody any more; the words of people's work, which all may read, are made anew."""
    worked_on = "SELECT rowid FROM articles WHERE text = ANY(%s) AND seq > 0 AND NOT blind"
    for table in OPEN if blind else ():
        delete = sql.SQL("DELETE FROM {} WHERE article IN (" + worked_on + ")")
        db.execute(delete.format(sql.Identifier(table)), [texts])
    db.execute(
        "UPDATE articles SET blind = %s, indexed = CASE WHEN seq = 0 THEN indexed END"
        " WHERE text = ANY(%s) AND blind <> %s",
        [blind, texts, blind],
    )


def unassign(db: Database, identifiers: Sequence[str], annotators: Sequence[str]) -> int:
    """From these annotators, or from all; how many assignments there were."""
    look_at(db, "")
    gone = db.execute(
        "DELETE FROM assignments USING texts WHERE texts.n = assignments.article AND texts.id = ANY(%s)"
        " AND (%s OR assignments.annotator = ANY(%s))",
        [[*identifiers], not annotators, [*annotators]],
    ).rowcount
    query = "SELECT text FROM articles WHERE blind AND text NOT IN (SELECT article FROM assignments WHERE blind)"
    open_again = db.execute(query + " AND id = ANY(%s)", [[*identifiers]]).fetchall()
    _mark(db, [text for (text,) in open_again], blind=False)
    return gone


def settle(db: Database, records: PostgresRecords, identifier: str, unite: Unite, now: bool) -> Record | None:
    look_at(db, "")
    shared = records.read(db, identifier, lock=True)
    query = "SELECT annotator FROM assignments WHERE article = ANY(%s) AND blind ORDER BY annotator"
    lines = [records.read_line(db, shared, name).record for (name,) in _rows(db, query, [shared.article])]
    if not now and any(line.status != "done" for line in lines):
        return None
    united = unite(shared.record, lines)
    if (new := united.edits[len(shared.record.edits) :]) and not records.append(db, shared, new):
        why = f"the row of {identifier} does not fit its edits"
        raise StetError("Not settled", f"{why}; stet check --repair, by the library's owner, mends it")
    return united


def _rows(db: Database, query: str, texts: list[int]) -> list[Any]:
    return db.execute(query, [texts]).fetchall()
