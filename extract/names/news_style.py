"""What the manner of news settles about names, whatever a tagger trained on other prose may think.

Datelines name places; lines of a results table name teams; a country before `'s` is not part of what follows; a hyphen
does not cut a person's name short. Each rule takes the tagger's mentions and gives them back mended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.offices import is_modifier, is_office
from extract.names.place_rules import SURE, in_a_list, mended_place, named_beside, sites, written_short
from extract.names.tagger import Mention, shipped
from extract.names.thing_rules import things_apart
from extract.words import STARTERS, TITLES

# CITY, Country (AP) —   CITY 1996-12-06   CITY — at the start of a line.
_DATELINE: Final = re.compile(
    r"^[ \t]{0,8}(?P<city>[A-Z][A-Z.'’`-]{2,20}(?: [A-Z][A-Z.'’`-]{1,20}){0,3})"
    r"(?:, (?P<land>[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20}){0,2}))?"
    r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}))?,? ?"
    r"(?:\([A-Z][\w /]{1,30}\)|(?: ?[-–—_]{1,2})(?= [\"“‘'A-Z])|\d{4}-\d\d-\d\d)",
    re.MULTILINE,
)
_TABLE: Final = re.compile(
    r"[ \t]{1,4}[\d(][-\d .,/:()+%½]{0,80}(?:[A-Z][\w .'-]{1,30}[ \t]\d[\d ().]{0,20})?$", re.MULTILINE
)
_SIGNED: Final = re.compile(
    r"^(?P<name>[A-Z][\w'’-]{1,25}(?: [A-Z][\w'’-]{1,25}){0,2})"
    r" (?:reported from|contributed to this|contributed reporting)\b",
    re.MULTILINE,
)
# MINISTER MEYER: Good morning.   MS. OKORO (via telephone): No.
_LABEL: Final = re.compile(
    r"^[ \t]{0,8}(?P<title>(?:[A-Z]{2,20}\.? ){0,4}?)(?P<name>[A-Z][A-Z'’-]{2,20}(?: [A-Z][A-Z'’-]{2,20})?)"
    r"(?: \([^()\n]{1,40}\))?:(?=\s)",
    re.MULTILINE,
)
_TURNS: Final = word_set("question answer questions note update host moderator interviewer reporter operator voice all")
"""What stands before a colon in capitals and names nobody."""
# Park Min-jae, Kwok Wai-keung: a family name, then a given name of two parts.
_EAST_ASIAN: Final = re.compile(r"([A-Z](?<!\w.)[a-z]{1,9}) [A-Z][a-z]{1,9}-([a-z]{2,9})\b(?!-)")
_WORD_ENDINGS: Final = word_list("hyphened_endings")
_PARTICLE: Final = re.compile(
    r"(?<!\S)"
    r"((?:[Dd]el|[Dd]os|[Vv]an|[Vv]on|[Bb]in|van der|van den|von der|de la) "
    r"|(?:[Ee]l|[Aa]l|[Uu]l|[Aa][dnrstz]|[Aa]sh)-)\Z"
)
_POSSESSIVE: Final = re.compile(r"['’]s ")
_TAIL: Final = re.compile(r"-([^\W\d_]{1,15}(?:-[^\W\d_]{1,15})?)")


def mend(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions ascend, before and after, and do not overlap."""
    found = [better for mention in mentions for better in _mended(text, mention)]
    lines = [*_datelines(text), *_signatures(text), *_labels(text), *_given_in_two_parts(text)]
    lines.extend(_apart([*sites(text), *named_beside(text), *written_short(text)], [*found, *lines]))
    listed = in_a_list(text, [mention for mention in (*found, *lines) if mention.kind == "place"])
    lines.extend(_apart([*listed], [*found, *lines]))
    lines.sort(key=lambda mention: mention.start)
    if lines:
        starts = [line.start for line in lines]
        reach = [0, *accumulate((line.end for line in lines), max)]
        found = [m for m in found if reach[bisect_left(starts, m.end)] <= m.start] + lines
        found.sort(key=lambda mention: mention.start)
    ends = 0
    kept: list[Mention] = []
    for mention in found:
        if mention.start >= ends:
            kept.append(mention)
            ends = mention.end
    return things_apart(text, kept)


def _mended(text: str, mention: Mention) -> Iterable[Mention]:
    start, end, kind, margin = mention.start, mention.end, mention.kind, mention.margin
    if text.startswith(("’s ", "'s "), start):
        start += 3
        mention = Mention(start, end, kind, margin)
    if kind == "person":
        if _is_acronym(text, start, end):
            return
        particle = _PARTICLE.search(text[max(0, start - 12) : start])
        if particle:
            start -= len(particle[1])
            mention = Mention(start, end, kind, margin)
        tail = _TAIL.match(text, end)
        if tail and tail[1] not in _WORD_ENDINGS and (tail[1][0].islower() or " " in text[start:end]):
            mention = Mention(start, tail.end(), kind, margin)
    elif kind == "group":
        stop = _POSSESSIVE.search(text, start, end)
        if stop and gazetteer.places().get(gazetteer.fold(text[start : stop.start()]), "-")[0] == "C":
            mention = Mention(start, stop.start(), "place", margin)
    elif kind == "place":
        if not _is_no_place(text, mention):
            yield from mended_place(text, mention)
        return
    yield mention


def _apart(mentions: list[Mention], found: list[Mention]) -> Iterable[Mention]:
    """Those that are not inside a longer name that was found, nor in one of their own kind."""
    found = sorted(found, key=lambda mention: mention.start)
    starts = [mention.start for mention in found]
    for mention in mentions:
        i = bisect_left(starts, mention.end) - 1
        other = found[i] if i >= 0 and found[i].end > mention.start else None
        if other is None or (other.kind != "place" and mention.start <= other.start and other.end <= mention.end):
            yield mention


def _is_people(name: str) -> bool:
    key = gazetteer.fold(name)
    return gazetteer.names().get(key) == gazetteer.DEMONYM and key not in gazetteer.places()


def _is_no_place(text: str, mention: Mention) -> bool:
    """The currency of `US$5`, a people, a team in a table, letters that no list of places knows."""
    name = text[mention.start : mention.end]
    unknown = gazetteer.fold(name) not in gazetteer.places()
    return (
        text[mention.end : mention.end + 1] == "$"
        or _is_people(name)
        or _in_table(text, mention)
        or _plays(text, mention)
        or (unknown and _is_heading(text, mention, name))
        or (unknown and _is_acronym(text, mention.start, mention.start + len(name.rstrip("."))))
    )


def _is_acronym(text: str, start: int, end: int) -> bool:
    """Three capitals or more among small letters are a body, not a person."""
    around = text[max(0, start - 60) : start] + text[end : end + 60]
    return (
        end - start > 2
        and text[start:end].isalpha()
        and text[start:end].isupper()
        and sum(map(str.islower, around)) > 20
    )


def _in_table(text: str, mention: Mention) -> bool:
    """A town that opens a line of figures plays in it; a country may."""
    if mention.start and text[mention.start - 1] != "\n":
        return False
    name = text[mention.start : mention.end]
    return _TABLE.match(text, mention.end) is not None and gazetteer.places().get(gazetteer.fold(name), "-")[0] != "C"


_AGAINST: Final = re.compile(r"(?: \(\d{1,2}\))? (?:v|vs)\.? [A-Z]")
_AGAINST_BEHIND: Final = re.compile(r"(?:^|[ )])(?:v|vs)\.? \Z|^[A-Z][\w .'-]{1,30} \d{1,3} \Z", re.MULTILINE)
_AWAY: Final = re.compile(r" AT [A-Z]")


def _plays(text: str, mention: Mention) -> bool:
    """A town in a list of matches is its team: `Orr v Lund`, `ORR AT LUND`; a country may stay."""
    start, end = mention.start, mention.end
    if gazetteer.places().get(gazetteer.fold(text[start:end]), "-")[0] == "C":
        return False
    line = text[text.rfind("\n", max(0, start - 60), start) + 1 : start] if start else ""
    return (
        _AGAINST.match(text, end) is not None
        or _AGAINST_BEHIND.search(line[-40:]) is not None
        or (not line and _AWAY.match(text, end) is not None)
    )


def _is_heading(text: str, mention: Mention, name: str) -> bool:
    """Common words in capitals before a dash or a colon: `CRICKET - ORR BEAT LUND`."""
    return name.isupper() and text[mention.end : mention.end + 2] in (" -", " –", " —", ": ") and _is_common(name)


def _is_common(words: str) -> bool:
    code = shipped().lexicon.code
    return all(code(word.lower())[2] != "0" for word in words.split())


def _signatures(text: str) -> Iterable[Mention]:
    for match in _SIGNED.finditer(text):
        if match["name"].split()[0] not in STARTERS:
            yield Mention(*match.span("name"), "person", SURE)


def _labels(text: str) -> Iterable[Mention]:
    """Whose turn it is in a transcript: a title and a name in capitals, or a name whose turn comes again."""
    matches = list(_LABEL.finditer(text))
    turns = Counter(match["name"] for match in matches)
    for match in matches:
        titles = [word.rstrip(".").lower() for word in match["title"].split()]
        titled = bool(titles) and all(word in TITLES or is_office(word) or is_modifier(word) for word in titles)
        again = not titles and turns[match["name"]] > 1 and len(turns) > 1
        place = not titled and gazetteer.fold(match["name"]) in gazetteer.places()
        known = place or match["name"].lower() in _TURNS
        start, name = match.start("name"), match["name"]
        if " " in name and is_office(name.split()[0]):
            start, titled = start + len(name.split()[0]) + 1, titled or not titles
        if (titled or again) and not known and not is_office(name):
            yield Mention(start, match.end("name"), "person", SURE)


def _given_in_two_parts(text: str) -> Iterable[Mention]:
    known = gazetteer.names()
    for match in _EAST_ASIAN.finditer(text):
        family, ending = match[1].lower(), match[2]
        if known.get(family) in (gazetteer.LAST_NAME, gazetteer.BOTH_NAMES) and ending not in _WORD_ENDINGS:
            yield Mention(*match.span(), "person", SURE)


def _datelines(text: str) -> Iterable[Mention]:
    for match in _DATELINE.finditer(text):
        city = gazetteer.fold(match["city"])
        if gazetteer.names().get(city) == gazetteer.GROUP or (city not in gazetteer.places() and _is_common(city)):
            continue
        yield Mention(*match.span("city"), "place", SURE)
        if match["land"]:
            yield Mention(*match.span("land"), "place", SURE)
