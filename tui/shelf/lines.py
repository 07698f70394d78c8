"""The shelf's own single lines: the library and how far it is above, the filter and the order below that."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from store.query import KEYS
from tui.reader.lines import BAR_CELLS, Line
from tui.reader.rows import fit
from tui.reader.symbols import visible

ORDERS: Final = {
    "added": "oldest first",
    "-added": "newest first",
    "-date": "latest date first",
    "date": "earliest date first",
    "title": "by title",
    "status": "by status",
    "-doubts": "most doubts first",
}
"""In the turn of the key, with what the line says of each."""


_BEGUN: Final = re.compile(rf"(?:^|(?<=\s))-?(?:{'|'.join(KEYS)})[:=<>]=?$")


def asked_so_far(typed: str) -> str:
    """Without a filter at its end whose value is still to come."""
    return _BEGUN.sub("", typed)


class ShelfHeader(Line):
    """`whole` counts all articles of the library by status."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = str(path).replace(str(Path.home()), "~", 1)
        self._whole: dict[str, int] = {}

    def show(self, whole: dict[str, int]) -> None:
        if whole != self._whole:
            self._whole = whole
            self.refresh()

    def segments(self, width: int) -> list[tuple[str, str]]:
        counts = dict(self._whole)
        damaged = counts.pop("damaged", 0)
        total, done = sum(counts.values()), counts.get("done", 0)
        right = [(f"{total:,} article{'' if total == 1 else 's'}   {done:,} done", "text")]
        if width >= 80:
            right.append((f"   {counts.get('started', 0):,} started   {counts.get('new', 0):,} new", "quiet"))
        if width >= 100:
            filled = BAR_CELLS * done // total if total else 0
            right += [("   " + "━" * filled, "strong"), ("─" * (BAR_CELLS - filled), "quiet")]
        if damaged:
            right.append((f"   {damaged} damaged", "wrong"))
        right.append((" ", "text"))
        taken = sum(cell_len(words) for words, _ in right)
        return [
            (" Stet   ", "strong"),
            (fit(visible(f"library {self.path}"), width - taken - 10) + "  ", "quiet"),
            *right,
        ]


class FilterLine(Horizontal):
    """Where a filter is typed, and beside it what there is to say of the list."""

    DEFAULT_CSS = """
    FilterLine { height: 1; background: $background; }
    FilterLine > Input { width: 1fr; }
    FilterLine > Static { width: auto; height: 1; color: $foreground 60%; }
    """

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.box = Input(placeholder=placeholder, compact=True)
        self.said = Static(markup=False)
        self._told = ""

    def compose(self) -> ComposeResult:
        yield Static(" filter ", markup=False)
        yield self.box
        yield self.said

    def tell(self, *parts: str) -> None:
        words = "   ".join(filter(None, parts)) + " "
        if words != self._told:
            self.said.update(words, layout=len(words) != len(self._told))
            self._told = words
