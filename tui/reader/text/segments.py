"""Cuts a line of an article into segments of one style each. Which stretches take which style is told from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style

from tui.reader.text.wrap import Wrapped
from tui.terminal.symbols import SYMBOLS

Layer: TypeAlias = tuple[int, int, str]
"""A stretch of text and the name of the style that it takes, over those of the layers before it."""

Names: TypeAlias = tuple[str, ...]


def segments(wrapped: Wrapped, line: int, layers: list[Layer], style: Callable[..., Style]) -> list[Segment]:
    """The whole line, hanging space and line feed as blanks, without what is left and right of it."""
    start, end = wrapped.span(line)
    pieces = list(_pieces(start, end, layers))
    if wrapped.is_plain(start, end):
        shown = wrapped.text[start:end].replace("\n", " ")
        return [Segment(shown[left - start : right - start], style(*names)) for left, right, names in pieces]
    return [
        Segment("".join(shown for _, shown in group), style(*names))
        for names, group in groupby(_clusters(wrapped, line, pieces), key=lambda pair: pair[0])
    ]


def _pieces(start: int, end: int, layers: list[Layer]) -> Iterator[tuple[int, int, Names]]:
    """Cut a stretch where a layer begins or ends; each piece comes with the names of its layers, in their order."""
    cuts = {start, end}
    for first, last, _ in layers:
        cuts.add(min(max(first, start), end))
        cuts.add(min(max(last, start), end))
    for left, right in pairwise(sorted(cuts)):
        yield left, right, tuple(name for first, last, name in layers if first <= left and right <= last)


def _clusters(wrapped: Wrapped, line: int, pieces: list[tuple[int, int, Names]]) -> Iterator[tuple[Names, str]]:
    """Styles change between clusters only, for half of one has no cells of its own."""
    piece = 0
    for cluster in wrapped.cells(line):
        while pieces[piece][1] <= cluster.start:
            piece += 1
        names = pieces[piece][2]
        yield (*names, "symbol") if wrapped.text[cluster.start] in SYMBOLS else names, cluster.shown
