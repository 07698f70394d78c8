"""Quoted pieces: what stands between quotation marks, outermost marks only, none longer than its paragraph.

Tells opening from closing marks and apostrophes from single marks; knows straight, curly, low, angle, corner and ASCII
marks, and paragraphs that open without closing. Leaves to others what is a quotation and who said it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, Literal

from store.model.fields import Span

# It begins with a set, to which the search skips.
_DOUBLE: Final = re.compile(r"[`'‘’\"“”„‟＂〝〞«»「」『』](?:(?<=`)`|(?<=')'|(?<=‘)[‘’]|(?<=’)’|(?<![`'‘’]))")
# A single mark between two letters is an apostrophe and never gets this far.
_SINGLE: Final = re.compile(r"(?<![\w'])['’‘](?=[\w\[(…$£€.“\"])|‘|(?<![\s'])['’](?![\w'])|[‹›‚]")
_SINGLE_SIGN: Final = re.compile("['’‘‹›‚]")
_SINGLES: Final = frozenset("'‘’‚‹›")
_PAIRS: Final = frozenset({"``", "''", "‘‘", "’’", "‘’"})
_ALIAS: Final = {
    "``": "“",
    "‘‘": "“",
    "''": "”",
    "’’": "”",
    "‘’": '"',
    "‟": "“",
    "＂": '"',
    "〝": "“",
    "〞": "”",
    "『": "「",
    "』": "」",
}
_FAMILY: Final = {"«": "«", "»": "«", "「": "「", "」": "「"}

OPENING: Final = frozenset("\"“„‟＂〝«»「『`'‘‚‹")
"""Marks that a paragraph may begin with which goes on with the quotation of the last."""

_BEFORE_OPENING: Final = frozenset("([{<—–-―/=…:|*_“„«‘'\"")
_AFTER_CLOSING: Final = frozenset(")]}>—–-―/.,;:!?…|*_[”»’'\"")

# Words that begin with an apostrophe: 'em, the '90s, rock 'n' roll.
_CLIPPED: Final = re.compile(
    r"(?:\d\ds?|em|tis|twas|til|till|cause|n|bout|round|cuz|nuff|ya|un)\b(?!\w)", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s+[A-Z])")

Role = Literal["opens", "closes", "either"]


@dataclass(slots=True)
class Piece:
    """One quoted stretch, marks inside the span. `closed` is False where the paragraph or another mark ends it."""

    start: int
    end: int
    paragraph: int
    closed: bool = True
    opened: bool = True
    """False where the opening mark is missing."""

    def inner(self, text: str) -> str:
        """The words between the marks."""
        left = (2 if text[self.start : self.start + 2] in _PAIRS else 1) if self.opened else 0
        right = (2 if text[self.end - 2 : self.end] in _PAIRS else 1) if self.closed else 0
        return text[self.start + left : max(self.start + left, self.end - right)]


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    family: str
    role: Role


def quoted_pieces(text: str, paragraphs: list[Span]) -> list[Piece]:
    """Ascending, never overlapping; each has a letter or digit between its marks."""
    doubles = [match.start() for match in _DOUBLE.finditer(text)]
    singles = [sign.start() for sign in _SINGLE_SIGN.finditer(text) if _SINGLE.match(text, sign.start())]
    pieces: list[Piece] = []
    d = s = 0
    for number, (start, end) in enumerate(paragraphs):
        first_double, first_single = d, s
        while d < len(doubles) and doubles[d] < end:
            d += 1
        while s < len(singles) and singles[s] < end:
            s += 1
        found: list[Piece] = []
        if d > first_double:
            marks = [_read(text, at, start, end) for at in doubles[first_double:d]]
            found = _paired(text, marks, (start, end), number)
        if s > first_single and not any(pair in text[start:end] for pair in _PAIRS):
            runs_on = s < len(singles) and number + 1 < len(paragraphs) and singles[s] == paragraphs[number + 1][0]
            pairs = _paired_singles(text, singles[first_single:s], number, end if runs_on else None)
            found = _outermost(found, pairs)
        pieces += [piece for piece in found if any(map(str.isalnum, text[piece.start : piece.end]))]
    return _in_style(text, pieces)


def _in_style(text: str, pieces: list[Piece]) -> list[Piece]:
    """Without the single-marked pieces of a text that quotes in double marks: headlines, and words about words."""
    doubles = [
        piece for piece in pieces if text[piece.start] not in _SINGLES or text[piece.start : piece.start + 2] in _PAIRS
    ]
    return doubles if 2 * len(doubles) > len(pieces) or "''" in text else pieces


def _read(text: str, at: int, start: int, end: int) -> _Mark:
    pair = text[at : at + 2]
    stop = at + 2 if pair in _PAIRS else at + 1
    sign = _ALIAS.get(text[at:stop], text[at])
    before = text[at - 1] if at > start else " "
    after = text[stop] if stop < end else " "
    opening = (before.isspace() or before in _BEFORE_OPENING) and not after.isspace() and after not in ".,;:!?)"
    closing = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
    role: Role = "either"
    if sign in "„「":
        role = "opens"
    elif sign == "」":
        role = "closes"
    elif sign == "“":
        role = "closes" if closing and not opening else "opens"
    elif pair == "''":  # the end of ``…''; alone it is inches, minutes or a typing habit
        role = "closes"
    elif sign == "”":
        swedish = opening and not closing and after.isalnum()
        role = "opens" if swedish or at == start else "closes"
    elif opening != closing:
        role = "opens" if opening else "closes"
    elif sign == "«" and not opening:
        role = "either" if closing else "opens"
    return _Mark(at, stop, _FAMILY.get(sign, '"'), role)


def _paired(text: str, marks: list[_Mark], paragraph: Span, number: int) -> list[Piece]:
    """Marks inside marks are nested where they come out even; else each opening mark begins anew."""
    pieces: list[Piece] = []
    opened: _Mark | None = None
    depth = deepest = 0
    for mark in marks:
        if opened is None:
            if mark.role != "closes":
                opened, depth = mark, 1
            elif mark is marks[0] and (begun := _unopened(text, mark, paragraph, number)):
                pieces.append(begun)
        elif mark.family != opened.family:
            continue
        elif mark.role == "opens":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
            if depth == 0:
                pieces.append(Piece(opened.start, mark.end, number))
                opened = None
    if opened is None:
        return pieces
    return _flat(text, marks, paragraph, number) if deepest > 1 else [*pieces, _cut(text, opened, paragraph, number)]


def _unopened(text: str, mark: _Mark, paragraph: Span, number: int) -> Piece | None:
    """`We lost the roof,” Lund said.`: a closing mark that nothing opens, after a stop or comma and some words."""
    lead = text[paragraph[0] : mark.start]
    start = paragraph[0] + (lead.rfind(": ") + 2 if ": " in lead else 0)
    words = text[start : mark.start].split()
    few = 8 if lead[-1:] == "." else 3  # `Ole Lund, mayor."` is a signature
    if mark.family != '"' or len(words) < few or not words[0][0].isupper() or lead[-1] not in ",.?!…":
        return None
    return Piece(start, mark.end, number, opened=False)


def _flat(text: str, marks: list[_Mark], paragraph: Span, number: int) -> list[Piece]:
    pieces: list[Piece] = []
    opened: _Mark | None = None
    for mark in marks:
        if opened is None:
            opened = mark if mark.role != "closes" else None
        elif mark.family != opened.family:
            continue
        elif mark.role == "opens":
            end = opened.end + len(text[opened.end : mark.start].rstrip())
            pieces.append(Piece(opened.start, end, number, closed=False))
            opened = mark
        else:
            pieces.append(Piece(opened.start, mark.end, number))
            opened = None
    if opened is not None:
        pieces.append(_cut(text, opened, paragraph, number))
    return pieces


def _cut(text: str, opened: _Mark, paragraph: Span, number: int) -> Piece:
    """A mark that nothing closes: a quoted sentence runs to the paragraph's end, a quoted phrase to its sentence's."""
    before = text[paragraph[0] : opened.start].rstrip()[-1:]
    end = paragraph[1]
    if before and before not in ".,:;?!…" and (stop := _SENTENCE_END.search(text, opened.end, end)):
        end = stop.start()
    return Piece(opened.start, end, number, closed=False)


def _paired_singles(text: str, starts: list[int], number: int, end: int | None) -> list[Piece]:
    """A single mark opens before a word and closes after one; a plural's apostrophe closes if nothing else does.

    `end` is the paragraph's where the next one begins with a single mark: a mark left open runs to it.
    """
    pieces: list[Piece] = []
    start = -1
    weak = -1  # where a possible plural possessive could close
    for at in starts:
        sign = text[at]
        before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
        turned = sign == "‹" and start >= 0 and text[start] == "›"
        opens = (sign in "‘‚‹" and not turned) or (not before.isalnum() and after.isalnum() and before not in ".,!?")
        if opens and not (sign != "‘" and _CLIPPED.match(text, at + 1)):
            if start >= 0 and weak >= 0:
                pieces.append(Piece(start, weak, number))
            if start < 0 or weak >= 0 or sign == "‘":
                start, weak = at, -1
        elif start >= 0 and before.strip() and not after.isalnum() and (turned or sign not in "‘‚‹"):
            if before in "sS" and after.isspace():
                weak = at + 1 if weak < 0 else weak
            else:
                pieces.append(Piece(start, at + 1, number))
                start = weak = -1
    if start >= 0 and end is not None and (weak < 0 or text[end - 1] in ".?!…"):
        pieces.append(Piece(start, end, number, closed=False))
    elif start >= 0 and weak >= 0:
        pieces.append(Piece(start, weak, number))
    return pieces


def _outermost(doubles: list[Piece], singles: list[Piece]) -> list[Piece]:
    """Singles inside doubles are nested; a single pair around whole doubles holds them; one that crosses is no pair."""
    starts = [piece.start for piece in doubles]
    kept: list[Piece] = []
    held: set[int] = set()
    for single in singles:
        first = bisect_left(starts, single.start)
        last = bisect_left(starts, single.end)
        inside = first > 0 and doubles[first - 1].end > single.start
        crosses = last > first and doubles[last - 1].end > single.end
        if not inside and not crosses:
            kept.append(single)
            held.update(range(first, last))
    rest = [piece for at, piece in enumerate(doubles) if at not in held]
    return sorted([*rest, *kept], key=lambda piece: piece.start)
