"""Which place of a name is meant: by its size, by the article's other places, by what stands beside it.

In that order of caution: what stands beside a name decides, the rest of the article only between places of about one
size. Where two countries are about as likely, none is given; where two places of one country are, no point.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.gazetteer import Entry
from extract.names.place_types import DIRECTIONS, Cue, cue, is_direction, is_state
from extract.names.tagger import Mention
from store.model.fields import PlaceType

_LARGER: Final = ("country", "region")


@dataclass(slots=True)
class Site:
    """One mention: what it may be, what the words beside it say that it is, and the larger place that it lies in."""

    mention: Mention
    name: str
    options: list[Entry]
    cue: Cue = ""
    within: Entry | None = None

    @property
    def folded(self) -> str:
        return gazetteer.fold(self.name).strip(".")


@dataclass(frozen=True, slots=True)
class Choice:
    """`entry` of the place that is meant, if a list has it; its country and its point only where they are sure."""

    entry: Entry | None = None
    country: str | None = None
    sure_of_point: bool = False


def surface(text: str, mention: Mention) -> str:
    return " ".join(text[mention.start : mention.end].split())


def sites_of(text: str, mentions: Sequence[Mention]) -> list[Site]:
    known: dict[str, list[Entry]] = {}
    sites = []
    for mention in mentions:
        name = surface(text, mention)
        if is_direction(text, mention):
            sites.append(Site(mention, name, [], "region"))
            continue
        if name not in known:
            known[name] = options_of(name)
        sites.append(Site(mention, name, known[name], cue(text, mention)))
    _look_beside(text, sites)
    return sites


_KINDS_BEHIND: Final = word_list("division_words")


def options_of(name: str) -> list[Entry]:
    """Every place of the name, also where it stands with the word for its kind: `Kunar Province`, `State of Kunar`."""
    found = gazetteer.lookup(name)
    words = name.split()
    if name.isupper() and name.isalpha() and 2 < len(name) < 5:
        found = [entry for entry in found if entry.type != "city" or entry.population >= _METROPOLIS]
    if not found and "." in name[:-1] and name[-1] != ".":
        found = gazetteer.lookup(name.replace(" ", "") + ".")
    if found or len(words) < 2:
        return found
    last, first = words[-1].lower(), words[0].lower()
    if first == "the":
        return options_of(" ".join(words[1:]))
    if last in _KINDS_BEHIND:
        bare = " ".join(words[:-1])
    elif first in _KINDS_BEHIND or (first in _STATES and words[1] == "of"):
        bare = " ".join(words[2:] if words[1].lower() == "of" else words[1:])
    elif first in _DIRECTIONS:
        return [
            replace(entry, name=gazetteer.fold(name), latitude=None, longitude=None)
            for entry in gazetteer.lookup(" ".join(words[1:]))
            if entry.type in _LARGER
        ]
    else:
        return []
    entries = gazetteer.lookup(bare) if bare else []
    if first in _STATES:
        return [entry for entry in entries if entry.type == "country"] or entries
    if "city" in (last, first):
        return [entry for entry in entries if entry.type == "city"]
    regions = [entry for entry in entries if entry.type == "region"]
    return regions or [
        replace(entry, name=gazetteer.fold(name), type="region", latitude=None, longitude=None)
        for entry in entries
        if entry.type == "city" and entry.population >= _TOWN
    ]


_DIRECTIONS: Final = word_set("north south east west northern southern eastern western central upper lower")
_STATES: Final = word_set("republic kingdom commonwealth sultanate")
_TOWN: Final = 50  # thousands
_METROPOLIS: Final = 500
_GAPS: Final = (", ", " (", " in ", ", in ", " in the ", ", in the ", " of ")
_IN_THE: Final = re.compile(
    r",? in (?:the )?[a-z ]{0,24}(?:province|state|region|district|department|county|oblast|governorate) of "
)
_LIST_GAPS: Final = (", ", " and ", ", and ", " or ", ", or ", ", the ", " and the ", ", and the ", " & ")
_OWNER: Final = re.compile(r"['’]s (?:[a-z]{3,12} ){0,2}")
_TOWN_OF: Final = re.compile(
    r"(?: [a-z-]{3,14}){0,3} (?:town|city|village|capital|port|suburb|district|province|region) of "
)
_OPENINGS: Final = tuple(
    noun + tail
    for noun in word_set("town city village capital port suburb district province region island resort enclave")
    for tail in (" ", "s ", " of ", " of the ")
)
_ADJECTIVE: Final = re.compile(
    r"\b([A-Z][a-z]{2,12}(?: [A-Z][a-z]{3,11})?)(?: [a-z-]{3,14}){0,3}"
    r" (?:town|city|village|capital|port|suburb|district|province|region|island|resort|enclave)s? (?:of )?(?:the )?\Z"
)


def _look_beside(text: str, sites: list[Site]) -> None:
    """Find the larger place that stands beside a name, and the states among which a name stands in a list."""
    for site, following in pairwise(sites):
        gap = text[site.mention.end : following.mention.start]
        if gap in _GAPS or (len(gap) < 50 and _IN_THE.fullmatch(gap)):
            _set_inside(text, site, following, gap)
        elif len(gap) < 60 and (_OWNER.fullmatch(gap) or _TOWN_OF.fullmatch(gap)):
            larger = _containing(following.options, site.options)
            owner = larger[1] if larger else _only(site.options) if not following.options else None
            following.within = following.within or owner
        if gap in _LIST_GAPS and not site.within:
            _set_alike(site, following)
    for site in sites:
        if site.within is None and len({entry.country for entry in site.options}) > 1:
            behind = text[max(0, site.mention.start - 60) : site.mention.start]
            found = _ADJECTIVE.search(behind) if behind.endswith(_OPENINGS) else None
            land = gazetteer.land_of(found[1]) or gazetteer.land_of(found[1].split()[-1]) if found else ""
            if land and any(entry.country == land for entry in site.options):
                site.within = Entry(land, "country", land, None, None, 0, "")


def _only(options: list[Entry]) -> Entry | None:
    """The first of the places of a name, if all of them lie in one country."""
    return options[0] if len({entry.country for entry in options}) == 1 else None


def _set_inside(text: str, site: Site, following: Site, gap: str) -> None:
    pair = _containing(site.options, following.options)
    if pair:
        if gap not in (" in ", " of ") or pair[0].type == "city":
            site.within = pair[1]
            if pair[1].type == "region" and (gap == ", " or pair[0].type == "city"):
                following.cue = following.cue or "region"
                following.within = following.within or pair[1]
    elif _IN_THE.fullmatch(gap):
        site.within, site.options = following.options[0] if following.options else None, []
    elif gap in (", ", " (") and not text.startswith((" and ", ", and ", ","), following.mention.end):
        # A village whose namesakes all lie elsewhere: `Moscow, Kenya`.
        larger = [entry for entry in following.options if entry.type in _LARGER and entry.country]
        if larger and all(entry.type == "city" and entry.population < _TOWN for entry in site.options):
            site.within, site.options = larger[0], []


def _containing(small: list[Entry], large: list[Entry]) -> tuple[Entry, Entry] | None:
    """A place and the country or region that it lies in, the largest such place first; states before countries."""
    pairs = [
        (inner, outer)
        for outer in large
        if outer.type in _LARGER and outer.country
        for inner in small
        if inner.country == outer.country
        and inner != outer
        and inner.type != "country"
        and (outer.type == "country" or outer.division in ("", inner.division))
        and not (outer.type == inner.type == "region" and inner.division and inner.population > outer.population)
    ]
    return max(pairs, key=lambda pair: (pair[0].population, pair[1].type == "region")) if pairs else None


def _set_alike(site: Site, following: Site) -> None:
    """In a list with a state, a name that may be a state of the same country is one: `New York and Ohio`."""
    for one, other in ((site, following), (following, site)):
        if one.within is None and _is_only_region(other):
            country = other.options[0].country
            if country and any(entry.type == "region" and entry.country == country for entry in one.options):
                one.cue = one.cue or "region"
                one.within = Entry(country.lower(), "country", country, None, None, 0, "")


def _is_only_region(site: Site) -> bool:
    return bool(site.options) and (
        site.options[0].type == "region" or (site.cue == "region" and site.options[0].type == "city")
    )


class Context:
    """What the article speaks of: countries and divisions, and how much."""

    def __init__(self, text: str, sites: Sequence[Site]) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self._spoken: Counter[str] = Counter()
        self.divisions: Counter[tuple[str, str]] = Counter()
        for site in sites:
            self._add(site)
        for adjective in _PEOPLES.findall(text):
            land = gazetteer.land_of(adjective)
            if land:
                self.countries[land] += _NAMED
        self.own = main_country(self._spoken)

    def _add(self, site: Site) -> None:
        if not site.options:
            return
        first = site.options[0]
        if site.within and site.within.country:
            self.countries[site.within.country] += 1
            self._spoken[site.within.country] += 1
        elif first.country and _stands_out(site.options):
            self.countries[first.country] += _NAMED if first.type == "country" else 1
            self._spoken[first.country] += 1
        if first.type == "region" and first.country and first.division:
            self.divisions[first.country, first.division] += 1

    def weight(self, entry: Entry) -> float:
        if not entry.country:
            return 0.0
        weight = min(1.5, 0.5 * math.log2(1 + self.countries.get(entry.country, 0.0)))
        weight += _OWN if entry.country == self.own else 0.0
        return weight + (0.8 if entry.type == "city" and self.divisions[entry.country, entry.division] else 0.0)


def main_country(spoken: Counter[str]) -> str | None:
    """The country that an article is about, if there is one, by how often each is spoken of."""
    (country, count), *_ = spoken.most_common(1) or [("", 0)]
    return country if count >= 2 and count >= OWN * spoken.total() else None


def _stands_out(options: list[Entry]) -> bool:
    """Whether the first place of a name is meant wherever nothing speaks for another country."""
    first = options[0]
    others = [entry.population for entry in options if entry.country != first.country]
    return not others or (
        first.type in ("city", "country") and first.population >= (3 if first.is_capital else 10) * max(others)
    )


OWN: Final = 0.6
"""The share of mentions from which a country is the one that an article is about."""
_NAMED: Final = 0.34
"""What the name of a country, or of its people, weighs beside that of a place in it: papers of every country speak of
the great ones."""
_PEOPLES: Final = re.compile(r"\b((?:(?:North|South|Costa|Sri|Saudi|Puerto|Sierra) )?[A-Z][a-z]{2,11})\b")

_BONUS: Final[dict[PlaceType, float]] = {"country": 2.0, "water": 3.0, "other": 3.0, "facility": 3.0}
_CAPITAL: Final = 1.5
_OWN: Final = 1.0
_MARGIN: Final = 0.45
"""By so much the likeliest place must beat the next, in powers of ten of its people."""
_MARGIN_SPOKEN_OF: Final = 0.15
"""The same where the article speaks more of its country, by `_SPOKEN_OF`."""
_SPOKEN_OF: Final = 0.25


def choose(text: str, site: Site, context: Context) -> Choice:
    options = site.options
    if not options:
        return Choice(country=site.within.country if site.within else None)
    within = site.within

    def score(entry: Entry) -> float:
        value = _weight(entry) + context.weight(entry)
        if within and entry.country == within.country:
            value += 8.0
            if within.division and entry.division == within.division:
                value += 4.0
        return value

    wanted = _wanted(text, site)
    fitting = [entry for entry in options if entry.type == wanted] if wanted else []
    ranked = sorted(fitting or options, key=score, reverse=True)
    best = ranked[0]
    if not fitting and not (within and within.division):
        # A name that means a town and a region of one country means the one that stands first.
        default = next(entry for entry in options if entry.country == best.country).type
        best = next(entry for entry in ranked if (entry.country, entry.type) == (best.country, default))
    if _is_a_namesake(best, within, context):
        return Choice()
    others = [entry for entry in ranked if entry is not best]
    abroad = next((entry for entry in others if entry.country != best.country), None)
    if abroad:
        spoken_of = context.weight(best) - context.weight(abroad) >= _SPOKEN_OF
        if score(best) - score(abroad) < (_MARGIN_SPOKEN_OF if spoken_of else _MARGIN):
            return Choice(best)
    known = not (within and within.division and within.division != best.division and best.type == "city")
    near = next((entry for entry in others if (entry.country, entry.type) == (best.country, best.type)), None)
    return Choice(best, best.country, known and not (near and score(best) - score(near) < _MARGIN))


def _weight(entry: Entry) -> float:
    """Of a place by itself, before any article is read."""
    return math.log10(entry.population + 1) + _BONUS.get(entry.type, 0.0) + (_CAPITAL if entry.is_capital else 0.0)


def rivals(name: str, type_: PlaceType, country: str | None) -> list[Entry] | None:
    """The places of this name that are about as likely as the one of this type and country, or likelier; None where
    no list has that one."""
    if type_ == "region" and name in DIRECTIONS:
        return []
    options = options_of(name)
    chosen = [entry for entry in options if (entry.type, entry.country) == (type_, country)]
    if not chosen:
        return None
    least = max(map(_weight, chosen)) - _RIVALS
    return [entry for entry in options if entry not in chosen and _weight(entry) >= least]


_RIVALS: Final = 1.0
"""A place with a tenth of the people may be meant as well."""


def _wanted(text: str, site: Site) -> PlaceType | None:
    kinds = {entry.type for entry in site.options}
    if site.cue:
        return "region" if site.cue == "region" else "city" if site.options[0].type != "country" else None
    return "region" if "region" in kinds and is_state(text, site.mention) else None


def _is_a_namesake(best: Entry, within: Entry | None, context: Context) -> bool:
    """A small town of a country that the article does not speak of, while it is about another."""
    if within or best.type != "city" or best.population >= _TOWN or not best.country:
        return False
    return context.own not in (None, best.country)
