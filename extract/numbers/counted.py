"""What a number counts: the noun after it, without its adjectives, found by word classes and endings.

`120 cities and villages`, `13 of the rockets`, `five small children`, `a third of voters`. What an elided noun stands
for (`159 injured`) is settled in `events`, where the earlier numbers are known.
"""

from __future__ import annotations

from typing import Final, Literal

from extract.lexicon import word_list, word_set
from extract.numbers import bounds, units
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.event_verbs import PARTICIPLES
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import (
    DEMONYM_ENDINGS,
    FUNCTION_WORDS,
    NOUNS_IN_ING,
    VERBS,
    is_adjective,
    is_plural,
)

Phrase = tuple[int, int]

_DETERMINERS: Final = word_set("the these those this that its his her their our my your all a an both such any")
_LONGEST: Final = 8
_SPEAKING: Final = word_set("said say says told added warned noted reported announced believe believed")
_OPENING_MARKS: Final = frozenset("“‘\"'")
_NEVER_COUNTED: Final = word_set("them us more years")


def noun_phrase(t: Tokens, amount: Amount) -> Phrase | None:
    """Tokens of the noun that the amount counts, or orders."""
    past = bounds.after(t, amount.after)
    j = past.last if past and t.low[past.last] != "of" else amount.after
    if t.low[j] in _OPENING_MARKS and t.joined(j + 1) and amount.form != "ordinal":
        j += 1  # `two “brain buses”`
    if amount.form == "ordinal" and t.low[j] == "and" and is_adjective(t.words[j + 1] or " ", t.low[j + 1]):
        j += 1  # `the third and largest protest`
    share = amount.kind == "percent" or amount.form == "fraction"
    share = share or (isinstance(amount.value, float) and t.low[amount.last - 2] in ("/", "⁄"))
    singular = share or amount.kind == "ordinal" or amount.value == 1
    if share:
        if t.low[j] == "of":
            return _after_of(t, j, singular)
        odds = amount.form == "fraction" and not {"in", "out"}.isdisjoint(t.low[amount.first : amount.last])
        return _simple(t, j, False) if odds else _direct_share(t, j, amount)
    if amount.kind == "measure":
        phrase = _after_of(t, j, True) if t.low[j] == "of" else None
        return phrase and (phrase[0], _coordinated(t, phrase[1]) if t.low[phrase[1]] == "," else phrase[1])
    if amount.kind not in ("count", "ordinal", "range") or (amount.kind == "range" and amount.unit):
        return None
    if is_label(t, amount):
        return None
    if of_pronoun(t, j):
        return _in_apposition(t, j + 2)
    if t.low[j] == "of" and amount.kind != "ordinal":
        return _after_of(t, j, singular)
    if t.low[j] in lx.DASHES:
        return _hyphened(t, j)
    return _simple(t, j, singular)


def of_pronoun(t: Tokens, j: int) -> bool:
    return t.low[j] == "of" and t.low[j + 1] in ("them", "whom", "which")


def _in_apposition(t: Tokens, j: int) -> Phrase | None:
    """`nine of them police officers`: a noun that fills the rest of the clause."""
    phrase = _simple(t, j, False) if t.low[j].isalpha() and t.low[j] not in FUNCTION_WORDS else None
    return phrase if phrase and not t.low[phrase[1]].isalpha() and t.low[phrase[1]] != "-" else None


def is_label(t: Tokens, amount: Amount) -> bool:
    """`level 4`, `number one`, `Terminal 5`: the number names one of a kind and counts nothing."""
    return amount.kind == "count" and t.low[amount.first - 1] in _LABELS


_LABELS: Final = word_list("counted_labels")


def _direct_share(t: Tokens, j: int, amount: Amount) -> Phrase | None:
    """`half the homes`, `half a city`."""
    if amount.form == "fraction" and amount.unit is None and t.low[j] in _DETERMINERS:
        return _simple(t, j + 1, True)
    return None


def _after_of(t: Tokens, j: int, singular: bool) -> Phrase | None:
    j += 1
    for _ in range(2):
        if t.low[j] in _DETERMINERS:
            j += 1
    if t.low[j - 1] in ("those", "these") and (t.low[j] in PARTICIPLES or t.low[j].endswith("ed")):
        return None  # `three quarters of those polled`
    if is_digits(t.low[j]) or (t.low[j] in lx.UNITS and t.low[j] != "one") or t.low[j] in lx.TENS:
        return _simple(t, j + 1, False)  # `20 of 27 members`
    return _simple(t, j, singular)


def _hyphened(t: Tokens, j: int) -> Phrase | None:
    """`15-member council`, `three-way race`."""
    word = t.low[j + 1]
    joined = t.joined(j) and t.joined(j + 1) and word.isalpha() and len(word) > 2
    if not joined or word in FUNCTION_WORDS or word in units.WORDS or word in _NO_NOUNS:
        return None
    return None if is_adjective(t.words[j + 1], word) else (j + 1, j + 2)


def _simple(t: Tokens, j: int, singular: bool) -> Phrase | None:
    """The noun phrase that begins at token `j`, its leading adjectives left out."""
    first = head = demonym = -1
    k = j
    while k < j + _LONGEST:
        if t.low[k + 4] == "olds" and is_digits(t.low[k]):
            return k, k + 5  # `two 17-year-olds`
        if t.low[k] == "and" and head < 0 and k > j and is_adjective(t.words[k - 1], t.low[k - 1]):
            k += 1  # `permanent and contract employees`
            continue
        if (past := _compound(t, k)) is not None and head < 0:
            if is_plural(t.low[past - 1]) and not (is_plural(t.low[past]) and t.low[past] not in VERBS):
                return k, past  # `five by-elections`
            first, k = -1, past
            continue
        role = _role(t, k, first, head, singular)
        if role == "end" or (singular and first >= 0 and k - first > 3):
            break
        if role == "adjective":
            first = -1
            demonym = k if t.words[k][0].isupper() and t.low[k].endswith(DEMONYM_ENDINGS) else demonym
        elif first < 0:
            first = k
        if role == "head":
            head = k
        k += 1
    if head < 0 <= demonym:
        first = head = demonym  # `13,000 Nepalese`
    if head < 0 or first < 0 or t.low[head] in _NEVER_COUNTED:
        return None
    return first, (_coordinated(t, head + 1) if is_plural(t.low[head]) else head + 1)


def _compound(t: Tokens, k: int) -> int | None:
    """The token past `Czech-made`, `500-pound`, `17-year-old`, `U.S.`, or past a comma between adjectives."""
    if t.low[k + 1] == "." and t.low[k + 3] == "." and len(t.low[k]) == len(t.low[k + 2]) == 1 and t.joined(k + 2):
        return k + 4
    if t.low[k] == ",":
        pair = t.words[k - 1], t.words[k + 1]
        return k + 1 if all(word and is_adjective(word, word.lower()) for word in pair) else None
    if t.low[k + 1] != "-" or not (t.joined(k + 1) and t.joined(k + 2) and t.low[k + 2].isalpha()):
        return None
    if not (t.low[k].isalpha() or is_digits(t.low[k])) or t.low[k] in FUNCTION_WORDS - _PREFIXES:
        return None
    return k + 5 if t.low[k + 3] == "-" and t.low[k + 4] == "old" else k + 3


_PREFIXES: Final = word_set("off by down under over after well self non up in out on")


def _role(t: Tokens, k: int, first: int, head: int, singular: bool) -> Literal["adjective", "noun", "head", "end"]:
    """What token `k` is in a phrase with its first noun and its head so far."""
    word, low, following = t.words[k], t.low[k], t.low[k + 1]
    other_line = not t.same_line(k) and word[:1].isupper()
    if low in _BEFORE_NOUNS and head < 0:
        return "adjective"
    if not low[:1].isalpha() or low in FUNCTION_WORDS or other_line or (low in lx.MONTHS and word[0].isupper()):
        return "end"
    noun_follows = is_plural(following) and following not in VERBS
    if low in PARTICIPLES:
        later = (
            is_plural(t.low[k + 2])
            and following not in FUNCTION_WORDS
            and is_adjective(t.words[k + 1] or " ", following)
        )
        return "adjective" if (noun_follows or later) and first < 0 else "end"
    if low in VERBS and (head >= 0 or (singular and first >= 0)):
        return "end"
    before_head: Literal["adjective", "end"] = "adjective" if head < 0 else "end"
    if low.endswith(("'s", "’s", "ed")) or low in lx.UNITS or (low.endswith("ly") and low not in _NOUNS_IN_LY):
        return before_head
    if low.endswith("ing") and low not in NOUNS_IN_ING and not singular:
        return before_head
    if singular and low == "total" and (following in FUNCTION_WORDS or not following.isalpha()):
        return "head"
    if is_plural(low) and low not in units.WORDS:
        return "head"
    if head >= 0 and not singular:
        return "noun" if noun_follows and following not in PARTICIPLES else "end"
    if is_adjective(word, low):
        return before_head
    return "head" if singular else "noun"


_NO_NOUNS: Final = word_set("fold way time times nil magnitude sum star strong off odd plus")
# Function words that can stand between a numeral and its noun.
_BEFORE_NOUNS: Final = word_set("other further former own very most more such")
_NOUNS_IN_LY: Final = word_set("family assembly monopoly supply rally ally bully reply butterfly anomaly")


def _coordinated(t: Tokens, last: int) -> int:
    """`cities and villages`, `mail, parts and lobsters`; not `people and officials said`."""
    if t.low[last] == ",":
        return _list_of_nouns(t, last)
    if t.low[last] not in ("and", "or"):
        return last
    k = last + 1
    if is_adjective(t.words[k] or " ", t.low[k]) and not is_plural(t.low[k]):
        k += 1
    low = t.low[k]
    following = t.low[k + 1]
    plain = (
        is_plural(low)
        and low not in FUNCTION_WORDS
        and low not in VERBS
        and low not in PARTICIPLES
        and low not in units.WORDS
    )
    if (
        not plain
        or following in _SPEAKING
        or following in _DETERMINERS
        or following in ("have", "will", "can", "could", "must")
        or is_plural(following)
    ):
        return last
    return k + 1


def _list_of_nouns(t: Tokens, last: int) -> int:
    """The end of `farms, tea and machine parts`: nouns of one or two words between commas, and a last one."""
    k = last
    while k < last + 2 * _LONGEST and t.low[k] in (",", "and", "or"):
        closing = t.low[k] != ","
        if not closing and t.low[k + 1] in ("and", "or"):
            k, closing = k + 1, True
        end = k + 2 if t.low[k + 2] in (",", "and", "or") or (closing and is_plural(t.low[k + 1])) else k + 3
        if any(_is_no_noun(word) for word in t.low[k + 1 : end]):
            return last
        if closing:
            ended = is_plural(t.low[end - 1]) and t.low[end] not in _SPEAKING and t.low[end] not in _DETERMINERS
            return end if ended and not is_plural(t.low[end]) else last
        k = end
    return last


def _is_no_noun(low: str) -> bool:
    known = low in FUNCTION_WORDS or low in VERBS or low in PARTICIPLES
    return known or not low.isalpha() or low in lx.STARTERS or low.endswith("ed")
