"""What the manner of news settles about places: words beside a name that make it one, and names inside other names.

Found here: names before `district` or behind `village of`, states behind a comma, countries inside hyphened words.
Taken away: seats of government where they speak, places inside the names of bodies. Mended: edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.offices import OFFICES
from extract.names.tagger import Mention, shipped
from extract.names.vocabulary import TITLES
from extract.words import DAYS, STARTERS, occurrences

SURE: Final = 400
"""The margin of a name that a rule has found."""

_CAP: Final = r"[A-Z][^\W_]*(?:['’-](?!s\b)[^\W_]+)*"

# --- found by the words beside them ---

_HOUSES: Final = frozenset(name.replace("_", " ") for name in word_list("houses_that_speak"))

_NOUNS: Final = tuple(f" {noun.replace('_', ' ')}" for noun in sorted(word_list("nouns_behind_places")))
_NO_NOUN: Final = re.compile(r"\w|-| (?:attorney|judge|court|council|board|manager|office|police)s?\b")
_LAST_NAMES: Final = re.compile(rf"(?<![\w'’-])((?:{_CAP}, ){{0,6}}{_CAP},? (?:and|or) )?({_CAP}(?: {_CAP}){{0,2}})\Z")
_NOUN_OF: Final = re.compile(
    r"\b(?:district|province|county|oblast|region|governorate|prefecture|canton|municipality|township|town|village|city"
    r"|hamlet|suburb|neighbo[u]?rhood|outskirts|port|island|enclave|settlement|commune)\Z"
)
_MOUNTS: Final = ("Mount", "Mt", "Mt.", "Lake", "Loch", "Lough", "Cerro", "Jebel")
_MOUNT: Final = re.compile(rf"(?:Mount|Mt\.?|Lake|Loch|Lough|Cerro|Jebel) {_CAP}")
_NOT_GROUND: Final = word_set("Moon Earth Mars Venus Jupiter Saturn")
_BODY_OF: Final = re.compile(r"\b[A-Z]\w+ (?:of|for) \Z")
_THE: Final = re.compile(r"he ([A-Z][a-z]{2,}(?: (?:[A-Z][a-z]+|of [A-Z][a-z]+))?)(?! [A-Z]|[\w’'-])")
_FIRST_NAME: Final = re.compile(rf"{_CAP}(?: (?:{_CAP}|(?:de|del|da|do|la|al|el) {_CAP})){{0,2}}")


def named_beside(text: str) -> Iterator[Mention]:
    """`Orr district`, `Orr and Lund provinces`, `the village of Orr`, `Mount Orr`."""
    for noun in _NOUNS:
        for at in occurrences(text, noun):
            plural = text.startswith("s", at + len(noun))
            if text[at - 1 : at].isalnum() and not _NO_NOUN.match(text, at + len(noun) + plural):
                yield from _names_before(text, at, plural or noun.endswith("ies"))
    for at in occurrences(text, " of "):
        if text[at + 4 : at + 5].isupper() and _NOUN_OF.search(text, max(0, at - 14), at):
            name = _FIRST_NAME.match(text, at + 4)
            if name and _may_be_place(name[0]):
                yield Mention(*name.span(), "place", SURE)
    for match in _THE.finditer(text):
        named = gazetteer.places().get(gazetteer.fold(match[1]), "-")[0] in "WAO" and match[1] not in _NOT_GROUND
        article = text[max(0, match.start() - 2) : match.start()].strip() in ("t", "T")
        if named and article and not _BODY_OF.search(text, max(0, match.start() - 25), match.start() - 1):
            yield Mention(*match.span(1), "place", SURE)
    for word in _MOUNTS:
        for at in occurrences(text, word + " "):
            name = _MOUNT.match(text, at)
            if name and not text[at - 1 : at].isalnum():
                yield Mention(*name.span(), "place", SURE)


def sites(text: str) -> Iterator[Mention]:
    """`at Orr Tavern`, `in the Orrmoor Magistrates’ Court`, `Orr Township`."""
    for match in _AT_SITE.finditer(text):
        name = _LONG_NAME.match(text, match.end())
        if name is None or name[0].partition(" ")[0].lower() in _GENERIC or gazetteer.fold(name[0]) in _HOUSES:
            continue
        if name[0].rpartition(" ")[2] in _SITES and _may_be_place(name[0].rpartition(" ")[0]):
            yield Mention(*name.span(), "place", SURE)
    for noun in _DIVISIONS:
        for at in occurrences(text, " " + noun):
            end = at + 1 + len(noun)
            name = _ENDING_NAME.search(text, max(0, at - 40), at)
            if name and not _GOES_ON.match(text, end) and _may_be_place(name[0]) and not _is_given(name[0]):
                yield Mention(name.start(), end, "place", SURE)


def _is_given(name: str) -> bool:
    return gazetteer.names().get(gazetteer.fold(name)) in (gazetteer.FIRST_NAME, gazetteer.BOTH_NAMES)


_SITES: Final = word_list("site_nouns")
_GENERIC: Final = word_set(
    "supreme high federal crown appeals appeal constitutional district county superior circuit trial"
)
_AT_SITE: Final = re.compile(r"\b(?:at|in|outside|near|inside|on|behind|opposite|into|along) (?:the )?(?=[A-Z])")
_LONG_NAME: Final = re.compile(rf"{_CAP}(?: (?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th))['’]?(?:s(?= ))?){{1,4}}(?! [A-Z])")
_DIVISIONS: Final = ("Township", "Borough", "County", "Oblast", "Raion", "Prefecture", "Governorate", "Regency", "Ward")
_ENDING_NAME: Final = re.compile(rf"(?<![\w’'.-])(?<![A-Z][a-z] ){_CAP}(?: {_CAP})?\Z")
_GOES_ON: Final = re.compile(r"\w| [A-Z]|['’]s [A-Z]|-")


def _names_before(text: str, end: int, plural: bool) -> Iterator[Mention]:
    names = _LAST_NAMES.search(text, max(0, end - 90), end)
    if names is None:
        return
    start, name = names.start(2), names[2]
    if name.partition(" ")[0] in STARTERS and " " in name:
        start, name = start + name.index(" ") + 1, name.partition(" ")[2]
    if not _may_be_place(name) or _opens_sentence(text, start, name):
        return
    yield Mention(start, end, "place", SURE)
    for part in re.finditer(_CAP, names[1] or "") if plural else ():
        if _may_be_place(part[0]):
            start = names.start(1) + part.start()
            yield Mention(start, start + len(part[0]), "place", SURE)


def _may_be_place(name: str) -> bool:
    words = name.split()
    return not any(word in STARTERS or word in DAYS or word.lower() in _NO_NAMES for word in words) and not any(
        gazetteer.names().get(gazetteer.fold(word)) in (gazetteer.DEMONYM, gazetteer.GROUP)
        or (word.lower() in TITLES and gazetteer.fold(word) not in gazetteer.places())
        for word in words
    )


_NO_NAMES: Final = word_set(
    """
    north south east west northern southern eastern western central north-west north-east south-west south-east upper
    lower coastal opera congressional senate house assembly school historic business financial lake special federal
    national local
    district province county region state city capital new old other foreign legislative judicial military security god
    """
)


def _opens_sentence(text: str, start: int, name: str) -> bool:
    """A common word with its capital only from the sentence, as far as can be told: `Fertile valley land`."""
    opens = start == 0 or text[max(0, start - 2) : start] in (". ", "\n\n", ".\n", "“", "\n")
    return opens and shipped().lexicon.code(name.partition(" ")[0])[2] != "0"


def in_a_list(text: str, places: Iterable[Mention]) -> Iterator[Mention]:
    """A listed place beside a place that was found: `Orr` in `hit Orr, Lima and Cusco`."""
    for mention in places:
        before = _LISTED_BEFORE.search(text, max(0, mention.start - 30), mention.start)
        after = _LISTED_AFTER.match(text, mention.end)
        for match in (before, after):
            if (
                match
                and _is_listed(match[1])
                and not _CAPITAL_BEFORE.search(text[max(0, match.start(1) - 24) : match.start(1)])
            ):
                yield Mention(*match.span(1), "place", SURE)


_LISTED_BEFORE: Final = re.compile(rf"(?<![\w’'-])({_CAP})(?:, | and |, and )\Z")
_CAPITAL_BEFORE: Final = re.compile(r"\b[A-Z][\w.]* \Z")
_LISTED_AFTER: Final = re.compile(rf"(?:, | and |, and )({_CAP})(?! [A-Z]|[\w’'-])")


def _is_listed(name: str) -> bool:
    key = gazetteer.fold(name)
    return gazetteer.places().get(key, "-")[0] in "CRAW45678" and gazetteer.names().get(key) == ""


# --- states behind a town, shortened countries, hyphened names ---

_CODE_BEHIND: Final = re.compile(r", ([A-Z]{2}|[A-Z][a-z]{1,4}\.|(?:[A-Z]\.){2,3})(?![\w.’'-])")
_CODE_IN: Final = re.compile(r" in ([A-Z]{2,3})(?![\w.’'-])")
_TOWN: Final = re.compile(rf"{_CAP}(?:\.? {_CAP}){{0,2}}\Z")
_CUT_SHORT: Final = re.compile(r"U\.(?: ?S| ?K|A\.E)\b(?!\.)")
_ENDING: Final = re.compile(r"-([a-z]{3,12})\b")
_HYPHENED: Final = re.compile(r"(?<![\w-])[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){0,2}\Z")
_ENDINGS: Final = word_list("hyphened_endings")


def written_short(text: str) -> Iterator[Mention]:
    """`Reno, NV`, `Guelph, Ont.`, `the U.S and Peru`, `Nairobi-based`."""
    for pattern in (_CODE_BEHIND, _CODE_IN):
        for match in pattern.finditer(text):
            yield from _town_and_state(text, match)
    for match in _CUT_SHORT.finditer(text):
        if not text[match.start() - 1 : match.start()].isalnum():
            yield Mention(*match.span(), "place", SURE)
    for match in _ENDING.finditer(text):
        if match[1] in _ENDINGS:
            name = _HYPHENED.search(text, max(0, match.start() - 40), match.start())
            if name and gazetteer.places().get(gazetteer.fold(name[0]), "-")[0] in "CRAW678":
                yield Mention(*name.span(), "place", SURE)


def _town_and_state(text: str, match: re.Match[str]) -> Iterator[Mention]:
    code = match[1]
    states = [entry for entry in gazetteer.lookup(code) if entry.type == "region" and entry.country]
    if not states or (len(code) == 2 and gazetteer.CODE + code not in gazetteer.places()):
        return
    found = _TOWN.search(text, max(0, match.start() - 50), match.start())
    town = found[0] if found else ""
    while town and not _lies_in(town, states):
        town = town.partition(" ")[2]
    if town:
        yield Mention(match.start() - len(town), match.start(), "place", SURE)
        yield Mention(*match.span(1), "place", SURE)


def _lies_in(town: str, states: list[gazetteer.Entry]) -> bool:
    return any(
        (entry.country, entry.division) == (state.country, state.division)
        for entry in gazetteer.lookup(town)
        for state in states
        if entry.type == "city"
    )


# --- taken away, and mended ---

_AT: Final = re.compile(
    r"\b(?:outside|near|at|inside|into|around|behind|opposite|towards?|beside|past|in front of|across from|steps of"
    r"|storm(?:ed|ing)?|enter(?:ed|ing)?|tour(?:ed|ing)?|visit(?:ed|ing)?|attack(?:ed|ing)?(?: on)?|evacuated"
    r"|surround(?:ed|ing)) (?:the |No\. ?)?\Z"
)
_BODIES: Final = word_list("body_nouns")
_NEXT_CAPS: Final = re.compile(rf" ({_CAP}\.?(?:,? (?:of |and |for |on |the |& )*{_CAP}\.?){{0,5}})")
_CROSSINGS: Final = word_set("Cross Open Front Forum Mission Hospital School Schools Church Clinic Base University")
_OWNER: Final = re.compile(r"['’]s ")


def mended_place(text: str, mention: Mention) -> Iterable[Mention]:
    """Nothing of a place that is none here; two of `Peru's Orr`."""
    start, end = mention.start, mention.end
    name = text[start:end]
    if gazetteer.fold(name).removeprefix("the ") in _HOUSES and not _AT.search(text, max(0, start - 24), start):
        return
    last = name.rpartition(" ")[2]
    if " " in name and last in _BODIES and last not in _SITES | _CROSSINGS and name.lower() not in gazetteer.places():
        return
    if text[start - 1 : start] != "\n" and _inside_a_body(text, end):
        return
    owner = _OWNER.search(name)
    if owner and name[: owner.start()] and gazetteer.fold(name[: owner.start()]) in gazetteer.places():
        yield Mention(start, start + owner.start(), "place", mention.margin)
        if name[owner.end() : owner.end() + 1].isupper():
            yield Mention(start + owner.end(), end, "place", mention.margin)
        return
    if text[max(0, start - 4) : start].lower() == "sub-" and name.startswith("Sahara"):
        start -= 4
    yield Mention(start, end, "place", mention.margin)


def _inside_a_body(text: str, end: int) -> bool:
    """Whether capitals that end in the noun of a body follow at once: `Orr Stock Exchange`."""
    following = _NEXT_CAPS.match(text, end)
    if not following:
        return False
    words = following[1].replace(",", "").split()
    first = words[0].lower()
    if first in OFFICES or first in TITLES:
        return False
    return any(word in _BODIES for word in words)
