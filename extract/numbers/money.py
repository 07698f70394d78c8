"""Money: makes an amount one where `currency_reading` finds a currency beside it; minus signs, scales, cents, rates."""

from __future__ import annotations

from dataclasses import replace

from extract.numbers import currencies, currency_reading, units
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.cardinals import has_leading_point
from extract.numbers.currency_reading import Currency
from extract.numbers.numerals import Numeral, is_digits, read, tidy
from extract.numbers.tokens import Tokens


def before(t: Tokens, found: Amount) -> bool:
    """Make the amount money if a currency stands before it."""
    i = found.first
    if is_digits(t.low[i]) and has_leading_point(t, i):
        i -= 1
    inner_minus = t.low[i - 1] in lx.MINUS and t.words[i - 2] in currencies.SIGNS and t.joined(i) and t.joined(i - 1)
    currency = currency_reading.before(t, i - 1 if inner_minus else i, found)
    if currency is None:
        return False
    negative = inner_minus
    if currency.own:
        found.first = currency.first
        sign = t.low[found.first - 1]
        if sign in lx.MINUS and t.joined(found.first) and not t.joined(found.first - 1):
            negative = True
            found.first -= 1
        elif sign == "(" and t.low[found.last] == ")" and t.low[found.first - 2] in ("is", "was", "of", ""):
            negative = True  # a loss, as accountants write it: `($99.99)`
            found.first, found.last, found.after = found.first - 1, found.last + 1, found.last + 1
    _become(t, found, currency, -1 if negative else 1)
    _scale_letter(t, found)
    if t.words[found.last] in currencies.CODES and found.unit == "USD":  # `$10 CAD`
        found.unit, found.after = t.words[found.last], found.last + 1
    _cents(t, found)
    _rate(t, found)
    return True


def after(t: Tokens, found: Amount) -> bool:
    """Make the amount money if a currency stands after it."""
    if found.form == "digits" and (scaled := _letter_of_sum(t, found)):
        return scaled
    j = found.last
    if (found.form == "vague" and t.low[j] == "of") or (t.low[j] == "-" and t.joined(j) and t.joined(j + 1)):
        j += 1
    currency = currency_reading.after(t, j, found)
    if currency is None or (currency.code in currencies.MINOR and not isinstance(found.value, int | float)):
        return False
    found.after = currency.last
    if currency.own:
        found.last = currency.last
    _become(t, found, currency, 1)
    scale = lx.SCALES.get(t.low[found.after], 1)
    if scale > 1 and found.scale == 1 and t.low[found.after] not in lx.PLURALS:  # `75 USD million`
        _multiply(found, scale)
        found.last = found.after = found.after + 1
    _cents(t, found)
    _rate(t, found)
    return True


def _letter_of_sum(t: Tokens, found: Amount) -> bool:
    """`12m euros`, `450m yen`: the letter scales what turns out to be money."""
    j = found.last
    scale = currency_reading.SCALE_LETTERS.get(t.low[j])
    if scale is None or not t.joined(j) or t.joined(j + 1) or found.scale > 1 or isinstance(found.value, str):
        return False
    scaled = replace(found, last=j + 1, after=j + 1, scale=scale)
    currency = currency_reading.after(t, j + 1, scaled)
    if currency is None or currency.code in currencies.MINOR:
        return False
    _multiply(found, scale)
    found.last, found.after = j + 1, currency.last
    _become(t, found, currency, 1)
    _rate(t, found)
    return True


def _become(t: Tokens, found: Amount, currency: Currency, sign: int) -> None:
    found.kind, found.unit = "money", currency.code
    found.evidence["unit"] = t.span(currency.first, currency.last)
    if isinstance(found.value, int | float):
        found.value = tidy(found.value * currency.factor * sign)


def _multiply(found: Amount, scale: int) -> None:
    if isinstance(found.value, int | float):
        found.value, found.scale = tidy(found.value * scale), scale


def _scale_letter(t: Tokens, found: Amount) -> None:
    j = found.last
    scale = currency_reading.SCALE_LETTERS.get(t.low[j])
    if scale and found.scale == 1 and t.joined(j) and not (t.joined(j + 1) and t.low[j + 1].isalnum()):
        _multiply(found, scale)
        found.last = found.after = j + 1


def _rate(t: Tokens, found: Amount) -> None:
    """`$15/hour`, `$350 per kg`: the words belong to the evidence of the unit; the unit stays the currency."""
    j = found.after
    slash = t.low[j] == "/" and t.joined(j) and t.joined(j + 1)
    unit = units.WORDS.get(t.low[j + 1]) or units.SYMBOLS.get(t.words[j + 1])
    if unit is not None and (slash or (t.low[j] == "per" and unit.kind == "measure")):
        found.after = j + 2
        found.evidence["unit"] = (found.evidence["unit"][0], t.end[j + 1])


def _cents(t: Tokens, found: Amount) -> None:
    """`15 dollars 50`, `$20 and 43c`, `three dollars forty-five cents`."""
    if found.unit in currencies.MINOR or found.scale > 100 or not isinstance(found.value, int):
        return
    part = _small_part(t, found.after)
    if part is None or not isinstance(part.value, int):
        return
    j = part.last
    named = currencies.MONEY.get(t.low[j]) in currencies.MINOR or (t.low[j] in ("c", "p") and t.joined(j))
    if not named and (t.low[j] not in ("", ".", ",", ")") or part.value < 10):
        return
    found.after = j + 1 if named else j
    if named:
        start = found.evidence["unit"][0]
        found.evidence["unit"] = (start if start > t.start[found.first] else t.start[j], t.end[j])
    found.last = j
    found.value = tidy(found.value + part.value / 100)


def _small_part(t: Tokens, j: int) -> Numeral | None:
    """A numeral below a hundred at token `j`, or past an `and` there."""
    k = j + 1 if t.low[j] == "and" else j
    if not (is_digits(t.low[k]) or t.low[k] in lx.UNITS or t.low[k] in lx.TENS) or not t.same_line(k):
        return None
    part = read(t, k)
    small = (
        part is not None and part.form in ("digits", "words") and isinstance(part.value, int) and 0 < part.value < 100
    )
    return part if small else None
