"""Words, sentences and paragraphs about a place in a text: what the cursor steps over and a selection snaps to.

Looks no further than it must, so that a step costs the same in a short and in a long text. The extractor's notion of a
word is imported at the first step, for it is not needed to paint an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category

from store.model.fields import Span

_REACH: Final = 256
_SENTENCE_REACH: Final = 8192
_SAMPLE: Final = 4096
_UNSPACED: Final = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u3005-\u3007\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
)
"""Letters of Thai, Lao and Burmese, kana and ideographs: no blank says where a word of theirs ends, so each is one, as
Unicode (UAX 29) has ideographs. Khmer sets blanks, if of no width."""
_BROKEN_AT: Final = 100
"""A text with a longer line than this was not broken by hand."""


def word_at(text: str, offset: int) -> Span | None:
    """The token that holds the code point; None on white space and at the end."""
    return next((span for span in _tokens(text, offset) if span[0] <= offset < span[1]), None)


def word_after(text: str, offset: int) -> int:
    """Where the next word or numeral starts; the end of the text if there is none."""
    while offset < len(text):
        for start, end in _tokens(text, offset):
            if start > offset and _is_word(text, start, end):
                return start
        offset += _REACH - 1
    return len(text)


def word_before(text: str, offset: int) -> int:
    """Where the word or numeral before starts; 0 if there is none."""
    while offset > 0:
        for start, end in reversed(_tokens(text, offset - 1)):
            if start < offset and _is_word(text, start, end):
                return start
        offset = min(offset - 1, _window(text, offset - 1) + 1)
    return 0


def sentence_at(text: str, offset: int) -> Span | None:
    """The sentence that holds the code point or ends before it; None in a stretch of white space."""
    from extract.words import sentences

    start, end = _block(text, offset)
    return _holding([(start + a, start + b) for a, b in sentences(text[start:end])], offset)


def paragraph_at(text: str, offset: int) -> Span | None:
    """The paragraph that holds the code point or ends before it; None in a stretch of white space."""
    from extract.words import paragraphs

    start, end = _block(text, offset)
    return _holding([(start + a, start + b) for a, b in paragraphs(text[start:end])], offset)


def unbroken(text: str) -> str:
    """The text with a space for each line feed that only broke a line: in mail, and in files wrapped by hand.

    As long as the text, so that offsets hold in both.
    """
    if "\n\n" not in text or max(map(len, text[:_SAMPLE].split("\n"))) > _BROKEN_AT:
        return text
    from extract.words import paragraphs

    parts: list[str] = []
    done = 0
    for start, end in paragraphs(text):
        parts += (text[done:start], text[start:end].replace("\n", " "))
        done = end
    return "".join([*parts, text[done:]])


def stripped(text: str, span: Span) -> Span | None:
    """The span without white space at either end; None if nothing else is in it."""
    start, end = span
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return (start, end) if start < end else None


def _holding(spans: list[Span], offset: int) -> Span | None:
    return next((span for span in reversed(spans) if span[0] <= offset), spans[0] if spans else None)


def _is_word(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _tokens(text: str, offset: int) -> list[Span]:
    """The extractor's tokens, and whole words where letters have marks or joiners, which it takes for symbols."""
    from extract.words import tokens

    whole: list[Span] = []
    for start, end in tokens(text, _window(text, offset), min(len(text), offset + _REACH)):
        if whole and whole[-1][1] == start and _goes_on(text, start):
            whole[-1] = whole[-1][0], end
        else:
            whole.append((start, end))
    return [part for span in whole for part in _parted(text, span)]


def _parted(text: str, span: Span) -> Iterator[Span]:
    """Each letter that is a word of its own, with its marks, and what is between such letters."""
    start, end = span
    if _UNSPACED.search(text, start, end):
        for at in range(start + 1, end):
            if not _joins(text[at]) and (_UNSPACED.match(text, at) or _UNSPACED.match(text, start)):
                yield start, at
                start = at
    yield start, end


def _goes_on(text: str, start: int) -> bool:
    last, first = text[start - 1], text[start]
    return _joins(first) or (_joins(last) and (first.isalnum() or last == "\u200d"))


def _joins(character: str) -> bool:
    return character > "\u02ff" and (character in "\u200c\u200d" or category(character).startswith("M"))


def _window(text: str, offset: int) -> int:
    """Where to begin looking: at white space within reach, or in the middle of a very long word."""
    start = max(0, offset - _REACH)
    return max(start, text.find(" ", start, offset), text.find("\n", start, offset)) if start else 0


def _block(text: str, offset: int) -> Span:
    """The lines between empty lines about the place, no more of them than the reach."""
    low, high = max(0, offset - _SENTENCE_REACH), offset + _SENTENCE_REACH
    start = text.rfind("\n\n", low, offset)
    end = text.find("\n\n", offset, high)
    return (start + 2 if start >= 0 else low), (end if end >= 0 else min(high, len(text)))
