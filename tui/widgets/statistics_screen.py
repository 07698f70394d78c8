"""What `stet stats` prints, over the reader. Counting a large library takes a while, so it is done in a thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from store.errors import StetError
from tui.terminal.symbols import visible_lines

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
            box.border_subtitle = "any other key closes"
            yield Static("Counting …", markup=False)

    def on_mount(self) -> None:
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        from tui.statistics import Figures, lines

        found, broken = Figures(), 0
        try:
            for summary in self._library.find():
                try:
                    found.add(self._library.load(summary.id))
                except StetError:
                    broken += 1
        except StetError as error:
            self.post_message(Counted(f"{error.title}: {error.message}"))
            return
        left_out = [f"{broken} records could not be read; stet check says more", ""] if broken else []
        self.post_message(Counted("\n".join([*left_out, *lines(found)])))

    def on_counted(self, message: Counted) -> None:
        self.query_one(Static).update(Content(visible_lines(message.text)))

    def on_key(self, event: events.Key) -> None:
        if event.key not in _SCROLLING:
            event.stop()
            self.dismiss()
