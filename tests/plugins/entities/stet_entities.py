"""Entities: JSON lines of a text and its [start, end, label] entities, as scripts that train models take them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from store.formats.context import Document, ExportContext
from store.formats.graph import nodes
from store.formats.jsonlines import an_object, json_lines, span_of
from store.formats.parsing import Annotation, Lookup, Parsed, assemble, checked_text
from store.formats.spec import Spec
from store.jsontext import encode

SPEC = Spec(  # (1)
    name="entities",
    summary="JSON lines: a text and its entities, [start, end, label] each",
    content="json",
    losses=("attributes",),
    reads="texts with [start, end, label] entities, one a line",
)


def write(context: ExportContext, out: BinaryIO) -> None:
    for line in context.each(_line):  # (2)
        out.write(line)


def _line(document: Document) -> bytes:
    found = nodes(document)  # (3)
    document.report_loss("attributes", sum(len(node.attributes()) for node in found))  # (4)
    entities = [[*node.span, node.label] for node in found]
    return encode({"id": document.record.id, "text": document.text, "entities": entities}) + b"\n"


def read(path: Path) -> Iterator[tuple[str, Any]]:  # (5)
    return json_lines(path)


def parse(item: bytes, _lookup: Lookup) -> Parsed:  # (6)
    data = an_object(item)
    text = checked_text(data.get("text"))  # (7)
    entities = data.get("entities") or []
    annotations = [
        Annotation(id=str(number), label=str(label), spans=[span_of(start, end)])
        for number, (start, end, label) in enumerate(entities)
    ]
    fields, losses = assemble(text, annotations, links=())  # (8)
    identifier = data["id"] if isinstance(data.get("id"), str) else None
    return Parsed(text=text, identifier=identifier, fields=fields, losses=losses)
