"""brat: a folder of .txt and .ann files, and the annotation.conf that names their types.

A quote of several pieces is one discontinuous annotation; later mentions of a person or place are related to the
first. Attributes with a closed set of values are brat attributes, the others a JSON note, which brat shows and keeps.

An import reads entities, including discontinuous ones, relations, attributes and notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from store.errors import StetError
from store.files import is_there
from store.formats.context import Document, ExportContext, attributes_of
from store.formats.decoding import opened, text_with_marks
from store.formats.graph import SAME, SPEAKER, speaker_mention
from store.formats.jsonlines import span_of
from store.formats.names import file_stem, id_of_stem
from store.formats.offsets import CodePoints
from store.formats.parsing import Annotation, Lookup, Parsed, assemble, checked_text
from store.formats.spec import Spec
from store.jsontext import decode, encode
from store.model.checks import STATUSES
from store.model.fields import BY_KIND, AnyField, Json, Place, Quote, Span
from store.model.kinds import PERSON, QUOTE, Kind

SPEC: Final = Spec(
    name="brat",
    summary="a folder of .txt and .ann files with annotation.conf",
    folder=True,
    losses=(
        "evidence",
        "links to speakers that are not exported",
    ),
    keys={
        "T": "a mention; a quote of several pieces is one, discontinuous",
        "R": "`SAME` and `SPEAKER` as in prodigy",
        "A": "Status, Flag, PlaceType, NumberKind, QuoteType",
        "N": "the country of a place, ISO 3166",
        "#": "the other attributes and the note, as JSON",
        "annotation.conf": "the types of all these",
    },
    reads="a folder of .txt and .ann files",
    returns="mentions, attributes, speakers, flags, notes",
)

NOTE: Final = "AnnotatorNotes"
_LINE_ENDS: Final = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Everything that some program treats as the end of a line or of a column."""


def write(context: ExportContext, out: Path) -> None:
    (out / "annotation.conf").write_text(configuration(), encoding="utf-8", newline="\n")
    for stem, text, lines in context.each(_document):
        (out / f"{stem}.txt").write_bytes(text)
        (out / f"{stem}.ann").write_bytes(lines)


def configuration() -> str:
    rows = [cls.row for cls in BY_KIND.values()]
    typed = {type_name(row): (row.label, item.choices) for row in rows if (item := row.type_attribute)}
    attributes = [
        f"{name}\tArg:{owner}, Value:{'|'.join(values)}"
        for name, (owner, values) in {**typed, "Status": ("<ENTITY>", STATUSES)}.items()
    ]
    return "\n".join(
        [
            "[entities]",
            *(row.label for row in rows),
            "[relations]",
            "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
            *(f"{SAME}\tArg1:{row.label}, Arg2:{row.label}" for row in rows if row.spans == "mentions"),
            f"{SPEAKER}\tArg1:{QUOTE.label}, Arg2:{PERSON.label}",
            "[events]",
            "[attributes]",
            *attributes,
            "Flag\tArg:<ENTITY>",
            "",
        ]
    )


def type_name(row: Kind) -> str:
    """The name of brat's attribute for a field's type: `PlaceType`, `NumberKind`."""
    return f"{row.name.capitalize()}{row.type_attribute.key.capitalize()}" if row.type_attribute else ""


def _document(document: Document) -> tuple[str, bytes, bytes]:
    document.report_loss("evidence", sum(len(item.evidence) for item in document.fields))
    text = document.text.encode("utf-8", "replace")
    return (
        file_stem(document.record.id),
        text,
        "".join(f"{line}\n" for line in _lines(document)).encode("utf-8", "replace"),
    )


def _lines(document: Document) -> Iterator[str]:
    numbers: dict[str, int] = {}
    rest: list[str] = []
    relations: list[tuple[str, int, int]] = []
    for item in document.fields:
        groups = [item.spans] if isinstance(item, Quote) else [[span] for span in item.spans]
        for index, spans in enumerate(groups):
            number = len(numbers) + 1
            numbers[item.id if index == 0 else f"{item.id}.{index + 1}"] = number
            yield f"T{number}\t{_where(item, spans, document)}"
            if index:
                relations.append((SAME, number, numbers[item.id]))
            else:
                rest += _details(item, number, document.text)
    for item in document.fields:
        if isinstance(item, Quote) and item.speaker:
            speaker = numbers.get(speaker_mention(document, item) or "")
            if speaker is None:
                document.report_loss("links to speakers that are not exported")
            else:
                relations.append((SPEAKER, numbers[item.id], speaker))
    for number, (label, source, target) in enumerate(relations, start=1):
        yield f"R{number}\t{label} Arg1:T{source} Arg2:T{target}"
    counts = dict.fromkeys("AN#", 0)
    for line in rest:
        counts[line[0]] += 1
        yield f"{line[0]}{counts[line[0]]}\t{line[1:]}"


def _where(item: AnyField, spans: list[Span], document: Document) -> str:
    """`PERSON 10 19<tab>Ida Lunde`; pieces are split at line ends, which brat does not allow in them."""
    pieces = [piece for span in spans for piece in _in_lines(document.text, span)]
    words = [document.text[start:end] for start, end in pieces]
    counted = [CodePoints(document.text).out(piece, text) for piece, text in zip(pieces, words, strict=True)]
    offsets = ";".join(f"{start} {end}" for start, end in counted)
    return f"{item.row.label} {offsets}\t{' '.join(words)}"


def _in_lines(text: str, span: Span) -> list[Span]:
    start, end = span
    pieces: list[Span] = []
    for gap in _LINE_ENDS.finditer(text, start, end):
        if gap.start() > start:
            pieces.append((start, gap.start()))
        start = gap.end()
    if start < end:
        pieces.append((start, end))
    return pieces or [span]


def _details(item: AnyField, number: int, text: str) -> Iterator[str]:
    """The lines of attributes, country and notes of an annotation, each without its running number."""
    yield f"AStatus T{number} {item.status}"
    if item.flag:
        yield f"AFlag T{number}"
    key = item.row.type_attribute.key if item.row.type_attribute else None
    if key is not None:
        yield f"A{type_name(item.row)} T{number} {attributes_of(item)[key]}"
    if isinstance(item, Place) and item.country:
        name = " ".join(item.name.split())
        yield f"NReference T{number} ISO3166:{item.country}\t{name}"
    note = _note(item, key, text)
    if note:
        line = _LINE_ENDS.sub(_escaped, encode(note).decode())
        yield f"#{NOTE} T{number}\t{line}"


def _note(item: AnyField, type_key: str | None, text: str) -> Json:
    """The JSON note. It includes `spans` if a span was split at a line end, which looks like two spans in brat."""
    note = {key: value for key, value in attributes_of(item).items() if key not in (type_key, "speaker")}
    spans = item.spans if isinstance(item, Quote) else item.spans[:1]
    if sum(len(_in_lines(text, span)) for span in spans) > 1:
        note["spans"] = spans
    return {**note, "note": item.note} if item.note else note


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in match[0])


_ENTITY: Final = re.compile(r"(T[0-9]+)\t(\S+) ([0-9 ;]+)(?:\t.*)?")
_RELATION: Final = re.compile(r"R[0-9]+\t(\S+) Arg1:(T[0-9]+) Arg2:(T[0-9]+)\s*")
_ATTRIBUTE: Final = re.compile(r"[AM][0-9]+\t(\S+) (T[0-9]+)(?: (.+))?")
_NOTE: Final = re.compile(r"#[0-9]+\tAnnotatorNotes (T[0-9]+)\t(.*)")


def read(path: Path) -> Iterator[tuple[str, Any]]:
    files = sorted(path.glob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise StetError("Nothing to import", f"{path} contains no file that ends in .ann")
    for file in files:
        yield file.name, file


def parse(item: Path, lookup: Lookup) -> Parsed:  # noqa: ARG001  the text lies beside the annotations
    if not is_there(item.with_suffix(".txt")):
        raise StetError("No text", f"{item.with_suffix('.txt').name} is not beside it")
    text = checked_text(text_with_marks(item.with_suffix(".txt")))
    with opened(item) as stream:
        lines = [line.rstrip("\r\n").lstrip("\ufeff") for line in stream]
    annotations: dict[str, Annotation] = {}
    links: list[tuple[str, str, str]] = []
    units = CodePoints(text)
    for line in lines:
        if entity := _ENTITY.fullmatch(line):
            name, label, where = entity.groups()
            annotations[name] = Annotation(id=name, label=label, spans=_spans(where, units))
    for line in lines:
        if relation := _RELATION.fullmatch(line):
            links.append((relation[2], relation[3], relation[1]))
        elif (attribute := _ATTRIBUTE.fullmatch(line)) and attribute[2] in annotations:
            _set(annotations[attribute[2]], attribute[1], attribute[3])
        elif (note := _NOTE.fullmatch(line)) and note[1] in annotations:
            _read_note(annotations[note[1]], note[2], units)
    fields, losses = assemble(text, annotations.values(), links)
    identifier = id_of_stem(item.stem)
    return Parsed(text=text, identifier=identifier, about={"title": identifier}, fields=fields, losses=losses)


def _spans(where: str, units: CodePoints) -> list[Span]:
    """Pieces separated only by line ends are one span: brat cannot hold a span across lines."""
    spans: list[Span] = []
    for piece in where.split(";"):
        ends = piece.split()
        if len(ends) != 2:
            raise StetError("Offsets wrong", f"{where[:40]} is not a list of start and end")
        start, end = units.back((int(ends[0][:12]), int(ends[1][:12])))
        if spans and "\n" in (gap := units.text[spans[-1][1] : start]) and not gap.strip():
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def _set(annotation: Annotation, name: str, value: str | None) -> None:
    if name == "Flag":
        annotation.flag = True
    elif value is not None and (key := _typed_keys().get(name)):
        annotation.values[key] = value


def _typed_keys() -> dict[str, str]:
    """From brat's attribute for a type to the record's key."""
    rows = (cls.row for cls in BY_KIND.values())
    return {type_name(row): row.type_attribute.key for row in rows if row.type_attribute}


def _read_note(annotation: Annotation, words: str, units: CodePoints) -> None:
    """Read a note: Stet's own notes are JSON, others are kept as they are."""
    try:
        data: Any = decode(words)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        annotation.note = words
        return
    values: Json = data
    annotation.note = str(values.pop("note", ""))
    spans = values.pop("spans", None)
    if isinstance(spans, list):
        annotation.spans = [units.back((start, end)) for start, end in map(_pair, spans)] or annotation.spans
    annotation.values.update(values)


def _pair(value: Any) -> Span:
    return span_of(*value) if isinstance(value, list) and len(value) == 2 else span_of(value, None)
