"""The result of a format's `parse` for one article: annotations and links, and the fields assembled from them.

Understands the labels of common schemes and Stet's own; others are counted and left out. Reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from store.errors import StetError
from store.formats.graph import SAME, SPEAKER
from store.intake.article import LARGEST_TEXT, too_long
from store.model.cleaning import clean_text
from store.model.fields import BY_GROUP, BY_KIND, Json, Span, Suggestions
from store.model.kinds import NUMBER, PERSON, PLACE, QUOTE
from store.model.record import Record
from store.model.schema import suggestions_from_json

Lookup = Callable[[str], str | None]
"""Returns the text of the article in the library with this id, or None."""

_TYPED_LABELS: Final[dict[str, tuple[str, Json]]] = {
    **dict.fromkeys(("fac", "facility"), (PLACE.name, {"type": "facility"})),
    "ordinal": (NUMBER.name, {"kind": "ordinal"}),
    **dict.fromkeys(("percent", "percentage"), (NUMBER.name, {"kind": "percent"})),
    "money": (NUMBER.name, {"kind": "money"}),
    "quantity": (NUMBER.name, {"kind": "measure"}),
    **dict.fromkeys(("date", "time"), (NUMBER.name, {"kind": "date"})),
    "direct": (QUOTE.name, {"type": "direct"}),
}
"""Labels of OntoNotes and CoNLL-2003, in lower case, that imply a type as well as a kind."""
_AMOUNTS: Final = ("value", "low", "high", "latitude", "longitude")
_NUMERAL: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){0,9}(?:\.[0-9]{1,20})?|[0-9]{1,30}(?:\.[0-9]{1,20})?")


@dataclass(slots=True, kw_only=True)
class Annotation:
    """A labelled annotation. Links refer to it by `id`; `values` are attributes under the record's keys."""

    id: str
    label: str
    spans: list[Span]
    values: Json = field(default_factory=dict)
    evidence: dict[str, list[int]] = field(default_factory=dict)
    flag: bool = False
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Parsed:
    """One article with its fields or, if the file has complete records, its `record`.

    `about` holds title, source, url, date, author and meta if known; `done` is true if the article was finished in the
    other program; `losses` counts by type what is not imported.
    """

    text: str
    identifier: str | None = None
    about: Json = field(default_factory=dict)
    fields: Suggestions = field(default_factory=Suggestions)
    done: bool = False
    losses: dict[str, int] = field(default_factory=dict)
    record: Record | None = None


def checked_text(text: Any) -> str:
    """The cleaned text. Raises `StetError` if it is no text, or if cleaning would shift its offsets."""
    if not isinstance(text, str) or not text.strip():
        raise StetError("No text", "it has no text")
    if len(text) > LARGEST_TEXT:
        raise too_long("it")
    clean = clean_text(text)
    if len(clean) != len(text):
        raise StetError("Offsets wrong", "its text has a byte-order mark or CRLF line ends; export it again without")
    return clean


def assemble(
    text: str, annotations: Iterable[Annotation], links: Iterable[tuple[str, str, str]]
) -> tuple[Suggestions, dict[str, int]]:
    """The fields of annotations and (source, target, label) links, and the counts of losses.

    If there are no `SAME` links and no attributes, people and places with the same words are taken as the same.
    """
    annotations, links = list(annotations), list(links)
    linked = any(annotation.values for annotation in annotations) or any(label.upper() == SAME for _, _, label in links)
    losses: dict[str, int] = {}
    known: dict[str, tuple[str, Annotation]] = {}
    for annotation in annotations:
        meaning = _meaning(annotation.label.casefold())
        if meaning is None:
            sort = f"annotations labelled {annotation.label[:40]}"
            losses[sort] = losses.get(sort, 0) + 1
            continue
        kind, implied = meaning
        annotation.values = {**implied, **annotation.values}
        known[annotation.id] = kind, annotation
    heads = _heads(known, links if linked else _same_words(text, known))
    groups: dict[str, list[Json]] = {group: [] for group in BY_GROUP}
    ids: dict[str, str] = {}
    items: dict[str, Json] = {}
    for name, (kind, annotation) in sorted(known.items(), key=lambda pair: pair[1][1].spans[0]):
        head = heads[name]
        if head in items:
            _join(items[head], annotation)
            continue
        cls = BY_KIND[kind]
        ids[head] = f"{cls.letter}{len(groups[cls.group]) + 1}"
        items[head] = _item(text, ids[head], kind, known[head][1], annotation)
        groups[cls.group].append(items[head])
    for source, target, label in links:
        if label.upper() != SPEAKER or source not in heads or target not in heads:
            continue
        quote, person = heads[source], heads[target]
        if known[quote][0] == QUOTE.name and known[person][0] == PERSON.name:
            items[quote]["speaker"] = ids[person]
            items[quote]["speaker_name"] = items[person]["name"]
    return suggestions_from_json(groups, text), losses


def _meaning(label: str) -> tuple[str, Json] | None:
    """The kind and the attributes that a label in lower case means, or None; names of kinds take precedence."""
    for cls in BY_KIND.values():
        if label == cls.kind or label in cls.row.synonyms:
            return cls.kind, {}
    return _TYPED_LABELS.get(label)


def _same_words(text: str, known: dict[str, tuple[str, Annotation]]) -> list[tuple[str, str, str]]:
    """Links from each later person or place to the first one with the same words."""
    first: dict[tuple[str, str], str] = {}
    named = [
        (name, kind, annotation.spans[0]) for name, (kind, annotation) in known.items() if BY_KIND[kind].row.is_named
    ]
    return [(name, first.setdefault((kind, text[start:end]), name), SAME) for name, kind, (start, end) in named]


def _heads(known: dict[str, tuple[str, Annotation]], links: list[tuple[str, str, str]]) -> dict[str, str]:
    """For each annotation, the id of the one that represents its field."""
    heads = {name: name for name in known}

    def head(name: str) -> str:
        while heads[name] != name:
            heads[name] = heads[heads[name]]
            name = heads[name]
        return name

    for source, target, label in links:
        if label.upper() != SAME:
            continue
        if source in known and target in known and _may_be_one(known[source][0], known[target][0]):
            heads[head(source)] = head(target)
    return {name: head(name) for name in known}


def _may_be_one(kind: str, other: str) -> bool:
    """True if two annotations can be mentions, or pieces, of one field."""
    return kind == other and BY_KIND[kind].row.spans != "one"


def _join(item: Json, annotation: Annotation) -> None:
    """Add the spans of an annotation, except those that overlap existing ones."""
    for span in annotation.spans:
        if not any(span[0] < end and start < span[1] for start, end in item["spans"]):
            item["spans"].append(list(span))
    item["spans"].sort()


def _item(text: str, identifier: str, kind: str, head: Annotation, first: Annotation) -> Json:
    """A field as JSON. `head` has the attributes, `first` is the first mention in the text."""
    cls = BY_KIND[kind]
    allowed = {*cls.keys} - {"speaker"}
    values = {key: _typed(key, value, head.values) for key, value in head.values.items() if key in allowed}
    item: Json = {
        "id": identifier,
        "spans": [],
        "status": "suggested",
        "evidence": head.evidence,
        "flag": head.flag,
        "note": head.note,
        **values,
    }
    for annotation in (first, head):
        _join(item, annotation)
    start, end = head.spans[0]
    words = text[start:end]
    if cls.row.is_named and not item.get("name"):
        item["name"] = words
    if kind == NUMBER.name and not {"value", "low", "high"} & values.keys():
        item["value"] = float(words.replace(",", "")) if _GROUPED.fullmatch(words) else None
        if item["value"] is not None and item["value"].is_integer():
            item["value"] = int(item["value"])
    return item


def _typed(key: str, value: Any, values: Json) -> Any:
    """Numbers that a format stores as text become numbers; dates and scores stay text."""
    if key not in _AMOUNTS or not isinstance(value, str) or values.get("kind") in ("date", "score"):
        return value
    if not _NUMERAL.fullmatch(value):
        return value
    number = float(value)
    return int(value) if value.lstrip("+-").isdigit() else number
