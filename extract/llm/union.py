"""Unites the suggestions of two readers, ours and a model's: where they agree the field is surer, where they differ it
is in doubt with both readings.

The second reading is kept under the key `second` of a field: `by` whom, what it `says`, and the values, the kind or the
spans that it has instead. `extract.doubts.second` puts it into words. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from extract.doubts.second import ALONE, KIND, NOTHING, OTHER, SECOND, WORDS
from extract.llm.agreement import Agreed, Measured
from store.model.fields import AnyField, Json, Number, Person, Place, Quote, Span, Suggestions, attribute_of
from store.plain import plain

SURELY: Final = 0.8
"""What we are so sure of is in no doubt because the model did not list it."""
_COMPARED: Final[dict[str, tuple[str, ...]]] = {
    Person.kind: ("role",),
    Place.kind: ("type", "country"),
    Number.kind: ("value", "low", "high", "kind", "unit", "counted", "event", "approx"),
    Quote.kind: ("speaker_name", "cue"),
}


class United(NamedTuple):
    """`agreed` are the fields that both have found with the same attributes."""

    suggestions: Suggestions
    agreed: list[Agreed]


def united(
    ours: Suggestions,
    theirs: Suggestions,
    extractor: str,
    read: Sequence[Span],
    measured: Mapping[str, Measured] = MappingProxyType({}),
) -> United:
    """`read` are the parts of the text that the model has read; `measured` says by kind how right both were."""
    union = _Union(_copies(ours, "ours "), _copies(theirs, "theirs "), theirs.extractor, measured)
    union.pair(read)
    into = Suggestions(extractor=extractor, others=ours.others, extra={**ours.extra, **theirs.extra})
    return United(_numbered(union.fields, union.became, into), union.agreed)


def filled(theirs: Suggestions, ours: Suggestions, gaps: Sequence[Span]) -> Suggestions:
    """The model's, with ours in the parts of the text that it has not read."""
    given = _copies(theirs, "theirs ")
    named = {(item.kind, item.name): item for item in given if isinstance(item, Person | Place)}
    became = {item.id: item for item in given}
    for item in _copies(ours, "ours "):
        spans = [span for span in item.spans if _is_in(span, gaps) and _meeting(span, item.kind, given) is None]
        same = named.get((item.kind, item.name)) if isinstance(item, Person | Place) else None
        if same is not None:
            same.spans = sorted([*same.spans, *spans])
            became[item.id] = same
        elif spans:
            item.spans = spans
            became[item.id] = item
            given.append(item)
    return _numbered(given, became, Suggestions(extractor=theirs.extractor, extra={**ours.extra, **theirs.extra}))


class _Union:
    """`fields` are those of both; `became` tells by id what each of them is now."""

    def __init__(self, ours: list[AnyField], theirs: list[AnyField], by: str, measured: Mapping[str, Measured]) -> None:
        self.fields = list(ours)
        self.agreed: list[Agreed] = []
        self.became = {item.id: item for item in ours}
        self._ours, self._theirs, self._by, self._measured = ours, theirs, by, measured
        self._owner = {(item.kind, span): item for item in reversed(ours) for span in item.spans}
        self._paired: set[str] = set()

    def pair(self, read: Sequence[Span]) -> None:
        for item in self._theirs:
            found = [self._owner[item.kind, span] for span in item.spans if (item.kind, span) in self._owner]
            own = next((one for one in found if one.id not in self._paired), None)
            if own is not None:
                self._agree(own, item)
            elif found:
                self.became[item.id] = found[0]  # the model has in two what is one with us
            else:
                self._differ(item)
        for own in self._ours:
            if own.id in self._paired or SECOND in own.extra or not any(_is_in(span, read) for span in own.spans):
                continue
            if own.confidence is not None and own.confidence < SURELY:
                self._doubt(own, NOTHING)

    def _doubt(self, item: AnyField, says: str, **what: Any) -> None:
        item.extra.setdefault(SECOND, {"by": self._by, "says": says, **what})

    def _agree(self, own: AnyField, item: AnyField) -> None:
        """Both have found it; of what only the model has, it is taken."""
        self._paired.add(own.id)
        self.became[item.id] = own
        both = [span for span in own.spans if span in item.spans]
        others: Json = {}
        for key in _COMPARED.get(own.kind, ()):
            mine, second = (getattr(one, attribute_of(type(own), key)) for one in (own, item))
            if second is None or _same(mine, second):
                continue
            if mine is None and key in item.evidence:
                setattr(own, key, second)
                own.evidence[key] = item.evidence[key]
            elif mine is not None:
                others[key] = second
        if own.row.spans != "one":
            own.spans = sorted([*own.spans, *(span for span in item.spans if self._is_free(span, own.kind))])
        if others:
            self._doubt(own, OTHER, values=others)
        elif own.confidence is not None or item.confidence is not None:
            first, second = own.confidence or 0.0, item.confidence or 0.0
            self.agreed.append(Agreed(own, both, first))
            own.confidence = round(self._measured.get(own.kind, Measured()).confidence(first, second), 3)

    def _is_free(self, span: Span, kind: str) -> bool:
        return _meeting(span, kind, self.fields) is None

    def _differ(self, item: AnyField) -> None:
        """We have nothing there, or something else."""
        span = item.spans[0]
        for kind, key in _OTHER_NAME.get(item.kind, ()):
            if (own := self._owner.get((kind, span))) is not None:
                self._doubt(own, KIND, kind=key)
                return
        if (own := _meeting(span, item.kind, self.fields)) is not None:
            self.became[item.id] = own
            self._doubt(own, WORDS, spans=[list(one) for one in item.spans])
            return
        self.became[item.id] = item
        self._doubt(item, ALONE)
        self.fields.append(item)


_OTHER_NAME: Final = {
    Person.kind: ((Place.kind, Person.kind),),
    Place.kind: ((Person.kind, Place.kind),),
}
"""Kinds of the same words that exclude each other, each with what the model calls them."""


def _copies(found: Suggestions, prefix: str) -> list[AnyField]:
    """Of the fields of the four kinds, with ids that no other reader has."""
    made: list[AnyField] = []
    for item in (*found.people, *found.places, *found.numbers, *found.quotes):
        one = copy(item)
        one.id, one.spans = f"{prefix}{item.id}", list(item.spans)
        one.evidence, one.extra = dict(item.evidence), dict(item.extra)
        if isinstance(one, Quote) and one.speaker:
            one.speaker = f"{prefix}{one.speaker}"
        made.append(one)
    return made


def _numbered(fields: Iterable[AnyField], became: dict[str, AnyField], into: Suggestions) -> Suggestions:
    """Put in order of the text, with ids of their own, and quotes pointing at what their speakers have become."""
    for item in sorted(fields, key=lambda one: one.spans):
        getattr(into, item.group).append(item)
    pointed = [(quote, became.get(quote.speaker)) for quote in into.quotes if quote.speaker]
    for group in (into.people, into.places, into.numbers, into.quotes):
        for count, item in enumerate(group, 1):
            item.id = f"{item.letter}{count}"
    for quote, person in pointed:
        quote.speaker = person.id if isinstance(person, Person) else None
        quote.speaker_name = person.name if isinstance(person, Person) else quote.speaker_name
    return into


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return plain(one) == plain(other)
    return bool(one == other)


def _is_in(span: Span, parts: Sequence[Span]) -> bool:
    return any(start <= span[0] < end for start, end in parts)


def _meeting(span: Span, kind: str, fields: Iterable[AnyField]) -> AnyField | None:
    """A field of this kind that shares a character with a span."""
    for item in fields:
        if item.kind == kind and any(start < span[1] and span[0] < end for start, end in item.spans):
            return item
    return None
