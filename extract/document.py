"""A text as the finders read it: its paragraphs, sentences and words, each cut once.

Names, roles and sentences are found by the words of `extract.words`. Numbers (`numbers.tokens`) and attributions
(`quotes.passages`) cut the same paragraphs by rules of their own, which are no coarser or finer form of these: a
numeral must be seen apart from the letters and the stops beside it (`A4`, `1/2`, `U.S.`) and a noun with its
possessive (`year's`), while an attribution is read over words with their hyphens (`co-host`, `41-year-old`) and over
whole quotations. Every cut is one pass of a regular expression.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import Final

from extract.reading import Reading
from extract.words import TOKEN, lines, sentences_within, stretches
from store.model.fields import Span

_SPLIT: Final = re.compile(f"({TOKEN})")


class Document:
    """`text` is what every finder reads and gives offsets of; `reading` leads back to the text as it stands."""

    def __init__(self, text: str) -> None:
        self.reading = Reading(text)
        self.text = self.reading.text

    @cached_property
    def paragraphs(self) -> list[Span]:
        return lines(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        """None crosses a paragraph."""
        return sentences_within(self.text, self.paragraphs)

    @cached_property
    def words(self) -> Words:
        return Words(self.text, self.paragraphs, self.sentences)


class Words:
    """Word `i` is `text[starts[i]:ends[i]]`; sentence `k` begins with word `first[k]`; one more closes `first`."""

    def __init__(self, text: str, paragraphs: list[Span], sentences: list[Span]) -> None:
        # The one table that grows with the text: offsets as plain numbers, and each word kept once.
        self.starts, self.ends = array("L"), array("L")
        self.words: list[str] = []
        self.lower: list[str] = []
        once = dict[str, str]().setdefault
        for start, end in (piece for span in paragraphs for piece in stretches(text, *span)):
            # What stands between words and the words, by turns.
            pieces = _SPLIT.split(text[start:end])
            words = pieces[1::2]
            lower = [*map(str.lower, words)]
            places = array("L", accumulate(map(len, pieces), initial=start))
            self.starts.extend(places[1:-1:2])
            self.ends.extend(places[2::2])
            self.words.extend(map(once, words, words))
            self.lower.extend(map(once, lower, lower))
        self.first = array("L")
        at = 0
        for start, _ in sentences:
            at = bisect_left(self.starts, start, at)
            self.first.append(at)
        self.first.append(len(self.words))
