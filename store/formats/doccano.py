"""doccano: JSON lines with entities and relations, for a project of sequence labelling with relations.

doccano counts as its screen does, in UTF-16 units (unless a project is set to count graphemes, which is not the
default). It has no attributes; it returns other data of an article unchanged.

An import reads relations or, from older releases, labels only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from store.formats.context import Document, ExportContext
from store.formats.graph import Node, links, nodes
from store.formats.jsonlines import about, an_object, json_lines, objects, span_of
from store.formats.offsets import Utf16
from store.formats.parsing import Annotation, Lookup, Parsed, assemble, checked_text
from store.formats.spec import Spec
from store.jsontext import encode
from store.model.fields import Json

SPEC: Final = Spec(
    name="doccano",
    summary="JSON lines with entities and relations",
    content="json",
    unit="UTF-16 code units",
    losses=(
        "attributes",
        "evidence",
        "flags and notes",
        "links to speakers that are not exported",
    ),
    keys={
        "text": "the article; article, title, source and date come back as they are",
        "entities": "`id`, `label`, `start_offset`, `end_offset`, one a mention",
        "relations": "`from_id`, `to_id`, `type`: `SAME` and `SPEAKER` as in prodigy",
        "Comments": "none",
    },
    reads="texts with entities and relations, one a line",
    returns="mentions and speakers; values of numbers written in digits",
)


def write(context: ExportContext, out: BinaryIO) -> None:
    for number, task in enumerate(context.each(_task), start=1):
        out.write(encode({"id": number, **task}) + b"\n")


def _task(document: Document) -> Json:
    article, units = document.record.article, Utf16(document.text)
    all_nodes = nodes(document)
    numbers = {node.id: number for number, node in enumerate(all_nodes, start=1)}
    for node in all_nodes:
        document.report_loss("attributes", len(node.attributes()))
        document.report_loss("evidence", len(node.item.evidence) if node.first else 0)
        document.report_loss("flags and notes", bool(node.first and (node.item.flag or node.item.note)))
    return {
        "text": document.text,
        "entities": [_entity(node, numbers[node.id], document.text, units) for node in all_nodes],
        "relations": [
            {"id": number, "from_id": numbers[link.source.id], "to_id": numbers[link.target.id], "type": link.label}
            for number, link in enumerate(links(document, all_nodes), start=1)
        ],
        "Comments": [],
        "article": article.id,
        "title": article.title,
        "source": article.source,
        "date": article.date,
    }


def _entity(node: Node, number: int, text: str, units: Utf16) -> Json:
    start, end = units.out(node.span, text[node.span[0] : node.span[1]])
    return {"id": number, "label": node.label, "start_offset": start, "end_offset": end}


def read(path: Path) -> Iterator[tuple[str, Any]]:
    return json_lines(path)


def parse(item: bytes, lookup: Lookup) -> Parsed:  # noqa: ARG001  a line has its text with it
    data = an_object(item)
    text = checked_text(data.get("text", data.get("data")))
    units = Utf16(text)
    annotations = [
        Annotation(
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
    fields, losses = assemble(text, annotations, links)
    identifier = data.get("article") if isinstance(data.get("article"), str) else None
    return Parsed(text=text, identifier=identifier, about=about(data), fields=fields, losses=losses)


def _entities(data: Json) -> list[Json]:
    """The entities; in exports without relations they are lists of start, end and label."""
    labels = data.get("label", data.get("labels"))
    if "entities" in data or not isinstance(labels, list):
        return objects(data.get("entities"))
    return [
        {"id": f"label-{number}", "start_offset": label[0], "end_offset": label[1], "label": label[2]}
        for number, label in enumerate(labels)
        if isinstance(label, list) and len(label) == 3
    ]
