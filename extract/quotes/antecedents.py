"""What `it`, `which`, `they` or `she` stands for where it is no person of the article: things, crowds, the unnamed."""

from __future__ import annotations

import re
from typing import Final

from store.model.fields import Span

NEAR: Final = 500
"""Characters that are looked through."""

_CROWD: Final = re.compile(
    r"(?:^|[.!?”\"]\s|\n)((?:The|Some|Many|Several|(?:Dozen|Hundred)s of) (?:[a-z]{3,20}s|people|men|women))\b",
    re.MULTILINE,
)
_STRANGER: Final = re.compile(r"\ban? \d{1,2}-year-old(?: (?!who|from|in|with|and|of|on|at|was)[a-z-]{3,20}){1,2}")
_SAYS: Final = (
    r"(?:said|says|told|tells|wrote|writes|added|adds|noted|notes|stated|states|explained|explains|confirmed|confirms|"
    r"announced|announces|claimed|claims|warned|warns|argued|argues|insisted|insists|admitted|admits|found|finds|"
    r"alleged|alleges|reported|reports|showed|shows|concluded|concludes|denied|denies|declared|declares|describes)"
)
_UNNAMED: Final = re.compile(
    r"(?:^|[.!?”\"]\s|\n)((?:An?|One|Another|The|His|Her|Their) (?:[\w’'-]{1,20} ){0,4}?"
    r"(?:spokes(?:man|woman|person)|official|officer|resident|witness|neighbou?r|source|aide|lawyer|teacher|doctor|nurse|"
    r"farmer|worker|student|driver|trader|woman|man|mother|father|survivor|villager|shopkeeper|activist|researcher)"
    r"(?: (?:for|of|from|at|with|in) (?:the |an? )?[\w’'-]{1,20}(?: [\w’'-]{1,20}){0,3}?)?) "
    rf"(?:also |later |then )?{_SAYS}\b"
)
_NOUN: Final = r"(?:[Tt]he|[Aa]n?|[Tt]his|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)"
_SUBJECT: Final = re.compile(
    rf"(?:^|[.!?”\"] |\n)((?:{_NOUN} )?[\w’'&-]{{2,25}}(?: [\w’'&-]{{1,25}}){{0,5}}?)"
    rf"(?:, [^,.\n]{{2,60}},)? (?:also |later |has |had )?{_SAYS}\b"
)
_AFTER: Final = re.compile(
    rf"(?:(?<=[,”\"’] ){_SAYS}|\b[Aa]ccording to) ({_NOUN} [\w’'&-]{{2,25}}(?: [\w’'&-]{{1,25}}){{0,3}}?)"
    r"(?=[.,\n]| on | in | which )"
)
_PAPER: Final = re.compile(
    r"(?:^|[.!?”\"] |\n|\b(?:published|issued|released|posted|sent|wrote|filed|obtained|leaked|put out|in) )"
    rf"({_NOUN} (?:(?!\w{{1,20}}ed )[\w’'&-]{{1,25}} ){{0,3}}?"
    r"(?:statement|letter|report|study|survey|website|site|memo|notice|note|post|tweet|message|email|article|document|paper|"
    r"bulletin|newsletter|petition|lawsuit|complaint|ruling|verdict))\b"
)
_BEFORE_WHICH: Final = re.compile(rf"\b({_NOUN} (?:[\w’'&-]{{1,25}} ){{0,4}}?[\w’'&-]{{2,25}}),? $")
_NAMED_WHICH: Final = re.compile(r"((?:[A-Z][\w’'&-]{1,25} ){0,5}[A-Z][\w’'&-]{1,25})(?: \([^()]{1,20}\))?, $")
_NO_THING: Final = re.compile(
    r"(?:he|she|they|it|we|i|you|who|there|this|that|these|those|what|which|and|but|however|meanwhile|mr|mrs|ms|dr)\b",
    re.IGNORECASE,
)


def crowd(text: str, at: int) -> str:
    """`the marchers`, with whom a sentence shortly before began; else `they`."""
    found = list(_CROWD.finditer(text, max(0, at - NEAR), at))
    return found[-1][1].lower() if found else "they"


def stranger(text: str, start: int, at: int) -> str:
    """`a 56-year-old tailor`, `A spokesman for the port`: spoken of between `start` and `at`, and not named.

    `start` is where whoever was named last ends: that may be within the words, as in `A spokesman for Lund`.
    """
    near = at - NEAR
    start = max(start, near)
    found = list(_STRANGER.finditer(text, start, at))
    if found and text[start : found[-1].start()].strip(" ,"):
        return found[-1].group()
    told = [match for match in _UNNAMED.finditer(text, max(0, near), at) if match.end(1) >= start]
    return told[-1][1] if told else ""


def things(text: str, at: int) -> list[Span]:
    """Bodies and papers that said something before, ascending; people may be among them."""
    start = max(0, at - NEAR)
    found = [match for pattern in (_SUBJECT, _AFTER, _PAPER) for match in pattern.finditer(text, start, at)]
    return sorted(match.span(1) for match in found if not _NO_THING.match(match[1]))


def relative(text: str, at: int) -> str:
    """`the statement` of `the statement, which adds`; nothing where no phrase ends there."""
    lead = text[max(0, at - 120) : at]
    if named := _NAMED_WHICH.search(lead):
        return named[1]
    starts = [match.start() for match in re.finditer(rf"\b{_NOUN} ", lead)]
    found = (_BEFORE_WHICH.match(lead, start) for start in reversed(starts))
    return next((match[1] for match in found if match), "")
