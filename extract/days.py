"""Days as a text says them: `4 May`, `on Monday`; read against the day on which the article appeared, and compared.

A weekday is the last one of its name, the day of the article included: news tells what has been.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ANY_DAY: Final = "2026-01-01"
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(WEEKDAYS)})s?\b", re.IGNORECASE)


def day_said(words: str, appeared: str | None) -> str | None:
    """The date that words say, as exactly as they and the article's own date let it be; None where they say none."""
    said = _read(words)
    base = _day(appeared or "")
    if said is not None:
        return f"{base.year}{said[1:]}" if said.startswith("--") and base else said
    if base is None:
        return None
    plain = words.casefold()
    if found := _WEEKDAY.search(words):
        return str(base - timedelta((base.weekday() - WEEKDAYS.index(found[1].lower())) % len(WEEKDAYS)))
    back = next((days for word, days in (("today", 0), ("tonight", 0), ("yesterday", 1)) if word in plain), None)
    return None if back is None else str(base - timedelta(back))


def needs_the_articles_day(words: str, appeared: str | None) -> bool:
    """True for words that say a day, but none without the day on which the article appeared, which is not known."""
    return _day(appeared or "") is None and day_said(words, None) is None and day_said(words, _ANY_DAY) is not None


def may_say(words: str, value: str) -> bool:
    """False where words say another day than the value: another year, month or day, or another weekday."""
    said = _read(words)
    if said is not None:
        return all(not one or not other or one == other for one, other in zip_longest(_parts(said), _parts(value)))
    found, day = {one.lower() for one in _WEEKDAY.findall(words)}, _day(value)
    return not found or day is None or WEEKDAYS[day.weekday()] in found


def _read(words: str) -> str | None:
    from extract.numbers import parse_value

    number = parse_value(words)
    if number is None or number.number_kind != "date" or not isinstance(number.value, str):
        return None
    return None if number.value.startswith("T") else number.value.partition("T")[0]


def _parts(value: str) -> list[str]:
    """Year, month and day, as far as they are given."""
    day = value.partition("T")[0]
    return ["", *day[2:].split("-")] if day.startswith("--") else day.split("-")


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
