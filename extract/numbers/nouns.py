"""The noun that begins at a token, without its adjectives, found by word classes and endings.

Each rule of the table says what one sort of word is in such a phrase, or leaves it to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.event_verbs import PARTICIPLES, PASSIVE_ONLY
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import (
    FUNCTION_WORDS,
    NOUNS_IN_ING,
    VERBS,
    is_adjective,
    is_demonym,
    is_plural,
)

Phrase = tuple[int, int]
Role = Literal["adjective", "noun", "head", "end"]

DETERMINERS: Final = word_set("the these those this that its his her their our my your all a an both such any")
_LONGEST: Final = 10
_SPEAKING: Final = word_set("said say says told added warned noted reported announced believe believed")
_NEVER_COUNTED: Final = word_set("them us more years")


class Place(NamedTuple):
    """Token `k` of a phrase that has its `first` noun and its `head` so far, each -1 until there is one."""

    t: Tokens
    k: int
    first: int
    head: int
    singular: bool

    @property
    def low(self) -> str:
        return self.t.low[self.k]

    @property
    def following(self) -> str:
        return self.t.low[self.k + 1]

    @property
    def closes(self) -> bool:
        """Whether no noun of this phrase can follow."""
        return not self.following.isalpha() or self.following in FUNCTION_WORDS

    @property
    def before_head(self) -> Role:
        return "adjective" if self.head < 0 else "end"


def noun_run(t: Tokens, j: int, singular: bool) -> Phrase | None:
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
        role = _role(Place(t, k, first, head, singular))
        if role == "end" or (singular and first >= 0 and k - first > 3):
            break
        if role == "adjective":
            first = -1
            demonym = k if is_demonym(t.words[k], t.low[k]) else demonym
        elif first < 0:
            first = k
        if role == "head":
            head = k
        k += 1
    if head < 0 and first == j == k - 1 and _befallen(t, j):
        head = j  # `three kiwi killed`
    if head < 0 <= demonym and (first < 0 or not singular):
        first = head = demonym  # `13,000 Nepalese`
    if head < 0 or first < 0 or t.low[head] in _NEVER_COUNTED:
        return None
    return first, (coordinated(t, head + 1) if is_plural(t.low[head]) else head + 1)


def _befallen(t: Tokens, j: int) -> bool:
    """Whether the one word at token `j` is a noun whose plural is like its singular."""
    return t.words[j].islower() and t.low[j].isalpha() and t.low[j] not in VERBS and t.low[j + 1] in PARTICIPLES


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
    end = k + 3
    while t.low[end] == "-" and t.joined(end) and t.joined(end + 1) and t.low[end + 1].isalpha() and end < k + 9:
        end += 2  # `state-of-the-art`
    return end


_PREFIXES: Final = word_set("off by down under over after well self non up in out on")


# What a word is


def _role(at: Place) -> Role:
    for rule in _RULES:
        if (role := rule(at)) is not None:
            return role
    return "head" if at.singular else "noun"


def _further(at: Place) -> Role | None:
    """`two other men`."""
    return "adjective" if at.low in _BEFORE_NOUNS and at.head < 0 else None


_BEFORE_NOUNS: Final = word_set("other further former own very most more such")


def _people_who_have(at: Place) -> Role | None:
    """`13 million people's food`: the people are counted, not the food."""
    whole = at.low.endswith(("'s", "’s")) and is_plural(at.low[:-2]) and at.head < 0 and not at.singular
    return "head" if whole and at.low[:-2] in ("people", "children", "women", "men") else None


def _stops(at: Place) -> Role | None:
    """A sign, a function word, `I’m`, a month, a capital on the next line."""
    word, low = at.t.words[at.k], at.low
    other_line = not at.t.same_line(at.k) and word[:1].isupper()
    contracted = low.endswith(("’m", "'m", "’re", "'re", "’ve", "'ve", "’ll", "'ll", "’d", "'d", "n't", "n’t"))
    after_owner = at.head >= 0 and at.t.low[at.head].endswith(("'s", "’s"))
    function = low in FUNCTION_WORDS and word != "US"
    stops = not low[:1].isalpha() or function or contracted or other_line or after_owner
    return "end" if stops or (low in lx.MONTHS and word[0].isupper()) else None


def _verbal_noun(at: Place) -> Role | None:
    """`a second shot`, `the first group win`: forms of verbs that are nouns where the phrase ends with them."""
    noun = (at.singular and at.head < 0) or (at.singular and at.head == at.k - 1)
    closes = at.closes or at.following.endswith("ing") or at.following in VERBS
    if at.low in PARTICIPLES and not _is_ordered(at):
        return None  # `one shot` as a verdict, not `a second shot`
    closes = closes and at.following not in ("off", "out", "up", "down", "away", "over")
    return "head" if noun and at.low in _VERBAL_NOUNS and closes and at.k > at.first else None


def _is_ordered(at: Place) -> bool:
    before = at.t.low[at.k - 1]
    return before in lx.ORDINALS or before in ("st", "nd", "rd", "th") or at.first >= 0


_VERBAL_NOUNS: Final = word_list("verbal_nouns")


def _participle(at: Place) -> Role | None:
    """`killed` and `written`: before a noun like an adjective, behind it the end."""
    if at.low not in PARTICIPLES and at.low not in PASSIVE_ONLY and at.low not in _OTHER_PARTICIPLES:
        return None
    t, following = at.t, at.following
    noun = (is_plural(following) and following not in VERBS) or (at.singular and not at.closes and at.first < 0)
    later = is_plural(t.low[at.k + 2]) and following not in FUNCTION_WORDS
    later = later and is_adjective(t.words[at.k + 1] or " ", following)
    return "adjective" if (noun or later) and at.first < 0 else "end"


_OTHER_PARTICIPLES: Final = word_list("participles_of_phrases")


def _verb(at: Place) -> Role | None:
    """`39 people said`; at the beginning only one that is never before a noun: `32 suffered similar fates`."""
    if at.low not in VERBS:
        return None
    opens = at.head < 0 and at.first < 0 and at.low in _ACTING and not at.singular
    return "end" if opens or at.head >= 0 or (at.singular and at.first >= 0) else None


_ACTING: Final = word_list("verbs_of_the_counted")


def _modifier(at: Place) -> Role | None:
    """`women's`, `frightened`, `three`, `newly`."""
    low = at.low
    past = low.endswith("ed") and low not in _NOUNS_IN_ED
    adverb = low.endswith("ly") and low not in _NOUNS_IN_LY
    return at.before_head if past or adverb or low.endswith(("'s", "’s")) or low in lx.UNITS else None


_NOUNS_IN_LY: Final = word_set("family assembly monopoly supply rally ally bully reply butterfly anomaly")
_NOUNS_IN_ED: Final = word_list("nouns_in_ed")


def _gerund(at: Place) -> Role | None:
    """`12 working mothers`; `the second involving a lorry` has no noun."""
    if not at.low.endswith("ing") or at.low in NOUNS_IN_ING:
        return None
    if at.singular:
        opens = at.closes and at.first < 0 and at.following in DETERMINERS
        return "end" if opens or at.head >= 0 else None
    return at.before_head


def _total(at: Place) -> Role | None:
    return "head" if at.singular and at.low == "total" and at.closes else None


def _plural(at: Place) -> Role | None:
    return "head" if is_plural(at.low) and at.low not in units.WORDS else None


def _past_head(at: Place) -> Role | None:
    """After a plural only another makes the phrase longer: `cup finals tickets`."""
    if at.head < 0 or at.singular:
        return None
    longer = is_plural(at.following) and at.following not in VERBS and at.following not in PARTICIPLES
    return "noun" if longer else "end"


def _adjective(at: Place) -> Role | None:
    word = at.t.words[at.k]
    if (at.low, at.following) in _TERMS:
        return "noun"
    return at.before_head if is_adjective(word, at.low) or (is_demonym(word, at.low) and not at.closes) else None


# Adjectives that make one term with their noun.
_TERMS: Final = frozenset(
    (adjective, noun)
    for adjective, nouns in {
        "social": "media security",
        "high": "school schools court courts",
        "real": "estate",
        "human": "rights",
        "mental": "health",
        "natural": "gas",
        "public": "school schools",
        "prime": "minister ministers",
        "general": "manager managers election elections",
        "civil": "war wars servant servants",
        "common": "law",
        "gross": "domestic",
        "domestic": "product",
        "black": "market",
        "private": "equity",
        "nuclear": "power",
    }.items()
    for noun in nouns.split()
)
_RULES: Final[tuple[Callable[[Place], Role | None], ...]] = (
    _further,
    _people_who_have,
    _stops,
    _verbal_noun,
    _verb,
    _participle,
    _modifier,
    _gerund,
    _total,
    _plural,
    _past_head,
    _adjective,
)


# Nouns joined to one another


def coordinated(t: Tokens, last: int) -> int:
    """`cities and villages`, `mail, parts and lobsters`; not `people and officials said`."""
    if t.low[last] == ",":
        return _list_of_nouns(t, last)
    if t.low[last] not in ("and", "or"):
        return last
    k = last + 1
    if t.low[k + 1] == "-" and (past := _compound(t, k)) is not None:
        k = past  # `teachers and non-teaching staff`
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
        or following in DETERMINERS
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
            ended = is_plural(t.low[end - 1]) and t.low[end] not in _SPEAKING and t.low[end] not in DETERMINERS
            return end if ended and not is_plural(t.low[end]) else last
        k = end
    return last


def _is_no_noun(low: str) -> bool:
    known = low in FUNCTION_WORDS or low in VERBS or low in PARTICIPLES
    return known or not low.isalpha() or low in lx.STARTERS or low.endswith("ed")
