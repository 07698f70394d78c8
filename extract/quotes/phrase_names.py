"""The name inside a noun phrase: what a person would mark as the speaker.

That is the name without its title (`Mayor Ada Brandt of Holt`), or the whole phrase where there is none (`the Defense
Ministry`, `a spokesman for the port`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from extract.quotes.noun_phrases import LINKS, Phrase, is_abbreviated, is_part_of_name
from extract.quotes.passages import Passage
from extract.quotes.word_classes import BODIES, DETERMINERS, OFFICES, PARTICLES, PEOPLE, QUALIFIERS, is_name_word


class Capitals(NamedTuple):
    """The last run of capitals in a phrase: where it starts, where the name starts after titles, where it ends."""

    phrase: Phrase
    start: int
    name: int
    end: int


def name_in(passage: Passage, phrase: Phrase) -> Phrase:
    """The name without title and office, or the whole phrase."""
    first, last = phrase
    core = _core(passage, phrase)
    if first == last or (core != last and not is_name_word(passage.words[core])):
        return phrase
    end = core
    while end > first and passage.words[end] == ".":
        end -= 1
    if not is_name_word(passage.words[end]):
        return phrase
    start = _start(passage, first, end)
    found = Capitals(phrase, start, _past_titles(passage, start, end), end)
    if any(rule(passage, found) for rule in NAMELESS):
        return phrase
    name = found.name + (found.name == start and _is_of_state(passage, found))
    if passage.word(start - 1) in ("and", "&") and start - 2 >= first and is_name_word(passage.words[start - 2]):
        name = name_in(passage, (first, start - 2))[0]  # Lund and Brandt
    return (name, core if passage.words[core] == "." and core > end > name else end)


def head_of(passage: Passage, phrase: Phrase) -> str:
    """The noun that a phrase is about, in lower case: `mayor` of `deputy mayor of the town`."""
    return passage.low[_core(passage, phrase)]


def is_bare_office(passage: Passage, phrase: Phrase) -> bool:
    """`mayor of Holt`, as it stands after the name of its holder; not `the mayor of Holt`, nor `Mayor Lund`."""
    office = passage.words[phrase[0]][0].islower() and passage.low[phrase[0]] not in DETERMINERS
    return office and head_of(passage, phrase) in PEOPLE


def _core(passage: Passage, phrase: Phrase) -> int:
    """Last token before `of`, `for` or `at`, where these do not belong to a name."""
    first, last = phrase
    for at in range(first + 1, last):
        if passage.low[at] in LINKS:
            if at - first >= 1 and not is_name_word(passage.words[at - 1]):
                return at - 1
            if passage.low[at] != "of" or _is_person_of(passage, first, at):
                return at - 1
    return last


def _is_person_of(passage: Passage, first: int, at: int) -> bool:
    """`Mayor Ada Brandt of Holt`, not `Secretary of State` or `Bank of America`: two names before, no office last."""
    names = [word for word in passage.low[first:at] if word != "." and word not in DETERMINERS]
    return len(names) >= 2 and names[-1] not in OFFICES and not BODIES.intersection(names)


def _start(passage: Passage, first: int, end: int) -> int:
    """Where the run of capitals, initials and particles begins that ends at `end`."""
    start = end
    while start > first:
        word, low = passage.words[start - 1], passage.low[start - 1]
        capital = is_name_word(word) and low not in DETERMINERS
        short = start - 2 >= first and word == "." and is_abbreviated(passage, start - 1)
        particle = low in PARTICLES and start - 2 >= first and is_part_of_name(passage, start - 2)
        if not (capital or short or particle):
            break
        start -= 1
    return start


def _past_titles(passage: Passage, start: int, end: int) -> int:
    """`Gov. | Ada Brandt`, `Republican Senator | Lund`."""
    name = start
    for at in range(start, end):
        if passage.low[at] in OFFICES or passage.low[at] in QUALIFIERS:
            name = at + 1
    while name < end and passage.words[name] == ".":
        name += 1
    return name


def ends_in_body(passage: Passage, found: Capitals) -> bool:
    """`the Interior Ministry`, `the Governor`."""
    return passage.low[found.end] in BODIES or passage.low[found.end] in OFFICES


def has_article(passage: Passage, found: Capitals) -> bool:
    """`the Gulls`; not `the Mayor Ada Brandt`."""
    before = passage.word(found.start - 1) if found.start > found.phrase[0] else ""
    return before in ("the", "a", "an") and found.name == found.start


def is_of_something(passage: Passage, found: Capitals) -> bool:
    """`the Bank of America`; not `Secretary of State Ole Lund`."""
    before = passage.word(found.start - 1) if found.start > found.phrase[0] else ""
    return before == "of" and found.name == found.start and not _is_of_state(passage, found)


def _is_of_state(passage: Passage, found: Capitals) -> bool:
    """`Secretary of State Ole Lund`."""
    if found.start <= found.phrase[0] or passage.low[found.start - 1] != "of" or found.end - found.start < 2:
        return False
    return passage.low[max(found.phrase[0], found.start - 2)] in OFFICES


NAMELESS: Final[tuple[Callable[[Passage, Capitals], bool], ...]] = (ends_in_body, has_article, is_of_something)
"""Capitals that are no person's name, so that the phrase is taken whole."""
