"""Mentions of places put together into fields, each with its type, country and coordinates.

Which of several places of one name is meant is for `placing`, what kind of place it is, for `place_types`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from extract.names import gazetteer
from extract.names.place_types import is_direction, type_around, type_of_words
from extract.names.placing import Choice, Context, Site, choose, main_country, sites_of, surface
from extract.names.tagger import Mention
from store.model.fields import Place

Key = tuple[object, str]
"""What the mentions of one field share: the place that a list has, else the name; and `region`, where only the words
beside them tell it from a town of its name."""


def link_places(text: str, mentions: Sequence[Mention]) -> list[Place]:
    """Fields without ids, ascending by first span. `mentions` ascend and name places only."""
    sites = sites_of(text, mentions)
    context = Context(text, sites)
    groups: defaultdict[Key, list[Site]] = defaultdict(list)
    chosen: dict[Key, Choice] = {}
    by_name: defaultdict[str, set[Key]] = defaultdict(set)
    plain: dict[str, Key] = {}
    # A mention with words beside it that say which place it is speaks for the others of its name.
    for site in sorted(sites, key=lambda site: not (site.within or site.cue)):
        name = site.folded
        key = plain.get(name) if not (site.within or site.cue) else None
        if key is None and not site.cue and not site.within and len(by_name[name]) == 1:
            key = _same(site, next(iter(by_name[name])), context)
        if key is None:
            choice = choose(text, site, context)
            key = _key(site, choice)
            if key not in chosen or (choice.country and not chosen[key].country):
                chosen[key] = choice
        groups[key].append(site)
        by_name[name].add(key)
        if not (site.within or site.cue):
            plain[name] = key
    places = [_place(text, found, chosen[key], key) for key, found in groups.items()]
    _settle(text, places)
    return sorted(places, key=lambda place: place.spans[0])


def _key(site: Site, choice: Choice) -> Key:
    if choice.entry:
        return choice.entry, "region" if site.cue == "region" and choice.entry.type == "city" else ""
    return site.folded, ""


def _same(site: Site, key: Key, context: Context) -> Key | None:
    """The key of the other mentions of a name, unless this one means what the name means by itself, and they do not."""
    entry, kind = key
    if not site.options or not isinstance(entry, gazetteer.Entry):
        return key
    first = site.options[0]
    if first.type == "city" and (kind == "region" or entry.type != "city"):
        return None
    return None if first.type == "country" != entry.type and first.country == context.own else key


def _place(text: str, sites: Sequence[Site], choice: Choice, key: Key) -> Place:
    mentions = sorted((site.mention for site in sites), key=lambda mention: mention.start)
    forms = Counter(surface(text, mention) for mention in mentions)
    name = max(forms, key=lambda form: (not _is_short(form), forms[form], len(form)))
    entry = choice.entry
    kind = entry.type if entry else type_of_words(name) or type_around(text, mentions)
    if kind == "city" and (key[1] or (not entry and all(site.cue == "region" for site in sites))):
        kind = "region"
    place = Place(
        spans=[(mention.start, mention.end) for mention in mentions],
        name=name,
        type=kind,
    )
    place.country = choice.country or None
    if entry and choice.sure_of_point:
        place.latitude, place.longitude = entry.latitude, entry.longitude
    return place


def _is_short(form: str) -> bool:
    return len(form) <= 6 and (form.isupper() or form.endswith("."))


def _settle(text: str, places: Sequence[Place]) -> None:
    """The country of places that no list has: that of the listed place named right after, else the article's own."""
    invented = any(place.type == "country" and not place.country for place in places)
    spoken: Counter[str] = Counter()
    for place in places:
        if place.country:
            spoken[place.country] += len(place.spans)
    own = None if invented else main_country(spoken)
    starts = {span[0]: place for place in places if place.country for span in place.spans}
    for place in places:
        if place.country or place.latitude is not None or place.type == "country":
            continue
        if is_direction(text, Mention(*place.spans[0], "place", 0)):
            continue
        entries = gazetteer.lookup(place.name)
        if entries and (entries[0].type != "city" or entries[0].population >= _KNOWN):
            continue
        beside = (starts.get(end + len(gap)) for _, end in place.spans for gap in _GAPS if text.startswith(gap, end))
        place.country = next((other.country for other in beside if other), own)


_KNOWN = 15
"""Thousands of people from which a town is too well known to be one of the same name in the article's own country."""
_GAPS = (", ", " (", " in ", ", in ")
