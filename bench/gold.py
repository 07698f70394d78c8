"""Gold of two sorts, and what it says of each suggestion: right, wrong, or nothing.

Records as Stet writes them; and lines of spans, one article each, with whatever of these its set annotates: "people"
and "places" [[start, end], …], "ignore" {kind: spans that count neither way}, "numbers" [{start, end, kind, value,
unit, low, high, seconds}, …] with the "scope" of their set, "quotes" [{type, spans, speaker_spans}, …]. Of scopes, "*"
is every number; "digits_words" bare numerals, without sign or %, each of a date by itself, "one" left out; "whole" one
expression whose value counts; the rest are kinds. Adding up is for `calibration`.
"""

from __future__ import annotations

import gzip
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import orjson

from store.agreement.matching import overlap
from store.model.fields import GROUPS, AnyField, Json, Number, Person, Quote, Span, Suggestions
from store.model.record import Record
from store.model.schema import record_from_json


class Verdict(NamedTuple):
    kind: str
    confidence: float
    right: bool


_KIND: Final[dict[str, str]] = {"people": "person", "places": "place", "numbers": "number", "quotes": "quote"}


class Gold(Protocol):
    text: str
    source: str

    def verdicts(self, found: Suggestions) -> Iterator[Verdict]:
        """One for each mention of a name, each number, each piece of a quote that this gold can judge."""


def read(paths: Iterable[Path]) -> Iterator[Gold]:
    for path in paths:
        for file in sorted(path.glob("**/*.gold.json")) if path.is_dir() else [path]:
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            lines = [data] if file.suffix == ".json" else data.splitlines()
            objects = [orjson.loads(line) for line in lines if line.strip()]
            partial = {
                item.get("set")
                for item in objects
                if not _is_record(item) and any(quote["type"] == "mixed" for quote in item.get("quotes", ()))
            }
            for item in objects:
                yield _Record(path.name, item) if _is_record(item) else _Lines(item, item.get("set") in partial)


def _is_record(data: Json) -> bool:
    """A line of spans has fields without ids."""
    return "format" in data or any(isinstance(item, dict) and "id" in item for g in GROUPS for item in data.get(g, ()))


class _Record:
    """What a person decided is right; what nobody has decided says nothing."""

    def __init__(self, source: str, data: Json) -> None:
        record: Record = record_from_json(data)
        self.text, self.source, self._data = record.text, source, data
        fields = list(record.fields.values())
        undecided = [item for item in fields if "format" in data and not item.decided]  # gold of others decides nothing
        self._fields = [item for item in fields if item.alive and item not in undecided]
        self._open = [span for item in undecided for span in item.spans]

    def verdicts(self, found: Suggestions) -> Iterator[Verdict]:
        people = {item.id: item for item in found.people}
        mine = {item.id: item for item in self._fields if isinstance(item, Person)}
        for item in found.all():
            if item.group not in self._data:
                continue
            gold = {span: other for other in self._fields if other.group == item.group for span in other.spans}
            for span in item.spans:
                if span in gold or not any(overlap(span, other) for other in self._open):
                    right = span in gold and self._agree(gold[span], item, mine, people)
                    yield Verdict(_KIND[item.group], item.confidence or 0.0, right)

    def _agree(self, gold: AnyField, item: AnyField, mine: dict[str, Person], people: dict[str, Person]) -> bool:
        if isinstance(gold, Number) and isinstance(item, Number):
            return all(close(getattr(gold, key), getattr(item, key)) for key in ("value", "low", "high"))
        if isinstance(gold, Quote) and isinstance(item, Quote):
            if gold.speaker in mine:
                return item.speaker in people and _touch(mine[gold.speaker].spans, people[item.speaker].spans)
            sources = [gold.evidence["speaker"]] if "speaker" in gold.evidence else []
            return not sources or _touch(sources, [item.evidence.get("speaker", (0, 0))])
        return True


class _Lines:
    """`partial`: the set has quoted parts of sentences too, and what it has not is none."""

    def __init__(self, data: Json, partial: bool) -> None:
        self.text, self.source, self._data = data["text"], data.get("set") or "", data
        self._partial = partial

    def verdicts(self, found: Suggestions) -> Iterator[Verdict]:
        for names in (found.people, found.places):
            for item in names:
                yield from self._names(item)
        for number in found.numbers if "numbers" in self._data else ():
            right = self._number(number)
            if right is not None:
                yield Verdict("number", number.confidence or 0.0, right)
        people = {item.id: item for item in found.people}
        for quote in found.quotes if "quotes" in self._data else ():
            if self._partial or quote.type == "direct":
                for span in quote.spans:
                    yield Verdict("quote", quote.confidence or 0.0, self._quote(quote, span, people))

    def _names(self, item: AnyField) -> Iterator[Verdict]:
        if item.group not in self._data:
            return
        ignore = self._data.get("ignore", {})
        neutral = _spans(ignore.get(item.group, ()) if isinstance(ignore, dict) else ignore)
        gold = set(_spans(self._data[item.group])) - set(neutral)
        for span in item.spans:
            if span in gold or not any(overlap(span, other) for other in neutral):
                yield Verdict(_KIND[item.group], item.confidence or 0.0, span in gold)

    def _number(self, item: Number) -> bool | None:
        scope = set(self._data.get("scope", ("*",)))
        kinds = set().union(*(_KINDS.get(name, set()) for name in scope))
        bare, whole = "digits_words" in scope, "whole" in scope or "range" in scope
        if not (bare or whole or "*" in scope or item.number_kind in kinds):
            return None
        gold = {(one["start"], one["end"]): one for one in self._data["numbers"]}
        if bare:
            return self._bare(item, gold)
        if not whole:
            return any(value_agrees(gold[span], item) for span in (with_unit(item), item.spans[0]) if span in gold)
        near = [one for span, one in gold.items() if overlap(span, with_unit(item))]
        if not near and "whole" not in scope:
            return None
        if any(same_unit(one, item) is False for one in near):  # 90 minutes for 1.5 hours
            return None
        return any(value_agrees(one, item) for one in near)

    def _bare(self, item: Number, gold: dict[Span, Json]) -> bool | None:
        spans = numerals(self.text, item)
        words = self.text[slice(*item.spans[0])]
        # Numerals written together (`3-1`, `6:00`, `2/14`, `10-15`) are one to some and several to others.
        if not spans or words.lower() == "one" or _TOGETHER.search(words):
            return None
        exact = all(span in gold for span in spans)
        return exact and (item.number_kind == "date" or value_agrees(gold[spans[0]], item))

    def _quote(self, item: Quote, span: Span, people: dict[str, Person]) -> bool:
        quote = next((one for one in self._data["quotes"] if span in _spans(one["spans"])), None)
        if quote is None or quote["type"] not in ("direct", "mixed"):
            return False
        sources = _spans(quote.get("speaker_spans") or [one for one in [quote.get("speaker")] if isinstance(one, list)])
        said = item.evidence.get("speaker")
        if said is None and item.speaker in people:  # from the context: nothing beside the quote to compare
            return _touch(sources, people[item.speaker].spans)
        return not sources or (said is not None and _touch(sources, [said]))


_KINDS: Final[dict[str, set[str]]] = {
    "cardinal": {"count"}, "ordinal": {"ordinal"}, "percent": {"percent"}, "money": {"money"}, "quantity": {"measure"},
    "duration": {"duration"}, "age": {"age"}, "range": {"range", "count"},
}  # fmt: skip
_SECONDS: Final = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "fortnight": 1209600, "month": 2592000,
    "quarter": 7776000, "year": 31536000, "decade": 315360000, "century": 3153600000,
}  # fmt: skip
_TOGETHER: Final = re.compile(r"\d ?[-–—/:] ?\d|\d\.\d+\.\d")
_DIGITS: Final = re.compile(r"\d+(?:st|nd|rd|th)?")
_SIGN: Final = re.compile(r"(?:[A-Z]{0,3}\s?[$£€¥]\s?|[-+±]\s?|an? )?", re.IGNORECASE)


def numerals(text: str, item: Number) -> list[Span]:
    """What a set of bare numerals would mark: no sign, article or %, each numeral of a date or a score by itself."""
    start, end = item.spans[0]
    if item.value is None and item.number_kind == "count":  # `dozens of` is no numeral there
        return []
    if item.number_kind in ("date", "score"):
        return [match.span() for match in _DIGITS.finditer(text, start, end)]
    sign = _SIGN.match(text, start, end)
    first = sign.end() if sign else start
    return [(first, first + len(text[first:end].removesuffix("%").rstrip()))]


def with_unit(item: Number) -> Span:
    spans = [item.spans[0], item.evidence.get("unit", item.spans[0])]
    return min(start for start, _ in spans), max(end for _, end in spans)


def same_unit(gold: Json, item: Number) -> bool | None:
    """None where one of them has no unit."""
    if not gold.get("unit") or not item.unit or gold["kind"] not in ("quantity", "duration"):
        return None
    return bool(gold["unit"].lower().rstrip("s") == item.unit.lower().rstrip("s"))


def value_agrees(gold: Json, item: Number) -> bool:
    """True also where the gold has no value."""
    bounds = [key for key in ("low", "high") if gold.get(key) is not None]
    if bounds:
        return all(close(gold[key], getattr(item, key)) for key in bounds)
    if gold.get("seconds") is not None:
        seconds = _SECONDS.get((item.unit or "").rstrip("s"))
        return (
            isinstance(item.value, int | float) and seconds is not None and close(gold["seconds"], item.value * seconds)
        )
    return gold.get("value") is None or close(gold["value"], item.value)


def close(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-3 if one % 1 or other % 1 else 1e-9)
    return bool(str(one) == str(other))


def _spans(pairs: Iterable[Iterable[int]]) -> list[Span]:
    return [(start, end) for start, end in pairs]


def _touch(ones: Iterable[Span], others: Iterable[Span]) -> bool:
    others = list(others)
    return any(overlap(one, other) for one in ones for other in others)
