"""Two amounts that belong together: ranges (`10-15`, `$350 to $680`) and scores (`3-1`)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from extract.lexicon import word_list
from extract.numbers import bounds, currencies, scores
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.amounts import read_amount
from extract.numbers.counted import is_label
from extract.numbers.numerals import is_digits, tidy
from extract.numbers.tokens import Tokens


def extend(t: Tokens, first: Amount) -> Amount:
    """The range, score or tolerance that begins with `first`, else `first` itself."""
    if first.value is None or isinstance(first.value, str):
        return first
    if score := scores.other(t, first):
        return score
    j = first.after
    joint = t.low[j]
    if joint in (",", "but") or (joint == "and" and not _between(t, first)):
        return _two_bounds(t, first, j)
    if joint in ("±", "+") and (tolerated := _tolerance(t, first, j)):
        return tolerated
    if joint in lx.DASHES:
        return _dashed(t, first, j)
    if joint == "or":
        return _alternative(t, first, j) or first
    j = j + 1 if joint == "up" and t.low[j + 1] == "to" and _between(t, first) else j
    joint = t.low[j]
    if joint not in ("to", "through", "and", "~") or first.kind == "ordinal" or (joint == "to" and _changed(t, first)):
        return first
    second = _second(t, j + 1)
    if second is None:
        return first
    counts = first.kind == second.kind == "count" and joint == "to" and not _between(t, first)
    return (counts and scores.pair(t, first, second)) or _range(t, first, second) or first


def _alternative(t: Tokens, first: Amount, j: int) -> Amount | None:
    """`three or four`, `10 or 15 minutes`: two that are near each other."""
    a = first.value
    second = _second(t, j + 1)
    if second is None or second.first != j + 1 or first.unit is not None or first.kind != "count":
        return None
    b = second.value
    near = isinstance(a, int) and isinstance(b, int) and 0 < a < b <= 2 * a and first.scale <= second.scale
    same = first.form == second.form and second.kind in ("count", "duration", "measure", "age")
    return _range(t, first, second) if near and same and not is_label(t, first) else None


def _dashed(t: Tokens, first: Amount, j: int) -> Amount:
    """`10-15`, `3–1`, `$5 - $7`, `three-to-four`, and `2 -7`, whose dash is no minus."""
    i = j + 1
    if t.low[first.first - 1] in lx.DASHES and t.joined(first.first) and t.joined(first.first - 1):
        return first
    if t.joined(j) and t.low[i] in ("to", "and"):
        i += 2 if t.low[i + 1] in lx.DASHES else 1  # `three-to-four`, `10- to 12-week`
    elif t.joined(j) and not t.joined(i) and t.low[i] not in ("~", "$", "£", "€"):
        return first
    second = _second(t, i)
    if second is None:
        return first
    if second.first == j and isinstance(second.value, int | float):
        second.first, second.value = i, -second.value
    if score := scores.pair(t, first, second):
        return score
    more = t.low[second.after] in lx.DASHES and t.joined(second.after) and is_digits(t.low[second.after + 1])
    padded = t.low[second.first][0] == "0" and t.low[second.first] != "0"
    falling = first.form == "words" and not _rises(first, second)
    if more or padded or falling or first.form == "ordinal":
        return first
    return _range(t, first, second) or first


def _rises(first: Amount, second: Amount) -> bool:
    a, b = first.value, second.value
    return isinstance(a, int | float) and isinstance(b, int | float) and a < b


def _tolerance(t: Tokens, first: Amount, j: int) -> Amount | None:
    """`52 ± 3`, `9.8 +/- 0.1`: the value with its bounds."""
    i = j + 1 if t.low[j] == "±" else j + 3
    if t.low[j] == "+" and (t.low[j + 1] not in ("/", "-") or t.low[j + 2] not in ("-", "/")):
        return None
    second = read_amount(t, i) if is_digits(t.low[i]) else None
    if second is None or not isinstance(first.value, int | float) or not isinstance(second.value, int | float):
        return None
    if first.unit is not None and second.unit not in (None, first.unit):
        return None
    kind = first.kind if first.kind != "count" else second.kind
    found = Amount(first.first, second.last, second.after, first.value, kind, "digits", first.unit or second.unit)
    found.low, found.high = tidy(first.value - second.value), tidy(first.value + second.value)
    found.evidence = {**first.evidence, **second.evidence}
    return found


_CHANGES: Final = word_list("change_verbs")


def _changed(t: Tokens, first: Amount) -> bool:
    """`rose from 2,900 to 5,200`, `was cut from 12 to eight`: what was and what is are two counts."""
    if first.kind != "count":
        return False
    bound = bounds.before(t, first.first, first.kind)
    k = (bound.first if bound else first.first) - 1
    return t.low[k] == "from" and not _CHANGES.isdisjoint(t.low[k - 3 : k])


def _between(t: Tokens, first: Amount) -> bool:
    i = first.first
    bound = bounds.before(t, i, first.kind)
    i = bound.first if bound else i
    if t.low[i - 1] == "of" and t.low[i - 2] == "ages":
        return True
    return (
        t.low[i - 1] in ("between", "from")
        or t.low[i - 2] == "between"
        or (t.low[i - 2] == "from" and t.low[i - 1] == "$")
    )


def _second(t: Tokens, i: int) -> Amount | None:
    """The amount at token `i`, past its sign or currency and an approximation before it."""
    if not t.same_line(i):
        return None
    for k in range(i, i + 4):
        word = t.low[k]
        if is_digits(word) or (word in lx.STARTERS and word not in ("a", "an")):
            second = read_amount(t, k)
            return (
                second if second and second.first <= k and second.form != "vague" and second.kind != "ordinal" else None
            )
        before_dollar = word in currencies.DOLLARS and t.low[k + 1] == "$"
        written = t.words[k]
        code = written in currencies.CODES or written in currencies.SHORT_CODES or written in currencies.LETTERS
        if not (before_dollar or code or word in currencies.SIGNS or word in _BEFORE_SECOND):
            return None
    return None


_BEFORE_SECOND: Final = frozenset((".", "~", "about", "around", "some", "a", "an", "minus", *lx.MINUS))


def _range(t: Tokens, first: Amount, second: Amount) -> Amount | None:
    """The two as bounds, the lesser first; a scale word after the second holds for both (`3 to 4 million`)."""
    first = _in_millions_too(t, first, second)
    a, b = first.value, second.value
    if not isinstance(a, int | float) or not isinstance(b, int | float) or not _of_a_kind(t, first, second):
        return None
    if second.scale > 1 and first.scale == 1 and a < 1000 and a <= b / second.scale:
        a = tidy(a * second.scale)
    found = Amount(first.first, second.last, second.after, None, "range", "digits", second.unit or first.unit)
    if "percent" in (first.kind, second.kind):
        found.unit = found.unit or "percent"
    found.low, found.high = min(a, b), max(a, b)
    found.evidence = {**first.evidence, **second.evidence}
    found.sure = 0.9
    return found


def _in_millions_too(t: Tokens, first: Amount, second: Amount) -> Amount:
    """`40m to 50m euros`: the first is no length."""
    letter = first.unit == "metre" and t.words[first.last] == "m" and second.scale == 10**6
    if not letter or second.unit == "metre" or not isinstance(first.value, int | float):
        return first
    return replace(first, value=tidy(first.value * 10**6), kind=second.kind, unit=None, scale=10**6, evidence={})


def _of_a_kind(t: Tokens, first: Amount, second: Amount) -> bool:
    if first.form == "fraction" and second.unit is not None:
        return False  # `cut by a quarter to 80 euros`
    if first.kind == "count" or first.kind == second.kind:
        foreign_dollars = first.unit == "USD" and second.kind == "money"  # `$3 to C$4`
        return first.unit in (None, second.unit) or second.unit is None or foreign_dollars
    return second.kind == "count" and first.kind in ("money", "measure") and not t.low[second.after][:1].isalpha()


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
                found = _range(t, first, second)
                return found or first
            return first
    return first
