"""A text cut into words and runs: stretches of one sentence from capital to capital, where names may be.

Particles and marks between two capitals belong to a run; nothing outside a run is ever a name. What a word looks like
is for `features`, what it is for the tagger.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from extract.document import Document
from extract.names import gazetteer
from extract.names.offices import OFFICES
from extract.names.vocabulary import CONNECTORS, HYPHEN_ONLY, PARTICLES, TITLES
from store.model.fields import Span

_LONGEST: Final = 3  # connectors between two capitals
_RUN: Final = 30  # words after which a run is cut: no name is so long, and what is done to a run grows with it


class Lexicon:
    """Word to a short code: in which lists of names it stands, how common it is in small letters."""

    def __init__(self, common: Mapping[str, str]) -> None:
        self._common = common
        self._names = gazetteer.names()
        self._places = gazetteer.places()
        self._codes: dict[str, str] = {}

    def code(self, word: str) -> str:
        code = self._codes.get(word)
        if code is None:
            if len(self._codes) > 200_000:
                self._codes.clear()
            key = gazetteer.fold(word)
            place = self._places.get(key, "-")[0]
            office = "t" if key in TITLES or key in OFFICES else "-"
            code = self._codes[word] = self._names.get(key, "-") + place + self._common.get(key, "0") + office
        return code

    def place(self, key: str) -> str:
        """The class of a place of several words, or of a people, or nothing."""
        return self._places.get(key, self._names.get(key, ""))[:1]


class Runs:
    """`runs` are the first word and the one past the last of each; word `i` is `text[starts[i]:ends[i]]`."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        words = document.words
        self.text = document.text
        self.lexicon = lexicon
        self.starts, self.ends = words.starts, words.ends
        self.words = words.words.copy()  # where a sentence is all in capitals they are put in small letters
        self.lower = words.lower
        size = len(self.words)
        self.first = bytearray(size + 1)
        self.style = bytearray(size + 1)  # of the sentence: 0 plain, 1 all in capitals, 2 a headline in Title Case
        self.runs: list[tuple[int, int]] = []
        for begin, end in pairwise(words.first):
            if end > begin:
                self._cut(begin, end)

    def span(self, first: int, last: int) -> Span:
        """Characters of the words from `first` to `last`, both inside."""
        return self.starts[first], self.ends[last]

    def _joined(self, i: int) -> bool:
        """Whether nothing stands between word `i` and the one before it."""
        return self.ends[i - 1] == self.starts[i]

    def _cut(self, begin: int, end: int) -> None:
        """Find the runs of one sentence."""
        words, lower = self.words, self.lower
        self.first[begin] = 1
        capitals = [i for i, word in enumerate(words[begin:end], begin) if word[0].isupper()]
        if not capitals:
            return
        style = self._style(begin, end, len(capitals))
        if style:
            for i in range(begin, end):
                self.style[i] = style
            if style == 1:
                for i in capitals:
                    words[i] = words[i].capitalize() if words[i].isalpha() else words[i]
                common = self.lexicon
                capitals = [i for i in capitals if lower[i] not in CONNECTORS and common.code(lower[i])[2] != "3"]
        start = last = -1
        for i in capitals:
            near = start >= 0 and i - last - 1 <= _LONGEST and i - start < _RUN
            if near and all(lower[j] in CONNECTORS for j in range(last + 1, i)):
                last = self._tail(i, end)
                continue
            if start >= 0:
                self.runs.append((start, last + 1))
            start = self._head(i, max(begin, last + 1))
            last = self._tail(i, end)
        if start >= 0:
            self.runs.append((start, last + 1))

    def _style(self, begin: int, end: int, capitals: int) -> int:
        words = self.words[begin:end]
        large = sum(map(len, filter(str.isalpha, filter(str.isupper, words))))
        if large >= 4 and large >= 0.8 * sum(map(len, filter(str.isalpha, words))):
            return 1
        if capitals < 4:
            return 0
        long = [word for word in words if len(word) > 3 and word.isalpha()]
        return 2 if len(long) >= 4 and all(word[0].isupper() for word in long) else 0

    def _head(self, i: int, floor: int) -> int:
        """Where a run with its first capital at `i` starts."""
        lower = self.lower
        floor = max(floor, i - _RUN)
        while i > floor:
            before = lower[i - 1]
            if before in PARTICLES and before not in HYPHEN_ONLY:
                i -= 1
            elif before == "-" and i - 1 > floor and self._joined(i) and lower[i - 2] in PARTICLES:
                i -= 2
            else:
                break
        return i

    def _tail(self, i: int, end: int) -> int:
        """The last word hyphened to the one at `i`."""
        end = min(end, i + _RUN)
        while i + 2 < end and self.words[i + 1] == "-" and self._joined(i + 1) and self._joined(i + 2):
            i += 2
        return i
