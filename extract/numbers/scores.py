"""Scores: two whole numbers that stand against each other, in the ways of football, tennis, cricket and votes."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.amount import Amount
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import is_plural

_SPORT: Final = word_list("score_words")
_BEATING: Final = word_set(
    """
    beat beats beaten beating lost lose loses losing defeat defeats defeated win wins won winning victory loss score
    scored scoreline trail trails trailed trailing thrashed edged routed downed crushed drew
    """
)
_CRICKET: Final = word_set(
    """
    overs wicket wickets innings batsman batsmen batter batters bowler bowlers bowled stumps odi t20 unbeaten opener
    openers crease cricket
    """
)


def pair(t: Tokens, first: Amount, second: Amount) -> Amount | None:
    """Two small whole numbers in digits, falling, level, beside words of sport and votes, or in a list of such."""
    a, b = first.value, second.value
    if first.kind != "count" or second.kind != "count" or not _plain(t, first) or not _plain(t, second):
        return None
    if not isinstance(a, int) or not isinstance(b, int) or not (0 <= a < 1000 and 0 <= b < 1000):
        return None
    j = second.after
    if t.low[j] in lx.DASHES and t.joined(j) and (is_digits(t.low[j + 1]) or t.low[j + 1] in units.WORDS):
        return None
    near = t.low[max(0, first.first - 14) : j + 10]
    told = not _SPORT.isdisjoint(near) and t.low[j] != "%"
    dashed = t.low[first.after] in lx.DASHES
    listed = dashed and a < 100 > b and _in_list(t, first.first, j, sure=told or a > b)
    if not (listed or _against(t, first, second, told=told, dashed=dashed)):
        return None
    return _score(first.first, second.last, f"{a}-{b}", 0.9 if told else 0.7)


def _against(t: Tokens, first: Amount, second: Amount, *, told: bool, dashed: bool) -> bool:
    a, b = first.value, second.value
    assert isinstance(a, int)
    assert isinstance(b, int)
    if a == b:
        return told or a == 0
    if a > b:
        return told or dashed
    if told and a < 10 and b < 12:
        return True
    j = second.after  # `lost 24-31`, not `won 30-42 seats`
    beaten = not _BEATING.isdisjoint(t.low[max(0, first.first - 6) : first.first])
    return dashed and beaten and not is_plural(t.low[j]) and t.low[j] not in ("%", "per", "percent")


def _in_list(t: Tokens, i: int, j: int, *, sure: bool) -> bool:
    """`21-19, 18-21`: two others beside them, before token `i` or from token `j` on; falling ones are sure."""
    before = _two_at(t, i - 4) if t.low[i - 1] in _LISTING else None
    after = _two_at(t, j + 1) if t.low[j] in _LISTING else None
    following = t.low[j + 4] if after else t.low[j]
    falling = any(two is not None and two[0] > two[1] for two in (before, after))
    return following in _ENDING and (before or after) is not None and (sure or falling)


def _two_at(t: Tokens, k: int) -> tuple[int, int] | None:
    """Two figures with a dash between them, from token `k` on."""
    one, other = t.words[k], t.words[k + 2]
    plain = t.low[k + 1] in lx.DASHES and one.isdigit() and other.isdigit() and is_digits(one) and is_digits(other)
    return (int(one), int(other)) if plain and len(one + other) < 7 else None


_LISTING: Final = frozenset((",", ";", "and"))
_ENDING: Final = frozenset((",", ";", ".", "", ")", "(", "and", "on", "in", "to", "at", "over", "against"))


def _plain(t: Tokens, amount: Amount) -> bool:
    word = t.low[amount.first]
    return amount.last == amount.first + 1 and word.isdigit() and (word == "0" or word[0] != "0")


def _score(first: int, last: int, value: str, sure: float) -> Amount:
    found = Amount(first, last, last, value, "score")
    found.sure = sure
    return found


def other(t: Tokens, first: Amount) -> Amount | None:
    """The score that begins with `first` in another sport's way."""
    return _for_wickets(t, first) or _for_tries(t, first)


def _for_wickets(t: Tokens, first: Amount) -> Amount | None:
    """`188/4`, `185 for 7`: runs and up to ten wickets, in either order."""
    i = first.first
    slashed = t.low[i + 1] == "/" and first.last == i + 3
    if first.kind != "count" or not (slashed or (t.low[i + 1] == "for" and first.last == i + 1)):
        return None
    runs, wickets = t.low[i], t.low[i + 2]
    if not (runs.isdigit() and wickets.isdigit() and is_digits(runs) and is_digits(wickets)) or len(runs + wickets) > 7:
        return None
    cricket = not _CRICKET.isdisjoint(t.low[max(0, i - 20) : i + 20])
    closing = not t.low[i + 3].isalpha() or t.low[i + 3] in ("at", "after", "when", "declared", "by", "from")
    cricket = cricket or (closing and t.low[i - 1] in _REACHING and int(runs) >= 50)
    bowled = slashed and cricket and int(runs) <= 10 and len(wickets) < 4  # `3/28`: wickets for runs
    batted = len(runs) < 4 and int(wickets) <= 10 and (cricket or (slashed and int(runs) >= 20))
    if not (bowled or batted):
        return None
    if not slashed and (is_plural(t.low[i + 3]) or t.low[i + 3] in units.WORDS):
        return None
    return _score(i, i + 3, f"{int(runs)}-{int(wickets)}", 0.9)


_REACHING: Final = word_set("on reached made were with scored posted totalled closed")


def _for_tries(t: Tokens, first: Amount) -> Amount | None:
    """`0-for-9`, `2-of-10`: what was made of what was tried."""
    i = first.first
    told = t.low[i + 1] == "-" and t.low[i + 2] in ("for", "of") and t.low[i + 3] == "-" and first.last == i + 1
    if not told or not all(t.joined(k) for k in range(i + 1, i + 5)):
        return None
    made, tried = t.low[i], t.low[i + 4]
    if not (made.isdigit() and tried.isdigit() and is_digits(made) and is_digits(tried) and len(made + tried) < 6):
        return None
    return _score(i, i + 5, f"{int(made)}-{int(tried)}", 0.8)
