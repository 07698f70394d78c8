"""The shelf's own single lines: the library and how far it is above, the filter and the order below that."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from rich.cells import cell_len

from store.index.query import keys
from store.model.about import named
from tui.terminal.symbols import visible
from tui.widgets.cells import fit
from tui.widgets.cells import shortened as cut
from tui.widgets.lines import BAR_CELLS, Line

ORDERS: Final = ("added", "-date", "title", "status", "-doubts", "-unsure")
"""In the turn of the key; another turns each round."""
SAID: Final = {
    "added": "as added",
    "-added": "last added first",
    "-date": "latest date first",
    "date": "earliest date first",
    "title": "by title",
    "-title": "by title, backwards",
    "status": "by status",
    "-status": "by status, backwards",
    "-doubts": "most doubts first",
    "doubts": "fewest doubts first",
    "-unsure": "most to learn first",
    "unsure": "least to learn first",
}
"""What the line says of each."""


def turned(order: str) -> str:
    """The same order from its other end."""
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def next_order(order: str) -> str:
    orders = (*ORDERS, *(name for name in named() if name not in {*map(turned, ORDERS), *ORDERS}))
    place = next((place for place, name in enumerate(orders) if name in (order, turned(order))), -1)
    return orders[(place + 1) % len(orders)]


def said(order: str) -> str:
    """What the line says of an order."""
    name = order.removeprefix("-").replace("_", " ")
    return SAID.get(order) or f"by {name}{', backwards' if order.startswith('-') else ''}"


def asked_so_far(typed: str) -> str:
    """Without a filter at its end whose value is still to come."""
    return re.sub(rf"(?:^|(?<=\s))-?(?:{'|'.join(keys())})[:=<>]=?$", "", typed)  # a library has filters of its own


def shortened(query: str) -> str:
    """For a line that has other things to say."""
    return cut(query, _LONGEST)


_LONGEST: Final = 20
"""Cells of a filter that is spoken of."""


class ShelfHeader(Line):
    """`whole` counts all articles of the library by status, `mine` those assigned to whoever sits here."""

    def __init__(self, library: str) -> None:
        super().__init__()
        self.library = library.replace(str(Path.home()), "~", 1)
        self._whole: dict[str, int] | None = None
        self._mine: dict[str, int] = {}
        self._left_behind = False

    def tell_unsaved(self, left_behind: bool) -> None:
        """Of edits made in articles, which the header of an article says there."""
        if left_behind != self._left_behind:
            self._left_behind = left_behind
            self.refresh()

    def show(self, whole: dict[str, int] | None, mine: dict[str, int]) -> None:
        """`whole` is None before the first list has come."""
        if (whole, mine) != (self._whole, self._mine):
            self._whole, self._mine = whole, mine
            self.refresh()

    def segments(self, width: int) -> list[tuple[str, str]]:
        counts = dict(self._whole or {})
        damaged = counts.pop("damaged", 0)
        total, done = sum(counts.values()), counts.get("done", 0)
        right: list[tuple[str, str]] = []
        if assigned := sum(self._mine.values()):
            right.append((f"{assigned - self._mine.get('done', 0):,} of {assigned:,} yours to do   ", "strong"))
        if self._whole is None:
            return self._beside_the_name(width, [("reading the list …", "quiet")])
        right += [(f"{total:,} article{'' if total == 1 else 's'}   {done:,} done", "text")]
        if width >= (100 if assigned else 80):
            right.append((f"   {counts.get('started', 0):,} started   {counts.get('new', 0):,} new", "quiet"))
        if width >= (120 if assigned else 100):
            filled = BAR_CELLS * done // total if total else 0
            right += [("   " + "━" * filled, "strong"), ("─" * (BAR_CELLS - filled), "quiet")]
        if damaged:
            right.append((f"   {damaged} damaged", "wrong"))
        return self._beside_the_name(width, right)

    def _beside_the_name(self, width: int, right: list[tuple[str, str]]) -> list[tuple[str, str]]:
        right = [*right, *[("   ✗ NOT SAVED", "wrong")] * self._left_behind, (" ", "text")]
        taken = sum(cell_len(words) for words, _ in right)
        return [
            (" Stet   ", "strong"),
            (fit(visible(f"library {self.library}"), width - taken - 10) + "  ", "quiet"),
            *right,
        ]
