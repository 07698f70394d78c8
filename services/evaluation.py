"""Evaluates suggestions against gold: mentions found, attributes correct, and counts of each type of error.

Pure: fields in, counts out. `gold` reads gold records; the command prints tables.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from store.agreement.matching import Targets, comparable, compared, matched, overlap, same, targets
from store.model.fields import GROUPS, AnyField, Json, Place, Span

ERRORS: Final = ("missed", "spurious", "boundary", "wrong kind", "wrong value", "wrong speaker")
"""In this order: a gold mention that was not found; a found mention that is not gold; other edges; the same words with
another kind; a number with another value; a quote with another speaker."""


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
        golds, ours = list(gold), list(found)
        undecided = [(item.group, span) for item in neutral for span in item.spans]
        pairs = {group: matched(group, golds, ours) for group in GROUPS}
        alike = [{"gold": item, "found": other} for some in pairs.values() for item, other in some]
        aims = targets({"gold": golds, "found": ours}, alike)
        self.articles += 1
        for group in groups:
            self._mentions(group, golds, ours, [span for name, span in undecided if name == group])
            for item, other in pairs[group]:
                self._attributes(item, other, aims["gold"], aims["found"])

    def _mentions(self, group: str, golds: list[AnyField], ours: list[AnyField], neutral: list[Span]) -> None:
        tally = self.tallies.setdefault(group, Tally())  # a library has kinds of its own once it is open
        gold = {span for item in golds if item.group == group for span in item.spans}
        mine = {span for item in ours if item.group == group for span in item.spans}
        mine -= {span for span in mine - gold if any(overlap(span, other) for other in neutral)}
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

    def _attributes(self, gold: AnyField, ours: AnyField, gold_aims: Targets, aims: Targets) -> None:
        tally = self.tallies[gold.group]
        for name in compared(gold.group):
            expected, got = comparable(gold, name, gold_aims), comparable(ours, name, aims)
            built_in = not gold.row.own
            if built_in and name == "coordinates" and None in expected:
                continue
            right = all(map(_close, expected, got)) if built_in and name == "value" else same(name, expected, got)
            if built_in and name == "coordinates" and isinstance(gold, Place) and gold.type in ("country", "region"):
                right = None not in got and all(abs(a - b) <= INSIDE for a, b in zip(expected, got, strict=True))
            pair = tally.attributes.setdefault(name, [0, 0])
            pair[0] += right
            pair[1] += 1
            if built_in and not right and name in ("value", "speaker"):
                tally.errors[f"wrong {name}"] += 1


def _close(expected: object, got: object) -> bool:
    """True if two values agree: fractions within rounding (0.6667 for two thirds), `"1946"` and 1946 alike."""
    try:
        one, other = float(str(expected)), float(str(got))
    except ValueError:
        return expected == got
    return one == other or (not one.is_integer() and math.isclose(one, other, rel_tol=1e-3))
