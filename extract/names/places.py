"""Mentions of places put together, and each placed by the article's context: type, country, coordinates."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.gazetteer import Entry
from extract.names.tagger import Mention
from store.model.fields import Place, PlaceType

_REGION_WORD: Final = re.compile(
    r" (?:[Rr]egion|[Oo]blast|[Pp]rovince|[Cc]ounty|[Dd]istrict|[Ss]tate|[Gg]overnorate)\b"
)
_TYPES: Final[tuple[tuple[PlaceType, frozenset[str]], ...]] = (
    (
        "facility",
        word_list("facility_nouns"),
    ),
    (
        "water",
        word_list("water_nouns"),
    ),
    (
        "region",
        word_list("region_nouns"),
    ),
    (
        "other",
        word_list("landform_nouns"),
    ),
    ("city", word_set("city town village township")),
)


def link_places(text: str, mentions: Sequence[Mention]) -> list[Place]:
    """Fields without ids, ascending by first span. `mentions` ascend and name places only."""
    options = {name: gazetteer.lookup(name) for m in mentions if (name := _surface(text, m)) is not None}
    hints = _hints(text, mentions, options)
    context = _context(text, mentions, options)
    groups: dict[object, list[Mention]] = {}
    chosen: dict[object, tuple[Entry | None, bool]] = {}
    by_name: dict[str, object] = {}
    for mention in mentions:
        name = _surface(text, mention)
        folded = gazetteer.fold(name).strip(".")
        hint = hints.get(mention.start)
        if hint is None and folded in by_name:
            groups[by_name[folded]].append(mention)
            continue
        entry, sure = _choose(options[name], context, hint)
        key: object = entry if entry else folded
        if key not in groups:
            groups[key] = []
            chosen[key] = (entry, sure)
        groups[key].append(mention)
        by_name.setdefault(folded, key)
    places = [_place(text, found, *chosen[key]) for key, found in groups.items()]
    _settle(text, places)
    return sorted(places, key=lambda place: place.spans[0])


def _surface(text: str, mention: Mention) -> str:
    return " ".join(text[mention.start : mention.end].split())


def _hints(text: str, mentions: Sequence[Mention], options: dict[str, list[Entry]]) -> dict[int, Entry]:
    """Start of a mention to the larger place named right after it: `Paris, Texas`, `Tripoli (Lebanon)`."""
    hints: dict[int, Entry] = {}
    for mention, following in pairwise(mentions):
        gap = text[mention.end : following.start]
        if gap in _GAPS:
            larger = [
                entry
                for entry in options[_surface(text, following)]
                if entry.type in ("country", "region") and entry.country
            ]
            known = {entry.country for entry in options[_surface(text, mention)]}
            fitting = [entry for entry in larger if entry.country in known]
            if fitting and (gap == ", " or gap == " (" or len(fitting) == 1):
                hints[mention.start] = fitting[0]
    return hints


def _context(text: str, mentions: Sequence[Mention], options: dict[str, list[Entry]]) -> Counter[str]:
    """How much each country is spoken of: by its own name, its regions, and cities that no other country has."""
    context: Counter[str] = Counter()
    for mention in mentions:
        entries = options[_surface(text, mention)]
        countries = {entry.country for entry in entries if entry.country}
        if len(countries) == 1:
            context[countries.pop()] += 2 if entries[0].type == "country" else 1
    return context


def _choose(entries: list[Entry], context: Counter[str], hint: Entry | None) -> tuple[Entry | None, bool]:
    """The likeliest place, and whether it is sure enough to say where it lies."""
    if not entries:
        return None, False

    def score(entry: Entry) -> float:
        value = math.log10(entry.population + 1) + {"country": 3.0, "region": 1.5, "water": 4.0, "other": 3.0}.get(
            entry.type, 0.0
        )
        if entry.country:
            value += min(3.0, 1.5 * math.log2(1 + context[entry.country]))
        if hint and entry.country == hint.country:
            value += 6.0
            if hint.division and entry.division == hint.division:
                value += 4.0
        return value

    ranked = sorted(entries, key=score, reverse=True)
    best = ranked[0]
    rival = next((entry for entry in ranked[1:] if entry.country != best.country), None)
    return best, rival is None or score(best) - score(rival) >= 0.7


def _type(name: str) -> PlaceType | None:
    """What the words of a name say."""
    words = name.lower().split()
    if len(words) < 2:
        return None
    if words[-2:] in (["national", "park"], ["national", "monument"]):
        return "other"
    last = next((kind for kind, nouns in _TYPES if words[-1] in nouns), None)
    return last or _FIRST_WORDS.get(words[0])


_FIRST_WORDS: Final[dict[str, PlaceType]] = {
    **dict.fromkeys(("mount", "mt.", "mt", "cape", "cerro", "monte", "jebel"), "other"),
    **dict.fromkeys(("lake", "gulf", "bay", "strait", "river"), "water"),
}


_STATE: Final = re.compile(
    r"['’]s (?:[a-z]{3,12} )?(?:[Gg]overnment|[Pp]arliament|[Aa]rmy|[Mm]ilitary|[Cc]abinet|[Pp]resident|[Ee]mbassy"
    r"|(?:[Dd]efen[cs]e|[Ff]oreign|[Ff]inance|[Ii]nterior|[Hh]ealth|[Pp]rime) [Mm]inist(?:er|ry))\b"
)
_NOUN_BEHIND: Final = re.compile(r"\b([a-z]{3,12}) of \Z")
_NOUN_AHEAD: Final = re.compile(r" ([a-z]{3,12})\b")


def _type_around(text: str, mentions: Sequence[Mention]) -> PlaceType:
    """What the words around a name say that no list has: the nouns beside it, what it owns, its people."""
    for mention in mentions[:_LOOKED_AT]:
        behind = _NOUN_BEHIND.search(text, max(0, mention.start - 20), mention.start)
        ahead = _NOUN_AHEAD.match(text, mention.end)
        for noun in (behind[1] if behind else "", ahead[1] if ahead else ""):
            kind = next((kind for kind, nouns in _TYPES if noun in nouns), None)
            if kind and kind != "facility":
                return kind
        if _STATE.match(text, mention.end):
            return "country"
    name = _surface(text, mentions[0])
    if name.endswith("ia") and f"{name}n" in text:
        return "country"
    return "city"


_LOOKED_AT: Final = 20  # mentions


def _settle(text: str, places: Sequence[Place]) -> None:
    """The country of places that no list has: that of the listed place named right after, else the article's own."""
    spoken: Counter[str] = Counter()
    for place in places:
        if place.country:
            spoken[place.country] += len(place.spans)
    invented = any(place.type == "country" and not place.country for place in places)
    (country, count), *_ = spoken.most_common(1) or [("", 0)]
    own = country if count >= 2 and count >= OWN * spoken.total() and not invented else None
    starts = {span[0]: place for place in places if place.country for span in place.spans}
    for place in places:
        if place.country or place.latitude is not None or place.type == "country" or gazetteer.lookup(place.name):
            continue
        beside = (starts.get(end + len(gap)) for _, end in place.spans for gap in _GAPS if text.startswith(gap, end))
        place.country = next((other.country for other in beside if other), own)


OWN: Final = 0.6
"""The share of mentions from which a country is the one that an article is about."""
_GAPS: Final = (", ", " (", " in ", ", in ")


def _place(text: str, mentions: list[Mention], entry: Entry | None, sure: bool) -> Place:
    forms = Counter(_surface(text, mention) for mention in mentions)
    name = max(forms, key=lambda form: (not _is_short(form), forms[form], len(form)))
    kind = entry.type if entry else _type(name) or _type_around(text, mentions)
    if kind == "city" and all(_REGION_WORD.match(text, mention.end) for mention in mentions):
        kind = "region"
    place = Place(
        spans=[(mention.start, mention.end) for mention in mentions],
        name=name,
        type=kind,
    )
    if entry and sure:
        place.country, place.latitude, place.longitude = entry.country, entry.latitude, entry.longitude
    return place


def _is_short(form: str) -> bool:
    return len(form) <= 6 and (form.isupper() or form.endswith("."))
