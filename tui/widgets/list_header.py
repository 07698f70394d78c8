"""The first line of a screen of one list: what is listed, and how many there are."""

from __future__ import annotations

from rich.cells import cell_len

from tui.terminal.symbols import visible
from tui.widgets.cells import fit
from tui.widgets.lines import Line


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
