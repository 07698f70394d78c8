"""The one way in which what is typed is compared with what was written, in every place where something is looked for.

No keyboard has ’ or –, and not every one é: quotation marks and dashes of one sort are the same, letters are so with
and without accents and composed or not, ligatures and full width are spelt out, and what cannot be seen is not there.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_LETTERS: Final = dict(zip("øØłŁđĐıħĦŧŦðÐ", "oOlLdDihHtTdD", strict=True)) | dict(
    zip("þÞæÆœŒßẞ", ("th", "Th", "ae", "Ae", "oe", "Oe", "ss", "SS"), strict=True)
)
"""Letters that are no other letter with an accent, as they are typed without their key."""
_SIGNS: Final = {
    **dict.fromkeys("‘’‚‛′ʹʻʼʽˈ`´", "'"),
    **dict.fromkeys("“”„‟″«»〝〞", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **_LETTERS,
    **dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff", ""),
    **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
}
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_BEYOND: Final = re.compile(r"[^\x00-\x7f`]+|`")
_LARGEST_CACHED: Final = 4


def plain(words: str) -> str:
    """A few words as they are compared: without regard to case, and with single blanks."""
    return " ".join(plain_case(words).split()).casefold()


def plain_case(words: str) -> str:
    """Words as they are compared where capitals count; blanks stay."""
    if words.isascii() and "`" not in words:
        return words
    return _BEYOND.sub(lambda match: "".join(map(_plain, match[0])), words)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if (sign := _SIGNS.get(char)) is not None:
        return sign
    if _MARKS.fullmatch(char):
        return ""
    spelt = _MARKS.sub("", unicodedata.normalize("NFKD", char))
    if spelt.isspace() and not char.isspace():  # an accent alone
        return char
    return unicodedata.normalize("NFC", "".join(_SIGNS.get(one, one) for one in spelt))


class PlainText:
    """A long text as it is compared, with the way back to the text as it stands."""

    def __init__(self, text: str, *, with_case: bool) -> None:
        plain = text.isascii() and "`" not in text
        self._starts: array[int] | range = range(len(text))
        self._ends: array[int] | range = range(1, len(text) + 1)
        self.text = text if plain else self._built(text)
        if not with_case:
            low = self.text.casefold()
            # The few letters whose small form is longer stay as they are.
            same = len(low) == len(self.text)
            self.text = low if same else "".join(min(one.casefold(), one, key=len) for one in self.text)

    def _built(self, text: str) -> str:
        starts, ends = array("L"), array("L")
        pieces: list[str] = []
        at = 0
        for match in _BEYOND.finditer(text):
            pieces.append(text[at : match.start()])
            starts.extend(range(at, match.start()))
            ends.extend(range(at + 1, match.start() + 1))
            for place, char in enumerate(match[0], match.start()):
                piece = _plain(char)
                pieces.append(piece)
                starts.extend([place] * len(piece))
                ends.extend([place + 1] * len(piece))
                if not piece and ends and _MARKS.fullmatch(char) and ends[-1] == place:
                    ends[-1] = place + 1
            at = match.end()
        pieces.append(text[at:])
        starts.extend(range(at, len(text)))
        ends.extend(range(at + 1, len(text) + 1))
        self._starts, self._ends = starts, ends
        return "".join(pieces)

    def finditer(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Where in the text as it stands a pattern over the plain one matches; empty matches are left out."""
        for match in pattern.finditer(self.text):
            if match.end() > match.start():
                yield self.stands_at(match.span())

    def stands_at(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where in the text as it stands a span of the plain one is, which is not empty."""
        return self._starts[span[0]], self._ends[span[1] - 1]


@lru_cache(maxsize=_LARGEST_CACHED)
def plain_text(text: str, *, with_case: bool = False) -> PlainText:
    """The plain text, kept for the next question about it."""
    return PlainText(text, with_case=with_case)


def phrase_pattern(words: str) -> str:
    """A pattern for plain words, in which a blank stands for any white space; empty for no words."""
    return r"\s{1,4}".join(map(re.escape, words.split()))
