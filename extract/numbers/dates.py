"""Calendar dates, years, decades and clock times, as ISO 8601 strings: `2023-12-30`, `--12-30`, `T21:00`.

Weekdays and words such as `noon` are no numbers; spans of time are for `amounts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens


@dataclass(slots=True)
class Date:
    """Tokens `first` up to, not with, `last`; a span of dates has bounds and no value."""

    first: int
    last: int
    value: str | None
    low: str | None = None
    high: str | None = None
    sure: float = 0.97
    kind: Literal["date", "range"] = "date"


_YEAR: Final = re.compile(r"1[0-9]{3}|20[0-9]{2}|21[0-4][0-9]")
_DOTTED: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_CLOCK_DOT: Final = re.compile(r"([0-9]{1,2})\.([0-9]{2})")
_YEAR_BEFORE: Final = word_list("year_before")
_STRONG_BEFORE: Final = word_set(
    """
    in since until till during early late mid circa year spring summer autumn fall winter fiscal
    """
)


def read(t: Tokens, i: int) -> Date | None:
    """The date or time that begins at token `i`."""
    if t.low[i] in lx.MONTHS:
        return _month_first(t, i)
    if not is_digits(t.low[i]):
        return _clock_words(t, i) or _ordinal_day(t, i)
    return _numeric(t, i) or _day_first(t, i) or _clock(t, i) or _year(t, i)


def _month_first(t: Tokens, i: int) -> Date | None:
    word = t.words[i]
    if not word[0].isupper() or (t.joined(i) and t.low[i - 1] in ("-", "'", "’")):
        return None
    month = lx.MONTHS[t.low[i]]
    j = i + 2 if t.low[i + 1] == "." and t.joined(i + 1) and len(word) < 5 else i + 1
    if t.low[j] == "the" and (day := _day(t, j + 1)):
        return _one(i, day[1], _iso(None, month, day[0]))
    if day := _day(t, j):
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
        clock = t.low[after] == ":" and is_digits(t.low[after + 1]) and t.joined(after + 1)
        if clock or t.low[after] in ("%", "/") or t.low[after].isalnum():
            return None
    if t.low[after] in ("percent", "per", "million", "billion", "thousand", "hundred"):
        return None
    return int(word), after


def _year_at(t: Tokens, j: int) -> str | None:
    word = t.words[j]
    if len(word) != 4 or not _YEAR.fullmatch(word):
        return None
    if (t.joined(j + 1) and t.low[j + 1] in ("%", ":", "/")) or not t.same_line(j):
        return None
    return word


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
    year = _year_at(t, j)
    value = _iso(year, month[0], day[0])
    return Date(i, j + 1 if year else month[1], value) if value else None


def _month_at(t: Tokens, j: int) -> tuple[int, int] | None:
    if t.low[j] in ("-", ".") and t.joined(j):
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
    if _YEAR.fullmatch(word) and len(third) <= 2:
        return _by_fields(word, int(second), int(third), i, i + 5)
    if sign == "/" and len(word) <= 2 and (_YEAR.fullmatch(third) or len(third) == 2):
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


def _year(t: Tokens, i: int) -> Date | None:
    word = t.words[i]
    if not (len(word) == 4 and _YEAR.fullmatch(word)):
        return None
    after = t.low[i + 1]
    touching = t.joined(i + 1)
    before = t.low[i - 1]
    if t.joined(i) and before not in ("(", "[", "“", '"', "‘", "'", "-", "–", "—", "/", "#"):
        return None
    if touching:
        if after == "s" or (after in ("'", "’") and t.low[i + 2] == "s" and t.joined(i + 2) and word.endswith("0")):
            last = i + 2 if after == "s" else i + 3
            if not word.endswith("0"):
                return None
            end = int(word) + (99 if word.endswith("00") and word < "2000" else 9)
            return Date(i, last, None, word, str(end))
        if after in ("%", ":") or after.isalnum():
            return None
        if after in ("-", "–", "—", "/") and (found := _years(t, i)):
            return found
    if after == "to" and before == "from" and (found := _years(t, i)):
        return found
    strong = before in _STRONG_BEFORE
    if not strong and (after in units.WORDS or (t.words[i + 1] in units.SYMBOLS and after not in units.TOUCHING)):
        return None
    if before in lx.SCALES or after in _NOT_AFTER_YEAR or (before in ("$", "£", "€") or after in lx.SCALES):
        return None
    if after in lx.DASHES and t.low[i + 2] and t.gap(i + 2).strip() == "" and (found := _years(t, i)):
        return found
    if not strong and t.low[i + 1] in _COUNTED_AFTER:
        return None
    if strong or word >= "1900":
        return Date(i, i + 1, word, sure=0.98 if before in _YEAR_BEFORE else 0.85)
    return Date(i, i + 1, word, sure=0.8) if before in _YEAR_BEFORE and word >= "1400" else None


_NOT_AFTER_YEAR: Final = word_set(
    """
    percent per km kilometres kilometers miles metres meters feet hours minutes days years euros dollars pounds kg
    tonnes tons acres hectares degrees rpm mg yen rupees people °
    """
)
_COUNTED_AFTER: Final = word_list("year_counted_after")


def _years(t: Tokens, i: int) -> Date | None:
    """`2015–16`, `2015-2019`, `1946 to 1962`."""
    word, until = t.words[i], t.words[i + 2]
    if not (until.isascii() and until.isdigit() and t.joined(i + 2) == t.joined(i + 1)) or (
        t.joined(i + 3) and t.low[i + 3].isalnum()
    ):
        return None
    if t.low[i + 3] in lx.DASHES and is_digits(t.low[i + 4]):
        return None
    full = word[: 4 - len(until)] + until if len(until) in (2, 4) else ""
    return _span(i, i + 3, word, full) if full > word and _YEAR.fullmatch(full) else None


def _clock(t: Tokens, i: int) -> Date | None:
    """`21:00`, `9.30pm`, `9 p.m.`, `2100 GMT`; the span takes `p.m.` in, and leaves the zone."""
    word = t.words[i]
    hour: int
    minute = 0
    j = i + 1
    pointed = False
    if match := _CLOCK_DOT.fullmatch(word):
        hour, minute = int(match.group(1)), int(match.group(2))
    elif word.isdigit() and len(word) <= 2:
        hour = int(word)
        if (
            t.low[j] == ":"
            and t.joined(j)
            and t.joined(j + 1)
            and len(t.words[j + 1]) == 2
            and t.words[j + 1].isdigit()
        ):
            minute, pointed, j = int(t.words[j + 1]), True, j + 2
            if t.low[j] == ":" and t.joined(j) and t.joined(j + 1) and is_digits(t.low[j + 1]):
                j += 2
    elif word.isdigit() and len(word) == 4 and t.low[j] in ("gmt", "utc", "bst", "cet"):
        hour, minute, pointed = int(word[:2]), int(word[2:]), True
    else:
        return None
    half = _half_of_day(t, j)
    if half:
        if not 1 <= hour <= 12 or minute > 59:
            return None
        hour = hour % 12 + (12 if half[0] == "p" else 0)
        return Date(i, half[1], f"T{hour:02}:{minute:02}")
    if pointed and hour <= 24 and minute < 60 and not (t.low[j] in lx.DASHES and t.joined(j)):
        return Date(i, j, f"T{hour:02}:{minute:02}", sure=0.9)
    if t.low[j] in ("o'clock", "o’clock") and hour <= 12:
        return Date(i, j + 1, f"T{hour:02}:00")
    return None


def _half_of_day(t: Tokens, j: int) -> tuple[str, int] | None:
    word = t.low[j]
    if word in ("am", "pm"):
        return word[0], j + 1
    if word in ("a", "p") and t.low[j + 1] == "." and t.low[j + 2] == "m" and t.joined(j + 1) and t.joined(j + 2):
        return word, j + 4 if t.low[j + 3] == "." and t.joined(j + 3) else j + 3
    return None


def _ordinal_day(t: Tokens, i: int) -> Date | None:
    """`the Fourth of July`."""
    month = _month_at(t, i + 2) if t.low[i + 1] == "of" and t.low[i] in lx.ORDINALS else None
    if month is None:
        return None
    year = _year_at(t, month[1])
    return _one(i, month[1] + (1 if year else 0), _iso(year, month[0], lx.ORDINALS[t.low[i]]))


def _clock_words(t: Tokens, i: int) -> Date | None:
    """`nine o'clock`, `seven p.m.`."""
    hour = lx.UNITS.get(t.low[i], 0)
    if not 1 <= hour <= 12:
        return None
    if t.low[i + 1] in ("o'clock", "o’clock"):
        return Date(i, i + 2, f"T{hour:02}:00")
    half = _half_of_day(t, i + 1)
    if half and t.low[i + 1] != "a":
        return Date(i, half[1], f"T{hour % 12 + (12 if half[0] == 'p' else 0):02}:00")
    return None
