"""The words that numerals are made of: cardinals, ordinals, scales, fractions, and the vague plurals.

Holds tables only; `numerals` reads them, `units` has the units and currencies.
"""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_set

UNITS: Final[dict[str, int]] = {
    word: value
    for value, words in enumerate(
        [
            "zero/nought/naught",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
    for word in words.split("/")
}
TENS: Final[dict[str, int]] = {
    word: 10 * value
    for value, words in enumerate(
        ["twenty", "thirty", "forty/fourty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
    for word in words.split("/")
}
# Written as one word, by mistake or by an old habit: `thirtyfirst`.
FUSED: Final[dict[str, int]] = {
    tens + unit: a + b for tens, a in TENS.items() for unit, b in UNITS.items() if 0 < b < 10
}

SCALES: Final[dict[str, int]] = {
    "dozen": 12, "dozens": 12, "doz": 12, "dozs": 12,
    "hundred": 100, "hundreds": 100,
    "thousand": 1000, "thousands": 1000,
    "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "lacs": 10**5, "lkh": 10**5,
    "million": 10**6, "millions": 10**6, "mil": 10**6, "mln": 10**6, "mn": 10**6, "mio": 10**6, "mlns": 10**6,
    "crore": 10**7, "crores": 10**7, "cr": 10**7,
    "billion": 10**9, "billions": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9, "bns": 10**9, "mrd": 10**9,
    "trillion": 10**12, "trillions": 10**12, "tn": 10**12, "trn": 10**12, "tln": 10**12, "tril": 10**12,
    "quadrillion": 10**15, "quadrillions": 10**15,
}  # fmt: skip
# Letters that scale digits; lower-case `m` is metres unless money or a thing counted says otherwise.
LETTERS: Final[dict[str, int]] = {"k": 1000, "K": 1000, "M": 10**6, "G": 10**9, "B": 10**9, "T": 10**12}
ABBREVIATIONS: Final = word_set("mil mln mlns mn mio cr bn bns bln bil mrd tn trn tln tril lkh doz dozs")
PLURALS: Final = frozenset(word for word in SCALES if word.endswith("s") and word not in ("dozs", "mlns", "bns"))

_SMALL_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth/nineth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
ORDINALS: Final[dict[str, int]] = {
    word: value for value, words in enumerate(_SMALL_ORDINALS.split(), 1) for word in words.split("/")
}
UNIT_ORDINALS: Final = frozenset(word for word, value in ORDINALS.items() if value < 10)
FUSED_ORDINALS: Final[dict[str, int]] = {
    tens + unit: a + ORDINALS[unit] for tens, a in TENS.items() for unit in UNIT_ORDINALS
}
ORDINALS.update({word[:-1] + "ieth": value for word, value in TENS.items()})
SCALE_ORDINALS: Final[dict[str, int]] = {
    word + "th": value
    for word, value in SCALES.items()
    if word in ("hundred", "thousand", "million", "billion", "trillion")
}

DENOMINATORS: Final[dict[str, int]] = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
for _word, _value in [*ORDINALS.items(), *SCALE_ORDINALS.items()]:
    if _value > 2:  # `seconds` are a unit of time
        DENOMINATORS[_word] = DENOMINATORS[_word + "s"] = _value
UNIT_DENOMINATORS: Final[dict[str, int]] = {word + "s": ORDINALS[word] for word in UNIT_ORDINALS}

GLYPHS: Final[dict[str, float]] = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip

# Vague plurals: at least twice the scale.
VAGUE: Final[dict[str, int]] = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2 * 10**6, "billions": 2 * 10**9,
    "trillions": 2 * 10**12, "tens": 20, "lakhs": 2 * 10**5, "crores": 2 * 10**7,
}  # fmt: skip
VAGUE_BEFORE: Final = frozenset(("several", "few", "many"))

DASHES: Final = frozenset("-–—‐‑−")
MINUS: Final = frozenset("-−–")
MONTHS: Final[dict[str, int]] = {
    word: value
    for value, words in enumerate(
        [
            "january/jan",
            "february/feb",
            "march/mar",
            "april/apr",
            "may",
            "june/jun",
            "july/jul",
            "august/aug",
            "september/sept/sep",
            "october/oct",
            "november/nov",
            "december/dec",
        ],
        1,
    )
    for word in words.split("/")
}

# The tens that a decade, or the age of somebody in it, is named by.
DECADES: Final[dict[str, int]] = {word[:-1] + "ies": value for word, value in TENS.items()}

STARTERS: Final = frozenset(
    (*UNITS, *TENS, *FUSED, *SCALES, *ORDINALS, *FUSED_ORDINALS, *SCALE_ORDINALS, *GLYPHS, *VAGUE, *MONTHS, *DECADES)
) - ABBREVIATIONS | {"half", "quarter", "couple", "pair", "a", "an"}
