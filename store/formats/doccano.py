"""doccano: JSON lines with entities and relations, for a project of sequence labelling with relations.

doccano counts the way its screen does, in UTF-16 units (unless its project counts graphemes, which it does not by
default). It has no attributes: what else it is given of an article comes back as it was.
"""

from __future__ import annotations

from typing import BinaryIO

from store.formats.graph import Node, links, nodes
from store.formats.offsets import Utf16
from store.formats.walk import Taken, Walk
from store.jsontext import encode
from store.model.fields import Json


def write(walk: Walk, out: BinaryIO) -> None:
    for number, task in enumerate(walk.each(_task), start=1):
        out.write(encode({"id": number, **task}) + b"\n")


def _task(taken: Taken) -> Json:
    article, units = taken.record.article, Utf16(taken.text)
    found = nodes(taken)
    numbers = {node.id: number for number, node in enumerate(found, start=1)}
    for node in found:
        taken.lose("attributes", len(node.attributes()))
        taken.lose("evidence", len(node.item.evidence) if node.first else 0)
        taken.lose("flags and notes", bool(node.first and (node.item.flag or node.item.note)))
    return {
        "text": taken.text,
        "entities": [_entity(node, numbers[node.id], taken.text, units) for node in found],
        "relations": [
            {"id": number, "from_id": numbers[link.source.id], "to_id": numbers[link.target.id], "type": link.label}
            for number, link in enumerate(links(taken, found), start=1)
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
