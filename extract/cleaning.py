"""Letters as they are read, whatever a page or a program put between them or made of them.

Soft hyphens, zero-width characters and marks of direction are left out; every kind of blank is a blank; letters are
composed and ligatures spelt out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_MARKS: Final = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_UNSEEN: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_BLANKS: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LIGATURES: Final = "\ufb00-\ufb06"
_SIGNS: Final = re.compile(f"[{_UNSEEN}{_BLANKS}{_LIGATURES}{_MARKS}]")
_MARKED: Final = re.compile(f"[{_MARKS}]{{1,8}}")
_LINE_END: Final = re.compile(r"[^\S\n]{0,8}\n[^\S\n]{0,8}(?=[^\W\d_])")


class Edit(NamedTuple):
    """`words` are read where the text has `start` to `end`."""

    start: int
    end: int
    words: str


def clean(words: str) -> str:
    """A few words as they are read."""
    return words if words.isascii() else "".join(pieces(words, unclean(words)))


def unclean(text: str) -> list[Edit]:
    """What is read otherwise than it stands."""
    found: list[Edit] = []
    end = 0
    for match in _SIGNS.finditer(text):
        start, sign = match.start(), match[0]
        if start < end:
            continue
        marks = _MARKED.match(text, start)
        if marks:
            # With the letter that they stand on.
            edit = Edit(start - 1, marks.end(), unicodedata.normalize("NFC", text[max(0, start - 1) : marks.end()]))
            if start <= end or not text[start - 1].isalnum() or edit.words == text[edit.start : edit.end]:
                continue
        elif sign == "\u00ad" and (hyphened := _LINE_END.match(text, start + 1)):
            edit = Edit(start, hyphened.end(), "")
        else:
            edit = Edit(start, start + 1, " " if sign.isspace() else _SPELT.get(sign, ""))
        found.append(edit)
        end = edit.end
    return found


_SPELT: Final = dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))


def pieces(text: str, edits: list[Edit]) -> list[str]:
    """What is read, by turns as it stands and as it is changed."""
    found: list[str] = []
    at = 0
    for start, end, words in edits:
        found += (text[at:start], words)
        at = end
    return [*found, text[at:]]
