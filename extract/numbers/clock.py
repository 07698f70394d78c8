"""Clock times: `21:00`, `9.30pm`, `0630 local time`, `nine o'clock`, `half past nine`."""

from __future__ import annotations

import re
from typing import Final

from extract.lexicon import word_set
from extract.numbers import lexicon as lx
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.years import Date

_DOT: Final = re.compile(r"([0-9]{1,2})\.([0-9]{2})")


def clock(t: Tokens, i: int) -> Date | None:
    """The time in digits that begins at token `i`; the span takes `p.m.` in, and leaves the zone."""
    read = _pointed(t, i) or _of_four_digits(t, i)
    sure = read is not None
    if read is None:
        read = _dotted(t, i)
    if read is None:
        return None
    hour, minute, j = read
    if half := _half_of_day(t, j):
        if not 1 <= hour <= 12 or minute > 59:
            return None
        return Date(i, half[1], _iso(hour % 12 + (12 if half[0] == "p" else 0), minute))
    if sure and hour <= 24 and minute < 60 and not (t.low[j] in lx.DASHES and t.joined(j)):
        return Date(i, j, _iso(hour, minute), sure=0.9)
    return Date(i, j + 1, _iso(hour, 0)) if t.low[j] in ("o'clock", "o’clock") and hour <= 12 else None


def _iso(hour: int, minute: int) -> str:
    return f"T{hour:02}:{minute:02}"


def _pointed(t: Tokens, i: int) -> tuple[int, int, int] | None:
    """`21:00`, and `21:00:05`."""
    word, minutes = t.words[i], t.words[i + 2]
    if not (word.isdigit() and len(word) <= 2 and t.low[i + 1] == ":" and t.joined(i + 1) and t.joined(i + 2)):
        return None
    if len(minutes) != 2 or not minutes.isdigit():
        return None
    seconds = t.low[i + 3] == ":" and t.joined(i + 3) and t.joined(i + 4) and is_digits(t.low[i + 4])
    return int(word), int(minutes), i + 5 if seconds else i + 3


def _of_four_digits(t: Tokens, i: int) -> tuple[int, int, int] | None:
    """`0730 GMT`, `at 0630`, `1400hrs`."""
    word = t.words[i]
    if len(word) != 4 or not word.isdigit() or int(word[:2]) > 24 or int(word[2:]) > 59:
        return None
    zoned = t.low[i + 1] in _ZONES or (t.low[i + 1] == "local" and t.low[i + 2] == "time")
    timed = t.low[i + 1] in ("hours", "hrs", "h") and t.low[i - 1] in _AT
    travels = (
        t.low[i - 1] == "at" and not _TIMED.isdisjoint(t.low[max(0, i - 8) : i]) and not t.low[i + 1].endswith("s")
    )
    if not (zoned or timed or travels or (word[0] == "0" and t.low[i - 1] in _AT)):
        return None
    return int(word[:2]), int(word[2:]), i + 1


_TIMED: Final = word_set(
    """
    train flight bus ferry left leave leaves departed departs arrived arrive arrives landed began begin begins opens due
    """
)
_ZONES: Final = word_set(
    """
    gmt utc bst cet cest eet eest est edt cst cdt mst mdt pst pdt ist jst kst msk eat wat cat sast aest aedt acst awst
    nzst nzdt hkt sgt pht pkt npt zulu
    """
)
_AT: Final = word_set("at by from until till since before after around about between and to")


def _dotted(t: Tokens, i: int) -> tuple[int, int, int] | None:
    """`9.30` or `9`, which are a time only with what follows."""
    word = t.words[i]
    if match := _DOT.fullmatch(word):
        return int(match.group(1)), int(match.group(2)), i + 1
    return (int(word), 0, i + 1) if word.isdigit() and len(word) <= 2 else None


def _half_of_day(t: Tokens, j: int) -> tuple[str, int] | None:
    word = t.low[j]
    if word in ("am", "pm"):
        return word[0], j + 1
    if word in ("a", "p") and t.low[j + 1] == "." and t.low[j + 2] == "m" and t.joined(j + 1) and t.joined(j + 2):
        return word, j + 4 if t.low[j + 3] == "." and t.joined(j + 3) else j + 3
    return None


def clock_in_words(t: Tokens, i: int) -> Date | None:
    """`nine o'clock`, `seven p.m.`, `half past nine`, `a quarter to ten`."""
    if found := _past_the_hour(t, i):
        return found
    hour = lx.UNITS.get(t.low[i], 0)
    if not 1 <= hour <= 12:
        return None
    if t.low[i + 1] in ("o'clock", "o’clock"):
        return Date(i, i + 2, _iso(hour, 0))
    half = _half_of_day(t, i + 1)
    if half and t.low[i + 1] != "a":
        return Date(i, half[1], _iso(hour % 12 + (12 if half[0] == "p" else 0), 0))
    return None


def _past_the_hour(t: Tokens, i: int) -> Date | None:
    minute = {"half": 30, "quarter": 15}.get(t.low[i]) or lx.UNITS.get(t.low[i]) or lx.TENS.get(t.low[i]) or 0
    j = i + 2 if t.low[i + 1] in ("minutes", "minute") else i + 1
    before = t.low[j] == "to" and (t.low[i] == "quarter" or j > i + 1)
    if not 0 < minute < 60 or not (t.low[j] == "past" or before) or t.low[i - 1] in ("the", "by"):
        return None
    named = t.low[j + 1]
    hour = lx.UNITS.get(named) or (int(named) if is_digits(named) and named.isdigit() and len(named) < 3 else 0)
    if not 1 <= hour <= 12 or t.low[j + 2] in lx.DASHES:
        return None
    last = j + 3 if t.low[j + 2] in ("o'clock", "o’clock") else j + 2
    if half := _half_of_day(t, last):
        hour, last = hour % 12 + (12 if half[0] == "p" else 0), half[1]
    total = (hour * 60 + (-minute if before else minute)) % 1440
    return Date(i - 1 if t.low[i - 1] == "a" else i, last, _iso(total // 60, total % 60), sure=0.9)
