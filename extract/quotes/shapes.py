"""What a quoted piece looks like by itself and beside its neighbours: whole sentence, phrase, title, nickname."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extract.quotes.passages import Passage
from extract.quotes.word_classes import is_name_word

_CLOSERS: Final = "'’\")]* "
_TURN: Final = re.compile(r"\(?[A-Z][A-Z. ]{2,24}(?::|\.?\))")
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")
SHORT: Final = 4
"""A phrase of fewer words needs a cue of its own."""


@dataclass(slots=True)
class Shape:
    words: int
    first: str
    """The first word, without brackets and marks before it."""
    end: str
    """The last character, without marks and brackets after it."""
    title: bool
    """Every word of weight begins with a capital."""
    leads: bool
    """It begins its sentence, or follows a colon."""
    whole: bool
    """A sentence by its capital and its end."""
    full: bool
    """A sentence wherever it stands: capital, full stop and some length."""
    nickname: bool
    turn: bool
    """A transcript's turn, the marks around its label: `“SMITH: Well …`."""


def read_shape(text: str, passage: Passage, at: int) -> Shape:
    piece = passage.pieces[at]
    inner = piece.inner(text)[:4000].strip()
    last = piece.inner(text)[-40:].rstrip(_CLOSERS)
    end = last[-1:] or " "
    words = inner.split(None, 40)
    first = words[0].lstrip("[(‘'\"“….") if words else ""
    content = list(_WORD.findall(inner[:200]))
    title = bool(content) and content[0][0].isupper() and all(w[0].isupper() or len(w) <= 3 for w in content)
    leads = at == 0 or passage.sentence[at - 1] != passage.sentence[at] or passage.word(at - 1) == ":"
    capital = not first[:1].islower()
    closed = end in ".?!…" or not piece.closed
    return Shape(
        words=len(words),
        first=first,
        end=end,
        title=title,
        leads=leads,
        whole=leads and capital and (closed or end in ",-—–"),
        full=capital and closed and len(words) >= 8 and not title,
        nickname=_is_nickname(passage, at, len(words), end),
        turn=_TURN.match(inner) is not None,
    )


def _is_nickname(passage: Passage, at: int, words: int, end: str) -> bool:
    """`Robert “Buddy” Lund`."""
    if words > 3 or not 0 < at < len(passage) - 1 or end in ",.?!":
        return False
    before, after = passage.words[at - 1], passage.words[at + 1]
    return (
        is_name_word(before)
        and is_name_word(after)
        and passage.sentence[at - 1] == passage.sentence[at + 1]
        and (at < 2 or passage.sentence[at - 2] == passage.sentence[at - 1])
    )
