"""Cardinals: digits with any separators, words, scale words.

What a numeral makes with a fraction or an ordinal after it is for `fractions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from extract.numbers import lexicon as lx
from extract.numbers.tokens import Tokens

Value: TypeAlias = int | float
Form = Literal["digits", "words", "ordinal", "fraction", "vague"]

_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_INDIAN: Final = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_CONTINENTAL: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}\.000")
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMMA: Final = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_LONGEST: Final = 40
"""Digits beyond which a numeral is no quantity but a key."""


@dataclass(slots=True)
class Numeral:
    """Tokens `first` up to, not with, `last`; `low` is the least that a vague plural can mean."""

    first: int
    last: int
    value: Value | None
    form: Form
    scale: Value = 1
    low: Value | None = None


def tidy(value: Value) -> Value:
    """Without the noise of binary fractions; an integer where whole."""
    if isinstance(value, float):
        value = float(format(value, ".12g"))
        if value.is_integer() and abs(value) < 1e17:
            return int(value)
    return value


def digits_value(written: str) -> Value | None:
    """The value of digits with separators of any convention; null for a version, an address, a key."""
    if written.isdigit():
        return int(written) if len(written) <= _LONGEST else None
    if len(written) > _LONGEST:
        return None
    if _THOUSANDS.fullmatch(written):
        return int(written.replace(".", ""))
    if _PLAIN.fullmatch(written):
        return tidy(float(written))
    if _GROUPED.fullmatch(written) or _INDIAN.fullmatch(written):
        return _number(written.replace(",", ""))
    if _CONTINENTAL.fullmatch(written):
        return _number(written.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(written):
        return _number(written.replace(",", "."))
    return None


def _number(plain: str) -> Value:
    return tidy(float(plain)) if "." in plain else int(plain)


def is_digits(word: str) -> bool:
    return "0" <= word[:1] <= "9"


# Cardinals


def small(t: Tokens, i: int) -> tuple[int, int] | None:
    """Below a hundred, in words."""
    word = t.low[i]
    if word in lx.UNITS:
        return lx.UNITS[word], i + 1
    if word in lx.FUSED:
        return lx.FUSED[word], i + 1
    if word not in lx.TENS:
        return None
    j = i + 2 if t.low[i + 1] in lx.DASHES else i + 1
    unit = lx.UNITS.get(t.low[j], 0)
    if 0 < unit < 10 and (j == i + 1 or t.joined(j) == t.joined(j - 1)):
        return lx.TENS[word] + unit, j + 1
    return lx.TENS[word], i + 1


def _group(t: Tokens, i: int) -> tuple[Value, int] | None:
    """What a scale word multiplies: digits, or words below a hundred hundreds."""
    word = t.low[i]
    value: Value
    if is_digits(word):
        digits = _digits(t, i)
        if digits is None:
            return None
        value, j = digits
    elif word in lx.GLYPHS:
        return lx.GLYPHS[word], i + 1
    elif (below := small(t, i)) is not None:
        value, j = below
    elif word in ("hundred", "thousand") or (word in lx.SCALES and not _abbreviated(word)):
        return (1, i) if word != "hundred" else _hundreds(t, i, 1)
    else:
        return None
    if t.low[j] == "point" and (decimals := _decimals(t, j + 1)):
        return tidy(value + decimals[0]), decimals[1]
    if t.low[j] in ("hundred", "hundreds") and value < 10000:
        return _hundreds(t, j, value)
    return value, j


def _abbreviated(word: str) -> bool:
    return word in lx.ABBREVIATIONS or word in lx.PLURALS or word in ("lac", "lkh")


def _hundreds(t: Tokens, j: int, value: Value) -> tuple[Value, int]:
    """`value` hundreds, token `j` being the word, and what is below a hundred after it."""
    value, j = tidy(value * 100), j + 1
    k = j + 1 if t.low[j] in ("and", "&") else j
    rest = small(t, k)
    if rest is None and is_digits(t.low[k]) and k > j and t.words[k].isdigit() and 0 < int(t.words[k][:6]) < 100:
        rest = int(t.words[k]), k + 1
    if rest is not None and rest[0] and not (k > j and _opens_another(t, rest[1])):
        return value + rest[0], rest[1]
    return value, j


def _opens_another(t: Tokens, j: int) -> bool:
    """Whether a numeral joined by `and` up to token `j` turns out to be another: `two hundred and five hundred`."""
    return t.low[j] == "hundred" or (t.low[j] in lx.DASHES and t.low[j + 1] in lx.UNIT_DENOMINATORS)


def _decimals(t: Tokens, i: int) -> tuple[float, int] | None:
    written = ""
    j = i
    while j < i + 12:
        if t.words[j].isdigit() and is_digits(t.words[j]):
            written += t.words[j][:12]
        elif t.low[j] in lx.UNITS and lx.UNITS[t.low[j]] < 10:
            written += str(lx.UNITS[t.low[j]])
        else:
            break
        j += 1
    return (float("0." + written), j) if written else None


def _digits(t: Tokens, i: int) -> tuple[Value, int] | None:
    """Digits, with groups of three set off by spaces, a leading point, or a fraction after them."""
    value = digits_value(t.words[i])
    if value is None:
        return None
    j = i + 1
    if t.words[i].isdigit() and has_leading_point(t, i):
        return tidy(float("0." + t.words[i][:_LONGEST])), j
    if len(t.words[i]) <= 3 and isinstance(value, int) and _is_group(t, j):
        written = t.words[i]
        while _is_group(t, j):
            written += t.words[j]
            j += 1
        return digits_value(written) or 0, j
    if t.low[j] in lx.GLYPHS and t.joined(j):
        return tidy(value + lx.GLYPHS[t.low[j]]), j + 1
    if isinstance(value, int) and (fraction := _slash(t, i)):
        return fraction
    if t.low[j] == "-" and t.joined(j) and t.joined(j + 1) and (fraction := _slash(t, j + 1)) and fraction[0] < 1:
        return tidy(value + fraction[0]), fraction[1]  # `2-1/2`
    if isinstance(value, int) and value < 1000 and not t.joined(j) and (fraction := _slash(t, j)) and fraction[0] < 1:
        return tidy(value + fraction[0]), fraction[1]
    return value, j


def has_leading_point(t: Tokens, i: int) -> bool:
    """Whether a point that is not a full stop stands before the digits at token `i`: `.75`, `-.5`, `$.99`."""
    return t.low[i - 1] == "." and t.joined(i) and (not t.joined(i - 1) or t.low[i - 2] in _BEFORE_POINT)


_BEFORE_POINT: Final = frozenset(("$", "£", "€", "(", *lx.MINUS))


def _is_group(t: Tokens, j: int) -> bool:
    word = t.words[j]
    if len(word.split(".", 1)[0]) != 3 or not word.isdigit() or not is_digits(word):
        return False
    return t.gap(j) in (" ", "\u00a0", "\u2009", "\u202f") and not is_digits(
        t.low[j + 1][:1] if t.joined(j + 1) else ""
    )


def _slash(t: Tokens, i: int) -> tuple[Value, int] | None:
    """`1/2`; not a date, not `24/7`."""
    if t.low[i + 1] not in ("/", "⁄") or not (t.joined(i + 1) and t.joined(i + 2)):
        return None
    above, below = t.words[i], t.words[i + 2]
    if not (above.isdigit() and below.isdigit() and is_digits(above) and is_digits(below) and len(above + below) < 8):
        return None
    if int(below) == 0 or (above, below) in (("24", "7"), ("9", "11"), ("7", "7"), ("20", "20")):
        return None
    if t.low[i + 3] in ("/", "-") and t.joined(i + 3):
        return None
    return tidy(int(above) / int(below)), i + 3


def scales(t: Tokens, j: int, digits: bool) -> tuple[Value, int]:
    """The product of the scale words from token `j` on, and the token after them."""
    scale: Value = 1
    while t.low[j] in lx.SCALES and t.low[j] not in ("hundred",):
        word = t.low[j]
        if _letters_wrong(t, j, digits) or (word in lx.PLURALS and scale == 1 and not digits and t.low[j + 1] == "of"):
            break
        scale *= lx.SCALES[word]
        j += 1
        if scale > 10**18:
            break
    if scale == 1 and digits and t.words[j] in lx.LETTERS and not (t.joined(j + 1) and t.low[j + 1].isalnum()):
        word = t.words[j]
        spaced = not t.joined(j)
        if (
            not spaced
            or (word in "kK" and t.gap(j).isspace() and t.low[j + 1] == "")
            or (word == "G" and t.low[j + 1] == "")
        ):
            return lx.LETTERS[word], j + 1
    return scale, j


def _letters_wrong(t: Tokens, j: int, digits: bool) -> bool:
    word = t.low[j]
    return word in lx.ABBREVIATIONS and not (digits or word in ("cr", "doz", "dozs"))


def cardinal(t: Tokens, i: int) -> Numeral | None:
    """`3.5 million`, `seven hundred twenty-one thousand and twelve`: terms of falling scale."""
    term = _term(t, i)
    if term is None:
        return None
    total, scale, j = term
    last_scale = scale
    digits = t.low[i] in lx.GLYPHS or is_digits(t.low[i])
    while scale > 1 and (k := _joint(t, j, digits)) is not None:
        term = _term(t, k)
        if term is None or not 0 < term[0] < scale or (t.low[j] == "," and term[0] < 100):
            break
        total, (_, scale, j) = total + term[0], term
        last_scale = max(scale, 1) if scale > 1 else last_scale
    return Numeral(i, j, tidy(total), "digits" if digits and j == i + 1 else "words", last_scale)


def _term(t: Tokens, i: int) -> tuple[Value, Value, int] | None:
    """A group with its scale words: its value, the scale, and the token after it."""
    group = _group(t, i)
    if group is None:
        return None
    value, j = group
    digits = is_digits(t.low[j - 1]) or t.low[j - 1] in lx.GLYPHS
    scale, j = scales(t, j + 1 if _hyphen_before_scale(t, j) else j, digits)
    return tidy(value * scale), scale, j


def _hyphen_before_scale(t: Tokens, k: int) -> bool:
    return t.low[k] == "-" and t.joined(k) and t.joined(k + 1) and t.low[k + 1] in lx.SCALES


def _joint(t: Tokens, j: int, digits: bool) -> int | None:
    """The token at which a numeral can go on after a scale word at `j - 1`."""
    word = t.low[j]
    if digits and (k := _indian_joint(t, j)):
        return k
    following = t.low[j + 1]
    if word in ("and", "&", ","):
        if is_digits(following) or following not in lx.STARTERS or following in lx.MONTHS or following in ("a", "an"):
            return None
        return None if word == "and" and (digits or t.low[j + 2] in lx.DENOMINATORS) else j + 1
    if is_digits(word):
        return j if digits and t.low[j + 1] in ("hundred", "thousand") and t.same_line(j) else None
    if word == "one" and digits and following not in lx.SCALES and following != "hundred":
        return None  # `a $2bn one`
    return j if word in lx.STARTERS and word not in lx.MONTHS and word not in ("a", "an") else None


def _indian_joint(t: Tokens, j: int) -> int | None:
    """`5 crore and 20 lakh`, `12 lakh 15 thousand 300 rupees`: figures of falling scale with or without `and`."""
    k = j + 1 if t.low[j] == "and" else j
    if not is_digits(t.low[k]) or not t.same_line(k) or _INDIAN_SCALES.isdisjoint(t.low[j - 5 : j]):
        return None
    scaled = t.low[k + 1] in _INDIAN_SCALES or t.low[k + 1] in ("thousand", "hundred")
    return k if scaled or (k == j and t.low[k + 1] in _CLOSING) else None


_INDIAN_SCALES: Final = frozenset(("crore", "crores", "cr", "lakh", "lakhs", "lac", "lacs"))


_CLOSING: Final = frozenset(("rupees", "rupee", "taka", "takas", "", ".", ",", ")", "only", "in", "to", "for"))
