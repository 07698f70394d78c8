"""Checks before a write that the store would read back the same record.

A new record is encoded, decoded and folded in memory. An edit is checked only by itself, because every key press saves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from store.disk.tables import NOT_TABLES, EncodedRecord, encoded_of, from_tables, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode, encode
from store.model.cleaning import clean_text
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.model.schema import check_edits


def admit(
    article: Article, suggestions: Suggestions, edits: Sequence[Edit], extra: Json, added: str = ""
) -> tuple[Record, EncodedRecord]:
    """The record as it will be read, with its encoded rows; `added` is when, else now. Raises `StetError` if it would
    differ."""
    added = added or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = article.text
    if type(text) is not str or clean_text(text) != text:
        raise StetError("Not added", "its text has a byte-order mark, CR line ends or lone surrogates; remove them")
    try:
        record = Record(article=article, suggestions=suggestions, edits=tuple(edits), extra=extra)
        fresh = EncodedRecord(sha256=text_hash(text), added=added)
        data = encode(to_tables(record, fresh))
        tables = decode(data)
        read, encoded = from_tables(tables, text), encoded_of(tables)
        if read == record:  # then the fields are equal too: they are the fold
            return record, fresh
        # A value that JSON cannot express, such as a lone surrogate in a title, has become another one.
        same = read.id == article.id and read.text == text and encode(to_tables(read, encoded)) == data
    except (StetError, *NOT_TABLES) as error:
        why = error.message if isinstance(error, StetError) else str(error)
        raise StetError("Not added", f"it could not be read back: {why}") from error
    if not same:
        raise StetError("Not added", "it would not be read back unchanged; check its id and its extra keys")
    return read, encoded


def admit_edits(edits: Sequence[Edit], text: str) -> None:
    """Raises `StetError` for an edit that would make the record unreadable."""
    check_edits([decode(encode(edit.to_json())) for edit in edits], len(text))
