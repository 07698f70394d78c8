"""Lines of tables: as a terminal shows them, with their cells for a pipe; `tui.terminal.output` prints them."""

from __future__ import annotations

import unicodedata
from typing import Final

_NO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff"


class Row(str):
    """The line as a terminal shows it; `cells` are whole, and nothing that is drawn is among them."""

    cells: tuple[str, ...] = ()


def row(*cells: tuple[object, int], drawn: str = "") -> Row:
    """Each cell with its width: at the right of its column, or at the left of it and cut to it where the width is
    negative; 0 leaves it as it is."""
    shown = "".join(column(str(cell), -width) if width < 0 else f"{cell!s:>{width}}" for cell, width in cells)
    made = Row(f"{shown}{drawn}".rstrip())
    made.cells = tuple(str(cell).strip() for cell, _ in cells)
    return made


def column(words: str, width: int) -> str:
    """Filled up with blanks to so many cells of a terminal, or cut to them."""
    if (room := width - cells(words)) >= 0:
        return words + " " * room
    while cells(words) >= width:
        words = words[:-1]
    return f"{words}…" + " " * (width - 1 - cells(words))


def cells(words: str) -> int:
    """As a terminal counts them: letters of East Asia take two, marks over or under a letter none."""
    if words.isascii():
        return len(words)
    return sum(_cells(char) for char in words)


def _cells(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me") or char in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
