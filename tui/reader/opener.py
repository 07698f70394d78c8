"""Opens the article at which the queue stands, has it extracted where it is new, and the rest of the queue added.

What an entry of the queue comes to is `opening`'s; what is shown of it `view`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.message import Message

from services import jobs
from services.opening import NewArticle, Unasked, ask_server, begin, look
from store.errors import StetError
from store.model.fields import GROUPS, Json, Span
from store.model.record import Record
from store.series import series
from tui.reader.asking import Asking
from tui.reader.cursor import Cursor
from tui.reader.view import in_lines
from tui.widgets.keyed import SOON
from tui.widgets.notifications import notify

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from services.answering import Served
    from services.learning.teacher import Teacher
    from services.opening import Entry
    from tui.reader.backlog import WatchedBacklog
    from tui.reader.controller import ReaderController
    from tui.reader.parts import ReaderParts
    from tui.widgets.keyed import KeyedScreen


_ENOUGH: Final = 25
"""Articles done before weights are learned: they are used once there are a few more."""
_WAITING: Final = 20
"""Articles of the queue that are suggested anew when the weights have changed."""


@dataclass(eq=False, repr=False)
class Extracted(Message):
    """A new article is in the library with its suggestions, or could not be put there."""

    identifier: str
    result: Record | StetError
    remark: str = ""
    """What of a program's answer was refused, or why it gave none."""
    asking: Served | None = None
    """Who is still to be asked, for it takes a while; what is there is ours."""


@dataclass(eq=False, repr=False)
class Asked(Message):
    """A server has answered about an article, or has not."""

    identifier: str
    outcome: str | StetError


@dataclass(eq=False, repr=False)
class PartRead(Message):
    """A server has answered about a part of an article: what it took so far."""

    identifier: str
    account: Json


@dataclass(eq=False, repr=False)
class Taught(Message):
    """What an article that is done has taught; empty words where nothing."""

    words: str
    articles: int
    """How many have taught something."""


class Opener:
    """One extraction at a time: for the result of one that was left under way, nobody waits."""

    def __init__(
        self,
        host: KeyedScreen,
        parts: ReaderParts,
        reader: ReaderController,
        extractor: Callable[[], Extractor],
        extractor_name: str,
    ) -> None:
        self._host = host
        self._parts = parts
        self._reader = reader
        self._extractor, self._extractor_name = extractor, extractor_name
        self._awaited = ""
        """The id of the article whose extraction is waited for."""
        self._backlog: WatchedBacklog | None = None
        self._teacher: Teacher | None = None
        self._asked: set[str] = set()
        self._added: list[Entry] = []
        """The queue of which all is in the library, or being put there."""

    def open(self, found: Record | NewArticle | None = None) -> None:
        """Show the article at which the queue stands; `found` where it has been looked up already."""
        parts, state = self._parts, self._parts.state
        self._reader.close_editor()
        finished = state.cursor.record.id if state.cursor is not None and state.done_at is not None else ""
        if state.session is not None and state.session.state == "not saved":
            parts.notices.left_unsaved(state.session)  # the header now speaks of another article
        state.session = state.cursor = state.search = None
        state.others, state.refused = (), False
        self._awaited = ""
        self._host.say("")
        try:
            if finished:
                parts.sessions.close(SOON)  # what was decided last teaches too
            found = found or look(parts.library, state.queue.current)
            if state.ready and isinstance(found, Record) and parts.sessions.unsaved(found.id) is None:
                found = _remembered(parts, found)
        except StetError as error:
            state.refused = True
            if parts.library.live is not None:
                parts.library.live.at(None, parts.annotator)
            parts.view.pane.load("")
            self._show_without_fields(error.title, in_lines(error))
            self._host.say(f"{error.title}: {error.message}", wrong=True)
            return
        if isinstance(found, NewArticle):
            parts.view.pane.load(found.article.text)
            self._show_without_fields(found.article.heading, f"Looking for {series(GROUPS)} …")
            self._host.say(found.remark)
            self._awaited = found.article.id
            self._extract(found)
        else:
            parts.view.pane.load(found.text)
            state.session = parts.sessions.unsaved(found.id)
            self._begin(state.session.record if state.session else found)
            if isinstance(state.queue.current, Unasked) and found.id not in self._asked:
                self._ask_about(found.id)
        if finished:
            self._say_what_is_taught(finished)

    def _show_without_fields(self, title: str, remark: str) -> None:
        self._parts.view.show_without_fields(title, remark)
        self._host.show_keys()

    def _begin(self, record: Record) -> None:
        state = self._parts.state
        state.cursor = Cursor(record, state.list_view)
        state.cursor.doubts.quick = not state.ready
        state.cursor.go(state.queue.field)
        span = state.queue.span
        if span is not None and (item := record.fields.get(state.queue.field or "")) is not None:
            state.cursor.mention = next((at for at, (a, b) in enumerate(item.spans) if a <= span[0] < b), 0)
        self._host.set_timer(SOON, self._add_rest)
        if (live := self._parts.library.live) is not None and not state.away:
            live.at(record.id, self._parts.annotator)
        self._reader.show()
        self._reader.moved()
        if span is not None and state.queue.field is None:
            self._show_words(span)

    def _show_words(self, span: Span) -> None:
        """Words that are in no field: selected, so that a key makes them one."""
        pane = self._parts.view.pane
        if self._parts.state.cursor is not None:
            self._parts.state.cursor.rest(span[0])
        self._reader.moved()
        pane.reveal(span)
        pane.cursor = span[0]
        pane.selection = span

    def _extract(self, fresh: NewArticle) -> None:
        """An extractor of another package may raise anything: the text can be read all the same."""
        host, library, extractor = self._host, self._parts.library, self._extractor

        remarks: list[str] = []

        def done(outcome: tuple[Record, Served | None] | StetError) -> None:
            record, asking = (outcome, None) if isinstance(outcome, StetError) else outcome
            host.post_message(Extracted(fresh.article.id, record, "; ".join(remarks), asking))

        jobs.start(
            lambda _: begin(library, fresh, extractor, remarks.append),
            done,
            title="Extraction failed",
            advice="the text can be read",
        )

    def _ask_about(self, identifier: str) -> None:
        """Of what came in before the screen was there."""
        from services.answering import Served

        try:
            asking = self._extractor()
        except StetError as error:
            self._host.say(f"{error.title}: {error.message}", wrong=True)
            return
        if isinstance(asking, Served):
            self._ask(identifier, asking)

    def _ask(self, identifier: str, asking: Served) -> None:
        """Of what a person decides meanwhile nothing is lost: that stays."""
        host, library, state = self._host, self._parts.library, self._parts.state

        def done(outcome: str | StetError) -> None:
            host.post_message(Asked(identifier, outcome))

        def hear(account: Json) -> None:
            host.post_message(PartRead(identifier, account))

        def here() -> list[str]:
            """What the person is looking at is not changed before the whole is there."""
            cursor = state.cursor
            return [cursor.current] if cursor and cursor.current and cursor.record.id == identifier else []

        self._asked.add(identifier)
        state.asking = Asking(identifier, asking.name, asking.stop)
        self._parts.notices.of_asking(identifier, asking.name)
        jobs.start(lambda _: ask_server(library, identifier, asking, hear, here), done, title="Not extracted")
        self._parts.view.show_progress()
        host.say(f"What is here is Stet's own; {asking.name} is being asked …")

    def _say_what_is_taught(self, identifier: str) -> None:
        host, library = self._host, self._parts.library

        def look(_job: jobs.Job) -> Taught:
            from services.learning.taught import taught

            return Taught(taught(library, identifier), len(library.taught(_ENOUGH)))

        def tell(outcome: Taught | StetError) -> None:
            if isinstance(outcome, Taught):
                host.post_message(outcome)

        jobs.start(look, tell)

    def hear(self, message: Extracted | Taught | Asked | PartRead) -> None:
        if isinstance(message, Extracted):
            self._take(message)
            return
        if isinstance(message, Asked):
            self._tell(message)
            return
        if isinstance(message, PartRead):
            asking = self._parts.state.asking
            if asking is not None and asking.article == message.identifier:
                asking.account = message.account
                self._parts.view.show_progress()
            return
        if message.words and self._parts.state.done_at is not None:
            self._host.say(f"Done; {self._host.key('undo')} goes back; {message.words}")
        if message.articles >= _ENOUGH:
            self._learn()

    def _tell(self, message: Asked) -> None:
        from services.answering import STOPPED

        state, outcome, stays = self._parts.state, message.outcome, "what is here is Stet's own"
        if state.asking is not None and state.asking.article == message.identifier:
            stays = "what it has read stays" if state.asking.account else stays
            state.asking = None
            self._parts.view.show_progress()
        if state.cursor is None or state.cursor.record.id != message.identifier:
            return
        if isinstance(outcome, str):
            self._host.say(outcome)
        elif outcome.title == STOPPED:
            self._host.say(f"{outcome}; {stays}", wrong=True)
        else:  # in the corner, which has room for what would help
            self._host.say(f"{stays[0].upper()}{stays[1:]}")
            words = f"{outcome.title}: {outcome.message}"
            notify(self._host.app, words, wrong=True, about=f"asked {message.identifier}")

    def _learn(self) -> None:
        """In a process: the article that is open, and the next, are left as they are."""
        from services.learning.teacher import Teacher

        parts, queue = self._parts, self._parts.state.queue
        if self._teacher is None:
            self._teacher = Teacher(parts.library.address, parts.annotator, self._extractor_name)
        waiting = queue.entries[queue.position + 2 : queue.position + 2 + _WAITING]
        self._teacher.learn([entry for entry in waiting if isinstance(entry, str)])

    def _take(self, message: Extracted) -> None:
        if message.identifier != self._awaited:
            return
        self._awaited = ""
        if isinstance(message.result, StetError):
            self._parts.view.panel.show(None, in_lines(message.result))
            self._host.say(f"{message.result.title}: {message.result.message}", wrong=True)
        else:
            self._begin(message.result)
            if message.remark:
                self._host.say(message.remark)
            if message.asking is not None:
                self._ask(message.identifier, message.asking)

    def _add_rest(self) -> None:
        """Put what else was named in the library, the next articles first; once a queue."""
        entries, place = self._parts.state.queue.entries, self._parts.state.queue.position
        if self._added == entries:
            return
        self._added = entries
        rest = [*entries[place + 1 :], *entries[:place]]
        if files := [entry for entry in rest if isinstance(entry, Path)]:
            files += [entry for entry in entries[place : place + 1] if isinstance(entry, Path)]  # it may be there twice
            from tui.reader.backlog import WatchedBacklog

            self.stop()
            self._backlog = WatchedBacklog(self._host.app, self._parts.library.address, files, self._extractor)

    def stop(self) -> None:
        """What was added, and learned, stays."""
        if self._backlog is not None:
            self._backlog.stop()
        if self._teacher is not None:
            self._teacher.stop()


def _remembered(parts: ReaderParts, record: Record) -> Record:
    """With what has been decided of its names elsewhere, where nobody has worked on it."""
    from services.learning.putting_to_use import renewed

    try:
        return renewed(parts.library, record, parts.annotator)
    except StetError:  # a full disk: it can be read as it was
        return record
