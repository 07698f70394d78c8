"""One pass over the tokens of each paragraph, in which the readers of the other modules take turns.

Wherever a token can begin a number it is read by `dates`, else by `amounts` and `ranges`; `refusals` has its say; then
it is given its `bounds`, what is `counted` and the `events`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extract.numbers import bounds, dates, ranges, refusals
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.amounts import read_amount
from extract.numbers.tokens import PAD, Tokens, blocks
from store.fields import Number, Span


def find_numbers(text: str, names: Sequence[Span] = ()) -> list[Number]:
    """Fields without ids, ascending by span. `names` are mentions of people and places: no number stands in one."""
    found: list[Number] = []
    taken = sorted(names)
    for start, end in blocks(text):
        found += _in_block(Tokens(text, start, end), [*refusals.masked(text, start, end)], taken)
    return found


def _in_block(t: Tokens, masked: list[Span], names: list[Span]) -> list[Number]:
    found: list[Number] = []
    i = PAD
    starters = lx.STARTERS
    while i < t.size:
        word = t.low[i]
        if not ("0" <= word[0] <= "9" or word in starters) or word in ("a", "an"):
            i += 1
            continue
        amount = _read(t, i)
        if amount is None or amount.last <= i:
            i += 1
            continue
        span = t.span(amount.first, amount.last)
        if found and span[0] < found[-1].spans[0][1]:
            i += 1
            continue
        if _inside(span, masked) or _inside(span, names):
            i = amount.last
            continue
        found.append(_number(t, amount, span))
        i = amount.last
    return found


def _inside(span: Span, spans: list[Span]) -> bool:
    """Whether any of `spans`, which ascend, shares a character with `span`."""
    at = bisect_left(spans, (span[1], 0))
    return at > 0 and spans[at - 1][1] > span[0]


def _read(t: Tokens, i: int) -> Amount | None:
    if date := dates.read(t, i):
        if date.value is None and date.low is None:
            return None
        if t.joined(i) and t.low[i - 1][-1:].isalpha():
            return None
        kind = "range" if date.spans_years else "date"
        return Amount(
            date.first,
            date.last,
            date.last,
            date.value,
            "range" if kind == "range" else "date",
            low=date.low,
            high=date.high,
            sure=date.sure,
        )
    if t.low[i] == "one" and refusals.is_pronoun(t, i):
        odds = read_amount(t, i)
        if odds is None or odds.last == i + 1:
            return None
    amount = read_amount(t, i)
    if amount is None or amount.last <= i:
        return None
    if refusals.is_part_of_name(t, amount):
        return None
    extended = ranges.extend(t, amount)
    if extended is amount and refusals.is_key(t, amount):
        return None
    at_line_start = t.low[amount.first - 1] == "" or not t.same_line(amount.first)
    if refusals.is_list_marker(t, amount, at_line_start):
        return None
    return extended


def _number(t: Tokens, amount: Amount, span: Span) -> Number:
    number = Number(
        spans=[span],
        value=amount.value,
        low=amount.low,
        high=amount.high,
        number_kind=amount.kind,
        unit=amount.unit,
        evidence=dict(amount.evidence),
        confidence=amount.sure,
    )
    _bound(t, amount, number)
    return number


def _bound(t: Tokens, amount: Amount, number: Number) -> None:
    if amount.kind in ("ordinal", "score"):
        return
    bound = bounds.before(t, amount.first, amount.kind) or bounds.after(t, amount.after) or bounds.after(t, amount.last)
    if bound is None:
        return
    number.approx = " ".join(t.phrase(bound.first, bound.last).lower().split())
    number.evidence["approx"] = t.span(bound.first, bound.last)
    if number.value is None or isinstance(number.value, str):
        return
    if bound.side in ("low", "both"):
        number.low = number.value
    if bound.side in ("high", "both"):
        number.high = number.value
