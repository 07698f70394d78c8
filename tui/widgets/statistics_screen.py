"""What `stet stats` prints, over the reader. Counting a large library takes a while, so it is a job."""

from __future__ import annotations

from dataclasses import dataclass
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

_SCROLLING = ("up", "down", "pageup", "pagedown", "home", "end")


@dataclass
class Counted(Message):
    """The lines, or why there are none."""

    text: str


class StatisticsScreen(ModalScreen[None]):
    """Any key but those that scroll closes it; damaged records are left out and counted."""

    DEFAULT_CSS = """
    StatisticsScreen { align: center middle; }
    #statistics {
        width: auto; min-width: 60; max-width: 98%; height: auto; max-height: 90%;
        border: round $accent; padding: 1 2; background: $surface; scrollbar-size-vertical: 1;
    }
    #statistics Static { width: auto; }
    """

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="statistics") as box:
            box.border_title = "Statistics"
            box.border_subtitle = "any key closes"
            yield Static("Counting …", markup=False)

    def on_mount(self) -> None:
        self._job = jobs.start(self._count, self._counted)

    def on_unmount(self) -> None:
        self._job.cancel()

    def _count(self, job: jobs.Job) -> str:
        from services.records import Records
        from services.statistics import Figures, lines

        found, records = Figures(), Records(self._library, self._library.find())
        for record in records:
            if job.is_cancelled:
                return ""
            found.add(record)
        broken = len(records.broken)
        left_out = [f"{broken} records could not be read; stet check says more", ""] if broken else []
        return "\n".join([*left_out, *map(visible, [*lines(found), *self._learned()])])

    def _learned(self) -> list[str]:
        """As far as it is kept: nothing is learned for a look."""
        from services.learning.report import in_short

        return ["", *in_short(self._library.documents)]

    def _counted(self, outcome: str | StetError) -> None:
        self.post_message(Counted(str(outcome)))

    def on_counted(self, message: Counted) -> None:
        self.query_one(Static).update(Content(visible_lines(message.text)))

    def on_key(self, event: events.Key) -> None:
        if event.key not in _SCROLLING:
            event.stop()
            self.dismiss()
