"""Noun phrases by closed word classes: read rightwards or leftwards from a token, and the name inside one.

No part-of-speech tagger: a phrase runs on until a word that cannot be in one. `mention` gives what a person would
mark as the speaker: the name without its title, or the whole phrase where there is no name (`the Defense Ministry`).
"""

from __future__ import annotations

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
    PREPOSITIONS,
    PRONOUNS,
    QUALIFIERS,
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
    if low in PRONOUNS:
        return (first, first)
    if low in ALONE and passage.word(first + 1) in VERBS:
        return (first, first)
    if low.endswith("ing") and passage.words[first][0].islower():
        return None
    at = first
    sentence = passage.sentence[first]
    proper = False  # a name has been read, and nothing after it
    while at < size and at < first + limit and passage.sentence[at] == sentence:
        word, low = passage.words[at], passage.low[at]
        if (low in DETERMINERS and at == first) or (word == "." and _is_abbreviated(passage, at)):
            pass
        elif (
            low == "of"
            and first < at < size - 1
            and passage.low[at - 1] not in DETERMINERS
            and _starts(passage, at + 1)
        ):
            at += passage.low[at + 1] in DETERMINERS
        elif (low in ("and", "&") and proper and at + 1 < size and is_name_word(passage.words[at + 1])) or (
            low in PARTICLES and proper and at + 1 < size and _names(passage, at + 1)
        ):
            pass
        elif (
            not _can_stand_in(passage, at)
            or low in DETERMINERS
            or (proper and not is_name_word(word) and word not in CLITICS and low.endswith(("ing", "ed")))
            or _is_participle(passage, first, at)
        ):
            break
        named = is_name_word(passage.words[at]) and low not in DETERMINERS
        proper = named or (proper and (word == "." or low in PARTICLES))
        at += 1
    last = at - 1
    while last >= first and (passage.words[last] in CLITICS or passage.low[last] in DETERMINERS):
        last -= 1
    return (first, last) if last >= first else None


def _is_participle(passage: Passage, first: int, at: int) -> bool:
    """`prosecutors filed`, `a boy walking beside him`: after a noun and before what the verb governs."""
    low = passage.low[at]
    if at == first or passage.words[at][0].isupper() or len(low) < 5 or passage.low[at - 1] in DETERMINERS:
        return False
    if low.endswith("ed"):
        return passage.low[at - 1].endswith("s") and passage.words[at - 1] not in CLITICS
    return low.endswith("ing") and passage.word(at + 1) in PREPOSITIONS and passage.word(at + 1) not in ("of", "for")


def _names(passage: Passage, at: int) -> bool:
    return is_name_word(passage.words[at]) or passage.low[at] in PARTICLES


def _starts(passage: Passage, at: int) -> bool:
    return passage.low[at] in DETERMINERS or _can_stand_in(passage, at)


def _is_abbreviated(passage: Passage, at: int) -> bool:
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
        low = passage.low[at]
        if low in DETERMINERS:
            at -= 1
            break
        if (
            (passage.words[at] == "." and _is_abbreviated(passage, at))
            or (low == "of" and at < last and at > floor and _can_stand_in(passage, at - 1))
            or (
                low in ("and", "&")
                and at > floor
                and is_name_word(passage.words[at + 1])
                and is_name_word(passage.words[at - 1])
            )
            or (low in PARTICLES and at > floor and _names(passage, at - 1) and at < last)
        ):
            pass
        elif not _can_stand_in(passage, at):
            break
        at -= 1
    if passage.low[last].endswith("ing") and at == last - 1 and not is_name_word(passage.words[last]):
        return None
    first = at + 1
    while first <= last and (passage.words[first] in CLITICS or passage.words[first] == "."):
        first += 1
    if passage.low[first : first + 1] == ["that"] and first < last:
        first += 1
    if first > last:
        return None
    if at > floor and passage.low[at] in ("of", "for", "at", "in", "from", "with", "on", "by") and limit > 6:
        outer = read_left(passage, at - 1, floor, 6)
        if (
            outer
            and outer[0] < at
            and _is_clause_start(passage, outer[0], floor)
            and passage.low[outer[0]] not in PRONOUNS
        ):
            return (outer[0], last)
    return (first, last)


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


def head(passage: Passage, phrase: Phrase) -> int:
    """Last token of the phrase's core, before `of`, `for` or `at`."""
    first, last = phrase
    for at in range(first + 1, last):
        if passage.low[at] in ("of", "for", "at", "in", "from", "with", "on", "by"):
            if at - first >= 1 and not is_name_word(passage.words[at - 1]):
                return at - 1
            if passage.low[at] != "of" or _is_person_of(passage, first, at):
                return at - 1
    return last


def _is_person_of(passage: Passage, first: int, at: int) -> bool:
    """`Mayor Ada Brandt of Holt`, not `Secretary of State` or `Bank of America`: two names before, no office last."""
    names = [word for word in passage.low[first:at] if word != "." and word not in DETERMINERS]
    return len(names) >= 2 and names[-1] not in OFFICES and not BODIES.intersection(names)


def mention(passage: Passage, phrase: Phrase) -> Phrase:
    """The name without title and office, or the whole phrase."""
    first, last = phrase
    if first == last:
        return phrase
    core = head(passage, phrase)
    if core != last and not is_name_word(passage.words[core]):
        return phrase
    end = core
    while end > first and passage.words[end] == ".":
        end -= 1
    if not is_name_word(passage.words[end]):
        return phrase
    start = end
    while start > first:
        word, low = passage.words[start - 1], passage.low[start - 1]
        if (
            (is_name_word(word) and low not in DETERMINERS)
            or (start - 2 >= first and word == "." and _is_abbreviated(passage, start - 1))
            or (low in PARTICLES and start - 2 >= first and _names(passage, start - 2))
        ):
            start -= 1
        else:
            break
    name = start
    for at in range(start, end):
        word = passage.low[at]
        if word in OFFICES or word in QUALIFIERS:
            name = at + 1
    while name < end and passage.words[name] == ".":
        name += 1
    titled = name > start
    before = passage.low[start - 1] if start > first else ""
    if passage.low[end] in BODIES or passage.low[end] in OFFICES:
        return phrase
    if before in ("the", "a", "an") and not titled:
        return phrase
    if before == "of" and end - start >= 2 and passage.low[max(first, start - 2)] in OFFICES:
        name = max(name, start + 1)  # Secretary of State Ole Lund
    elif before == "of" and not titled:
        return phrase
    if before in ("and", "&") and start - 2 >= first and is_name_word(passage.words[start - 2]):
        name = mention(passage, (first, start - 2))[0]  # Lund and Brandt
    return (name, core if passage.words[core] == "." and core > end and end > name else end)
