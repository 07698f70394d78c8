"""What looks like a number of the news and is none: addresses, telephone numbers, serial numbers, list markers.

Names that hold a number are for `designations`, the words `one` and `first` for `one_and_first`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from store.model.fields import Span

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|[@#]\w{1,64}")
_PHONE: Final = re.compile(
    r"\+[0-9]{1,3}[ -.(]{0,2}[0-9][0-9 ().-]{5,20}[0-9]"
    r"|\(?[0-9]{3}\)?[ -.][0-9]{3}[-.][0-9]{4}(?![0-9])"
    r"|(?<![0-9.,])\(?0[0-9]{2,4}\)?[ -][0-9]{3,4}[ -]?[0-9]{3,4}(?![0-9])"
    r"|(?<![0-9.,])1[38]00[ -][0-9]{3}[ -]?[0-9]{3}(?![0-9])"
)
_OPENS_PHONE: Final = re.compile("[+(0-9]")
_LOCAL: Final = re.compile(r"(?<![0-9.,-])[0-9]{3}[-–][0-9]{4}(?![0-9-])")
_CALLING: Final = re.compile(
    r"\b(?:call|phone|telephone|tel|ring|dial|contact|fax|hotline|helpline|text|line|number|numbers|whatsapp)\b",
    re.IGNORECASE,
)


def masked(text: str, start: int, end: int) -> list[Span]:
    """Spans of web and mail addresses, handles and telephone numbers."""
    found: list[Span] = []
    if any(sign in text[start:end] for sign in ("://", "www.", "@", "#")):
        found += [m.span() for m in _ADDRESS.finditer(text, start, end) if not m.group()[1:].isdigit()]
    found += _telephones(_PHONE, text, start, end)
    found += [
        span
        for span in _telephones(_LOCAL, text, start, end)
        if _CALLING.search(text, max(start, span[0] - 60), span[0])
    ]
    return found


def _telephones(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    """What the pattern finds, looked for only where it can begin: few signs of a text are digits."""
    past = start
    for sign in _OPENS_PHONE.finditer(text, start, end):
        at = sign.start()
        if at >= past and (match := pattern.match(text, at, end)):
            past = match.end()
            yield match.span()


def is_key(t: Tokens, found: Amount) -> bool:
    """Digits that run into letters or into more digits: serial numbers, codes, phone numbers."""
    j = found.last
    word = t.low[j]
    written = t.low[found.first]
    if j == found.first + 1 and len(written) > (4 if written[0] == "0" else 10) and written.isdigit():
        return True
    if found.form == "words" or found.form == "ordinal" or found.kind not in ("count",):
        return False
    if t.joined(j) and (word[:1].isalpha() or word == "_") and found.after == j and is_digits(t.low[j - 1]):
        return True
    if (word == ":" and t.joined(j) and t.joined(j + 1) and is_digits(t.low[j + 1])) or (
        t.low[found.first - 1] == ":" and t.joined(found.first) and is_digits(t.low[found.first - 2])
    ):
        return True
    if word in lx.DASHES and t.joined(j) and t.joined(j + 1):
        following = t.low[j + 1]
        if is_digits(following):
            return True
        return len(following) == 1 and following.isalpha()
    i = found.first
    return t.low[i - 1] in lx.DASHES and t.joined(i) and t.joined(i - 1) and is_digits(t.low[i - 2])


def is_list_marker(t: Tokens, found: Amount) -> bool:
    """`1.`, `2)` at the beginning of a line with text after it."""
    at_line_start = t.low[found.first - 1] == "" or not t.same_line(found.first)
    if not at_line_start or found.form != "digits" or found.last != found.first + 1 or found.kind != "count":
        return False
    return (
        t.low[found.last] in (".", ")")
        and t.joined(found.last)
        and t.low[found.last + 1][:1].isalpha()
        and t.same_line(found.last + 1)
    )
