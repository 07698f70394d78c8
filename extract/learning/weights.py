"""The tagger's weights moved by a library's own corrections: an averaged perceptron that goes on from the shipped ones.

A run that is read otherwise than the person left it, or as that by too little, moves the weights of its features; those
that the training data had often move little. A word that the person left alone is no name or one of a group, whichever
reads better. Whole numbers only, so that the same lessons give the same weights everywhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Final, NamedTuple

from extract.document import Document
from extract.learning.spans import meeting
from extract.names import gazetteer
from extract.names.features import Featurizer, features_of
from extract.names.tagger import HALF, LABELS, SIZE, Mention, Tagger, decode, lanes, mentions, read
from extract.names.wide import STEP, wide_lanes
from store.model.fields import Span
from store.model.kinds import PERSON, PLACE

FINE: Final = 16
"""Parts of a shipped weight in which steps are counted."""
_STEP: Final = 8 * FINE
_KNOWN: Final = 200
"""Times that a feature was seen in training at which its steps are half as long."""
_MARGIN: Final = 48 * FINE
_FORBIDDEN: Final = 10**9
_FREE: Final = (0, *(number for number, label in enumerate(LABELS) if label.endswith("-group")))
"""Labels of a word that the person left alone."""
_BEGIN: Final = {PERSON.name: LABELS.index("B-person"), PLACE.name: LABELS.index("B-place")}


class Run(NamedTuple):
    """For each word of a run its features, what the shipped weights give each label, and the labels it may have."""

    features: list[list[str]]
    scores: list[list[int]]
    allowed: list[tuple[int, ...]]


def runs_of(
    tagger: Tagger, text: str, names: Mapping[Span, str], unsure: Sequence[Span], only: Sequence[Span] | None = None
) -> list[Run]:
    """What an article teaches. `names` are what stands, with its kind; `unsure` spans are not learned from, with `only`
    nothing else than what meets one of these."""
    document = Document(text)
    featurizer = Featurizer(document, tagger.lexicon)
    open_ones, places = sorted(unsure), sorted(names)
    taught = None if only is None else sorted(only)
    found: list[Run] = []
    for start, end in featurizer.runs:
        seen = featurizer.seen(start, end)
        spans = [document.reading.origin(featurizer.span(i, i)) for i in range(start, end)]
        whole = spans[0][0], spans[-1][1]
        if meeting(open_ones, whole) or (taught is not None and not meeting(taught, whole)):
            continue
        allowed = _allowed(spans, {span: names[span] for span in meeting(places, whole)})
        if allowed is not None:
            scores = [[FINE * (lane - HALF) for lane in lanes(tagger.scales.weigh(word))] for word in seen]
            found.append(Run([*map(features_of, seen)], scores, allowed))
    return found


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


class Learner:
    """`weights` and `sums` are by feature, in wide lanes of parts of a weight; `times` counts how often each was moved,
    `steps` the runs seen."""

    def __init__(self, tagger: Tagger, rates: Callable[[str], int]) -> None:
        self._tagger, self._rate = tagger, rates
        self._moves = [[FINE * move for move in row] for row in tagger.moves]
        self.weights: dict[str, int] = {}
        self.sums: dict[str, int] = {}
        self.times: dict[str, int] = {}
        self.steps = 1

    def learn(self, runs: Iterable[Run]) -> None:
        for run in runs:
            self._learn(run)

    def _learn(self, run: Run) -> None:
        self.steps += 1
        get = self.weights.get
        scores = [
            [a + b for a, b in zip(row, wide_lanes(total), strict=True)]
            if (total := sum(map(get, features, repeat(0))))
            else row
            for row, features in zip(run.scores, run.features, strict=True)
        ]
        right = decode(
            [
                [score if label in allowed else score - _FORBIDDEN for label, score in enumerate(row)]
                for row, allowed in zip(scores, run.allowed, strict=True)
            ],
            self._moves,
        )
        harder = [
            [score - _MARGIN if label in allowed else score for label, score in enumerate(row)]
            for row, allowed in zip(scores, run.allowed, strict=True)
        ]
        path = decode(harder, self._moves)
        if all(label in allowed for label, allowed in zip(path, run.allowed, strict=True)):
            return
        for features, label, wrong in zip(run.features, right, path, strict=True):
            if label != wrong:
                change = STEP[label] - STEP[wrong]
                for feature in features:
                    step = change * self._rate(feature)
                    self.weights[feature] = get(feature, 0) + step
                    self.sums[feature] = self.sums.get(feature, 0) + step * self.steps
                    self.times[feature] = self.times.get(feature, 0) + 1

    def tag(self, document: Document) -> list[Mention]:
        """What the averaged weights find, as `Tagger.tag` does."""
        found: list[Mention] = []
        featurizer = Featurizer(document, self._tagger.lexicon)
        weigh = self._tagger.scales.weigh
        for start, end in featurizer.runs:
            scores = []
            for seen in featurizer.seen(start, end):
                row = [FINE * (lane - HALF) for lane in lanes(weigh(seen))]
                scores.append([a + b for a, b in zip(row, self._averaged(features_of(seen)), strict=True)])
            path, sure = read(scores, self._moves)
            for first, last, kind in mentions(path):
                margin = min(sure[first : last + 1]) // FINE
                found.append(Mention(*featurizer.span(start + first, start + last), kind, margin))
        return found

    def _averaged(self, features: Sequence[str]) -> list[int]:
        now = sum(map(self.weights.get, features, repeat(0)))
        if not now and not any(feature in self.weights for feature in features):
            return _NOTHING
        late = sum(map(self.sums.get, features, repeat(0)))
        return [a - b // self.steps for a, b in zip(wide_lanes(now), wide_lanes(late), strict=True)]

    def averaged(self, feature: str) -> list[int]:
        """The weight of a feature beside the shipped one, for each label, in whole weights."""
        now, late = wide_lanes(self.weights[feature]), wide_lanes(self.sums[feature])
        return [round((a - b / self.steps) / FINE) for a, b in zip(now, late, strict=True)]


_NOTHING: Final = [0] * SIZE


def rates_of(tagger: Tagger) -> Callable[[str], int]:
    """How much a mistake moves a feature, by how often the training data had it."""
    packed = zlib.decompress(gazetteer.model("names.counts"))
    counts = {
        feature: (packed[number // 2] >> 4 * (number % 2)) & 15 for number, feature in enumerate(sorted(tagger.weights))
    }
    steps = [_STEP, *(round(_STEP * _KNOWN / (_KNOWN + 2 ** (power - 1))) for power in range(1, 16))]
    return lambda feature: steps[counts.get(feature, 0)]
