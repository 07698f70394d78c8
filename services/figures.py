"""Precision, recall and F1 by kind and of all kinds, shares of right attributes, and their 95 % intervals.

From counts of each article, which `evaluation` makes: an interval says what other articles of the same sort could have
given, so it is articles that are drawn again, not mentions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from services.evaluation import Evaluation
from store.agreement.measures import RESAMPLES, Counts, Interval, no_counts, share, stratified_intervals, total, unseen
from store.model.fields import Json

ALL: Final = "all"
"""The kinds together."""
RATIOS: Final = ("precision", "recall", "f1")
MEASURES: Final = (*RATIOS, "wrong", "missed")
"""`wrong` and `missed` are mentions."""
_OF: Final = {"precision": ("found",), "recall": ("gold",), "f1": ("found", "gold")}
"""What a ratio is of."""
_TOGETHER: Final = 0.1
"""How far errors of one article come together (their correlation), where none was seen that would tell."""
_Article: TypeAlias = tuple[Counts, float]
"""With its weight."""


class Figure(NamedTuple):
    """`interval` is the middle 95 %; None where too few articles are done to say."""

    value: float
    interval: Interval | None

    def to_json(self, digits: int) -> Json:
        """None for what is not defined, as precision where nothing was found."""
        bounds = None if self.interval is None else [round(bound, digits) for bound in self.interval]
        return {"value": None if math.isnan(self.value) else round(self.value, digits), "interval": bounds}

    def as_percent(self) -> str:
        if math.isnan(self.value):
            return "–"
        bounds = f" ({100 * self.interval[0]:.1f}–{100 * self.interval[1]:.1f})" if self.interval else ""
        return f"{100 * self.value:.1f}{bounds}"


class Figures(NamedTuple):
    """By kind, then by measure or attribute; of attributes the share that is right, over matched fields."""

    measures: dict[str, dict[str, Figure]]
    attributes: dict[str, dict[str, Figure]]


def counts_of(evaluation: Evaluation) -> Counts:
    """By kind and for all."""
    counts = no_counts()
    for group, tally in evaluation.tallies.items():
        for of in (group, ALL):
            counts[of, "right"] += tally.right
            counts[of, "found"] += tally.found
            counts[of, "gold"] += tally.gold
        for name, (right, compared) in tally.attributes.items():
            counts[group, "attribute right", name] += right
            counts[group, "attribute", name] += compared
    return counts


def since(before: Counts, evaluation: Evaluation) -> Counts:
    """What the article has added that was scored last; `before` is what `counts_of` said until then."""
    found = no_counts()
    found.update({key: count - before[key] for key, count in counts_of(evaluation).items() if count != before[key]})
    return found


def figures(
    strata: Sequence[Sequence[Counts]], sizes: Sequence[int] | None = None, resamples: int = RESAMPLES
) -> Figures:
    """`strata` hold the counts of each article. With `sizes`, the articles of each stratum were drawn from so many, and
    count for all of them."""
    weights = [1.0] * len(strata) if sizes is None else [n / len(some) for n, some in zip(sizes, strata, strict=True)]
    weighted = [[_times(one, weight) for one in some] for some, weight in zip(strata, weights, strict=True)]
    articles = [(counts, weight) for some, weight in zip(strata, weights, strict=True) for counts in some]
    summed = total([counts for some in weighted for counts in some])
    values, bounds = measured(summed), stratified_intervals(weighted, measured, resamples)
    by_name = {name: Figure(value, _widened(name, value, bounds[name], articles)) for name, value in values.items()}
    groups = groups_of(summed)
    return Figures(
        {group: {name: by_name[f"{group}.{name}"] for name in MEASURES} for group in groups},
        {
            group: {
                name.removeprefix(f"{group}:"): figure
                for name, figure in by_name.items()
                if name.startswith(f"{group}:")
            }
            for group in groups
        },
    )


def measured(counts: Counts) -> Mapping[str, float]:
    """By `kind.measure`, and by `kind:attribute` the share that is right."""
    found: dict[str, float] = {}
    for group in groups_of(counts):
        right, mine, gold = (counts[group, name] for name in ("right", "found", "gold"))
        values = (share(right, mine), share(right, gold), share(2 * right, mine + gold), mine - right, gold - right)
        found |= {f"{group}.{name}": value for name, value in zip(MEASURES, values, strict=True)}
    for of, name in [(key[0], key[2]) for key in counts if key[1] == "attribute"]:
        found[f"{of}:{name}"] = share(counts[of, "attribute right", name], counts[of, "attribute", name])
    return found


def groups_of(counts: Counts) -> list[str]:
    """Those of which there is anything, then all."""
    groups = [str(key[0]) for key, count in counts.items() if key[1] in ("gold", "found") and count and key[0] != ALL]
    return [*dict.fromkeys(groups), ALL]


def _times(counts: Counts, weight: float) -> Counts:
    weighted = no_counts()
    weighted.update({key: count * weight for key, count in counts.items()})
    return weighted


def _widened(name: str, value: float, interval: Interval | None, articles: Sequence[_Article]) -> Interval | None:
    """Where all is right or nothing is, resampling finds no other value; that none was seen is not that none is."""
    if interval is None or value not in (0, 1):
        return interval
    group, _, attribute = name.partition(":")
    if attribute:
        return _of_likes(value, articles, [(group, "attribute", attribute)])
    group, _, measure = name.partition(".")
    if measure in RATIOS:
        return _of_likes(value, articles, [(group, of) for of in _OF[measure]])
    if value:
        return interval
    of = (group, "found" if measure == "wrong" else "gold")
    mentions = sum(counts[of] * weight for counts, weight in articles)
    return Interval(0.0, mentions * _of_likes(0.0, articles, [of]).high)


def _of_likes(value: float, articles: Sequence[_Article], of: Sequence[tuple[str, ...]]) -> Interval:
    """From as many independent observations as these mentions are worth (Kish, 1965)."""
    summed = squared = 0.0
    for counts, weight in articles:
        count = sum(counts[key] for key in of)
        summed += weight * count
        squared += weight**2 * count * (1 + _TOGETHER * max(0.0, count - 1))
    other = unseen(summed**2 / squared if squared else 0.0)
    return Interval(1 - other, 1.0) if value == 1 else Interval(0.0, other)
