"""Compares imported fields with those that an article has: which are the same, and what an import changes in them.

What a format does not say changes nothing: neither mentions nor attributes that it only implies or cannot know.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from store.formats.incoming.annotations import Losses
from store.formats.incoming.assembling import Imported
from store.model.edit import Change
from store.model.fields import (
    AnyField,
    Json,
    Reference,
    Span,
    Suggestions,
    attribute_of,
    id_number,
    to_json,
)
from store.model.kept_references import repointed
from store.model.kinds import NUMBER
from store.model.record import Record, all_ids

_FINER: Final = ("range", "duration", "age", "score")
"""Kinds of number that a label such as DATE or QUANTITY does not contradict."""


@dataclass(slots=True)
class Pair:
    """A field of the article, and the imported ones that are the same."""

    existing: AnyField
    imported: list[AnyField] = field(default_factory=list)


class Matching:
    """`names` has the id in the library of each imported field, `pairs` by existing id what meets, `new` the rest."""

    def __init__(self, record: Record, fields: Suggestions) -> None:
        self.names: dict[str, str] = {}
        self.pairs: dict[str, Pair] = {}
        self.new: list[AnyField] = []
        self.losses = Losses()
        self._fields = fields
        self._by_span: dict[tuple[str, Span], AnyField] = {}
        self._existing = record.fields
        for item in sorted(record.fields.values(), key=lambda item: item.alive):
            self._by_span.update({(item.kind, span): item for span in item.spans})
        self._ordered: dict[str, list[tuple[Span, AnyField]]] = {}
        for (kind, span), item in sorted(self._by_span.items(), key=lambda pair: pair[0]):
            if item.alive:
                self._ordered.setdefault(kind, []).append((span, item))
        self._last: dict[str, int] = {}
        for identifier in all_ids(record.suggestions, record.edits):
            self._last[identifier[0]] = max(self._last.get(identifier[0], 0), id_number(identifier))
        for item in fields.all():
            self._match(item)

    def _match(self, item: AnyField) -> None:
        exact = (self._by_span.get((item.kind, span)) for span in item.spans)
        existing = next((one for one in exact if one is not None), None) or self._overlapping(item)
        if existing is not None:
            self.names[item.id] = existing.id
            self.pairs.setdefault(existing.id, Pair(existing)).imported.append(item)
            return
        number = self._last[item.letter] = self._last.get(item.letter, 0) + 1
        self.names[item.id] = f"{item.letter}{number}"
        self.new.append(item)

    def _overlapping(self, item: AnyField) -> AnyField | None:
        """A field of the kind that shares words with this one: a mention whose edges were moved."""
        ordered = self._ordered.get(item.kind, [])
        for start, end in item.spans:
            at = bisect_left(ordered, (end, 0), key=lambda pair: pair[0])
            if at and ordered[at - 1][0][1] > start:
                return ordered[at - 1][1]
        return None

    def new_values(self, item: AnyField) -> Json:
        """A new field as the library stores it, without mentions that another field of the article has."""
        values = to_json(item)
        values["id"] = self.names[item.id]
        return self._renamed(values, item.references)

    def _renamed(self, values: Json, references: Iterable[Reference]) -> Json:
        """The values with the ids that what they point at has here, and its names."""
        values = repointed(values, references, self.names.get)
        for one in references:
            value = values.get(one.key)
            if one.many and value:
                names = values.get(one.name_key) or []
                mine = [self._name(name) or word for name, word in zip_longest(value, names[: len(value)])]
                values[one.name_key] = [*mine, *names[len(value) :]]
            elif isinstance(value, str):
                values[one.name_key] = self._name(value) or values.get(one.name_key)
        return values

    def changes(self, pair: Pair) -> Change | None:
        """The change of an undecided field to what is said of it; None if that is decided otherwise and stays."""
        after = self._said(pair)
        now = to_json(pair.existing)
        differing = {key: value for key, value in after.items() if value != now[key]}
        marks = {key: value for key, value in self._marks(pair.imported).items() if value and not now[key]}
        if pair.existing.decided:
            return None
        values = differing | marks | {"status": "corrected" if differing else "accepted"}
        if evidence := self._evidence(pair, differing):
            values["evidence"] = evidence
        return Change(field=pair.existing.id, before={key: now[key] for key in values}, after=values)

    def differs(self, pair: Pair) -> bool:
        """True if the imported fields say something else than a field that stays as it is."""
        now = to_json(pair.existing)
        return not pair.existing.alive or any(value != now[key] for key, value in self._said(pair).items())

    def extra_mentions(self, pair: Pair) -> int:
        """How many imported mentions a field that stays as it is lacks."""
        there = set(pair.existing.spans)
        return sum(tuple(span) not in there for span in self._spans(pair))

    def _said(self, pair: Pair) -> Json:
        """What the imported fields say of an existing one, in the record's keys; the first that says it counts."""
        said: Json = {"spans": self._spans(pair)}
        for item in pair.imported:
            values = to_json(item)
            for key in self._stated(item, pair.existing):
                if values.get(key) is not None:
                    said.setdefault(key, values[key])
        said = self._renamed(said, pair.existing.references)
        return {key: value for key, value in said.items() if value is not None}

    def _stated(self, item: AnyField, existing: AnyField) -> list[str]:
        if not isinstance(self._fields, Imported):
            return list(item.keys)
        stated = self._fields.stated.get(item.id, frozenset())
        implied = self._fields.implied.get(item.id, frozenset())
        if existing.kind == NUMBER.name and getattr(existing, attribute_of(type(existing), "kind")) in _FINER:
            implied = frozenset()
        return [key for key in item.keys if key in stated or key in implied]

    def _spans(self, pair: Pair) -> list[list[int]]:
        """The mentions as imported, if the format knows the whole field; else besides those that are there."""
        spans = {span for item in pair.imported for span in item.spans}
        theirs = {span for span in spans if self._owner(pair.existing, span)}
        if theirs:
            self.losses[f"mentions of a {pair.existing.kind}: another {pair.existing.kind} here has them"] += len(
                theirs
            )
        spans -= theirs
        if pair.existing.row.spans == "mentions" and not self._knows_mentions(pair):
            spans |= _besides(pair.existing.spans, sorted(spans))
        if not spans:
            return [list(span) for span in pair.existing.spans]
        return [list(span) for span in _apart(spans)]

    def _knows_mentions(self, pair: Pair) -> bool:
        """True if one imported field says all of the existing one: which mentions are the same, and their name."""
        if len(pair.imported) > 1 or not isinstance(self._fields, Imported):
            return len(pair.imported) == 1
        return self._fields.knows_mentions and "name" in self._fields.stated.get(pair.imported[0].id, ())

    def _owner(self, existing: AnyField, span: Span) -> bool:
        """True if the span belongs to another field of the kind."""
        ordered = self._ordered.get(existing.kind, [])
        at = bisect_left(ordered, (span[1], 0), key=lambda pair: pair[0])
        return bool(at and ordered[at - 1][0][1] > span[0] and ordered[at - 1][1].id != existing.id)

    def _marks(self, imported: list[AnyField]) -> Json:
        note = next((item.note for item in imported if item.note), "")
        return {"flag": any(item.flag for item in imported), "note": note}

    def _evidence(self, pair: Pair, differing: Json) -> Json | None:
        """The evidence, if a changed attribute has another or none."""
        kept = {key: list(span) for key, span in pair.existing.evidence.items()}
        given = {key: list(span) for item in reversed(pair.imported) for key, span in item.evidence.items()}
        evidence = {key: span for key, span in kept.items() if key not in differing}
        evidence |= {key: span for key, span in given.items() if key in differing}
        return evidence if evidence != kept else None

    def _name(self, identifier: str) -> str | None:
        """The name of a person that is in the article; None for one that is imported now."""
        existing = self._existing.get(identifier)
        return getattr(existing, "name", None)


def _besides(spans: list[Span], taken: list[Span]) -> set[Span]:
    """Those of the spans that overlap none of `taken`, which ascend and do not overlap."""
    free: set[Span] = set()
    for span in spans:
        at = bisect_left(taken, (span[1], 0))
        if not at or taken[at - 1][1] <= span[0]:
            free.add(span)
    return free


def _apart(spans: set[Span]) -> list[Span]:
    """The spans in order, without those that overlap one before them."""
    apart: list[Span] = []
    for span in sorted(spans):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart
