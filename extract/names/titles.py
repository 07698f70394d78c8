"""Titles before a name and letters after it: which they are, and a name without them.

One list for all: mentions are trimmed by it, people of one surname are told apart by it, and roles are read past it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names.tagger import Mention
from extract.names.vocabulary import TITLES
from store.model.fields import Span

COURTESY: Final = word_list("courtesy_titles")
"""Forms of address and honours: no part of a name, and no role."""
RANKS: Final = word_list("ranks")
"""Ranks and styles: a role where nothing fuller stands before them."""
_POSTNOMINALS: Final = word_list("postnominals")

_GIVEN_TOO: Final = word_set(
    """
    prince princess earl count duke baron marshal major justice judge dean deacon canon constant sultan emir amir imam
    asi const dom pan fr sec di ds raja wing cook baker apostle emeka toh sri seri tan paduka wira amar
    """
)
"""Titles that are given names as well: what the tagger has taken for a part of a name stays."""
_ALSO_NAMES: Final = _GIVEN_TOO | word_set(
    """
    king queen bishop pope eze obi oba chief cardinal abbot vicar baroness deputy sheriff private constable sergeant dc
    pc cadet commodore commander mullah maharaja lance warrant petty squadron flight delegate agent officer general
    abbess emperor empress tsar nawab sarki metropolitan patriarch ooni del
    """
)
"""Those and titles that are family names: they go only where two words more are left."""
_IN_CAPITALS: Final = word_set("PM CM DCM DPM CEO CFO COO")
_STAGE_NAMES: Final = frozenset({"lady gaga", "dr dre", "dr. dre", "dr phil", "dr. phil", "lady antebellum"})
_SRI: Final = re.compile(r"(?:Tan|Puan|Toh|Datuk|Dato['’]?) (?:Sri|Seri|Puan|Amar|Paduka|Wira) ")
_WORD: Final = re.compile(r"\S+")
_TWO: Final = re.compile(r" and (?=(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Prof|Sen|Rep|Gov)\b)")
_OWNER: Final = re.compile(r"\w['’][sS]\Z")
_AND: Final = re.compile(r"(?:and|&) ", re.IGNORECASE)


def is_title(word: str, left: int = 1) -> bool:
    """A title that may be left out of a name, of which `left` words are left then."""
    low = word.lower().rstrip(".")
    if word in _IN_CAPITALS:
        return True
    if not word[0].isupper() or low in (_ALSO_NAMES if left < 2 else _GIVEN_TOO):
        return False
    shouted = word.isupper() and len(word) < 4
    return low in RANKS or (not shouted and (low in COURTESY or low in TITLES))


def without_titles(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions ascend; a person's lose their titles, and what is nothing but titles goes."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.kind != "person":
            found.append(mention)
            continue
        for start, end in _of_two(text, mention.start, mention.end):
            span = trimmed(text, start, end)
            if span is not None:
                found.append(mention if span == (mention.start, mention.end) else replace_span(mention, span))
    return found


def replace_span(mention: Mention, span: Span) -> Mention:
    return replace(mention, start=span[0], end=span[1])


def _of_two(text: str, start: int, end: int) -> Iterable[Span]:
    """`Berg and Mr Lund` are two."""
    two = _TWO.search(text, start, end)
    return [(start, end)] if two is None else [(start, two.start()), (two.end(), end)]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A name without the titles before it and the letters after it; None where nothing else is there."""
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    if " ".join(text[start:end].lower().split()) in _STAGE_NAMES:
        return start, end
    first, last = 0, len(words)
    while first < last:
        honour = _SRI.match(text, words[first][0])
        if honour and honour.end() < end:
            first += 2
        elif first and text[slice(*words[first])] == "Hon":
            break  # Datuk Hon Wei Lim
        elif is_title(text[slice(*words[first])], last - first - 1) or (first and _AND.match(text, words[first][0])):
            first += 1
        else:
            break
    while last - first > 1 and text[slice(*words[last - 1])].strip(".,") in _POSTNOMINALS:
        last -= 1
    if first == last:
        return None
    begin, stop = words[first][0], words[last - 1][1]
    if last < len(words) and text[stop - 1] == ",":
        stop -= 1
    if _OWNER.search(text, begin, stop):
        stop -= 2
    return (begin, stop) if begin < stop else None
