"""The app: holds library, queue and annotator, and shows one screen at a time. What keys do is the screens'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.screen import Screen

from tui.keys import BY_ID, shown
from tui.queue import Entry, Queue
from tui.reader.screen import ReaderScreen
from tui.theme import kind_variables

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library import Library


def built_in() -> Extractor:
    """The extractor that comes with Stet; slow to load, so off the screen's thread and only when a text is new."""
    from extract.news import NewsExtractor

    return NewsExtractor()


class StetApp(App[int]):
    """Exits with 0, or 1 where something could not be saved."""

    TITLE = "Stet"
    CSS_PATH = "stet.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(
        self, library: Library, entries: Sequence[Entry], annotator: str, extractor: Callable[[], Extractor] = built_in
    ) -> None:
        super().__init__()
        self.library = library
        self.queue = Queue(entries)
        self.annotator = annotator
        self.extractor = extractor

    def get_default_screen(self) -> Screen[None]:
        return ReaderScreen(self.library, self.queue, self.annotator, self.extractor)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return kind_variables(dark=theme.dark, ansi=theme.ansi)

    def action_help_quit(self) -> None:
        """`ctrl+c`, pressed by habit: say what quits."""
        if isinstance(self.screen, ReaderScreen):
            self.screen.say(f"{shown(BY_ID['quit'].keys[0])} quits")

    async def action_quit(self) -> None:
        """Leave it to the reader, which knows what is not on the disk yet."""
        if isinstance(self.screen, ReaderScreen):
            self.screen.do("quit")


def run(
    library: Library, entries: Sequence[Entry], annotator: str, extractor: Callable[[], Extractor] = built_in
) -> int:
    """Read and correct until the person quits; gives the exit status.

    An entry is the id of a record in the library (a `str`), or a file (a `Path`), which is read, and added with its
    suggestions where its text is not in the library yet. Opens the first that is not done.
    """
    app = StetApp(library, entries, annotator, extractor)
    return app.run() or 0
