"""`one` where it is a pronoun or says some time, and `first` where it says initially: no numbers."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.event_verbs import PASTS
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import FUNCTION_WORDS, VERBS, is_plural

_BEFORE: Final = word_list("pronoun_one_before")
_AFTER: Final = word_list("pronoun_one_after")
_HYPHENED: Final = word_set("s time off sided on liner liners to party size stop upmanship")
_NUMBERING: Final = word_set("day number part least to phase chapter episode page volume week year round game")
_STOPS: Final = frozenset((".", ",", ";", ":", "?", "!", ")", "”", '"', "—", "–", "’"))


def is_pronoun(t: Tokens, i: int) -> bool:
    """`one` at token `i` is no numeral: `no one`, `one of the`, `this one`, `one could`, `one day he will`."""
    before, after = t.low[i - 1], t.low[i + 1]
    if _begins_range(t, i) or _shares(t, i):
        return False
    if _some_time(t, i) or (before == "at" and after in ("point", "time", "stage")):
        return True
    if before in ("minus", "negative") or (after in units.WORDS and before not in ("every", "each", "any")):
        return False
    if before == "only" and t.low[i - 2] not in ("the", "an", "my") and _opens_noun(after):
        return False  # `only one question`
    if (before in _BEFORE or before in lx.ORDINALS) and after not in lx.SCALES:
        return True
    if before == "and" and after in ("had", "for", "was", "in", "from", "at") and _counts_before(t, i):
        return False
    if before == "-" and t.joined(i) and t.low[i - 2] not in lx.TENS:
        return True
    if after in ("-", "’", "'") and t.joined(i + 1) and t.low[i + 2] in _HYPHENED:
        return True
    if after in _AFTER or after in ("one's", "by") or (after == "" and before != ""):
        return True
    return after in _STOPS and before not in _NUMBERING


def _begins_range(t: Tokens, i: int) -> bool:
    """`one or two`, `one to three weeks`, `between one and 10`."""
    joint, until = t.low[i + 1], t.low[i + 2]
    joins = joint in ("or", "to") or (joint == "and" and t.low[i - 1] == "between")
    return joins and until != "one" and (is_digits(until) or until in lx.UNITS or until in lx.TENS)


def _opens_noun(low: str) -> bool:
    return low.isalpha() and low not in FUNCTION_WORDS and low not in VERBS and low not in _AFTER


def _counts_before(t: Tokens, i: int) -> bool:
    """`20 had no road and one had no land`: another number in the sentence, a little before token `i`."""
    for k in range(i - 2, i - 12, -1):
        if t.low[k] in (".", "!", "?", ""):
            return False
        if t.low[k].isdigit() or (t.low[k] in lx.UNITS and t.low[k] != "one"):
            return True
    return False


def _shares(t: Tokens, i: int) -> bool:
    """`two mills, one in the valley and one in town`: each of the ones is counted."""
    after = t.low[i + 1]
    if after not in ("in", "from", "for", "at", "on", "with", "to", "by"):
        return False
    return any(t.low[k] == "one" and t.low[k + 1] == after and k != i for k in range(i - 9, i + 10))


_TIMES: Final = word_set(
    "day night morning afternoon evening summer winter spring autumn weekend sunday saturday monday"
)
_LASTING: Final = word_set(
    """
    for in within just only about after than least every each under over per of a exactly nearly almost to or less
    more up last lasts lasted lasting took take takes day and
    """
)
_AFTERWARDS: Final = word_set("later after before earlier ago and or each off only of - – per short long at to")


def _some_time(t: Tokens, i: int) -> bool:
    """`one day he will come`, `early one morning`; not `for one day`, `one day later`."""
    timed = t.low[i + 1] in _TIMES and t.low[i - 1] not in _LASTING
    return timed and t.low[i + 2] not in _AFTERWARDS


# `first`

_ORDERED: Final = word_set(
    """
    the a an his her its their our my your this that these those very each every no any in at of
    """
)
_NOMINAL_AFTER: Final = word_set("half place quarter few")
_ADVERBIAL_BEFORE: Final = word_set("was were is are be been had has have who he she they it we i you")


def is_adverb(t: Tokens, i: int) -> bool:
    """`first` at token `i` in the sense of initially, or of before all else; `Second,` of an enumeration."""
    before, after = t.low[i - 1], t.low[i + 1]
    if after == "," and (not before or not before[0].isalnum()):
        return True  # `Second, the law …`
    if t.low[i] != "first":
        return False
    if before in _ORDERED or before.endswith(("'s", "’s")) or after in lx.SCALES:
        return False
    if after in FUNCTION_WORDS or not after[:1].isalnum():
        return after not in _NOMINAL_AFTER or before in _ADVERBIAL_BEFORE
    return (after in VERBS or after in PASTS or (after.endswith("ed") and len(after) > 4)) and not is_plural(after)
