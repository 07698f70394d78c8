"""The layout of the reading screen: article and fields beside each other, or one above the other on a narrow screen.

A screen has one, and tells it of a new size and of the mouse. How far the line between the two can go is `shares`'
business; what the panes show is `view`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.reader.fields.panel import DivideDragged, Panel
from tui.reader.shares import UNITS, Shares
from tui.reader.text.article import ArticlePane
from tui.settings.config import configuration

if TYPE_CHECKING:
    from pathlib import Path

    from store.library.documents import Documents
    from tui.widgets.guidelines_pane import GuidelinesPane

NARROW: Final = 110
"""Columns below which the article stands above the fields. Beside it, fields have 44 % of them: at 110 the 48 columns
in which a full name and most of a role fit, with more than 60 for the article, which is what reads well."""
LEAST_WIDTH, LEAST_HEIGHT = 60, 15
_LINES: Final = 5
"""Of the screen that are neither the article's nor the fields'."""
_GUIDELINES: Final = 6
"""Lines of them below the fields of a narrow screen."""


class SplitLayout:
    """Below `NARROW` columns the article stands above the fields; `way` says how it stands now."""

    def __init__(
        self, screen: Screen[None], pane: ArticlePane, panel: Panel, split: float | None, documents: Documents
    ) -> None:
        """`split` is the article's share as configured; `documents` may have the desk's own guidelines."""
        self._screen, self._pane, self._panel = screen, pane, panel
        self._documents = documents
        self._shares = Shares(split)
        self._room = 0
        self._borrowed = 0
        """Lines that the article of a narrow screen lends to the guidelines."""
        self._focus_before: Widget | None = None
        self.way = "beside"
        self.fields_room = 0
        """Columns, or lines, that the fields have."""

    @property
    def is_too_small(self) -> bool:
        """True while nothing of the article can be seen."""
        return self._screen.has_class("-too-small")

    def resize(self, size: Size) -> None:
        """Only what would do is shown on a screen that is too small."""
        screen, (width, height) = self._screen, size
        self.apply(size)
        too_small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        if too_small and not self.is_too_small:
            self._focus_before = screen.focused
        elif self.is_too_small and not too_small and self._focus_before is not None:
            screen.call_after_refresh(screen.set_focus, self._focus_before)  # which takes it only when it is seen
        screen.set_class(too_small, "-too-small")
        if too_small:
            self._say_too_small(
                f"Stet needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines; this terminal has {width} and {height}."
            )

    def apply(self, size: Size | None = None) -> None:
        """Give article and fields their room, after the size or what needs room has changed."""
        size = size or self._screen.size
        narrow = size.width < NARROW
        self._screen.set_class(narrow, "-narrow")
        self._panel.set_narrow(narrow)
        self.way = "above" if narrow else "beside"
        self._room = size.height - _LINES if narrow else size.width
        self.fields_room = self._shares.panel(self.way, self._room)
        self._screen.styles.grid_columns = f"1fr {self.fields_room}"
        lines = self.fields_room if narrow else size.height - _LINES
        if narrow and self._panel.guidelines is not None:
            lines = self._shares.within(self.way, self._room, lines + _GUIDELINES)
        self._borrowed = lines - self.fields_room if narrow else 0
        self._panel.styles.height = lines if narrow else None
        self._panel.give(lines)

    def give_fields(self, room: int) -> None:
        """So many columns or lines, or as many as goes; in later runs too."""
        self._choose(room)
        self._shares.keep()

    def reset(self) -> None:
        """As configured."""
        self._shares.forget()
        self._shares.keep()
        self.apply()

    def _choose(self, room: int) -> None:
        self._shares.choose(self.way, self._room, room)
        self.apply()

    def drag(self, message: DivideDragged) -> str:
        """Follow the mouse; on a slow page only when it lets go. What there is to say meanwhile."""
        if self.way == "above":
            room = self._panel.region.bottom - message.y - self._borrowed
        else:
            room = self._screen.size.width - message.x
        if message.ended:
            self.give_fields(room)
        elif self._pane.is_slow:
            return f"{self._shares.within(self.way, self._room, room)} {UNITS[self.way]} for the fields when you let go"
        else:
            self._choose(room)
        return ""

    def toggle_guidelines(self, kind: str | None) -> str:
        """Show them at what they say of a kind, or hide them; what there is to say of those that are shown now."""
        said = ""
        if self._panel.guidelines is not None:
            self._panel.close_guidelines()
        else:
            from services.settings import GUIDELINES

            own = configuration().guidelines
            self._panel.open_guidelines(_guidelines_pane(own, self._documents, kind))
            if own is None and self._documents.signature(GUIDELINES) is None:
                said = f"Built-in guidelines; put your desk's own with: stet files {GUIDELINES} FILE"
        self.apply()
        return said

    def turn_guidelines(self, step: int) -> bool:
        """False where none are shown."""
        if self._panel.guidelines is None:
            return False
        self._panel.guidelines.turn(step)
        return True

    def _say_too_small(self, words: str) -> None:
        if said := self._screen.query("#too-small"):
            said.first(Static).update(Content(words))
        else:
            self._screen.mount(Static(words, id="too-small", markup=False))


def _guidelines_pane(own: Path | None, documents: Documents, kind: str | None) -> GuidelinesPane:
    from tui.widgets.guidelines_pane import GuidelinesPane

    return GuidelinesPane(own, documents, kind)
