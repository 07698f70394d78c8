"""What `stet stats` prints, over the reader or the shelf. Counting a large library takes a while, so it is a job."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from services import jobs
from store.errors import StetError
from tui.terminal.symbols import visible, visible_lines

if TYPE_CHECKING:
    from store.library.protocol import Library

_FRAME = 2 + 2 + 1
"""Columns: border, padding, scroll bar."""
_DRAWN = re.compile("[\u2581-\u2593]+")
"""Bars and lines, of which much would be glaring."""
_CLOSES = "escape closes"
_SCROLLING = ("left", "right", "up", "down", "pageup", "pagedown", "home", "end")


@dataclass
class Counted(Message):
    """The lines, or why there are none."""

    text: str


class StatisticsScreen(ModalScreen[None]):
    """Any key but those that scroll closes it; damaged records are left out and counted."""

    DEFAULT_CSS = """
    StatisticsScreen { align: center middle; }
    #statistics {
        width: auto; min-width: 60; max-width: 100%; height: auto; max-height: 90%;
        border: round $accent; padding: 1; background: $surface;
        overflow-x: auto; scrollbar-size: 0 1;
    }
    #statistics Static { width: auto; }
    """

    def __init__(self, library: Library, query: str = "") -> None:
        super().__init__()
        self._library, self._query = library, query
        self._widest = 0

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="statistics") as box:
            of = f" of {self._query}" if self._query else ""
            box.border_title = Content(visible(f"Statistics{of}"))
            box.border_subtitle = Content(_CLOSES)
            yield Static("Counting …", markup=False)

    def on_mount(self) -> None:
        room = self.app.size.width - _FRAME
        self._job = jobs.start(partial(self._count, room), self._counted)

    def on_unmount(self) -> None:
        self._job.cancel()

    def _count(self, width: int, job: jobs.Job) -> str:
        from services.records import Records
        from services.statistics import Figures, lines

        found, records = Figures(), Records(self._library, self._library.find(self._query))
        for record in records:
            if job.is_cancelled:
                return ""
            found.add(record)
        broken = len(records.broken)
        left_out = [f"{broken} records could not be read; stet check says more", ""] if broken else []
        return "\n".join([*left_out, *map(visible, [*lines(found, width=width), *self._learned()])])

    def _learned(self) -> list[str]:
        """As far as it is kept: nothing is learned for a look."""
        from services.learning.report import in_short

        return ["", *in_short(self._library.documents)]

    def _counted(self, outcome: str | StetError) -> None:
        self.post_message(Counted(str(outcome)))

    def on_counted(self, message: Counted) -> None:
        content = Content(visible_lines(message.text))
        for found in _DRAWN.finditer(content.plain):
            content = content.stylize("$accent", *found.span())
        self.query_one(Static).update(content)
        self._widest = max(line.cell_length for line in content.split("\n", allow_blank=True))
        self._tell_of_more()

    def on_resize(self) -> None:
        self._tell_of_more()

    def _tell_of_more(self) -> None:
        """Where lines are longer than there is room."""
        is_cut = self._widest > self.app.size.width - _FRAME
        words = f"← → show the rest, {_CLOSES}" if is_cut else _CLOSES
        self.query_one(VerticalScroll).border_subtitle = Content(words)

    def on_key(self, event: events.Key) -> None:
        if event.key not in _SCROLLING:
            event.stop()
            self.dismiss()
