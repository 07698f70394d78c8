"""Figures in a text of any language: days, years, shares, and counts, with the word or sign that multiplies them.

What a separator leaves open, as `1.234`, and what a word multiplies that says one thing here and another there, as
`billones`, is left out: rather too little than wrong.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from extract.document import Document
from extract.lexicon import ANY, word_list
from store.model.fields import Number

CONFIDENCE: Final = 0.5

_BLANK: Final = "[ \u00a0\u2009\u202f]"
_UNSPACED: Final = "\u0e00-\u9fff\uac00-\ud7af"
"""Letters of scripts that stand beside a figure without a blank."""
_SIGNS: Final = {
    "ล้าน": 6, "แสน": 5, "หมื่น": 4, "พัน": 3, "千": 3, "천": 3, "百": 2, "백": 2,
    "万": 4, "萬": 4, "만": 4, "亿": 8, "億": 8, "억": 8, "兆": 12, "조": 12,
}  # fmt: skip
"""Powers of ten in scripts that set no blanks."""
_LARGE: Final = 4
"""From this power on a sign closes a group: 1億2千万."""
_SIGN: Final = r"(?:ล้าน|แสน|หมื่น|พัน|百(?!分)|兆(?![瓦赫字比])|[千천백万萬만亿億억조])"
"""Not of `5百分点`, five points, and `5兆瓦`, five megawatts."""
_BLANK_SIGN: Final = rf"{_BLANK}(?:ล้าน|แสน|หมื่น|พัน|[万萬亿億억])"
"""Those that no other word begins with."""
_FIGURE: Final = re.compile(
    rf"(?<![^\W{_UNSPACED}])(?<![.,/:’'+-])(?:"
    r"(?P<day>\d{4}-[01]\d-[0-3]\d)(?![^\W_])"
    r"|(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s?[%٪％]"
    rf"|(?<!제)(?P<signed>\d{{1,9}}(?:\.\d{{1,4}})?(?:{_SIGN}|{_BLANK_SIGN})+"
    rf"(?:{_BLANK}?\d{{1,4}}{_SIGN}+)*(?:\d{{1,4}})?)(?![.,]?\d)"
    rf"|(?P<amount>\d{{1,3}}(?:{_BLANK}\d{{3}})+(?!{_BLANK}\d{{3}}(?!\d))"
    rf"|\d{{1,3}}(?:[.,]\d{{1,2}})?(?!{_BLANK}\d{{3}}(?!\d))|\d{{4,9}}(?:[.,]\d{{1,2}})?)(?![.,/:’'-]?\d|[%°]))"
)
_PART: Final = re.compile(rf"[\d.]+|{_SIGN}")
_BEHIND: Final = re.compile(rf"({_BLANK}?)([^\W\d_][^\s\d.,;:!?…()\[\]«»„“”\"'’/%-]*)(\.?)")
_POWERS: Final = (
    (3, word_list("thousand_words", ANY)),
    (5, frozenset(("लाख", "লাখ", "لاکھ"))),
    (6, word_list("million_words", ANY)),
    (7, frozenset(("करोड़", "करोड़", "কোটি", "کروڑ"))),
    (9, word_list("milliard_words", ANY)),
    (12, word_list("trillion_words", ANY)),
)
_UNCLEAR: Final = word_list("unclear_magnitudes", ANY)
_YEARS: Final = range(1900, 2100)
_YEAR_DIGITS: Final = 4


def find_numbers(document: Document) -> list[Number]:
    """Fields without ids, ascending; digits of any script."""
    return [number for found in _FIGURE.finditer(document.text) if (number := _number(document.text, found))]


def _number(text: str, found: re.Match[str]) -> Number | None:
    number = Number(spans=[found.span()], confidence=CONFIDENCE)
    if found["day"]:
        number.value, number.number_kind = _in_ascii(found["day"]), "date"
    elif found["share"]:
        number.value, number.number_kind = _plain(_decimal(found["share"])), "percent"
    elif found["signed"]:
        number.value = _plain(_of_signs(found["signed"]))
    else:
        return _amount(text, found["amount"], number)
    return number


def _amount(text: str, amount: str, number: Number) -> Number | None:
    """None where it is left open how much it is."""
    start, end = number.spans[0]
    is_year = len(amount) == _YEAR_DIGITS and amount.isdecimal() and int(amount) in _YEARS
    blank, word, point = behind.groups() if (behind := _BEHIND.match(text, end)) else ("", "", "")
    power = _power(word, point)
    if power:
        number.spans = [(start, end + len(blank + word))]
        number.value = _plain(_decimal(amount) * 10**power)
    elif _is_open(amount, blank, word) and not (is_year and blank):
        return None
    elif is_year:
        number.value, number.number_kind = _in_ascii(amount), "date"
    else:
        number.value = int(_decimal(amount))
    return number


def _is_open(amount: str, blank: str, word: str) -> bool:
    """Whether the word changes how much it is, the figure is a part of a name, or its separator says two things."""
    is_part = bool(word) and not blank and not re.match(f"[{_UNSPACED}]", word)
    return is_part or word in _UNCLEAR or "." in amount or "," in amount


def _power(word: str, point: str) -> int:
    """The power of ten that a word behind a figure multiplies it by; nought for any other."""
    forms = (word + point, word, word.lower())
    return next((power for power, words in _POWERS if any(form in words for form in forms)), 0)


def _of_signs(figure: str) -> Decimal:
    total = group = Decimal(0)
    last: Decimal | None = None
    for part in _PART.findall(figure):
        power = _SIGNS.get(part)
        if power is None:
            last = Decimal(part)
        elif power < _LARGE:
            group += (1 if last is None else last) * 10**power
            last = None
        else:
            total, group, last = _closed(total, group + (last or 0), power), Decimal(0), None
    return total + group + (last or 0)


def _closed(total: Decimal, group: Decimal, power: int) -> Decimal:
    """A sign without digits of its own multiplies all before it: 2万億."""
    scale = Decimal(10) ** power
    return total + group * scale if group else total * scale


def _decimal(digits: str) -> Decimal:
    """A comma is taken for a point: only where two digits at most follow."""
    return Decimal(re.sub(_BLANK, "", digits).replace(",", "."))


def _plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _in_ascii(digits: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in digits)
