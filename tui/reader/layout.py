"""The screen of two panes: article and fields beside each other, or one above the other; moved by key and by mouse.

How far the line between them can go is `divide`'s business; what the panes show is `view`'s.
"""

from __future__ import annotations

from textual import events, on
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from tui.reader.fields.panel import DivideDragged, DivideReset, Panel
from tui.reader.shares import UNITS, Divide
from tui.reader.text.article import ArticlePane
from tui.settings.config import Layout
from tui.settings.keys import Key
from tui.widgets.keyed import KeyedScreen

NARROW, LEAST_WIDTH, LEAST_HEIGHT = 90, 60, 15
_LINES = 5
"""Of the screen that are neither the article's nor the fields'."""
_GUIDELINES = 6
"""Lines of them below the fields of a narrow screen."""


class DividedScreen(KeyedScreen, inherit_bindings=False):
    """Below `NARROW` columns the article stands above the fields; `way` says how it stands now."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.divide = Divide(layout.split)
        self.pane, self.panel = ArticlePane(text_width=layout.width), Panel()
        self._borrowed = 0
        """Lines that the article of a narrow screen lends to the guidelines."""
        self._focus_before: Widget | None = None

    @property
    def is_too_small(self) -> bool:
        """True while nothing of the article can be seen."""
        return self.has_class("-too-small")

    def holds(self, key: Key) -> bool:
        return super().holds(key) and (key.where == "anywhere" or not self.is_too_small)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """One above the other on a narrow screen; on one that is too small, only what would do."""
        width, height = size
        self.divide_for(size)
        too_small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        if too_small and not self.is_too_small:
            self._focus_before = self.focused
        elif self.is_too_small and not too_small and self._focus_before is not None:
            self.call_after_refresh(self.set_focus, self._focus_before)  # which takes it only when it is seen
        self.set_class(too_small, "-too-small")
        if too_small:
            self._say_too_small(
                f"Stet needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines; this terminal has {width} and {height}."
            )

    def divide_for(self, size: Size) -> None:
        narrow = size.width < NARROW
        self.set_class(narrow, "-narrow")
        self.panel.set_narrow(narrow)
        self.way = "above" if narrow else "beside"
        self._room = size.height - _LINES if narrow else size.width
        self.panel_room = self.divide.panel(self.way, self._room)
        self.styles.grid_columns = f"1fr {self.panel_room}"
        lines = self.panel_room if narrow else size.height - _LINES
        if narrow and self.panel.guidelines is not None:
            lines = self.divide.within(self.way, self._room, lines + _GUIDELINES)
        self._borrowed = lines - self.panel_room if narrow else 0
        self.panel.styles.height = lines if narrow else None
        self.panel.give(lines)

    def divide_anew(self) -> None:
        """After what there is to divide for has changed."""
        self.divide_for(self.size)

    def divide_at(self, panel: int) -> None:
        """Give the fields so many columns or lines; or as many as goes."""
        self.divide.choose(self.way, self._room, panel)
        self.divide_for(self.size)

    def reset_divide(self) -> None:
        self.divide.forget()
        self.divide.keep()
        self.divide_for(self.size)

    @on(DivideDragged)
    def _divide_dragged(self, message: DivideDragged) -> None:
        if self.way == "above":
            beyond = self.panel.region.bottom - message.y - self._borrowed
        else:
            beyond = self.size.width - message.x
        if self.pane.is_slow and not message.ended:
            chosen = self.divide.within(self.way, self._room, beyond)
            self.say(f"{chosen} {UNITS[self.way]} for the fields when you let go")
            return
        self.divide_at(beyond)
        if message.ended:
            self.say("")
            self.divide.keep()

    @on(DivideReset)
    def _divide_reset(self) -> None:
        self.reset_divide()

    def _say_too_small(self, words: str) -> None:
        if said := self.query("#too-small"):
            said.first(Static).update(Content(words))
        else:
            self.mount(Static(words, id="too-small", markup=False))
