"""The office or occupation beside a person's name: a title before it, or an apposition after or before it."""

from __future__ import annotations

import re
from typing import Final

from extract.lexicon import word_list, word_set
from extract.names.offices import SHORT_TITLES, is_modifier, is_office
from extract.words import DAYS, STARTERS, tokens
from store.model.fields import Span

REACH: Final = 160
"""Characters looked at on either side of a name."""

_BREAKS: Final = word_set(
    ', . ; : ( ) [ ] “ ” " — – _ who which whose whom where when that said says is was has had will'
)
_LINKS: Final = word_set("of for at in to with on from")
_ARTICLES: Final = word_set("the a an his her its their our my")
_NO_ROLE: Final = word_set("mr mrs ms miss mx sir madam mme dr")
_NO_MODIFIER: Final = word_list("never_in_titles")
"""Words that never stand between an article and the noun of office that it belongs to."""
_AGED: Final = re.compile(r" ?(?:then[- ])?(?:\d{1,3}|[a-z]{3,8}(?:-[a-z]{3,5})?)-year-old ")
_WHO_IS: Final = re.compile(r",? who (?:is|was) (?=an? |the )")


def before(text: str, start: int) -> Span | None:
    """The title that ends where a name starts: `Secretary of State`, `Kharkiv oblast governor`."""
    floor = max(0, start - REACH)
    spans = _line_tokens(text, floor, start, last=True)
    words = [text[a:b] for a, b in spans]
    i = len(words) - 1
    while i >= 0 and words[i] == "." and i and words[i - 1].lower() in {*SHORT_TITLES, *_NO_ROLE}:
        i -= 1
    i = _before_rank(words, i)
    if i >= 0 and words[i].lower().rstrip(".") in _NO_ROLE:
        return None
    end = i
    i = _of_office(words, i)
    if i < 0:
        return None
    begin = _past_another(words, _first_word(text, words, spans, i, end - 9), i)
    while begin < i and (
        words[begin] in ("-", "&", "'s", "’s", "and") or text[spans[begin][0] - 1 : spans[begin][0]] == "-"
    ):
        begin += 1
    while begin < i and words[begin].lower() in _ARTICLES:
        begin += 1
    stop = spans[end][1]
    if text[stop : stop + 1] == "." and words[end].lower() in SHORT_TITLES:
        stop += 1
    return spans[begin][0], stop


def _of_office(words: list[str], i: int) -> int:
    """Where the noun of office is in a title that ends with word `i`; -1 where it is no title."""
    if i < 0:
        return -1
    capital = i >= 2 and words[i][0].isupper() and words[i - 2][0].isupper()
    if capital and words[i - 1] == "of" and is_office(words[i - 2]):
        return i - 2  # Secretary of State
    return i if is_office(words[i]) else -1


def _first_word(text: str, words: list[str], spans: list[Span], office: int, floor: int) -> int:
    """How far back what qualifies the noun of office goes: not beyond the word `floor`."""
    begin = office
    while begin > max(0, floor):
        steps = _steps(text, words, spans, begin)
        if not steps:
            break
        begin -= steps
    return begin


def _steps(text: str, words: list[str], spans: list[Span], begin: int) -> int:
    """How many words more belong to the title whose words begin at `begin`."""
    word = words[begin - 1]
    low = word.lower()
    beyond = words[begin - 2] if begin > 1 else ""
    names = bool(beyond) and beyond[0].isupper() and words[begin][0].isupper()
    if word in DAYS:
        return 0
    if word in ("-", "&") and begin > 1 and spans[begin - 1][1] == spans[begin][0]:
        return 1
    if low in ("'s", "’s", "'", "’") and names:
        return 2
    if low == "and" and beyond and (is_office(beyond) or names):
        return 2
    if low in ("vice", "ex", "co"):
        return 1
    opens = _opens(text, spans[begin - 1][0], word)
    if not opens and low not in _NO_MODIFIER and (word[0].isupper() or is_modifier(word)):
        return 1
    return 2 if word == "." and beyond.lower() in SHORT_TITLES else 0


def _past_another(words: list[str], begin: int, i: int) -> int:
    """Of `leader Anna Orr and chairman`, where the second title begins."""
    for k in range(i - 1, begin + 1, -1):
        if words[k] == "and" and any(
            is_office(words[j]) and words[j + 1][0].isupper() and not is_modifier(words[j + 1])
            for j in range(begin, k - 1)
        ):
            return k + 1
    return begin


def _before_rank(words: list[str], i: int) -> int:
    """Of `spokesman Col.`, where the office ends; `i` itself where there is no rank, or nothing but ranks."""
    k = i
    while k >= 0 and (words[k] == "." or words[k].lower().rstrip(".") in {*SHORT_TITLES, *_NO_ROLE}):
        k -= 1
    return k if 0 <= k < i and is_office(words[k]) and words[k].lower() not in _RANKS else i


_RANKS: Final = word_set("lieutenant brigadier major general colonel captain sergeant admiral inspector detective")


def _opens(text: str, start: int, word: str) -> bool:
    """A capital that only says that a sentence begins."""
    head = text[max(0, start - 3) : start].rstrip(" \"“'‘")
    at_start = start == 0 or head == "" or head[-1] in ".!?\n:"
    return at_start and word in STARTERS


def _line_tokens(text: str, start: int, end: int, *, last: bool = False) -> list[Span]:
    """Tokens of the line that ends (or begins) at a name."""
    if last:
        start = max(start, text.rfind("\n", start, end) + 1)
        while start and start < end and text[start - 1].isalnum() and text[start].isalnum():
            start += 1
    else:
        stop = text.find("\n", start, end)
        end = stop if stop >= 0 else end
    return list(tokens(text, start, end))


_AGE: Final = re.compile(r",? (?:aged )?\d{1,3},? ?")


def after(text: str, end: int) -> Span | None:
    """The apposition that follows a name: `, governor of the nearby Bryansk region`, `, 54, a nurse`."""
    clause = _WHO_IS.match(text, end)
    if clause:
        return _phrase(text, clause.end(), min(len(text), clause.end() + REACH))
    if text[end : end + 1] not in (",", " ") or (text[end : end + 1] == " " and text[end + 1 : end + 2] not in "(–—"):
        return None
    start = end + 1
    aged = _AGE.match(text, end)
    if aged and text[end] == ",":
        start = aged.end()
    return _phrase(text, start, min(len(text), start + REACH))


def _phrase(text: str, start: int, limit: int, *, bounded: bool = False) -> Span | None:
    """An office with what belongs to it, at most one article before it, up to a mark or a clause."""
    spans = _line_tokens(text, start, limit)
    words = [text[a:b] for a, b in spans]
    i = 0
    while i < len(words) and words[i].lower() in (*_ARTICLES, "(", "–", "—"):
        i += 1
    described = i > 0 and words[i - 1].lower() in _ARTICLES
    aged = _AGED.match(text, spans[i - 1][1] if i else start)
    while aged and i < len(words) and spans[i][0] < aged.end():
        i += 1
    head = next((k for k in range(i, min(i + 7, len(words))) if _head_at(words, k)), None)
    if head is None or not all(_fits(word) or (described and _describes(word)) for word in words[i:head]):
        return None
    stop = head + 1
    while stop < len(words) and stop < head + 14:
        low = words[stop].lower()
        if (
            low in _BREAKS
            or low in _NO_ROLE
            or (low == "in" and stop + 1 < len(words) and words[stop + 1][0].isupper())
        ):
            break
        if low == "and" and not (stop + 1 < len(words) and (_fits(words[stop + 1]) or words[stop + 1][0].isupper())):
            break
        if stop == head + 1 and low not in _LINKS and low not in ("and", "-", "'s", "’s") and not is_office(low):
            return None if words[stop][0].islower() and low not in ("emeritus",) else (spans[i][0], spans[head][1])
        stop += 1
    else:
        if not bounded and stop == len(words) and limit < len(text) and text[limit - 1] not in ".!?\n":
            stop = head + 1
    while stop > head + 1 and words[stop - 1].lower() in (*_LINKS, *_ARTICLES, "and"):
        stop -= 1
    return spans[i][0], spans[stop - 1][1]


def _head_at(words: list[str], k: int) -> bool:
    """An office that is not itself the modifier of a following one."""
    if not is_office(words[k]):
        return False
    following = words[k + 1] if k + 1 < len(words) else "."
    return not (is_office(following) or following in ("'s", "’s") or (following == "-" and k + 2 < len(words)))


def _describes(word: str) -> bool:
    """After an article, whatever can come before a noun: `a retired bus driver`."""
    return word[0].isalpha() and word.lower() not in {*_NO_MODIFIER, *_ARTICLES} and not word.endswith("ly")


def _fits(word: str) -> bool:
    return (
        word[0].isupper()
        or word in ("-", "&", "'s", "’s", "and", ".")
        or is_modifier(word)
        or (word[0].isdigit() is False and "-" in word)
    )


def ends(text: str, start: int, limit: int) -> list[int]:
    """Where a role that is taken to begin here may end: with all that belongs to it, then with each of its offices."""
    spans = _line_tokens(text, start, min(len(text), limit, start + REACH))
    words = [text[a:b] for a, b in spans]
    stop = next((k for k, word in enumerate(words[:_WORDS]) if word.lower() in _BREAKS), min(len(words), _WORDS))
    while stop and words[stop - 1].lower() in (*_LINKS, *_ARTICLES, "and", "'s", "’s"):
        stop -= 1
    offices = [k + 1 for k in range(stop - 1) if is_office(words[k])]
    return [spans[k - 1][1] for k in (stop, *reversed(offices)) if k]


_WORDS: Final = 14
"""Words that a role has at most."""

_CLAUSE: Final = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?) ([^,.;:!?\n“”\"()]{4,90}), (?:(?:Dr|Mr|Mrs|Ms)\.? )?$"
)


def ahead(text: str, start: int, end: int) -> Span | None:
    """The apposition that a name closes: `The president of the union, Anna Orr, said`."""
    if text[end : end + 1] not in (",", ".", ""):
        return None
    found = _CLAUSE.search(text, max(0, start - 110), start)
    if not found:
        return None
    phrase = _phrase(text, found.start(1), found.end(1), bounded=True)
    return phrase if phrase and phrase[1] == found.end(1) else None


def role_at(text: str, span: Span) -> Span | None:
    """Where the text gives the role of the person named here, if it does."""
    return before(text, span[0]) or after(text, span[1]) or ahead(text, *span)
