"""Whether a quote is in the article to the character: from mark to mark, no word cut, its own words those of the text.

What a mark is, which one a mark closes and where a paragraph is left open is said by `extract.quotes.marks`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from extract.quotes.marks import Piece, quoted_pieces
from extract.words import paragraphs
from store.model.fields import Quote, Span


def quoting_doubt(text: str, item: Quote) -> str:
    """The reason, or nothing."""
    return _told_otherwise(text, item) or next((doubt for span in item.spans if (doubt := _edge_doubt(text, span))), "")


def _edge_doubt(text: str, span: Span) -> str:
    start, end = span
    for at, name in ((start, "start"), (end, "end")):
        if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
            return f"its {name} cuts the word “{_word_around(text, at)}”"
    pieces = _pieces_around(text, span)
    if span in [(piece.start, piece.end) for piece in pieces]:
        return ""
    meeting = [piece for piece in pieces if piece.start < end and start < piece.end]
    if not meeting:
        return "" if _has_marks(text, span) else f"no quotation marks around “{_short(text[start:end])}”"
    return _misfit(text, span, meeting)


def _misfit(text: str, span: Span, meeting: list[Piece]) -> str:
    """How a span differs from the quoted pieces that it meets."""
    start, end = span
    first, last = meeting[0], meeting[-1]
    if start < first.start:
        return f"it begins before the quotation mark, at “{_short(text[start : first.start])}”"
    if start > first.start and not any(map(str.isalnum, text[first.start : start])):
        return f"its opening mark, {text[first.start]}, is left out"
    if start > first.start and not _inner_mark(text, start):
        return f"it begins amid the quotation “{_short(text[first.start + 1 : first.end])}”"
    if len(meeting) > 1 and any(piece.closed for piece in meeting[:-1]):
        return f"it runs over words that are not quoted: “{_short(text[first.end : last.start])}”"
    if end > last.end:
        return "" if not last.closed else f"it goes on after the closing mark, with “{_short(text[last.end : end])}”"
    if end < last.end and not any(map(str.isalnum, text[end : last.end])):
        return f"its closing mark, {text[last.end - 1]}, is left out"
    if end < last.end and not _closing_mark(text, end):
        return f"it ends before the quotation does, which goes on with “{_short(text[end : last.end])}”"
    return ""


def _pieces_around(text: str, span: Span) -> list[Piece]:
    """Those of the paragraphs that the span touches and of the next, which says whether a paragraph was left open."""
    low = max(0, span[0] - _REACH)
    begin = text.rfind("\n\n", low, span[0] + 1)
    begin = begin + 2 if begin >= 0 else low
    stop = span[1]
    for _ in range(2):
        found = text.find("\n\n", stop, stop + _REACH)
        stop = found + 2 if found >= 0 else min(len(text), stop + _REACH)
    block = text[begin:stop]
    return [Piece(piece.start + begin, piece.end + begin, piece.paragraph, piece.closed) for piece in _pieces(block)]


@lru_cache(maxsize=32)
def _pieces(block: str) -> tuple[Piece, ...]:
    """The pieces of one quotation are mostly asked about one after the other."""
    return tuple(quoted_pieces(block, paragraphs(block)))


def _has_marks(text: str, span: Span) -> bool:
    """True of words in marks that are no pair elsewhere in the text: single ones, or a pair that nobody closed."""
    return _inner_mark(text, span[0])


def _inner_mark(text: str, at: int) -> bool:
    return text[at : at + 1] in _MARKS or text[at : at + 2] in ("``", "''")


def _closing_mark(text: str, end: int) -> bool:
    return text[end - 1 : end] in _MARKS


_MARKS: Final = frozenset("\"“”„‟＂〝〞«»「」『』'‘’‚‹›`")


def _told_otherwise(text: str, item: Quote) -> str:
    """Where the quote's own words, as another program brought them, part from the article's."""
    own = next((item.extra[key] for key in _OWN if isinstance(item.extra.get(key), str)), None)
    if own is None:
        return ""
    said = " ".join(text[start:end] for start, end in item.spans)
    mine, there = _words(own), _words(said)
    if mine == there:
        return ""
    at = next((at for at, (a, b) in enumerate(zip(mine, there, strict=False)) if a != b), min(len(mine), len(there)))
    pair = (" ".join(words[at : at + 3]) or "nothing more" for words in (mine, there))
    return "it was brought as “{}” where the article has “{}”".format(*pair)


_OWN: Final = ("text", "quote", "quotation", "words")
"""Keys under which other programs keep a quote's own words."""


def _words(quoted: str) -> list[str]:
    return [word for part in quoted.split() if (word := part.strip("".join(_MARKS)))]


def _word_around(text: str, at: int) -> str:
    start, end = at, at
    while start > 0 and text[start - 1].isalnum() and at - start < _SHORT:
        start -= 1
    while end < len(text) and text[end].isalnum() and end - at < _SHORT:
        end += 1
    return text[start:end]


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"


_SHORT: Final = 30
_REACH: Final = 3000
