"""How far several readings agree: F1, Cohen's kappa, Krippendorff's alpha, and how sure one can be of them.

Pure arithmetic on counts that add up over articles, so that articles can be drawn again for the bootstrap. What is
counted is `comparing`'s business.
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
"""How often one reading says the first and the other the second."""

RESAMPLES: Final = 1000
_SEED: Final = 7  # any: the same libraries give the same intervals


class Interval(NamedTuple):
    """Where 95 of 100 draws lie."""

    low: float
    high: float


def f1(both: float, total: float) -> float:
    """`both` is what two readings have in common, `total` what one has plus what the other has."""
    return 2 * both / total if total else math.nan


def share(same: float, compared: float) -> float:
    return same / compared if compared else math.nan


def kappa(table: Table) -> float:
    """Cohen's (1960): agreement beyond what two readings with these habits would reach by chance.

    Not a number where nothing was compared, or where both say one and the same throughout.
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
    """Krippendorff's (2011), nominal: any number of readings, some of which may be missing.

    `coincidences` come from `coincidences_of`. Not a number where all values are one and the same.
    """
    total = sum(coincidences.values())
    values: dict[Hashable, float] = defaultdict(float)
    for (one, _), count in coincidences.items():
        values[one] += count
    disagreeing = sum(count for (one, other), count in coincidences.items() if one != other)
    expected = total**2 - sum(count**2 for count in values.values())
    return 1 - (total - 1) * disagreeing / expected if expected > 0 else math.nan


def coincidences_of(values: Sequence[Hashable]) -> dict[tuple[Hashable, Hashable], float]:
    """What one unit with these values adds; nothing where it has fewer than two."""
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
    """By the percentile bootstrap over articles: as many are drawn as there are, with replacement, again and again.

    None for what has a value in fewer than half of the draws, and for all where there is but one article.
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


def _middle(ordered: Sequence[float]) -> Interval:
    """Without the lowest and the highest 2.5 of a hundred."""
    cut = int(len(ordered) * 0.025)
    return Interval(ordered[cut], ordered[-1 - cut])
