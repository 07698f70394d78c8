"""Cuts the text of a table into rows of cells, whether and however its cells are quoted.

News begins with quotation marks. So a mark at the start of a cell encloses it only if another one, not doubled and not
escaped, ends it before the next delimiter or line; in a table of tabs only if the table is seen to enclose cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from store.errors import StetError

DELIMITERS: Final = ",;\t|"
_SEPARATOR: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line by which Excel is told of a delimiter."""
_DOUBLED: Final = r'"([^"]*+(?:""[^"]*+)*+)"'
_OPEN: Final = re.compile(r' *"[^"]*+(?:""[^"]*+)*+\Z')
_ESCAPED: Final = r'"([^"\\]*+(?:(?:\\.|"")[^"\\]*+)*+)"'
_ESCAPE: Final = re.compile(r'\\(["\\])|""', re.DOTALL)
_LONGEST_NUMBER: Final = 19
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Row(NamedTuple):
    """`line` is the number of its first line, `cells` what is in it."""

    line: int
    cells: list[str]


class _Cell(NamedTuple):
    words: str
    end: int
    """Where the text goes on: at a delimiter, the end of a line or of the text."""
    is_odd: bool = False
    """True if it begins with a quotation mark that does not enclose it."""
    is_open: bool = False
    """True if no later mark ends it: the table may be cut off."""


class Cutter:
    """One way to read a table: its delimiter, empty for a table of one column, and how marks in cells are written."""

    def __init__(self, text: str, delimiter: str, *, escaped: bool, encloses: bool) -> None:
        self._text = text
        self._delimiter = delimiter
        self._encloses = encloses
        stop = re.escape(delimiter) + r"\r\n"
        blanks = "" if delimiter == "\t" else " *"
        self._escaped = escaped
        self._may_hold_rows = not text.lstrip("\r\n").startswith('"')
        self._enclosed = re.compile(rf"{blanks}{_ESCAPED if escaped else _DOUBLED} *(?=[{stop}]|\Z)", re.DOTALL)
        self._plain = re.compile(rf"[^{stop}]*")
        self.odd = 0
        """How many cells begin with a mark that does not enclose them."""
        self.open_at: int | None = None
        """The line of the first cell that begins with a mark and for which there is no other."""

    def rows(self) -> Iterator[Row]:
        """Each row that is not blank."""
        at, line = 0, 1
        while at < len(self._text):
            first = line
            cells: list[str] = []
            while True:
                cell = self._cell(at, cells[0] if cells else "")
                cells.append(cell.words)
                self.odd += cell.is_odd
                if cell.is_open and self.open_at is None:
                    self.open_at = line
                line += len(_LINE_END.findall(self._text, at, cell.end))
                at = cell.end
                if not (self._delimiter and self._text.startswith(self._delimiter, at)):
                    break
                at += 1
            if ending := _LINE_END.match(self._text, at):
                at = ending.end()
                line += 1
            if cells != [""]:
                yield Row(first, cells)

    def _cell(self, at: int, first: str) -> _Cell:
        enclosed = self._enclosed.match(self._text, at) if self._encloses else None
        if enclosed is not None and not self._holds_rows(enclosed[1], first):
            return _Cell(self._inner(enclosed[1]), enclosed.end())
        plain = self._plain.match(self._text, at)
        assert plain is not None
        is_odd = plain[0].lstrip(" ").startswith('"')
        return _Cell(plain[0], plain.end(), is_odd, is_odd and _OPEN.match(self._text, at) is not None)

    def _inner(self, words: str) -> str:
        if self._escaped:
            return _ESCAPE.sub(lambda match: match[1] or '"', words)
        return words.replace('""', '"')

    def _holds_rows(self, words: str, first: str) -> bool:
        """True if two marks far apart seem to enclose rows, by their tabs or by the numbers that go on from `first`."""
        if not self._may_hold_rows or not _LINE_END.search(words):
            return False
        if self._delimiter == "\t" and "\t" in words:
            return True
        number = int(first) if first.isdecimal() and len(first) < _LONGEST_NUMBER else None
        lines = _LINE_END.split(words)[1:]
        return number is not None and all(
            line.startswith(f"{number + place}{self._delimiter}") for place, line in enumerate(lines, 1)
        )


def cut(text: str, name: str, *, tabs: bool) -> Iterator[Row]:
    """The rows of a table, the head first, read in the way in which most of them are like it.

    `tabs` is true for a file that says by its name that it has them. Raises `StetError` if it ends within a cell.
    """
    separator = _SEPARATOR.match(text)
    if separator is not None:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else _delimiter(text, tabs=tabs)
    make = partial(Cutter, text, delimiter)
    ways = [make(escaped=False, encloses=delimiter != "\t" or _encloses(text))]
    if '\\"' in text:
        ways.append(make(escaped=True, encloses=True))
    best = min(ways, key=_faults)
    if best.open_at is not None and not _is_whole(text, delimiter, best):
        raise StetError("Cut off", f"{name} ends inside a quoted cell; copy the whole file again")
    return best.rows()


def _faults(way: Cutter) -> int:
    """How many rows have more cells than the head, and how many cells an odd mark."""
    width = 0
    faults = 0
    for _, cells in way.rows():
        width = width or len(cells)
        faults += len(cells) > width
    return faults + way.odd


def _delimiter(text: str, *, tabs: bool) -> str:
    """The most frequent one in the head outside of marks; empty if there is none."""
    head = re.sub(_DOUBLED, "", text[: 1 << 20]).lstrip("\r\n")
    line = re.split(r"[\r\n]", head, maxsplit=1)[0]
    if tabs and "\t" in line:
        return "\t"
    best = max(DELIMITERS, key=line.count)
    return best if best in line else ""


def _encloses(text: str) -> bool:
    """True if a table of tabs is seen to enclose cells: its head, a doubled mark, an empty cell or one of lines."""
    if text.lstrip("\r\n").startswith('"'):
        return True
    for match in re.finditer(rf"(?:^|\t){_DOUBLED}(?=[\t\r\n]|\Z)", text, re.MULTILINE):
        words = match[1]
        if not words or '""' in words or ("\t" not in words and _LINE_END.search(words)):
            return True
    return False


def _is_whole(text: str, delimiter: str, way: Cutter) -> bool:
    """True if a mark without another is a part of the news, as whole rows follow it to the end."""
    if not delimiter or not text.endswith(("\n", "\r")):
        return delimiter == "\t" and not _encloses(text)
    rows = list(way.rows())
    width = len(rows[0].cells)
    first, *after = [len(row.cells) for row in rows if row.line >= (way.open_at or 0)]
    if first > width:  # which is told of that row
        return all(count >= width for count in after)
    fits = first == width and all(count == width for count in after)
    return fits and (bool(after) or (delimiter == "\t" and not _encloses(text)))
