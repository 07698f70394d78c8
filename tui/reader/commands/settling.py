"""The commands that leave the reader for a screen of their own: settling conflicts, and the library's statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.sync.conflicts import disputed

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Command, Reader
    from tui.reader.cursor import Cursor


def settle(reader: Reader, cursor: Cursor) -> None:
    """The article's conflicts side by side; back from there it is opened anew, at the same field."""
    from tui.adjudicate.screen import AdjudicatorScreen

    if not disputed(cursor.record):
        reader.say("Nothing is in conflict in this article")
        return
    if reason := reader.sessions.close():
        raise StetError("Not yet", f"{reason}; settle conflicts once everything is saved")

    def back(_: None) -> None:
        current = cursor.current
        reader.open()
        if reader.state.cursor is not None and current in reader.state.cursor.record.fields:
            reader.state.cursor.go(current)
            reader.moved()

    reader.ask(AdjudicatorScreen(reader.library, [cursor.record.id], reader.annotator), back)


def statistics(reader: Reader, cursor: Cursor) -> None:
    from tui.widgets.statistics_screen import StatisticsScreen

    del cursor  # of the library, not of the article
    reader.ask(StatisticsScreen(reader.library))


COMMANDS: Final[dict[str, Command]] = {"settle": settle, "statistics": statistics}
