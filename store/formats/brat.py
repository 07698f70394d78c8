"""brat: a folder of .txt and .ann files, and the annotation.conf that names their types.

A quote of several pieces is one discontinuous annotation; later mentions of a person or place are related to the
first. Attributes with a list of values are attributes, the others a note in JSON, which brat shows and keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from store.formats.graph import SAME, SPEAKER, speaker_mention
from store.formats.names import file_stem
from store.formats.offsets import CodePoints
from store.formats.walk import Taken, Walk, attributes_of
from store.jsontext import encode
from store.model.checks import STATUSES
from store.model.fields import BY_KIND, AnyField, Json, Place, Quote, Span
from store.model.kinds import PERSON, QUOTE, Kind

NOTE: Final = "AnnotatorNotes"
_LINE_ENDS: Final = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""All that some program takes for the end of a line or of a column."""


def write(walk: Walk, out: Path) -> None:
    (out / "annotation.conf").write_text(configuration(), encoding="utf-8", newline="\n")
    for stem, text, lines in walk.each(_document):
        (out / f"{stem}.txt").write_bytes(text)
        (out / f"{stem}.ann").write_bytes(lines)


def configuration() -> str:
    rows = [cls.row for cls in BY_KIND.values()]
    typed = {type_name(row): (row.label, item.choices) for row in rows if (item := row.typed_by)}
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
    """The attribute that holds of what type a field is: `PlaceType`, `NumberKind`."""
    return f"{row.name.capitalize()}{row.typed_by.key.capitalize()}" if row.typed_by else ""


def _document(taken: Taken) -> tuple[str, bytes, bytes]:
    taken.lose("evidence", sum(len(item.evidence) for item in taken.fields))
    text = taken.text.encode("utf-8", "replace")
    return file_stem(taken.record.id), text, "".join(f"{line}\n" for line in _lines(taken)).encode("utf-8", "replace")


def _lines(taken: Taken) -> Iterator[str]:
    numbers: dict[str, int] = {}
    rest: list[str] = []
    relations: list[tuple[str, int, int]] = []
    for item in taken.fields:
        groups = [item.spans] if isinstance(item, Quote) else [[span] for span in item.spans]
        for place, spans in enumerate(groups):
            number = len(numbers) + 1
            numbers[item.id if place == 0 else f"{item.id}.{place + 1}"] = number
            yield f"T{number}\t{_where(item, spans, taken)}"
            if place:
                relations.append((SAME, number, numbers[item.id]))
            else:
                rest += _about(item, number, taken.text)
    for item in taken.fields:
        if isinstance(item, Quote) and item.speaker:
            said_by = numbers.get(speaker_mention(taken, item) or "")
            if said_by is None:
                taken.lose("links to speakers that are not exported")
            else:
                relations.append((SPEAKER, numbers[item.id], said_by))
    for number, (label, source, target) in enumerate(relations, start=1):
        yield f"R{number}\t{label} Arg1:T{source} Arg2:T{target}"
    counts = dict.fromkeys("AN#", 0)
    for line in rest:
        counts[line[0]] += 1
        yield f"{line[0]}{counts[line[0]]}\t{line[1:]}"


def _where(item: AnyField, spans: list[Span], taken: Taken) -> str:
    """`PERSON 10 19<tab>Ida Lunde`; no piece may run over a line end, so that it is cut there."""
    pieces = [piece for span in spans for piece in _in_lines(taken.text, span)]
    words = [taken.text[start:end] for start, end in pieces]
    counted = [CodePoints(taken.text).out(piece, text) for piece, text in zip(pieces, words, strict=True)]
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


def _about(item: AnyField, number: int, text: str) -> Iterator[str]:
    """Attributes, the gazetteer's answer and notes of an annotation, each without its own number."""
    yield f"AStatus T{number} {item.status}"
    if item.flag:
        yield f"AFlag T{number}"
    key = item.row.typed_by.key if item.row.typed_by else None
    if key is not None:
        yield f"A{type_name(item.row)} T{number} {attributes_of(item)[key]}"
    if isinstance(item, Place) and item.country:
        name = " ".join(item.name.split())
        yield f"NReference T{number} ISO3166:{item.country}\t{name}"
    note = _note(item, key, text)
    if note:
        line = _LINE_ENDS.sub(_escaped, encode(note).decode())
        yield f"#{NOTE} T{number}\t{line}"


def _note(item: AnyField, listed: str | None, text: str) -> Json:
    """`spans` where brat's pieces do not tell a span that was cut at a line end from two spans."""
    note = {key: value for key, value in attributes_of(item).items() if key not in (listed, "speaker")}
    spans = item.spans if isinstance(item, Quote) else item.spans[:1]
    if sum(len(_in_lines(text, span)) for span in spans) > 1:
        note["spans"] = spans
    return {**note, "note": item.note} if item.note else note


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in match[0])
