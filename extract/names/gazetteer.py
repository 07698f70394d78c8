"""Names of places and of people, as lists: what is known of a word before any article is read.

Derived by bench/build_gazetteer.py. Which of several places of one name is meant is decided in `places`.
"""

from __future__ import annotations

import marshal
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pkgutil import get_data
from typing import Final

from store.model.fields import PlaceType

_TYPES: Final[dict[str, PlaceType]] = {
    "C": "country",
    "R": "region",
    "A": "region",
    "W": "water",
    "O": "other",
    "F": "facility",
}
_CAPITAL: Final = "8"
CODE: Final = "^"
"""Stands before a postal code of a state: `^TX`; a word of two letters is none."""
PEOPLE: Final = "~"
"""Stands before the adjective of a country: `~turkish`."""

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
    """One place of a name; two entries that are equal are one place, by whichever name it was looked up.

    `name` is its own name, folded; `population` is in thousands, `division` a code of the first-order division."""

    name: str
    type: PlaceType
    country: str | None
    latitude: float | None
    longitude: float | None
    population: int
    division: str
    is_capital: bool = False


def _entry(key: str, packed: str) -> Entry:
    kind, latitude, longitude, population, division, name = (*packed.split(" ", 5), "", "")[:6]
    known = bool(latitude)
    return Entry(
        name or key,
        _TYPES.get(kind[0], "city"),
        kind[1:] or None,
        float(latitude) if known else None,
        float(longitude) if known else None,
        int(population),
        division,
        kind[0] == _CAPITAL,
    )


class Table:
    """Folded name to a value: what a mapping's `get` and `in` do, over a file of `pack`.

    Names are kept in parts by their first two letters, each compressed by itself: one is unpacked when a name in it is
    first asked for, so that opening the table costs nothing and an article pays for the letters that it uses.
    """

    def __init__(self, data: bytes) -> None:
        size = int.from_bytes(data[:4], "little")
        self._index: dict[str, tuple[int, int]] = marshal.loads(data[4 : 4 + size])
        self._data = data[4 + size :]
        self._parts: dict[str, dict[str, str]] = {}

    def get(self, name: str, default: str = "") -> str:
        letters = name[:PART]
        part = self._parts.get(letters)
        if part is None:
            if letters not in self._index:
                return default
            part = self._parts[letters] = self._unpacked(*self._index[letters])
        return part.get(name, default)

    def __contains__(self, name: str) -> bool:
        return bool(self.get(name))

    def _unpacked(self, start: int, end: int) -> dict[str, str]:
        lines = zlib.decompress(self._data[start:end]).decode().split("\n")
        return dict(zip(lines[::2], lines[1::2], strict=True))


PART: Final = 2
_KEPT: Final = 4096  # names, of those asked for last


def pack(values: Mapping[str, str]) -> bytes:
    """The file of a `Table`."""
    parts: dict[str, list[str]] = {}
    for name in sorted(values):
        parts.setdefault(name[:PART], []).extend((name, values[name]))
    index: dict[str, tuple[int, int]] = {}
    blob = b""
    for letters, lines in parts.items():
        packed = zlib.compress("\n".join(lines).encode(), 9)
        index[letters] = len(blob), len(blob) + len(packed)
        blob += packed
    head = marshal.dumps(index, 2)
    return len(head).to_bytes(4, "little") + head + blob


def model(name: str) -> bytes:
    """A file of the extractor's own."""
    data = get_data("extract", f"models/{name}")
    assert data is not None  # None only from a loader that knows no files
    return data


@cache
def places() -> Table:
    """Folded name to its packed entries; the first letter is the class of the likeliest, a digit for a city's size."""
    return Table(model("gazetteer.z"))


@lru_cache(_KEPT)
def lookup(name: str) -> list[Entry]:
    """Every place of this name, countries and regions first, then cities by size; none if unknown."""
    key = fold(name)
    packed = places().get(CODE + name) if len(name) == 2 and name.isupper() else ""
    packed = ";".join(filter(None, (packed, places().get(key))))
    return [_entry(key, item) for item in packed.split(";")] if packed else []


@lru_cache(_KEPT)
def land_of(adjective: str) -> str:
    """The code of the country of `Turkish`, or nothing."""
    return places().get(PEOPLE + adjective.lower())


@cache
def names() -> Table:
    """Folded word to FIRST_NAME, LAST_NAME, BOTH_NAMES, GROUP (what is neither person nor place) or DEMONYM."""
    return Table(model("names.z"))
