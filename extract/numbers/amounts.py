"""From a bare numeral to an amount: article, sign, then money, percent or unit.

Ranges and scores are put together in `ranges`; what is counted, and what happened to it, is for `counted` and `events`.
"""

from __future__ import annotations

from extract.numbers import lexicon as lx
from extract.numbers import measures, money
from extract.numbers.amount import Amount
from extract.numbers.cardinals import has_leading_point
from extract.numbers.numerals import Numeral, is_digits, read
from extract.numbers.tokens import Tokens


def read_amount(t: Tokens, i: int) -> Amount | None:
    """The amount whose numeral begins at token `i`; looks back for its sign and currency."""
    numeral = read(t, i)
    return None if numeral is None else around(t, numeral)


def around(t: Tokens, numeral: Numeral) -> Amount:
    """The numeral with its sign, and its currency, percent or unit."""
    found = Amount(
        numeral.first,
        numeral.last,
        numeral.last,
        numeral.value,
        "count",
        numeral.form,
        scale=numeral.scale,
        low=numeral.low,
    )
    if numeral.form == "ordinal":
        found.kind = "ordinal"
        return found
    _article(t, found)
    if numeral.form != "vague" and not money.before(t, found):
        _sign(t, found)
    if found.kind != "money":
        _percent(t, found) or money.after(t, found) or measures.unit(t, found) or measures.magnitude(t, found)
    return found


def _article(t: Tokens, found: Amount) -> None:
    """`a dozen`, `a hundred`, `a quarter`; not the article of `a billion-year contract`."""
    i = found.first
    word = t.low[i]
    if t.low[i - 1] not in ("a", "an") or found.form == "digits" or t.joined(i):
        return
    if found.form == "fraction" and (word == "half" and t.low[found.last] in lx.DASHES):
        return
    if word in lx.SCALES or word in ("half", "quarter") or (found.form == "fraction" and word in lx.DENOMINATORS):
        if t.low[found.last] == "-" and t.joined(found.last) and word not in ("dozen",):
            return
        found.first = i - 1


def _sign(t: Tokens, found: Amount) -> None:
    """`-5`, `minus five`, `.5`; a dash with something before it is no minus."""
    if is_digits(t.low[found.first]) and has_leading_point(t, found.first):
        found.first -= 1
    i = found.first
    sign = t.low[i - 1]
    if sign in ("+", "±") and t.joined(i) and not t.joined(i - 1):
        found.first = i - 1
    if not isinstance(found.value, int | float):
        return
    minus = sign in lx.MINUS and not t.joined(i - 1) and (is_digits(t.low[i]) or t.low[i] == ".")
    if minus and not t.joined(i):  # `- 5`: at the start, or after a word that a number follows
        minus = t.low[i - 2] in ("", "is", "to", "of", "(", "convert")
    if minus or sign in ("minus", "negative"):
        found.value = -found.value
        found.first = i - 1


def _percent(t: Tokens, found: Amount) -> bool:
    j = found.last
    word = t.low[j]
    if word == "-" and t.joined(j) and t.low[j + 1] in ("percent", "per", "percentage", "pct"):
        j += 1
        word = t.low[j]
    if word in ("%", "٪", "％") and t.same_line(j):
        found.last = found.after = j + 1
    elif word in ("percent", "percents", "pct", "percentage"):
        found.after = j + 1
        if t.low[j + 1] in ("point", "points"):
            found.after = j + 2
            found.unit = "percentage point"
        elif t.low[j + 1] == "-" and t.low[j + 2] in ("point", "points"):
            found.after = j + 3
            found.unit = "percentage point"
        found.evidence["unit"] = t.span(j, found.after)
    elif word == "per" and t.low[j + 1] in ("cent", "cents"):
        found.after = j + 2
        found.evidence["unit"] = t.span(j, j + 2)
    else:
        return False
    if t.low[found.after] in ("point", "points") and found.unit is None and word in ("%",):
        found.after += 1
        found.unit = "percentage point"
        found.evidence["unit"] = t.span(found.after - 1, found.after)
    found.kind = "percent"
    return True
