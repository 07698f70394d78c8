"""What happened to the people or things counted, and the noun that an elliptic number leaves out.

`39 people were killed and 159 injured`, `leaving 12 dead and 40 wounded`, `killing five soldiers and three civilians`.
The words of one number are for `event_reading`; here it takes what its neighbours say for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extract.lexicon import word_set
from extract.numbers import bounds
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.counted import is_label, noun_phrase, of_pronoun
from extract.numbers.event_reading import Noun, event_of, is_within_another
from extract.numbers.event_verbs import PARTICIPLES
from extract.numbers.nouns import Phrase, noun_run
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import (
    AUXILIARIES,
    FUNCTION_WORDS,
    PERSONAL,
    VERBS,
    is_adjective,
    is_of_people,
    is_plural,
)
from store.model.fields import Number

_COUNTING: Final = ("count", "range")


@dataclass(slots=True)
class Counted:
    """A number with the tokens around it that matter to its neighbours; `end` is past its event where that follows."""

    number: Number
    first: int
    last: int
    end: int
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
        if amount.kind == "percent":
            if phrase is None:
                _same_whole(t, shares, number, amount)
            shares = (number, amount.after) if number.counted else shares
        if not _befalls(amount, phrase):
            continue
        item = _counted(t, number, amount, phrase)
        if done and number.event is None:
            _share(t, done[-1], item)
        if done and number.event is None and number.counted and _of_the_last(t, item, amount):
            _copy(done[-1].number, number, "event")
        if item.elliptic and not is_label(t, amount):
            _antecedent(t, done, item)
        done.append(item)
    _look_back(t, done)


def _befalls(amount: Amount, phrase: Phrase | None) -> bool:
    """Whether something can befall what is counted: not money, years, durations, or a measure of nothing said."""
    if amount.kind in ("percent", "measure"):
        return phrase is not None and (amount.unit is None or amount.kind == "measure")
    return amount.kind in _COUNTING and amount.unit is None and not isinstance(amount.low, str)


def _counted(t: Tokens, number: Number, amount: Amount, phrase: Phrase | None) -> Counted:
    if phrase is None and (named := _as_predicate(t, amount) or _as_one_of(t, amount)):
        _set(t, number, "counted", named)
    last = phrase[1] if phrase else _past_words(t, amount)
    item = Counted(number, _first(t, amount), last, last, elliptic=number.counted is None)
    if is_label(t, amount):
        return item
    if found := event_of(t, Noun(item.first, last, phrase, amount)):
        _set(t, number, "event", found.phrase)
        item.active, item.end = found.active, max(last, found.phrase[1])
    return item


def _as_predicate(t: Tokens, amount: Amount) -> Phrase | None:
    """`of the 200 injured, 50 were rescue officials`, `four of those killed were children`: what the counted are."""
    if amount.kind != "count" or amount.unit is not None:
        return None
    j = amount.after
    k = next((k for k in range(j, j + 5) if t.low[k] in ("were", "are")), None)
    if k is None or any(t.low[m] not in _OF_THOSE and t.low[m] not in PARTICIPLES for m in range(j, k)):
        return None
    phrase = noun_run(t, k + 1, False)
    alone = phrase is not None and not t.low[phrase[1]].isalpha() and is_plural(t.low[phrase[1] - 1])
    return phrase if alone else None


def _as_one_of(t: Tokens, amount: Amount) -> Phrase | None:
    """`two mills, one in the valley and one in town`."""
    i = amount.first
    if t.low[i] != "one" or t.low[i - 1] not in (",", "–", "—", ":") or not is_plural(t.low[i - 2]):
        return None
    k = i - 2
    while k > i - 5 and t.low[k - 1].isalpha() and not is_adjective(t.words[k - 1], t.low[k - 1]):
        if t.low[k - 1] in FUNCTION_WORDS or t.low[k - 1] in VERBS or t.low[k - 1] in lx.STARTERS:
            break
        k -= 1
    return k, i - 1


_OF_THOSE: Final = word_set("of those the these them whom dead")


def _look_back(t: Tokens, done: list[Counted]) -> None:
    """`12 or 13 guests`, `five soldiers and two guards were killed`: the later number says it for the earlier."""
    for before, after in pairwise(done):
        if before.elliptic and after.number.counted and t.low[before.last : after.first] == ["or"]:
            _copy(after.number, before.number, "counted")
    for before, after in reversed(list(pairwise(done))):
        parts = is_within_another(t, before.first)  # `of the 40 hostages, 12 were freed`
        told = before.number.event is None and after.number.event and not after.active and not parts
        if told and _listed(t, before, after):
            _copy(after.number, before.number, "event")


def _set(t: Tokens, number: Number, attribute: str, phrase: Phrase) -> None:
    start, end = t.span(*phrase)
    if t.text.endswith(("'s", "’s"), start, end):
        end -= 2  # `13 million people's homes`
    words = " ".join(t.text[start:end].split())
    setattr(number, attribute, words.lower() if attribute == "event" else words)
    number.evidence[attribute] = start, end


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


def _listed(t: Tokens, before: Counted, after: Counted) -> bool:
    """Whether the two stand in one list: `five soldiers, two guards and three civilians`."""
    between = t.low[before.last : after.first]
    return len(between) <= 4 and all(word in _JOINING for word in between)


_JOINING: Final = word_set(", and or including as well plus another")
_OF_THE_SAME: Final = ("including", "among them", "among those", "and another", "as well as", "with")
_PLACING: Final = word_set("in at near outside from on around off along across over")


def _share(t: Tokens, before: Counted, item: Counted) -> None:
    """What is said of one number, and holds for the next: of its list, of its parts, of its other places."""
    if before.number.event is None:
        return
    if before.active and before.last <= item.first and _listed(t, before, item):
        included = t.low[before.last : item.first] == [",", "including"]
        if not isinstance(item.number.value, float) and (included or not item.elliptic):
            _copy(before.number, item.number, "event")
            item.active = True
    elif _included(t, before, item):
        _copy(before.number, item.number, "event")
    elif item.elliptic and _elsewhere(t, before, item):
        _copy(before.number, item.number, "event")
        item.active = before.active


def _included(t: Tokens, before: Counted, item: Counted) -> bool:
    """`12 were killed, including three children`; something of where or when may stand between."""
    between = t.low[before.end : item.first]
    if not 2 <= len(between) <= _NEAR or between.count(",") > 1:
        return False
    opening = next((k for k, word in enumerate(between) if word in (",", "–", "—", "(")), None)
    return opening is not None and " ".join(between[opening + 1 :]) in _OF_THE_SAME


def _elsewhere(t: Tokens, before: Counted, item: Counted) -> bool:
    """`killed 12 people in one town, five in the next and three in a third`."""
    between = t.low[before.end : item.first]
    placed = t.low[item.last] in _PLACING and 3 <= len(between) <= _NEAR and between[0] in _PLACING
    return placed and between[-1] in (",", "and", "another") and not any(word in _ENDS for word in between)


_NEAR: Final = 9
_ENDS: Final = frozenset(".;!?")


def _antecedent(t: Tokens, done: list[Counted], item: Counted) -> None:
    """The noun of an earlier count, where this number has none of its own."""
    following = t.low[item.last]
    referred = of_pronoun(t, item.last) or _of_those(t, item.first)
    event = item.number.event
    acts = following.endswith("ed") and len(following) > 4
    parallel = (
        acts or not following.isalpha() or following in FUNCTION_WORDS or following in VERBS or following in AUXILIARIES
    )
    if event or referred or following == "more":
        reach = 2
    else:
        reach = 1 if following in _FINITE or t.low[item.first - 1] == "all" else 0
    for earlier in reversed(done[-6:]):
        noun = earlier.number.counted
        if noun is None or earlier.number.number_kind == "measure":
            continue
        if _ends_between(t, earlier.last, item.first) > reach:
            return
        if noun == "survivors" and event is not None:
            return
        fits = is_of_people(noun.lower().split()[-1]) or event not in PERSONAL
        fated = event is not None and earlier.number.event is not None and fits
        if fated or referred or following == "more" or (parallel and event not in PERSONAL):
            _copy(earlier.number, item.number, "counted")
            return


_FINITE: Final = word_set("was were been are is be being have has had")


def _of_the_last(t: Tokens, item: Counted, amount: Amount) -> bool:
    """`nine of them police officers`, `of the 200 injured, 50 were officials`: parts of those told of before."""
    return of_pronoun(t, amount.after) or (_of_those(t, item.first) and t.low[amount.after] in ("were", "are", "was"))


def _of_those(t: Tokens, first: int) -> bool:
    """`Of those, 36 …`, `Of the wounded, only six …`."""
    for k in range(first - 1, first - 9, -1):
        if t.low[k] == "of":
            return t.low[k + 1] in ("those", "these", "them", "the", "whom") and not t.low[k - 1].isalpha()
    return False


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
