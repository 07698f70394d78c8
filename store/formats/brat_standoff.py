"""brat's lines of annotations: reads those of any project, and counts each that Stet has nothing for.

Entities, in pieces too, with relations, equivalences, attributes and notes become annotations and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from json import JSONDecoder
from typing import Any, Final

from store.formats.incoming.annotations import Annotation, Losses
from store.formats.incoming.assembling import Link
from store.formats.incoming.placing import Placing
from store.model.fields import BY_KIND, Json, Span
from store.model.identifiers import valid
from store.model.kinds import Kind

NOTE: Final = "AnnotatorNotes"
LINE_ENDS: Final = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Everything that some program treats as the end of a line or of a column."""
_ENTITY: Final = re.compile(r"(T\S+)\t(\S+)\s+([^\t]+?)(?:\t(.*))?")
_LOOSE_ENTITY: Final = re.compile(r"(T\S+)\s+(\S+)\s+(-?\d+\s+\d+(?:\s*;\s*\d+\s+\d+)*)(?:\s+(.*))?", re.ASCII)
"""With blanks for tabs, as editors and scripts leave them."""
_RELATION: Final = re.compile(r"R\S+\t(\S+)\s+[^\s:]+:(\S+)\s+[^\s:]+:(\S+)\s*")
_EQUIVALENCE: Final = re.compile(r"\*\t(\S+)\s+(.*)")
_ATTRIBUTE: Final = re.compile(r"[AM]\S+\t(\S+)\s+(\S+)(?:\s+(.+?))?\s*")
_NOTE: Final = re.compile(r"#\S*\t(\S+)\s+(\S+)\t(.*)")
_OTHER: Final = re.compile(r"([EN])\S+\t([^\s:]+)(?::\S+)?(?:\s+(\S+)\s+([^\s:]+)(?::(\S+))?)?.*")
_NOTE_ON_NOTHING: Final = re.compile(r"#\d+\t")
_COUNTRY: Final = "ISO3166"
_SOURCES: Final = {"wikidata": "Wikidata", "geonames": "GeoNames", "viaf": "VIAF"}


class Standoff:
    """`annotations` and `links` of a file over the clean `text`; `losses` counts what is neither.

    `unread` are the lines that brat would not read either.
    """

    def __init__(self, text: str, lines: Iterable[str]) -> None:
        self._placing = Placing(text)
        self.text = self._placing.text
        self.annotations: list[Annotation] = []
        self.links: list[Link] = []
        self.unread: list[str] = []
        self._by_name: dict[str, Annotation] = {}
        self._countries: list[tuple[str, str | None]] = []
        entities: list[tuple[str | None, ...]] = []
        rest: list[str] = []
        for line in lines:
            line = line.rstrip("\r\n")
            if entity := _LOOSE_ENTITY.fullmatch(line) or _ENTITY.fullmatch(line):
                entities.append(entity.groups())
            elif line.strip():
                rest.append(line)
        self._placing.settle(ends for entity in entities if not entity[3] for ends in _pieces(entity[2] or ""))
        for name, label, where, words in entities:
            self._read_entity(name or "", label or "", where or "", words)
        for line in rest:
            self._read(line)
        self._compare_countries()

    @property
    def losses(self) -> Losses:
        return self._placing.losses

    def _read_entity(self, name: str, label: str, where: str, words: str | None) -> None:
        spans = self._placing.place(label, _pieces(where), words)
        if spans:
            joined = self._joined(spans)
            one = Annotation(id=name, label=label, spans=joined, in_pieces=len(joined) > 1)
            self.annotations.append(one)
            self._by_name[name] = one

    def _joined(self, spans: list[Span]) -> list[Span]:
        """Pieces separated only by white space with a line end are one span: brat cannot hold a span across lines."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            gap = self.text[joined[-1][1] : start] if joined else "none"
            if joined and LINE_ENDS.search(gap) and not gap.strip():
                joined[-1] = joined[-1][0], end
            else:
                joined.append((start, end))
        return joined

    def _read(self, line: str) -> None:
        if relation := _RELATION.fullmatch(line):
            self.links.append((relation[2], relation[3], relation[1]))
        elif equivalence := _EQUIVALENCE.fullmatch(line):
            self._read_equivalence(equivalence[1], equivalence[2].split())
        elif attribute := _ATTRIBUTE.fullmatch(line):
            self._set(self._by_name.get(attribute[2]), attribute[1], attribute[3])
        elif note := _NOTE.fullmatch(line):
            self._read_note(self._by_name.get(note[2]), note[1], note[3])
        elif other := _OTHER.fullmatch(line):
            self._read_other(*other.groups())
        elif _NOTE_ON_NOTHING.match(line):
            self._placing.lose("notes on what did not come in")
        elif not line.startswith("#"):
            self._placing.lose("lines that brat would not read")
            self.unread.append(line)

    def _read_equivalence(self, label: str, names: list[str]) -> None:
        if label != "Equiv":
            self._placing.lose(f"relations labelled {label[:40]}")
            return
        first = next((name for name in names if name in self._by_name), None)
        for name in names:
            if name != first:
                self.links.append((name, first or names[0], label))

    def _read_other(self, sort: str, label: str, target: str, source: str | None, code: str | None) -> None:
        if sort == "E":
            self._placing.lose(f"events labelled {label[:40]}")
        elif source != _COUNTRY:
            annotation, identifier = self._by_name.get(target), valid(f"{source}:{code}") if code else ""
            if annotation is None or not identifier:
                self._placing.lose(f"references to {source or 'other sources'}")
            else:
                annotation.identifiers.append(identifier)
        else:
            self._countries.append((target, code))

    def _compare_countries(self) -> None:
        """Our own references say again what is in the note; others are not taken."""
        for target, code in self._countries:
            place = self._by_name.get(target)
            if place is None or place.values.get("country") != code:
                self._placing.lose(f"references to {_COUNTRY}")

    def _set(self, annotation: Annotation | None, name: str, value: str | None) -> None:
        key = _typed_keys().get(name)
        if annotation is not None and name == "Flag":
            annotation.flag = True
        elif annotation is not None and value is not None and key:
            annotation.values[key] = value
        elif name != "Status" or annotation is None:
            self._placing.lose(f"attributes named {name[:40]}")

    def _read_note(self, annotation: Annotation | None, sort: str, words: str) -> None:
        """Stet's own notes are JSON, others are kept as they are."""
        if annotation is None or sort != NOTE:
            self._placing.lose(f"notes of the sort {sort[:40]}" if sort != NOTE else "notes on what did not come in")
            return
        values, rest = _values_before(words)
        noted = (annotation.note, str(values.pop("note", "")), rest)
        annotation.note = "\n".join(one for one in noted if one)
        spans = values.pop("spans", None)
        if isinstance(spans, list):
            self._restore(annotation, spans)
        annotation.values.update(values)

    def _restore(self, annotation: Annotation, spans: list[Any]) -> None:
        """The spans of the note, which brat cannot hold, if those in brat are still what was made of them."""
        pairs = [span for span in spans if isinstance(span, list) and len(span) == 2]
        if len(pairs) != len(spans) or not all(type(end) is int for span in pairs for end in span):
            return
        noted = [(start, end) for start, end in pairs if 0 <= start < end <= len(self.text)]
        pieces = [piece for span in noted for piece in in_lines(self.text, span)]
        if len(noted) == len(spans) and self._joined(pieces) == annotation.spans:
            annotation.spans, annotation.in_pieces = noted, False


def _pieces(where: str) -> list[tuple[str, str]]:
    return [(piece[0], piece[-1]) for one in where.split(";") if (piece := one.split())]


def _values_before(words: str) -> tuple[Json, str]:
    """Our own JSON at the start of a note, and what somebody wrote behind it, or instead of it."""
    try:
        data, end = JSONDecoder().raw_decode(words)
    except (ValueError, RecursionError):
        return {}, words
    return (data, words[end:].strip()) if isinstance(data, dict) else ({}, words)


def in_lines(text: str, span: Span) -> list[Span]:
    """The pieces of a span between line ends."""
    start, end = span
    pieces: list[Span] = []
    for gap in LINE_ENDS.finditer(text, start, end):
        if gap.start() > start:
            pieces.append((start, gap.start()))
        start = gap.end()
    if start < end:
        pieces.append((start, end))
    return pieces or [span]


def reference(identifier: str) -> str:
    """As brat writes it: `Wikidata:Q585`."""
    scheme, _, value = identifier.partition(":")
    return f"{_SOURCES.get(scheme, scheme)}:{value}"


def type_name(row: Kind) -> str:
    """The name of brat's attribute for a field's type: `PlaceType`, `NumberKind`."""
    return f"{row.name.capitalize()}{row.type_attribute.key.capitalize()}" if row.type_attribute else ""


def _typed_keys() -> dict[str, str]:
    """From brat's attribute for a type to the record's key."""
    rows = (cls.row for cls in BY_KIND.values())
    return {type_name(row): row.type_attribute.key for row in rows if row.type_attribute}
