"""What can still be had of a record's file that is not whole: as many of its edits, from the first, as make sense."""

from __future__ import annotations

import contextlib
import json

from store.errors import StetError
from store.hashing import text_hash
from store.jsontext import decode
from store.record import Record
from store.tables import Frame, Tables, frame_of, from_tables


def longest(data: bytes, text: str) -> tuple[Record, Frame] | None:
    """The record with the most of its edits, from the first on, with which it is sound."""
    tables = _readable(data)
    if tables is None:
        return None
    try:
        edits = sorted(tables["edits"].items(), key=lambda item: int(item[0]))
        frame = frame_of(tables)
        if frame.sha256 != text_hash(text):
            return None
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    for count in range(len(edits), -1, -1):
        with contextlib.suppress(StetError, ValueError, LookupError, TypeError, AttributeError):
            return from_tables({**tables, "edits": dict(edits[:count])}, text), frame
    return None


def _readable(data: bytes) -> Tables | None:
    """The tables; of a file that was cut off within the last of them, the edits, those that are whole."""
    with contextlib.suppress(ValueError):
        tables = decode(data)
        return tables if isinstance(tables, dict) else None
    head, _, tail = data.decode("utf-8", "replace").rpartition('"edits":{')
    try:
        tables = decode(head + '"edits":{}}')
    except ValueError:
        return None
    decoder, place = json.JSONDecoder(), 0
    with contextlib.suppress(ValueError, IndexError):
        while True:
            key, place = decoder.raw_decode(tail, place)
            tables["edits"][key], place = decoder.raw_decode(tail, place + 1)
            place += 1
    return dict(tables)
