"""Agreement's figures against those of statistics libraries."""

from __future__ import annotations

import math
import warnings
from collections import Counter
from random import Random

import krippendorff
import numpy as np
from scipy.stats import bootstrap
from sklearn.metrics import cohen_kappa_score

from store.agreement.measures import alpha, coincidences_of, intervals, kappa, no_counts


def ratings(random: Random) -> list[list[int | None]]:
    """Two to four people, who mostly agree and now and then say nothing."""
    kinds, units = random.randint(2, 5), random.randint(2, 40)
    truth = [random.randrange(kinds) for _ in range(units)]
    return [
        [(value if random.random() < 0.6 else random.randrange(kinds)) if random.random() < 0.85 else None
         for value in truth]
        for _ in range(random.randint(2, 4))
    ]  # fmt: skip


def test_kappa_is_scikit_learn_s() -> None:
    random = Random(1)
    compared = 0
    for _ in range(300):
        one, other, *_ = ratings(random)
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
        mine = kappa(Counter(pairs))
        if not math.isnan(mine):
            compared += 1
            assert math.isclose(mine, cohen_kappa_score(*zip(*pairs, strict=True)), abs_tol=1e-12)
    assert compared > 250


def test_alpha_is_krippendorff_s() -> None:
    random = Random(2)
    compared = 0
    for _ in range(300):
        people = ratings(random)
        summed = no_counts()
        for unit in zip(*people, strict=True):
            for key, count in coincidences_of([value for value in unit if value is not None]).items():
                summed[key] += count
        mine = alpha({(one, other): count for (one, other), count in summed.items()})
        if not math.isnan(mine):
            compared += 1
            data = np.array([[math.nan if value is None else value for value in one] for one in people])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                theirs = krippendorff.alpha(data, level_of_measurement="nominal")
            assert math.isclose(mine, theirs, abs_tol=1e-12)
    assert compared > 250


def test_intervals_are_scipy_s_percentile_bootstrap() -> None:
    random = Random(3)
    shares = [(random.randint(0, 20), 20) for _ in range(40)]
    articles = []
    for right, compared in shares:
        counts = no_counts()
        counts.update({("right",): right, ("compared",): compared})
        articles.append(counts)
    found = intervals(articles, lambda counts: {"share": counts["right",] / counts["compared",]})["share"]
    assert found is not None
    theirs = bootstrap(
        (np.array([right for right, _ in shares]), np.array([of for _, of in shares])),
        lambda right, of, axis: right.sum(axis=axis) / of.sum(axis=axis),
        paired=True, method="percentile", n_resamples=9999, rng=np.random.default_rng(4),
    ).confidence_interval  # fmt: skip
    assert math.isclose(found.low, theirs.low, abs_tol=0.01)
    assert math.isclose(found.high, theirs.high, abs_tol=0.01)
