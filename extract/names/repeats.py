"""Names that the article has shown elsewhere: a bare surname, a place named again, where the tagger saw nothing.

Adds mentions, never takes one away; a word that is used as more than one kind of name in the article is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final

from extract.lexicon import ANY, word_list, word_set
from extract.names import gazetteer
from extract.names.tagger import Kind, Mention
from extract.names.vocabulary import PARTICLES, TITLES
from extract.words import DAYS, STARTERS, stretches
from store.model.fields import Span

SHOWN: Final = 100
"""The margin from which a mention is worth repeating."""
_WORD: Final = re.compile(r"[^\W\d_][^\W_]*+(?:['’-](?=[^\W\d_]{2})[^\W_]++)*+")
_SPLIT: Final = re.compile(f"({_WORD.pattern})")
_FIRM: Final = 400
_PARTICLES_KNOWN: Final = 8
_EAST_ASIAN: Final = word_list("east_asian_surnames", ANY)
_TWO_PARTS: Final = re.compile(r"[A-Z][a-z]{1,9}-[a-z]{2,9}")
_HYPHENED_PARTICLE: Final = re.compile(r"(?:al|el|an|as|ash|ad|ar|at|ul)[-][A-Z]")
_ALL_PARTICLES: Final = PARTICLES | word_set("do das di do e y von vom zum")
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
    mentions = _family(text, mentions)
    known = _shown(text, mentions) | dict.fromkeys(lands, "place")
    tails = _tails(text, mentions)
    if not known and not tails:
        return mentions
    found: list[Mention] = []
    for start, end in _places(text, known.keys() | tails.keys()):
        kind = known.get(text[start:end])
        begin = _with_particle(text, start, end, tails)
        if kind is None and begin < start:
            kind = "person"
        if kind is not None and not _inside_another(text, begin, end):
            found.append(Mention(start, end, kind, SHOWN))
    found = [mention for mention in (*found, *_in_headings(text, known)) if _is_free(mention, mentions)]
    found = sorted(mentions + found, key=lambda mention: mention.start) if found else mentions
    return _with_particles(text, found, tails) if tails else found


def _places(text: str, words: Set[str]) -> list[Span]:
    """Where these words stand."""
    found: list[Span] = []
    for start, stop in stretches(text, 0, len(text)):
        pieces = _SPLIT.split(text[start:stop])  # what stands between words and the words, by turns
        ends = [*accumulate(map(len, pieces), initial=start)]
        found += [(ends[k], ends[k + 1]) for k in range(1, len(pieces), 2) if pieces[k] in words]
    return found


def _family(text: str, mentions: list[Mention]) -> list[Mention]:
    """What may be a body or a place, and is how the article's person is called: `Dos Santos`, `Van der Berg`."""
    ends = {
        " ".join(words[k:]).lower()
        for mention in mentions
        if mention.kind == "person" and mention.margin >= SHOWN
        for words in [text[mention.start : mention.end].split()]
        for k in range(1, len(words))
    }
    return [
        replace(mention, kind="person")
        if mention.kind != "person"
        and mention.margin < (_FIRM if " " in text[mention.start : mention.end] else SHOWN)
        and text[mention.start : mention.end].lower() in ends
        else mention
        for mention in mentions
    ]


def _tails(text: str, mentions: list[Mention]) -> dict[str, set[str]]:
    """Family names with the particles that the article shows before them: `van der` of `Piet van der Berg`."""
    tails: defaultdict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        sure = mention.kind == "person" and mention.margin >= SHOWN
        words = text[mention.start : mention.end].split() if sure else []
        first = len(words) - 1
        while first > 1 and words[first - 1].lower() in _ALL_PARTICLES:
            first -= 1
        if 0 < first < len(words) - 1 and len(tails[words[-1]]) < _PARTICLES_KNOWN:
            tails[words[-1]].add(" ".join(words[first:-1]).lower())
    return dict(tails)


def _with_particle(text: str, start: int, end: int, tails: Mapping[str, set[str]]) -> int:
    """Where a family name begins, its particle taken in if the article has shown it with one."""
    for particle in tails.get(text[start:end], ()):
        begin = start - len(particle) - 1
        if begin >= 0 and text[begin:start].lower() == f"{particle} " and not text[begin - 1 : begin].isalnum():
            return begin
    return start


def _with_particles(text: str, mentions: list[Mention], tails: Mapping[str, set[str]]) -> list[Mention]:
    whole: list[Mention] = []
    for mention in mentions:
        start = _with_particle(text, mention.start, mention.end, tails) if mention.kind == "person" else mention.start
        free = not whole or whole[-1].end <= start
        whole.append(replace(mention, start=start) if free and start != mention.start else mention)
    return whole


def _is_free(mention: Mention, mentions: list[Mention]) -> bool:
    """Whether none of `mentions`, which ascend and do not overlap, shares a character with this one."""
    following = bisect_left(mentions, mention.end, key=lambda other: other.start)
    return not following or mentions[following - 1].end <= mention.start


def _in_headings(text: str, known: Mapping[str, Kind]) -> Iterator[Mention]:
    """Names shown elsewhere in lines of nothing but capitals, unless they are also words in small letters."""
    ends = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
    headings = [(start, end - 1) for start, end in pairwise(ends) if text[start : end - 1].isupper()]
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
        shown = _alone(words) if mention.kind == "person" else words if mention.kind == "group" else []
        if mention.kind == "place" and len(words) == 1 and gazetteer.fold(words[0]) not in gazetteer.places():
            shown = words
        for word in shown:
            kinds[word].add(mention.kind)
        if mention.margin >= SHOWN and mention.kind != "group":
            sure.update(shown)
    return {word: next(iter(kinds[word])) for word in sure if len(kinds[word]) == 1 and _is_name(word)}


def _alone(words: list[str]) -> list[str]:
    """The words of a name by which its bearer may be named again: the family name, wherever it stands."""
    given_last = len(words) in (2, 3) and (words[0] in _EAST_ASIAN or _TWO_PARTS.fullmatch(words[1]) is not None)
    return [words[0], words[-1]] if given_last else [words[-1]]


def _is_name(word: str) -> bool:
    low = word.lower()
    return (
        (len(word) > 2 or word in _EAST_ASIAN)
        and (word[0].isupper() or _HYPHENED_PARTICLE.match(word) is not None)
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
