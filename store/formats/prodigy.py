"""Prodigy: JSON lines with tokens, spans and relations, as `rel.manual` and `spans.manual` read and write them.

A task of an article that is done is accepted; one of an article that is not is `ignore`, so that no model learns
from what nobody has finished.
"""

from __future__ import annotations

from typing import BinaryIO

from store.formats.graph import Link, Node, links, nodes
from store.formats.offsets import CodePoints
from store.formats.tokens import tokens, with_gaps
from store.formats.walk import Taken, Walk
from store.jsontext import encode
from store.model.fields import Json


def write(walk: Walk, out: BinaryIO) -> None:
    for line in walk.each(_line):
        out.write(line)


def _line(taken: Taken) -> bytes:
    return encode(_task(taken)) + b"\n"


def _task(taken: Taken) -> Json:
    text, article = taken.text, taken.record.article
    found = nodes(taken, trimmed=True)
    cut = with_gaps(text, tokens(text, (offset for node in found for offset in node.span)))
    starts = {start: number for number, ((start, _), _) in enumerate(cut)}
    ends = {end: number for number, ((_, end), _) in enumerate(cut)}
    taken.lose("flags and notes", sum(bool(item.flag or item.note) for item in taken.fields))
    spans = {node.id: _span(node, text, starts[node.span[0]], ends[node.span[1]]) for node in found}
    return {
        "text": text,
        "meta": {"id": article.id, "title": article.title, "source": article.source, "date": article.date},
        "tokens": [
            {"text": text[start:end], "start": start, "end": end, "id": number, "ws": space}
            for number, ((start, end), space) in enumerate(cut)
        ],
        "spans": list(spans.values()),
        "relations": [_relation(link, spans) for link in links(taken, found)],
        "answer": "accept" if taken.record.status == "done" else "ignore",
    }


def _span(node: Node, text: str, first: int, last: int) -> Json:
    start, end = CodePoints(text).out(node.span, text[node.span[0] : node.span[1]])
    span: Json = {
        "id": node.id,
        "text": text[start:end],
        "start": start,
        "end": end,
        "token_start": first,
        "token_end": last,
        "label": node.label,
    }
    if node.first:
        span |= {"attributes": node.attributes(), "evidence": {k: list(v) for k, v in node.item.evidence.items()}}
    return span


def _relation(link: Link, spans: dict[str, Json]) -> Json:
    """Head and child are the last tokens of their spans, as Prodigy has it."""
    head, child = spans[link.source.id], spans[link.target.id]
    keys = ("start", "end", "token_start", "token_end", "label")
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {key: head[key] for key in keys},
        "child_span": {key: child[key] for key in keys},
        "label": link.label,
    }
