"""Reads one bare numeral: digits, words, or both, with scale words and fractions, into a value.

Signs, currencies, units and everything else around a numeral are for `amounts`; which numerals are no numbers of
the news (phone numbers, names) is for `exclusions`.
"""

from __future__ import annotations

from extract.numbers import lexicon as lx
from extract.numbers.cardinals import Form, Numeral, Value, cardinal, is_digits, tidy
from extract.numbers.fractions import fraction, half, ordinal, ordinal_word, share_of_one, with_fraction
from extract.numbers.powers import power
from extract.numbers.tokens import Tokens

__all__ = ["Form", "Numeral", "Value", "is_digits", "read", "tidy"]


def read(t: Tokens, i: int) -> Numeral | None:
    """The longest numeral that begins at token `i`."""
    word = t.low[i]
    if word in lx.VAGUE and (vague := _vague(t, i)):
        return vague
    if word in ("half", "quarter"):
        return half(t, i)
    if t.low[i - 1] in lx.VAGUE_BEFORE and word in lx.SCALES and word not in lx.PLURALS:
        return Numeral(i, i + 1, None, "vague", low=2 * lx.SCALES[word])
    if word in ("couple", "pair"):
        return _two(t, i)
    if t.low[i - 1] in ("a", "an") and (share := share_of_one(t, i)):
        return share
    if (found := ordinal_word(t, i)) or (found := power(t, i)):
        return found
    whole = cardinal(t, i)
    if whole is None:
        return None
    return ordinal(t, whole) or fraction(t, whole) or with_fraction(t, whole)


def _two(t: Tokens, i: int) -> Numeral | None:
    """`a couple of weeks`, `a pair of gunmen`; a married couple is no number."""
    article = t.low[i - 1] == "a"
    timed = article and t.low[i + 1] in ("days", "weeks", "months", "years", "hours", "minutes")  # `a couple days`
    wanted = (
        timed or (t.low[i + 1] == "of" and t.low[i - 1] != "the") or (article and t.low[i - 2] == t.low[i + 1] == "")
    )
    return Numeral(i - 1 if article else i, i + 1, 2, "words") if wanted else None


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
