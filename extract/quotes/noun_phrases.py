"""Noun phrases by closed word classes: read rightwards or leftwards from a token.

No part-of-speech tagger: a phrase runs on until a word that cannot be in one. What joins two parts of a phrase, and
what ends one, are tables of small rules; `phrase_names` finds the name inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from extract.lexicon import word_set
from extract.quotes.cues import AMBIGUOUS, PHRASAL, VERBS
from extract.quotes.passages import QUOTED, Passage
from extract.quotes.word_classes import (
    ALONE,
    ARTICLES,
    BODIES,
    CLITICS,
    DASHES,
    DAYS,
    DETERMINERS,
    NEVER_NOUNS,
    NOT_IN_PHRASE,
    OFFICES,
    PARTICLES,
    PASTS,
    PREPOSITIONS,
    PRONOUNS,
    is_adverb,
    is_name_word,
)
from extract.words import TITLES

Phrase = tuple[int, int]
"""First and last token, both included."""


def _can_stand_in(passage: Passage, at: int) -> bool:
    """Whether a word can be inside a noun phrase, by itself; after an article nearly any word can."""
    word, low = passage.words[at], passage.low[at]
    if word in CLITICS:
        return True
    if not (word[0].isalnum() or word[0] in "@#"):
        return False
    articled = at > 0 and passage.low[at - 1] in ARTICLES
    if low in NOT_IN_PHRASE and not (articled and (low in DAYS or is_adverb(low))):
        return False
    if word[0].isupper() or articled:
        return True
    following = passage.word(at + 1)
    if is_adverb(low) or (following in PHRASAL and low in PHRASAL[following]):
        return False
    form = VERBS.get(low)
    if low in NEVER_NOUNS:
        return False
    return form is None or form.tense == "base" or (form.tense == "third" and low in AMBIGUOUS)


def read_right(passage: Passage, first: int, limit: int = 24) -> Phrase | None:
    """The phrase that begins at `first`; None where no phrase can."""
    size = len(passage)
    if first >= size:
        return None
    low = passage.low[first]
    if low in PRONOUNS or (low in ALONE and passage.word(first + 1) in VERBS):
        return (first, first)
    if low.endswith("ing") and passage.words[first][0].islower():
        return None
    at = first
    end = min(size, first + limit)
    sentence = passage.sentence[first]
    proper = False  # a name has been read, and nothing after it
    while at < end and passage.sentence[at] == sentence:
        joined = next((taken for joint in JOINTS if (taken := joint(passage, first, at, proper))), 0)
        if not joined and any(stop(passage, first, at, proper) for stop in STOPS):
            break
        at += max(joined, 1)
        word, low = passage.words[at - 1], passage.low[at - 1]
        proper = (is_name_word(word) and low not in DETERMINERS) or (proper and (word == "." or low in PARTICLES))
    last = at - 1
    while last >= first and (passage.words[last] in CLITICS or passage.low[last] in DETERMINERS):
        last -= 1
    return (first, last) if last >= first else None


def opens(passage: Passage, first: int, at: int, _proper: bool) -> int:
    """`the | mayor`."""
    return int(at == first and passage.low[at] in DETERMINERS)


def abbreviates(passage: Passage, _first: int, at: int, _proper: bool) -> int:
    """`Gov | . Lund`."""
    return int(passage.words[at] == "." and is_abbreviated(passage, at))


def belongs(passage: Passage, first: int, at: int, _proper: bool) -> int:
    """`mayor | of the | town`."""
    if passage.low[at] != "of" or not first < at < len(passage) - 1 or passage.low[at - 1] in DETERMINERS:
        return 0
    article = passage.low[at + 1] in DETERMINERS
    return 1 + article if article or _can_stand_in(passage, at + 1) else 0


def pairs(passage: Passage, _first: int, at: int, proper: bool) -> int:
    """`Lund | and | Brandt`, `Ursula | van | der Meer`."""
    if not proper or at + 1 >= len(passage):
        return 0
    low = passage.low[at]
    if low in ("and", "&"):
        return int(is_name_word(passage.words[at + 1]))
    return int(low in PARTICLES and is_part_of_name(passage, at + 1))


def cannot_stand(passage: Passage, _first: int, at: int, _proper: bool) -> bool:
    """`the mayor | will`, `the mayor | the`."""
    return not _can_stand_in(passage, at) or passage.low[at] in DETERMINERS


def follows_name(passage: Passage, _first: int, at: int, proper: bool) -> bool:
    """`Lund | climbed`, `Lund | waving`, `Lund | tore it up`."""
    word, low = passage.words[at], passage.low[at]
    return proper and word not in CLITICS and not is_name_word(word) and (low.endswith(("ing", "ed")) or low in PASTS)


def is_participle(passage: Passage, first: int, at: int, _proper: bool) -> bool:
    """`prosecutors filed`, `the minister turned`, `a boy walking beside him`: after a noun, before what it governs."""
    low = passage.low[at]
    if at == first or passage.words[at][0].isupper() or len(low) < 5 or passage.low[at - 1] in DETERMINERS:
        return False
    before = passage.low[at - 1]
    if low.endswith("ed"):
        return (before.endswith("s") and before not in CLITICS) or before in OFFICES or before in BODIES
    return low.endswith("ing") and passage.word(at + 1) in PREPOSITIONS and passage.word(at + 1) not in ("of", "for")


Joint = Callable[[Passage, int, int, bool], int]
Stop = Callable[[Passage, int, int, bool], bool]
JOINTS: Final[tuple[Joint, ...]] = (opens, abbreviates, belongs, pairs)
"""How many words, at a token, join what comes to the phrase that began at `first`."""
STOPS: Final[tuple[Stop, ...]] = (cannot_stand, follows_name, is_participle)
"""What ends the phrase before a token; `proper` where a name was read last."""


def is_part_of_name(passage: Passage, at: int) -> bool:
    return is_name_word(passage.words[at]) or passage.low[at] in PARTICLES


def is_abbreviated(passage: Passage, at: int) -> bool:
    """A full stop that belongs to the word before it: `Gov.`, `J.`."""
    if not at or passage.ends[at - 1] != passage.starts[at]:
        return False
    before = passage.words[at - 1]
    return before.lower() in TITLES or before in ("Jr", "Sr") or (len(before) == 1 and before.isupper())


def read_left(passage: Passage, last: int, floor: int, limit: int = 24) -> Phrase | None:
    """The phrase that ends at `last`, not beginning before `floor`; a leading `spokesman for` is taken in."""
    if last < floor:
        return None
    low = passage.low[last]
    if low in PRONOUNS or low == "that":
        return (last, last)
    at = last
    while at >= floor and at > last - limit:
        if passage.low[at] in DETERMINERS:
            at -= 1
            break
        if not _joins_left(passage, at, last, floor) and not _can_stand_in(passage, at):
            break
        at -= 1
    if low.endswith("ing") and at == last - 1 and not is_name_word(passage.words[last]):
        return None
    first = at + 1
    while first <= last and (passage.words[first] in CLITICS or passage.words[first] == "."):
        first += 1
    first += passage.low[first : first + 1] == ["that"] and first < last
    if first > last:
        return None
    outer = _with_head(passage, at, last, floor) if limit > 6 and at > floor else None
    return outer or (first, last)


def _joins_left(passage: Passage, at: int, last: int, floor: int) -> bool:
    """The joints of `read_right`, met from the other side."""
    low = passage.low[at]
    if passage.words[at] == ".":
        return is_abbreviated(passage, at)
    if at in (floor, last):
        return False
    if low == "of":
        return _can_stand_in(passage, at - 1)
    if low in ("and", "&"):
        return is_name_word(passage.words[at + 1]) and is_name_word(passage.words[at - 1])
    return low in PARTICLES and is_part_of_name(passage, at - 1)


def _with_head(passage: Passage, at: int, last: int, floor: int) -> Phrase | None:
    """`a spokesman for | the port`, where a clause begins with it."""
    if passage.low[at] not in LINKS:
        return None
    outer = read_left(passage, at - 1, floor, 6)
    if outer is None or outer[0] >= at or passage.low[outer[0]] in PRONOUNS:
        return None
    return (outer[0], last) if _is_clause_start(passage, outer[0], floor) else None


LINKS: Final = word_set("of for at in from with on by")
_CLAUSE_STARTS: Final = word_set(
    """
    that and but as when while after before because if since though although where until
    """
)


def _is_clause_start(passage: Passage, at: int, floor: int) -> bool:
    if at <= floor:
        return True
    before = passage.low[at - 1]
    return before in ",;:()" or before == QUOTED or before in DASHES or before in _CLAUSE_STARTS
