"""One pass over the tokens of each paragraph, in which the readers of the other modules take turns.

Wherever a token can begin a number it is read by `dates`, else by `amounts` and `ranges`; `exclusions` takes out what
is none; then it is given its `bounds`, what is `counted` and the `events`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from extract.confidence import calibrated
from extract.document import Document
from extract.numbers import ages, bounds, dates, designations, events, exclusions, measures, one_and_first, ranges
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.amounts import read_amount
from extract.numbers.confidence import sureness
from extract.numbers.elapsed import elapsed
from extract.numbers.tokens import PAD, Tokens, blocks
from store.model.fields import Number, Span


def find_numbers(document: Document, names: Sequence[Span] = ()) -> list[Number]:
    """Fields without ids, ascending by span. `names` are mentions of people and places: no number stands in one."""
    found: list[Number] = []
    text = document.text
    taken = _merged(names)
    for start, end in blocks(text):
        found += _in_block(Tokens(text, start, end), _merged(exclusions.masked(text, start, end)), taken)
    return found


def _in_block(t: Tokens, masked: list[Span], names: list[Span]) -> list[Number]:
    found: list[tuple[Number, Amount]] = []
    end = past = -1
    starters, low = lx.STARTERS, t.low
    for i in [k for k in range(PAD, t.size) if low[k] in starters or "0" <= low[k] < ":"]:
        if i < past:
            continue
        amount = measures.of_one(t, i) if low[i] in ("a", "an") else _read(t, i)
        if amount is None or amount.last <= i or t.start[amount.first] < end:
            continue
        span = t.span(amount.first, amount.last)
        past = max(amount.last, amount.after)
        if not (_inside(span, masked) or _inside(_past_sign(t, amount), names)):
            end = span[1]
            found.append((_number(t, amount, span), amount))
    events.describe(t, found)
    for number, amount in found:
        number.confidence = calibrated(number.kind, sureness(t, amount, number))
    return [number for number, _ in found]


def _past_sign(t: Tokens, amount: Amount) -> Span:
    """The span without its currency sign, which may hold a name: `NZ $ 26 million`."""
    start, end = t.span(amount.first, amount.last)
    unit = amount.evidence.get("unit")
    return (unit[1], end) if unit and amount.kind == "money" and unit[0] == start and unit[1] < end else (start, end)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as ascending spans that do not overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(span: Span, spans: list[Span]) -> bool:
    """Whether any of `spans`, as `_merged` gives them, shares a character with `span`."""
    at = bisect_left(spans, (span[1], 0))
    return at > 0 and spans[at - 1][1] > span[0]


def _read(t: Tokens, i: int) -> Amount | None:
    """The number that begins at token `i`, unless it is refused."""
    if took := elapsed(t, i):
        return took
    if date := dates.read(t, i):
        glued = t.joined(i) and t.low[i - 1][-1:].isalpha()
        if glued or (date.last == i + 1 and designations.is_name_of_year(t, i, date.last)):
            return None
        return Amount(
            date.first, date.last, date.last, date.value, date.kind, low=date.low, high=date.high, sure=date.sure
        )
    if decade := ages.read_decade(t, i) or measures.read_tens(t, i):
        return decade
    amount = read_amount(t, i)
    if amount is None or designations.is_part_of_name(t, amount):
        return None
    if t.low[i] == "one" and amount.last == i + 1 and one_and_first.is_pronoun(t, i):
        return None
    if amount.kind == "ordinal" and one_and_first.is_adverb(t, i):
        return None
    extended = ranges.extend(t, amount)
    if (extended is amount and exclusions.is_key(t, amount)) or exclusions.is_list_marker(t, amount):
        return None
    ages.mark(t, extended)
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
    )
    _bound(t, amount, number)
    return number


def _bound(t: Tokens, amount: Amount, number: Number) -> None:
    if amount.kind in ("ordinal", "score"):
        return
    bound = bounds.around(t, amount.first, amount.last, amount.after, amount.kind)
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
