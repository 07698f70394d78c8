"""Opens the article at which the queue stands, has it extracted where it is new, and the rest of the queue added.

What an entry of the queue comes to is `opening`'s; what is shown of it `view`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from services import jobs
from services.opening import Fresh, look, suggest
from store.errors import StetError
from store.model.record import Record
from tui.reader.cursor import Cursor
from tui.reader.view import in_lines
from tui.widgets.keyed import SOON

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from services.opening import Entry
    from tui.reader.backlog import WatchedBacklog
    from tui.reader.controller import ReaderController
    from tui.reader.parts import ReadingScreen


@dataclass(eq=False, repr=False)
class Extracted(Message):
    """A new article is in the library with its suggestions, or could not be put there."""

    identifier: str
    result: Record | StetError


class Opener:
    """One extraction at a time: for the result of one that was left under way, nobody waits."""

    def __init__(self, screen: ReadingScreen, controller: ReaderController, extractor: Callable[[], Extractor]) -> None:
        self._screen = screen
        self._controller = controller
        self._extractor = extractor
        self._awaited = ""
        """The id of the article whose extraction is waited for."""
        self._backlog: WatchedBacklog | None = None
        self._added: list[Entry] = []
        """The queue of which all is in the library, or being put there."""

    def open(self, found: Record | Fresh | None = None) -> None:
        """Show the article at which the queue stands; `found` where it has been looked up already."""
        screen, state = self._screen, self._screen.state
        self._controller.close_editor()
        if state.session is not None and state.session.state == "not saved":
            screen.notices.left_unsaved(state.session)  # the header now speaks of another article
        state.session = state.cursor = state.search = None
        self._awaited = ""
        screen.say("")
        try:
            found = found or look(screen.library, state.queue.current)
        except StetError as error:
            screen.view.pane.load("")
            self._show_without_fields(error.title, in_lines(error))
            screen.say(f"{error.title}: {error.message}", wrong=True)
            return
        if isinstance(found, Fresh):
            screen.view.pane.load(found.article.text)
            self._show_without_fields(found.article.title, "Looking for people, places, numbers and quotes …")
            screen.say(found.remark)
            self._awaited = found.article.id
            self._extract(found)
        else:
            screen.view.pane.load(found.text)
            state.session = screen.sessions.unsaved(found.id)
            self._begin(state.session.record if state.session else found)

    def _show_without_fields(self, title: str, remark: str) -> None:
        self._screen.view.show_without_fields(title, remark)
        self._screen.show_keys()

    def _begin(self, record: Record) -> None:
        screen, state = self._screen, self._screen.state
        state.cursor = Cursor(record, state.list_view)
        state.cursor.doubts.quick = not state.ready
        state.cursor.go(state.queue.field)
        screen.set_timer(SOON, self._add_rest)
        self._controller.show()
        self._controller.moved()

    def _extract(self, fresh: Fresh) -> None:
        """An extractor of another package may raise anything: the text can be read all the same."""
        screen, extractor = self._screen, self._extractor

        def done(outcome: Record | StetError) -> None:
            screen.post_message(Extracted(fresh.article.id, outcome))

        jobs.start(
            lambda _: suggest(screen.library, fresh, extractor),
            done,
            title="Extraction failed",
            advice="the text can be read",
        )

    def on_extracted(self, message: Extracted) -> None:
        if message.identifier != self._awaited:
            return
        self._awaited = ""
        if isinstance(message.result, StetError):
            self._screen.view.panel.show(None, in_lines(message.result))
            self._screen.say(f"{message.result.title}: {message.result.message}", wrong=True)
        else:
            self._begin(message.result)

    def _add_rest(self) -> None:
        """Put what else was named in the library, the next articles first; once a queue."""
        entries, place = self._screen.state.queue.entries, self._screen.state.queue.position
        if self._added == entries:
            return
        self._added = entries
        rest = [*entries[place + 1 :], *entries[:place]]
        if files := [entry for entry in rest if isinstance(entry, Path)]:
            from tui.reader.backlog import WatchedBacklog

            self.stop()
            self._backlog = WatchedBacklog(self._screen.app, self._screen.library.path, files, self._extractor)

    def stop(self) -> None:
        """What was added stays."""
        if self._backlog is not None:
            self._backlog.stop()
