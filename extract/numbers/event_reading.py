"""Reads what befell those counted: the verb before the number, or the predicate after its noun.

One small reader a construction, tried in order; what a number takes from its neighbours is for `events`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from extract.lexicon import word_set
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.event_verbs import EVENTS, GERUNDS, INTRANSITIVE, PARTICIPLES, PASTS, PHRASAL, PRESENTS
from extract.numbers.nouns import Phrase
from extract.numbers.numerals import is_digits
from extract.numbers.predicates import BE, FINITE, has_object, predicate
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import VERBS, is_adjective


class Reading(NamedTuple):
    """The tokens of the verb; `active` where it goes on to the next of a list: `killed two men and three boys`."""

    phrase: Phrase
    active: bool = False


class Noun(NamedTuple):
    """A number and its noun: from token `first`, with its approximation, up to `last`; `phrase` is the noun."""

    first: int
    last: int
    phrase: Phrase | None
    amount: Amount


def event_of(t: Tokens, noun: Noun) -> Reading | None:
    """The first reading that there is; of the two of a `two-storey house` none, as what is said is of the house."""
    if t.low[noun.amount.last] in lx.DASHES and t.joined(noun.amount.last):
        return None
    if noun.phrase and t.low[noun.phrase[1] - 1] in ("times", "time"):
        return None
    if noun.phrase is None and t.low[noun.first - 1] in ("hit", "hits"):
        return None  # a level: `sales hit 3.4m`
    for reader in _READERS:
        if found := reader(t, noun):
            return found
    return None


# Before the number


def _active(t: Tokens, noun: Noun) -> Reading | None:
    """`killed five`, `shot down 13 of the drones`, `the shooting of two`."""
    k = noun.first - 1
    verb = (k - 1, k + 1) if (t.low[k - 1], t.low[k]) in PHRASAL else None
    if verb is None:
        k = _before(t, noun.first)
        verb = _verb_ending(t, k) or _of_lives(t, k, noun)
    if verb is None and t.low[k] == "of" and t.low[k - 1] in GERUNDS - _NOUNS_IN_ING:
        verb = (k - 1, k)
    if verb is None or _leaves(t, verb, noun) or (t.low[verb[0] - 1] == "to" and t.low[verb[0] - 2] in _REFUSING):
        return None
    return Reading(verb, active=True)


def _of_lives(t: Tokens, k: int, noun: Noun) -> Phrase | None:
    """`claimed 19 lives`: of anything else it is no event."""
    mortal = noun.phrase is not None and t.low[noun.phrase[1] - 1] == "lives"
    return (k, k + 1) if mortal and t.low[k] in _CLAIMING else None


_CLAIMING: Final = word_set("claim claims claimed claiming cost costs costing take takes took taken taking")
_NOUNS_IN_ING: Final = word_set("building holding launching opening")
_BEFORE_OBJECT: Final = word_set(
    """
    the a an another all some its his their these those further additional other her our my both
    """
)


def _before(t: Tokens, first: int) -> int:
    """The token before an object that begins at `first`, past its determiners."""
    k = first - 1
    while t.low[k] in _BEFORE_OBJECT and k > first - 4:
        k -= 1
    return k


def _leaves(t: Tokens, verb: Phrase, noun: Noun) -> bool:
    """`leaves 12 dead`: what befell them comes after."""
    return t.low[verb[0]].startswith("lea") and predicate(t, noun.last) is not None


def _verb_ending(t: Tokens, k: int) -> Phrase | None:
    """The active verb that ends at token `k`: `shot dead`, `destroyed or damaged`, `kidnapped`."""
    if (t.low[k - 1], t.low[k]) in PHRASAL:
        return k - 1, k + 1
    if t.low[k] == "to" and t.low[k - 1] == "fire" and t.low[k - 2] in ("set", "sets", "setting"):
        return k - 2, k
    if not _is_verb(t, k):
        return None
    if t.low[k - 1] in ("or", "and") and t.low[k - 2] in EVENTS and t.low[k - 2][-2:] == t.low[k][-2:]:
        return k - 2, k + 1
    return k, k + 1


_REFUSING: Final = word_set("refuse refuses refused refusing fail fails failed failing decline declined unable")


def _is_verb(t: Tokens, k: int) -> bool:
    """Whether token `k` does something to what follows: not the noun `raid`, the passive, or `record-breaking`."""
    word, before = t.low[k], t.low[k - 1]
    if word not in EVENTS or word in INTRANSITIVE or word == "held" or (before == "-" and t.joined(k)):
        return False
    if before in BE or (before in _NO_ADVERBS and t.low[k - 2] in BE):
        return word in GERUNDS
    if word in PRESENTS or word in _NOUNS_TOO:
        return before not in _BEFORE_NOUN and not is_adjective(t.words[k - 1] or " ", before)
    return True


_NOUNS_TOO: Final = word_set("cut hit lost laid split hurt")
_NO_ADVERBS: Final = word_set("not never all both also")
_BEFORE_NOUN: Final = word_set(
    """
    the a an this that its his her their our my no any every each of in on at by for from with after before during
    since until over under about was were
    """
)


def _after_another(t: Tokens, noun: Noun) -> Reading | None:
    """`killed the pilot and four passengers`: an active verb, past an object without a number before the last `and`."""
    k = _before(t, noun.first)
    if t.low[k] not in ("and", "plus"):
        return None
    for at in range(k - 1, k - _OBJECT, -1):
        low = t.low[at]
        if low in lx.STARTERS - {"a", "an"} or is_digits(low) or not (low.isalpha() or low in _IN_OBJECTS):
            return None
        if low in EVENTS and low not in PRESENTS and _is_verb(t, at):
            opened = t.low[at + 1] in _DETERMINERS or t.words[at + 1][:1].isupper()
            return Reading((at, at + 1), active=True) if opened else None
        if low in _CLAUSES or low in VERBS or low in FINITE:
            return None
    return None


_OBJECT: Final = 9
_IN_OBJECTS: Final = frozenset(("'s", "’s", "-"))
_DETERMINERS: Final = word_set("a an the his her its their our my one another both")


# After the noun


def _passive(t: Tokens, noun: Noun) -> Reading | None:
    """The participle after the noun: at once, past auxiliaries, or past a phrase that belongs to the noun."""
    j = noun.last
    found = predicate(t, j)
    if is_within_another(t, noun.first):
        at_once = found and found[0] == j and t.low[j] not in INTRANSITIVE and t.low[j] != "held"
        return Reading(found) if found and at_once else None
    if found is not None:
        return Reading(found)
    if t.low[j] == ",":  # `14 miners, two of them women, were trapped`
        closing = next((k for k in range(j + 1, j + 12) if t.low[k] == ","), j)
        found = predicate(t, closing + 1) if t.low[closing + 1] in FINITE else None
        return Reading(found) if found else None
    found = _past_phrase(t, j)
    return Reading(found) if found else None


def _relative(t: Tokens, noun: Noun) -> Reading | None:
    """`57 ballots that a scanner had skipped`, `the two men whom the court freed`."""
    j = noun.last
    if t.low[j] not in ("that", "which", "who", "whom") or noun.phrase is None:
        return None
    found = predicate(t, j + 1)
    if found is not None or t.low[j] == "who":
        return Reading(found) if found else None
    for k in range(j + 2, j + 7):
        low = t.low[k]
        if low in PASTS and not has_object(t, k + 1) and t.low[k - 1] not in _DETERMINERS:
            return Reading((k, k + 1))
        if not low.isalpha() or low in VERBS or (low in FINITE and low not in ("have", "has", "had")):
            return None
    return None


def _past_phrase(t: Tokens, j: int) -> Phrase | None:
    """`two of the men from the village were shot`, `of them in the north died`."""
    for k in range(j, j + _PHRASE):
        low = t.low[k]
        if low in FINITE:
            return predicate(t, k)
        if low in INTRANSITIVE and low.endswith("ed") and k > j and t.low[k - 1] not in FINITE:
            return k, k + 1
        ends = not low[:1].isalnum() or (low in VERBS and t.words[k].islower()) or low in _CLAUSES
        if ends and low not in ("'s", "’s", "-"):
            return None
    return None


_PHRASE: Final = 9
_CLAUSES: Final = word_set("that but while when as after before because although though whether if than said who which")
_OF_ANOTHER: Final = word_set("of in by from with at for on")


def is_within_another(t: Tokens, first: int) -> bool:
    """`seven members of one family`, `60% of the 1,500 residents`: what is said after it is said of something else."""
    k = first - 2 if t.low[first - 1] in ("the", "its", "their", "all", "his", "her", "these", "those") else first - 1
    opens = t.low[k] == "with" and not t.low[k - 1].isalpha()
    return t.low[k] in _OF_ANOTHER and not opens and t.low[k - 1] not in ("total", "group", "number", "all")


def _tolled(t: Tokens, noun: Noun) -> Reading | None:
    """`the number of dead stands at 14`; a toll is a noun and says nothing of itself."""
    k = noun.first - 1
    while t.low[k] in _RISING and k > noun.first - 7:
        k -= 1
    numbered = k < noun.first - 1 and t.low[k - 1] == "of" and t.low[k - 2] == "number" and t.low[k] in PARTICIPLES
    return Reading((k, k + 1)) if numbered else None


_RISING: Final = word_set(
    """
    rose rises risen rising climbed climbs climbing stood stands was is at to has had now jumped reached hit topped
    by
    """
)


def _of_participle(t: Tokens, noun: Noun) -> Reading | None:
    """`four of those killed`, `two of the wounded`."""
    j = noun.amount.after
    told = t.low[j] == "of" and t.low[j + 1] in ("those", "the", "these") and t.low[j + 2] in PARTICIPLES
    return Reading((j + 2, j + 3)) if told and noun.phrase is None else None


def _attributive(t: Tokens, noun: Noun) -> Reading | None:
    """`three wounded soldiers`, `the arrested five members`; `dead` says it only as a predicate."""
    if noun.phrase is None:
        return None
    inside = range(noun.amount.after, noun.phrase[0])
    before = [noun.first - 1] if t.low[noun.first - 2] == "the" else []
    k = next((k for k in (*inside, *before) if t.low[k] in PARTICIPLES and t.low[k] not in _STATES), None)
    return None if k is None else Reading((k, k + 1))


_STATES: Final = word_set("dead homeless jobless")

_READERS: Final[tuple[Callable[[Tokens, Noun], Reading | None], ...]] = (
    _active,
    _after_another,
    _passive,
    _relative,
    _of_participle,
    _tolled,
    _attributive,
)
