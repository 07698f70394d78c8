"""The tagger's weights moved by a library's own corrections: an averaged perceptron that goes on from the shipped ones.

All articles are learned from together, a few times over, in an order that is drawn. A run that is read otherwise than
the person left it, or as that by less than a large margin, moves the weights of its features; those that the training
data had often move little. A word that the person left alone is no name or one of a group, whichever reads better.
Whole numbers only, so that the same lessons give the same weights everywhere.
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from random import Random
from typing import Final, NamedTuple, TypeAlias

from extract.document import Document
from extract.learning.spans import meeting
from extract.names import gazetteer
from extract.names.features import Featurizer, features_of
from extract.names.tagger import HALF, LABELS, Tagger, decode, lanes
from extract.names.wide import STEP, wide_lanes
from store.model.fields import Span
from store.model.kinds import PERSON, PLACE

FINE: Final = 16
"""Parts of a shipped weight in which steps are counted."""
EPOCHS: Final = 3
_STEP: Final = 8 * FINE
_KNOWN: Final = 200
"""Times that a feature was seen in training at which its steps are half as long."""
_LEAST: Final = 2
"""Articles that a feature must be met in."""
_MARGIN: Final = 448 * FINE
"""Nine times that of the training. With a smaller one only what is wrong teaches, and that half as well."""
_FORBIDDEN: Final = 10**9
_FREE: Final = (0, *(number for number, label in enumerate(LABELS) if label.endswith("-group")))
"""Labels of a word that the person left alone."""
_BEGIN: Final = {PERSON.name: LABELS.index("B-person"), PLACE.name: LABELS.index("B-place")}


class Run(NamedTuple):
    """For each word of a run the numbers of its features, what the shipped weights give each label, and the labels that
    it may have."""

    features: list[array[int]]
    scores: list[array[int]]
    allowed: list[tuple[int, ...]]


Weights: TypeAlias = dict[str, tuple[Sequence[int], int]]
"""By feature its weight for each label beside the shipped one, in whole weights, and how often it was moved."""


class Learner:
    """Numbers features as they are seen: its runs are for itself."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._rate_of = _rates(tagger)
        self._moves = [[FINE * move for move in row] for row in tagger.moves]
        self._numbers: dict[str, int] = {}
        self._rates: list[int] = []

    def runs_of(
        self, text: str, names: Mapping[Span, str], unsure: Sequence[Span], only: Sequence[Span] | None = None
    ) -> list[Run]:
        """What an article teaches. `names` are what stands, with its kind; `unsure` spans are not learned from, with
        `only` nothing else than what meets one of these."""
        document = Document(text)
        featurizer = Featurizer(document, self._tagger.lexicon)
        open_ones, places = sorted(unsure), sorted(names)
        taught = None if only is None else sorted(only)
        found: list[Run] = []
        for start, end in featurizer.runs:
            spans = [document.reading.origin(featurizer.span(i, i)) for i in range(start, end)]
            whole = spans[0][0], spans[-1][1]
            if meeting(open_ones, whole) or (taught is not None and not meeting(taught, whole)):
                continue
            allowed = _allowed(spans, {span: names[span] for span in meeting(places, whole)})
            if allowed is not None:
                seen = featurizer.seen(start, end)
                weighed = [lanes(self._tagger.scales.weigh(word)) for word in seen]
                scores = [array("i", [FINE * (lane - HALF) for lane in row]) for row in weighed]
                found.append(Run([self._numbered(features_of(word)) for word in seen], scores, allowed))
        return found

    def _numbered(self, features: Sequence[str]) -> array[int]:
        found = array("I")
        for feature in features:
            number = self._numbers.get(feature)
            if number is None:
                number = self._numbers[feature] = len(self._rates)
                self._rates.append(self._rate_of(feature))
            found.append(number)
        return found

    def fit(self, articles: Sequence[Sequence[Run]]) -> Weights:
        """What the articles teach together, whatever was learned before. Seeded by how many they are."""
        met = Counter(
            chain.from_iterable({f for run in runs for row in run.features for f in row} for runs in articles)
        )
        fit = _Fit(self._moves, [rate if met[n] >= _LEAST else 0 for n, rate in enumerate(self._rates)])
        chosen, order = Random(len(articles)), [*articles]
        for _ in range(EPOCHS):
            chosen.shuffle(order)
            for runs in order:
                for run in runs:
                    fit.learn(run)
        return {feature: (fit.averaged(n), fit.times[n]) for feature, n in self._numbers.items() if fit.times[n]}


class _Fit:
    """`weights` and `sums` are by feature, in wide lanes of parts of a weight; `times` counts how often each was moved,
    `_steps` the runs seen."""

    def __init__(self, moves: list[list[int]], rates: Sequence[int]) -> None:
        self._moves, self._rates = moves, rates
        self._weights, self._sums, self.times = ([0] * len(rates) for _ in range(3))
        self._steps = 1

    def learn(self, run: Run) -> None:
        self._steps += 1
        get = self._weights.__getitem__
        scores = [
            [a + b for a, b in zip(row, wide_lanes(total), strict=True)]
            if (total := sum(map(get, features)))
            else [*row]
            for row, features in zip(run.scores, run.features, strict=True)
        ]
        harder = [
            [score - _MARGIN if label in allowed else score for label, score in enumerate(row)]
            for row, allowed in zip(scores, run.allowed, strict=True)
        ]
        path = decode(harder, self._moves)
        if all(label in allowed for label, allowed in zip(path, run.allowed, strict=True)):
            return
        right = decode(
            [
                [score if label in allowed else score - _FORBIDDEN for label, score in enumerate(row)]
                for row, allowed in zip(scores, run.allowed, strict=True)
            ],
            self._moves,
        )
        for features, label, wrong in zip(run.features, right, path, strict=True):
            if label != wrong:
                change = STEP[label] - STEP[wrong]
                for feature in features:
                    if rate := self._rates[feature]:
                        self._weights[feature] += change * rate
                        self._sums[feature] += change * rate * self._steps
                        self.times[feature] += 1

    def averaged(self, feature: int) -> array[int]:
        now, late = wide_lanes(self._weights[feature]), wide_lanes(self._sums[feature])
        return array("i", [round((a - b / self._steps) / FINE) for a, b in zip(now, late, strict=True)])


def _allowed(spans: Sequence[Span], names: Mapping[Span, str]) -> list[tuple[int, ...]] | None:
    """None where a name is no whole number of words."""
    starts, ends = {span[0]: i for i, span in enumerate(spans)}, {span[1]: i for i, span in enumerate(spans)}
    allowed: list[tuple[int, ...]] = [_FREE] * len(spans)
    for (start, end), kind in names.items():
        if start not in starts or end not in ends:
            return None
        first, last = starts[start], ends[end]
        begin = _BEGIN.get(kind)
        if begin is None:  # a name of a desk's own kind: no person and no place
            continue
        if first == last:
            allowed[first] = (begin + 3,)
        else:
            allowed[first : last + 1] = [(begin,), *[(begin + 1,)] * (last - first - 1), (begin + 2,)]
    return allowed


def _rates(tagger: Tagger) -> Callable[[str], int]:
    """How much a mistake moves a feature, by how often the training data had it."""
    packed = zlib.decompress(gazetteer.model("names.counts"))
    counts = {
        feature: (packed[number // 2] >> 4 * (number % 2)) & 15 for number, feature in enumerate(sorted(tagger.weights))
    }
    steps = [_STEP, *(round(_STEP * _KNOWN / (_KNOWN + 2 ** (power - 1))) for power in range(1, 16))]
    return lambda feature: steps[counts.get(feature, 0)]
