"""What kind of place a name names, by its own words and by those around it, where no list says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.tagger import Mention
from store.model.fields import PlaceType

Cue = Literal["region", "city", ""]
"""What the words beside a mention say that it is."""

_TYPES: Final[tuple[tuple[PlaceType, frozenset[str]], ...]] = (
    ("facility", word_list("facility_nouns")),
    ("water", word_list("water_nouns")),
    ("region", word_list("region_nouns")),
    ("other", word_list("landform_nouns")),
    ("city", word_list("town_nouns")),
)
_FIRST_WORDS: Final[dict[str, PlaceType]] = {
    **dict.fromkeys(("mount", "mt.", "mt", "cape", "cerro", "monte", "jebel"), "other"),
    **dict.fromkeys(("lake", "gulf", "bay", "strait", "river"), "water"),
    **dict.fromkeys(("county", "district", "province", "region", "republic", "isle"), "region"),
    **dict.fromkeys(("camp", "fort", "ft."), "facility"),
}


def kind_of(noun: str) -> PlaceType | None:
    return next((kind for kind, nouns in _TYPES if noun in nouns), None)


def type_of_words(name: str) -> PlaceType | None:
    """What the words of a name say."""
    words = name.lower().split()
    if len(words) < 2:
        return None
    if words[-2:] in (["national", "park"], ["national", "monument"], ["national", "forest"]):
        return "other"
    return kind_of(words[-1]) or _FIRST_WORDS.get(words[0])


_REGION_NOUN: Final = (
    r"(?:[Rr]egions?|[Oo]blasts?|[Pp]rovinces?|[Cc]ount(?:y|ies)|[Dd]istricts?|[Ss]tates?|[Gg]overnorates?"
)
_REGION_NOUN_END: Final = r"|[Pp]refectures?|[Cc]antons?|[Dd]epartments?|[Vv]oivodeships?|[Kk]rais?|[Ee]mirates?)\b"
_REGION_AHEAD: Final = re.compile(
    rf" (?:[Ff]ederal )?{_REGION_NOUN}{_REGION_NOUN_END}(?! (?:capital|police|court)s?\b)"
)
_SHARED_AHEAD: Final = re.compile(
    r"(?:, [A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?){0,6},? and [A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?"
    r" (?:regions|oblasts|provinces|counties|districts|states|governorates|prefectures)\b"
)
_REGION_BEHIND: Final = re.compile(
    r"(?:\b(\w+) |\b)"
    r"(?:[Rr]egions?|[Oo]blast|[Pp]rovinces?|[Cc]ount(?:y|ies)|[Dd]istricts?|[Ss]tates?|[Gg]overnorate|[Pp]refecture"
    r"|[Cc]anton|[Dd]epartment) of (?:the )?\Z|\b([Uu]pstate) \Z"
)
_CITY_AHEAD: Final = re.compile(r" (?:[Cc]ity|town|village)\b")
_CITY_BEHIND: Final = re.compile(r"\b(?:city|cities|towns?|villages?|suburb|municipality|township|borough) of \Z")
_STATE_OFFICE: Final = re.compile(
    r"(?:['’]s)? (?:[Gg]ov\.|[Gg]overnor|[Ll]t\. Gov|[Aa]ttorney [Gg]eneral|[Ll]egislat|[Ll]awmakers?\b|[Ss]en\."
    r"|[Ss]enator|[Ss]upreme Court|[Ss]tate\b|[Dd]emocrats?\b|[Rr]epublicans?\b|[Rr]ep\.|[Cc]ongress)"
)


_BEFORE_OF: Final = word_set("the this that in across from northern southern eastern western central") | {""}


def cue(text: str, mention: Mention) -> Cue:
    start, end = mention.start, mention.end
    behind = text[max(0, start - 50) : start]
    if behind.endswith((" of ", " of the ", "pstate ")):
        if _CITY_BEHIND.search(behind):
            return "city"
        named = _REGION_BEHIND.search(behind)
        if named and ((word := named[1] or "").lower() in _BEFORE_OF or gazetteer.land_of(word)):
            return "region"
    if text.startswith(" ", end):
        if _CITY_AHEAD.match(text, end):
            return "city"
        if _REGION_AHEAD.match(text, end):
            return "region"
    if text.startswith((", ", " and "), end) and _SHARED_AHEAD.match(text, end):
        return "region"
    return ""


def is_state(text: str, mention: Mention) -> bool:
    """Whether what follows is what a state of the US has, and a town has not: `New York Gov. Ann Orr`."""
    return _STATE_OFFICE.match(text, mention.end) is not None


def is_direction(text: str, mention: Mention) -> bool:
    """`the democratic West`, `the North`: part of the world or of a country, and no town of that name."""
    bare = text[mention.start : mention.end] in DIRECTIONS
    return bare and _ARTICLE.search(text, max(0, mention.start - _AHEAD), mention.start) is not None


DIRECTIONS: Final = word_set("North South East West")
_ARTICLE: Final = re.compile(r"\b[Tt]he\s(?:[a-z-]+,?\s){0,2}\Z")
_AHEAD: Final = 40


_STATE: Final = re.compile(
    r"['’]s (?:[a-z]{3,12} )?(?:[Gg]overnment|[Pp]arliament|[Aa]rmy|[Mm]ilitary|[Cc]abinet|[Pp]resident|[Ee]mbassy"
    r"|(?:[Dd]efen[cs]e|[Ff]oreign|[Ff]inance|[Ii]nterior|[Hh]ealth|[Pp]rime) [Mm]inist(?:er|ry))\b"
)
_NOUN_BEHIND: Final = re.compile(r"\b([a-z]{3,12}) of (?:the )?\Z")
_NOUN_AHEAD: Final = re.compile(r" ([a-z]{3,12})\b")
_LOOKED_AT: Final = 20  # mentions


def type_around(text: str, mentions: Sequence[Mention]) -> PlaceType:
    """What the words around a name say that no list has: the nouns beside it, what it owns, its people."""
    for mention in mentions[:_LOOKED_AT]:
        behind = _NOUN_BEHIND.search(text, max(0, mention.start - 20), mention.start)
        ahead = _NOUN_AHEAD.match(text, mention.end)
        kind = (kind_of(ahead[1]) if ahead else None) or (kind_of(behind[1]) if behind else None)
        if kind and (kind != "facility" or (ahead and kind_of(ahead[1]) == "facility" and ahead[1] in _SITES)):
            return kind
        if _STATE.match(text, mention.end):
            return "country"
    name = text[mentions[0].start : mentions[0].end]
    if name.endswith("ia") and f"{name}n" in text:
        return "country"
    return "city"


_SITES: Final = word_set(
    "airport airfield airbase stadium prison jail refinery camp mine dam bridge plant reactor hotel hospital barracks"
)
"""A name without its own word is the site itself: `the Orrmoor prison`."""
