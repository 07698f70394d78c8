"""Salvages a damaged record: as many of its edits, from the first, as are valid.

Invalid values of the article (a title of null) are left out; the text is identified by its hash alone.
"""

from __future__ import annotations

import contextlib
import json
from bisect import bisect_left
from typing import Any, Final, NamedTuple

from store.disk.tables import NOT_TABLES, EncodedRecord, Tables, beyond_us, encoded_of, from_tables
from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode
from store.model.record import FORMAT, Record
from store.model.schema import article_error

_EMPTY: Final[dict[str, Any]] = {
    "format": FORMAT,
    **dict.fromkeys(("title", "source", "extractor", "added"), ""),
    **dict.fromkeys(("url", "date", "author"), None),
    "meta": {},
}


def identity_of(data: bytes) -> tuple[str, str] | None:
    """The id of a record's article and the hash of its text; None if the file does not give them."""
    with contextlib.suppress(*NOT_TABLES):
        article = (readable(data) or {})["article"]["1"]
        if isinstance(article["id"], str) and isinstance(article["sha256"], str):
            return article["id"], article["sha256"]
    return None


class Salvaged(NamedTuple):
    """A salvaged record; `whole` if nothing was missing."""

    record: Record
    encoded: EncodedRecord
    whole: bool


def longest(data: bytes, text: str) -> Salvaged | None:
    """The record with as many of its edits, from the first, as are valid; None if nothing can be salvaged."""
    tables = readable(data)
    with contextlib.suppress(*NOT_TABLES):
        if tables is None or tables["article"]["1"]["sha256"] != text_hash(text):
            return None
        if beyond_us(tables):
            return None
        with contextlib.suppress(*NOT_TABLES, StetError):
            return Salvaged(from_tables(tables, text), encoded_of(tables), _is_whole(data))
        tables = {**tables, "article": {"1": _valid_article(tables["article"]["1"])}}
        edits = _in_order(tables["edits"])

        def fails(count: int) -> bool:
            try:
                from_tables({**tables, "edits": dict(edits[:count])}, text)
            except (*NOT_TABLES, StetError):
                return True
            return False

        # If an edit is valid, so are those before it.
        count = bisect_left(range(len(edits) + 1), True, key=fails) - 1
        if count >= 0:
            return Salvaged(
                from_tables({**tables, "edits": dict(edits[:count])}, text), encoded_of(tables), whole=False
            )
    return None


def _is_whole(data: bytes) -> bool:
    with contextlib.suppress(ValueError):
        decode(data)
        return True
    return False


def _valid_article(article: dict[str, Any]) -> dict[str, Any]:
    """The article's valid values, with defaults for the others."""
    valid = {key: value for key, value in article.items() if not article_error(key, value)}
    return _EMPTY | {key: value for key, value in valid.items() if type(value) is dict or not key.endswith("extra")}


def _in_order(edits: dict[str, Any]) -> list[tuple[str, Any]]:
    """The edits by `seq`, up to the first that has none."""
    numbered: list[tuple[str, Any]] = []
    for key, edit in sorted(edits.items(), key=lambda item: int(item[0])):
        if type(edit) is not dict or type(edit.get("seq")) is not int:
            break
        numbered.append((key, edit))
    return sorted(numbered, key=lambda item: item[1]["seq"])


def readable(data: bytes) -> Tables | None:
    """The tables; None if they are unreadable. If the file is truncated within the edits, only the complete edits."""
    with contextlib.suppress(ValueError):
        tables = decode(data)
        return tables if isinstance(tables, dict) else None
    head, _, tail = data.decode("utf-8", "replace").rpartition('"edits":{')
    try:
        tables = decode(head + '"edits":{}}')
        tables["edits"] = {}
    except (ValueError, TypeError):
        return None
    decoder, position = json.JSONDecoder(), 0
    with contextlib.suppress(ValueError, IndexError, RecursionError):
        while True:
            key, position = decoder.raw_decode(tail, position)
            tables["edits"][key], position = decoder.raw_decode(tail, position + 1)
            position += 1
    return dict(tables)
