"""Reads the currency beside a numeral, one small reader a form; what it does to the number is for `money`."""

from __future__ import annotations

from typing import Final, NamedTuple

from extract.lexicon import word_list
from extract.numbers import currencies as cu
from extract.numbers import lexicon as lx
from extract.numbers.amount import Amount
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens


class Currency(NamedTuple):
    """Tokens `first` up to, not with, `last`; `own` when the sign belongs to the number's span."""

    code: str
    first: int
    last: int
    own: bool = False
    factor: int = 1


def before(t: Tokens, i: int, found: Amount) -> Currency | None:
    """The currency that ends just before token `i`, where the numeral of `found` begins."""
    return _sign_before(t, i) or _code_before(t, i, found) or _national_before(t, i)


def after(t: Tokens, j: int, found: Amount) -> Currency | None:
    """The currency that begins at token `j`, just after the numeral of `found`."""
    if not t.same_line(j):
        return None
    for reader in (_sign_after, _national_after, _word_after, _pounds_after, _letter_after):
        if currency := reader(t, j, found):
            return currency
    return None


def _sign_before(t: Tokens, i: int) -> Currency | None:
    """`$`, `US$`, `HK $`, `U.S.$`."""
    k = i - 1
    sign, prefix = t.words[k], t.low[k - 1]
    if prefix == "$" and t.low[k] in cu.DOLLARS and sign.isupper() and t.joined(k) and t.joined(i):
        return Currency(cu.DOLLARS[t.low[k]], k - 1, i, own=True)  # `$US5`, as Australians write it
    if sign not in cu.SIGNS or not t.same_line(i):
        return None
    if sign == "$" and prefix in cu.DOLLARS:
        touching = t.joined(k) and not (t.joined(k - 1) and t.low[k - 2].isalnum())
        spaced = t.gap(k) == " " and (len(prefix) > 1 or prefix == "c") and prefix != "can"
        # `told us $5 million was gone`: apart, `us` is a pronoun unless written as a country or after an article
        country = prefix != "us" or t.words[k - 1] == "US" or t.low[k - 2] in ("a", "the", "s", "of", "")
        if touching or (spaced and country):
            return Currency(cu.DOLLARS[prefix], k - 1, i, own=True)
    if sign == "$" and t.low[k - 4 : k] == ["u", ".", "s", "."] and t.joined(k):
        return Currency("USD", k - 4, i, own=True)
    return Currency(cu.SIGNS[sign], k, i, own=True)


def _code_before(t: Tokens, i: int, found: Amount) -> Currency | None:
    """`USD 200`, `RM42`, `Rs. 2`, `N5 billion`, and in millions `MSEK 60`; letters that touch belong to the number."""
    k = i - 1
    if t.low[k] == "." and t.words[k - 1] in cu.DOTTED and t.joined(k):
        k -= 1
    word = t.words[k]
    if not t.same_line(i) or (t.joined(k) and (t.low[k - 1].isalnum() or t.low[k - 1] in lx.DASHES)):
        return None
    code = cu.SHORT_CODES.get(word) or (word if word in cu.CODES else None)
    wary = word in cu.WARY_CODES or (word in cu.WARY_SHORT and not t.joined(i))
    if code is None and t.joined(i) and word in cu.LETTERS:
        code, wary = cu.LETTERS[word], True
    if code and (not wary or is_sum(t, found)):
        return Currency(code, k, i, own=t.joined(i))
    return _in_millions(word, k)


def is_sum(t: Tokens, found: Amount) -> bool:
    """Whether the figure is that of money rather than of a road, a model or a date: `50m`, `1,200`, `500`."""
    written = t.words[found.first]
    scaled = found.scale > 1 or (t.low[found.last] in SCALE_LETTERS and t.joined(found.last))
    if t.joined(found.last) and t.low[found.last].isalpha() and not scaled:
        return False
    cents = len(written) > 3 and written[-3] == "."
    return scaled or cents or "," in written or (isinstance(found.value, int | float) and found.value >= 100)


# Letters that scale only money: `£3m`, `$4b`, `$2tr`.
SCALE_LETTERS: Final = {"m": 10**6, "mm": 10**6, "b": 10**9, "t": 10**12, "tr": 10**12, "k": 1000}


def _in_millions(word: str, k: int) -> Currency | None:
    if len(word) == 4 and word[0] == "M" and word[1:] in cu.CODES:
        return Currency(word[1:], k, k + 1, factor=10**6)
    return None


def _national_before(t: Tokens, i: int) -> Currency | None:
    """`Malaysian ringgit 42`."""
    code = cu.currency_of(t.low[i - 2], t.low[i - 1])
    if code is None or not is_digits(t.low[i]) or is_digits(t.low[i - 3]):
        return None
    return Currency(code, i - 2, i)


def _sign_after(t: Tokens, j: int, _: Amount) -> Currency | None:
    """`20€`, `3.14US$`."""
    if t.low[j] in ("us", "au", "nz", "hk") and t.low[j + 1] == "$" and t.joined(j) and t.joined(j + 1):
        return Currency(cu.DOLLARS[t.low[j]], j, j + 2, own=True)
    if t.words[j] not in cu.SIGNS or (t.joined(j + 1) and is_digits(t.low[j + 1])):
        return None
    if t.low[j + 1] == "ur" and t.joined(j + 1):  # `20 €ur`
        return Currency("EUR", j, j + 2)
    beside = t.joined(j) or (t.gap(j) == " " and not is_digits(t.low[j + 1]))
    return Currency(cu.SIGNS[t.words[j]], j, j + 1, own=True) if beside else None


def _national_after(t: Tokens, j: int, _: Amount) -> Currency | None:
    """`Swiss francs`, `U.S. dollars`, `Hong Kong dollars`."""
    if code := cu.currency_of(t.low[j], t.low[j + 1]):
        return Currency(code, j, j + 2)
    if t.low[j : j + 4] == ["u", ".", "s", "."] and t.low[j + 4] in ("dollar", "dollars"):
        return Currency("USD", j, j + 5)
    code = cu.currency_of(f"{t.low[j]} {t.low[j + 1]}", t.low[j + 2])
    return Currency(code, j, j + 3) if code else None


def _word_after(t: Tokens, j: int, found: Amount) -> Currency | None:
    """`dollars`, `EUR`, `RM`, `L.E.`."""
    word, low = t.words[j], t.low[j]
    if t.joined(j + 1) and is_digits(t.low[j + 1]):
        return None
    if word in cu.AFTER:
        return Currency(cu.SHORT_CODES[word], j, j + 1)
    code = word in cu.CODES and (word not in cu.WARY_CODES or is_sum(t, found))
    if code or (low in cu.MONEY and _surely_money(t, found, j)):
        return Currency(cu.MONEY.get(low, word), j, j + 1)
    if t.low[j : j + 3] == ["l", ".", "e"] and t.joined(j + 2):
        return Currency("EGP", j, j + 4 if t.low[j + 3] == "." else j + 3)
    return _in_millions(word, j)


def _surely_money(t: Tokens, found: Amount, j: int) -> bool:
    """Not the verb `won`, not `all` or `pen` for a code in small letters."""
    low = t.low[j]
    if low in cu.WARY:
        priced = (
            low == "won" and "," in t.words[found.first] and t.low[j + 1] in ("(", "", "per", "each", "note", "bill")
        )
        return (found.scale > 1 or priced) and not t.words[j][0].isupper()
    return low.upper() not in cu.CODES or low in cu.SMALL_CODES


def _pounds_after(t: Tokens, j: int, found: Amount) -> Currency | None:
    """A pound is weight unless it is written with a scale or money is spoken of."""
    if t.low[j] not in ("pound", "pounds") or t.low[j - 1] == "-":
        return None
    sterling = t.low[j + 1] == "sterling"
    near = t.low[max(0, found.first - 6) : found.first] + t.low[j + 1 : j + 4]
    spoken = t.low[j + 1] != "of" and not _ABOUT_MONEY.isdisjoint(near)
    return Currency("GBP", j, j + 2 if sterling else j + 1) if sterling or spoken or found.scale >= 10**6 else None


def _letter_after(t: Tokens, j: int, found: Amount) -> Currency | None:
    """`43c`, `50p`, `99¢`."""
    word = t.words[j]
    if (
        word not in ("c", "p", "¢")
        or not t.joined(j)
        or found.scale > 1
        or (word == "c" and t.joined(j + 1) and t.low[j + 1] in lx.DASHES)
    ):
        return None
    return Currency("penny" if word == "p" else "cent", j, j + 1)


_ABOUT_MONEY: Final = word_list("money_words")
