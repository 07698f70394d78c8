"""How good suggestions are against gold: mentions found, attributes right, and what went wrong how often.

Pure: fields in, counts out. Reading gold and printing tables is the command's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from store.fields import GROUPS, AnyField, Json, Number, Person, Quote, Span, json_key

ERRORS: Final = ("missed", "spurious", "boundary", "wrong kind", "wrong value", "wrong speaker")
"""A gold mention without one of ours; one of ours without gold; the same kind with other edges; the same words as
another kind; a number found with another value; a quote found with another speaker."""

_ATTRIBUTES: Final = {
    "people": ("spans", "name", "role"),
    "places": ("spans", "name", "type", "country", "coordinates"),
    "numbers": ("value", "kind", "unit", "counted", "event", "approx"),
    "quotes": ("spans", "type", "speaker", "cue"),
}
NEAR: Final = 0.25
"""Degrees by which coordinates may differ: two gazetteers rarely put a city's point in the same street."""


@dataclass(slots=True)
class Tally:
    """Counts of one kind. Mentions are compared by their exact spans."""

    right: int = 0
    found: int = 0
    gold: int = 0
    attributes: dict[str, list[int]] = field(default_factory=dict)
    """[right, compared] of each attribute, over fields that gold and suggestions share."""
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else math.nan

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else math.nan

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else math.nan

    def to_json(self) -> Json:
        """Ratios as 0-1, null where there is nothing to divide by."""
        ratios = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {
            **{name: None if math.isnan(value) else round(value, 4) for name, value in ratios.items()},
            "mentions": self.gold,
            "found": self.found,
            "attributes": {
                name: {"accuracy": round(right / compared, 4), "compared": compared}
                for name, (right, compared) in self.attributes.items()
            },
            "errors": {name: self.errors[name] for name in ERRORS if self.errors[name]},
        }


class Evaluation:
    """Adds up articles, one at a time."""

    def __init__(self) -> None:
        self.tallies = {group: Tally() for group in GROUPS}
        self.articles = 0

    def add(
        self,
        gold: Iterable[AnyField],
        found: Iterable[AnyField],
        groups: Sequence[str] = GROUPS,
        neutral: Iterable[AnyField] = (),
    ) -> None:
        """One article. Only `groups` are scored; what meets a `neutral` field, undecided by anyone, counts nowhere."""
        golds, ours = list(gold), list(found)
        undecided = [(item.group, span) for item in neutral for span in item.spans]
        self.articles += 1
        for group in groups:
            self._mentions(group, golds, ours, [span for name, span in undecided if name == group])
            for item, other in matched(group, golds, ours):
                self._attributes(item, other, golds, ours)

    def _mentions(self, group: str, golds: list[AnyField], ours: list[AnyField], neutral: list[Span]) -> None:
        tally = self.tallies[group]
        gold = {span for item in golds if item.group == group for span in item.spans}
        mine = {span for item in ours if item.group == group for span in item.spans}
        mine -= {span for span in mine - gold if any(_meet(span, other) for other in neutral)}
        tally.right += len(gold & mine)
        tally.found += len(mine)
        tally.gold += len(gold)
        elsewhere = {span for item in ours if item.group != group for span in item.spans}
        gold_elsewhere = {span for item in golds if item.group != group for span in item.spans}
        for span in gold - mine:
            if any(_meet(span, other) for other in mine):
                tally.errors["boundary"] += 1
            else:
                tally.errors["wrong kind" if span in elsewhere else "missed"] += 1
        for span in mine - gold:
            if not any(_meet(span, other) for other in gold) and span not in gold_elsewhere:
                tally.errors["spurious"] += 1

    def _attributes(self, gold: AnyField, ours: AnyField, golds: list[AnyField], found: list[AnyField]) -> None:
        tally = self.tallies[gold.group]
        for name in _ATTRIBUTES[gold.group]:
            expected, got = _value(gold, name, golds), _value(ours, name, found)
            if name == "coordinates" and None in expected:
                continue
            right = _near(expected, got) if name == "coordinates" else expected == got
            pair = tally.attributes.setdefault(name, [0, 0])
            pair[0] += right
            pair[1] += 1
            if not right and name in ("value", "speaker"):
                tally.errors[f"wrong {name}"] += 1


def matched(group: str, golds: Iterable[AnyField], ours: Iterable[AnyField]) -> list[tuple[AnyField, AnyField]]:
    """Fields of one kind, paired greedily: most shared spans first, then most shared characters, each used once."""
    mine = [item for item in ours if item.group == group]
    pairs = []
    for item in golds:
        if item.group != group:
            continue
        for place, other in enumerate(mine):
            spans = len(set(item.spans) & set(other.spans))
            shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in item.spans for b in other.spans)
            if shared:
                pairs.append((-spans, -shared, item.start, place, item, other))
    pairs.sort(key=lambda pair: pair[:4])
    taken: set[int] = set()
    result = []
    for *_, item, other in pairs:
        if id(item) not in taken and id(other) not in taken:
            taken |= {id(item), id(other)}
            result.append((item, other))
    return result


def _value(item: AnyField, name: str, fields: list[AnyField]) -> Any:
    if name == "spans":
        return tuple(item.spans)
    if name == "coordinates":
        return (getattr(item, "latitude", None), getattr(item, "longitude", None))
    if isinstance(item, Number) and name == "value":
        return tuple(_rounded(value) for value in (item.value, item.low, item.high))
    if isinstance(item, Quote) and name == "speaker":
        return _speaker(item, fields)
    attribute = next(a for a in item.attributes if json_key(a) == name)
    value = getattr(item, attribute)
    return value.casefold() if isinstance(value, str) else value


def _speaker(item: Quote, fields: list[AnyField]) -> object:
    """The person's mentions where the speaker is a person, so that ids and names may differ; else the words."""
    for person in fields:
        if isinstance(person, Person) and person.id == item.speaker:
            return person.name.casefold()
    return item.speaker_name.casefold() if item.speaker_name else None


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


def _near(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    return None not in other and all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
