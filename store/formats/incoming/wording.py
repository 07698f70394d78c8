"""Words of annotations as they are compared with those of a text: white space, accents, typography, HTML.

Knows no offsets; `placing` finds where the words are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from store.model.cleaning import clean_text
from store.model.fields import Span
from store.plain import plain, plain_text


def folded(words: str) -> str:
    """Words without white space at their ends, single spaces between them, accents as one character."""
    words = " ".join(clean_text(words).split())
    return words if words.isascii() else unicodedata.normalize("NFC", words)


def bare(words: str) -> str:
    """The letters and digits alone."""
    return "".join(char for char in plain(words) if char.isalnum())


def spellings(words: str) -> Iterator[str]:
    """Words as they are, and as another program may have written them: lines ended by `\\n`, signs as in HTML."""
    yield words
    if "\\n" in words:
        yield folded(words.replace("\\n", " "))
    if "&" in words and (read := folded(html.unescape(words))) != words:
        yield read


def forms(words: str) -> Iterator[str]:
    """Words with accents as one character, then as two."""
    yield words
    if not words.isascii():
        yield unicodedata.normalize("NFD", words)


def solid(words: str) -> str:
    """Words as they are compared, without blanks."""
    return "".join(plain(words).split())


def is_within_word(before: str, after: str) -> bool:
    """True if there is no end of a word between two characters; an accent belongs to the letter before it."""
    return unicodedata.combining(after) > 0 or (
        after.isalnum() and (before.isalnum() or unicodedata.combining(before) > 0)
    )


class SolidText:
    """A text as `solid` makes it, with the way back. One look for a needle is one pass over it."""

    def __init__(self, text: str) -> None:
        plain = plain_text(text)
        self._text = solid(plain.text)
        self._spans = list(plain.finditer(re.compile(r"\S")))

    def find(self, needle: str) -> list[int]:
        found: list[int] = []
        at = self._text.find(needle)
        while at >= 0 and needle:
            found.append(at)
            at = self._text.find(needle, at + 1)
        return found

    def span(self, at: int, length: int) -> Span:
        return self._spans[at][0], self._spans[at + length - 1][1]
