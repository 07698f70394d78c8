"""What rows are made of: words in so many cells, a sign for each status, styles laid over another ground."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.style import Style

SIGNS: Final = {"suggested": " ", "accepted": "✓", "corrected": "✎", "added": "+", "rejected": "×"}
"""Each status has a sign of its own, so that it can be told without colour."""


def fit(words: str, width: int) -> str:
    """Cut or filled up to a width in cells; `…` where something was cut."""
    if width <= 0:
        return ""
    if cell_len(words) <= width:
        return set_cell_size(words, width)
    return set_cell_size(set_cell_size(words, width - 1).rstrip(" …") + "…", width)


def shortened(words: str, most: int = 40) -> str:
    """Cut where it is wider, for a line that has other things to say."""
    return fit(words, min(cell_len(words), most))


def fit_end(words: str, width: int) -> str:
    """The same from the other end: right-aligned, `…` where the beginning was cut."""
    if cell_len(words) <= width:
        return " " * (width - cell_len(words)) + words
    taken, place = 0, len(words)
    while place and (taken := taken + cell_len(words[place - 1])) < width:
        place -= 1
    kept = words[place:].lstrip()
    return " " * max(0, width - 1 - cell_len(kept)) + "…" + kept if width > 0 else ""


def ink(style: Style) -> Style:
    """The style without its background, to be laid over another."""
    return Style(color=style.color, bold=style.bold, dim=style.dim, italic=style.italic, underline=style.underline)
