"""Things and places that bear the names of people: storms, ships, firms, films, streets, mountains.

What the tagger takes for a person is none where its own words, or those beside it, say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.place_types import type_of_words
from extract.names.tagger import Mention
from extract.names.vocabulary import TITLES

_TITLES_OF_THINGS: Final = word_list("thing_titles")
_NOUNS_OF_THINGS: Final = word_list("thing_nouns")
_STREETS: Final = word_set(
    "Street St. Road Avenue Ave. Boulevard Blvd. Drive Highway Expressway Parkway Crescent Close"
)
_LANDS: Final = word_set(
    """
    Oblast Raion County Province Governorate Prefecture District Township Municipality Island Islands Peninsula River
    Creek Bay Beach Harbour Harbor Valley Mountains Airport Stadium Bridge Reservoir Glacier Parish Heights Ward
    """
)
_WORD_BEFORE: Final = re.compile(r"([^\W_]+\.?) \Z")
_WORK: Final = re.compile(
    r"\b(?:law firm|accountancy firm|film|films|movie|novel|musical|opera|sitcom|album|single|ship|vessel|yacht|frigate"
    r"|destroyer|ferry|tanker|trawler|liner|racehorse|newspaper|magazine|retailer|carmaker|automaker|airline|brand"
    r"|label|hurricane|storm|cyclone|typhoon|asteroid|comet)s? [\"“‘']?\Z"
)
_MADE_BY: Final = re.compile(
    r" (?:wrote|made|directed|produced|released|published|recorded|sang|starred|founded|owns?|bought)\b"
)
_FIRM_AHEAD: Final = re.compile(
    r",? (?:& |and )?(?:Co|Inc|Ltd|LLC|LLP|PLC|Plc|plc|Corp|GmbH|AG|NV|Pty|Sons|Bros|Company|Group)\b"
)
_AMPERSAND_BEHIND: Final = re.compile(r"\w & \Z")
_AMPERSAND_AHEAD: Final = re.compile(r" & [A-Z]")
_OPENERS: Final = '"“‘'
_CLOSED: Final = re.compile(r"[,.]?[\"”’](?!s\b)")


def things_apart(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without people that are things; those that are places become such."""
    people = [mention for mention in mentions if mention.kind == "person"]
    known = {text[m.start : m.end].rpartition(" ")[2] for m in people if " " in text[m.start : m.end]}
    found: list[Mention] = []
    for mention in mentions:
        found.extend(_settled(text, mention, known) if mention.kind == "person" else [mention])
    return _listed(text, found, known)


def _settled(text: str, mention: Mention, known: set[str]) -> Iterable[Mention]:
    start, end = mention.start, mention.end
    name = text[start:end]
    if _is_place(text, mention, known):
        yield Mention(start, end, "place", mention.margin)
    elif not _is_thing(text, start, end, name, known):
        yield mention


def _is_place(text: str, mention: Mention, known: set[str]) -> bool:
    name = text[mention.start : mention.end]
    words = name.split()
    listed = gazetteer.places().get(gazetteer.fold(name), "-")[0]
    if len(words) > 1:
        return (
            (words[-1] in _LANDS and not (words[-1] in _ALSO_SURNAMES and _has_given_name(name)))
            or (words[-1] in _STREETS and _ON.search(text, max(0, mention.start - 12), mention.start) is not None)
            or listed in "CWOF"
            or (words[0] in ("Mt", "Mt.", "Mount", "Lake") and type_of_words(name) is not None)
        )
    titled = _WORD_BEFORE.search(text, max(0, mention.start - 16), mention.start)
    if listed not in ("C", "8") or name in known or (titled and titled[1].lower() in TITLES):
        return False
    as_person = gazetteer.names().get(gazetteer.fold(name))
    if as_person not in (gazetteer.FIRST_NAME, gazetteer.BOTH_NAMES):
        return True
    return any(place.is_capital and place.population >= _METROPOLIS for place in gazetteer.lookup(name))


_METROPOLIS: Final = 500  # thousands
_ALSO_SURNAMES: Final = word_set(
    """
    Bay Beach Island River Creek Ward Bridge Heights Parish Province Band Town Church Power Steel Guard Bank Close
    Classic Court Police Gas Oil Bill Act Press Price Cup Open Mall Branch Plan Energy Media Building Squad Power Green
    """
)
_ON: Final = re.compile(r"\b(?:on|at|in|near|along|off|down|up|to|from|of) \Z")


def _is_thing(text: str, start: int, end: int, name: str, known: set[str]) -> bool:
    words = name.split()
    given = _has_given_name(name)
    if len(words) > 1 and words[-1] in _NOUNS_OF_THINGS and not (words[-1] in _ALSO_SURNAMES and given):
        return True
    if len(words) > 1 and (
        words[0] in _TITLES_OF_THINGS or gazetteer.names().get(gazetteer.fold(name)) == gazetteer.GROUP
    ):
        return True
    before = _WORD_BEFORE.search(text, max(0, start - 16), start)
    if before and before[1] in _TITLES_OF_THINGS:
        return True
    if _FIRM_AHEAD.match(text, end):
        return True
    beside_and = _AMPERSAND_AHEAD.match(text, end) or _AMPERSAND_BEHIND.search(text, max(0, start - 4), start)
    if beside_and and not (given and len(words) == 2):
        return True
    if _WORK.search(text, max(0, start - 24), start) and not _MADE_BY.match(text, end):
        return True
    return _is_title(text, start, end, name, known)


def _is_title(text: str, start: int, end: int, name: str, known: set[str]) -> bool:
    """A name quoted by itself, unless it is somebody's nickname: `Ann “Nita” Orr`."""
    if not (start and text[start - 1] in _OPENERS and _CLOSED.match(text, end)):
        return False
    if _has_given_name(name + " ") and " The " not in name:
        return False
    nickname = text[start - 2 : start - 1] == " " and text[end + 1 : end + 3].strip()[:1].isupper()
    return not nickname and name.rpartition(" ")[2] not in known - {name.rpartition(" ")[2] if " " in name else ""}


_GAPS: Final = (", ", " and ", ", and ", " or ", ", or ")


def _listed(text: str, mentions: list[Mention], known: set[str]) -> list[Mention]:
    """An unknown name between places of a list is one of them: `in Orr, Chasiv Lund and Lima`."""
    found = list(mentions)
    for i, mention in enumerate(mentions):
        if mention.kind != "person" or i == 0:
            continue
        name = text[mention.start : mention.end]
        before = found[i - 1]
        after = mentions[i + 1] if i + 1 < len(mentions) else None
        gap = text[before.end : mention.start]
        place_before = before.kind == "place"
        in_list = (
            place_before
            and gap in _GAPS
            and after is not None
            and after.kind == "place"
            and (text[mention.end : after.start] in _GAPS)
        )
        journey = (
            place_before
            and gap == " to "
            and re.search(r"\bfrom (?:the )?\Z", text[max(0, before.start - 10) : before.start])
        )
        ends = place_before and gap in _GAPS and before.margin == _MOVED
        if (in_list or journey or ends) and not _has_given_name(name) and name not in known:
            found[i] = Mention(mention.start, mention.end, "place", _MOVED)
    return found


_MOVED: Final = 399


def _has_given_name(name: str) -> bool:
    first = gazetteer.names().get(gazetteer.fold(name.split()[0]))
    return " " in name and first in (gazetteer.FIRST_NAME, gazetteer.BOTH_NAMES)
