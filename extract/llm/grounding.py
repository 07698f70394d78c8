"""Finds where the words of a model's answer stand in the text. Offsets are always ours.

Words are looked for as they are, then as they are typed on a keyboard (`store.plain`), then in any case. A name or a
number must stand there whole; of a quotation most words in a row suffice, for models shorten and mend. What the answer
means is for `reading`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import accumulate
from math import ceil
from typing import Final, NamedTuple

from store.formats.incoming.wording import is_within_word
from store.model.fields import Span
from store.plain import PlainText, plain, plain_case, plain_text

LONGEST: Final = 20_000
"""Characters of words that are looked for."""
ENOUGH: Final = 0.7
"""Of a quotation's words, in a row."""
MOST_WORDS: Final = 2_000
_WORD: Final = re.compile(r"\w+")
_SOLID: Final = re.compile(r"\S+")
_OPENING: Final = re.compile(r"(?:[\"“„‟«»‘‚'`]|``|'')[ \u00a0]?\Z")
_CLOSING: Final = re.compile(r"[.,!?;:…–—-]{0,4}[ \u00a0]?(?:''|[\"”“«»’'`])")
_MARKS: Final = "\"“”„‟«»‘’‚'` \u00a0"


class Grounding:
    """Of one text. Each place is a span of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, list[Span]] = {}

    def places(self, words: str) -> list[Span]:
        """Everywhere that the words stand whole, ascending; empty if they stand nowhere."""
        words = " ".join(words[: LONGEST + 1].split())
        if len(words) > LONGEST or not any(map(str.isalnum, words)):
            return []
        if words not in self._found:
            self._found[words] = next(filter(None, self._matches(words)), [])
        return self._found[words]

    def _matches(self, words: str) -> Iterator[list[Span]]:
        """As they are, as they are typed, and in any case; none of it is made ready before it is needed."""
        yield self._whole(self._exact, words)
        if typed := " ".join(plain_case(words).split()):
            yield self._whole(self._typed, typed)
        if low := plain(words):
            yield self._whole(self._any_case, low)

    def _whole(self, blanks: _Blanks, words: str) -> list[Span]:
        return [span for span in blanks.places(words) if self._is_whole(span)]

    def _is_whole(self, span: Span) -> bool:
        """False for `Berg` in `Bergen`; scripts without blanks have no such ends."""
        for at in span:
            edge = self._text[at - 1 : at + 1] if 0 < at < len(self._text) else ""
            if edge and is_within_word(*edge) and not any(unicodedata.east_asian_width(char) == "W" for char in edge):
                return False
        return True

    def nearest(self, words: str, at: int) -> Span | None:
        """The place of the words that is nearest to an offset."""
        return min(self.places(words), key=lambda span: (abs(span[0] - at), span[0]), default=None)

    def next(self, words: str, within: Span, taken: Collection[Span], around: str = "") -> Span | None:
        """The first place within a part of the text that is not taken, in the given surroundings if it has them."""
        free = [one for one in self.places(words) if within[0] <= one[0] and one[1] <= within[1] and one not in taken]
        runs = self._rows.runs(around[: LONGEST + 1]) if len(free) > 1 and around else ()
        if there := next((one for one in runs if within[0] <= one[0] and one[1] <= within[1]), None):
            free = [one for one in free if there[0] <= one[0] and one[1] <= there[1]] or [
                min(free, key=lambda one: (abs(one[0] - there[0]), one[0]))
            ]
        return free[0] if free else None

    def quotation(self, words: str, within: Span | None = None, taken: Collection[Span] = ()) -> Span | None:
        """The first place of the words, or of most of them in a row, with the marks around it."""
        start, end = within or (0, len(self._text))
        bare = words[: LONGEST + 1].strip(_MARKS)
        places = [self._marked(span) for span in self.places(bare)] or self._rows.runs(bare)
        marked = (self._marked(span) for span in places)
        return next((one for one in marked if start <= one[0] and one[1] <= end and one not in taken), None)

    def _marked(self, span: Span) -> Span:
        start, end = span
        opening = _OPENING.search(self._text[max(0, start - 3) : start])
        closing = _CLOSING.match(self._text[end : end + 8])
        return start - len(opening[0]) if opening else start, end + len(closing[0]) if closing and opening else end

    @cached_property
    def _exact(self) -> _Blanks:
        return _Blanks(self._text)

    @cached_property
    def _typed(self) -> _Blanks:
        return _Blanks(plain_text(self._text, with_case=True))

    @cached_property
    def _any_case(self) -> _Blanks:
        return _Blanks(plain_text(self._text))

    @cached_property
    def _rows(self) -> _Row:
        return _Row(self._text)


class _Blanks:
    """A text with one blank for all that stands between words; a search in it compiles no pattern."""

    def __init__(self, text: str | PlainText) -> None:
        self._plain = None if isinstance(text, str) else text
        given = text if isinstance(text, str) else text.text
        spans = [match.span() for match in _SOLID.finditer(given)]
        self._joined = " ".join([given[start:end] for start, end in spans])
        self._given = [start for start, _ in spans]
        lengths = (end - start + 1 for start, end in spans)
        self._starts = [0, *accumulate(lengths)][: len(spans)]

    def places(self, words: str) -> Iterator[Span]:
        """In the text as it was; ascending, none within another."""
        at = self._joined.find(words)
        while at >= 0:
            end = at + len(words)
            span = self._offset(at), self._offset(end - 1) + 1
            yield span if self._plain is None else self._plain.stands_at(span)
            at = self._joined.find(words, end)

    def _offset(self, at: int) -> int:
        word = bisect_right(self._starts, at) - 1
        return self._given[word] + at - self._starts[word]


class _Run(NamedTuple):
    words: int
    span: Span


class _Row:
    """The words of a text in a row, without what stands between them."""

    def __init__(self, text: str) -> None:
        spans = [(match.span(), _solid(match[0])) for match in _WORD.finditer(text)]
        self._spans = [span for span, word in spans if word]
        self._words = [word for _, word in spans if word]
        self._starts: list[int] = []
        at = 0
        for word in self._words:
            self._starts.append(at)
            at += len(word) + 1
        self._joined = f" {' '.join(self._words)} "

    def runs(self, words: str) -> list[Span]:
        """Where the longest run of at least most of the words stands; ascending."""
        wanted = [word for match in _WORD.finditer(words) if (word := _solid(match[0]))]
        if not 0 < len(wanted) <= MOST_WORDS:
            return []
        need = ceil(len(wanted) * ENOUGH)
        best: list[_Run] = []
        for first in range(len(wanted) - need + 1):
            if best and len(wanted) - first < best[0].words:
                break
            for at in self._at(wanted[first : first + need]):
                run = self._grown(wanted, first, at, need)
                if not best or run.words > best[0].words:
                    best = [run]
                elif run.words == best[0].words and run not in best:
                    best.append(run)
        return sorted(run.span for run in best)

    def _at(self, words: list[str]) -> list[int]:
        needle, found = f" {' '.join(words)} ", []
        at = self._joined.find(needle)
        while at >= 0:
            found.append(bisect_left(self._starts, at))
            at = self._joined.find(needle, at + 1)
        return found

    def _grown(self, wanted: list[str], first: int, at: int, size: int) -> _Run:
        while (
            first + size < len(wanted)
            and at + size < len(self._words)
            and wanted[first + size] == self._words[at + size]
        ):
            size += 1
        return _Run(size, (self._spans[at][0], self._spans[at + size - 1][1]))


def _solid(word: str) -> str:
    return word.lower() if word.isascii() else "".join(plain(word).split())
