"""Measures of agreement: F1, Cohen's kappa and Krippendorff's alpha, with bootstrap intervals.

Pure arithmetic on counts per article, which `compare` makes, so that articles can be resampled.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from operator import itemgetter
from random import Random
from typing import Final, NamedTuple, TypeAlias

Counts: TypeAlias = defaultdict[tuple[Hashable, ...], float]
Table: TypeAlias = Mapping[tuple[Hashable, Hashable], float]
"""By pair of values, how often one reading has the first and the other the second."""

RESAMPLES: Final = 1000
_SEED: Final = 7  # any: the same libraries give the same intervals


class Interval(NamedTuple):
    """The middle 95 % of the resamples."""

    low: float
    high: float


def f1(both: float, total: float) -> float:
    """`both` is the number of items in both readings, `total` the sum of the numbers in each."""
    return 2 * both / total if total else math.nan


def share(same: float, compared: float) -> float:
    return same / compared if compared else math.nan


def kappa(table: Table) -> float:
    """Cohen's kappa (1960): agreement beyond that expected by chance from the two readings' distributions.

    NaN if nothing was compared, or if both readings have the same single value throughout.
    """
    total = sum(table.values())
    if not total:
        return math.nan
    first: dict[Hashable, float] = defaultdict(float)
    second: dict[Hashable, float] = defaultdict(float)
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    observed = sum(count for (one, other), count in table.items() if one == other) / total
    expected = sum(first[value] * second[value] for value in first.keys() & second.keys()) / total**2
    return (observed - expected) / (1 - expected) if expected < 1 else math.nan


def alpha(coincidences: Table) -> float:
    """Krippendorff's nominal alpha (2011), for any number of readings, some of which may be missing.

    `coincidences` are sums of `coincidences_of`. NaN if all values are equal.
    """
    total = sum(coincidences.values())
    values: dict[Hashable, float] = defaultdict(float)
    for (one, _), count in coincidences.items():
        values[one] += count
    disagreeing = sum(count for (one, other), count in coincidences.items() if one != other)
    expected = total**2 - sum(count**2 for count in values.values())
    return 1 - (total - 1) * disagreeing / expected if expected > 0 else math.nan


def coincidences_of(values: Sequence[Hashable]) -> dict[tuple[Hashable, Hashable], float]:
    """The coincidences of one unit with these values; none if it has fewer than two."""
    counts = Counter(values)
    others = len(values) - 1
    return {
        (one, other): n * (m - (one == other)) / others
        for one, n in counts.items()
        for other, m in counts.items()
        if others and m > (one == other)
    }


def no_counts() -> Counts:
    return defaultdict(float)


def total(articles: Sequence[Counts]) -> Counts:
    summed = no_counts()
    for counts in articles:
        for key, count in counts.items():
            summed[key] += count
    return summed


def intervals(
    articles: Sequence[Counts], measure: Callable[[Counts], Mapping[str, float]], resamples: int = RESAMPLES
) -> dict[str, Interval | None]:
    """Percentile bootstrap intervals by name: each resample draws as many articles as there are, with replacement.

    None for a measure that is NaN in at least half of the resamples, and for all if there is only one article.
    """
    names = measure(total(articles))
    if len(articles) < 2:
        return dict.fromkeys(names)
    keys = list(dict.fromkeys(key for counts in articles for key in counts))
    columns = [[counts.get(key, 0) for counts in articles] for key in keys]
    random = Random(_SEED)
    drawn: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(resamples):
        pick = itemgetter(*random.choices(range(len(articles)), k=len(articles)))
        summed = no_counts()
        summed.update(zip(keys, (sum(pick(column)) for column in columns), strict=True))
        for name, value in measure(summed).items():
            if name in drawn and not math.isnan(value):
                drawn[name].append(value)
    return {name: _middle(sorted(values)) if len(values) > resamples / 2 else None for name, values in drawn.items()}


def stratified_intervals(
    strata: Sequence[Sequence[Counts]], measure: Callable[[Counts], Mapping[str, float]], resamples: int = RESAMPLES
) -> dict[str, Interval | None]:
    """The same for articles drawn from strata, already multiplied by their weights.

    Each resample draws one article fewer of each stratum and makes up for it, as Rao and Wu (1988) have it: else small
    strata would seem to vary less than they do. Those of one article, which seem not to vary at all, are taken together
    (collapsed strata: Cochran 1977, 5A.12), which makes intervals wider rather than too narrow.
    """
    names = measure(total([counts for stratum in strata for counts in stratum]))
    strata = _collapsed(strata)
    if all(len(stratum) < 2 for stratum in strata):
        return dict.fromkeys(names)
    keys = list(dict.fromkeys(key for stratum in strata for counts in stratum for key in counts))
    columns = [[[counts.get(key, 0) for counts in stratum] for key in keys] for stratum in strata]
    random = Random(_SEED)
    drawn: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(resamples):
        summed = no_counts()
        for stratum, column in zip(strata, columns, strict=True):
            size = len(stratum)
            picked = random.choices(range(size), k=size - 1) if size > 1 else [0]
            for key, values in zip(keys, column, strict=True):
                summed[key] += sum(values[one] for one in picked) * size / len(picked)
        for name, value in measure(summed).items():
            if name in drawn and not math.isnan(value):
                drawn[name].append(value)
    return {name: _middle(sorted(values)) if len(values) > resamples / 2 else None for name, values in drawn.items()}


def unseen(articles: float) -> float:
    """The largest share of articles of another sort that as many of one sort still leave likely (Clopper and Pearson,
    1934): where all are alike, a bootstrap gives an interval without width, which says too much."""
    return 1 - float(0.025 ** (1 / articles)) if articles else 1.0


def _collapsed(strata: Sequence[Sequence[Counts]]) -> list[Sequence[Counts]]:
    """No stratum of one article, unless it is alone: those are one together, and a single one joins the smallest."""
    lone = [counts for stratum in strata if len(stratum) == 1 for counts in stratum]
    rest = sorted((stratum for stratum in strata if len(stratum) > 1), key=len)
    if len(lone) == 1 and rest:
        return [[*rest[0], *lone], *rest[1:]]
    return [lone, *rest] if lone else rest


def _middle(ordered: Sequence[float]) -> Interval:
    """The range without the lowest and the highest 2.5 %."""
    cut = int(len(ordered) * 0.025)
    return Interval(ordered[cut], ordered[-1 - cut])
