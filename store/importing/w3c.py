"""W3C Web Annotations of articles in the library: by position, else by the words and what stands around them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from store.errors import StetError
from store.formats.graph import SPEAKER
from store.formats.offsets import CodePoints
from store.formats.w3c import urn
from store.importing.arrays import elements
from store.importing.found import Found, Lookup, Mark, assemble
from store.importing.lines import objects, span_of
from store.jsontext import decode, encode
from store.model.fields import Json, Span


def items(path: Path) -> Iterator[tuple[str, Any]]:
    """All annotations of one article at a time, gathered in a database in a temporary file."""
    gathered = sqlite3.connect("")  # private, on disk, gone with the connection
    try:
        gathered.execute("CREATE TABLE annotations (source TEXT, annotation BLOB)")
        gathered.executemany("INSERT INTO annotations VALUES (?, ?)", _by_source(path))
        gathered.execute("CREATE INDEX by_source ON annotations (source)")
        rows = gathered.execute("SELECT source, annotation FROM annotations ORDER BY source, rowid")
        for source, found_there in groupby(rows, key=lambda row: str(row[0])):
            yield source or "annotations without a target", (source, [decode(row[1]) for row in found_there])
    finally:
        gathered.close()


def _by_source(path: Path) -> Iterator[tuple[str, bytes]]:
    for annotation in elements(path, "items"):
        for one in _annotations(annotation):
            targets = objects(_listed(one.get("target")))
            yield _id(targets[0].get("source")) if targets else "", encode(one)


def found(item: tuple[str, list[Json]], lookup: Lookup) -> Found:
    source, annotations = item
    identifier = unquote(source.removeprefix(urn("")))
    text = lookup(identifier)
    if text is None:
        raise StetError("No such article", "the library has no article of this id; add it first")
    marks: list[Mark] = []
    links: list[tuple[str, str, str]] = []
    for number, annotation in enumerate(annotations):
        name = str(annotation.get("id") or number)
        bodies = objects(_listed(annotation.get("body")))
        spans = sorted({_span(target, text) for target in objects(_listed(annotation.get("target")))})
        if not spans:
            raise StetError("No target", f"{name} has no target")
        marks.append(_mark(name, spans, bodies))
        links += [(name, _id(body), SPEAKER) for body in bodies if body.get("purpose") == "linking"]
    fields, lost = assemble(text, marks, links)
    return Found(text=text, identifier=identifier, fields=fields, lost=lost)


def _annotations(data: Any) -> list[Json]:
    """Of a collection, a page, a list, or one annotation alone."""
    if isinstance(data, dict):
        for key in ("first", "items"):
            if key in data:
                return _annotations(data[key])
    return objects(_listed(data))


def _listed(value: Any) -> list[Any]:
    """JSON-LD writes a list of one as the one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _id(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("id") or value.get("source") or "")
    return str(value or "")


def _mark(name: str, spans: list[Span], bodies: list[Json]) -> Mark:
    mark = Mark(id=name, label="", spans=spans)
    for body in bodies:
        value = str(body.get("value", ""))
        match body.get("purpose"):
            case "tagging" | "classifying" | "identifying":
                mark.label = value
            case "describing" if body.get("format") == "application/json":
                try:
                    told = decode(value)
                except ValueError:
                    continue
                if isinstance(told, dict):
                    mark.flag = told.get("flag") is True
                    mark.values |= told
            case "commenting":
                mark.note = value
            case _:  # another program's
                pass
    return mark


def _span(target: Json, text: str) -> Span:
    """The position where its words are the quoted ones; else where the quoted words stand."""
    selectors = {str(one.get("type")): one for one in objects(_listed(target.get("selector")))}
    quoted, placed = selectors.get("TextQuoteSelector"), selectors.get("TextPositionSelector")
    if placed is not None:
        span = CodePoints(text).back(span_of(placed.get("start"), placed.get("end")))
        if quoted is None or text[span[0] : span[1]] == quoted.get("exact"):
            return span
    if quoted is None or not quoted.get("exact"):
        raise StetError("No selector", "a target has neither a position nor the words in it")
    prefix, exact, suffix = (str(quoted.get(key) or "") for key in ("prefix", "exact", "suffix"))
    at = text.find(prefix + exact + suffix)
    if at < 0:
        raise StetError("Not found", f"“{exact[:40]}” is not in the text as it is quoted")
    return at + len(prefix), at + len(prefix) + len(exact)
