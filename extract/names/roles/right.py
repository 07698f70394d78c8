"""How far on from a noun of office its phrase goes: `director of the Institute for Peace | said`."""

from __future__ import annotations

from typing import Final

from extract.lexicon import word_list, word_set
from extract.names.offices import is_modifier, is_office, singular
from extract.names.roles.line import ARTICLES, CALENDAR, ENDS, LINKS, LONGEST, POSSESSIVE, PREFIXES, Line
from extract.names.titles import COURTESY

_NO_MODIFIER: Final = word_list("never_in_titles") - {"us", "just"}
_JOINS: Final = POSSESSIVE | word_set("and & in -")


def reach(line: Line, head: int, limit: int | None = None) -> int:
    """One past the last word of the phrase whose office is at `head`; -1 where it is no role, or the next name's."""
    at = end = head + 1
    first = True  # of a group of nouns: nothing but an article before
    size = len(line.words) if limit is None else limit
    while at < size and at - head < LONGEST + 2:
        step = _next(line, head, at, first)
        if step is None:
            return -1
        if step == 0:
            break
        linked = line.low[at + step - 1] in LINKS or line.low[at + step - 1] in _JOINS
        at += step
        first = linked or line.low[at - 1] in ARTICLES
        end = end if first else at
    while end > head + 1 and (
        line.low[end - 1] in ARTICLES or line.low[end - 1] in POSSESSIVE or line.words[end - 1] == "-"
    ):
        end -= 1
    return -1 if end in line.named and end - 1 not in line.named else end


def _next(line: Line, head: int, at: int, first: bool) -> int | None:
    """How many words from `at` go on with the phrase; None where the phrase shows that it is no role."""
    word, low = line.words[at], line.low[at]
    beyond = line.word(at + 1)
    if at in line.named:
        return _name_inside(line, head, at)
    if low in LINKS:
        if word == "to" and not _takes_to(line, at + 1):
            return 0
        if beyond[:1].isdigit() and low != "of":
            return 0
        goes_on = beyond and (beyond[0].isalnum() or beyond in '“"‘') and beyond not in ("monday",)
        return (
            1
            if goes_on and beyond not in ENDS and line.words[at + 1] not in CALENDAR and not _at_the_time(line, at)
            else 0
        )
    if low == "in":
        return int(
            beyond in _FIELDS_AFTER
            or _in_a_body(line, at + 1)
            or (_is_learned(line, head) and _is_subject(line, at + 1))
        )
    if low in ("and", "&"):
        return _and(line, at)
    if word == "-" and line.low[at - 1] in PREFIXES:
        return 1
    if line.is_short(at):
        return 1
    if low in ("'", "’"):
        return int(line.tight(at) and line.low[at - 1].endswith("s"))
    if low in ("'s", "’s") or (
        word == "-" and line.tight(at) and line.tight(at + 1 if at + 1 < len(line.words) else at)
    ):
        return 1
    if not word[0].isalnum() or (low in ENDS and word[0].islower()) or word in CALENDAR:
        return 0
    if low in ARTICLES:
        return 1 if first and at > head + 1 else 0
    return _noun(line, head, at, first)


_FIELDS_AFTER: Final = word_set("charge residence chief command waiting exile")
_LEARNED: Final = word_set(
    """
    expert specialist professor lecturer researcher reader scientist fellow consultant scholar student
    """
)


def _is_learned(line: Line, head: int) -> bool:
    return line.low[head] in _LEARNED


def _in_a_body(line: Line, at: int) -> bool:
    """`in the Ministry of Works`, not `in Lima`: capitals with a word for a body among them."""
    at += line.word(at) in ARTICLES
    while at < len(line.words) and line.words[at][0].isupper() and at not in line.named:
        if line.words[at] in _WORKPLACES:
            return True
        at += 1
        at += line.word(at) in POSSESSIVE
    return False


_WORKPLACES: Final = word_set(
    """
    Program Programme Office Ministry Department Army Navy Force Forces Corps Party Institute University School College
    Division Group Unit Bureau Administration Cabinet Government Parliament Senate House Congress Assembly Council
    Committee Union League Centre Center Court Service Commission Directorate Secretariat Faculty
    """
)


def _is_subject(line: Line, at: int) -> bool:
    """`in economics`: a field of learning, in small letters and without article."""
    return (
        at < len(line.words)
        and line.words[at][0].islower()
        and line.low[at] not in ARTICLES
        and line.low[at] not in ENDS
    )


def _takes_to(line: Line, at: int) -> bool:
    """`adviser to ministers`, not `coach to replace`."""
    if at >= len(line.words):
        return False
    word = line.words[at]
    return word[0].isupper() or line.low[at] in ARTICLES or is_modifier(word) or singular(word) != ""


def _at_the_time(line: Line, at: int) -> bool:
    return line.low[at] in ("at", "from", "to", "for") and line.low[at + 1 : at + 3] in (
        ["the", "time"], ["the", "moment"], ["the", "age"], ["least", "the"],
    )  # fmt: skip


def _name_inside(line: Line, head: int, at: int) -> int | None:
    """The whole name in `adviser to President Ida Lund`; None in `Secretary of State Ida Lund`, whose title it is."""
    k = at
    while k > head + 1 and (
        is_office(line.words[k - 1]) or line.low[k - 1].rstrip(".") in COURTESY or line.words[k - 1] == "."
    ):
        k -= 1
    linked = k > head + 1 and (line.low[k - 1] in LINKS or line.low[k - 1] in ARTICLES)
    if not linked and (at == head + 1 or line.words[head][0].isupper()):
        return None
    stop = at
    while stop in line.named:
        stop += 1
    return stop - at


def _and(line: Line, at: int) -> int:
    """Whether `and` goes on with the phrase, and not with another person or clause."""
    after = at + 1
    if after >= len(line.words) or after in line.named or line.low[after] in ARTICLES or line.low[after] in ENDS:
        return 0
    word = line.words[after]
    return int(word[0].isupper() or is_modifier(word) or is_office(word))


def _noun(line: Line, head: int, at: int, first: bool) -> int | None:
    """A noun or an adjective after the office: right after it only in `president emeritus`."""
    word, low = line.words[at], line.low[at]
    verb = low.endswith(("ed", "ing", "ly")) and not is_modifier(word)
    if at == head + 1:
        if low in ("emeritus", "elect", "designate", "general") or is_office(word):
            return 1
        return 0 if verb and word[0].islower() else None
    if word[0].isupper() or word[0].isdigit():
        return 1
    if first:
        return 0 if verb and low.endswith(("ing", "ly")) else 1
    if verb:
        return 0
    if is_modifier(word):
        return 1
    if not line.words[at - 1][0].isupper():
        return 1
    following = line.word(at + 1)
    if line.words[at + 1 : at + 2] and line.words[at + 1][0].isupper() and not low.endswith("s"):
        return 1
    return int(
        following == "" or following in ",.;)-" or following in LINKS or following in ENDS or following in ("and", "in")
    )


def described(line: Line, at: int, *, loose: bool = False) -> int:
    """The office of the phrase that begins at `at`, past its article and adjectives; -1 where it has none.

    `loose`: any noun may stand before it, as after an article.
    """
    loose = loose or (at > 0 and line.low[at - 1] in ARTICLES)
    for k in range(at, min(at + 9, len(line.words))):
        if k in line.named:
            beyond = line.word(k + 1)
            inside = (
                beyond in POSSESSIVE
                or k + 1 in line.named
                or (beyond.isalpha() and beyond not in ENDS | LINKS | {"and", "in"})
            )
            if not inside:
                return -1
            continue
        word, low = line.words[k], line.low[k]
        if low in _KIN:
            return -1
        if is_office(word) and not _is_modified(line, k):
            return k
        if not (
            word[0].isupper()
            or word[0].isdigit()
            or word in ("-", "&", "and", ".", "'s", "’s", "'", "’")
            or is_modifier(word)
        ):
            if (
                not loose
                or not word[0].isalpha()
                or low in _NO_MODIFIER
                or low in ENDS
                or (low.endswith("ly") and low != "newly")
            ):
                return -1
        elif word[0].isupper() and low in ENDS and low != "us":
            return -1
    return -1


_KIN: Final = word_list("kin")


def _is_modified(line: Line, k: int) -> bool:
    """An office that is itself the modifier of a following noun: `police officers`, `teacher training`, `mayor's`."""
    following = line.word(k + 1)
    if k + 1 in line.named:
        end = k + 1
        while end in line.named:
            end += 1
        return line.word(end) in POSSESSIVE  # President Lund's adviser
    if following == "-" and line.tight(k + 1):
        return k + 2 < len(line.words) and line.low[k + 2] not in ("elect", "designate")
    if following in ("'s", "’s"):
        return True
    for at in range(k + 1, min(k + 5, len(line.words))):
        if at in line.named:
            return False
        if is_office(line.words[at]):
            return True
        word = line.words[at]
        if not (word in ("-", "&") or word[0].isupper() or is_modifier(word)):
            return False
    return False
