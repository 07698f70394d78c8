"""Whether the words of a number bear out its value, bounds, kind and unit.

The reading that is asked is the extractor's own: of the numeral alone, then with the words beside it, then where it
stands. One that agrees is enough; what cannot be read is no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isclose
from typing import Final

from extract.doubts.wording import is_unit
from store.model.fields import Number

Amount = int | float | str | None


def figure_doubt(text: str, item: Number) -> str:
    """The reason, or nothing."""
    if item.value is item.low is item.high is None:
        return "no value"
    if crossed := _crossed(item):
        return crossed
    words = text[slice(*item.spans[0])]
    if item.value is not None and _literal(words) == item.value and item.number_kind not in ("money", "percent"):
        return ""  # not a word of it needs to be read: so it is with most
    first = ""
    for reading in _readings(text, item):
        doubt = _difference(item, reading)
        if not doubt:
            return ""
        first = first or doubt
    return first


def has_unit(text: str, item: Number) -> bool:
    """True where any reading of the number has its unit: of `20 and 43`, the sign may stand before the first only."""
    return any(reading.unit == item.unit for reading in _readings(text, item))


def shown(value: Amount) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _crossed(item: Number) -> str:
    value, low, high = _amount(item.value), _amount(item.low), _amount(item.high)
    if value is not None and low is not None and low > value:
        return f"its lowest, {shown(item.low)}, is above its value, {shown(item.value)}"
    if value is not None and high is not None and high < value:
        return f"its highest, {shown(item.high)}, is below its value, {shown(item.value)}"
    return ""


def _amount(value: Amount) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _literal(words: str) -> int | float | None:
    """`1,300`, `2.5`, `two`: the value of what is plain to see."""
    if _DIGITS.fullmatch(words):
        number = float(words.replace(",", ""))
        return int(number) if number.is_integer() else number
    return _SMALL.get(words.casefold())


_DIGITS: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?")
_SMALL: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}


def _readings(text: str, item: Number) -> Iterator[Number]:
    """Of the numeral, of the numeral with its evidence, and of the numeral in its paragraph."""
    from extract.document import Document
    from extract.numbers import find_numbers, parse_value  # not needed to paint most articles

    start, end = item.spans[0]
    beside = [span for key in ("unit", "approx") if (span := item.evidence.get(key))]
    hull = (min([start, *(span[0] for span in beside)]), max([end, *(span[1] for span in beside)]))
    for span in dict.fromkeys([(start, end), hull]):
        if span[1] - span[0] <= _LONGEST and (number := parse_value(text[slice(*span)])) is not None:
            yield number
    first = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    last = text.find("\n", end, end + _REACH)
    block = text[first : last if last >= 0 else end + _REACH]
    document = Document(block)
    found = find_numbers(document)
    document.reading.restore(found)
    yield from (number for number in found if number.spans[0] == (start - first, end - first))


_LONGEST: Final = 120
_REACH: Final = 1000


def _difference(item: Number, reading: Number) -> str:
    if not _same_amount(item, reading):
        return f"value {_told(item)}, but the text says {_told(reading)}"
    for key in ("low", "high"):
        mine, said = getattr(item, key), getattr(reading, key)
        if mine is not None and said is not None and not _equal(mine, said):
            return f"{key} {shown(mine)}, but the text says {shown(said)}"
    if reading.number_kind in ("percent", "money") and item.number_kind not in (reading.number_kind, "range"):
        return f"kind {item.number_kind}, but the text says {reading.number_kind}"
    if item.unit and reading.unit and item.unit != reading.unit and not is_unit(item.unit, reading.unit):
        return f"unit {item.unit}, but the text says {reading.unit}"
    return ""


def _same_amount(item: Number, reading: Number) -> bool:
    """A value within a range, or a share written as a percentage, is borne out; so is a date more exact than said."""
    if item.value is None:
        bounds = [bound for bound in (item.low, item.high) if bound is not None]
        said = [bound for bound in (reading.value, reading.low, reading.high) if bound is not None]
        return not bounds or not said or any(_equal(one, other) for one in bounds for other in said)
    value, share = _amount(item.value), _amount(reading.value)
    if reading.value is None:
        low, high = _amount(reading.low), _amount(reading.high)
        return value is None or ((low is None or low <= value) and (high is None or value <= high))
    if _equal(item.value, reading.value):
        return True
    return item.number_kind == "percent" and share is not None and _equal(item.value, share * 100)


def _equal(one: Amount, other: Amount) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-3)
    mine, said = (str(value).replace("–", "-") for value in (one, other))
    return mine == said or mine.startswith(said) or mine.endswith(said.removeprefix("-")) or said.startswith(mine)


def _told(item: Number) -> str:
    low, high = item.low, item.high
    if item.value is not None:
        return shown(item.value)
    if low is not None and high is not None:
        return f"{shown(low)}–{shown(high)}"
    return f"{shown(low)} or more" if low is not None else f"up to {shown(high)}"
