"""Prodigy's tasks: spans and relations, offsets in code points. Tasks that were rejected are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from store.errors import StetError
from store.formats.offsets import CodePoints
from store.importing.found import Found, Lookup, Mark, assemble, checked_text
from store.importing.lines import about, an_object, json_lines, objects, span_of
from store.model.fields import Json


def items(path: Path) -> Iterator[tuple[str, Any]]:
    return json_lines(path)


def found(item: bytes, lookup: Lookup) -> Found:  # noqa: ARG001  a task has its text with it
    data = an_object(item)
    if data.get("answer") == "reject":
        raise StetError("Rejected", "it was rejected in Prodigy")
    text = checked_text(data.get("text"))
    units = CodePoints(text)
    marks = [_mark(span, units) for span in objects(data.get("spans"))]
    links = [
        (_id(relation.get("head_span")), _id(relation.get("child_span")), str(relation.get("label")))
        for relation in objects(data.get("relations"))
    ]
    fields, lost = assemble(text, marks, links)
    given = data.get("meta")
    meta: Json = given if isinstance(given, dict) else {}
    identifier = meta["id"] if isinstance(meta.get("id"), str) else None
    done = data.get("answer") == "accept"
    return Found(text=text, identifier=identifier, about=about(meta), fields=fields, done=done, lost=lost)


def _mark(span: Json, units: CodePoints) -> Mark:
    values, evidence = span.get("attributes"), span.get("evidence")
    return Mark(
        id=_id(span),
        label=str(span.get("label")),
        spans=[units.back(span_of(span.get("start"), span.get("end")))],
        values=values if isinstance(values, dict) else {},
        evidence=evidence if isinstance(evidence, dict) else {},
    )


def _id(span: Any) -> str:
    """Relations name their spans by where these are and what they are."""
    return f"{span.get('start')}-{span.get('end')}-{span.get('label')}" if isinstance(span, dict) else ""
