"""brat's standoff files: entities, discontinuous ones among them, relations, attributes and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import is_there, read_file
from store.formats.brat import type_name
from store.formats.names import id_of_stem
from store.formats.offsets import CodePoints
from store.importing.found import Found, Lookup, Mark, assemble, checked_text
from store.importing.lines import span_of
from store.jsontext import decode
from store.model.fields import BY_KIND, Json, Span

_ENTITY: Final = re.compile(r"(T[0-9]+)\t(\S+) ([0-9 ;]+)(?:\t.*)?")
_RELATION: Final = re.compile(r"R[0-9]+\t(\S+) Arg1:(T[0-9]+) Arg2:(T[0-9]+)\s*")
_ATTRIBUTE: Final = re.compile(r"[AM][0-9]+\t(\S+) (T[0-9]+)(?: (.+))?")
_NOTE: Final = re.compile(r"#[0-9]+\tAnnotatorNotes (T[0-9]+)\t(.*)")


def items(path: Path) -> Iterator[tuple[str, Any]]:
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise StetError("Nothing to import", f"{path} holds no file that ends in .ann")
    for file in files:
        yield file.name, file


def found(item: Path, lookup: Lookup) -> Found:  # noqa: ARG001  the text lies beside the annotations
    if not is_there(item.with_suffix(".txt")):
        raise StetError("No text", f"{item.with_suffix('.txt').name} is not beside it")
    try:
        text = checked_text(read_file(item.with_suffix(".txt"), title="No text").decode("utf-8"))
        lines = read_file(item).decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise StetError("Not UTF-8", "brat's files are UTF-8") from None
    marks: dict[str, Mark] = {}
    links: list[tuple[str, str, str]] = []
    units = CodePoints(text)
    for line in lines:
        if entity := _ENTITY.fullmatch(line):
            name, label, where = entity.groups()
            marks[name] = Mark(id=name, label=label, spans=_spans(where, units))
    for line in lines:
        if relation := _RELATION.fullmatch(line):
            links.append((relation[2], relation[3], relation[1]))
        elif (attribute := _ATTRIBUTE.fullmatch(line)) and attribute[2] in marks:
            _set(marks[attribute[2]], attribute[1], attribute[3])
        elif (note := _NOTE.fullmatch(line)) and note[1] in marks:
            _explain(marks[note[1]], note[2], units)
    fields, lost = assemble(text, marks.values(), links)
    identifier = id_of_stem(item.stem)
    return Found(text=text, identifier=identifier, about={"title": identifier}, fields=fields, lost=lost)


def _spans(where: str, units: CodePoints) -> list[Span]:
    """Pieces that only line ends part are one span: brat cannot hold a span across lines."""
    spans: list[Span] = []
    for piece in where.split(";"):
        ends = piece.split()
        if len(ends) != 2:
            raise StetError("Offsets wrong", f"{where[:40]} is no list of start and end")
        start, end = units.back((int(ends[0][:12]), int(ends[1][:12])))
        if spans and "\n" in (gap := units.text[spans[-1][1] : start]) and not gap.strip():
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def _set(mark: Mark, name: str, value: str | None) -> None:
    if name == "Flag":
        mark.flag = True
    elif value is not None and (key := _typed_keys().get(name)):
        mark.values[key] = value


def _typed_keys() -> dict[str, str]:
    """From brat's attributes to the keys of what says of which type a field is."""
    rows = (cls.row for cls in BY_KIND.values())
    return {type_name(row): row.typed_by.key for row in rows if row.typed_by}


def _explain(mark: Mark, words: str, units: CodePoints) -> None:
    """Our own notes are JSON; those of others stay notes."""
    try:
        told: Any = decode(words)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        mark.note = words
        return
    values: Json = told
    mark.note = str(values.pop("note", ""))
    spans = values.pop("spans", None)
    if isinstance(spans, list):
        mark.spans = [units.back((start, end)) for start, end in map(_pair, spans)] or mark.spans
    mark.values.update(values)


def _pair(value: Any) -> Span:
    return span_of(*value) if isinstance(value, list) and len(value) == 2 else span_of(value, None)
