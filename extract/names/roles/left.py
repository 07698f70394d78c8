"""How far back from a noun of office its phrase goes: `the two-time | British-born Acme finance director`."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from extract.names.offices import SHORT_TITLES, is_modifier, is_office, singular
from extract.names.roles.line import ARTICLES, CALENDAR, ENDS, LINKS, LONGEST, POSSESSIVE, PREFIXES, Line

_NO_MODIFIER: Final = word_list("never_in_titles") - {"us", "just"}
_TIMES: Final = word_set("day week month year night morning evening time moment season game way fact news film case")
_OPENS: Final = ARTICLES - {"that"} | word_set(
    """
    of for by with from at as than between among like include includes including said says say added adds told tells
    """
)
"""Words after which a noun phrase begins: what stands between one of them and an office qualifies it."""
_LEFT_OUT: Final = POSSESSIVE | word_set(
    """
    late current royal highness highnesses excellency excellencies majesty eminence holiness honour honor grace and & -
    """
)


def begins(line: Line, office: int) -> int:
    """The first word of the phrase whose office is the word at `office`."""
    begin = office
    while begin > 0 and office - begin < LONGEST:
        steps = _steps(line, begin, office) or _unknown(line, begin)
        if not steps:
            break
        begin -= steps
    while begin < office and (line.low[begin] in _LEFT_OUT or line.low[begin] in ARTICLES):
        begin += 1
    return begin + 3 if line.words[begin] == "(" and begin + 3 <= office else begin


def _steps(line: Line, begin: int, office: int) -> int:
    """How many words more belong to the phrase that begins at `begin`."""
    word, low = line.words[begin - 1], line.low[begin - 1]
    if begin - 1 in line.named:
        return _named_body(line, begin)
    if low in POSSESSIVE:
        return _owner(line, begin - 1)
    if word == "-" and begin > 1:
        return _hyphened(line, begin)
    if begin > 2 and line.words[begin - 2] == "-" and line.tight(begin - 1) and line.tight(begin - 2):
        steps = _hyphened(line, begin - 1)
        return steps + 1 if steps else 0
    if word == ")" and begin > 3 and line.words[begin - 3] == "(" and line.words[begin - 2].isupper():
        return 3  # National Police Agency (NPA) chief
    if low in ("and", "&"):
        return _joined(line, begin, office)
    if word == "." and begin > 1 and line.low[begin - 2] in SHORT_TITLES:
        return 2
    if word in CALENDAR or line.opens(begin - 1):
        return 0
    if low in ("m", "km", "kg", "cc") and begin > 1 and line.tight(begin - 1) and line.words[begin - 2].isdigit():
        return 2  # 800m champion
    if word[0].isdigit():
        return 1 if begin > 1 and line.words[begin - 2][0].isupper() and not line.tight(begin) else 0
    if low == "us" and word != "US":
        return 0
    if word[0].isupper():
        crowned = line.words[begin] in _CROWNED and word not in _OF_CROWNS and not is_modifier(word)
        return 0 if crowned or (low in ENDS and low != "us") else 1
    if low in ("of", "for") and begin > 1 and _is_body(line, begin):
        return 2
    if low.endswith("ly") and line.low[begin].endswith("ed") and len(low) > 4:
        return 1  # recently elected
    if line.words[begin] in _CROWNED and low in _THINGS:
        return 0
    return int(low not in _NO_MODIFIER and is_modifier(word))


_CROWNED: Final = word_set("President King Queen Pope Prince Princess Emperor")
_OF_CROWNS: Final = word_set("Crown Grand Vice Future Then US UN EU Opposition")
_THINGS: Final = word_list("office_nouns")
"""`the network President Lund founded`."""


def _named_body(line: Line, begin: int) -> int:
    """Words of what was taken for a person and is a firm: `Holt Berg founder Ida Lund`."""
    first = begin
    while first - 1 in line.named:
        first -= 1
    return begin - first if line.words[begin][0].isalpha() and line.words[begin] not in _CROWNED else 0


def _is_body(line: Line, begin: int) -> bool:
    """`Court of Appeal judge`, `Bank of England governor`: capitals on both sides, and no office before."""
    return line.words[begin - 2] in _BODIES and line.words[begin][0].isupper() and begin - 2 not in line.named


_BODIES: Final = word_set(
    """
    Court Courts Bank House Chamber City University Board Council Institute Department Ministry Bureau College Church
    School Academy Union League Federation Association Party Society Museum Faculty Centre Center Confederation
    Organisation Organization
    """
)


def _owner(line: Line, mark: int) -> int:
    """Words of a possessor and its mark: `Iran's`, `the board's`, a person's whole name."""
    first = mark
    if mark - 1 in line.named:
        while first - 1 in line.named:
            first -= 1
        while first > 0 and (is_office(line.words[first - 1]) and line.words[first - 1][0].isupper()):
            first -= 1
        return mark + 1 - first
    if mark and line.low[mark] in ("'", "’") and not line.low[mark - 1].endswith("s"):
        return 0
    while first > 0 and mark - first < 6:
        word, low = line.words[first - 1], line.low[first - 1]
        if not word[0].isalnum() or first - 1 in line.named or low in ENDS or low in ARTICLES or line.opens(first - 1):
            break
        if low in LINKS or low in ("and", "in") or word in CALENDAR:
            break
        if not word[0].isupper() and mark - first >= 1 and not is_modifier(word):
            break
        first -= 1
    if (
        first == mark
        or line.low[mark - 1] in _TIMES
        or line.words[mark - 1] in CALENDAR
        or line.low[mark - 1] == "today"
    ):
        return 0
    return mark + 1 - first


def _hyphened(line: Line, begin: int) -> int:
    """`award-winning`, `vice-`, `co - `: words joined to what follows; none where they tell an age."""
    first = begin - 1
    if not line.tight(begin) and line.word(first - 1) not in PREFIXES:
        return 0
    while first > 0 and (line.words[first] == "-" or line.words[first - 1] == "-") and begin - first < 10:
        if not (line.tight(first) or line.word(first - 1) in ("co", "vice", "ex") or line.words[first] != "-"):
            return 0
        first -= 1
    if line.low[begin] == "old" or "year" in line.low[first:begin] or first in line.named:
        return 0
    return begin - first


def _joined(line: Line, begin: int, office: int) -> int:
    """`president and chief executive`, `commerce and development chief`, `Arts and Sport Minister`."""
    if begin < 2 or begin - 2 in line.named:
        return 0
    before, after = line.words[begin - 2], line.words[begin]
    if is_office(before) or f"{before}-{after}" in _PAIRS:
        return 2
    if (
        begin == office
        or is_office(after)
        or _is_land(before)
        or _is_land(after)
        or before[0].isupper() != after[0].isupper()
    ):
        return 0
    if not before[0].isupper():
        return 2 if is_modifier(before) and line.low[begin - 2] not in _NO_MODIFIER else 0
    field = is_modifier(before.lower()) or before.lower() in _FIELDS
    return 2 if field and not line.opens(begin - 2) else 0


_PAIRS: Final = word_set(
    """
    Jammu-Kashmir Bosnia-Herzegovina Trinidad-Tobago Antigua-Barbuda Kitts-Nevis Tyne-Wear England-Wales
    Newfoundland-Labrador Dumfries-Galloway Andaman-Nicobar Marks-Spencer Johnson-Johnson Procter-Gamble Ernst-Young
    """
)
_FIELDS: Final = word_set(
    """
    arts culture tourism heritage works mines lands waters youths sports seniors elders commerce supply stores forests
    posts telegraphs rivers oceans islands outer creative innovation skills jobs pensions families consumers enterprise
    """
)


def _is_land(word: str) -> bool:
    key = gazetteer.fold(word)
    return gazetteer.names().get(key) == gazetteer.DEMONYM or gazetteer.places().get(key, "-")[0] == "C"


def _unknown(line: Line, begin: int) -> int:
    """Words that no list has, between an article, a preposition or a verb of speech and a known part of the phrase."""
    count = 0
    while count < 4 and begin - count > 0:
        at = begin - count - 1
        word, low = line.words[at], line.low[at]
        if low in _OPENS or low in POSSESSIVE:
            return count if low in ARTICLES or count < 3 else 0
        if low == "and" and at and is_office(line.words[at - 1]):
            return count
        if not word.isalpha() or at in line.named or low in _NO_MODIFIER or low in ENDS or low in _TIMES:
            return 0
        if word[0].isupper() or low.endswith("ly") or singular(low):
            return 0
        articled = at > 0 and line.low[at - 1] in ARTICLES
        if not articled and low.endswith(("ing", "ed")):
            return 0
        count += 1
    return 0
