"""Trains the name tagger: `python -m extract.training DATA … -o FILE`.

DATA are files of lines {"text", "people", "places", "orgs", "ignore"}, spans in code points, plain or gzipped; a file
whose lines have no labels only teaches which words are common. An averaged perceptron with a margin (Collins 2002;
Taskar et al. 2003): a run that the weights read wrongly, or rightly by too little, moves them. Seeded: the same data
give the same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from extract.document import Document
from extract.names.features import Featurizer
from extract.names.news_style import mend
from extract.names.runs import Lexicon
from extract.names.tagger import KINDS, LABELS, LIMIT, SIZE, Tagger, decode, load, pack, save
from extract.names.wide import STEP, wide_lanes
from extract.training.data import GROUPS, as_read, common_words, hyphened, labels_of, read, repaired, unlabelled_country


@dataclass(frozen=True, slots=True)
class Settings:
    epochs: int = 5
    seed: int = 7
    margin: int = 12
    least: int = 2
    """A feature must be seen so often to be learned."""
    rounds: int = 1
    """How often the texts without labels are read by the tagger and learned from."""
    sure: int = 0
    """The margin from which its own reading is trusted."""
    models: int = 3
    """How many are learned, each from another order of the runs; their weights are averaged."""
    keep: int = 30_000
    """Features kept of the last round: those with the heaviest weights."""


@dataclass(frozen=True, slots=True)
class Example:
    features: list[array[int]]
    labels: list[int]


class Alphabet:
    """Features as numbers; those seen fewer than `least` times are dropped once counted."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.counts = array("I")

    def add(self, features: Sequence[str]) -> array[int]:
        ids, counts = self.ids, self.counts
        found = array("I")
        for feature in features:
            number = ids.get(feature)
            if number is None:
                number = ids[feature] = len(ids)
                counts.append(0)
            counts[number] += 1
            found.append(number)
        return found


def examples(items: Iterable[dict[str, Any]], lexicon: Lexicon, alphabet: Alphabet, least: int) -> list[Example]:
    found: list[Example] = []
    for item in items:
        text = item["text"]
        gold = {start: (end, kind) for group, kind in GROUPS.items() for start, end in item.get(group, ())}
        skip = [tuple(span) for span in item.get("ignore", ())]
        for run in Featurizer(Document(text), lexicon).all_runs():
            if any(start < run.spans[-1][1] and run.spans[0][0] < end for start, end in skip):
                continue
            labels = labels_of(run, gold)
            hyphened(run, labels, text)
            if str(item["id"]).startswith("cn") and unlabelled_country(run, labels, text):
                continue
            found.append(Example([alphabet.add(features) for features in run.features], labels))
    for example in found:
        for k, row in enumerate(example.features):
            example.features[k] = array("I", [number for number in row if alphabet.counts[number] >= least])
    return found


class Perceptron:
    def __init__(self, size: int) -> None:
        self.weights = [0] * size
        self.sums = [0] * size
        self.moves = [[0] * SIZE for _ in range(SIZE)]
        self.move_sums = [[0] * SIZE for _ in range(SIZE)]
        self.step = 1

    def learn(self, example: Example, margin: int) -> None:
        """Move the weights, if they read the run wrongly or rightly by less than the margin."""
        get = self.weights.__getitem__
        scores = [wide_lanes(sum(map(get, row))) for row in example.features]
        for score, label in zip(scores, example.labels, strict=True):
            score[label] -= margin
        path = decode(scores, self.moves)
        self.step += 1
        if path == example.labels:
            return
        for row, label, wrong in zip(example.features, example.labels, path, strict=True):
            if label != wrong:
                change = STEP[label] - STEP[wrong]
                later = change * self.step
                for number in row:
                    self.weights[number] += change
                    self.sums[number] += later
        for labels, sign in ((example.labels, 1), (path, -1)):
            for previous, label in pairwise(labels):
                self.moves[label][previous] += sign
                self.move_sums[label][previous] += sign * self.step

    def averaged(self, number: int) -> list[float]:
        step = self.step
        now, late = wide_lanes(self.weights[number]), wide_lanes(self.sums[number])
        return [a - b / step for a, b in zip(now, late, strict=True)]

    def averaged_moves(self) -> list[list[float]]:
        return [
            [a - b / self.step for a, b in zip(row, late, strict=True)]
            for row, late in zip(self.moves, self.move_sums, strict=True)
        ]


SCALE: Final = 4


def train(paths: Sequence[Path], settings: Settings, log: Any = sys.stderr) -> bytes:
    items = [as_read(repaired(item)) for path in paths for item in read(path)]
    common = common_words(item["text"] for item in items)
    labelled = [item for item in items if "people" in item]
    plain = [item["text"] for item in items if "people" not in item]
    taught: list[dict[str, Any]] = []
    for _ in range(settings.rounds if plain else 0):
        tagger = load(fit(labelled + taught, common, replace(settings, keep=sys.maxsize), log))
        log.write(f"reading {len(plain)} texts without labels" + "\n")
        taught = own_reading(tagger, plain, settings.sure)
    return fit(labelled + taught, common, settings, log)


def own_reading(tagger: Tagger, texts: Iterable[str], sure: int) -> list[dict[str, Any]]:
    """Texts labelled by the tagger itself; names that it doubts are to be passed over."""
    found = []
    for number, text in enumerate(texts):
        item: dict[str, Any] = {"id": f"own-{number}", "text": text, "ignore": []} | {group: [] for group in GROUPS}
        for mention in mend(text, tagger.tag(Document(text))):
            span = [mention.start, mention.end]
            item["ignore" if mention.margin < sure else _GROUP_OF[mention.kind]].append(span)
        found.append(item)
    return found


_GROUP_OF: Final = dict(zip(KINDS, GROUPS, strict=True))


def fit(items: Iterable[dict[str, Any]], common: dict[str, str], settings: Settings, log: Any) -> bytes:
    started = time.perf_counter()
    alphabet = Alphabet()
    data = examples(items, Lexicon(common), alphabet, settings.least)
    log.write(f"{len(data)} runs, {len(alphabet.ids)} features, {time.perf_counter() - started:.0f} s" + "\n")
    models = []
    for number in range(settings.models):
        models.append(_learned(data, len(alphabet.ids), settings, settings.seed + number))
        log.write(f"model {number + 1}: {time.perf_counter() - started:.0f} s" + "\n")
    heavy: list[tuple[int, str, list[int]]] = []
    for feature, number in alphabet.ids.items():
        if any(model.weights[number] or model.sums[number] for model in models):
            rows = zip(*(model.averaged(number) for model in models), strict=True)
            weights = [max(-LIMIT, min(LIMIT, _mean(row))) for row in rows]
            size = max(map(abs, weights))
            if size:
                heavy.append((size, feature, weights))
    heavy.sort(key=lambda item: (-item[0], item[1]))
    del heavy[settings.keep :]
    tables = [model.averaged_moves() for model in models]
    moves = [[_mean([table[k][p] for table in tables]) for p in range(SIZE)] for k in range(SIZE)]
    return save({feature: pack(weights) for _, feature, weights in heavy}, moves, common)


def _learned(data: Sequence[Example], size: int, settings: Settings, seed: int) -> Perceptron:
    order, shuffled = random.Random(seed), list(data)
    model = Perceptron(size)
    for _ in range(settings.epochs):
        order.shuffle(shuffled)
        for example in shuffled:
            model.learn(example, settings.margin)
    return model


def _mean(weights: Sequence[float]) -> int:
    return round(SCALE * sum(weights) / len(weights))


def main(arguments: Sequence[str] | None = None) -> None:
    defaults = Settings()
    parser = argparse.ArgumentParser(description="Train the name tagger.")
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=defaults.epochs)
    parser.add_argument("--margin", type=int, default=defaults.margin)
    parser.add_argument("--least", type=int, default=defaults.least)
    parser.add_argument("--rounds", type=int, default=defaults.rounds)
    parser.add_argument("--sure", type=int, default=defaults.sure)
    parser.add_argument("--models", type=int, default=defaults.models)
    parser.add_argument("--keep", type=int, default=defaults.keep)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    options = parser.parse_args(arguments)
    settings = Settings(
        epochs=options.epochs,
        margin=options.margin,
        least=options.least,
        rounds=options.rounds,
        sure=options.sure,
        models=options.models,
        keep=options.keep,
        seed=options.seed,
    )
    data = train(options.data, settings)
    options.output.write_bytes(data)
    sys.stderr.write(f"{options.output}: {len(data)} bytes, {len(LABELS)} labels of {', '.join(KINDS)}\n")
