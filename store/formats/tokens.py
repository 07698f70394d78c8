"""Tokens for the formats that count in them: words, numerals and single punctuation marks.

Every boundary of a field is also a boundary of a token, so that no token-based format loses a field.
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
    """The tokens, ascending, split at `cuts`. They contain no white space unless a cut isolates it from a token."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    if not text.isascii():
        spans = _whole_characters(text, spans)
    return cut_at(spans, sorted(set(cuts)))


def with_gaps(text: str, spans: list[Span]) -> list[tuple[Span, bool]]:
    """Tokens that cover the whole text, as in spaCy, each with a flag for one space after it.

    White space other than a single space between two tokens is a token too.
    """
    result: list[tuple[Span, bool]] = []
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        if at < start:
            if result and text[at] == " ":
                result[-1] = result[-1][0], True
                at += 1
            if at < start:
                result.append(((at, start), False))
        if start < end:
            result.append(((start, end), False))
        at = end
    return result


def _whole_characters(text: str, spans: list[Span]) -> list[Span]:
    """Join combining marks and joiners with the token before them, and with what follows a joiner."""
    joined: list[Span] = []
    for start, end in spans:
        if (joined and joined[-1][1] == start and (_is_joining(text[start]) or text[start - 1] == "\u200d")) or (
            joined and joined[-1][1] == start and _is_joining(text[start - 1]) and text[start].isalpha()
        ):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _is_joining(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] == "M"


def cut_at(spans: list[Span], cuts: list[int]) -> list[Span]:
    """Split spans at the offsets `cuts`; both must ascend."""
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
