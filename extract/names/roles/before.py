"""Roles before a name: a title, ranks, an apposition that the name closes, `a nurse named …`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names.offices import SHORT_TITLES, is_modifier, is_office
from extract.names.roles.left import begins
from extract.names.roles.line import ARTICLES, ENDS, LINKS, OWN, POSSESSIVE, Line, line_before
from extract.names.roles.right import reach
from extract.names.roles.role import Role
from extract.names.titles import COURTESY, RANKS
from store.model.fields import Span

_GENERALS: Final = word_list("compounds_with_general")
_AFTER_CHIEF: Final = word_set(
    """
    superintendent supt inspector insp constable sergeant justice officer magistrate rabbi judge petty warrant
    marshal imam mufti engineer
    """
)
_OF_STATE: Final = word_set(
    "gov govs sen sens senator rep reps representative pres king queen prince princess justice judge"
)
_OF_POLICE: Final = word_set("detective sergeant constable inspector officer")
_VERBS_TOO: Final = word_set(
    """
    host coach judge star model pilot guard head partner chair count counsel broker scout mentor tutor captain boss lead
    shepherd champion pioneer butcher steward usher police marshal
    """
)
_BEFORE_VERBS: Final = word_set("to will would can could may might must should not they we you who i and")
_NAMING: Final = re.compile(
    r"(?:\b(?:sur)?named|\bcalled|\b(?:only )?(?:identified|known)(?: only| simply)?(?: as| by| to be)?)"
    r"(?: (?:the|his|her) (?:pen ?name|pseudonym|stage name|alias))?,? [\"“'‘]?$"
)
_CLOSE: Final = re.compile(r"([\w.,)’']+) {1,2}\Z")
_CLOSES: Final = re.compile(r" ?(?:[,.;:)\]\n]|$|[—–-] )")
_SPOKEN: Final = re.compile(r" (?:said|says|told|added|wrote|warned)\b(?!,)")


def before(text: str, span: Span, names: Sequence[Span] = ()) -> Role | None:
    """The title that ends where a name starts: `Secretary of State`, `Kharkiv oblast governor`."""
    close = _CLOSE.search(text, max(0, span[0] - 16), span[0])
    if close is None or close[1] in ENDS or close[1] in LINKS:
        return None
    line = line_before(text, span[0], names)
    last = _past_brackets(line, len(line.words) - 1)
    bare = _past_titles(line, last)
    if bare >= 0 and line.words[bare] == ",":
        return _ahead(text, span, line, bare, names) or _rank(line, bare, last)
    rank = _rank(line, bare, last)
    if rank is not None and not (bare >= 0 and is_office(line.words[bare])):
        forces = line.low[last - (line.words[last] == ".")].rstrip(".") not in _OF_STATE
        head = _office_of(line, bare, links="of") if forces and bare > 0 else -1
        return Role(_span(line, begins(line, head), bare)) if head >= 0 else rank
    crowned = bare > 0 and line.words[bare] in _HEADS and line.low[bare - 1] == "the"
    found = _title(line, bare, apart=crowned)
    return Role(found) if found is not None else rank


_HEADS: Final = word_set(
    "President Premier King Queen Minister Governor Mayor Emir Amir Sultan Chancellor Speaker Prince"
)
"""Of whom there is one: `adviser to the President Ida Lund`."""


def _title(line: Line, last: int, *, apart: bool = False) -> Span | None:
    """The title whose last word is `last`; `apart` from the name by a comma, `candidate for governor` is one."""
    if last < 0:
        return None
    office = is_office(line.words[last]) or _is_first_lady(line, last)
    if office and last not in line.named and not (apart and _office_of(line, last) >= 0):
        head = last
    else:
        head = _office_of(line, last)
        last = reach(line, head, last + 1) - 1 if head >= 0 else last
    if head < 0 or _is_verb(line, head):
        return None
    return _span(line, begins(line, head), last)


def _is_first_lady(line: Line, last: int) -> bool:
    return line.low[last] in ("lady", "gentleman") and line.word(last - 1) == "first"


def _span(line: Line, first: int, last: int) -> Span:
    stop = line.spans[last][1]
    if line.text[stop : stop + 1] == "." and line.low[last] in SHORT_TITLES | RANKS:
        stop += 1
    return line.spans[first][0], stop


def _is_verb(line: Line, head: int) -> bool:
    """`to host Ida Lund`, `will star Ole Berg`."""
    return line.words[head] in _VERBS_TOO and line.word(head - 1) in _BEFORE_VERBS


def _office_of(line: Line, last: int, links: str = "") -> int:
    """The office in `minister of intelligence`, `adviser on Africa to the president`, that ends with word `last`."""
    found = -1
    for k in range(last - 1, max(-1, last - 14), -1):
        low = line.low[k]
        if (low in LINKS or low == "in") and low in (links or low):
            if k and is_office(line.words[k - 1]) and k - 1 not in line.named and _ends_at(line, k - 1, last):
                found = k - 1
        elif not (line.words[k][0].isalnum() or low in ("-", "&") or low in POSSESSIVE or line.is_short(k)):
            break
    return found


def _ends_at(line: Line, head: int, last: int) -> bool:
    """Whether the phrase with this office goes on to word `last`, or to an `in` before it."""
    end = reach(line, head, last + 1)
    if end == last + 1:
        return True
    rest = range(end + 1, last + 1)
    place = all(line.words[k][0].isupper() or line.low[k] in ARTICLES or is_modifier(line.words[k]) for k in rest)
    return end > 0 and line.word(end) == "in" and place


def _past_brackets(line: Line, last: int) -> int:
    """Before `(CEO)` and the like."""
    if last > 1 and line.words[last] == ")" and line.words[last - 2] == "(":
        return last - 3 if line.words[last - 1].isupper() or line.low[last - 1] in _RETIRED else last
    if last > 2 and line.words[last - 1 : last + 1] == [".", ")"] and line.low[last - 2] in _RETIRED:
        return last - 4
    return last


_RETIRED: Final = word_set("retd rtd ret ret'd ret’d retired")


def _past_titles(line: Line, last: int) -> int:
    """The last word before the ranks and forms of address that stand between an office and a name."""
    i = last
    while i >= 0:
        word, low = line.words[i], line.low[i].rstrip(".")
        if word == "." and i and line.low[i - 1] in RANKS | COURTESY:
            i -= 1
            continue
        if _is_first_lady(line, i):
            break
        if not (low in COURTESY or low in RANKS) or (word[0].islower() and low not in _OF_POLICE):
            break
        if low == "officer" and not line.word(i - 1).startswith("spokes"):
            break  # chief executive officer
        before = line.word(i - 1)
        if (low in ("general", "gen") and before in _GENERALS and "." not in word and before not in RANKS) or (
            before == "chief" and low in _AFTER_CHIEF
        ):
            break
        i -= 1
    return i


def _rank(line: Line, bare: int, last: int) -> Role | None:
    """The ranks between word `bare` and the name, with what qualifies them: `police Sergeant`."""
    first = next(
        (k for k in range(bare + 1, last + 1) if line.low[k].rstrip(".") in RANKS and is_office(line.words[k])), None
    )
    if first is None:
        return None
    stop = first
    while (
        stop < last
        and line.low[first] != "commander"
        and (line.words[stop + 1] == "." or (line.low[stop + 1].rstrip(".") in RANKS))
    ):
        stop += 1
    while stop > first and line.words[stop] == ".":
        stop -= 1
    if _is_verb(line, first):
        return None
    return Role(_span(line, begins(line, first), stop))


def _ahead(text: str, span: Span, line: Line, comma: int, names: Sequence[Span]) -> Role | None:
    """The apposition that a name closes: `The president of the union, Anna Orr, said`."""
    last = _past_brackets(line, comma - 1)
    found = _title(line, last, apart=True)
    if found is None:
        return None
    first = next((k for k, (start, _) in enumerate(line.spans) if start == found[0]), 0)
    opening = first
    while opening and (line.low[opening - 1] in ARTICLES or line.low[opening - 1] in ("late", "current")):
        opening -= 1
    if opening and (line.words[opening - 1] in _PREDICATES or _is_served(line, opening)):
        return None
    if opening and line.words[opening - 1] in (",", "(", "-", "–", "—") and _is_of_another(text, line, opening, names):
        return None
    if _CLOSES.match(text, span[1]) or (line.words[comma + 1 :] and opening == first):
        return Role(found)
    leads = opening == 0 or line.words[opening - 1] in '.!?”"'
    leads = leads or (line.words[opening - 1] == "," and opening > 1 and line.words[opening - 2].islower())
    free = leads and not line.words[0].isdigit()
    spoken = _SPOKEN.match(text, span[1]) is not None
    goes_on = text[span[1] : span[1] + 5] not in (" and ", " or t")
    return Role(found) if free and goes_on and (opening == first or spoken) else None


_PREDICATES: Final = word_set("is was are were be been being become became named appointed elected remains")
"""Words after which an office is said of someone before."""


def _is_served(line: Line, opening: int) -> bool:
    """`who served as director, Ida Lund`."""
    return line.words[opening - 1] == "as" and line.word(opening - 2).endswith(("ed", "es", "ing", "ks"))


def _is_of_another(text: str, line: Line, opening: int, names: Sequence[Span]) -> bool:
    """Whether the phrase after this comma follows the name of another, who has no role before it."""
    k = opening - 2
    if k < 0:
        return False
    if line.words[k][0].isdigit() and k > 1 and line.words[k - 1] == ",":
        k -= 2  # Ida Lund, 47, the mayor,
    if line.words[k] == ")":
        return True
    while k > 0 and k not in line.named and (line.words[k][0].isupper() or line.low[k] in ("of", "from")):
        k -= 1  # Ida Lund of Holt, the mayor,
    if k not in line.named:
        return not names and line.words[opening - 2][0].isupper() and not is_office(line.words[opening - 2])
    start = k
    while start - 1 in line.named:
        start -= 1
    own = (line.spans[start][0], line.spans[k][1])
    at = bisect_left(names, own)
    return not _is_comma(line, start) or before(text, own, names[max(0, at - 3) : at]) is None


def _is_comma(line: Line, start: int) -> bool:
    """Whether the other's own role stood before a comma: `the dean, Ida Lund, the rector, Ole Berg,`."""
    k = start - 1
    while k >= 0 and (line.low[k].rstrip(".") in COURTESY or line.low[k].rstrip(".") in RANKS or line.words[k] == "."):
        k -= 1
    return k >= 0 and line.words[k] == ","


def named(text: str, span: Span, names: Sequence[Span] = ()) -> Role | None:
    """`a section head surnamed Liu`, `a doctor, identified as Ole Berg`, `his aide - Ida Lund`."""
    window = text[max(0, span[0] - 60) : span[0]]
    match = _NAMING.search(window)
    if match:
        line = line_before(text, span[0] - len(window) + match.start(), names)
        last = len(line.words) - 1
        last -= bool(last >= 0 and line.words[last] == ",")
        found = _title(line, last)
        return Role(found) if found else None
    if window.endswith((" - ", " – ", " — ")):
        line = line_before(text, span[0] - 3, names)
        found = _title(line, len(line.words) - 1)
        if found:
            k = next((k for k, (start, _) in enumerate(line.spans) if start == found[0]), 0)
            if k and line.low[k - 1] in OWN | {"the"}:
                return Role(found)
    return None
