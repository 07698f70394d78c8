"""Ages without a word such as `old`: `aged 42`, `Rosa Lind, 42,`, `she was six when`, `in her 40s`."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.amount import Amount
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import FUNCTION_WORDS, VERBS, is_of_people, is_plural

_OLDEST: Final = 120
_AGED: Final = word_set("aged age ages")
_BETWEEN: Final = word_set(
    """
    just only about around nearly between from at least over under barely almost now already still
    """
)
_GROUPS: Final = word_set("people voters children those men women adults anyone workers patients residents drivers")
_PERSONS: Final = word_set("man woman boy girl teacher widow widower grandmother grandfather farmer youth child")
_SUBJECTS: Final = word_set("he she i who")
_COPULAS: Final = word_set("was is 's ’s turned turns turning became")
_AFTER_AGE: Final = word_set(
    """
    . , ; ) ! ? when and at as so but or by then too now — – while before after because if ” \
    """
)
_DECADE_BEFORE: Final = word_set("his her their my our your mid late early mid- late- early-")


def read_decade(t: Tokens, i: int) -> Amount | None:
    """`in her 40s`, `over-65s`: token `i` is the digits."""
    word = t.low[i]
    k = i - 2 if t.low[i - 1] == "-" and t.joined(i) else i - 1
    before = t.low[k]
    if word in lx.DECADES:
        tens = lx.DECADES[word]
        personal = before in _DECADE_BEFORE and t.low[k - 1] != "the"
        return Amount(i, i + 1, i + 1, None, "age", unit="year", low=tens, high=tens + 9) if personal else None
    if t.low[i + 1] != "s" or not t.joined(i + 1) or len(word) != 2 or not word.isdigit():
        return None
    if t.low[k - 1] == "the" and before in _DECADE_BEFORE:
        return None  # `the mid-80s` of a year or of the heat
    found = Amount(i, i + 2, i + 2, None, "age", unit="year")
    if before in _DECADE_BEFORE and word.endswith("0"):
        found.low, found.high = int(word), int(word) + 9
        return found
    if before in ("over", "under") and t.low[i - 1] == "-":
        found.value = int(word)
        found.low, found.high = (int(word), None) if before == "over" else (None, int(word))
        found.last = found.after = i + 1
        return found
    return None


def mark(t: Tokens, found: Amount) -> None:
    """Make the amount an age where its surroundings say so."""
    if found.unit is not None or found.kind not in ("count", "range") or found.form not in ("digits", "words"):
        return
    if not all(
        value is None or (isinstance(value, int) and 0 < value <= _OLDEST)
        for value in (found.value, found.low, found.high)
    ):
        return
    if said := _said(t, found) or _abbreviated(t, found):
        found.kind = "age" if found.kind == "count" else found.kind
        found.unit = "year"
        found.evidence["unit"] = said
    elif found.kind == "count" and (_in_apposition(t, found) or _of_a_subject(t, found)):
        found.kind, found.unit = "age", "year"
        found.sure = 0.85


def _said(t: Tokens, found: Amount) -> tuple[int, int] | None:
    """The word `aged` or `age` before the number, or before the list that it stands in: `aged 24, 31 and 45`."""
    k = found.first - 1
    while t.low[k] in (",", "and", "or", "&") and k > found.first - _LIST:
        k -= 2 if t.low[k - 1] == "," else 1
        if not (t.low[k].isdigit() and len(t.low[k]) < 3 and t.low[k].isascii()) and t.low[k] not in lx.UNITS:
            return None
        k -= 1
    while t.low[k] in _BETWEEN and k > found.first - 4:
        k -= 1
    if t.low[k] in ("of", "as") and t.low[k - 1] in _AGED:
        k -= 1
    return t.span(k, k + 1) if t.low[k] in _AGED else None


_LIST: Final = 24


def _abbreviated(t: Tokens, found: Amount) -> tuple[int, int] | None:
    """`87 yo`, `42 y/o`."""
    j = found.last
    if t.low[j] == "yo":
        found.after = j + 1
    elif t.low[j] == "y" and t.low[j + 1] == "/" and t.low[j + 2] == "o":
        found.after = j + 3
    else:
        return None
    return t.span(j, found.after)


def _in_apposition(t: Tokens, found: Amount) -> bool:
    """A capitalised name, the number, and a comma or bracket after it."""
    i, j = found.first, found.last
    if _of_several(t, i, j):
        return True
    at = i - 3 if t.low[i - 2] == "." and t.low[i - 3] in ("jr", "sr") else i - 2
    name, low = t.words[at], t.low[at]
    if not name.isalpha() or low in lx.MONTHS or low.endswith("day") or low in units.WORDS or low in lx.SCALES:
        return False
    if t.low[i - 1] == "(":
        return t.low[j] == ")" and name[0].isupper() and found.value != 1 and t.words[at - 1][:1].isupper()
    if t.low[i - 1] != ",":
        return False
    if t.low[j] == ",":
        digits = found.form == "digits" and low not in FUNCTION_WORDS and not is_plural(low)
        return name[0].isupper() or digits or (low in _KIN and t.low[at - 1] in _OF_KIN)
    named = (name[0].isupper() and t.words[at - 1][:1].isupper()) or (low in _KIN and t.low[at - 1] in _OF_KIN)
    return named and t.low[j] in (".", ";", "and", "of", "from", "who")


def _of_several(t: Tokens, i: int, j: int) -> bool:
    """`their sons, 14 and 16, were`, `the twins, three,`: between commas behind a plural of kin."""
    k = i - 1
    while t.low[k] in ("and", ",") and (t.low[k - 1].isdigit() or t.low[k - 1] in lx.UNITS) and k > i - 6:
        k -= 2
    end = j
    while t.low[end] in ("and", ",") and (t.low[end + 1].isdigit() or t.low[end + 1] in lx.UNITS) and end < j + 6:
        end += 2
    plural = t.low[k - 1].removesuffix("s") in _KIN and t.low[k - 1].endswith("s")
    return t.low[k] == "," and t.low[end] == "," and (plural or t.low[k - 1] in ("children", "triplets"))


_KIN: Final = word_set(
    """
    man woman boy girl child baby toddler teenager youth son daughter brother sister father mother husband wife
    grandson granddaughter nephew niece cousin uncle aunt grandfather grandmother widow widower twin student pupil
    driver victim suspect tourist partner boyfriend girlfriend fiance fiancee stepson stepdaughter farmer teacher
    """
)
_OF_KIN: Final = word_set("the a an his her their my our another younger elder older youngest eldest oldest 's ’s")


def _of_a_subject(t: Tokens, found: Amount) -> bool:
    """`she was six when`, `he turned 40`, `voters under 30`, `a teacher of 72`."""
    i = found.first
    following = t.low[found.last]
    if _at_an_age(t, found) or _under(t, found):
        return True
    if following in FUNCTION_WORDS or following in VERBS or following.endswith("ed") or not following.isalpha():
        if t.low[i - 1] in ("under", "over") and t.low[i - 2] in _GROUPS:
            return True
        if t.low[i - 1] == "of" and t.low[i - 2] in _PERSONS and found.form == "digits" and found.value != 1:
            return True
    k = found.first - 1
    while t.low[k] in _BETWEEN and k > found.first - 4:
        k -= 1
    if t.low[k] == "be":
        return _will_be(t, k, following)
    if t.low[k] not in _COPULAS or (t.low[found.last] not in _AFTER_AGE and t.low[found.last]):
        return False
    if t.low[k] == "turned" or t.low[k - 1] in _SUBJECTS:
        return True
    return t.words[k - 1][:1].isupper() and t.words[k - 2][:1].isupper() and t.low[k] in ("is", "was")


def _will_be(t: Tokens, k: int, following: str) -> bool:
    """`she will be 40 on Sunday`, `he'll be 50 next week`."""
    later = following in ("in", "on", "next", "this", "tomorrow", "today", "when", ".", ",", "and", "soon")
    if t.low[k - 1] in ("he'll", "she'll", "i'll", "he’ll", "she’ll", "i’ll"):
        return later
    who = t.low[k - 2]
    named = t.words[k - 2][:1].isupper() and who not in FUNCTION_WORDS
    return later and t.low[k - 1] in ("will", "would") and (who in _SUBJECTS or named)


def _at_an_age(t: Tokens, found: Amount) -> bool:
    """`died at 90`, `At 42, she …`."""
    i, j = found.first, found.last
    if t.low[i - 1] != "at":
        return False
    ends = t.low[j] in (".", ",", ";", "") or t.low[j] in ("after", "in", "on", "of", "from", "following")
    if t.low[i - 2] in ("dies", "died", "dead", "retired", "retire", "retires", "married"):
        return ends
    return not t.low[i - 2].isalnum() and t.low[j] == "," and t.low[j + 1] in ("he", "she", "his", "her")


def _under(t: Tokens, found: Amount) -> bool:
    """`a third of them were under 20`, `most victims are over 65`: said of people, and nothing is counted after it."""
    i, j = found.first, found.last
    if t.low[i - 1] not in ("under", "over", "below") or t.low[i - 2] not in _COPULAS | {"were", "are", "aged", "be"}:
        return False
    if t.low[j] not in (".", ",", ";", "", "and", "or", "when", "at", "in", "on"):
        return False
    return any(is_of_people(t.low[k]) or t.low[k] in ("half", "most", "he", "she") for k in range(i - 3, i - 10, -1))
