"""The words of one line beside a name, and where other people are named among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names.offices import SHORT_TITLES, is_modifier
from extract.words import DAYS, STARTERS, tokens
from store.model.fields import Span

REACH: Final = 200
"""Characters looked at on either side of a name."""
CALENDAR: Final = DAYS - {"Eastern", "Central", "Pacific", "Mountain"}
LINKS: Final = word_set("of for at to with from on")
"""What may join to an office that which it is held in."""
OWN: Final = word_set("his her its their our my your whose")
ARTICLES: Final = OWN | word_set("the a an this that these those another")
POSSESSIVE: Final = word_set("'s ’s ' ’")
ENDS: Final = word_list("role_ends")
PREFIXES: Final = word_set("one two three four five six seven eight nine ten co vice ex mid semi non anti pro counter")
LONGEST: Final = 14
"""Words that a role has at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line and their places; `named` are those inside other people's names, `names` where these begin."""

    text: str
    spans: list[Span]
    words: list[str]
    low: list[str]
    named: frozenset[int] = frozenset()

    def tight(self, i: int) -> bool:
        """Whether nothing stands between word `i` and the one before it."""
        return i > 0 and self.spans[i - 1][1] == self.spans[i][0]

    def is_short(self, i: int) -> bool:
        """A full stop that belongs to an initial or a short title before it."""
        return (
            self.words[i] == "." and self.tight(i) and (len(self.words[i - 1]) == 1 or self.low[i - 1] in SHORT_TITLES)
        )

    def word(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def opens(self, i: int) -> bool:
        """A capital at `i` that only says that a sentence begins."""
        word = self.words[i]
        if word.isupper() and len(word) > 1:
            return False
        if word == "Police" or (word.endswith("ing") and is_modifier(word.lower())):
            return False
        if word not in STARTERS and word.lower() not in ENDS and not word.endswith(("ing", "ly")):
            return False
        before = self.text[max(0, self.spans[i][0] - 3) : self.spans[i][0]].rstrip(" \"“'‘")
        return before == "" or before[-1] in ".!?\n:"


def line_before(text: str, start: int, names: Sequence[Span] = ()) -> Line:
    """The words of its line before a name."""
    floor = max(0, start - REACH)
    floor = max(floor, text.rfind("\n", floor, start) + 1)
    while floor and floor < start and text[floor - 1].isalnum() and text[floor].isalnum():
        floor += 1
    return _line(text, floor, start, names)


def line_after(text: str, end: int, names: Sequence[Span] = ()) -> Line:
    """The words of its line from `end` on."""
    limit = min(len(text), end + REACH)
    stop = text.find("\n", end, limit)
    limit = stop if stop >= 0 else limit
    while end < limit < len(text) and text[limit - 1].isalnum() and text[limit].isalnum():
        limit -= 1
    return _line(text, end, limit, names)


def _line(text: str, start: int, end: int, names: Sequence[Span]) -> Line:
    spans = list(tokens(text, start, end))
    words = [text[a:b] for a, b in spans]
    starts = [a for a, _ in spans]
    named: set[int] = set()
    for a, b in names[bisect_left(names, (start, start)) : bisect_right(names, (end, end))]:
        named.update(range(bisect_left(starts, a), bisect_left(starts, b)))
    return Line(text, spans, words, [word.lower() for word in words], frozenset(named))
