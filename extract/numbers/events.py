"""What happened to the people or things counted, and the noun that an elliptic number leaves out.

`39 people were killed and 159 injured`, `leaving 12 dead and 40 wounded`, `killing five soldiers and three civilians`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extract.lexicon import word_set
from extract.numbers import bounds
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.counted import Phrase, is_label, noun_phrase, of_pronoun
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import (
    AUXILIARIES,
    EVENTS,
    FUNCTION_WORDS,
    NOT_EVENTS,
    PARTICIPLES,
    PEOPLE,
    PERSONAL,
    VERBS,
    is_plural,
)
from store.model.fields import Number

_BEFORE_OBJECT: Final = word_set(
    """
    the a an another all some its his their these those further additional other up as many to another
    """
)
_REACH: Final = 9
_TOLL: Final = word_set(
    """
    rose rises risen rising climbed climbs climbing stood stands was is at to has had now jumped reached hit topped
    by of from the
    """
)
_COUNTING: Final = ("count", "range")


@dataclass(slots=True)
class Counted:
    """A number with the tokens around it that matter to its neighbours."""

    number: Number
    first: int
    last: int
    active: bool = False
    elliptic: bool = False


def describe(t: Tokens, read: list[tuple[Number, Amount]]) -> None:
    """Set `counted` and `event`, with evidence, on the numbers of one block, given in order."""
    done: list[Counted] = []
    shares: tuple[Number, int] | None = None
    for number, amount in read:
        phrase = noun_phrase(t, amount)
        if phrase is not None:
            _set(t, number, "counted", phrase)
        if amount.kind == "percent" and phrase is None:
            _same_whole(t, shares, number, amount)
        if amount.kind == "percent":
            shares = (number, amount.after) if number.counted else shares
        counting = (amount.kind in _COUNTING and not isinstance(amount.low, str)) or (
            amount.kind in ("percent", "measure") and phrase is not None
        )
        if not counting or (amount.unit is not None and amount.kind != "measure"):
            continue
        item = Counted(number, _first(t, amount), phrase[1] if phrase else _past_words(t, amount))
        item.elliptic = phrase is None
        if not is_label(t, amount):
            _event(t, item, phrase, amount)
        if done and number.event is None:
            _share(t, done[-1], item)
        if done and number.event is None and phrase and of_pronoun(t, amount.after):
            _copy(done[-1].number, number, "event")
        if item.elliptic and not is_label(t, amount):
            _antecedent(t, done, item)
        if amount.kind != "measure":
            done.append(item)
    for before, after in pairwise(done):
        if before.elliptic and after.number.counted and t.low[before.last : after.first] == ["or"]:
            _copy(after.number, before.number, "counted")
        if before.number.event is None and after.number.event and not after.active and _listed(t, before, after):
            _copy(after.number, before.number, "event")


def _set(t: Tokens, number: Number, attribute: str, phrase: Phrase) -> None:
    words = " ".join(t.phrase(*phrase).split())
    setattr(number, attribute, words.lower() if attribute == "event" else words)
    number.evidence[attribute] = t.span(*phrase)


def _copy(source: Number, target: Number, attribute: str) -> None:
    setattr(target, attribute, getattr(source, attribute))
    if attribute in source.evidence:
        target.evidence[attribute] = source.evidence[attribute]


def _first(t: Tokens, amount: Amount) -> int:
    bound = bounds.before(t, amount.first, amount.kind)
    return bound.first if bound else amount.first


def _past_words(t: Tokens, amount: Amount) -> int:
    bound = bounds.after(t, amount.after)
    return bound.last if bound else amount.after


def _event(t: Tokens, item: Counted, phrase: Phrase | None, amount: Amount) -> None:
    """Passive or intransitive after the noun, active before the number, or the toll that it is."""
    found = _active(t, item.first)
    item.active = found is not None
    found = found or _passive(t, item) or _toll(t, item.first) or _adjective(t, phrase, amount)
    if found is not None:
        _set(t, item.number, "event", found)


def _adjective(t: Tokens, phrase: Phrase | None, amount: Amount) -> Phrase | None:
    """`40 dead birds`, `three wounded soldiers`."""
    if phrase is None:
        return None
    return next(((k, k + 1) for k in range(amount.after, phrase[0]) if t.low[k] in PARTICIPLES), None)


def _active(t: Tokens, first: int) -> Phrase | None:
    """The verb just before the number."""
    k = first - 1
    while t.low[k] in _BEFORE_OBJECT and k > first - 4:
        k -= 1
    word = t.low[k]
    if (t.low[k - 1], word) in _PHRASAL:
        return k - 1, k + 1
    if word not in EVENTS or word in _INTRANSITIVE:
        return None
    noun = word in (
        "cut",
        "lost",
        "laid",
        "hit",
        "attack",
        "raid",
        "release",
        "rescue",
        "capture",
    )
    return None if noun and t.low[k - 1] in ("the", "a", "an", "was", "were", "no") else (k, k + 1)


_INTRANSITIVE: Final = word_set(
    """
    dead missing homeless die dies died dying drowned perished collapsed survived fled
    """
)
_PHRASAL: Final = frozenset(
    (verb, particle)
    for verbs, particle in (("shot", "dead"), ("lay lays laid laying", "off"), ("gunned shot shoot", "down"))
    for verb in verbs.split()
)
_BE: Final = word_set("was were been are is be being")
_FINITE: Final = _BE | word_set("have has had")
_OF_ANOTHER: Final = word_set("of in by from with at for on")


def _passive(t: Tokens, item: Counted) -> Phrase | None:
    """The participle after the noun: at once, past auxiliaries, or past a phrase that belongs to the noun."""
    j = item.last
    found = _participle(t, j)
    if _within_another(t, item.first):
        return found if found and found[0] == j and t.low[j] not in _INTRANSITIVE else None
    if found is not None:
        return found
    if t.low[j] == ",":  # `14 miners, two of them women, were trapped`
        closing = next((k for k in range(j + 1, j + 10) if t.low[k] == ","), j)
        return _participle(t, closing + 1) if t.low[closing + 1] in _FINITE else None
    for k in range(j, j + _PHRASE):
        low = t.low[k]
        if low in _FINITE:
            return _participle(t, k)
        if low in ("died", "drowned", "perished", "survived", "fled") and k > j:
            return k, k + 1
        clause_ends = not low[:1].isalnum() or low in VERBS or low in _CLAUSES
        if clause_ends and low not in ("'s", "’s", "-"):
            return None
    return None


def _within_another(t: Tokens, first: int) -> bool:
    """`seven members of one family`, `60% of the 1,500 residents`: what is said after it is said of something else."""
    k = first - 2 if t.low[first - 1] in ("the", "its", "their", "all") else first - 1
    return t.low[k] in _OF_ANOTHER and t.low[k - 1] not in ("total", "group", "number", "all")


_PHRASE: Final = 7
_CLAUSES: Final = word_set("that but while when as after before because although though whether if than said and") - {
    "and"
}


def _participle(t: Tokens, j: int) -> Phrase | None:
    be = False
    k = j
    while k < j + _REACH:
        low = t.low[k]
        if low in PARTICIPLES:
            if not be and low not in _INTRANSITIVE and _has_object(t, k + 1):
                return None
            return (k, k + 2) if (low, t.low[k + 1]) in _PHRASAL else (k, k + 1)
        if be and low == "found" and t.low[k + 1] not in EVENTS:
            return k, k + 1
        if low in AUXILIARIES:
            be = low in _BE or (be and low not in ("have", "has", "had"))
        elif (
            be
            and low.endswith("ed")
            and low not in NOT_EVENTS
            and len(low) > 4
            and t.low[k - 1] not in ("the", "those")
        ):
            return k, k + 1
        elif not (low.endswith("ly") and low.isalpha()) and not (low == "to" and t.low[k - 1] in _BELIEVED):
            return None
        k += 1
    return None


def _has_object(t: Tokens, k: int) -> bool:
    """Whether a verb before token `k` is active: `two blasts killed at least five people`."""
    low = t.low[k]
    if low in _OPENS_OBJECT or is_digits(low) or low in lx.STARTERS:
        return low not in lx.MONTHS and (low != "a" or t.low[k + 1] not in ("week", "day", "month", "year"))
    if not low.isalpha() or low in FUNCTION_WORDS or low in AUXILIARIES or low.endswith(("ly", "day")):
        return False
    return is_plural(low) or is_plural(t.low[k + 1]) or low in ("power", "control")


_OPENS_OBJECT: Final = word_set(
    """
    a an the his her their its our my this that these those at more nearly some about another him them
    """
)
_BELIEVED: Final = word_set("believed known thought reported feared")


def _toll(t: Tokens, first: int) -> Phrase | None:
    """`the death toll rose to 41`, `the number of dead stands at 14`."""
    k = first - 1
    while t.low[k] in _TOLL and k > first - 7:
        k -= 1
    if k == first - 1:
        return None
    if t.low[k - 1] == "of" and t.low[k - 2] == "number" and t.low[k] in PARTICIPLES:
        return k, k + 1
    return (k - 1, k + 1) if t.low[k] == "toll" and t.low[k - 1] == "death" else None


def _listed(t: Tokens, before: Counted, after: Counted) -> bool:
    """Whether the two stand in one list: `five soldiers, two guards and three civilians`."""
    between = t.low[before.last : after.first]
    return len(between) <= 4 and all(
        word in (",", "and", "or", "including", "as", "well", "plus", "another") for word in between
    )


def _share(t: Tokens, before: Counted, item: Counted) -> None:
    """The event of an active verb holds for each object in its list."""
    if before.number.event and before.active and before.last <= item.first and _listed(t, before, item):
        if isinstance(item.number.value, float) or (
            item.elliptic and t.low[before.last : item.first] != [",", "including"]
        ):
            return
        _copy(before.number, item.number, "event")
        item.active = True


def _antecedent(t: Tokens, done: list[Counted], item: Counted) -> None:
    """The noun of an earlier count, where this number has none of its own."""
    following = t.low[item.last]
    pronoun = of_pronoun(t, item.last)
    others = following in ("others", "more")
    event = item.number.event
    parallel = not following.isalpha() or following in FUNCTION_WORDS or following in VERBS or following in AUXILIARIES
    reach = 2 if event or others or pronoun else 1 if following in _FINITE or t.low[item.first - 1] == "all" else 0
    for earlier in reversed(done[-6:]):
        noun = earlier.number.counted
        if noun is None:
            continue
        if _ends_between(t, earlier.last, item.first) > reach:
            return
        of_people = noun.lower().split()[-1] in PEOPLE
        fated = event is not None and earlier.number.event is not None and (of_people or event not in PERSONAL)
        if fated or others or pronoun or (parallel and event not in PERSONAL):
            _copy(earlier.number, item.number, "counted")
            return


def _same_whole(t: Tokens, shares: tuple[Number, int] | None, number: Number, amount: Amount) -> None:
    """`40% of the cost, and Tanzania 35%`: a share of the same whole, in the same sentence."""
    if shares is not None and _ends_between(t, shares[1], amount.first) == 0:
        _copy(shares[0], number, "counted")


def _ends_between(t: Tokens, first: int, last: int) -> int:
    """How many sentences end between two tokens; many, where they are far apart."""
    if last - first > _FAR:
        return _FAR
    return sum(
        1
        for k in range(first, last)
        if t.low[k] in (".", "!", "?") and (t.words[k + 1][:1].isupper() or not t.low[k + 1][:1].isalnum())
    )


_FAR: Final = 80
