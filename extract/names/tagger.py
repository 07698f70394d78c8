"""The learned name tagger: a linear model over the features of each word and the labels of its neighbours.

Labels say which part of a name a word is (Beginning, Inside, Last, a Unit by itself) and of what: a Person, a pLace, a
Group (told apart from the other two, then dropped). The weights of one feature for all labels are lanes of one whole
number, so that a word is scored by one sum. `training` makes the weights.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import add, itemgetter
from typing import Final, Literal

from extract.document import Document
from extract.names import gazetteer
from extract.names.features import Featurizer
from extract.names.runs import Lexicon
from extract.names.weighing import Scales
from store.model.fields import Span

Kind = Literal["person", "place", "group"]
KINDS: Final[tuple[Kind, ...]] = ("person", "place", "group")
LABELS: Final = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BILU"))
SIZE: Final = len(LABELS)
LANE: Final = 16
"""Bits of a lane: weights are small whole numbers, and some seventy of them must add up within it."""

LIMIT: Final = 400
"""A weight is no further from nought."""

_BIAS: Final = sum(1 << (LANE * k + LANE - 1) for k in range(SIZE))
HALF: Final = 1 << (LANE - 1)
_UNPACK: Final = struct.Struct(f"<{SIZE}H").unpack
_BYTES: Final = SIZE * LANE // 8
_OUTSIDE: Final = 0
_STARTS: Final = (0, 1, 4, 5, 8, 9, 12)
"""Labels that follow a finished word: O, and B and U of each kind."""
_ENDS: Final = (0, 3, 4, 7, 8, 11, 12)
"""Labels that finish: O, and L and U of each kind."""
_LOW: Final = -(10**9)


@dataclass(frozen=True, slots=True)
class Mention:
    """`margin`: by how much the best reading of the run beats the best one without this mention, in weights."""

    start: int
    end: int
    kind: Kind
    margin: int


def pack(weights: Sequence[int]) -> int:
    return sum(weight << (LANE * k) for k, weight in enumerate(weights))


def lanes(total: int) -> Sequence[int]:
    """The lanes of a sum, each `HALF` too high: which reading of a run is best, and by how much, is the same."""
    return _UNPACK((total + _BIAS).to_bytes(_BYTES, "little"))


def allowed(previous: int, label: int) -> bool:
    if label in _STARTS:
        return previous in _ENDS
    return previous in (label - 1, label) if label % 4 == 2 else previous in (label - 1, label - 2)


_BEFORE: Final = tuple(tuple(p for p in range(SIZE) if allowed(p, label)) for label in range(SIZE))
_UNITS: Final = (0, 4, 8, 12)
"""Labels of a word that is a run by itself."""
_of_units: Final = itemgetter(*_UNITS)
_of_starts: Final = itemgetter(*_STARTS)
_of_ends: Final = itemgetter(*_ENDS)


def forward(scores: Sequence[Sequence[int]], moves: list[list[int]]) -> tuple[list[list[int]], list[list[int]]]:
    """Best score of every label at every word, and the label before it (Viterbi)."""
    row = [scores[0][label] if label in _STARTS else _LOW for label in range(SIZE)]
    rows = [row]
    back: list[list[int]] = []
    for score in scores[1:]:
        following: list[int] = []
        pointers: list[int] = []
        for label in range(SIZE):
            move = moves[label]
            best, origin = _LOW * 2, 0
            for p in _BEFORE[label]:
                value = row[p] + move[p]
                if value > best:
                    best, origin = value, p
            following.append(best + score[label])
            pointers.append(origin)
        row = following
        rows.append(row)
        back.append(pointers)
    return rows, back


def decode(scores: Sequence[Sequence[int]], moves: list[list[int]]) -> list[int]:
    """The best labels of a run; `moves[label][previous]`."""
    if len(scores) == 1:
        return [max(_UNITS, key=scores[0].__getitem__)]
    return _path(*forward(scores, moves))


def read(scores: Sequence[Sequence[int]], moves: list[list[int]]) -> tuple[list[int], list[int]]:
    """The best labels, and for each word their score less the best with another label there; no margins of no names."""
    if len(scores) == 1:
        row = _of_units(scores[0])
        second, best = sorted(row)[-2:]
        return [_UNITS[row.index(best)]], [best - second]
    rows, back = forward(scores, moves)
    path = _path(rows, back)
    return path, _margins(scores, moves, rows, path) if any(path) else []


def _path(rows: list[list[int]], back: list[list[int]]) -> list[int]:
    label = max(_ENDS, key=rows[-1].__getitem__)
    path = [label]
    for pointers in reversed(back):
        label = pointers[label]
        path.append(label)
    path.reverse()
    return path


def _margins(
    scores: Sequence[Sequence[int]], moves: list[list[int]], rows: list[list[int]], path: list[int]
) -> list[int]:
    leaving = [*zip(*moves, strict=True)]
    out = [(label, _of_starts(leaving[label])) for label in _ENDS]
    tail = [0 if label in _ENDS else _LOW for label in range(SIZE)]
    found: list[int] = []
    best = max(_of_ends(rows[-1]))
    for i in range(len(scores) - 1, -1, -1):
        through = [*map(add, rows[i], tail)]
        through[path[i]] = _LOW * 4
        found.append(best - max(through))
        if i:
            ahead = [*map(add, scores[i], tail)]
            starts = _of_starts(ahead)
            for label, move in out:
                tail[label] = max(map(add, starts, move))
            for begin in (1, 5, 9):
                inside, end = ahead[begin + 1], ahead[begin + 2]
                for label in (begin, begin + 1):
                    tail[label] = max(moves[begin + 1][label] + inside, moves[begin + 2][label] + end)
    found.reverse()
    return found


def mentions(path: Sequence[int]) -> Iterable[tuple[int, int, Kind]]:
    """First and last word of each name in a path, and its kind."""
    begin = 0
    for i, label in enumerate(path):
        if label == _OUTSIDE:
            continue
        part = (label - 1) % 4
        if part == 0:
            begin = i
        elif part == 2:
            yield begin, i, KINDS[(label - 1) // 4]
        elif part == 3:
            yield i, i, KINDS[(label - 1) // 4]


class Tagger:
    """`weights`: feature to packed lanes; `moves[label][previous]`; `sure`: how much of a margin counts for
    confidence, which was fitted to those of the shipped weights."""

    def __init__(self, weights: dict[str, int], moves: list[list[int]], lexicon: Lexicon, sure: float = 1.0) -> None:
        self.weights = weights
        self.moves = moves
        self.lexicon = lexicon
        self.sure = sure

    @cached_property
    def scales(self) -> Scales:
        """Made when first weighed with: a tagger with learned weights needs those of the shipped one alone."""
        return Scales(self.weights)

    def tag(self, document: Document) -> list[Mention]:
        """Mentions of every kind, ascending, not overlapping."""
        found: list[Mention] = []
        weigh, moves = self.scales.weigh, self.moves
        reader = Featurizer(document, self.lexicon)
        for start, end in reader.runs:
            path, sure = read([lanes(weigh(seen)) for seen in reader.seen(start, end)], moves)
            for first, last, kind in mentions(path):
                margin = min(sure[first : last + 1])
                found.append(Mention(*reader.span(start + first, start + last), kind, margin))
        return found


def save(weights: Mapping[str, int], moves: list[list[int]], common: Mapping[str, str]) -> bytes:
    features = sorted(weights)
    parts = ("\n".join(features), [weights[feature] for feature in features], moves, dict(common))
    return marshal.dumps(parts, 2)


def load(data: bytes) -> Tagger:
    features, packed, moves, common = marshal.loads(data)
    weights = dict(zip(features.split("\n"), packed, strict=True))
    return Tagger(weights, moves, Lexicon(common))


@cache
def shipped() -> Tagger:
    return load(gazetteer.model("names.weights"))


def spans_of(found: Iterable[Mention], kind: Kind) -> list[Span]:
    return [(mention.start, mention.end) for mention in found if mention.kind == kind]
