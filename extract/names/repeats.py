"""Names that the article has shown elsewhere: a bare surname, a place named again, where the tagger saw nothing.

Adds mentions, never takes one away; a word that is used as more than one kind of name in the article is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from extract.names import gazetteer
from extract.names.tagger import Kind, Mention
from extract.names.vocabulary import PARTICLES, TITLES
from extract.words import DAYS, STARTERS

SHOWN: Final = 100
"""The margin from which a mention is worth repeating."""
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W\d_]{2}))*")
_HEADING: Final = re.compile(r"^[^\Wa-z][^a-z\n]{7,200}$", re.MULTILINE)
_LAND: Final = re.compile(r"\b[A-Z][^\W\d_]{2,20}ian?\b")
_CAPITAL_AHEAD: Final = re.compile(r"(?:[ -]|['’]s? )[^\W\d_]")
_WORD_BEHIND: Final = re.compile(r"\b([^\W_]{1,20}(?=[ -]\Z)|[^\W_](?=\. \Z))")


def repeated(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions and those that repeat one, ascending, not overlapping."""
    lands = _lands(text)
    mentions = [
        Mention(m.start, m.end, "place", m.margin) if m.kind == "person" and text[m.start : m.end] in lands else m
        for m in mentions
    ]
    known = _shown(text, mentions) | dict.fromkeys(lands, "place")
    if not known:
        return mentions
    found = [
        Mention(start, end, known[text[start:end]], SHOWN)
        for start, end in (match.span() for match in _WORD.finditer(text) if match[0] in known)
        if not _inside_another(text, start, end)
    ]
    found = [mention for mention in (*found, *_in_headings(text, known)) if _is_free(mention, mentions)]
    return sorted(mentions + found, key=lambda mention: mention.start) if found else mentions


def _is_free(mention: Mention, mentions: list[Mention]) -> bool:
    """Whether none of `mentions`, which ascend and do not overlap, shares a character with this one."""
    following = bisect_left(mentions, mention.end, key=lambda other: other.start)
    return not following or mentions[following - 1].end <= mention.start


def _in_headings(text: str, known: Mapping[str, Kind]) -> Iterator[Mention]:
    """Names shown elsewhere in lines of nothing but capitals, unless they are also words in small letters."""
    headings = [line.span() for line in _HEADING.finditer(text) if line[0].isupper()]
    if not headings:
        return
    small = set(_WORD.findall(text))
    loud = {word.upper(): kind for word, kind in known.items() if not word.isupper() and word.lower() not in small}
    for heading in headings:
        for match in _WORD.finditer(text, *heading):
            if match[0] in loud:
                yield Mention(*match.span(), loud[match[0]], SHOWN)


def _lands(text: str) -> set[str]:
    """Names that no list has, with the name of a people made from them: `Qwertia` where `Qwertian` stands too."""
    found = set(_LAND.findall(text))
    return {
        name
        for name in found
        if name + "n" in found
        and gazetteer.names().get(gazetteer.fold(name)) == ""
        and gazetteer.names().get(gazetteer.fold(name + "n")) == ""
    }


def _shown(text: str, mentions: list[Mention]) -> dict[str, Kind]:
    """Words by which a person or a place of this article may be named again."""
    kinds: defaultdict[str, set[Kind]] = defaultdict(set)
    sure: set[str] = set()
    for mention in mentions:
        words = _WORD.findall(text[mention.start : mention.end])
        if not words:
            continue
        shown = [words[-1]] if mention.kind == "person" else words if mention.kind == "group" else []
        if mention.kind == "place" and len(words) == 1 and gazetteer.fold(words[0]) not in gazetteer.places():
            shown = words
        for word in shown:
            kinds[word].add(mention.kind)
        if mention.margin >= SHOWN and mention.kind != "group":
            sure.update(shown)
    return {word: next(iter(kinds[word])) for word in sure if len(kinds[word]) == 1 and _is_name(word)}


def _is_name(word: str) -> bool:
    low = word.lower()
    return (
        len(word) > 2
        and word[0].isupper()
        and not (word.isupper() and len(word) < 5)
        and word not in STARTERS
        and word not in DAYS
        and low not in TITLES
        and low not in PARTICLES
        and gazetteer.names().get(gazetteer.fold(word)) not in (gazetteer.GROUP, gazetteer.DEMONYM)
    )


def _inside_another(text: str, start: int, end: int) -> bool:
    """A capital beside it: part of a longer name."""
    ahead = _CAPITAL_AHEAD.match(text, end)
    if ahead and text[ahead.end() - 1].isupper():
        return True
    behind = _WORD_BEHIND.search(text, max(0, start - 24), start)
    return (
        behind is not None and behind[1][0].isupper() and behind[1] not in STARTERS and behind[1].lower() not in TITLES
    )
