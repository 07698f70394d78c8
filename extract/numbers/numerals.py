"""Reads one bare numeral: digits, words, or both, with scale words and fractions, into a value.

Signs, currencies, units and everything else around a numeral are for `amounts`; which numerals are no numbers of
the news (phone numbers, names) is for `refusals`.
"""

from __future__ import annotations

from extract.numbers import lexicon as lx
from extract.numbers.cardinals import Form, Numeral, Value, cardinal, is_digits, power, tidy
from extract.numbers.fractions import fraction, half, ordinal, with_fraction
from extract.numbers.tokens import Tokens

__all__ = ["Form", "Numeral", "Value", "is_digits", "read", "tidy"]


def read(t: Tokens, i: int) -> Numeral | None:
    """The longest numeral that begins at token `i`."""
    word = t.low[i]
    if word in lx.VAGUE and (vague := _vague(t, i)):
        return vague
    if word in ("half", "quarter"):
        return half(t, i)
    if (found := ordinal(t, i)) or (found := power(t, i)):
        return found
    whole = cardinal(t, i)
    if whole is None:
        return None
    return fraction(t, whole) or with_fraction(t, whole)


def _vague(t: Tokens, i: int) -> Numeral | None:
    """`dozens of`, `tens of thousands`; `several hundred` is read where its approximation is found."""
    word = t.low[i]
    low = lx.VAGUE[word]
    j = i + 1
    if (
        word in ("tens", "scores", "hundreds", "dozens", "thousands", "millions")
        and t.low[j] == "of"
        and t.low[j + 1] in lx.VAGUE
    ):
        scale = lx.SCALES.get(t.low[j + 1], 1)
        return Numeral(i, j + 2, None, "vague", low=low * scale)
    if word in ("tens", "scores") and t.low[j] != "of":
        return None
    return Numeral(i, j, None, "vague", low=low)
