"""Whether a word that could be a cue is a verb where it stands, and what stands before it."""

from __future__ import annotations

from extract.quotes.cues import AMBIGUOUS, VERBS
from extract.quotes.noun_phrases import read_left
from extract.quotes.passages import Passage
from extract.quotes.word_classes import (
    AUXILIARIES,
    DETERMINERS,
    PASTS,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    is_adverb,
    is_name_word,
)


def before_verb(passage: Passage, verb: int, floor: int) -> int:
    """The token before the verb's adverbs, auxiliaries and `to`."""
    back = verb - 1
    while back >= floor and (
        (is_adverb(passage.low[back]) and passage.words[back][0].islower())
        or passage.low[back] in AUXILIARIES
        or passage.low[back] == "to"
    ):
        back -= 1
    return back


def is_verb(passage: Passage, at: int, floor: int) -> bool:
    """Whether the cue form at `at` is a verb here, not a noun or an adjective before one."""
    form = VERBS[passage.low[at]]
    before = passage.word(at - 1) if at > floor else ""
    if (before in DETERMINERS and before not in ("that", "each", "another")) or (
        before in ("'s", "’s") and form.tense != "ing"
    ):
        return False
    if form.tense == "ing":
        return before not in ("of", "for") and passage.low[at] not in PREPOSITIONS  # regarding, following
    back = before_verb(passage, at, floor)
    helped = back != at - 1
    if form.tense == "past":
        return before not in ("of", "in", "from")
    if form.tense == "base":
        while back > floor and (passage.words[back] == "," or is_adverb(passage.low[back])):
            back -= 1
        return helped or back < at - 2 or _is_plural(passage, back, floor)
    if passage.low[at] in AMBIGUOUS and not helped:
        if back >= floor and passage.low[back] in PRONOUNS:
            return True
        following = passage.word(at + 1)
        if following in ("as", "of", "by", "about", "from") or _is_object(passage, at - 1, floor):
            return False
        if following in PREPOSITIONS and passage.word(at - 1).endswith(("an", "ese", "ish", "eli", "aqi", "ani")):
            return False  # Israeli attacks against
        return back >= floor and (
            passage.low[back] in PRONOUNS
            or passage.low[back] in ("and", ",", ")")
            or is_name_word(passage.words[back])
            or _has_article(passage, back, floor)
        )
    return before not in PREPOSITIONS


def _is_object(passage: Passage, last: int, floor: int) -> bool:
    """The phrase that ends at `last` follows a preposition: `in many states`."""
    phrase = read_left(passage, last, floor) if last >= floor else None
    before = passage.word(phrase[0] - 1) if phrase and phrase[0] > floor else ""
    return before in PREPOSITIONS and before not in SUBORDINATORS


def _has_article(passage: Passage, last: int, floor: int) -> bool:
    phrase = read_left(passage, last, floor)
    return phrase is not None and passage.low[phrase[0]] in DETERMINERS and not passage.low[last].endswith("s")


def _is_plural(passage: Passage, last: int, floor: int) -> bool:
    """`experts say`, `they argue`."""
    if last < floor:
        return False
    low = passage.low[last]
    return low in PLURALS or (low.endswith("s") and low not in ("is", "was", "'s", "’s", "this", "as", "his", "its"))


def is_past(low: str) -> bool:
    """A past tense, of any verb; adjectives in -ed pass too."""
    form = VERBS.get(low)
    return (form is not None and form.tense == "past") or low in PASTS or (low.endswith("ed") and len(low) > 4)
