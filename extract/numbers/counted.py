"""What a number counts: the noun after it, without its adjectives, found by word classes and endings.

`120 cities and villages`, `13 of the rockets`, `five small children`, `a third of voters`. What an elided noun stands
for (`159 injured`) is settled in `events`, where the earlier numbers are known.
"""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import bounds, currencies, units
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.event_verbs import PARTICIPLES
from extract.numbers.nouns import DETERMINERS, Phrase, coordinated, noun_run
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import (
    FUNCTION_WORDS,
    is_adjective,
)

_OPENING_MARKS: Final = frozenset("“‘\"'")


def noun_phrase(t: Tokens, amount: Amount) -> Phrase | None:
    """Tokens of the noun that the amount counts, or orders."""
    past = bounds.after(t, amount.after)
    j = past.last if past and t.low[past.last] != "of" else amount.after
    if t.low[j] in _OPENING_MARKS and t.joined(j + 1) and amount.form != "ordinal":
        j += 1  # `two “brain buses”`
    if amount.form == "ordinal" and t.low[j] == "and" and is_adjective(t.words[j + 1] or " ", t.low[j + 1]):
        j += 1  # `the third and largest protest`
    share = amount.kind == "percent" or (amount.form == "fraction" and amount.kind == "count")
    share = share or (isinstance(amount.value, float) and t.low[amount.last - 2] in ("/", "⁄"))
    singular = (
        share
        or amount.kind == "ordinal"
        or amount.value == 1
        or (amount.value == 0 and t.words[amount.first] == "zero")
    )
    if share:
        if t.low[j] == "of":
            return _after_of(t, j, singular)
        odds = amount.form == "fraction" and not {"in", "out"}.isdisjoint(t.low[amount.first : amount.last])
        return noun_run(t, j, False) if odds else _direct_share(t, j, amount)
    if amount.kind == "range" and (amount.unit in currencies.CODES or amount.unit in currencies.MINOR):
        return None
    if amount.kind == "measure" or (amount.kind == "range" and amount.unit):
        j = _past_conversion(t, j)
        phrase = _after_of(t, j, True) if t.low[j] == "of" else None
        return phrase and (phrase[0], coordinated(t, phrase[1]) if t.low[phrase[1]] == "," else phrase[1])
    if amount.kind not in ("count", "ordinal", "range"):
        return None
    if is_label(t, amount):
        return None
    if of_pronoun(t, j):
        return _in_apposition(t, j + 2)
    if t.low[j] == "of" and amount.kind != "ordinal":
        return _after_of(t, j, singular)
    if amount.form == "ordinal" and _superlative(t, j):
        return noun_run(t, j + 2, singular)
    if t.low[j] in lx.DASHES:
        if t.low[j + 1] == "of":
            return _after_of(t, j + 1, singular)
        of_time = amount.form == "ordinal" and t.low[j + 1] in units.WORDS and t.joined(j + 1)
        return (j + 1, j + 2) if of_time else _hyphened(t, j)  # `a 97th-minute penalty`
    return noun_run(t, j, singular)


def _past_conversion(t: Tokens, j: int) -> int:
    """`22 pounds (10 kilos) of rice`, from either side of the bracket."""
    if t.low[j] == "(":
        closing = next((k for k in range(j + 1, j + 7) if t.low[k] == ")"), j)
        return closing + 1 if t.low[closing + 1] == "of" and closing > j else j
    return j + 1 if t.low[j] == ")" and t.low[j + 1] == "of" else j


def _superlative(t: Tokens, j: int) -> bool:
    """`third-highest number`."""
    word = t.low[j + 1]
    return t.low[j] == "-" and t.joined(j) and (word.endswith("est") or word in ("most", "least", "last", "ever"))


def of_pronoun(t: Tokens, j: int) -> bool:
    return t.low[j] == "of" and t.low[j + 1] in ("them", "whom", "which")


def _in_apposition(t: Tokens, j: int) -> Phrase | None:
    """`nine of them police officers`: a noun that fills the rest of the clause."""
    phrase = noun_run(t, j, False) if t.low[j].isalpha() and t.low[j] not in FUNCTION_WORDS else None
    return phrase if phrase and not t.low[phrase[1]].isalpha() and t.low[phrase[1]] != "-" else None


def is_label(t: Tokens, amount: Amount) -> bool:
    """`level 4`, `number one`, `Terminal 5`: the number names one of a kind and counts nothing."""
    before = t.low[amount.first - 1]
    shortened = before == "." and t.low[amount.first - 2] in ("no", "nos") and is_digits(t.low[amount.first])
    return amount.kind == "count" and (shortened or before in _LABELS)


_LABELS: Final = word_list("counted_labels")


def _direct_share(t: Tokens, j: int, amount: Amount) -> Phrase | None:
    """`half the homes`, `half a city`."""
    if amount.form == "fraction" and amount.unit is None and t.low[j] in DETERMINERS:
        return noun_run(t, j + 1, True)
    return None


def _after_of(t: Tokens, j: int, singular: bool) -> Phrase | None:
    j += 1
    for _ in range(2):
        if t.low[j] in DETERMINERS:
            j += 1
    if t.low[j - 1] in ("those", "these") and (t.low[j] in PARTICIPLES or t.low[j].endswith("ed")):
        return None  # `three quarters of those polled`
    if is_digits(t.low[j]) or (t.low[j] in lx.UNITS and t.low[j] != "one") or t.low[j] in lx.TENS:
        return noun_run(t, j + 1, False)  # `20 of 27 members`
    return noun_run(t, j, singular)


def _hyphened(t: Tokens, j: int) -> Phrase | None:
    """`15-member council`, `three-way race`."""
    word = t.low[j + 1]
    joined = t.joined(j) and t.joined(j + 1) and word.isalpha() and len(word) > 2
    if not joined or word in FUNCTION_WORDS or word in units.WORDS or word in _NO_NOUNS:
        return None
    return None if is_adjective(t.words[j + 1], word) else (j + 1, j + 2)


_NO_NOUNS: Final = word_set("fold way times nil magnitude sum star strong off odd plus")
