"""Collects what belongs together from all over files that may be larger than memory: in a temporary database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from store.jsontext import decode, encode


def collected(items: Iterable[tuple[str, str, Any]]) -> Iterator[tuple[str, list[Any]]]:
    """Of (key, place, JSON value): for each key, as they come first, the first place and all values."""
    database = sqlite3.connect("")  # a private temporary file, deleted with the connection
    try:
        database.execute("CREATE TABLE items (key TEXT, place TEXT, value BLOB)")
        rows = ((key, place, encode(value)) for key, place, value in items)
        database.executemany("INSERT INTO items VALUES (?, ?, ?)", rows)
        database.execute("CREATE INDEX by_key ON items (key)")
        found = database.execute(
            "SELECT first, place, value FROM items"
            " JOIN (SELECT key AS of_key, min(rowid) AS first FROM items GROUP BY key) ON key = of_key"
            " ORDER BY first, items.rowid"
        )
        for _, group in groupby(found, key=lambda row: row[0]):
            rows_of_key = list(group)
            yield str(rows_of_key[0][1]), [decode(row[2]) for row in rows_of_key]
    finally:
        database.close()
