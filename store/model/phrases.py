"""A field as a person reads it: `at least 19 people injured`, `30 Dec 2023`, the first words of a quote.

Rows, messages and fact sheets take their words from here. The words may hold anything that an article does; what a
terminal or a page must not obey is dealt with there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from store.model.fields import AnyField, Number, Person, Place, Quote, attribute_of, ids_in
from store.model.record import Record

NOTHING: Final = "–"
STATUS_WORDS: Final = {
    "suggested": "undecided",
    "accepted": "let stand",
    "corrected": "corrected",
    "added": "added",
    "rejected": "struck out",
}
"""What a person reads for each status of the record."""
_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_PERCENT: Final = ("percent", "per cent", "%")
_PLURALS: Final = {"foot": "feet", "inch": "inches", "hertz": "hertz"}
_MONTHS: Final = ("", *["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])


def phrase(item: AnyField, text: str, *, whole: bool = False) -> tuple[str, str]:
    """What the field is, and what is said of it: `Dmitry Peskov`, `Kremlin spokesman`.

    `whole` writes a speaker's name in full, where the surname alone would be somebody else's too.
    """
    if isinstance(item, Person):
        return item.name, item.role or NOTHING
    if isinstance(item, Place):
        return item.name, " ".join(part for part in (item.type, item.country) if part)
    if isinstance(item, Number):
        return number_phrase(item, text), "" if item.number_kind == "count" else item.number_kind
    if isinstance(item, Quote):
        return _excerpt(item, text), _attribution(item, whole)
    ids = {attribute_of(type(item), one.key) for one in item.references}
    named = [getattr(item, name) for name in item.attributes if name != "name" and name not in ids]
    said = " ".join(filter(None, (_written(value) for value in named if value is not None)))
    return getattr(item, "name", "") or item.surface(text), said or NOTHING


def columns(item: AnyField, text: str, *, whole: bool = False) -> tuple[str, str]:
    """The phrase for a list: what happened to those counted stands in the second column, apart from what they are."""
    if not isinstance(item, Number) or not item.event:
        return phrase(item, text, whole=whole)
    main, kind = phrase(replace(item, event=None), text)
    return main, f"{kind}, {item.event}" if kind else item.event


def told(item: AnyField) -> list[str]:
    """What is said of a field of one.s own kind, each with its name: `strike`, `actor: Dock Union`, `date: 4 May`."""
    names = {one.key: one.name_key for one in item.references}
    said = []
    for attribute in item.row.attributes:
        if attribute.key == "name" or attribute.key in names.values():
            continue
        value = getattr(item, attribute_of(type(item), names.get(attribute.key, attribute.key)))
        words = written_date(value) if attribute.type == "date" and isinstance(value, str) else _written(value)
        if value is not None and words:
            is_plain = attribute.key == "type" and not attribute.label
            said.append(words if is_plain else f"{_label(item, attribute.key)}: {words}")
    return said


def named(item: AnyField, text: str) -> str:
    """What to call the field in a sentence: its phrase, or its words in the article where that says nothing."""
    words = phrase(item, text)[0]
    return words if words.strip(f"{NOTHING} ") else " ".join(item.surface(text).split())


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value if one is not None)
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def conflicts(item: AnyField, record: Record) -> list[str]:
    """What several people have said of the field that differs: `struck out by ana, corrected by ben`."""
    said = []
    for key, readings in item.conflict.items():
        if any(key == one.key and one.name_key in item.conflict for one in item.references):
            continue
        if key == "status":
            said.append(", ".join(f"{STATUS_WORDS.get(one['value'], one['value'])} by {one['by']}" for one in readings))
        elif key == "spans":
            people = [f"“{_words(record.text, one['value'])}” ({one['by']})" for one in readings]
            said.append(f"its words are {' or '.join(people)}")
        else:
            values = [f"{_reading(item, one['value'], key, record)} ({one['by']})" for one in readings]
            said.append(f"{_label(item, key)} is {' or '.join(values)}")
    return said


def _words(text: str, spans: list[list[int]]) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in spans)


def _reading(item: AnyField, value: Any, key: str, record: Record) -> str:
    if value is None or value in ("", []):
        return "empty"
    if any(key == one.key for one in item.references):
        value = ", ".join(str(getattr(record.fields.get(name), "name", name)) for name in ids_in(value))
    return f"“{_written(value)}”"


def _label(item: AnyField, key: str) -> str:
    labels = {attribute.key: attribute.label or attribute.key for attribute in item.row.attributes}
    return labels.get(key, key).replace("_", " ")


def number_phrase(item: Number, text: str = "") -> str:
    """With its bound or approximation, its unit, what is counted and what happened to it.

    With the text, what its words say better than digits is in its words: `dozens of`, `a quarter`.
    """
    words = " ".join(item.surface(text).split()) if text else ""
    amount = _in_words(item, words) or _approximate(item)
    event = item.event or ""
    if event.endswith(_STATES):
        event = f"in {event}"
    elif event.endswith("ing") and item.counted and item.evidence.get("event", item.spans[0]) < item.spans[0]:
        return f"{event} {amount} {item.counted}"  # killing 11 people
    counted = item.counted or ""
    if counted and (amount.endswith("%") or (item.number_kind == "measure" and item.unit)):
        counted = f"of {counted}"  # tons of mail, 70% of voters
    return " ".join(part for part in (amount, counted, event) if part)


_STATES: Final = ("condition", "custody", "hospital", "hiding", "intensive care", "need")
"""Ends of an event that says how people are, not what happened to them."""


def _in_words(item: Number, words: str) -> str:
    """A count that is no number, and a part of what is counted; empty for any other, and for digits."""
    if not words or any(char.isdigit() for char in words):
        return ""
    words, approx = words[:1].lower() + words[1:], item.approx or ""
    if item.value is None and item.low is not None and item.high is None and item.number_kind == "count":
        words = approx if words in approx else f"{approx} {words}".strip()
        return f"{words} of" if item.counted and words.endswith("s") else words
    if isinstance(item.value, float) and 0 < item.value < 1 and not item.unit and item.number_kind != "percent":
        if words.startswith(_PARTS):
            words = f"a {words}"
        return f"{approx} {words}{' of the' if item.counted else ''}".strip()
    return ""


_PARTS: Final = ("third", "quarter", "fifth", "sixth", "eighth", "tenth")


def _approximate(item: Number) -> str:
    approx, amount = item.approx or "", _amount(item)
    if approx.startswith("or "):
        return f"{amount} {approx}"
    if amount.startswith("aged "):
        return " ".join(filter(None, ("aged", approx, amount.removeprefix("aged "))))
    return f"{approx} {amount}" if approx and approx != amount else amount


def _amount(item: Number) -> str:
    if item.value is None:
        write = str if is_of_years(item) else _plain
        bounds = [write(bound) for bound in (item.low, item.high) if bound is not None]
        if item.high is None and item.approx:  # `dozens of`: the words say it, the value does not
            return item.approx
        if item.high is None and bounds:
            return f"{bounds[0]} or more"
        return _with_unit("–".join(bounds) or NOTHING, item)
    return _WRITERS.get(item.number_kind, _measure)(item)


def is_of_years(item: Number) -> bool:
    """Of a range: its bounds are years if nothing says what they count."""
    if item.number_kind != "range" or item.unit or item.counted or item.event:
        return False
    return all(isinstance(bound, int) and bound in _YEARS for bound in (item.low, item.high))


_YEARS: Final = range(1500, 2101)


def _measure(item: Number) -> str:
    return _with_unit(_plain(item.value), item)


def _with_unit(amount: str, item: Number) -> str:
    if not item.unit or item.number_kind == "percent" or item.unit in _PERCENT:
        return amount + ("%" if item.number_kind == "percent" or item.unit else "")
    if item.number_kind == "money" or item.unit in _SYMBOLS:
        return _SYMBOLS[item.unit] + amount if item.unit in _SYMBOLS else f"{item.unit} {amount}"
    return f"{amount} {item.unit if item.value == 1 else _plural(item.unit)}"


def _plural(unit: str) -> str:
    """`miles`, `degrees Celsius`; symbols and what ends in s stay as they are."""
    first, space, rest = unit.partition(" ")
    if len(unit) < 3 or first.endswith("s"):
        return unit
    if first.endswith("y") and first[-2] not in "aeiou":
        return f"{first[:-1]}ies{space}{rest}"
    return _PLURALS.get(first, first + "s") + space + rest


def _plain(value: Any) -> str:
    """`1,300`, `3.5 million`; dates as `30 Dec 2023`; years without a comma are dates."""
    if not isinstance(value, int | float):
        return written_date(str(value))
    for scale, word in _SCALES:
        if abs(value) >= scale and round(value / scale, 3) * scale == value:
            return f"{value / scale:.6g} {word}"
    if isinstance(value, int):
        return f"{value:,}"
    whole, rest = divmod(abs(value), 1)
    if len(f"{rest:.10g}") > _LONGEST and abs((part := Fraction(rest).limit_denominator(12)) - rest) < 1e-9:
        words = f"{whole:,.0f} {part}" if whole else str(part)
        return f"-{words}" if value < 0 else words
    return f"{value:,.10g}"


_LONGEST: Final = 8
"""Characters of a decimal fraction, from which on thirds and sevenths read better as such."""


def written_date(value: str) -> str:
    """ISO 8601, a part of it (`2023-12`, `--12-30`) or a clock time (`T21:00`); anything else as it is."""
    if value.startswith("T"):
        return value[1:]
    day, _, clock = value.partition("T")
    parts = day.removeprefix("--").split("-")
    year = "" if day.startswith("--") else parts.pop(0)
    if not all(part.isdecimal() for part in parts) or (year and not year.isdecimal()) or len(parts) > 2:
        return value
    month = int(parts[0]) if parts else 0
    if month > 12:
        return value
    number = str(int(parts[1])) if len(parts) == 2 else ""
    return " ".join(part for part in (number, _MONTHS[month], year, clock) if part)


def _ordinal(item: Number) -> str:
    value = item.value
    if not isinstance(value, int):
        return str(value)
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{ending}"


def _age(item: Number) -> str:
    if item.unit in (None, "year"):
        return f"aged {_plain(item.value)}"
    return f"{_with_unit(_plain(item.value), item)} old"


_WRITERS: Final[dict[str, Callable[[Number], str]]] = {
    "ordinal": _ordinal,
    "age": _age,
    "date": lambda item: str(item.value) if isinstance(item.value, int) else written_date(str(item.value)),
    "score": lambda item: str(item.value).replace("-", "–"),
}


def _excerpt(item: Quote, text: str) -> str:
    return " … ".join(" ".join(text[start : min(end, start + 200)].split()) for start, end in item.spans)


def _attribution(item: Quote, whole: bool) -> str:
    if not item.speaker_name:
        return item.cue or NOTHING
    name = item.speaker_name.split()[-1] if item.speaker and not whole else item.speaker_name
    return f"{name} {item.cue or ''}".strip()
