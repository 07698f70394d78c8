"""Evaluates suggestions against gold: mentions found, attributes correct, and counts of each type of error.

Pure: fields in, counts out. `gold` reads gold records; the command prints tables.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from store.agreement.matching import comparable, compared, matched, overlap, same, targets
from store.model.fields import GROUPS, AnyField, Json, Place, Span

ERRORS: Final = ("missed", "spurious", "boundary", "wrong kind", "wrong value", "wrong speaker")
"""In this order: a gold mention that was not found; a found mention that is not gold; other edges; the same words with
another kind; a number with another value; a quote with another speaker."""


_WEIGHTY: Final = {"numbers": "value", "quotes": "speaker"}
"""The attribute without which a field of a group is not right."""
INSIDE: Final = 2.0
"""Degrees by which the points of a country or a region may differ: any point well inside it is right."""


@dataclass(slots=True)
class Tally:
    """Counts of one kind. Mentions are compared by their exact spans."""

    right: int = 0
    found: int = 0
    gold: int = 0
    attributes: dict[str, list[int]] = field(default_factory=dict)
    """[right, compared] by attribute, over matched fields."""
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
        """Ratios are 0-1, or null if undefined."""
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


class Comparison:
    """The gold and the found fields of one article; `pairs` has those that match, by group."""

    def __init__(self, gold: Iterable[AnyField], found: Iterable[AnyField], neutral: Iterable[AnyField] = ()) -> None:
        self.gold, self.found = list(gold), list(found)
        self.pairs = {group: matched(group, self.gold, self.found) for group in GROUPS}
        self._neutral = [(item.group, span) for item in neutral for span in item.spans]
        self._mentions = {(item.group, span) for item in self.gold for span in item.spans}
        alike = [{"gold": item, "found": other} for some in self.pairs.values() for item, other in some]
        self._aims = targets({"gold": self.gold, "found": self.found}, alike)

    def counts(self, item: AnyField, span: Span) -> bool:
        """False for a found mention that overlaps an undecided one and is not gold."""
        return (item.group, span) in self._mentions or not any(
            group == item.group and overlap(span, other) for group, other in self._neutral
        )

    def is_right(self, name: str, gold: AnyField, ours: AnyField) -> bool | None:
        """Whether an attribute of matched fields agrees; None where the gold does not say."""
        expected, got = comparable(gold, name, self._aims["gold"]), comparable(ours, name, self._aims["found"])
        built_in = not gold.row.own
        if built_in and name == "coordinates":
            if None in expected:
                return None
            if isinstance(gold, Place) and gold.type in ("country", "region"):
                return None not in got and all(abs(a - b) <= INSIDE for a, b in zip(expected, got, strict=True))
        return all(map(_close, expected, got)) if built_in and name == "value" else same(name, expected, got)

    def bears_out(self, item: AnyField, span: Span) -> bool:
        """Whether a found mention is gold: a number with its value, a piece of a quote with its speaker."""
        if (item.group, span) not in self._mentions:
            return False
        if (name := _WEIGHTY.get(item.group)) is None:
            return True
        gold = next((gold for gold, found in self.pairs[item.group] if found is item), None)
        return gold is not None and self.is_right(name, gold, item) is not False


class Evaluation:
    """Adds up articles, one at a time."""

    def __init__(self) -> None:
        self.tallies = {group: Tally() for group in GROUPS}
        self.articles = 0

    @property
    def whole(self) -> Tally:
        """Mentions of all kinds together."""
        of = self.tallies.values()
        errors = sum((tally.errors for tally in of), Counter[str]())
        return Tally(
            sum(one.right for one in of), sum(one.found for one in of), sum(one.gold for one in of), {}, errors
        )

    def add(
        self,
        gold: Iterable[AnyField],
        found: Iterable[AnyField],
        groups: Collection[str] = GROUPS,
        neutral: Iterable[AnyField] = (),
    ) -> None:
        """Score one article, only in `groups`. Mentions that overlap a `neutral` (undecided) field are not counted."""
        both = Comparison(gold, found, neutral)
        self.articles += 1
        for group in groups:
            self._mentions(group, both)
            for item, other in both.pairs[group]:
                self._attributes(item, other, both)

    def _mentions(self, group: str, both: Comparison) -> None:
        tally = self.tallies.setdefault(group, Tally())  # a library has kinds of its own once it is open
        golds, ours = both.gold, both.found
        gold = {span for item in golds if item.group == group for span in item.spans}
        mine = {span for item in ours if item.group == group for span in item.spans if both.counts(item, span)}
        tally.right += len(gold & mine)
        tally.found += len(mine)
        tally.gold += len(gold)
        elsewhere = {span for item in ours if item.group != group for span in item.spans}
        gold_elsewhere = {span for item in golds if item.group != group for span in item.spans}
        for span in gold - mine:
            if any(overlap(span, other) for other in mine):
                tally.errors["boundary"] += 1
            else:
                tally.errors["wrong kind" if span in elsewhere else "missed"] += 1
        for span in mine - gold:
            if not any(overlap(span, other) for other in gold) and span not in gold_elsewhere:
                tally.errors["spurious"] += 1

    def _attributes(self, gold: AnyField, ours: AnyField, both: Comparison) -> None:
        tally = self.tallies[gold.group]
        for name in compared(gold.group):
            if (right := both.is_right(name, gold, ours)) is None:
                continue
            pair = tally.attributes.setdefault(name, [0, 0])
            pair[0] += right
            pair[1] += 1
            if not gold.row.own and not right and name in _WEIGHTY.values():
                tally.errors[f"wrong {name}"] += 1


def _close(expected: object, got: object) -> bool:
    """True if two values agree: fractions within rounding (0.6667 for two thirds), `"1946"` and 1946 alike."""
    try:
        one, other = float(str(expected)), float(str(got))
    except ValueError:
        return expected == got
    return one == other or (not one.is_integer() and math.isclose(one, other, rel_tol=1e-3))
