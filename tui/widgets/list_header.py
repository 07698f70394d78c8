"""The lines above a list: what is listed and how many there are, and what stands in which of its columns."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from tui.terminal.symbols import visible
from tui.widgets.cells import fit
from tui.widgets.lines import Line


class Headings(Line):
    """`heading` makes the words of a line of the list."""

    def __init__(self, heading: Callable[[int], str]) -> None:
        super().__init__()
        self._heading = heading

    def segments(self, width: int) -> list[tuple[str, str]]:
        return [(self._heading(width - 1), "quiet")]  # the list has a scrollbar


class ListHeader(Line):
    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._words = ""

    def show(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.refresh()

    def segments(self, width: int) -> list[tuple[str, str]]:
        right = f"{visible(self._words)} "
        return [(" Stet   ", "strong"), (fit(self._title, width - 8 - cell_len(right)), "quiet"), (right, "text")]
