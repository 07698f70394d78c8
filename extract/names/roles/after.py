"""Roles after a name: an apposition, a relative clause, a predicate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extract.lexicon import word_list
from extract.names.offices import is_office
from extract.names.roles.line import ARTICLES, Line, line_after
from extract.names.roles.right import described, reach
from extract.names.roles.role import Role
from extract.names.titles import COURTESY, RANKS
from store.model.fields import Span

_AGED: Final = re.compile(r" ?(?:then[- ])?(?:\d{1,3}|[a-z]{3,8}(?:-[a-z]{3,5})?)-year-old ")
APPOSED: Final = re.compile(
    r"(?: \([^()\n]{1,30}\)(?=,))?"
    r"(?:(?:, (?:aged )?\d{1,3}| \(\d{1,3}\))?,|,? [–—-](?= )| (?=\((?:the |an? )?[A-Za-z][a-z]))"
    r" ?\(?(?:(?:himself|herself|then|now|currently|formerly|also|once|both|all|previously) )?"
)
_CLAUSE: Final = re.compile(
    r"(?:,? who|,? (?:\d{1,3}, )?who)?"
    r" (?:(?:was|is|had been|has been|were) (?:re-?)?(?:appointed|elected|named|chosen|hired)"
    r"|is|was|has been|had been|became|remains|serves|served|works|worked|acts|acted)"
    r"(?: (?:also|currently|now|then|still|previously|once|later))?(?: as)? "
)
_KIN: Final = word_list("kin")
_SEATS: Final = word_list("seats")
_SEAT: Final = re.compile(r",? ([A-Z]{2,4})\b")
_BARE: Final = re.compile(r" (?=[a-z][\w-]{2,20} (?:of|for|at) )")


def after(text: str, span: Span, names: Sequence[Span] = ()) -> Role | None:
    """What follows a name: `, governor of the nearby Bryansk region`, `, 54, a nurse`, `, who served as director`."""
    match = APPOSED.match(text, span[1])
    if match:
        found = _phrase(text, match.end(), names)
        if found:
            return Role(found)
    match = _CLAUSE.match(text, span[1])
    if match:
        return _predicate(text, match, names)
    seat = _SEAT.match(text, span[1])
    if seat and seat[1] in _SEATS:
        return Role(seat.span(1))
    match = _BARE.match(text, span[1])
    if match:
        found = _phrase(text, match.end(), names, adjoined=True)
        return Role(found) if found else None
    return None


_PRAISE: Final = re.compile(
    r"an? (?:very |really )?(?:good|bad|great|big|real|true|typical|rare|perfect|strong|huge|clear|better)\b"
)


def _predicate(text: str, match: re.Match[str], names: Sequence[Span]) -> Role | None:
    """`is the mayor of Holt`, `was appointed director`: with an article, or an office at once."""
    said = match[0]
    found = _phrase(text, match.end(), names, loose=said.endswith(" as "))
    if found is None:
        return None
    if _PRAISE.match(text, match.end()):
        return None
    article = text[match.end() : match.end() + 4].lower().startswith(("the ", "a ", "an "))
    if "who" in said or " as " in said or "ed " in said or article or is_office(text[match.end() :].split(" ", 1)[0]):
        return Role(found)
    return None


def _phrase(
    text: str, start: int, names: Sequence[Span], *, adjoined: bool = False, loose: bool = False
) -> Span | None:
    """A role that begins at `start`, at most one article before it."""
    line = line_after(text, start, names)
    at = 0
    while at < len(line.words) and (line.low[at] in ARTICLES or line.low[at] in ("late", "current")):
        at += 1
    kin = next((k for k in range(at, min(at + 6, len(line.words))) if line.low[k] in _KIN), None)
    if kin is not None and line.low[kin + 1 : kin + 2] == ["and"] and line.word(kin + 2) in ARTICLES:
        at = kin + 3  # the mayor's sister and a dentist
    aged = _AGED.match(text, line.spans[at][0]) if at < len(line.words) else None
    while aged and at < len(line.words) and line.spans[at][0] < aged.end():
        at += 1
    if at >= len(line.words):
        return None
    head = described(line, at, loose=loose)
    if head < 0 or (adjoined and " " in text[line.spans[at][0] : line.spans[head][0]]) or _belongs_to_next(line, head):
        return None
    end = reach(line, head)
    return None if end < 0 else (line.spans[at][0], line.spans[end - 1][1])


def _belongs_to_next(line: Line, head: int) -> bool:
    """An office right before another's name, ranks and forms of address between them."""
    k = head + 1
    while (
        k < len(line.words)
        and k not in line.named
        and (line.low[k].rstrip(".") in RANKS | COURTESY or line.words[k] == ".")
    ):
        k += 1
    return k in line.named
