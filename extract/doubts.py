"""What makes a field doubtful, in one line that a person can act on. Pure; looks at nothing but the record.

What is shown of it is the reader's and the shelf's.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Final

from store.fields import AnyField, Person, Quote
from store.record import Record

SURE_ENOUGH: Final = 0.5
"""A suggestion less certain than this is a doubt."""

_STATED: Final = ("role", "counted", "event", "approx", "cue", "unit")
"""Attributes whose value should be found in the words of their evidence."""


class Doubts:
    """The doubts of one record; each field is looked at when asked for, so a long article costs nothing at once."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._known: dict[str, str] = {}

    def of(self, item: AnyField) -> str:
        """The reason, or nothing. What a person has decided is in doubt only where two people disagree."""
        if item.id not in self._known:
            self._known[item.id] = self._conflict(item) or ("" if item.decided else self._reason(item))
        return self._known[item.id]

    def has_namesake(self, item: AnyField) -> bool:
        """True for a quote whose speaker shares a surname with somebody else in the article."""
        return isinstance(item, Quote) and bool(item.speaker_name) and self._surnames[_surname(item.speaker_name)] > 1

    @cached_property
    def _surnames(self) -> Counter[str]:
        return Counter(_surname(item.name) for item in self.record.people if item.alive and item.name)

    def _conflict(self, item: AnyField) -> str:
        for key, readings in item.conflict.items():
            sides = ", ".join(f"{_value(one['value'])} ({one['by']})" for one in readings)
            return f"two readings of {key}: {sides}; = settles it"
        return ""

    def _reason(self, item: AnyField) -> str:
        for key in _STATED:
            value = getattr(item, key, None)
            words = self.record.text[slice(*item.evidence[key])] if key in item.evidence else ""
            if value and words and not (bears_out(words, value) or (key == "unit" and is_unit(words, value))):
                return f"{key} “{value}” is not what the text says there"
        if isinstance(item, Quote):
            if not item.speaker and not item.speaker_name:
                return "nobody is named as the speaker"
            if not item.cue:
                return "a speaker without a word such as “said”"
        if isinstance(item, Person) and item.name and self._surnames[_surname(item.name)] > 1:
            return f"more than one person is called {item.name.split()[-1]}"
        if item.confidence is not None and item.confidence < SURE_ENOUGH:
            return f"the machine is {item.confidence:.0%} sure"
        return ""


def count_doubts(record: Record) -> int:
    """How many fields of a record are in doubt."""
    doubts = Doubts(record)
    return sum(bool(doubts.of(item)) for item in record.fields.values())


def bears_out(words: str, value: str) -> bool:
    """True where the words state the value, give or take an ending: `miles` states `mile`."""
    said, meant = _folded(words), _folded(value)
    return meant in said or said in meant or said[: max(3, len(meant) - 2)] == meant[: max(3, len(meant) - 2)]


def is_unit(words: str, unit: str) -> bool:
    """True where the words are a form of the unit: `$` of USD, `km` of kilometre, `°C` of degree Celsius."""
    if _SYMBOLS.get(words) == unit:
        return True
    from extract.numbers import parse_value  # not needed to paint most articles

    readings = (
        parse_value(f"2{words}"),
        parse_value(f"2 {words}"),
        parse_value(f"{words}2"),
        parse_value(f"{words} 2"),
    )
    return any(number is not None and number.unit == unit for number in readings)


_SYMBOLS: Final = {"$": "USD", "€": "EUR", "£": "GBP", "%": "percent"}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _surname(name: str | None) -> str:
    return name.split()[-1].casefold() if name and name.split() else ""


def _value(value: object) -> str:
    return "–" if value is None else str(value)
