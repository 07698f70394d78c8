"""Money: signs, codes and currency words on either side of a numeral, and the cents after it."""

from __future__ import annotations

from typing import Final

from extract.numbers import currencies, units
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.cardinals import has_leading_point
from extract.numbers.numerals import is_digits, read, tidy
from extract.numbers.tokens import Tokens
from extract.words import word_set


def before(t: Tokens, found: Amount) -> bool:
    i = found.first
    if is_digits(t.low[i]) and has_leading_point(t, i):
        i -= 1
    negative = False
    k = i - 1
    if t.low[k] in lx.MINUS and t.words[k - 1] in currencies.SIGNS and t.joined(i) and t.joined(k):
        negative, k = True, k - 1
    if t.low[k] == "." and t.words[k - 1] in ("Rs", "Tk") and t.joined(k):
        k -= 1
    word = t.words[k]
    if word in currencies.SIGNS and t.same_line(k + 1):
        code, first = _dollar(t, k)
        found.evidence["unit"] = (t.start[first], t.end[k])
        if t.low[first - 1] in lx.MINUS and t.joined(first) and not t.joined(first - 1):
            negative, first = True, first - 1
        if (
            t.low[first - 1] == "("
            and t.joined(first)
            and t.low[found.last] == ")"
            and t.low[first - 2] in ("is", "was", "of", "")
        ):
            negative, first = True, first - 1
            found.last += 1
            found.after = found.last
        found.first = first
    elif (
        (word in currencies.CODES or word in currencies.SHORT_CODES)
        and t.same_line(k + 1)
        and not (t.joined(k) and t.low[k - 1].isalnum())
    ):
        code = currencies.SHORT_CODES.get(word, word)
        found.evidence["unit"] = t.span(k, k + 1)
    elif len(word) == 4 and word[0] == "M" and word[1:] in currencies.CODES and isinstance(found.value, int | float):
        code = word[1:]
        found.value = tidy(found.value * 10**6)
        found.evidence["unit"] = t.span(k, k + 1)
    elif (
        t.low[k] in currencies.MONEY
        and (nation := currencies.currency_of(t.low[k - 1], t.low[k]))
        and is_digits(t.low[i])
        and not is_digits(t.low[k - 2])
    ):
        code = nation
        found.evidence["unit"] = t.span(k - 1, k + 1)
    else:
        return False
    found.kind, found.unit = "money", code
    if negative and isinstance(found.value, int | float):
        found.value = -found.value
    _letters(t, found)
    _code_after(t, found)
    _cents(t, found)
    _rate(t, found)
    return True


def _dollar(t: Tokens, k: int) -> tuple[str, int]:
    """The currency of the sign at token `k`, and the first token of the sign with its letters."""
    sign = t.words[k]
    prefix = t.low[k - 1]
    if sign == "$" and prefix in currencies.DOLLARS:
        long_enough = len(prefix) > 1 or prefix == "c"
        if (t.joined(k) and not (t.joined(k - 1) and t.low[k - 2].isalnum())) or (
            long_enough and t.gap(k) == " " and prefix not in ("can", "us")
        ):
            return currencies.DOLLARS[prefix], k - 1
        if prefix == "us" and t.gap(k) == " " and t.low[k - 2] in ("a", "the", "s", "of", ""):
            return "USD", k - 1
    if (
        sign == "$"
        and prefix == "."
        and t.low[k - 2] == "s"
        and t.low[k - 3] == "."
        and t.low[k - 4] == "u"
        and t.joined(k)
    ):
        return "USD", k - 4
    return currencies.SIGNS[sign], k


def _letters(t: Tokens, found: Amount) -> None:
    """`£3m`, `$4b`, `$2tr`: letters that scale only money."""
    j = found.last
    scale = {"m": 10**6, "b": 10**9, "t": 10**12, "k": 1000, "tr": 10**12, "mm": 10**6}.get(t.low[j])
    if (
        scale
        and found.scale == 1
        and t.joined(j)
        and isinstance(found.value, int | float)
        and not (t.joined(j + 1) and t.low[j + 1].isalnum())
    ):
        found.value = tidy(found.value * scale)
        found.scale = scale
        found.last = found.after = j + 1


def _code_after(t: Tokens, found: Amount) -> None:
    """A currency's name after a sign says which dollar it is: `$5 million Canadian`, `$10 USD`."""
    code = t.words[found.last]
    if code in currencies.CODES and found.unit == "USD":
        found.unit = code
        found.after = found.last + 1


def after(t: Tokens, found: Amount) -> bool:
    j = found.last + 1 if found.form == "vague" and t.low[found.last] == "of" else found.last
    if t.low[j] in ("-",) and t.joined(j) and t.joined(j + 1):
        j += 1
    word, low = t.words[j], t.low[j]
    if not t.same_line(j):
        return False
    if word == "€" and t.low[j + 1] == "ur" and t.joined(j + 1):
        found.last, found.after = j, j + 2
        code, first = "EUR", j
    elif word in currencies.SIGNS and t.joined(j) and not (t.joined(j + 1) and is_digits(t.low[j + 1])):
        found.last = found.after = j + 1
        code, first = currencies.SIGNS[word], j
    elif low in ("us", "au", "nz", "hk") and t.low[j + 1] == "$" and t.joined(j) and t.joined(j + 1):
        found.last = found.after = j + 2
        code, first = currencies.DOLLARS[low], j
    elif (national := currencies.currency_of(low, t.low[j + 1])) is not None:
        found.after = j + 3 if (t.low[j + 1], t.low[j + 2]) == ("genihat", "masriya") else j + 2
        code, first = national, j
    elif low in ("us", "u", "hong", "new", "south") and (named := _long_nation(t, j)):
        code, found.after = named
        first = j
    elif word in currencies.SHORT_CODES or (low, t.low[j + 1], t.low[j + 2]) == ("l", ".", "e"):
        code, first = currencies.SHORT_CODES.get(word, "EGP"), j
        found.after = j + 1 if word in currencies.SHORT_CODES else (j + 4 if t.low[j + 3] == "." else j + 3)
    elif (word in currencies.CODES or (low in currencies.MONEY and _surely_money(t, found, j))) and not (
        t.joined(j + 1) and is_digits(t.low[j + 1])
    ):
        code, first = currencies.MONEY.get(low, word), j
        found.after = j + 2 if t.low[j + 1] == "masriya" else j + 1
    elif low in ("pound", "pounds") and _pounds_of_money(t, found, j):
        code, first = "GBP", j
        found.after = j + 2 if t.low[j + 1] == "sterling" else j + 1
    elif len(word) == 4 and word[0] == "M" and word[1:] in currencies.CODES and isinstance(found.value, int | float):
        code, first, found.after = word[1:], j, j + 1
        found.value = tidy(found.value * 10**6)
    elif (
        word in ("c", "p", "¢")
        and t.joined(j)
        and t.joined(j)
        and (low != "c" or not t.joined(j + 1))
        and isinstance(found.value, int | float)
        and found.scale == 1
    ):
        code, first, found.after = "penny" if low == "p" else "cent", j, j + 1
    else:
        return False
    found.kind, found.unit = "money", code
    found.evidence["unit"] = t.span(first, found.after)
    if (
        t.low[found.after] in lx.SCALES
        and found.scale == 1
        and isinstance(found.value, int | float)
        and t.low[found.after] not in lx.PLURALS
    ):
        scale = lx.SCALES[t.low[found.after]]  # `75 USD million`
        found.value, found.scale = tidy(found.value * scale), scale
        found.last = found.after = found.after + 1
    _cents(t, found)
    _rate(t, found)
    return True


def _rate(t: Tokens, found: Amount) -> None:
    """`$15/hour`, `$350 per kg`: the words belong to the evidence of the unit; the unit stays the currency."""
    j = found.after
    slash = t.low[j] == "/" and t.joined(j) and t.joined(j + 1)
    unit = units.WORDS.get(t.low[j + 1]) or units.SYMBOLS.get(t.words[j + 1])
    if unit is not None and (slash or (t.low[j] == "per" and unit.kind == "measure")):
        found.after = j + 2
        found.evidence["unit"] = (found.evidence["unit"][0], t.end[j + 1])


def _long_nation(t: Tokens, j: int) -> tuple[str, int] | None:
    """`U.S. dollars`, `Hong Kong dollars`, `New Zealand dollars`."""
    words = tuple(t.low[j : j + 5])
    if words[:4] == ("u", ".", "s", ".") and words[4].startswith("dollar"):
        return "USD", j + 5
    for first, second, code in (
        ("hong", "kong", "HKD"),
        ("new", "zealand", "NZD"),
        ("new", "taiwan", "TWD"),
        ("south", "korean", "KRW"),
        ("south", "african", "ZAR"),
    ):
        if words[:2] == (first, second) and words[2] in ("dollar", "dollars", "won", "rand"):
            return code, j + 3
    return None


def _surely_money(t: Tokens, found: Amount, j: int) -> bool:
    low = t.low[j]
    if low in currencies.WARY:
        return found.scale > 1 and not t.words[j][0].isupper()
    return not (
        len(low) == 3 and low.upper() in currencies.CODES and low not in ("usd", "eur", "gbp", "btc", "sek", "rmb")
    )


_ABOUT_MONEY: Final = word_set(
    """
    cost costs costing paid pay pays paying worth spend spends spent raise raised fine fined fines owe owed owes
    sold sell bought buy price prices priced salary wage wages debt bill fee fees sterling grant funding
    compensation prize wallet cash
    """
)


def _pounds_of_money(t: Tokens, found: Amount, j: int) -> bool:
    """A pound is weight unless it is written with a scale or money is spoken of."""
    if t.low[j - 1] == "-":
        return False
    if found.scale >= 10**6 or t.low[j + 1] == "sterling":
        return True
    if t.low[j + 1] == "of":
        return False
    around_it = t.low[max(0, found.first - 6) : found.first] + t.low[j + 1 : j + 4]
    return not _ABOUT_MONEY.isdisjoint(around_it)


def _cents(t: Tokens, found: Amount) -> None:
    """`15 dollars 50`, `$20 and 43c`, `three dollars forty-five cents`."""
    j = found.after
    if found.unit in currencies.MINOR or found.scale > 100 or not isinstance(found.value, int):
        return
    k = j + 1 if t.low[j] == "and" else j
    if not (is_digits(t.low[k]) or t.low[k] in lx.UNITS or t.low[k] in lx.TENS) or not t.same_line(k):
        return
    part = read(t, k)
    if (
        part is None
        or part.form not in ("digits", "words")
        or not isinstance(part.value, int)
        or not 0 < part.value < 100
    ):
        return
    minor = t.low[part.last]
    if currencies.MONEY.get(minor) in currencies.MINOR or (minor in ("c", "p") and t.joined(part.last)):
        found.after = part.last + 1
        first = found.evidence["unit"][0]
        if first < t.start[found.last]:
            found.evidence["unit"] = (t.start[part.last], t.end[part.last])
        else:
            found.evidence["unit"] = (first, t.end[part.last])
    elif minor not in ("", ".", ",", ")") or (t.low[k - 1] == "$") or (part.value < 10):
        return
    else:
        found.after = part.last
    found.last = part.last
    found.value = tidy(found.value + part.value / 100)
