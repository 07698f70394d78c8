"""Reads the unit at a token: words, symbols, powers, degrees, rates. Whose unit it is, `measures` says."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.numbers import lexicon as lx
from extract.numbers import units
from extract.numbers.numerals import is_digits
from extract.numbers.tokens import Tokens


def unit_at(t: Tokens, j: int) -> tuple[units.Unit, int] | None:
    """The unit that begins at token `j`, with `square`, powers, degrees and `per`, and the token after it."""
    word, low = t.words[j], t.low[j]
    touching = t.joined(j) and t.low[j - 1] not in lx.DASHES
    if low in units.AREAS:
        k = j + 2 if t.low[j + 1] == "-" else j + 1
        unit = units.WORDS.get(t.low[k]) or units.SYMBOLS.get(t.words[k])
        if unit is None or unit.dimension != "length":
            return None
        return units.Unit(f"{units.AREAS[low]} {unit.name}", "measure"), k + 1
    if low in ("degree", "degrees", "deg", "°") or (low == "º" and touching):
        return _degrees(t, j)
    if low in ("'", "″", '"', "”", "′") and not (
        low in ('"', "”") and not touching and t.low[j + 1] not in ("long", "wide", "tall")
    ):
        return _marks(t, j, touching)
    if low == "nautical" and t.low[j + 1] in ("mile", "miles"):
        return units.WORDS["nautical mile"], j + 2
    if low == "british" and t.low[j + 1] == "thermal" and t.low[j + 2] in ("unit", "units"):
        return units.WORDS["btu"], j + 3
    if low == "basis" and t.low[j + 1] in ("point", "points"):
        return units.Unit("basis point", "measure"), j + 2
    if (low in ("light", "metric") and t.low[j + 1] == "-") or low == "metric":
        k = j + 2 if t.low[j + 1] == "-" else j + 1
        if t.low[k] in ("ton", "tons", "tonne", "tonnes"):
            return units.WORDS["tonne"], k + 1
        if low == "light" and t.low[k] in ("year", "years"):
            return units.WORDS["light year"], k + 1
        return None
    if low == "light" and t.low[j + 1] in ("year", "years"):
        return units.WORDS["light year"], j + 2
    unit = _symbol(t, j, touching) or units.WORDS.get(low)
    if unit is None:
        return _powered(t, j, word)
    if unit.kind == "duration" and (
        t.words[j] == "May" or (low == "second" and t.low[j - 1] != "-" and not touching and t.low[j - 1] in lx.TENS)
    ):
        return None
    if low in ("yards", "feet") and t.low[j - 2] in ("all", "its", "their", "these", "those"):
        return None  # `all three yards`
    last = j + 1
    if t.low[j + 1] == "." and t.low[j + 2] == "g" and low == "k":
        return units.WORDS["kilogram"], j + 4
    return _rate(t, *_power_of(t, unit, last))


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
        return unit if word not in ("C", "F") or not _HEAT.isdisjoint(t.low[max(0, j - 40) : j + 20]) else None
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
_HEAT: Final = word_list("heat_words")


def _powered(t: Tokens, j: int, word: str) -> tuple[units.Unit, int] | None:
    """`km²`, `cm³`: the power is part of the token."""
    unit = _plain_unit(word) if word[-1:] in units.POWERS else None
    return _rate(t, unit, j + 1) if unit else None


def _plain_unit(word: str) -> units.Unit | None:
    """A unit of one token, its power within the word (`cm³`) or none."""
    unit = units.SYMBOLS.get(word) or units.WORDS.get(word.lower())
    if unit is None and word[-1:] in units.POWERS and (base := units.SYMBOLS.get(word[:-1])):
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
            if word != "per" and not (unit.dimension == "length" and t.low[k] in ("hour", "second", "minute")):
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


def _marks(t: Tokens, j: int, touching: bool) -> tuple[units.Unit, int] | None:
    """`5"`, `5''`: inches, where no quotation closes."""
    if t.low[j] == "'" and t.low[j + 1] == "'" and t.joined(j + 1) and touching:
        return units.WORDS["inch"], j + 2
    if t.low[j] in ("″",) or (
        t.low[j] == '"'
        and t.low[j + 1] in ("", "long", "wide", "tall", "x", "by")
        and '"' not in t.low[max(0, j - 40) : j]
    ):
        return units.WORDS["inch"], j + 1
    if t.low[j] == '"' and touching and is_digits(t.low[j + 1]) and '"' not in t.low[:j]:
        return units.WORDS["inch"], j + 1
    if t.low[j] in ("′", "'") and touching and is_digits(t.low[j + 1]) and t.low[j + 2] in ('"', "″", "'"):
        return units.WORDS["foot"], j + 1
    return None
