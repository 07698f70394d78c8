"""Two amounts that belong together: ranges (`10-15`, `$350 to $680`) and scores (`3-1`)."""

from __future__ import annotations

from typing import Final

from extract.numbers import bounds, currencies, units
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.amounts import read_amount
from extract.numbers.numerals import is_digits, tidy
from extract.numbers.tokens import Tokens
from extract.words import word_set

_JOINTS: Final = frozenset(("to", "through", "and", "or", "but", ",", "~", *lx.DASHES))
_SPORT: Final = word_set(
    """
    beat beats beaten won win wins winning lost lose losing defeat defeats defeated draw drew drawn victory score
    scored goal goals match game lead led leads ended up down aggregate halftime half-time league cup final edged
    thrashed downed loss tie tied vote voted votes ruling group champions series set sets
    """
)


def extend(t: Tokens, first: Amount) -> Amount:
    """The range or score that begins with `first`, else `first` itself."""
    j = first.after
    if (
        first.kind == "money"
        and t.low[j] in ("per", "a")
        and t.low[j + 1] in units.WORDS
        and t.low[j + 2] in ("to", *lx.DASHES)
    ):
        j += 2  # `$350 per kg to $680 per kg`
    joint = t.low[j]
    if joint not in _JOINTS or first.value is None or isinstance(first.value, str):
        return first
    if joint in (",", "but") or (joint == "and" and not _between(t, first)):
        return _two_bounds(t, first, j)
    if joint == "or":
        return first
    i = j + 1
    dashed = joint in lx.DASHES
    if dashed and t.joined(j) and t.low[i] in ("to", "and") and t.low[i + 1] in lx.DASHES:
        i += 2  # `nine-to-five`, `three-to-four`
    if (
        dashed
        and t.joined(j) != t.joined(i)
        and not (t.joined(i) and not t.joined(j))
        and t.low[i] not in ("~", "$", "£", "€")
    ):
        return first
    if not t.same_line(i):
        return first
    second = _second(t, i)
    if dashed and second and second.first == j and isinstance(second.value, int | float):
        second.first, second.value = i, -second.value  # the dash of `2 -7` is no minus
    if second is None or second.form == "vague" or second.kind == "ordinal" != first.kind:
        return first
    if dashed and (score := _score(t, first, second)):
        return score
    if (
        joint == "to"
        and first.kind == second.kind == "count"
        and not _between(t, first)
        and (score := _score(t, first, second))
    ):
        return score
    if dashed and t.low[second.first][0] == "0" and t.low[second.first] != "0":
        return first
    if dashed and t.low[second.after] in lx.DASHES and t.joined(second.after) and is_digits(t.low[second.after + 1]):
        return first
    if first.form == "ordinal":
        return first
    return _range(t, first, second, "and" if joint == "and" else "to") or first


def _between(t: Tokens, first: Amount) -> bool:
    i = first.first
    bound = bounds.before(t, i, first.kind)
    i = bound.first if bound else i
    return (
        t.low[i - 1] in ("between", "from")
        or t.low[i - 2] == "between"
        or (t.low[i - 2] == "from" and t.low[i - 1] == "$")
    )


def _second(t: Tokens, i: int) -> Amount | None:
    """The amount at token `i`, with its sign or currency, and an approximation, before it."""
    for skipped in range(4):
        word = t.low[i]
        if is_digits(word) or word in lx.STARTERS - {"a", "an"}:
            second = read_amount(t, i)
            return second if second and second.first <= i else None
        if (
            word in currencies.SIGNS
            or word in lx.MINUS
            or word in (".", "~", "about", "around", "some", "a", "an", "minus")
            or (word in currencies.DOLLARS and t.low[i + 1] == "$")
        ) or (t.words[i] in currencies.CODES and not skipped):
            i += 1
        else:
            return None
    return None


def _range(t: Tokens, first: Amount, second: Amount, joint: str) -> Amount | None:
    a, b = first.value, second.value
    if isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return None
    unit = second.unit or first.unit
    if first.unit and second.unit and first.unit != second.unit:
        if first.unit in ("USD", "litre") and second.kind == first.kind:
            unit = second.unit
        else:
            return None
    if (first.kind == "percent") != (second.kind == "percent") and first.kind not in ("count",):
        return None
    if first.kind != "count" and second.kind == "count" and first.kind not in ("money", "measure"):
        return None
    if first.kind == "measure" and second.kind == "count" and t.low[second.after][:1].isalpha() and joint != "and":
        return None
    if second.scale > 1 and first.scale == 1 and a < 1000 and a <= b / second.scale:
        a = tidy(a * second.scale)
    kind = second.kind if second.kind != "count" else first.kind
    if second.kind == "age" or first.kind == "age":
        kind = "age"
    evidence = {**first.evidence, **second.evidence}
    found = Amount(first.first, second.last, second.after, None, "age" if kind == "age" else "range", "digits", unit)
    if kind == "percent" and unit is None:
        found.unit = "percent"
    found.low, found.high = min(a, b), max(a, b)
    found.evidence = evidence
    found.approx = first.approx
    found.sure = 0.9
    return found


def _score(t: Tokens, first: Amount, second: Amount) -> Amount | None:
    """Two small whole numbers in digits, falling, level, or beside words of sport and votes."""
    a, b = first.value, second.value
    if first.kind != "count" or second.kind != "count" or not _plain(t, first) or not _plain(t, second):
        return None
    if not isinstance(a, int) or not isinstance(b, int) or not (0 <= a < 1000 and 0 <= b < 1000):
        return None
    j = second.after
    if t.low[j] in lx.DASHES and t.joined(j) and (is_digits(t.low[j + 1]) or t.low[j + 1] in units.WORDS):
        return None
    near = set(t.low[max(0, first.first - 14) : j + 10])
    told = not near.isdisjoint(_SPORT) and t.low[j] not in ("%",)
    if (a < b and not (told and a < 10 and b < 12)) or (a > b and not (told or t.low[first.after] in lx.DASHES)):
        return None
    if a == b and not (told or a == 0):
        return None
    found = Amount(first.first, second.last, j, f"{a}-{b}", "score")
    found.sure = 0.9 if told else 0.7
    return found


def _plain(t: Tokens, amount: Amount) -> bool:
    word = t.low[amount.first]
    return amount.last == amount.first + 1 and word.isdigit() and (word == "0" or word[0] != "0")


def _two_bounds(t: Tokens, first: Amount, j: int) -> Amount:
    """`more than 10 but fewer than 20` is one range."""
    one = bounds.before(t, first.first, first.kind)
    if one is None or one.side not in ("low", "high"):
        return first
    wanted = "high" if one.side == "low" else "low"
    for k in range(j + 2, j + 8):
        if is_digits(t.low[k]) or t.low[k] in lx.STARTERS:
            second = read_amount(t, k)
            if second is None:
                return first
            other = bounds.before(t, second.first, second.kind)
            if other is None or other.first != j + 1 or other.side != wanted:
                return first
            a, b = (first.value, second.value) if wanted == "high" else (second.value, first.value)
            if isinstance(a, int | float) and isinstance(b, int | float) and a <= b and first.kind == second.kind:
                found = _range(t, first, second, "and")
                return found or first
            return first
    return first
