"""Commands of the reader without a screen: all that they need of it stands in one protocol, which this test has too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reader_driver import TEXT, article, at, suggestions
from textual.message import Message
from textual.screen import Screen

from store.library.folder import FolderLibrary
from store.model.actions import Draft
from store.model.fields import AnyField, Span
from tui.messages import ShowShelf
from tui.queue import Queue
from tui.reader.commands import ALWAYS, COMMANDS
from tui.reader.commands.protocol import Reader
from tui.reader.cursor import Cursor
from tui.reader.remembered import Remembered
from tui.reader.state import ReaderState
from tui.widgets.background import Work
from tui.widgets.host import Answer
from tui.widgets.sessions import Sessions


class Page:
    """Where the cursor of the article stands, and what is selected; nothing is drawn."""

    def __init__(self) -> None:
        self.cursor = 0
        self.selection: Span | None = None
        self.finding = False
        self.has_focus = False
        self.lit: list[Span] = []

    def focus(self) -> None:
        self.has_focus = True

    def clear_selection(self) -> None:
        self.selection = None

    def reveal(self, span: Span) -> None:
        assert 0 <= span[0] < span[1] <= len(TEXT)

    def hits(self, spans: Sequence[Span], current: int | None = None) -> None:
        self.lit = list(spans)

    def fields_at(self, offset: int) -> list[str]:
        return []


class Line:
    """A split that moves by what it is told."""

    way = "beside"
    fields_room = 50

    def give_fields(self, driver: int) -> None:
        self.fields_room = driver

    def reset(self) -> None:
        self.fields_room = 50

    def toggle_guidelines(self, kind: str | None) -> str:
        return f"guidelines of {kind}"

    def turn_guidelines(self, step: int) -> bool:
        return False


class FakeReader:
    """A `Reader` of one article."""

    def __init__(self, folder: Path) -> None:
        self.library = FolderLibrary(folder)
        record = self.library.add(article(), suggestions())
        self.annotator = "ana"
        self.state = ReaderState(Queue([record.id]))
        self.state.cursor = Cursor(record, self.state.list_view)
        self.sessions = Sessions(self.library, "ana", lambda _: None)
        self.article, self.split = Page(), Line()
        self.said: list[str] = []
        self.sent: list[Message] = []
        self.asked: list[Screen[Any]] = []

    @property
    def cursor(self) -> Cursor:
        assert self.state.cursor is not None
        return self.state.cursor

    def act(self, draft: Draft | None, otherwise: str = "") -> bool:
        if draft is None:
            self.say(otherwise)
            return False
        if self.state.session is None:
            self.state.session = self.sessions.open(self.cursor.record)
        self.cursor.renew(self.state.session.act(draft))
        return True

    def say(self, words: str, *, wrong: bool = False) -> None:
        self.said.append(words)

    def key(self, identifier: str) -> str:
        return f"<{identifier}>"

    def attempt(self, action: Callable[[], Any]) -> None:
        action()

    def ask(self, question: Screen[Answer], answered: Callable[[Answer | None], Any] | None = None) -> None:
        self.asked.append(question)

    def send(self, message: Message) -> None:
        self.sent.append(message)

    def show(self) -> None: ...

    def moved(self) -> None: ...

    def place_cursor(self, offset: int) -> None:
        self.article.cursor = offset

    def take(self, identifier: str, *, passing: bool = False) -> None:
        self.cursor.go(identifier)

    def open(self) -> None:
        self.say("opened")

    def edit(self, item: AnyField) -> None:
        self.say(f"editor on {item.id}")

    @property
    def remembered(self) -> Remembered:
        return Remembered(self.library)

    def focus_fields(self) -> None:
        self.article.has_focus = False

    def show_keys(self) -> None: ...

    def show_help(self) -> None:
        self.say("help")

    page = 10

    def start(self, work: Work) -> None:
        self.say(work(self.say).words)

    def copy(self, words: str) -> None:
        self.say(words)

    def leave(self) -> None:
        self.say("left")


def run(reader: FakeReader, identifier: str) -> None:
    as_reader: Reader = reader
    if identifier in ALWAYS:
        ALWAYS[identifier](as_reader)
    else:
        COMMANDS[identifier](as_reader, reader.cursor)


def test_deciding_correcting_and_undoing(tmp_path: Path) -> None:
    reader = FakeReader(tmp_path)
    for identifier in ("accept", "reject", "undo", "redo", "speaker"):
        reader.cursor.go("q1" if identifier == "speaker" else reader.cursor.current)
        run(reader, identifier)
    assert reader.sessions.close() == ""
    stored = reader.library.load(reader.cursor.record.id)
    assert [stored.fields[name].status for name in ("p1", "p2", "l1")] == ["accepted", "rejected", "suggested"]
    assert stored.quotes[0].speaker == "p1"


def test_what_is_selected_becomes_a_field(tmp_path: Path) -> None:
    reader = FakeReader(tmp_path)
    reader.article.selection = at("Monday")
    run(reader, "add-place")
    assert reader.cursor.field is not None
    assert reader.cursor.field.surface(TEXT) == "Monday"
    assert reader.said[-1] == "A new place: Monday"


def test_moving_asking_and_leaving_go_through_the_protocol(tmp_path: Path) -> None:
    reader = FakeReader(tmp_path)
    for identifier in ("next", "other-pane", "find", "kind", "widen-article", "guidelines", "edit", "shelf", "quit"):
        run(reader, identifier)
    assert reader.cursor.current == "p2"
    assert reader.article.has_focus
    assert len(reader.asked) == 2
    assert reader.split.fields_room == 46
    assert isinstance(reader.sent[-1], ShowShelf)
    assert reader.said[-3:] == ["guidelines of person", "editor on p2", "left"]
