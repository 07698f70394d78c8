"""Ordinals and fractions in words: `twenty-fifth`, `two-thirds`, `one in five`, `two and a half`, `half a million`."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set
from extract.numbers import lexicon as lx
from extract.numbers.cardinals import Numeral, cardinal, is_digits, scales, small, tidy
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import FUNCTION_WORDS, VERBS


def ordinal_word(t: Tokens, i: int) -> Numeral | None:
    """`21st` or `third`: an ordinal of one word."""
    word = t.low[i]
    if is_digits(word):
        plain = word.replace(",", "")
        if t.low[i + 1] in ("st", "nd", "rd", "th") and t.joined(i + 1) and plain.isdigit() and len(plain) < 9:
            if t.low[i + 1] == "st" and (plain[-1] != "1" or plain[-2:] == "11"):
                return None  # `9st 4lb`
            return Numeral(i, i + 2, int(plain), "ordinal")
        return None
    value = _ORDINAL_WORDS.get(word)
    return Numeral(i, i + 1, value, "ordinal") if value else None


_ORDINAL_WORDS: Final = lx.ORDINALS | lx.FUSED_ORDINALS | lx.SCALE_ORDINALS


def ordinal(t: Tokens, whole: Numeral) -> Numeral | None:
    """What a cardinal makes with the ordinal after it: `twenty-fifth`, `one hundred and sixth`, `two thousandth`."""
    value, i, j = whole.value, whole.first, whole.last
    if not isinstance(value, int) or is_digits(t.low[i]):
        return None
    hundreds = value >= 100 and value % 100 == 0
    if t.low[j] in lx.DASHES or (t.low[j] == "and" and hundreds):
        j += 1
    ending = t.low[j]
    if ending in lx.SCALE_ORDINALS and (value > 1 or t.low[i] == "hundred"):
        return Numeral(i, j + 1, value * lx.SCALE_ORDINALS[ending], "ordinal")
    extra = lx.ORDINALS.get(ending, 0)
    tens = value % 10 == 0 and t.low[whole.last - 1] in lx.TENS and extra < 10
    return Numeral(i, j + 1, value + extra, "ordinal") if extra and (tens or hundreds) else None


def _denominator(t: Tokens, j: int) -> tuple[int, int, bool] | None:
    """The value, the token after it and whether it is a plural."""
    word = t.low[j]
    if word in lx.TENS:
        k = j + 2 if t.low[j + 1] in lx.DASHES else j + 1
        ending = t.low[k]
        if ending in lx.UNIT_DENOMINATORS:
            return lx.TENS[word] + lx.UNIT_DENOMINATORS[ending], k + 1, True
        if ending in lx.UNIT_ORDINALS:
            return lx.TENS[word] + lx.ORDINALS[ending], k + 1, False
        return None
    if word in lx.DENOMINATORS:
        return lx.DENOMINATORS[word], j + 1, word.endswith("s")
    if word in ("one", "hundred") and (whole := cardinal(t, j)) and (below := ordinal(t, whole)):
        return int(below.value or 0), below.last, False
    return None


def fraction(t: Tokens, whole: Numeral) -> Numeral | None:
    """`two-thirds`, `one in five`, `one over three`, and `a quarter` after its numerator."""
    i, j = whole.first, whole.last
    value = whole.value or 0
    j = j + 1 if t.low[j] in lx.DASHES and t.low[j + 1] in lx.DENOMINATORS else j
    below = _denominator(t, j)
    if below is None or (not below[2] and value != 1) or (value == 1 and _is_period(t, j)):
        return _odds(t, whole)
    size, last, plural = below
    if plural and t.low[j - 1] in lx.TENS and size < 10 and j - 1 > i:
        tens = lx.TENS[t.low[j - 1]]
        joint = t.low[j - 2] in ("and", "&")
        if not joint:
            value, size = value - tens, size + tens
    if size <= 0 or not isinstance(value, int):
        return None
    joint_at = next((k for k in range(j - 1, i, -1) if t.low[k] == "and"), 0)
    if joint_at and (numerator := cardinal(t, joint_at + 1)) and numerator.last in (j, j - 1):
        top = numerator.value or 0
        return Numeral(i, last, tidy(value - top + top / size), "fraction")
    found = Numeral(i, last, tidy(value / size), "fraction")
    return _of_scale(t, found)


def share_of_one(t: Tokens, i: int) -> Numeral | None:
    """`a third of voters`, `by a fifth`; not `a third goal`. Token `i` is the word after the article."""
    word = t.low[i]
    if word not in lx.DENOMINATORS or word.endswith("s") or word in ("half", "quarter"):
        return None
    following = t.low[i + 1]
    plain = following in ("of", "", ".", ",", ";", ")", "fewer", "more", "less", "lower", "higher", "smaller", "larger")
    joined = following in ("and", "to", "or") and _is_share(t, i + 2)  # `from a fifth to a quarter`
    acting = following in FUNCTION_WORDS or following in VERBS or following.endswith("ed")
    if not (plain or joined) and not (t.low[i - 2] in _BEFORE_SHARE and acting):
        return None
    return Numeral(i, i + 1, tidy(1 / lx.DENOMINATORS[word]), "fraction")


def _is_share(t: Tokens, k: int) -> bool:
    """`a half`, `two thirds`."""
    return (t.low[k] in ("a", "one") or t.low[k] in lx.UNITS) and t.low[k + 1] in lx.DENOMINATORS


def _is_period(t: Tokens, j: int) -> bool:
    """`one second-half goal`, `one third-placed team`: the ordinal belongs to the next word."""
    return (
        t.low[j] not in lx.TENS
        and t.low[j + 1] == "-"
        and t.joined(j + 1)
        and t.low[j + 2] not in ("of", "mile", "inch")
    )


def _of_scale(t: Tokens, found: Numeral) -> Numeral:
    """`two thirds of a million`, `half a million`."""
    j = found.last
    if t.low[j] == "of":
        j += 1
    if t.low[j] in ("a", "an") or (t.low[j] == "-" and t.low[j + 1] == "dozen"):
        j += 1
    if t.low[j] in lx.SCALES and t.low[j] not in lx.ABBREVIATIONS and (j > found.last or t.low[j] not in lx.PLURALS):
        scale = lx.SCALES[t.low[j]]
        return Numeral(found.first, j + 1, tidy((found.value or 0) * scale), "words", scale)
    return found


def _odds(t: Tokens, whole: Numeral) -> Numeral | None:
    """`one in five`, `two out of five`, `one over three` as fractions."""
    j = whole.last
    word = t.low[j]
    above = whole.value or 0
    if word == "in":
        j += 1
    elif word == "out" and t.low[j + 1] == "of":
        j += 2
    elif word == "over" and above == 1:
        j += 1
    else:
        return None
    if not (is_digits(t.low[j]) or t.low[j] in lx.STARTERS):
        return None
    below = cardinal(t, j)
    if below is None or not below.value or not 0 < above < below.value or above != int(above) or not t.same_line(j):
        return None
    after = t.low[below.last]
    if word == "over":
        wanted = after in ("", ".", ",")
    else:
        round_number = below.value in (3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 200, 500) or below.value % 1000 == 0
        round_number = round_number or (above == 1 and below.value < 100) or below.value % 100 == 0
        wanted = round_number and not (1900 <= below.value <= 2100) and after not in _TIMES and after not in lx.MONTHS
        wanted = wanted and above <= 100 and not (after in lx.DASHES and t.joined(below.last))
    return Numeral(whole.first, below.last, tidy(above / below.value), "fraction") if wanted else None


_TIMES: Final = word_set(
    """
    seconds minutes hours days weeks months years decades second minute hour day week month year
    """
)


def with_fraction(t: Tokens, whole: Numeral) -> Numeral:
    """`two and a half`, `3 million and a quarter`, `five and a half million`."""
    j = whole.last
    if t.low[j] in lx.DASHES and t.low[j + 1] == "and":
        j += 1
    if t.low[j] != "and" or not isinstance(whole.value, int) or (added := _share(t, j + 1)) is None:
        return whole
    part, j = added
    scale, k = scales(t, j, False)
    if scale > 1:
        value = whole.value + part * scale if whole.scale > 1 else (whole.value + part) * scale
        return Numeral(whole.first, k, tidy(value), "words", scale)
    factor = whole.scale if whole.scale >= 1000 else 1
    return Numeral(whole.first, j, tidy(whole.value + part * factor), "words", whole.scale)


def _share(t: Tokens, j: int) -> tuple[float, int] | None:
    """`a half`, `three-quarters`, `1/2`, after `and`: its value and the token after it."""
    if is_digits(t.low[j]):
        written = cardinal(t, j) if t.low[j + 1] in ("/", "⁄") else None
        fits = written is not None and isinstance(written.value, float) and written.value < 1
        return (float(written.value or 0), written.last) if written is not None and fits else None
    if t.low[j] in lx.DASHES:
        j += 1
    if t.low[j] in lx.GLYPHS:
        return lx.GLYPHS[t.low[j]], j + 1
    above = 1
    article = t.low[j] in ("a", "an", "one")
    if article:
        j += 1
    elif counted := small(t, j):
        above, j = counted
    if t.low[j] in lx.DASHES:
        j += 1
    below, following = t.low[j], t.low[j + 1]
    if below in ("half", "quarter", "quarters"):
        return above / lx.DENOMINATORS[below], j + 1
    plural = below.endswith("s")
    if below not in lx.DENOMINATORS or not (plural or (article and (following in ("of", "") or following in _TIMES))):
        return None
    return above / lx.DENOMINATORS[below], j + 1


def half(t: Tokens, i: int) -> Numeral | None:
    """Bare `half` and `quarter`, where they say how much."""
    word, before, after = t.low[i], t.low[i - 1], t.low[i + 1]
    if before in _NOT_BEFORE_HALF or (t.low[i - 1] == "-" and t.joined(i)):
        return None
    share = 1 / lx.DENOMINATORS[word]
    found = Numeral(i, i + 1, share, "fraction")
    scaled = _of_scale(t, found)
    if scaled is not found:
        return scaled
    if after in lx.DASHES and t.joined(i + 1):
        return found if t.low[i + 2] in _TIMES or t.low[i + 2] == "mile" else None
    if word == "quarter" and after in _QUARTERED and before in ("a", "an", ""):
        return found
    if word == "quarter":
        told = after == "of" or t.low[i - 2] in _BEFORE_SHARE or (after in ("and", "to", "or") and _is_share(t, i + 2))
        return found if before in ("a", "one") and told else None
    joined = before == "a" and t.low[i - 2] in ("and", "to", "or") and t.low[i - 3] in lx.DENOMINATORS
    if after in _WHOLES or after in _TIMES or before in _BEFORE_SHARE or joined:
        return found
    return None


_QUARTERED: Final = word_set("hour century mile")
_WHOLES: Final = word_set("of the a an its his her their our my as that liter litre mile cup pound turn people") | {""}
_NOT_BEFORE_HALF: Final = word_set(
    """
    first second third fourth other top bottom latter latest fiscal this each opening
    """
)
_BEFORE_SHARE: Final = word_set(
    """
    by nearly about almost than over under roughly around least most just only exactly to
    """
)
