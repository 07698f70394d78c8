"""Names of annotators and times of their work, as other programs write them; `hands` makes edits of the work."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from store.hashing import text_hash
from store.model.cleaning import clean_text

_LONGEST: Final = 80
"""Characters of a name."""
_LATEST: Final = 253402300799
"""Seconds since 1970 until the year 9999 ends."""


def name_of(value: Any) -> str:
    """The name of an annotator: a name, a number, or an object that describes them; empty if it says nobody."""
    if isinstance(value, dict):
        full = " ".join(str(value[key]) for key in ("first_name", "last_name") if value.get(key))
        given = (value.get("email"), value.get("username"), value.get("name"), full, value.get("id"))
        return next(filter(None, map(name_of, given)), "")
    if isinstance(value, str):
        return value.strip()
    return str(value) if type(value) is int else ""


def annotator(name: str) -> str:
    """The name as an annotator of the library: on one line, not too long, and no other's."""
    words = " ".join(clean_text(name).split())
    kept = "".join(char for char in words if char.isprintable())[:_LONGEST].strip()
    return kept if kept == words else f"{kept or 'annotator'}~{text_hash(clean_text(name))[:8]}"


def utc(value: Any) -> str:
    """A time of another program, ISO 8601 or seconds since 1970, as an edit has it; empty if it is none."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        elif isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _LATEST:
            moment = datetime.fromtimestamp(value, UTC)
        else:
            return ""
    except (ValueError, OverflowError):
        return ""
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%SZ}"
