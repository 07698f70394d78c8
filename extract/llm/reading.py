"""Reads a model's answers about a text: what stands there becomes suggestions, the rest is dropped and counted.

The model says only what is what. Every word of a field is the text's own; what a number is worth is read by our own
grammar, where a place lies by our own gazetteer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args

from extract.document import Document
from extract.llm.asking import Answer, Piece
from extract.llm.grounding import ENOUGH, Grounding
from extract.names.countries import countries
from extract.names.people import link_people
from extract.names.places import link_places
from extract.names.tagger import Kind, Mention
from extract.numbers import find_numbers, parse_value
from extract.quotes import find_quotes
from extract.quotes.marks import quoted_pieces
from store.model.fields import AnyField, Number, Person, Place, PlaceType, Quote, Span, Suggestions
from store.plain import plain

SURE: Final = 0.6
"""How sure a field of a model's is, as long as nobody has measured it."""
MOST: Final = 2_000
"""Answers of one sort about one piece."""
NEAR: Final = 300
"""Characters between a field and the words that say something of it."""
_TYPES: Final[dict[str, PlaceType]] = {kind: kind for kind in get_args(PlaceType)}


class Reading(NamedTuple):
    """`grounded` answers stand in the text; `dropped` counts the others, by sort."""

    suggestions: Suggestions
    grounded: int
    dropped: Counter[str]


def read(
    text: str, answers: Sequence[tuple[Piece, Answer]], extractor: str, sure: Mapping[str, float] | None = None
) -> Reading:
    """`sure` is the confidence of fields by kind, where it was measured."""
    return _Reader(text, sure or {}).read(answers, extractor)


class _Reader:
    def __init__(self, text: str, sure: Mapping[str, float]) -> None:
        self._document = Document(text)
        self._text = self._document.text
        self._is_clean = self._text == text
        self._grounding = Grounding(self._text)
        self._sure = sure
        self._grounded = 0
        self._dropped: Counter[str] = Counter()

    def read(self, answers: Sequence[tuple[Piece, Answer]], extractor: str) -> Reading:
        rows = {
            sort: [(piece, row) for piece, answer in answers for row in self._rows(answer, sort)]
            for sort in ("people", "places", "numbers", "quotes")
        }
        people, places = self._names([row for _, row in rows["people"]], [row for _, row in rows["places"]])
        names = [span for item in (*people, *places) for span in item.spans]
        numbers = self._numbers(rows["numbers"], names)
        quotes = self._quotes(rows["quotes"], people)
        found: list[list[Any]] = [people, places, numbers, quotes]
        for items in found:
            for count, item in enumerate(items, 1):
                item.id, item.confidence = f"{item.letter}{count}", self._sure.get(item.kind, SURE)
        self._document.reading.restore([item for items in found for item in items])
        suggestions = Suggestions(extractor=extractor, people=people, places=places, numbers=numbers, quotes=quotes)
        return Reading(suggestions, self._grounded, self._dropped)

    def _rows(self, answer: Answer, sort: str) -> Iterator[dict[str, str]]:
        """The objects of one list, each with its words."""
        given = answer.get(sort)
        rows = given if isinstance(given, list) else []
        self._drop(f"{sort} of another form", (given is not None and not isinstance(given, list)) + len(rows[MOST:]))
        for row in rows[:MOST]:
            if isinstance(row, dict):
                yield {key: value for key, value in row.items() if isinstance(value, str) and value.strip()}
            else:
                self._drop(f"{sort} of another form")

    def _within(self, piece: Piece) -> Span:
        """A piece was cut from the text as it stands, which an unclean one is not read as."""
        return (piece.start, piece.end) if self._is_clean else (0, len(self._text))

    def _drop(self, sort: str, count: int = 1) -> None:
        if count:
            self._dropped[sort] += count

    def _names(
        self, people: Sequence[Mapping[str, str]], places: Sequence[Mapping[str, str]]
    ) -> tuple[list[Person], list[Place]]:
        spans: dict[Span, Kind] = {}
        sorts: tuple[tuple[Kind, str, Sequence[Mapping[str, str]]], ...] = (
            ("person", "people", people),
            ("place", "places", places),
        )
        for kind, sort, rows in sorts:
            for row in rows:
                found = self._grounding.places(row.get("name", ""))
                self._grounded += bool(found)
                self._drop(sort, not found)
                for span in found:
                    spans.setdefault(span, kind)
        mentions = [Mention(*span, spans[span], 0) for span in _longest(spans)]
        persons = link_people(self._text, [one for one in mentions if one.kind == "person"])
        located = link_places(self._text, [one for one in mentions if one.kind == "place"])
        self._roles(persons, people)
        self._types(located, places)
        return persons, located

    def _roles(self, people: list[Person], rows: Sequence[Mapping[str, str]]) -> None:
        owners = {span: person for person in people for span in person.spans}
        given: set[int] = set()
        for row in rows:
            found = [span for span in self._grounding.places(row.get("name", "")) if span in owners]
            if not found or not (words := row.get("role")) or id(owners[found[0]]) in given:
                continue
            near = [(_gap(span, at), span) for at in found if (span := self._grounding.nearest(words, at[0]))]
            gap, span = min(near, default=(NEAR + 1, (0, 0)))
            if gap > NEAR:
                self._drop("roles")
                continue
            person = owners[found[0]]
            given.add(id(person))
            person.role, person.evidence["role"] = self._words(span), span

    def _types(self, places: list[Place], rows: Sequence[Mapping[str, str]]) -> None:
        """The model's type; its country only where our gazetteer has none."""
        owners = {span: place for place in places for span in place.spans}
        for row in rows:
            kind, code = row.get("type", "").strip().lower(), row.get("country", "").strip().upper()
            for place in (owners[span] for span in self._grounding.places(row.get("name", "")) if span in owners):
                place.type = _TYPES.get(kind, place.type)
                if place.country is None and code in countries():
                    place.country = code

    def _numbers(self, rows: Sequence[tuple[Piece, Mapping[str, str]]], names: list[Span]) -> list[Number]:
        ours = {number.spans[0]: number for number in find_numbers(self._document, names)}
        found: dict[Span, Number] = {}
        taken: set[Span] = set()
        for piece, row in rows:
            span = self._grounding.next(row.get("words", ""), self._within(piece), taken, row.get("around", ""))
            if span is None:
                self._drop("numbers")
                continue
            taken.add(span)
            number = self._number(span, ours)
            if number is None or any(_overlap(number.spans[0], other) for other in found):
                self._drop("numbers without a value" if number is None else "numbers given twice")
                continue
            self._grounded += 1
            found[number.spans[0]] = number
            self._stated(number, row, "counted")
            self._stated(number, row, "event")
        return [found[span] for span in sorted(found)]

    def _number(self, span: Span, ours: Mapping[Span, Number]) -> Number | None:
        """As our grammar reads it here, else as it reads the words by themselves."""
        inside = [one for one in ours if span[0] <= one[0] and one[1] <= span[1]]
        if len(inside) == 1:
            return ours[inside[0]]
        number = parse_value(self._words(span))
        if number is not None:
            number.spans = [span]
        return number

    def _stated(self, item: AnyField, row: Mapping[str, str], key: str) -> None:
        """An attribute in words of the text that are near."""
        if not (words := row.get(key)):
            return
        start, end = item.spans[0][0], item.spans[-1][1]
        span = min(self._grounding.places(words), key=lambda one: (_gap(one, (start, end)), one[0]), default=None)
        if span is None or _gap(span, (start, end)) > NEAR:
            self._drop("cues" if key == "cue" else key)
            return
        setattr(item, key, self._words(span))
        item.evidence[key] = span

    def _quotes(self, rows: Sequence[tuple[Piece, Mapping[str, str]]], people: list[Person]) -> list[Quote]:
        for count, person in enumerate(people, 1):
            person.id = f"{person.letter}{count}"
        marked = [(one.start, one.end) for one in quoted_pieces(self._text, self._document.paragraphs)]
        ours = {span: quote for quote in find_quotes(self._document, people) for span in quote.spans}
        named = {plain(words): one for one in people for words in (one.name, *map(self._words, one.spans))}
        found: list[Quote] = []
        by_ours: dict[int, Quote] = {}
        taken: set[Span] = set()
        for piece, row in rows:
            span = self._grounding.quotation(row.get("words", ""), self._within(piece), taken)
            span = span and self._snapped(span, marked)
            if span is None or any(_overlap(span, other) for other in taken):
                self._drop("quotes" if span is None else "quotes given twice")
                continue
            taken.add(span)
            self._grounded += 1
            known = ours.get(span)
            if known is not None and id(known) in by_ours:
                quote = by_ours[id(known)]
                quote.spans = sorted([*quote.spans, span])
                continue
            quote = Quote(spans=[span], type=known.type if known else self._type(span))
            if known is not None:
                by_ours[id(known)] = quote
            found.append(quote)
            self._stated(quote, row, "cue")
            self._spoken(quote, row.get("speaker", ""), named)
        return sorted(found, key=lambda quote: quote.spans)

    def _snapped(self, span: Span, marked: Sequence[Span]) -> Span:
        """The whole quoted piece of which most, or the beginning, was given."""
        for one in marked:
            shared = min(span[1], one[1]) - max(span[0], one[0])
            is_most = shared >= ENOUGH * (one[1] - one[0]) or one[0] == span[0]
            if shared > 0 and is_most and shared >= ENOUGH * (span[1] - span[0]):
                return one
        return span

    def _type(self, span: Span) -> Any:
        words = self._words(span).strip("\"“”„«»‘’' ")
        return "direct" if words[:1].isupper() and words[-1:] in tuple(".,!?…") else "partial"

    def _spoken(self, quote: Quote, words: str, named: Mapping[str, Person]) -> None:
        if not words:
            return
        span = min(self._grounding.places(words), key=lambda one: (_gap(one, quote.spans[0]), one[0]), default=None)
        if person := named.get(plain(words)):
            quote.speaker, quote.speaker_name = person.id, person.name
            span = min(person.spans, key=lambda one: _gap(one, quote.spans[0])) if span is None else span
        elif span is None:
            self._drop("speakers")
            return
        else:
            quote.speaker_name = self._words(span)
        if span is not None and _gap(span, quote.spans[0]) <= NEAR:
            quote.evidence["speaker"] = span

    def _words(self, span: Span) -> str:
        return " ".join(self._text[slice(*span)].split())


def _longest(spans: Mapping[Span, Kind]) -> list[Span]:
    """Without what stands within, or over the edge of, a longer one; ascending."""
    kept: list[Span] = []
    free = sorted(spans, key=lambda span: (span[0] - span[1], span))
    covered: set[int] = set()
    for span in free:
        if covered.isdisjoint(range(*span)):
            covered.update(range(*span))
            kept.append(span)
    return sorted(kept)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gap(one: Span, other: Span) -> int:
    """Characters between two spans."""
    return max(0, other[0] - one[1], one[0] - other[1])
