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
from store.fields import Number

Amount = int | float | str | None


def figure_doubt(text: str, item: Number) -> str:
    """The reason, or nothing."""
    for key, bound, wrong in (("lowest", item.low, 1), ("highest", item.high, -1)):
        if _plain(bound) and _plain(item.value) and (bound - item.value) * wrong > 0:  # type: ignore[operator]  # plain
            return f"its {key}, {shown(bound)}, is {'above' if wrong > 0 else 'below'} its value, {shown(item.value)}"
    words = text[slice(*item.spans[0])]
    if _plain(item.value) and _literal(words) == item.value and item.number_kind not in ("money", "percent"):
        return ""  # not a word of it needs to be read: so it is with most
    first = ""
    for reading in _readings(text, item):
        doubt = _difference(item, reading)
        if not doubt:
            return ""
        first = first or doubt
    return first


def shown(value: Amount) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _plain(value: Amount) -> bool:
    return isinstance(value, int | float)


def _literal(words: str) -> int | float | None:
    """`1,300`, `2.5`, `two`: the value of what is plain to see."""
    if _DIGITS.fullmatch(words):
        number = float(words.replace(",", ""))
        return int(number) if number.is_integer() else number
    return _SMALL.get(words.casefold())


_DIGITS: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?")
_SMALL: Final = {
    word: value
    for value, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}


def _readings(text: str, item: Number) -> Iterator[Number]:
    """Of the numeral, of the numeral with its evidence, and of the numeral in its paragraph."""
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
    yield from (number for number in find_numbers(block) if number.spans[0] == (start - first, end - first))


_LONGEST: Final = 120
_REACH: Final = 1000


def _difference(item: Number, reading: Number) -> str:
    if not _same_amount(item, reading):
        value = item.value if item.value is not None else _range(item)
        return f"value {shown(value)}, but the text says {_range(reading) if reading.value is None else shown(reading.value)}"
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
    if reading.value is None:
        if not _plain(item.value):
            return True
        low, high = reading.low, reading.high
        above = not isinstance(low, int | float) or low <= item.value  # type: ignore[operator]  # plain
        return above and (not isinstance(high, int | float) or item.value <= high)  # type: ignore[operator]  # plain
    if _equal(item.value, reading.value):
        return True
    is_share = item.number_kind == "percent" and isinstance(reading.value, int | float)
    return is_share and _equal(item.value, reading.value * 100)  # type: ignore[operator]  # a number


def _equal(one: Amount, other: Amount) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-3)
    mine, said = (str(value).replace("–", "-") for value in (one, other))
    return mine == said or mine.startswith(said) or mine.endswith(said.removeprefix("-")) or said.startswith(mine)


def _range(item: Number) -> str:
    low, high = item.low, item.high
    if low is not None and high is not None:
        return f"{shown(low)}–{shown(high)}"
    return f"{shown(low)} or more" if low is not None else f"up to {shown(high)}"
