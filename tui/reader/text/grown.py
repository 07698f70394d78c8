"""From the letters that were found to the words that are meant: whole words, and the name or the quotation about them.

Pure, and with no more of the extractor than its lists of titles; what keys make of the words is in the commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from unicodedata import name as name_of

from extract.lexicon import word_list, word_set
from extract.names import gazetteer
from store.model.fields import Span
from tui.reader.text import units

_JOINED: Final = re.compile(r"[ \u00a0]|\n(?!\n)")
"""What may stand between two words of one name."""
_LONGEST: Final = 6
"""Words of a name."""
_PARTICLES: Final = 3
"""One after another: `van de la`."""
_DAYS: Final = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december
    """
)


def whole(text: str, span: Span) -> Span:
    """The span with the whole of the words that it begins and ends in."""
    span = units.stripped(text, span) or span
    while span[1] - 1 > span[0] and text[span[1] - 1] in ",;:":
        span = span[0], span[1] - 1
    first, last = units.word_at(text, span[0]), units.word_at(text, span[1] - 1)
    return min(span[0], first[0] if first else span[0]), max(span[1], last[1] if last else span[1])


def name_around(text: str, span: Span) -> Span:
    """The whole words, and where they are capitalised the name that they are part of, its titles left out.

    A place that the lists know goes on only to a place: `Sochi` of `Sochi Games` is all that is meant."""
    start, end = words = whole(text, span)
    if not text[start].isupper() or not text[start:end].replace("-", "").replace(" ", "").isalpha():
        return start, end
    for _ in range(_LONGEST):
        if (before := _neighbour(text, start, -1)) is None:
            break
        start = before[0]
    for _ in range(_LONGEST):
        if (after := _neighbour(text, end, 1) or _behind_of(text, end)) is None:
            break
        end = after[1]
    goes_on = start == words[0] and end > words[1] and not _OF.match(text, words[1])
    return words if goes_on and _is_place(text[slice(*words)], text[start:end]) else (start, end)


def _is_place(words: str, name: str) -> bool:
    """Whether the words are a place, and the name that they begin is not: nor a person, whose given name they are."""
    from extract.names.place_types import type_of_words

    folded = gazetteer.fold(words)
    given = gazetteer.names().get(folded) in (gazetteer.FIRST_NAME, gazetteer.BOTH_NAMES)
    places = gazetteer.places()
    is_longer_place = type_of_words(name) is not None or bool(places.get(gazetteer.fold(name)))
    return bool(places.get(folded)) and not given and not is_longer_place


def known_around(text: str, span: Span, names: Iterable[str]) -> Span:
    """The longest of these names that stands about the span, in a script that sets no blanks: there nothing else says
    where a name ends."""
    start, end = span
    if not (text[end - 1 : end + 1].isalpha() and end < len(text)) and not text[max(0, start - 1) : start].isalpha():
        return span
    found = [
        (at, at + len(name))
        for name in names
        if (at := text.find(name, max(0, end - len(name)), start + len(name))) >= 0 and at <= start
    ]
    return max([span, *found], key=lambda one: one[1] - one[0])


def quotation_around(text: str, span: Span) -> Span | None:
    """The quotation with its marks that these words lie in; it lies within their paragraph."""
    paragraph = units.paragraph_at(text, span[0])
    if paragraph is None:
        return None
    low, high = paragraph
    for opening, closing in ("“”", "„“", "«»", '""'):
        start = text.rfind(opening, low, span[0] + 1)
        if start < 0 or text.find(closing, start + 1, span[0]) >= 0:
            continue
        if opening == closing and text.count(opening, low, start) % 2:
            continue  # that one closes a quotation
        end = text.find(closing, max(span[1] - 1, start + 1), high)
        if end >= 0:
            return start, end + 1
    return None


def _neighbour(text: str, at: int, step: int) -> Span | None:
    """The word before or after this place, with any particle between, where it belongs to the same name."""
    from extract.names.vocabulary import PARTICLES

    word = _word_beside(text, at, step)
    for _ in range(_PARTICLES):
        if word is None or text[slice(*word)] not in PARTICLES:
            break
        word = _word_beside(text, word[0] if step < 0 else word[1], step)
    return word if word is not None and _is_of_name(text, word, step) else None


def _behind_of(text: str, end: int) -> Span | None:
    """`Parliament` behind `Houses of`: a building, a body or a water may go on so, a person does not."""
    from extract.names.place_types import type_of_words
    from extract.names.vocabulary import BODIES

    last = text[max(0, end - _LETTERS) : end].split()[-1].casefold()
    link = _OF.match(text, end)
    nouns = last, last.removesuffix("s")
    if link is None or not any(noun in BODIES or type_of_words(f"x {noun}") for noun in nouns):
        return None
    word = units.word_at(text, link.end())
    return word if word is not None and _is_of_name(text, word, 1) else None


_OF: Final = re.compile(r"[ \n]of[ \n](?:the[ \n])?(?=\S)")
_LETTERS: Final = 40
"""Of one word."""


def _word_beside(text: str, at: int, step: int) -> Span | None:
    gap = at - 1 if step < 0 else at
    if not 0 <= gap < len(text) or not _JOINED.match(text, gap):
        return None
    return units.word_at(text, gap + step)


def _is_of_name(text: str, word: Span, step: int) -> bool:
    from extract.names.offices import is_office
    from extract.names.titles import COURTESY, RANKS
    from extract.words import STARTERS

    words = text[slice(*word)]
    low = words.casefold()
    if not words[0].isupper() or low in _DAYS or words in STARTERS or low.endswith(("'s", "’s")):
        return False
    if step > 0:
        return True
    return not (is_office(words) or low in COURTESY or low in RANKS) and not _only_begins(text, word)


def _only_begins(text: str, word: Span) -> bool:
    """Whether the word may have its capital from the beginning of a sentence alone.

    So it has where it is a function word, or the text has it in small letters too; in a script of whose names there is
    no list, where the text has it nowhere else with a capital."""
    start, end = word
    words = text[start:end]
    if not _BEGINS.search(text, max(0, start - _MARKS), start) or gazetteer.names().get(gazetteer.fold(words)):
        return False
    if words.lower() in _FUNCTION_WORDS or re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", text):
        return True
    others = (one.start() for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    named = any(not _BEGINS.search(text, max(0, at - _MARKS), at) for at in others)
    return not named and not name_of(words[0], "").startswith("LATIN")


_FUNCTION_WORDS: Final = word_list("function_words")
_BEGINS: Final = re.compile(r"(?:\A|[.!?…:\n\"“”„«»‘’—–])\s*\Z")
_MARKS: Final = 4
"""Characters before a sentence that are looked at."""
