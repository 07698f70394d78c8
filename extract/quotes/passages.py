"""A paragraph as the finder of speakers reads it: words and marks in a row, each quoted piece one opaque token.

Knows where sentences end around and inside quoted pieces, and which words could be cues; nothing of names or people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from extract.quotes.cues import CUES
from extract.quotes.marks import Piece
from extract.words import ABBREVIATIONS, TITLES
from store.model.fields import Span

QUOTED: Final = "“”"
"""The word of a token that stands for a quoted piece."""

ENDS: Final = frozenset(".!?…")
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,12}"  # U.S., a.m.
    r"|\d+(?:[.,:/]\d+)*(?:-\w+)*"  # 12:30, 41-year-old
    r"|[@#]?\w+(?:[-–'’&](?!(?:s|d|ll|ve|re|m)\b)\w+)*"  # O'Brien, co-host, AT&T; not 's, 'd
    r"|['’](?:s|d|ll|ve|re|m)\b|(?<=[sS])['’](?=\s)|\.{2,}|-{2,}"
    r"|[^\w\s]",
    re.IGNORECASE,
)
_AS_WRITTEN: Final = ("Will", "May")  # names, where they are no verbs
_SHORT: Final = ABBREVIATIONS | TITLES | {"r", "d", "no"}


@dataclass(slots=True)
class Passage:
    """Parallel lists over the tokens of one paragraph; `sentence` numbers them from 0."""

    words: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    sentence_starts: list[int] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    """Tokens that could be cues, ascending."""
    pieces: dict[int, Piece] = field(default_factory=dict)
    """By the index of its token."""

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """From token `first` to token `last`, both included."""
        return self.starts[first], self.ends[last]

    def word(self, at: int) -> str:
        """Lower case; empty beyond either end."""
        return self.low[at] if 0 <= at < len(self.low) else ""


def read_passage(text: str, paragraph: Span, pieces: list[Piece]) -> Passage:
    passage = Passage()
    at = paragraph[0]
    for piece in pieces:
        _add_words(passage, text, at, piece.start)
        passage.pieces[len(passage)] = piece
        _add(passage, QUOTED, piece.start, piece.end)
        at = piece.end
    _add_words(passage, text, at, paragraph[1])
    _number_sentences(passage, text)
    return passage


def _add(passage: Passage, word: str, start: int, end: int) -> None:
    passage.words.append(word)
    passage.low.append(word)
    passage.starts.append(start)
    passage.ends.append(end)


def _add_words(passage: Passage, text: str, start: int, end: int) -> None:
    spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    words = [text[a:b] for a, b in spans]
    passage.words += words
    passage.low += [word if word in _AS_WRITTEN else word.lower() for word in words]
    passage.starts += [a for a, _ in spans]
    passage.ends += [b for _, b in spans]


def _number_sentences(passage: Passage, text: str) -> None:
    number = 0
    words = passage.words
    last = len(words) - 1
    for at, word in enumerate(words):
        if not passage.sentence or passage.sentence[-1] != number:
            passage.sentence_starts.append(at)
        passage.sentence.append(number)
        if passage.low[at] in CUES:
            passage.cues.append(at)
        if at == last:
            break
        following = words[at + 1]
        capital = following[0].isupper() or following[0].isdigit() or following == QUOTED or following in "(["
        if not capital:
            continue
        if word == QUOTED:
            ended = passage.pieces[at].inner(text).rstrip()[-1:] in ENDS
        elif word[0] in ENDS and word != "..":
            before = words[at - 1] if at else ""
            tight = passage.starts[at] == passage.ends[at - 1] if at else False
            ended = not (
                tight and word == "." and (before.lower() in _SHORT or (len(before) == 1 and before.isupper()))
            ) or (following == QUOTED and before.lower() not in TITLES)
        else:
            ended = False
        if ended:
            number += 1
