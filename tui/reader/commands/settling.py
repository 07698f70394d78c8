"""The commands that leave the reader for a screen of their own: settling conflicts, and the library's statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import StetError
from store.sync.conflicts import disputed

if TYPE_CHECKING:
    from tui.reader.commands.moving import Command
    from tui.reader.cursor import Reading
    from tui.reader.screen import ReaderScreen


def settle(reader: ReaderScreen, reading: Reading) -> None:
    """The article's conflicts side by side; back from there it is opened anew, at the same field."""
    from tui.adjudicate.screen import AdjudicatorScreen

    if not disputed(reading.record):
        reader.say("Nothing is in conflict in this article")
        return
    if reason := reader.sessions.close():
        raise StetError("Not yet", f"{reason}; conflicts are settled when all is on the disk")

    def back(_: None) -> None:
        current = reading.current
        reader.open()
        if reader.reading is not None and current in reader.reading.record.fields:
            reader.reading.go(current)
            reader.moved()

    reader.app.push_screen(AdjudicatorScreen(reader.library, [reading.record.id], reader.annotator), back)


def statistics(reader: ReaderScreen, reading: Reading) -> None:
    from tui.widgets.statistics_screen import StatisticsScreen

    del reading  # of the library, not of the article
    reader.app.push_screen(StatisticsScreen(reader.library))


COMMANDS: Final[dict[str, Command]] = {"settle": settle, "statistics": statistics}
