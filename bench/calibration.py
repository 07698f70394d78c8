"""Whether a confidence means what it says, and tells right from wrong: calibration on gold.

    python bench/calibration.py [--write] GOLD …

GOLD are records (JSON, JSON Lines, folders of *.gold.json) or lines of spans (see gold.py), gzipped or not. The map
from a finder's score to a probability is fitted on four fifths of the articles and measured on the last, five times:
expected calibration error in ten bins of as many fields (ECE mass) and of a tenth of the scale (ECE width), and the
area under the ROC curve. "As shipped" are the errors of the knots in extract/confidence.py. With --write: knots fitted
on all, to paste there.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from gold import read

from extract.confidence import KNOTS, Knot, interpolated
from extract.news import NewsExtractor

FOLDS: Final = 5
BINS: Final = 10
SCORES: Final = (0.0, 0.2, 0.4, 0.6, 0.75, 0.87, 0.95, 1.0)
"""Where a map has its knots."""
STEPS: Final = 15
RIDGE: Final = 1e-3
EDGE: Final = 0.005
"""A score of 1 is taken for no more than this short of it."""


class Sample(NamedTuple):
    """`score` is as the finder gave it, 0-1, or the probability that a map made of it."""

    source: str
    fold: int
    score: float
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="print the knots to paste")
    parser.add_argument("gold", nargs="+", type=Path)
    options = parser.parse_args()
    shipped = dict(KNOTS)
    samples = collect(options.gold)
    print(f"{'':<26}{'n':>6}{'right':>7}{'ECE mass':>10}{'width':>7}{'ROC area':>10}   as shipped: mass  width")
    for kind, found in samples.items():
        fitted = crossed(found)
        now = [mapped(shipped[kind], sample) for sample in found]
        tell(kind, fitted, now)
        for source in sorted({sample.source for sample in found}):
            tell("  " + source, *([sample for sample in part if sample.source == source] for part in (fitted, now)))
    for kind, found in samples.items() if options.write else ():
        print(f'    "{kind}": ({", ".join(f"({at:.3g}, {right:.3f})" for at, right in knots(found))}),')


def collect(paths: Iterable[Path]) -> dict[str, list[Sample]]:
    """The maps are taken out first, so that scores are raw."""
    KNOTS.update(dict.fromkeys(KNOTS, ((0, 0), (1, 1))))
    extractor = NewsExtractor()
    found: dict[str, list[Sample]] = {kind: [] for kind in KNOTS}
    for gold in read(paths):
        fold = int(hashlib.sha256(gold.text.encode()).hexdigest(), 16) % FOLDS
        for kind, score, right in gold.verdicts(extractor.suggest(gold.text)):
            found[kind].append(Sample(gold.source, fold, score, right))
    return {kind: samples for kind, samples in found.items() if samples}


def tell(name: str, fitted: Sequence[Sample], now: Sequence[Sample]) -> None:
    right = sum(sample.right for sample in fitted) / len(fitted)
    print(
        f"{name:<26}{len(fitted):>6}{right:>7.3f}{error(by_mass(fitted)):>10.3f}{error(by_width(fitted)):>7.3f}"
        f"{area(fitted):>10.3f}{error(by_mass(now)):>20.3f}{error(by_width(now)):>7.3f}"
    )


def crossed(samples: Sequence[Sample]) -> list[Sample]:
    """Each mapped by knots that were fitted without its fold."""
    maps = [knots([sample for sample in samples if sample.fold != fold]) for fold in range(FOLDS)]
    return [mapped(maps[sample.fold], sample) for sample in samples]


def mapped(line: Sequence[Knot], sample: Sample) -> Sample:
    return sample._replace(score=interpolated(line, sample.score))


def knots(samples: Sequence[Sample]) -> list[Knot]:
    """A logistic curve of the score's log odds, by Newton's method, written down where the knots are.

    Two parameters: a free monotone curve follows the accidents of a hundred wrong ones, and loses in crossing.
    """
    points = [(log_odds(sample.score), sample.right) for sample in samples]
    slope, shift = 1.0, 0.0
    for _ in range(STEPS):
        by_slope = by_shift = 0.0
        curved = [RIDGE, 0.0, RIDGE]
        for odds, right in points:
            likely = logistic(slope * odds + shift)
            wide = likely * (1 - likely)
            by_slope += (right - likely) * odds
            by_shift += right - likely
            curved = [curved[0] + wide * odds * odds, curved[1] + wide * odds, curved[2] + wide]
        whole = curved[0] * curved[2] - curved[1] ** 2
        slope += (by_slope * curved[2] - by_shift * curved[1]) / whole
        shift += (by_shift * curved[0] - by_slope * curved[1]) / whole
    return [(score, logistic(slope * log_odds(score) + shift)) for score in SCORES]


def logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def log_odds(score: float) -> float:
    within = min(max(score, EDGE), 1 - EDGE)
    return math.log(within / (1 - within))


def by_mass(samples: Sequence[Sample]) -> list[Sequence[Sample]]:
    """Ten bins of as many samples, by score."""
    ranked = sorted(samples, key=attrgetter("score"))
    edges = [round(len(ranked) * number / BINS) for number in range(BINS + 1)]
    return [ranked[start:end] for start, end in pairwise(edges)]


def by_width(samples: Iterable[Sample]) -> list[Sequence[Sample]]:
    """Ten bins of a tenth of the scale."""
    bins: list[list[Sample]] = [[] for _ in range(BINS)]
    for sample in samples:
        bins[min(int(sample.score * BINS), BINS - 1)].append(sample)
    return list(bins)


def error(bins: Sequence[Sequence[Sample]]) -> float:
    """Expected calibration error: how far the mean score of a bin is from its share of right ones, on average."""
    apart = sum(abs(sum(sample.score - sample.right for sample in part)) for part in bins)
    return apart / sum(map(len, bins))


def area(samples: Sequence[Sample]) -> float:
    """Under the ROC curve: how often a right one scores above a wrong one, a tie counting half."""
    right = sum(sample.right for sample in samples)
    wrong = len(samples) - right
    below = won = 0.0
    for _, group in groupby(sorted(samples, key=attrgetter("score")), key=attrgetter("score")):
        rights = [sample.right for sample in group]
        misses = len(rights) - sum(rights)
        won += sum(rights) * (below + misses / 2)
        below += misses
    return won / (right * wrong) if right and wrong else float("nan")


if __name__ == "__main__":
    main()
