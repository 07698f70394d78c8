"""Names that a mark, an initial or a list's gap has cut: their parts put together into one mention.

`Ida “Bobo” Lund`, `S Lund (Kent)`, `Olaf the Bold`, a given name between an office and what the tagger has found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from extract.lexicon import ANY, word_list, word_set
from extract.names import gazetteer
from extract.names.offices import is_modifier, is_office
from extract.names.tagger import Mention
from extract.names.titles import COURTESY, RANKS, is_title
from extract.words import DAYS, STARTERS, occurrences

SURE: Final = 400
"""The margin of a name that its form gives away."""
_QUOTED: Final = (
    r"(?:[“\"‘'][A-Z][\w.’'-]{1,15}(?: [\w’'-]{1,12}){0,2} ?[”\"’']|\([“\"‘']?[A-Z][a-z][\w’'-]{1,14}[”\"’']?\))"
)
_BETWEEN: Final = re.compile(rf" {_QUOTED} ")
_AHEAD: Final = re.compile(rf" {_QUOTED} ([A-Z][\w’'-]{{1,20}})(?![\w’'-])(?! [A-Z])")
# What is looked for in a whole text begins with a set of letters, and looks back behind it: the search skips to these.
_NICKNAMED: Final = re.compile(
    r"(?P<given>[A-Z](?<![\w“\"].)[a-z’'-]{2,20}) (?:“[A-Z][a-z]{1,12}”|\"[A-Z][a-z]{1,12}\"|\([A-Z][a-z]{1,12}\))"
    r" (?P<surname>[A-Z][\w’'-]{2,20})(?![\w’'-])(?! [A-Z\"“])"
)
_GIVEN: Final = re.compile(r"(?<![\w.’'-])(?P<before>[\w.)’'-]{1,20}[ ])?(?P<word>[A-Z][\w’'-]{1,20}) \Z")
_INITIALS: Final = re.compile(r"(?<![\w.’'-])(?P<before>[\w’'-]{1,20} )?(?P<initials>(?:[A-Z]\. ?){1,3}|[B-HJ-Z] )\Z")
_SURNAMED: Final = re.compile(r"(?P<name>[B-HJ-Z](?<=[a-z] .) (?P<surname>[A-Z][a-z]{2,20}))(?= \([A-Z]| of [A-Z])")
_EPITHET: Final = re.compile(
    r" the (?:Great|Bold|Terrible|Wise|Good|Bad|Younger|Elder|Conqueror|Magnificent|Lionheart|Confessor|Pious|Fat|Bald"
    r"|Short|Impaler|Navigator|Unready|Red|Fair|Cruel|Just|Strong|Lame|Mad|Brave|Catholic|Apostate|Baptist)\b"
    r"|,? (?:Jr|Sr)\b\.?| (?:II|III|IV|VI{1,3}|IX|XI{0,3}|XIV|XV|XVI)\b"
)
_LABELLED: Final = word_set(
    """
    class type grade group vitamin plan hepatitis channel section level category form point stage phase block ward unit
    terminal gate schedule tier division team series model star stars part act side building hall pier route line
    """
)
_NAMED: Final = re.compile(
    r"\b(?:(?:(?:wo)?man|boy|girl|lady|child|baby|person|student|teenager|toddler|infant|nurse|teacher|farmer|driver"
    r"|soldier|officer|manager|clerk|friend|neighbou?r|colleague|suspect|witness)"
    r" (?:named|called|surnamed|identified as)"
    r"|surnamed|(?:pen ?name|pseudonym|stage name|nom de plume)(?: of)?)"
    r" (?P<mark>[“\"‘'])?(?P<name>[A-Z][a-z’'-]{2,20}(?: [A-Z][a-z’'-]{2,20})?)(?(mark)[,.]?[”\"’'])(?![\w’'-])"
)
_CALLED: Final = (
    "named ",
    "called ",
    "identified as ",
    "pen name",
    "penname",
    "pseudonym",
    "stage name",
    "nom de plume",
)
_LEAD: Final = 14  # characters that may stand before those
_ARTICLED: Final = re.compile(r"([A-Z](?<![\w’'-].)[a-z]{2,15}) (?:al|el|ul|as|an|ad|ar|ash)-[A-Z][a-z]{2,15}\b(?!-)")
_ARABIC_PLACES: Final = word_set(
    """
    Deir Dayr Sharm Ras Umm Tell Tal Khan Wadi Jabal Jebel Beit Bayt Bab Shatt Ain Kafr Dar Jisr Nahr Suq Souq Ansar
    Jaish Liwa Ahrar Dhu Eid Hayat Beni Bani Qasr Port Mina Khor Madinat Qalaat Masjid Camp Tariq Burj Hezb
    Kataib Saraya
    """
)
_PERSONAL: Final = (gazetteer.FIRST_NAME, gazetteer.LAST_NAME, gazetteer.BOTH_NAMES)
_FIRM: Final = 200
_GIVEN_NAMES: Final = word_list("given_names_of_men", ANY) | word_list("given_names_of_women", ANY)


def joined(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions ascend and do not overlap, before and after."""
    found: list[Mention] = []
    for i, mention in enumerate(mentions):
        if found and found[-1].end > mention.start:
            continue
        if mention.kind != "person":
            found.append(mention)
            continue
        floor = found[-1].end if found else 0
        limit = mentions[i + 1].start if i + 1 < len(mentions) else len(text)
        if found and found[-1].kind == "person" and _BETWEEN.fullmatch(text, floor, mention.start):
            found[-1] = replace(found[-1], end=mention.end)
            continue
        start = _from(text, mention, floor)
        end = _to(text, mention.end, limit)
        found.append(
            mention if (start, end) == (mention.start, mention.end) else replace(mention, start=start, end=end)
        )
    others = [*_nicknamed(text, mentions), *_with_initial(text), *_arabic(text), *_called(text)]
    return _with(found, others)


def _from(text: str, mention: Mention, floor: int) -> int:
    """Where the name begins, its initials and an untagged given name taken in."""
    match = _INITIALS.search(text, max(floor, mention.start - 32), mention.start)
    if match:
        labelled = (match["before"] or "").strip().lower() in _LABELLED
        bare = "." not in match["initials"]
        capital = (match["before"] or "a")[0].isupper() and not is_office((match["before"] or "").strip())
        return mention.start if labelled or (bare and capital) else match.start("initials")
    match = _GIVEN.search(text, max(floor, mention.start - 44), mention.start)
    return match.start("word") if match and _is_given(text, mention, match) else mention.start


def _is_given(text: str, mention: Mention, match: re.Match[str]) -> bool:
    word, before = match["word"], (match["before"] or "").strip()
    low = word.lower()
    if word in STARTERS or word in DAYS or is_title(word) or low in COURTESY or low in RANKS or word.isupper():
        return False
    if low in _GIVEN_NAMES and " " not in text[mention.start : mention.end]:
        return not _is_land(word) or is_office(before)
    title = before.rstrip(".").lower() in COURTESY or (is_office(before.rstrip(")")) and not before.istitle())
    return title and not is_modifier(word) and not is_office(word)


def _is_land(word: str) -> bool:
    key = gazetteer.fold(word)
    return key in gazetteer.places() or gazetteer.names().get(key) == gazetteer.DEMONYM


def _to(text: str, end: int, limit: int) -> int:
    """Where the name ends, with an epithet, a nickname and the surname after it."""
    match = _EPITHET.match(text, end, limit)
    if match:
        return match.end()
    match = _AHEAD.match(text, end, limit)
    if match and not is_office(match[1]) and not _is_land(match[1]):
        return match.end()
    return end


def _nicknamed(text: str, mentions: list[Mention]) -> Iterable[Mention]:
    """`Ida “Bobo” Lund`, whatever the tagger made of its words."""
    ends = {mention.end for mention in mentions if mention.kind == "person"}
    for match in _NICKNAMED.finditer(text):
        given, surname = match["given"], match["surname"]
        if given in STARTERS or is_title(given) or is_office(surname) or is_office(given):
            continue
        named = match.end("given") in ends and match.end() in ends
        bracketed = text[match.end("given") + 1] == "("
        plain = not bracketed and not (_is_land(surname) or is_modifier(given))
        if named or plain or given.lower() in _GIVEN_NAMES:
            yield Mention(*match.span(), "person", SURE)


def _with_initial(text: str) -> Iterable[Mention]:
    """`S Lund (Kent)`, `S Lund of Kent`: as teams and referees are listed."""
    for match in _SURNAMED.finditer(text):
        before = text[max(0, match.start() - 16) : match.start()].split()
        if (before and before[-1].lower() in _LABELLED) or is_office(match["surname"]) or _is_land(match["surname"]):
            continue
        yield Mention(*match.span("name"), "person", SURE)


def _called(text: str) -> Iterable[Mention]:
    """`a woman named Lund`, `the pen name “Lund”`: words after which nothing but a person is named."""
    found: dict[int, re.Match[str]] = {}
    for words in _CALLED:
        for at in occurrences(text, words):
            match = _NAMED.search(text, max(0, at - _LEAD), at + _LEAD + 60)
            if match:
                found[match.start()] = match
    for match in found.values():
        if match["name"].split()[0] not in STARTERS and not is_title(match["name"]):
            yield Mention(*match.span("name"), "person", SURE)


def _arabic(text: str) -> Iterable[Mention]:
    """`Hamdi el-Lund`: a known name and one with the article hyphened to it."""
    for match in _ARTICLED.finditer(text):
        known = gazetteer.names().get(gazetteer.fold(match[1])) in _PERSONAL
        if known and match[1] not in _ARABIC_PLACES and not _is_land(match[1]):
            yield Mention(*match.span(), "person", SURE)


def _with(mentions: list[Mention], others: list[Mention]) -> list[Mention]:
    """What form gives away takes the place of what it overlaps, unless that is longer."""
    if not others:
        return mentions
    merged: list[Mention] = []
    at = reached = 0
    for other in sorted(others, key=lambda mention: mention.start):
        while at < len(mentions) and mentions[at].end <= other.start:
            merged.append(mentions[at])
            at += 1
        last = at
        while last < len(mentions) and mentions[last].start < other.end:
            last += 1
        within = mentions[at:last]
        places = any(mention.kind == "place" and mention.margin > _FIRM for mention in within)
        whole = all(other.start <= mention.start and mention.end <= other.end for mention in within)
        if whole and not places and other.start >= reached:
            merged.append(other)
            at, reached = last, other.end
    return merged + mentions[at:]
