"""The gold beside each sample article is true to its text, to the format and to docs/guidelines.md.

What the fields should be is for people to judge; that their offsets, evidence and references hold is judged here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from store.intake import read_article
from store.model.fields import (
    BY_GROUP,
    GROUPS,
    Number,
    Person,
    Place,
    Quote,
    Span,
    from_json,
)
from store.model.kinds import BUILT_IN_KINDS, NUMBER_KINDS, PLACE_TYPES

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLES = sorted(SEEDS.glob("*.txt"))
OPENING = "“‘\"'"
LITERAL = ("role", "counted", "event", "approx", "cue")
"""Attributes that are written as the text has them."""


class Gold:
    """An article's gold record, its fields read as the store reads them."""

    def __init__(self, article: Path) -> None:
        self.data: dict[str, Any] = json.loads(article.with_suffix(".gold.json").read_text(encoding="utf-8"))
        self.text: str = self.data["text"]
        self.people: list[Person] = self.read("people")
        self.places: list[Place] = self.read("places")
        self.numbers: list[Number] = self.read("numbers")
        self.quotes: list[Quote] = self.read("quotes")

    def read(self, group: str) -> list[Any]:
        return [from_json(BY_GROUP[group], item) for item in self.data[group]]

    def all(self) -> list[Person | Place | Number | Quote]:
        return [*self.people, *self.places, *self.numbers, *self.quotes]

    def words(self, span: Span) -> str:
        return self.text[span[0] : span[1]]


def test_the_names_of_the_protest_sample_say_date_and_title() -> None:
    said = {(file.article.date, file.article.title) for file in map(read_article, (SEEDS / "protests").glob("*.txt"))}
    golds = [json.loads(file.read_text(encoding="utf-8")) for file in (SEEDS / "protests" / "gold").glob("*.json")]
    assert said == {(gold["date"], gold["title"]) for gold in golds}


@pytest.fixture(params=ARTICLES, ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture
def gold(article: Path) -> Gold:
    return Gold(article)


def same(first: str, second: str) -> bool:
    return first.casefold() == " ".join(second.split()).casefold()


def test_gold_has_the_article_as_it_is_read_in(article: Path, gold: Gold) -> None:
    read = read_article(article).article
    assert gold.text == read.text == article.read_bytes().decode("utf-8")
    assert gold.data["id"] == read.id == hashlib.sha256(gold.text.encode()).hexdigest()[:16]
    assert gold.data["title"] == read.title
    assert gold.data["format"] == "stet/1"
    assert gold.data["status"] == "done"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", gold.data["date"])
    groups = [key for key in gold.data if key in GROUPS]  # without a further kind, if none is marked
    assert groups == list(gold.data)[-len(groups) :] == [group for group in GROUPS if group in groups]
    assert {row.group for row in BUILT_IN_KINDS} <= {*groups}


def test_every_field_is_decided_and_has_an_id_of_its_own(gold: Gold) -> None:
    fields = gold.all()
    for item in fields:
        assert (item.status, item.confidence, item.flag, item.note, item.extra) == ("accepted", None, False, "", {})
    for group in (gold.people, gold.places, gold.numbers, gold.quotes):
        ordered = sorted(group, key=lambda item: item.spans)
        assert [item.id for item in group] == [f"{item.letter}{n}" for n, item in enumerate(ordered, 1)]


def test_spans_are_words_of_the_text(gold: Gold) -> None:
    for item in gold.all():
        assert item.spans
        for span in (*item.spans, *item.evidence.values()):
            assert 0 <= span[0] < span[1] <= len(gold.text)
            assert gold.words(span) == gold.words(span).strip()
            # No span cuts a word.
            for edge in span:
                assert not gold.text[max(edge - 1, 0) : edge + 1].isalpha() or edge in (0, len(gold.text))


def test_fields_of_one_kind_do_not_overlap(gold: Gold) -> None:
    for group in (gold.people, gold.places, gold.numbers, gold.quotes):
        for item in group:
            assert item.spans == sorted(item.spans)
        spans = sorted(span for item in group for span in item.spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_evidence_bears_its_attribute_out(gold: Gold) -> None:
    for item in gold.all():
        assert set(item.evidence) <= set(item.attributes)
        for key, span in item.evidence.items():
            value, surface = getattr(item, key), gold.words(span)
            if key in LITERAL:
                assert same(value, surface)
            elif key == "unit" and value is None:
                assert surface in ("percent", "per cent")
            elif key == "unit" and not re.fullmatch("[A-Z]{3}", value):
                assert value[0] == surface[0]  # `foot` of `feet`
        stated = {key for key in LITERAL if getattr(item, key, None) is not None}
        assert stated <= set(item.evidence)


def test_a_person_goes_by_the_names_in_the_text(gold: Gold) -> None:
    for person in gold.people:
        surfaces = [gold.words(span) for span in person.spans]
        parts = {part for surface in surfaces for part in surface.split()}
        assert parts <= set(person.name.split())
        # The name is a mention, or is put together from one and a relative's surname.
        family = {part for other in gold.people for part in other.name.split()[1:] if other is not person}
        assert person.name in surfaces or set(person.name.split()) - parts <= family
        assert not re.match(r"(?:Mr|Mrs|Ms|Dr|Judge|Col|The|the)\b", surfaces[0])
        assert person.role is None or not re.match(r"(?:a|an|the|Mr|Ms|Dr)\b", person.role)


def test_a_place_goes_by_its_name_and_lies_on_the_globe(gold: Gold) -> None:
    for place in gold.places:
        for span in place.spans:
            surface = gold.words(span)
            assert same(surface, place.name) or surface in place.name or re.fullmatch(r"[A-Z]\w+\.", surface)
        assert place.type in PLACE_TYPES
        assert place.country is None or re.fullmatch("[A-Z]{2}", place.country)
        assert (place.latitude is None) == (place.longitude is None)
        if place.latitude is not None and place.longitude is not None:
            assert abs(place.latitude) <= 90
            assert abs(place.longitude) <= 180
            assert (round(place.latitude, 2), round(place.longitude, 2)) == (place.latitude, place.longitude)


DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d-\d\d|T\d\d:\d\d")
UNITLESS = ("count", "ordinal", "date", "score")


def test_a_number_is_one_numeral_with_a_value_or_bounds(gold: Gold) -> None:
    for number in gold.numbers:
        (span,) = number.spans
        value, low, high = number.value, number.low, number.high
        assert number.number_kind in NUMBER_KINDS
        if number.number_kind == "date":
            assert isinstance(value, str)
            assert DATE.fullmatch(value)
        elif number.number_kind == "score":
            assert isinstance(value, str)
            assert re.fullmatch(r"\d+-\d+", value)
        elif number.number_kind == "range":
            assert value is None
            assert low is not None
            assert high is not None
            if isinstance(low, str):  # years
                assert DATE.fullmatch(low)
                assert DATE.fullmatch(str(high))
            assert low < high  # type: ignore[operator]  # both are of one type
        elif value is None:  # dozens of, hundreds of
            assert high is None
            assert isinstance(low, int)
        else:
            assert isinstance(value, int | float)
            assert {low, high} <= {None, value}
            assert number.approx is not None or (low, high) == (None, None)
        assert not isinstance(value, float) or not value.is_integer()
        assert (number.number_kind in UNITLESS) <= (number.unit is None)
        assert (number.number_kind in ("money", "measure", "duration", "age")) <= (number.unit is not None)
        assert gold.words(span).split()[0] not in ("at", "about", "between", "from", "the")


def test_a_quote_stands_in_its_marks_and_knows_its_speaker(gold: Gold) -> None:
    people = {person.id: person for person in gold.people}
    for quote in gold.quotes:
        for span in quote.spans:
            piece = gold.words(span)
            assert piece[0] in OPENING
            closed = piece[-1] in "”’\"'"
            assert closed or gold.text[span[1]] == "\n", "only a paragraph's end leaves a quotation open"
        assert quote.speaker_name
        if quote.speaker is not None:
            assert quote.speaker_name == people[quote.speaker].name
        assert ("speaker" in quote.evidence) == ("cue" in quote.evidence)
        for span in quote.spans:
            assert not any(span[0] < end and start < span[1] for start, end in quote.evidence.values())


# What the whole set shows --------------------------------------------------------------------------------------------

GOLDS = [Gold(path) for path in ARTICLES]


def test_there_are_enough_articles_of_an_article_s_length() -> None:
    assert len(GOLDS) >= 12
    assert {path.stem for path in ARTICLES} == {path.name.removesuffix(".gold.json") for path in SEEDS.glob("*.json")}
    for gold in GOLDS:
        assert 300 <= len(gold.text.split()) <= 900
        assert len(gold.people) >= 4
        assert len(gold.quotes) >= 6


def test_both_ways_to_part_paragraphs_occur() -> None:
    blank = [gold for gold in GOLDS if "\n\n" in gold.text]
    assert 4 <= len(blank) <= len(GOLDS) - 4


Finder = Callable[[Gold], Iterator[object]]


def quotes(test: Callable[[Gold, Quote], object]) -> Finder:
    return lambda gold: (quote for quote in gold.quotes if test(gold, quote))


def numbers(test: Callable[[Number], object]) -> Finder:
    return lambda gold: (number for number in gold.numbers if test(number))


def surfaces(pattern: str) -> Finder:
    """Numbers whose words match."""
    return lambda gold: (n for n in gold.numbers if re.fullmatch(pattern, gold.words(n.spans[0]), re.IGNORECASE))


def text(pattern: str) -> Finder:
    return lambda gold: re.finditer(pattern, gold.text)


def inside(gold: Gold, quote: Quote) -> str:
    return " ".join(gold.words(span)[1:-1] for span in quote.spans)


def shared_surnames(gold: Gold) -> Iterator[str]:
    names = [person.name.split()[-1] for person in gold.people]
    return (name for name in set(names) if names.count(name) > 1)


def elided(gold: Gold) -> Iterator[Number]:
    """Numbers whose noun is that of an earlier one: `39 people were killed and 159 injured`."""
    seen: set[Span] = set()
    for number in gold.numbers:
        if noun := number.evidence.get("counted"):
            if noun in seen:
                yield number
            seen.add(noun)


PRONOUNS = ("he", "she", "it", "they")

CONSTRUCTIONS: dict[str, tuple[int, Finder]] = {
    "interrupted quote": (40, quotes(lambda _, q: q.type == "direct" and len(q.spans) > 1)),
    "quote of several paragraphs without closing mark": (
        6,
        quotes(lambda g, q: any(g.words(span)[-1] not in "”’\"'" for span in q.spans)),
    ),
    "partial quote": (20, quotes(lambda _, q: q.type == "partial")),
    "quote within a quote": (6, quotes(lambda g, q: re.search(r"[“‘]|(?<= )['\"]", inside(g, q)))),
    "single marks": (12, quotes(lambda g, q: g.text[q.spans[0][0]] in "‘'")),
    "straight marks": (18, quotes(lambda g, q: g.text[q.spans[0][0]] in "\"'")),
    "curly marks": (40, quotes(lambda g, q: g.text[q.spans[0][0]] in "“‘")),
    "pronoun as speaker": (
        20,
        quotes(lambda g, q: "speaker" in q.evidence and g.words(q.evidence["speaker"]).lower() in PRONOUNS),
    ),
    "speaker without a name": (10, quotes(lambda _, q: q.speaker is None)),
    "quote without a cue": (1, quotes(lambda _, q: q.cue is None)),
    "cue before its speaker": (
        10,
        quotes(lambda _, q: q.cue and q.evidence["cue"] < q.evidence["speaker"]),
    ),
    "two people of one surname": (8, shared_surnames),
    "role": (40, lambda gold: (person for person in gold.people if person.role)),
    "person mentioned again": (25, lambda gold: (person for person in gold.people if len(person.spans) > 1)),
    "facility": (10, lambda gold: (place for place in gold.places if place.type == "facility")),
    "place and its state or province": (
        6,
        text(r"[a-zA-Z]+, (?:Nova Scotia|Alabama|Ga\.|Maine|Ontario|New Brunswick)"),
    ),
    "one name, two places": (
        1,
        lambda gold: (a for a in gold.places for b in gold.places if a.id < b.id and a.name == b.name),
    ),
    "number in words": (80, surfaces("[a-z]+(?:-[a-z]+)?")),
    "range": (18, numbers(lambda n: n.number_kind == "range")),
    "elided noun": (30, elided),
    "event": (20, numbers(lambda n: n.event)),
    "money": (20, numbers(lambda n: n.number_kind == "money")),
    "percentage": (15, numbers(lambda n: n.number_kind == "percent")),
    "age": (20, numbers(lambda n: n.number_kind == "age")),
    "duration": (50, numbers(lambda n: n.number_kind == "duration")),
    "measure": (20, numbers(lambda n: n.number_kind == "measure")),
    "ordinal": (20, numbers(lambda n: n.number_kind == "ordinal")),
    "score": (6, numbers(lambda n: n.number_kind == "score")),
    "date": (25, numbers(lambda n: n.number_kind == "date" and not str(n.value).startswith("T"))),
    "clock time": (14, numbers(lambda n: str(n.value).startswith("T"))),
    "fraction": (8, numbers(lambda n: isinstance(n.value, float) and n.value < 1 and n.number_kind == "count")),
    "vague count": (5, numbers(lambda n: n.value is None and n.number_kind == "count")),
    "low bound": (15, numbers(lambda n: n.approx and n.value is not None and n.low == n.value)),
    "high bound": (15, numbers(lambda n: n.approx and n.value is not None and n.high == n.value)),
    "approximation": (20, numbers(lambda n: n.approx and n.low is None and n.high is None)),
    "no one, one of the": (8, text(r"(?i)\bno one\b|\bone of (?:the|its)\b")),
    "name with a numeral": (6, text(r"Boeing 737|Group of 7|Flight 418|Runway 14|Saab 340|ring 112")),
    "scare quote or title": (
        8,
        text(r"so-called [“‘\"'‘]|“Liquid Assets”|‘The Fox|‘knowledge hub’|“brain buses”|“ladies"),
    ),
}


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
def test_what_makes_extraction_hard_occurs(construction: str) -> None:
    least, find = CONSTRUCTIONS[construction]
    found = sum(1 for gold in GOLDS for _ in find(gold))
    assert found >= least
