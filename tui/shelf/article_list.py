"""The list of articles: draws the lines in view, keeps the current one and those that are marked.

Decides nothing; it fetches no more than what is in view, so that a hundred thousand articles scroll like ten.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from tui.shelf.listing import Listing
from tui.shelf.rows import article_strip
from tui.widgets.cursor_list import CursorList


class ArticleList(CursorList):
    """`marked` holds ids, which may be of articles that the filter hides now."""

    def __init__(self, listing: Listing) -> None:
        super().__init__()
        self.listing = listing
        self.marked: set[str] = set()
        self._is_old = False
        self.awaited: int | None = None
        """A place to go to once there is a row: the rest of a long list is still being read."""

    @property
    def count(self) -> int:
        return len(self.listing)

    @property
    def current(self) -> str | None:
        """The id of the current article."""
        return self.listing.ids[self.cursor] if self.cursor < len(self.listing) else None

    def go(self, place: int) -> None:
        self.awaited = place if self.listing.more and place >= self.count else None
        super().go(place)

    def mark(self, step: int = 1) -> None:
        """Mark the current article, or take its mark away, and go on."""
        if self.current is not None:
            self.marked ^= {self.current}
            self.refresh_row(self.cursor)
            self.move(step)

    def mark_on(self, step: int) -> None:
        """Mark from the current article to the one `step` further."""
        for _ in range(2):
            if self.current is not None:
                self.marked.add(self.current)
                self.refresh_row(self.cursor)
            self.move(step)
            step = 0

    def mark_all(self) -> None:
        """Mark all that are listed, or take their marks away where all have one."""
        listed = set(self.listing.ids)
        self.marked = self.marked - listed if listed <= self.marked else self.marked | listed
        self.refresh()

    def show_old(self, old: bool) -> None:
        """Dim it while it is no answer to what is asked."""
        if old != self._is_old:
            self._is_old = old
            self.refresh()

    def strip(self, place: int, width: int) -> Strip:
        row = article_strip(
            self.listing.summary(place),
            width,
            self.style,
            marked=self.listing.ids[place] in self.marked,
            current=place == self.cursor and not self._is_old,
        )
        return Strip([Segment(row.text, self.style("row") + self.style("quiet"))]) if self._is_old else row
