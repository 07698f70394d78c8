"""Calendar dates as ISO 8601 strings: `2023-12-30`, `--12-30`; years and times are for `years` and `clock`.

Weekdays and words such as `noon` are no numbers; spans of time are for `amounts`.
"""

from __future__ import annotations

import re
from typing import Final

from extract.lexicon import word_set
from extract.numbers import lexicon as lx
from extract.numbers.clock import clock, clock_in_words
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.years import YEAR, Date, short_decade, year

_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def read(t: Tokens, i: int) -> Date | None:
    """The date or time that begins at token `i`."""
    if t.low[i] in lx.MONTHS:
        return _month_first(t, i)
    if not is_digits(t.low[i]):
        return short_decade(t, i) or clock_in_words(t, i) or _ordinal_day(t, i)
    return _numeric(t, i) or _day_first(t, i) or clock(t, i) or short_decade(t, i) or year(t, i)


def _month_first(t: Tokens, i: int) -> Date | None:
    word = t.words[i]
    if not word[0].isupper() or (t.joined(i) and t.low[i - 1] in ("-", "'", "’")):
        return None
    month = lx.MONTHS[t.low[i]]
    j = i + 2 if t.low[i + 1] == "." and t.joined(i + 1) and len(word) < 5 else i + 1
    if t.low[j] == "the" and (day := _day(t, j + 1) or _day_in_words(t, j + 1)):
        return _one(i, day[1], _iso(None, month, day[0]))
    if day := _day(t, j) or _day_in_words(t, j):
        k = day[1]
        year = _year_at(t, k + 1) if t.low[k] == "," else _year_at(t, k)
        if year:
            return _one(i, k + (2 if t.low[k] == "," else 1), _iso(year, month, day[0]))
        if t.low[k] in lx.DASHES and (until := _day(t, k + 1)) and until[0] > day[0] and until[1] == k + 2:
            m = until[1]
            year = _year_at(t, m + 1) if t.low[m] == "," else _year_at(t, m)
            m += (2 if t.low[m] == "," else 1) if year else 0
            return _span(i, m, _iso(year, month, day[0]), _iso(year, month, until[0]))
        return _one(i, k, _iso(None, month, day[0]))
    if t.low[j] == ",":
        j += 1
    if t.low[j] == "of":
        j += 1
    year = _year_at(t, j)
    return Date(i, j + 1, f"{year}-{month:02}") if year else None


def _day(t: Tokens, j: int) -> tuple[int, int] | None:
    """Day of the month at token `j`, and the token after it."""
    word = t.low[j]
    if not word.isdigit() or len(word) > 2 or not is_digits(word) or not 1 <= int(word) <= 31:
        return None
    after = j + 1
    if t.joined(after):
        if t.low[after] in ("st", "nd", "rd", "th"):
            return int(word), after + 1
        if t.low[after] in lx.MONTHS:  # `21July 2022`
            return int(word), after
        clock = t.low[after] == ":" and is_digits(t.low[after + 1]) and t.joined(after + 1)
        slashed = t.low[after] == "/" and t.low[after + 1] not in lx.MONTHS
        if clock or slashed or t.low[after] == "%" or t.low[after].isalnum():
            return None
    if t.low[after] in ("percent", "per", "million", "billion", "thousand", "hundred"):
        return None
    return int(word), after


def _day_in_words(t: Tokens, j: int) -> tuple[int, int] | None:
    """`first`, `twenty-first`: only an ordinal that the month before it cannot be a year's count of."""
    if t.low[j] in lx.ORDINALS and t.low[j + 1] not in _COUNTED_IN_A_MONTH:
        return lx.ORDINALS[t.low[j]], j + 1
    if t.low[j] in ("twenty", "thirty") and t.low[j + 2] in lx.UNIT_ORDINALS and t.low[j + 1] in lx.DASHES:
        return lx.TENS[t.low[j]] + lx.ORDINALS[t.low[j + 2]], j + 3
    return None


_COUNTED_IN_A_MONTH: Final = word_set("quarter half week weekend time place round day month year")


def _year_at(t: Tokens, j: int) -> str | None:
    word = t.words[j]
    if len(word) != 4 or not YEAR.fullmatch(word):
        return None
    if (t.joined(j + 1) and t.low[j + 1] in ("%", ":", "/")) or "\n\n" in t.gap(j):
        return None
    return word


def _joined_year_at(t: Tokens, j: int) -> tuple[str, int] | None:
    """The year at token `j`, past the sign of `12-Dec-1988`, or in the two digits of `29Mar22`; and the token after."""
    if written := _year_at(t, j):
        return written, j + 1
    k = j + 1 if t.low[j] in ("-", "/", ".") and t.joined(j) and t.joined(j + 1) else j
    if k > j and (written := _year_at(t, k)):
        return written, k + 1
    short = t.words[k]
    if t.joined(k) and len(short) == 2 and short.isdigit() and is_digits(short) and not t.low[k + 1][:1].isdigit():
        return ("20" if int(short) < 70 else "19") + short, k + 1
    return None


def _iso(year: str | None, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)):
        return None
    return f"{year or '-'}-{month:02}-{day:02}"


def _one(first: int, last: int, value: str | None) -> Date | None:
    return Date(first, last, value) if value else None


def _span(first: int, last: int, low: str | None, high: str | None) -> Date | None:
    return Date(first, last, None, low, high, kind="range") if low and high else None


def _day_first(t: Tokens, i: int) -> Date | None:
    day = _day(t, i)
    if day is None:
        return None
    j = day[1]
    if (
        t.low[j] in ("-", "–", "/", "to")
        and (until := _day(t, j + 1))
        and (month := _month_at(t, until[1]))
        and until[0] > day[0]
    ):
        year = _year_at(t, month[1])
        low, high = _iso(year, month[0], day[0]), _iso(year, month[0], until[0])
        return _span(i, month[1] + (1 if year else 0), low, high)
    if t.low[j] == "of" and j == i + 2:
        j += 1
    month = _month_at(t, j)
    if month is None:
        return None
    j = month[1] + 1 if t.low[month[1]] == "," and _year_at(t, month[1] + 1) else month[1]
    dated = _joined_year_at(t, j)
    value = _iso(dated[0] if dated else None, month[0], day[0])
    return Date(i, dated[1] if dated else month[1], value) if value else None


def _month_at(t: Tokens, j: int) -> tuple[int, int] | None:
    if t.low[j] in ("-", ".", "/") and t.joined(j):
        j += 1
    word = t.words[j]
    if t.low[j] not in lx.MONTHS or not word[0].isupper() or t.low[j + 1] in ("'", "’"):
        return None
    dotted = t.low[j + 1] == "." and t.joined(j + 1) and len(word) < 5 and _year_at(t, j + 2)
    return lx.MONTHS[t.low[j]], j + 2 if dotted else j + 1


def _numeric(t: Tokens, i: int) -> Date | None:
    """`2023-12-30`, `30/12/2023`, `30.12.2023`: day first where only that can be."""
    word = t.words[i]
    if match := _DOTTED.fullmatch(word):
        return _by_fields(match.group(3), int(match.group(2)), int(match.group(1)), i, i + 1)
    sign = t.low[i + 1]
    if sign not in ("-", "/", "–") or t.low[i + 3] != sign or not all(t.joined(k) for k in range(i + 1, i + 5)):
        return None
    second, third = t.words[i + 2], t.words[i + 4]
    if not (word + second + third).isascii() or not (word + second + third).isdigit() or len(second) > 2:
        return None
    if YEAR.fullmatch(word) and len(third) <= 2:
        return _by_fields(word, int(second), int(third), i, i + 5)
    if sign == "/" and len(word) <= 2 and (YEAR.fullmatch(third) or len(third) == 2):
        year = third if len(third) == 4 else ("20" if int(third) < 70 else "19") + third
        a, b = int(word), int(second)
        found = _by_fields(year, b, a, i, i + 5) if a > 12 else _by_fields(year, a, b, i, i + 5)
        if found and a <= 12 and b <= 12:
            found.sure = 0.6
        return found
    return None


def _by_fields(year: str, month: int, day: int, first: int, last: int) -> Date | None:
    value = _iso(year, month, day)
    return Date(first, last, value) if value else None


def _ordinal_day(t: Tokens, i: int) -> Date | None:
    """`the Fourth of July`."""
    month = _month_at(t, i + 2) if t.low[i + 1] == "of" and t.low[i] in lx.ORDINALS else None
    if month is None:
        return None
    j = month[1] + 1 if t.low[month[1]] == "," and _year_at(t, month[1] + 1) else month[1]
    year = _year_at(t, j)
    return _one(i, j + 1 if year else month[1], _iso(year, month[0], lx.ORDINALS[t.low[i]]))
