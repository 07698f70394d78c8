"""Paragraphs, sentences and tokens, as spans of a text: what every finder stands on.

Knows the abbreviations of news; knows nothing of names, numbers or quotations. Every regular expression here runs in
linear time on any text: a repeated class is always held off on its left by a look-behind or another class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extract.lexicon import word_list, word_set
from extract.reading import Reading
from store.model.fields import Span

TITLES: Final = word_list("title_abbreviations")
"""Abbreviations that stand before a name: their full stop never ends a sentence."""

ABBREVIATIONS: Final = word_list("abbreviations")
"""Abbreviations whose full stop ends a sentence only where the next word is one that sentences begin with."""

_LOWER_ABBREVIATIONS: Final = word_set("etc al vs v cf approx est ext")

BEFORE_DIGITS: Final = word_set(
    """
    no nos art sec para fig vol pp p ch jan feb mar apr jun jul aug sep sept oct nov dec c ca
    """
)
"""Abbreviations whose full stop never ends a sentence before a digit."""

STARTERS: Final = word_list("sentence_starters")
_CLOSERS = "\"'”’)\\]»›"
_OPENERS = "\"'“‘(\\[«‹„"
# A run of end marks, the marks that close after it, and white space: three classes that share no character.
_END: Final = re.compile(rf"(?<![.!?…])([.!?…]+)([{_CLOSERS}]*)(\s+)")
# A bracketed run of marks, as hostile text has it, is cut at eight: no sentence opens with more.
_NEXT: Final = re.compile(rf"([{_OPENERS}]{{0,8}})(\w{{0,40}})")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_LINE: Final = re.compile(r"[^\n\r\u2028\u2029\x85\f]+")

TOKEN: Final = (
    r"(?=\w\.)(?:[^\W\d_]\.){2,12}"  # U.S., a.m.
    r"|(?=[A-Z][a-z]{1,4}\.)(?:Mr|Mrs|Ms|Dr|Prof|Rev|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|Jr|Sr|St|Ste|Mt|Ft|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont"
    r"|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Ont|Que)\."  # Calif., Jr.
    r"|\d+(?:[.,:/]\d+)*"  # 1,000.5, 12:30
    r"|\w+(?:['’](?![sS]\b)[^\W\d_]+)*"  # O'Brien, don't; not a possessive
    r"|['’][sS]\b"
    r"|[^\w\s]"
)
_TOKEN: Final = re.compile(TOKEN)


def paragraphs(text: str) -> list[Span]:
    """Spans of the paragraphs, without white space at either end: lines, or blocks of lines in a hand-wrapped text."""
    reading = Reading(text)
    return reading.origins(lines(reading.text))


def sentences(text: str) -> list[Span]:
    """Spans of the sentences, end marks and closing quotation marks inside; none crosses a paragraph."""
    reading = Reading(text)
    return reading.origins(sentences_within(reading.text, lines(reading.text)))


def lines(text: str) -> list[Span]:
    """The paragraphs of a text that is read: its lines, without white space at either end."""
    return [span for match in _LINE.finditer(text) if (span := _stripped(text, *match.span()))]


def _stripped(text: str, start: int, end: int) -> Span | None:
    line = text[start:end]
    start += len(line) - len(line.lstrip())
    end = start + len(line.strip())
    return (start, end) if start < end else None


def sentences_within(text: str, paragraphs: Iterable[Span]) -> list[Span]:
    """The sentences of a text that is read."""
    found: list[Span] = []
    for start, end in paragraphs:
        begin = start
        for match in _END.finditer(text, start, end):
            stop = match.start(3)
            if match.end() < end and _ends_sentence(text, begin, match):
                found.append((begin, stop))
                begin = match.end()
        found.append((begin, end))
    return found


def _ends_sentence(text: str, begin: int, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    opener, word = following.groups() if following else ("", "")
    if word[:1].islower():
        return False
    if match.group(1) != "." or (match.group(2) and not match.group(2).startswith(")")):
        return True
    last = _LAST_WORD.search(text[max(begin, match.start() - 24) : match.start()])
    before = last.group() if last else ""
    low = before.lower()
    if low in TITLES and (before[0].isupper() or low in {"st", "gen"}) and word:
        return False
    if word[:1].isdigit() and low in BEFORE_DIGITS:
        return False
    if low in ("a.m", "p.m"):
        return word not in DAYS
    if _is_abbreviation(before):
        return word in STARTERS or (bool(opener) and opener[0] in '"“„«')
    return True


DAYS: Final = word_list("calendar_names")


def _is_abbreviation(word: str) -> bool:
    """An initial (`J`), letters with stops between (`U.S`), or a known short form."""
    if "." in word or (len(word) == 1 and word.isupper() and word != "I"):
        return True
    return word.lower() in ABBREVIATIONS and (word[0].isupper() or word in _LOWER_ABBREVIATIONS)


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Words, numerals and marks, one at a time.

    A possessive `'s` is a token; `O'Brien`, `don't`, `Jr.`, `U.S.`, `1,000.5` are one."""
    stop = len(text) if end is None else end
    return (match.span() for match in _TOKEN.finditer(text, start, stop))


_SPACE: Final = re.compile(r"\s")
_STRETCH: Final = 8192


def stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """Some thousand characters each, parted at white space: to cut a long text at once takes several times its size."""
    while end - start > _STRETCH and (space := _SPACE.search(text, start + _STRETCH, end)):
        yield start, space.start()
        start = space.start()
    yield start, end


def occurrences(text: str, words: str) -> Iterator[int]:
    """Where the words stand: many are looked for, few are there."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
