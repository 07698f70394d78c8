"""Names of places and of people, as lists: what is known of a word before any article is read.

Derived by bench/build_gazetteer.py. Which of several places of one name is meant is decided in `places`.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from store.fields import PlaceType

_TYPES: Final[dict[str, PlaceType]] = {"C": "country", "R": "region", "A": "region", "W": "water", "O": "other"}

FIRST_NAME, LAST_NAME, BOTH_NAMES, GROUP, DEMONYM = "f", "l", "b", "o", "d"


def fold(name: str) -> str:
    """The key of a name: lower case, without accents, with straight apostrophes and single spaces."""
    if name.isascii():
        return name.lower()
    plain = unicodedata.normalize("NFD", name.lower().replace("’", "'").replace("‘", "'").replace("ı", "i"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return kept.replace("ø", "o").replace("ł", "l").replace("đ", "d")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a name; `population` in thousands; `division` is a state of the US, where it is one."""

    type: PlaceType
    country: str | None
    latitude: float | None
    longitude: float | None
    population: int
    division: str


def _entry(packed: str) -> Entry:
    kind, latitude, longitude, population, *division = packed.split(" ")
    known = bool(latitude)
    return Entry(
        _TYPES.get(kind[0], "city"),
        kind[1:] or None,
        float(latitude) if known else None,
        float(longitude) if known else None,
        int(population),
        division[0] if division else "",
    )


@cache
def places() -> dict[str, str]:
    """Folded name to its packed entries; the first letter is the class of the likeliest, a digit for a city's size."""
    blob = zlib.decompress((files("extract") / "models" / "gazetteer.z").read_bytes()).decode()
    keys, _, values = blob.partition("\0")
    return dict(zip(keys.split("\n"), values.split("\n"), strict=True))


def lookup(name: str) -> list[Entry]:
    """Every place of this name, countries and regions first, then cities by size; none if unknown."""
    packed = places().get(fold(name))
    return [_entry(item) for item in packed.split(";")] if packed else []


@cache
def names() -> dict[str, str]:
    """Folded word to FIRST_NAME, LAST_NAME, BOTH_NAMES, GROUP (what is neither person nor place) or DEMONYM."""
    blob = zlib.decompress((files("extract") / "models" / "names.z").read_bytes()).decode()
    table: dict[str, str] = {}
    for kind, words in zip((FIRST_NAME, LAST_NAME, BOTH_NAMES, GROUP, DEMONYM), blob.split("\0"), strict=True):
        table.update(dict.fromkeys(words.split("\n"), kind))
        if kind == DEMONYM:
            table.update(dict.fromkeys((word + "s" for word in words.split("\n")), kind))
    return table
