"""The app: holds library, queue and annotator, and shows one screen at a time. What keys do is the screens'."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from tui.queue import Queue
from tui.settings.bindings import everywhere
from tui.settings.configured import ConfiguredApp
from tui.settings.keys import BY_ID, shown
from tui.terminal.job_control import JobControlledApp
from tui.terminal.served import is_served
from tui.typeahead import Typeahead
from tui.widgets.keyed import SOON, KeyedScreen
from tui.widgets.notifications import notify
from tui.widgets.sessions import Sessions

if TYPE_CHECKING:
    from pathlib import Path

    from extract.extractor import Extractor
    from services.opening import Entry, First
    from store.library.protocol import Library
    from store.sync.spool import Recovered
    from tui.concordance.screen import ConcordanceScreen
    from tui.hearing import Heard, OthersAreHere
    from tui.messages import FilesSent, OpenArticles, ShowConcordance, ShowFlagged, ShowRegister, ShowShelf
    from tui.reader.screen import ReaderScreen
    from tui.register.screen import RegisterScreen
    from tui.shelf.screen import ShelfScreen


def built_in() -> Extractor:
    """The extractor that comes with Stet; slow to load, so off the screen's thread and only when a text is new."""
    from extract.news import NewsExtractor

    return NewsExtractor()


class StetApp(ConfiguredApp, Typeahead, JobControlledApp):
    """Exits with 0, or 1 where something could not be saved. Without entries it begins on the shelf.

    Reader and shelf are made when they are first wanted, and kept.
    """

    TITLE = "Stet"
    CSS_PATH = "stet.tcss"
    BINDINGS: ClassVar = everywhere("suspend")

    def __init__(
        self,
        library: Library,
        entries: Sequence[Entry],
        annotator: str,
        extractor: Callable[[], Extractor] = built_in,
        recovered: Recovered | None = None,
        extractor_name: str | None = None,
    ) -> None:
        """`extractor_name` is by what other processes load the same, unless the configuration says."""
        from tui.settings.in_force import the_extractor

        super().__init__()
        self._recovered = recovered
        self.library = library
        self.queue = Queue(entries)
        self.annotator = annotator
        self.extractor = extractor
        self.extractor_name = the_extractor(extractor_name)
        self._reader: ReaderScreen | None = None
        self._shelf: ShelfScreen | None = None
        self._concordance: ConcordanceScreen | None = None
        self._names: RegisterScreen | None = None

    def on_mount(self) -> None:
        if (found := self._recovered) and found.said:
            notify(self, found.said, wrong=bool(found.left))
        self.set_timer(SOON, self._listen)

    def _listen(self) -> None:
        if (live := self.library.live) is not None:
            from tui.hearing import hear

            hear(live, self.post_message)

    def on_unmount(self) -> None:
        if self.library.live is not None:
            self.library.live.close()

    def keep_place(self) -> None:
        """For the next program of a tab in a browser."""
        if is_served():
            from tui.place import keep

            keep(self._reader.state if self._reader else None)

    def take_files(self, files: list[Path]) -> None:
        from tui.messages import FilesSent

        self.post_message(FilesSent(files))

    def on_files_sent(self, message: FilesSent) -> None:
        """Whichever screen is shown."""
        from tui.messages import ShowShelf
        from tui.shelf.commands import add_files

        self.on_show_shelf(ShowShelf())
        if self._shelf is not None:
            add_files(self._shelf, message.files)

    def on_heard(self, message: Heard) -> None:
        if self._reader is not None:
            self._reader.others.hear(message.article, message.seq)
        if self._shelf is not None:
            self._shelf.listing.look()
        if not message.article:  # the server is back
            for sessions in self._sessions():
                sessions.retry()

    def on_saved_or_not(self) -> None:
        """After the screen whose article it is of."""
        if self._shelf is not None:
            self._shelf.header.tell_unsaved(any(sessions.left_behind for sessions in self._sessions()))

    def on_others_are_here(self, message: OthersAreHere) -> None:
        if self._reader is not None:
            self._reader.others.are_here(message.article, message.annotators)

    def get_default_screen(self) -> Screen[None]:
        return self._make_reader() if self.queue.entries else self._make_shelf()

    def _make_reader(self) -> ReaderScreen:
        from tui.reader.screen import ReaderScreen

        self._reader = ReaderScreen(
            self.library, self.queue, self.annotator, self.extractor, self.configured.layout, self.extractor_name
        )
        self.install_screen(self._reader, "reader")
        return self._reader

    def _make_shelf(self) -> ShelfScreen:
        from tui.shelf.screen import ShelfScreen

        self._shelf = ShelfScreen(self.library, self.annotator, self.extractor_name)
        self.install_screen(self._shelf, "shelf")
        return self._shelf

    def on_show_shelf(self, message: ShowShelf) -> None:
        shelf = self._shelf or self._make_shelf()
        if self._reader is not None:
            shelf.reading = True
            cursor = self._reader.state.cursor
            shelf.near = cursor.record.id if cursor else None
            self._reader.others.leave()
            shelf.header.tell_unsaved(self._reader.sessions.left_behind)
        self._show(shelf)
        if message.then:
            shelf.call_after_refresh(shelf.do, message.then)

    def on_show_reader(self) -> None:
        if self._reader is not None:
            self._show(self._reader)

    def on_open_articles(self, message: OpenArticles) -> None:
        self.queue = Queue(message.entries, message.position, message.field)
        self.queue.span, self.queue.back = message.span, message.back
        if self._reader is None:
            self._show(self._make_reader())
        else:
            self._show(self._reader)
            self._reader.read(self.queue)

    def _show(self, screen: Screen[None]) -> None:
        """The one that was shown first stays below the other."""
        if screen not in self.screen_stack:
            self.push_screen(screen)
        elif screen is not self.screen:
            self.pop_screen()

    def on_show_flagged(self, message: ShowFlagged) -> None:
        from tui.flagged.screen import FlaggedScreen

        near = (message.article, message.field) if message.article else None
        self.push_screen(FlaggedScreen(self.library, self.annotator, near))

    def on_show_concordance(self, message: ShowConcordance) -> None:
        """It is kept, for the way back from an article to the same row."""
        screen, query = self._concordance, message.query
        if screen is None:
            from tui.concordance.screen import ConcordanceScreen

            screen = self._concordance = ConcordanceScreen(self.library, self.annotator, query or "")
            self.install_screen(screen, "concordance")
            screen.from_shelf, query = self.screen is self._shelf, None
        elif query is not None:
            screen.from_shelf = self.screen is self._shelf
        self.push_screen(screen)
        if query is not None:
            screen.look_for(query)
        if message.said:
            screen.call_after_refresh(screen.say, message.said)

    def on_show_register(self, message: ShowRegister) -> None:
        """It is kept, for the way back from an article to the same row."""
        if self._names is None:
            from tui.register.screen import RegisterScreen

            self._names = RegisterScreen(self.library, self.annotator)
            self.install_screen(self._names, "register")
        if message.article is not None:
            self._names.show_field(message.article, message.field)
        if not message.again:
            self._names.from_shelf = self.screen is self._shelf
        self.push_screen(self._names)

    def on_show_tour(self) -> None:
        from tui.tour.sample import Sample
        from tui.tour.screen import TourScreen

        if isinstance(self.screen, KeyedScreen):
            self.screen.attempt(lambda: self.push_screen(TourScreen(Sample(), self.annotator)))

    def on_quit_app(self) -> None:
        """The reader knows what is not on the disk yet."""
        if self._reader is None:
            self.exit(0)
        else:
            self._reader.do("quit")

    def unsaved(self, patience: float) -> str:
        return next(filter(None, [sessions.close(patience) for sessions in self._sessions()]), "")

    def _sessions(self) -> list[Sessions]:
        screens = dict.fromkeys([*self.screen_stack, *([self._reader] if self._reader else [])])
        return [sessions for screen in screens if isinstance(sessions := getattr(screen, "sessions", None), Sessions)]

    def action_help_quit(self) -> None:
        """`ctrl+c`, pressed by habit: say what quits."""
        if isinstance(self.screen, KeyedScreen):
            self.screen.say(f"{shown(BY_ID['quit'].keys[0])} quits")

    async def action_quit(self) -> None:
        """From a question too: what it is about is left as it was."""
        if below := next((screen for screen in reversed(self.screen_stack) if isinstance(screen, KeyedScreen)), None):
            below.do("quit")


def run(
    library: Library,
    entries: Sequence[Entry],
    annotator: str,
    extractor: Callable[[], Extractor] = built_in,
    first: First | None = None,
    recovered: Recovered | None = None,
    queue: Queue | None = None,
    extractor_name: str | None = None,
) -> int:
    """Read and correct until the person quits; gives the exit status.

    An entry is the id of a record in the library (a `str`), or a file (a `Path`), which is read, and added with its
    suggestions where its text is not in the library yet. Opens `first`, else the first that is not done; without
    entries the shelf. What was `recovered` of earlier sessions is said at once. A `queue` is gone on with.
    """
    app = StetApp(library, entries, annotator, extractor, recovered, extractor_name)
    app.queue = app.queue if queue is None else queue
    app.queue.first = first
    try:
        return app.sit()
    finally:
        app.keep_place()
