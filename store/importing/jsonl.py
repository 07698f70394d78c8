"""Our own records, one a line: whole ones come in with their edits, gold records with their fields only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.importing.found import Found, Lookup, checked_text
from store.importing.lines import about, an_object, json_lines
from store.model.fields import GROUPS
from store.model.schema import record_from_json, suggestions_from_json


def items(path: Path) -> Iterator[tuple[str, Any]]:
    return json_lines(path)


def found(item: bytes, lookup: Lookup) -> Found:  # noqa: ARG001  a record has its text with it
    data = an_object(item)
    text = checked_text(data.get("text"))
    record = record_from_json(data)
    if "suggestions" in data or "edits" in data:
        return Found(text=text, record=record)
    alive = {group: [field for field in data.get(group, ()) if field.get("status") != "rejected"] for group in GROUPS}
    fields = suggestions_from_json(alive, text)
    for field in fields.all():
        field.status = "suggested"
    done = data.get("status") == "done"
    return Found(text=text, identifier=record.id, about=about(data), fields=fields, done=done)
