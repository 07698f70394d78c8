"""What is said of a noun behind it: `killed`, `were this week arrested`, `lost their homes`, `have left the island`."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set
from extract.numbers import lexicon as lx
from extract.numbers.event_verbs import EVENTS, INTRANSITIVE, PARTICIPLES, PASSIVE_ONLY, PHRASAL
from extract.numbers.nouns import Phrase
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import AUXILIARIES, FUNCTION_WORDS, NOT_EVENTS, is_plural

BE: Final = word_set("was were been are is be being 're ’re")
FINITE: Final = BE | word_set("have has had")


def predicate(t: Tokens, j: int) -> Phrase | None:
    """The participle at token `j`, or past auxiliaries, adverbs and a time: `were this week arrested`."""
    be = False
    k = j
    while k < j + _REACH:
        low = t.low[k]
        if low == "fell" and t.low[k + 1] not in ("ill", "sick", "to", "from", "overboard"):
            return None
        if low in PARTICIPLES:
            if not be and low not in INTRANSITIVE and has_object(t, k + 1):
                return (k, k + 1) if low in _BEFALLING or _of_their_own(t, k) else None
            return _with_particle(t, k)
        if low in _LEAVING and _leaves_a_place(t, k, be):
            return k, k + 1
        if be and (low in PASSIVE_ONLY or _regular(t, k)):
            return _with_particle(t, k) if not (low == "found" and t.low[k + 1] in EVENTS) else predicate(t, k + 1)
        if low in AUXILIARIES:
            be = low in BE or (be and low not in ("have", "has", "had"))
        elif (past := _time(t, k)) is not None:
            k = past
            continue
        elif low in _DOOMED and (t.low[k - 1] in _MODALS or low in ("die", "flee")):
            return k, k + 1
        elif not (low.endswith("ly") and low.isalpha()) and not (low == "to" and t.low[k - 1] in _BEFORE_TO):
            return None
        k += 1
    return None


_REACH: Final = 9
_BEFORE_TO: Final = word_set(
    "believed known thought reported feared confirmed presumed are is were was due set have has had"
)
_MODALS: Final = word_set("to will would could can may might must shall should")
_DOOMED: Final = word_set("close die drown flee evacuate perish starve shut leave collapse disappear vanish survive")
_LEAVING: Final = word_set("left leave")


def _leaves_a_place(t: Tokens, k: int, be: bool) -> bool:
    """`12 have left the island`, `60 leave every day`; not `two questions left`, not `were left without power`."""
    to = t.low[k + 1] in ("the", "their", "for", "home", "every", "each", "town", "school", "work")
    return not be and (to or (t.low[k - 1] in ("have", "has", "had") and not t.low[k + 1].isalpha()))


# Said of those who do them: they befall the subject although an object follows.
_BEFALLING: Final = word_set("suffered fled quit survived escaped")


def _of_their_own(t: Tokens, k: int) -> bool:
    """`lost their homes`, `broke a leg`."""
    return t.low[k] in ("lost", "broke", "broken") and t.low[k + 1] in ("their", "his", "her")


_PERIODS: Final = word_set("week month year morning afternoon evening night day weekend")


def _regular(t: Tokens, k: int) -> bool:
    low = t.low[k]
    return low.endswith("ed") and low not in NOT_EVENTS and len(low) > 4 and t.low[k - 1] not in ("the", "those")


def _with_particle(t: Tokens, k: int) -> Phrase:
    return (k, k + 2) if (t.low[k], t.low[k + 1]) in PHRASAL else (k, k + 1)


def _time(t: Tokens, k: int) -> int | None:
    """The token past `this week`, `on Monday`, `yesterday`."""
    if t.low[k] in ("this", "last") and t.low[k + 1] in _PERIODS:
        return k + 2
    if t.low[k] == "on" and t.low[k + 1].endswith("day"):
        return k + 2
    return k + 1 if t.low[k] in ("yesterday", "today", "overnight") else None


def has_object(t: Tokens, k: int) -> bool:
    """Whether a verb before token `k` is active: `two blasts killed at least five people`."""
    low = t.low[k]
    if low in _OPENS_OBJECT or is_digits(low) or low in lx.STARTERS:
        return low not in lx.MONTHS and (low != "a" or t.low[k + 1] not in _PERIODS) and _time(t, k) is None
    if not low.isalpha() or low in FUNCTION_WORDS or low in AUXILIARIES or low.endswith(("ly", "day")):
        return False
    return is_plural(low) or is_plural(t.low[k + 1]) or low in ("power", "control")


_OPENS_OBJECT: Final = word_set(
    """
    a an the his her their its our my this that these those at more nearly some about another him them
    """
)
