"""Roles that a list of people has in common: `Senators Lund, Berg and Moe`; `Lund and Berg, both senators`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from extract.names.offices import is_modifier, singular
from extract.names.roles.after import APPOSED
from extract.names.roles.left import begins
from extract.names.roles.line import ARTICLES, ENDS, line_after, line_before
from extract.names.roles.right import reach
from extract.names.roles.role import Role
from store.model.fields import Span

_LISTED: Final = re.compile(r"(?: \([^()\n]{1,30}\))?(?:,? (?:and|&) |, )(?:(?:Mr|Mrs|Ms|Dr)\.? )?")


_LIST: Final = 20
"""People that one list names at most."""


def listed(text: str, span: Span, names: Sequence[Span] = ()) -> Role | None:
    """`Senators Lund, Berg and Moe`: each of them is one."""
    start, last = span[0], bisect_left(names, span) - 1
    several = _LISTED.match(text, span[1]) is not None
    for k in range(last, max(-1, last - _LIST), -1):
        if not _LISTED.fullmatch(text, names[k][1], start):
            break
        start, several = names[k][0], True
    if not several:
        return None
    line = line_before(text, start, names)
    at = len(line.words) - 1
    while at > 0 and line.words[at] in ("-", "–", "—", ":", ","):
        at -= 1
    if at < 0 or at in line.named or not singular(line.words[at]):
        return None
    if at < len(line.words) - 1 and line.words[at + 1] == ",":
        return None
    return Role((line.spans[begins(line, at)][0], line.spans[at][1]), several=True)


def both(text: str, span: Span, names: Sequence[Span] = ()) -> Role | None:
    """`Ida Lund and Ole Berg, senators for Holt`: each of them is one."""
    at, end = bisect_left(names, span), span[1]
    alone = at == 0 or _LISTED.fullmatch(text, names[at - 1][1], span[0]) is None
    for start, stop in names[at + 1 : at + _LIST]:
        if not _LISTED.fullmatch(text, end, start):
            break
        end, alone = stop, False
    if alone:
        return None
    match = APPOSED.match(text, end)
    if not match:
        return None
    line = line_after(text, match.end(), names)
    at = 0
    while at < len(line.words) and line.low[at] in ARTICLES:
        at += 1
    for k in range(at, min(at + 5, len(line.words))):
        word = line.words[k]
        if (
            k in line.named
            or line.low[k] in ENDS
            or not (word == "-" or word[0].isupper() or is_modifier(word) or singular(word))
        ):
            return None
        if singular(word):
            ends = [at for at in range(k, len(line.words)) if line.low[at] == "and"]
            stop = reach(line, k, min(ends, default=None))
            return Role((line.spans[at][0], line.spans[stop - 1][1]), several=True) if stop > 0 else None
    return None
