"""A list of one-line rows with a cursor, painted line by line: what all lists have in common but that of the fields.

What stands in a row is each list's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tui.settings.kind_looks import row_styles
from tui.terminal.symbols import visible
from tui.widgets.cached import CachedScrollView
from tui.widgets.cells import fit, ink
from tui.widgets.styles import FAINT_ANSI, StyleTable

_STYLES: Final = {
    "row": "",
    "current": "bold $block-cursor-ink on $block-cursor-background",
    "head": "bold",
    "quiet": "$foreground 70%",
    "new": "$foreground 70%",
    "gone": "$foreground 70%",
    "mark": "bold $text-accent",
    "flag": "$text-warning",
    "doubt": "$text-warning",
    "started": "$text-warning",
    "done": "$text-success",
}
_GROUNDS = ("row", "current")
"""Styles with a background of their own; the others are laid over these."""


@dataclass
class RowChosen(Message):
    """A row was clicked twice: what `enter` does."""


class CursorList(CachedScrollView, can_focus=True, inherit_bindings=False):
    """`cursor` is the place of the current row, from 0; `remark` stands where there are no rows."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CursorList { color: $foreground; background: $background; }
    CursorList { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 25%; scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.cursor = 0
        self.remark = ""
        self._style_table = StyleTable(self, {**_STYLES, **row_styles()}, FAINT_ANSI)
        self._styles: dict[str, Style] = {}

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError  # each list has its own

    def strip(self, place: int, width: int) -> Strip:
        """A row, `width` cells wide."""
        raise NotImplementedError  # each list has its own

    def show(self, position: int, remark: str = "") -> None:
        """After the rows have changed."""
        self.remark = remark
        self.cursor = position
        self.virtual_size = Size(1, max(self.count, remark.count("\n") + 1))
        self.refresh()
        self.reveal()

    def move(self, step: int) -> None:
        self.go(self.cursor + step)

    def go(self, place: int) -> None:
        """As near to it as there is a row."""
        old, self.cursor = self.cursor, max(0, min(place, self.count - 1))
        for line in {old, self.cursor}:
            self.refresh_row(line)
        self.reveal()

    @property
    def page(self) -> int:
        return max(1, self.size.height - 1)

    def refresh_row(self, place: int) -> None:
        if 0 <= place - self.scroll_offset.y < self.size.height:
            self.refresh_line(place)

    def reveal(self) -> None:
        top, seen = self.scroll_offset.y, self.size.height
        if not seen:
            return
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + seen:
            self.scroll_to(y=self.cursor - seen + 1, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        place, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if place < self.count:
            return self.strip(place, width)
        lines = self.remark.split("\n") if not self.count else []
        words = lines[place] if place < len(lines) else ""
        return Strip([Segment(fit(f"  {visible(words)}", width), self.style("row"))])

    def style(self, name: str) -> Style:
        if name not in self._styles:
            style = self._style_table(name)
            self._styles[name] = style if name in _GROUNDS else ink(style)
        return self._styles[name]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._style_table.forget()
        self._styles.clear()

    def on_resize(self) -> None:
        self.reveal()

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        if place < self.count:
            self.go(place)
            if event.chain == 2:
                self.post_message(RowChosen())
