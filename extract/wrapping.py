"""Lines that a person or a mail program broke: which of a text's single line ends stand for a blank.

In a text that is wrapped throughout, each line is as long as its width allows: the next word would not have fitted.
Elsewhere a line end is a wrap where the words say so, as a sentence runs on in small letters or a name is cut. A
heading, a byline, an item of a list and a row of a table end their lines for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extract.lexicon import ANY, word_list, word_set

WIDEST: Final = 110
"""Characters of the longest line that anybody wraps by hand."""

_BREAK: Final = re.compile(r"(?<=\S)[^\S\n]*\n([^\S\n]*)(?=\S)")
_CLOSED: Final = re.compile(r"[.!?…:;][\"'”’)\]»]{0,3}$")
_ABBREVIATED: Final = re.compile(r"(?<![^\W\d_])([A-Z][a-z]{0,5})\.$")
_INNER_END: Final = re.compile(r"[a-z0-9)][.!?…][\"'”’)\]]{0,2} +[\"“‘(]?[A-Z]")
_SMALL_WORD: Final = re.compile(r"(?<!\S)[\"“‘(]?[a-z][a-z'’-]{0,24}(?![^\s.,;:!?)\"”’])")
_RUNS_ON: Final = re.compile(r"(?:[a-z][a-z'’-]{0,30}|[^\W\d_A-Z][^\W\d_]{0,30})(?=[\s,.;:!?)\"”’—–]|$)(?!:)")
_BYLINE: Final = re.compile(r"by [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*| and| for){0,5}$")
_ITEM: Final = re.compile(r"(?:[-–—*•·▪◦‣>#]+|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s")
_ROW: Final = re.compile(r"\t|[^\s.!?…:;\"”’)] {2,}\S")
_LAST_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W_]+)*$")
_FIRST_WORD: Final = re.compile(r"[\"“‘(]?([^\W\d_][^\W_]*)")

_UNFINISHED: Final = word_list("prepositions") | word_set(
    "the a an and or but his her its their our my your is are was were be"
)
_CALENDAR: Final = word_list("calendar_names")
_BEFORE_NAMES: Final = (
    word_list("tagger_titles") | word_list("given_names_of_men", ANY) | word_list("given_names_of_women", ANY)
)


@dataclass(slots=True)
class _Line:
    """The line that ends at a single line break, and the one after it."""

    before: str
    after: str
    gap: tuple[int, int]
    width: int
    """Of the line before the break, with its indent."""
    indented: bool
    wrapped: bool = False


def wraps(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans of white space around the line ends that are wraps, and what is read there: a blank, or nothing."""
    breaks = list(_breaks(text))
    width = _width(breaks)
    last: _Line | None = None
    for line in breaks:
        runs_on = last is not None and last.wrapped and last.after is line.before
        full = _is_full(line, width) and _goes_on(line, runs_on=runs_on)
        line.wrapped = full or _is_unfinished(line, runs_on=runs_on)
        if line.wrapped:
            yield *line.gap, _joint(line)
        last = line


def _breaks(text: str) -> Iterator[_Line]:
    end = -1
    after = ""
    for match in _BREAK.finditer(text):
        start, begin = match.span()
        left = text.rfind("\n", 0, start) + 1
        before = after if end == start else text[left:start].lstrip()
        stop = text.find("\n", begin)
        after = text[begin : stop if stop >= 0 else len(text)].rstrip()
        end = begin + len(after)
        yield _Line(before, after, (start, begin), start - left, bool(match[1]))


def _width(breaks: list[_Line]) -> int:
    """The width at which a text is wrapped throughout, else 0: a line of its own breaks where it was full."""
    widths = [line.width for line in breaks]
    narrow = [width for width in (*widths, *(len(line.after) for line in breaks)) if width <= WIDEST]
    if len(breaks) < 3 or not narrow or len(narrow) < 1.8 * len(breaks):
        return 0
    width = max(narrow)
    cut = [line for line in breaks if not _is_closed(line.before)]
    full = sum(_is_full(line, width) for line in cut)
    runs_on = sum(_RUNS_ON.match(line.after) is not None for line in cut)
    return width if len(cut) >= 3 and 10 * full >= 6 * len(cut) and 10 * runs_on >= 3 * len(cut) else 0


def _is_full(line: _Line, width: int) -> bool:
    """The first word of the next line would not have fitted."""
    return 0 < width < line.width + 1 + len(line.after.split(None, 1)[0])


def _goes_on(line: _Line, *, runs_on: bool) -> bool:
    """Of a full line in a wrapped text: neither it nor the next is what ends its line for good."""
    if _is_apart(line):
        return False
    closed = _is_closed(line.before)
    if closed and (line.indented or _ITEM.match(line.after)):
        return False
    return runs_on or not line.before.isupper() or line.after.isupper()


def _is_apart(line: _Line) -> bool:
    """A rule of dashes, a row of a table."""
    rows = _ROW.search(line.before) or _ROW.search(line.after)
    return bool(rows) or not any(map(str.isalnum, line.before)) or not any(map(str.isalnum, line.after))


def _is_closed(words: str) -> bool:
    if not _CLOSED.search(words):
        return False
    short = _ABBREVIATED.search(words)
    return short is None or short[1].lower() not in word_list("title_abbreviations")


def _is_unfinished(line: _Line, *, runs_on: bool) -> bool:
    """Whether the words say that a sentence is cut here; `runs_on`: the line itself is the rest of one."""
    before, after = line.before, line.after
    if _is_closed(before) or _is_apart(line) or _BYLINE.match(after) or (_ITEM.match(after) and not runs_on):
        return False
    small = len(_SMALL_WORD.findall(before))
    prose = small >= 2 and (runs_on or not before[0].islower())
    if _RUNS_ON.match(after):
        return prose
    first = _FIRST_WORD.match(after)
    if len(before) > WIDEST or len(after) > WIDEST or (first and first[1] in word_list("sentence_starters")):
        return False
    return (prose or small > 0) and _cuts(before, after, prose=prose, runs_on=runs_on)


def _cuts(before: str, after: str, *, prose: bool, runs_on: bool) -> bool:
    """Whether a phrase, a name or a date is cut between two lines of which the second begins with no small letter."""
    found = _LAST_WORD.search(before[-40:].rstrip("."))
    word = found[0] if found else ""
    if word[:1].isupper() and word.lower() in _BEFORE_NAMES and after[0].isupper():
        return True
    if not prose or not (_SMALL_WORD.search(after) or _is_closed(after)):
        return False
    if word in _UNFINISHED or before[-1] in ",-–—" or _is_open(before) or (word in _CALENDAR and after[0].isdigit()):
        return True
    return runs_on or _INNER_END.search(before) is not None


def _is_open(words: str) -> bool:
    """A quotation or a bracket is open at the end."""
    return words.count("“") > words.count("”") or words.count("(") > words.count(")") or words.count('"') % 2 == 1


def _joint(line: _Line) -> str:
    """Nothing where a hyphen or a dash without a blank ends the line."""
    before, after = line.before, line.after
    if before[-1] not in "-–—" or len(before) < 2 or before[-2].isspace() or not after[0].isalnum():
        return " "
    return " " if before[-1] == "-" and after.startswith(("and ", "or ", "to ")) else ""
