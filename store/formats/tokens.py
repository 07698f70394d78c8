"""Tokens for the formats that count in them: words, numerals and single marks.

Every boundary of a field is made a boundary of a token, so that no format of tokens loses a field to its tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from store.model.fields import Span

_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|\w+|[^\w\s]")
_JOINERS: Final = frozenset("\u200d\ufe0f\ufe0e")


def tokens(text: str, cuts: Iterable[int] = ()) -> list[Span]:
    """Ascending; white space is in none unless a cut sets it off from a token that it stands in."""
    found = [match.span() for match in _TOKEN.finditer(text)]
    if not text.isascii():
        found = _whole_characters(text, found)
    return cut_at(found, sorted(set(cuts)))


def with_gaps(text: str, spans: list[Span]) -> list[tuple[Span, bool]]:
    """Tokens that make up the whole text, as spaCy's do: each with whether one space follows it.

    White space of another kind than one space between two tokens is a token too.
    """
    made: list[tuple[Span, bool]] = []
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        if at < start:
            if made and text[at] == " ":
                made[-1] = made[-1][0], True
                at += 1
            if at < start:
                made.append(((at, start), False))
        if start < end:
            made.append(((start, end), False))
        at = end
    return made


def _whole_characters(text: str, spans: list[Span]) -> list[Span]:
    """A combining mark or a joiner belongs to what it stands on, and what follows a joiner too."""
    joined: list[Span] = []
    for start, end in spans:
        if (joined and joined[-1][1] == start and (_leans(text[start]) or text[start - 1] == "\u200d")) or (
            joined and joined[-1][1] == start and _leans(text[start - 1]) and text[start].isalpha()
        ):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _leans(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] == "M"


def cut_at(spans: list[Span], cuts: list[int]) -> list[Span]:
    out: list[Span] = []
    rest = iter(cuts)
    cut = next(rest, None)
    for start, end in spans:
        while cut is not None and cut <= start:
            cut = next(rest, None)
        while cut is not None and cut < end:
            out.append((start, cut))
            start, cut = cut, next(rest, None)
        out.append((start, end))
    return out
