"""The weights of the tagger's features, laid out so that a word is weighed without its features being spelled.

A feature of a pair, `pw=the mayor`, is found by the word beside, then by the other: most words are in
none, and one look-up tells. The features that lists and shapes make are few, and their sums are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any, Final, TypeAlias

from extract.names.features import Seen, across_features, code_features, form_features, own_features, shape

_KEPT: Final = 20_000  # sums of each kind
_Row: TypeAlias = dict[str, int]
_SINGLE: Final = ("p1", "n1", "pp", "nn", "lw", "rw", "g")
_BY_FIRST: Final = ("n2", "pw", "pn", "bf")
_BY_SECOND: Final = ("p2", "wn", "cp", "cn", "gp", "ba", "af")
"""Features of a pair, by the one of the two that is a word beside."""
_EMPTY: Final[_Row] = {}


class _Sums(dict[tuple[str, ...], int]):
    """The summed weights of the features that `spell` makes of a key."""

    def __init__(self, weights: Mapping[str, int], spell: Callable[..., tuple[str, ...]]) -> None:
        super().__init__()
        self._get, self._spell = weights.get, spell

    def __missing__(self, key: tuple[str, ...]) -> int:
        if len(self) >= _KEPT:
            self.clear()
        total = self[key] = sum(map(self._get, self._spell(*key), repeat(0)))
        return total


class _Facts(dict[str, int]):
    """What a fact of the document weighs, by itself and together with one place in a name."""

    def __init__(self, weights: Mapping[str, int], place: str) -> None:
        super().__init__()
        self._get, self._place = weights.get, place

    def __missing__(self, fact: str) -> int:
        total = self[fact] = self._get(fact, 0) + self._get(fact + self._place, 0)
        return total


class Scales:
    """Weighs what is seen of a word: the sum of the weights of its features, whatever `weights` are summed."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights
        self._own = _Sums(weights, own_features)
        self._codes = _Sums(weights, code_features)
        self._forms = _Sums(weights, form_features)
        self._facts: dict[str, _Facts] = {}
        rows: dict[str, _Row] = {name: {} for name in _SINGLE}
        tables: dict[str, dict[str, _Row]] = {name: {} for name in _BY_FIRST + _BY_SECOND}
        for feature, weight in weights.items():
            name, _, value = feature.partition("=")
            if name in rows:
                rows[name][value] = weight
            elif name in tables:
                first, _, second = value.partition(" ")
                by, other = (first, second) if name in _BY_FIRST else (second, first)
                tables[name].setdefault(by, {})[other] = weight
        self._pp, self._nn, self._lw, self._rw, self._g = (rows[name] for name in ("pp", "nn", "lw", "rw", "g"))
        self._p1 = _joined(rows["p1"], *(tables[name] for name in ("p2", "pw", "pn", "cp", "gp")))
        self._n1 = _joined(rows["n1"], *(tables[name] for name in ("n2", "wn", "cn")))
        self._before = _joined(_EMPTY, tables["ba"], tables["bf"])
        self._after = tables["af"]

    def weigh(self, seen: Seen) -> int:
        """The sum of the weights of `features_of(seen)`."""
        (word, low, here, style, at, length, p2, p1, n1, n2, before, after, left, left_code, right, right_code,
         across_left, across_right, place, facts, head) = seen  # fmt: skip
        total: int = self._own[word, low] + self._codes[left_code, here, right_code]
        total += self._forms[here, shape(word), at, length, style]
        if row := self._p1.get(p1):
            alone, by_second, by_word, by_next, by_code, by_place = row
            total += alone + by_second.get(p2, 0) + by_word.get(low, 0) + by_next.get(n1, 0)
            total += by_code.get(here, 0) + by_place.get(place, 0)
        if row := self._n1.get(n1):
            alone, by_second, by_word, by_code = row
            total += alone + by_second.get(n2, 0) + by_word.get(low, 0) + by_code.get(here, 0)
        if row := self._before.get(before):
            total += row[1].get(at, 0) + row[2].get(after, 0)
        total += self._after.get(after, _EMPTY).get(at, 0) + self._pp.get(p2, 0) + self._nn.get(n2, 0)
        total += self._lw.get(left, 0) + self._rw.get(right, 0) + self._g.get(place, 0)
        if facts:
            total += sum(map(self._facts_at(here[0] + at).__getitem__, facts))
        if across_left or across_right or head:
            total += sum(map(self._weights.get, across_features(seen), repeat(0)))
        return total

    def _facts_at(self, place: str) -> _Facts:
        found = self._facts.get(place)
        if found is None:
            found = self._facts[place] = _Facts(self._weights, place)
        return found


def _joined(alone: _Row, *tables: Mapping[str, _Row]) -> dict[str, tuple[Any, ...]]:
    """For each word its weight by itself and its row of every table."""
    words = alone.keys() | {word for table in tables for word in table}
    return {word: (alone.get(word, 0), *(table.get(word, _EMPTY) for table in tables)) for word in words}
