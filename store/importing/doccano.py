"""doccano's JSON lines, with relations or, as its older releases wrote them, with labels only.

Offsets are UTF-16 units, as its screen counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.formats.offsets import Utf16
from store.importing.found import Found, Lookup, Mark, assemble, checked_text
from store.importing.lines import about, an_object, json_lines, objects, span_of
from store.model.fields import Json


def items(path: Path) -> Iterator[tuple[str, Any]]:
    return json_lines(path)


def found(item: bytes, lookup: Lookup) -> Found:  # noqa: ARG001  a line has its text with it
    data = an_object(item)
    text = checked_text(data.get("text", data.get("data")))
    units = Utf16(text)
    marks = [
        Mark(
            id=str(entity.get("id")),
            label=str(entity.get("label")),
            spans=[units.back(span_of(entity.get("start_offset"), entity.get("end_offset")))],
        )
        for entity in _entities(data)
    ]
    links = [
        (str(relation.get("from_id")), str(relation.get("to_id")), str(relation.get("type")))
        for relation in objects(data.get("relations"))
    ]
    fields, lost = assemble(text, marks, links)
    identifier = data.get("article") if isinstance(data.get("article"), str) else None
    return Found(text=text, identifier=identifier, about=about(data), fields=fields, lost=lost)


def _entities(data: Json) -> list[Json]:
    """Labels without relations are lists: start, end, label."""
    labels = data.get("label", data.get("labels"))
    if "entities" in data or not isinstance(labels, list):
        return objects(data.get("entities"))
    return [
        {"id": f"label-{number}", "start_offset": label[0], "end_offset": label[1], "label": label[2]}
        for number, label in enumerate(labels)
        if isinstance(label, list) and len(label) == 3
    ]
