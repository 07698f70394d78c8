"""Checks, before anything is written, that the store would read it back as it is.

Every new record is encoded, decoded and folded in memory. An edit is checked only by itself, for a save is on the path
of every key.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.disk.tables import NOT_TABLES, EncodedRecord, encoded_of, from_tables, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode, encode
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record, clean_text
from store.model.schema import check_edits


def admit(
    article: Article, suggestions: Suggestions, edits: Sequence[Edit], extra: Json, added: str
) -> tuple[Record, EncodedRecord]:
    """The record as it will be read, with its encoded rows. Raises `StetError` where it would not be the same."""
    text = article.text
    if type(text) is not str or clean_text(text) != text:
        raise StetError(
            "Not added", "its text begins with a byte-order mark, or has CR line ends or half characters; take them out"
        )
    try:
        record = Record(article=article, suggestions=suggestions, edits=tuple(edits), extra=extra)
        made = EncodedRecord(sha256=text_hash(text), added=added)
        data = encode(to_tables(record, made))
        tables = decode(data)
        read, encoded = from_tables(tables, text), encoded_of(tables)
        if read == record:  # then so are the fields, which are their fold
            return record, made
        # What JSON has no word for, half a character in a title say, became another value for good.
        same = read.id == article.id and read.text == text and encode(to_tables(read, encoded)) == data
    except (StetError, *NOT_TABLES) as error:
        why = error.message if isinstance(error, StetError) else str(error)
        raise StetError("Not added", f"it could not be read again: {why}") from error
    if not same:
        raise StetError("Not added", "what would be read again is not what it is; its id or other keys are amiss")
    return read, encoded


def admit_edits(edits: Sequence[Edit], text: str) -> None:
    """Raises `StetError` for an edit that would make the record unreadable."""
    check_edits([decode(encode(edit.to_json())) for edit in edits], len(text))
