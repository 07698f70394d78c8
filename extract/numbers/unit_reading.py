"""Reads the unit at a token: words, symbols, powers, degrees, rates. Whose unit it is, `measures` says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens
from extract.numbers.word_classes import is_plural

Found = tuple[units.Unit, int]
"""A unit and the token after it."""


def unit_at(t: Tokens, j: int) -> Found | None:
    """The unit that begins at token `j`, with `square`, powers, degrees and `per`, and the token after it."""
    reader = _BY_WORD.get(t.low[j])
    return reader(t, j) if reader else _one_word(t, j)


def _area(t: Tokens, j: int) -> Found | None:
    """`square miles`, `sq. ft`, `cubic metres`, `square-foot`."""
    k = j + 1
    if t.low[k] in ("-", ".") and t.joined(k):
        k += 1
    unit = units.WORDS.get(t.low[k]) or units.SYMBOLS.get(t.words[k])
    if unit is None or unit.dimension != "length":
        return None
    return _rate(t, units.Unit(f"{units.AREAS[t.low[j]]} {unit.name}", "measure"), k + 1)


def _of_words(t: Tokens, j: int) -> Found | None:
    """`nautical miles`, `parts per million`, `metric tons`, `kilowatt-hours`."""
    for words, unit in units.PHRASES[t.low[j]]:
        k = j + 1
        for word in words:
            k = k + 1 if t.low[k] == "-" else k
            if t.low[k] not in (word, word + "s"):
                break
            k += 1
        else:
            return unit, k
    return _one_word(t, j)


def _one_word(t: Tokens, j: int) -> Found | None:
    word, low = t.words[j], t.low[j]
    touching = t.joined(j) and t.low[j - 1] not in lx.DASHES
    unit = _symbol(t, j, touching) or units.WORDS.get(low) or _stone(t, j)
    if unit is None:
        return _powered(t, j, word)
    if unit.kind == "duration" and _no_time(t, j, touching):
        return None
    if low == "cup" and (is_plural(t.low[j + 1]) or t.low[j + 1] in ("final", "tie", "winner", "match", "game")):
        return None  # `12 cup finals`
    if low in ("yards", "feet") and t.low[j - 2] in ("all", "its", "their", "these", "those"):
        return None  # `all three yards`
    last = j + 1
    if t.low[j + 1] == "." and t.low[j + 2] == "g" and low == "k":
        return units.WORDS["kilogram"], j + 4
    return _rate(t, *_power_of(t, unit, last))


def _stone(t: Tokens, j: int) -> units.Unit | None:
    """`weighs 12 stone`, `12 stone 4lb`."""
    weighed = t.low[j] == "stone" and (
        t.low[j + 2] in ("lb", "lbs", "pounds") or any(word.startswith("weigh") for word in t.low[max(0, j - 8) : j])
    )
    return units.SYMBOLS["st"] if weighed else None


def _no_time(t: Tokens, j: int, touching: bool) -> bool:
    """`May`, and the `second` of `twenty second`, an ordinal by mistake."""
    ordinal = t.low[j] == "second" and t.low[j - 1] != "-" and not touching and t.low[j - 1] in lx.TENS
    return t.words[j] == "May" or ordinal


def _symbol(t: Tokens, j: int, touching: bool) -> units.Unit | None:
    """A symbol of letters: at will where it touches the numeral, else only where it cannot be a word or an initial."""
    word = t.words[j]
    if word == "k" and t.low[j + 1] == "." and t.low[j + 2] == "g" and t.joined(j + 1) and t.joined(j + 2):
        return units.WORDS["kilogram"]
    unit = units.SYMBOLS.get(word)
    if unit is None or (t.joined(j + 1) and is_digits(t.low[j + 1]) and t.low[j + 1] not in units.POWERS):
        return None
    following = t.low[j + 1]
    if touching:
        return unit if word not in ("C", "F") or _is_heat(t, j) else None
    if word in units.WORDLIKE:
        alone = t.low[j - 2] in ("", "is", "of") or t.low[j - 2] in units.WORDS
        whole = alone and following in ("", ".") and not t.low[j + 2]
        return unit if (word == "in" and whole) or (word in ("am", "pm") and "." in t.low[j - 1]) else None
    hyphened = following in ("-", "'", "’") and t.joined(j + 1)
    powered = following in lx.MINUS and t.joined(j + 1) and t.low[j + 2] == "1"
    if powered or (word in units.SPACED and not hyphened) or (following == "/" and t.joined(j + 1)):
        return unit
    lone = word in units.TOUCHING and t.same_line(j) and (following in _AFTER_SYMBOL or not following)
    return unit if lone else None


_AFTER_SYMBOL: Final = word_set(". , ) ; ! ? ( and to - – or outside inside of")


def _is_heat(t: Tokens, j: int) -> bool:
    """`a high of 28C by noon`: by words of weather, or by what stands before the figure; not `seat 30C`."""
    measured = t.low[j - 2] in _REACHING or (t.low[j - 2] in lx.MINUS and t.low[j - 3] in _REACHING)
    return measured or not _HEAT.isdisjoint(t.low[max(0, j - 40) : j + 20])


_REACHING: Final = word_set(
    """
    was is were are be of at to hit hits reached reach reaches topped above below around about near nearly over under
    between minus almost just exceeded exceeding feels felt
    """
)
_HEAT: Final = word_list("heat_words")


def _powered(t: Tokens, j: int, word: str) -> tuple[units.Unit, int] | None:
    """`km²`, `cm³`: the power is part of the token."""
    unit = _plain_unit(word) if word[-1:] in units.POWERS else None
    return _rate(t, unit, j + 1) if unit else None


def _plain_unit(word: str) -> units.Unit | None:
    """A unit of one token, its power within the word (`cm³`) or none."""
    unit = units.SYMBOLS.get(word) or units.WORDS.get(word.lower())
    if (
        unit is None
        and word[-1:] in units.POWERS
        and (base := units.SYMBOLS.get(word[:-1]) or units.WORDS.get(word[:-1]))
    ):
        return units.Unit(f"{units.POWERS[word[-1]]} {base.name}", "measure")
    return unit


def _power_of(t: Tokens, unit: units.Unit, last: int) -> tuple[units.Unit, int]:
    """`km2`, `km^2`, `km squared`, `fb−1`."""
    k = last + 1 if t.low[last] == "^" else last
    if t.low[k] in units.POWERS and (t.joined(k) or len(t.low[k]) > 1):
        return units.Unit(f"{units.POWERS[t.low[k]]} {unit.name}", "measure"), k + 1
    if t.low[k] in lx.MINUS and t.low[k + 1] == "1" and t.joined(k) and t.joined(k + 1):
        return units.Unit(f"inverse {unit.name}", "measure"), k + 2
    return unit, last


def _rate(t: Tokens, unit: units.Unit, last: int) -> tuple[units.Unit, int]:
    """`km/h`, `miles an hour`, `grams per litre`."""
    while unit.kind == "measure":
        word = t.low[last]
        if word == "/" and t.joined(last) and t.joined(last + 1):
            k = last + 1
        elif word in ("per", "a", "an") and t.low[last + 1] in units.WORDS:
            k = last + 1
            speed = unit.dimension == "length" and t.low[k] in ("hour", "second", "minute")
            if word != "per" and not (speed or (unit.name == "barrel" and t.low[k] == "day")):
                break
        else:
            break
        below = _plain_unit(t.words[k])
        if below is None:
            break
        below, last = _power_of(t, below, k + 1)
        unit = units.Unit(f"{unit.name} per {below.name}", "measure")
    return unit, last


def _degrees(t: Tokens, j: int) -> tuple[units.Unit, int] | None:
    k = j + 1
    if t.low[k] == "." and t.joined(k) and t.low[j] == "deg":
        k += 1
    if t.low[k] == "-":
        k += 1
    word = t.low[k]
    if word in units.WORDS and units.WORDS[word].name.startswith("degree "):
        return units.WORDS[word], k + 1
    if word in ("c", "f") and not (
        t.low[j] != "°" and t.low[k + 1] == "." and t.low[k + 2].isalpha() and t.joined(k + 2)
    ):
        return units.WORDS["celsius" if word == "c" else "fahrenheit"], k + 1
    return units.WORDS["degree"], k if t.low[k - 1] == "." else j + 1


def _mark(t: Tokens, j: int) -> Found | None:
    """`5"`, `5''`, `6'4"`: inches and feet, where no quotation closes."""
    low, following = t.low[j], t.low[j + 1]
    touching = t.joined(j)
    if low == "'" and following == "'" and t.joined(j + 1) and touching:
        return units.WORDS["inch"], j + 2
    if low == "″" or (low in ('"', "”") and _is_inch(t, j, touching)):
        return units.WORDS["inch"], j + 1
    if low in ("′", "'", "’") and touching and is_digits(following) and t.low[j + 2] in ('"', "″", "'", "”", "’"):
        return units.WORDS["foot"], j + 1
    return None


def _is_inch(t: Tokens, j: int, touching: bool) -> bool:
    opened = t.low[j] == '"' and '"' in t.low[max(0, j - 40) : j]
    if t.low[j + 1] in ("long", "wide", "tall", "deep", "thick"):
        return True
    after_feet = touching and t.low[j - 2] in ("'", "′", "’") and is_digits(t.low[j - 3]) and t.joined(j - 2)
    return after_feet or (
        not opened and t.low[j] == '"' and (t.low[j + 1] in ("", "x", "by") or is_digits(t.low[j + 1]))
    )


def _ring(t: Tokens, j: int) -> Found | None:
    return _degrees(t, j) if t.low[j] != "º" or t.joined(j) else _one_word(t, j)


_BY_WORD: Final[dict[str, Callable[[Tokens, int], Found | None]]] = {
    **dict.fromkeys(units.PHRASES, _of_words),
    **dict.fromkeys(units.AREAS, _area),
    **dict.fromkeys(("degree", "degrees", "deg", "°", "º"), _ring),
    **dict.fromkeys(("'", "’", "″", '"', "”", "′"), _mark),
}
