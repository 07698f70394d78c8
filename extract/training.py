"""Trains the name tagger: `python -m extract.training DATA … -o FILE`.

DATA are files of lines {"text", "people", "places", "orgs", "ignore"}, spans in code points, plain or gzipped; a file
whose lines have no labels only teaches which words are common. An averaged perceptron with a margin (Collins 2002;
Taskar et al. 2003): a run that the weights read wrongly, or rightly by too little, moves them. Seeded: the same data
give the same weights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from extract import gazetteer
from extract.features import TITLES, Document, Lexicon, Run
from extract.tagger import KINDS, LABELS, SIZE, decode, pack, save
from extract.words import STARTERS, tokens

GROUPS: Final = {"people": 0, "places": 1, "orgs": 2}
WIDE: Final = 48
"""Bits of a lane while training: sums over all steps must fit."""


@dataclass(frozen=True, slots=True)
class Settings:
    epochs: int = 8
    seed: int = 7
    margin: int = 12
    least: int = 2
    """A feature must be seen so often to be learned."""
    keep: int = 150_000
    """Features kept: those with the heaviest weights."""


@dataclass(frozen=True, slots=True)
class Example:
    features: list[array[int]]
    labels: list[int]


def read(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def common_words(texts: Iterable[str]) -> dict[str, str]:
    """Words that stand in small letters: `1` to `3` by how much oftener than with a capital."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for text in texts:
        for start, end in tokens(text):
            word = text[start:end]
            if word.islower():
                small[word] += 1
            elif word[0].isupper() and text[max(0, start - 2) : start].strip() not in (".", "!", "?", '"', "", ":"):
                large[word.lower()] += 1
    found: dict[str, str] = {}
    for word, count in small.items():
        if count >= 3 and word.isalpha() and word.isascii():
            share = count / (count + large[word])
            found[word] = "3" if share > 0.9 and count >= 20 else "2" if share > 0.5 else "1"
    return found


def repaired(item: dict[str, Any]) -> dict[str, Any]:
    """GUM's named groups and places come without a leading adjective (`United`, `New`): it is put back. Peoples, which
    tweets have as places, are none."""
    text = item["text"]
    item = item | {"places": [span for span in item["places"] if not _is_people(text[span[0] : span[1]])]}
    if not str(item["id"]).startswith("GUM_"):
        return item
    people = [span for span in item["people"] if text[span[0] : span[1]].lower() not in TITLES]
    wider = {
        group: [[_widened(text, start), end] for start, end in item.get(group, ())] for group in ("places", "orgs")
    }
    return item | wider | {"people": people}


def _is_people(name: str) -> bool:
    key = gazetteer.fold(name)
    return gazetteer.names().get(key) == gazetteer.DEMONYM and key not in gazetteer.places()


_ADJECTIVE: Final = re.compile(r"([A-Z][\w'’-]{1,20}) $")


def _widened(text: str, start: int) -> int:
    found = _ADJECTIVE.search(text, max(0, start - 22), start)
    return found.start() if found and found[1] not in STARTERS else start


def unlabelled_country(run: Run, labels: Sequence[int], text: str) -> bool:
    """A country inside a name of a kind that the data do not mark: such a run would teach that it is no place."""
    if any(labels):
        return False
    words = text[run.spans[0][0] : run.spans[-1][1]]
    return any(country in words for country in ("United States", "United Kingdom")) or any(
        gazetteer.places().get(gazetteer.fold(text[start:end]), "-")[0] == "C" and end - start > 2 for start, end in run.spans
    )


def labels_of(run: Run, gold: dict[int, tuple[int, int]]) -> list[int]:
    """Labels of a run's words; `gold` is start to (end, kind). A name that is no whole number of words is left out."""
    ends = {end: i for i, (_, end) in enumerate(run.spans)}
    labels = [0] * len(run.spans)
    for i, (start, _) in enumerate(run.spans):
        if start not in gold:
            continue
        end, kind = gold[start]
        last = ends.get(end)
        if last is None:
            continue
        base = 1 + 4 * kind
        if last == i:
            labels[i] = base + 3
        else:
            labels[i : last + 1] = [base, *[base + 1] * (last - i - 1), base + 2]
    return labels


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


def examples(paths: Sequence[Path], lexicon: Lexicon, alphabet: Alphabet, least: int) -> list[Example]:
    found: list[Example] = []
    for path in paths:
        for item in read(path):
            if "people" not in item:
                continue
            item = repaired(item)
            gold = {start: (end, kind) for group, kind in GROUPS.items() for start, end in item.get(group, ())}
            skip = [tuple(span) for span in item.get("ignore", ())]
            for run in Document(item["text"], lexicon).all_runs():
                if any(start < run.spans[-1][1] and run.spans[0][0] < end for start, end in skip):
                    continue
                labels = labels_of(run, gold)
                if item["id"].startswith("cn") and unlabelled_country(run, labels, item["text"]):
                    continue
                found.append(Example([alphabet.add(features) for features in run.features], labels))
    for example in found:
        for k, row in enumerate(example.features):
            example.features[k] = array("I", [number for number in row if alphabet.counts[number] >= least])
    return found


def _steps(share: int = 1) -> list[int]:
    """What one mistake adds to a feature, by label. The four parts of one kind learn from each other: what makes a
    surname alone (U) a person also makes it one after a given name (L)."""
    kind = [0, *[1 + (k // 4) for k in range(SIZE - 1)]]
    return [
        sum((2 if k == label else share if kind[k] == kind[label] else 0) << (WIDE * k) for k in range(SIZE))
        for label in range(SIZE)
    ]


_STEP: Final = _steps()
_WIDE_BIAS: Final = sum(1 << (WIDE * k + WIDE - 1) for k in range(SIZE))
_WIDE_BYTES: Final = SIZE * WIDE // 8


def _lanes(total: int) -> list[int]:
    data = (total + _WIDE_BIAS).to_bytes(_WIDE_BYTES, "little")
    half, step = 1 << (WIDE - 1), WIDE // 8
    return [int.from_bytes(data[k : k + step], "little") - half for k in range(0, _WIDE_BYTES, step)]


class Perceptron:
    def __init__(self, size: int) -> None:
        self.weights = [0] * size
        self.sums = [0] * size
        self.moves = [[0] * SIZE for _ in range(SIZE)]
        self.move_sums = [[0] * SIZE for _ in range(SIZE)]
        self.step = 1

    def learn(self, example: Example, margin: int) -> bool:
        """True if the example moved the weights."""
        get = self.weights.__getitem__
        scores = [_lanes(sum(map(get, row))) for row in example.features]
        for score, label in zip(scores, example.labels, strict=True):
            score[label] -= margin
        path = decode(scores, self.moves)
        self.step += 1
        if path == example.labels:
            return False
        for row, label, wrong in zip(example.features, example.labels, path, strict=True):
            if label != wrong:
                change = _STEP[label] - _STEP[wrong]
                later = change * self.step
                for number in row:
                    self.weights[number] += change
                    self.sums[number] += later
        for labels, sign in ((example.labels, 1), (path, -1)):
            for previous, label in pairwise(labels):
                self.moves[label][previous] += sign
                self.move_sums[label][previous] += sign * self.step
        return True

    def averaged(self, number: int) -> list[float]:
        step = self.step
        now, late = _lanes(self.weights[number]), _lanes(self.sums[number])
        return [a - b / step for a, b in zip(now, late, strict=True)]

    def averaged_moves(self) -> list[list[float]]:
        return [
            [a - b / self.step for a, b in zip(row, late, strict=True)]
            for row, late in zip(self.moves, self.move_sums, strict=True)
        ]


SCALE: Final = 4
LIMIT: Final = 400


def train(paths: Sequence[Path], settings: Settings, log: Any = sys.stderr) -> bytes:
    started = time.perf_counter()
    common = common_words(item["text"] for path in paths for item in read(path))
    lexicon = Lexicon(common, {})
    alphabet = Alphabet()
    data = examples(paths, lexicon, alphabet, settings.least)
    print(f"{len(data)} runs, {len(alphabet.ids)} features, {time.perf_counter() - started:.0f} s", file=log)
    order = random.Random(settings.seed)
    model = Perceptron(len(alphabet.ids))
    for epoch in range(settings.epochs):
        order.shuffle(data)
        moved = sum(model.learn(example, settings.margin) for example in data)
        print(f"epoch {epoch + 1}: {moved} runs moved, {time.perf_counter() - started:.0f} s", file=log)
    heavy: list[tuple[int, str, list[int]]] = []
    for feature, number in alphabet.ids.items():
        if model.weights[number] or model.sums[number]:
            weights = [max(-LIMIT, min(LIMIT, round(SCALE * w))) for w in model.averaged(number)]
            size = max(map(abs, weights))
            if size:
                heavy.append((size, feature, weights))
    heavy.sort(key=lambda item: (-item[0], item[1]))
    del heavy[settings.keep :]
    moves = [[round(SCALE * w) for w in row] for row in model.averaged_moves()]
    return save({feature: pack(weights) for _, feature, weights in heavy}, moves, common, {})


def main(arguments: Sequence[str] | None = None) -> None:
    defaults = Settings()
    parser = argparse.ArgumentParser(description="Train the name tagger.")
    parser.add_argument("data", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=defaults.epochs)
    parser.add_argument("--margin", type=int, default=defaults.margin)
    parser.add_argument("--keep", type=int, default=defaults.keep)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    options = parser.parse_args(arguments)
    settings = Settings(epochs=options.epochs, margin=options.margin, keep=options.keep, seed=options.seed)
    data = train(options.data, settings)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data)} bytes, {len(LABELS)} labels of {', '.join(KINDS)}", file=sys.stderr)


if __name__ == "__main__":
    main()
