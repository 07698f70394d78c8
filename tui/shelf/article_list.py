"""The list of articles: draws the lines in view, keeps the one in question and those that are marked.

Decides nothing; it fetches no more than what is in view, so that a hundred thousand articles scroll like ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.reader.rows import fit, ink
from tui.shelf.listing import Listing
from tui.shelf.rows import SIGNS, article_strip

_COMPONENTS = ("row", "current", "quiet", "mark", "flag", "doubt", *SIGNS)


@dataclass
class ArticleChosen(Message):
    """A line was clicked twice: read it."""


class ArticleList(ScrollView, can_focus=True, inherit_bindings=False):
    """`cursor` is the place of the article in question, from 0."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"shelf--{name}" for name in _COMPONENTS}
    ALLOW_SELECT = False

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing
        self.cursor = 0
        self.marked: set[str] = set()
        self.remark = ""
        self._styles: dict[str, Style] = {}

    @property
    def current(self) -> str | None:
        """The id of the article in question."""
        return self.listing.ids[self.cursor] if self.cursor < len(self.listing) else None

    def show(self, position: int, remark: str = "") -> None:
        """After another answer; `remark` stands where there are no articles."""
        self.remark = remark
        self.cursor = position
        self.virtual_size = Size(1, max(len(self.listing), remark.count("\n") + 1))
        self.refresh()
        self.reveal()

    def move(self, step: int) -> None:
        self.go(self.cursor + step)

    def go(self, place: int) -> None:
        """As near to it as there is an article."""
        old, self.cursor = self.cursor, max(0, min(place, len(self.listing) - 1))
        for line in {old, self.cursor}:
            self._refresh_line(line)
        self.reveal()

    def mark(self) -> None:
        """Mark the article in question, or take its mark away, and go to the next."""
        if self.current is not None:
            self.marked ^= {self.current}
            self._refresh_line(self.cursor)
            self.move(1)

    @property
    def page(self) -> int:
        return max(1, self.size.height - 1)

    def _refresh_line(self, place: int) -> None:
        if 0 <= (line := place - self.scroll_offset.y) < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))

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
        if place < len(self.listing):
            identifier = self.listing.ids[place]
            return article_strip(
                self.listing.summary(place),
                width,
                self.style,
                marked=identifier in self.marked,
                current=place == self.cursor,
            )
        lines = self.remark.split("\n") if not len(self.listing) else []
        words = lines[place] if place < len(lines) else ""
        return Strip([Segment(fit(f"  {words}", width), self.style("row"))])

    def style(self, name: str) -> Style:
        if name not in self._styles:
            style = self.get_component_rich_style(f"shelf--{name}")
            self._styles[name] = style if name in ("row", "current") else ink(style)
        return self._styles[name]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def on_resize(self) -> None:
        self.reveal()

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        if place < len(self.listing):
            self.go(place)
            if event.chain == 2:
                self.post_message(ArticleChosen())
