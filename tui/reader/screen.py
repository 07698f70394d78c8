"""The reading screen: puts article, fields and lines together and keeps them in step.

What a key does is in the command tables of `moving`, `deciding` and `correcting`; where the reader stands is a
`Reading`; what is drawn is the widgets' business.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from store.errors import StetError
from store.fields import AnyField, Quote
from store.record import Record
from tui.bindings import bindings
from tui.keys import BY_ID, Key, here, shown
from tui.reader.article import ArticlePane, CursorMoved, Mark, Picked, Selected
from tui.reader.doubts import Doubts
from tui.reader.lines import Footer, Header, HintClicked, Progress, StatusLine
from tui.reader.opening import Fresh, look, suggest
from tui.reader.panel import FieldClicked, Panel
from tui.reader.reading import Reading
from tui.reader.sessions import Sessions

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.actions import Draft
    from store.library import Library
    from store.session import Session
    from tui.queue import Queue
    from tui.reader.editor import Editor
    from tui.reader.finding import Found

NARROW, LEAST_WIDTH, LEAST_HEIGHT = 90, 60, 15
NOTHING_FOUND = (
    "Nothing was found in this article.\n\nSelect words in it (tab, then shift and the\narrows) and press p, l, n or q."
)


@dataclass
class SavedOrNot(Message):
    """A session's state has changed."""

    session: Session


@dataclass
class Extracted(Message):
    """A new article is in the library with its suggestions, or could not be put there."""

    identifier: str
    result: Record | StetError


class ReaderScreen(Screen[None], inherit_bindings=False):
    """One article of the queue at a time."""

    BINDINGS: ClassVar = bindings("selection", "finding", "fields", "anywhere")
    AUTO_FOCUS = "FieldList"

    def __init__(self, library: Library, queue: Queue, annotator: str, extractor: Callable[[], Extractor]) -> None:
        super().__init__()
        self.library = library
        self.queue = queue
        self.annotator = annotator
        self.extractor = extractor
        self.sessions = Sessions(library, annotator, self._tell)
        self.session: Session | None = None
        self.reading: Reading | None = None
        self.doubts: Doubts | None = None
        self.left: int | None = None
        """The place in the queue of the article that was done with the last key."""
        self.by_character = False
        self.found: Found | None = None
        self._extracting = ""

    def compose(self) -> ComposeResult:
        self.header, self.status, self.footer = Header(), StatusLine(), Footer()
        self.pane, self.panel = ArticlePane(), Panel()
        self.panel.set_narrow(self.app.size.width < NARROW)
        self.set_class(self.app.size.width < NARROW, "-narrow")
        yield self.header
        with Widget(id="body"):
            yield self.pane
            yield self.panel
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        self._seek_unfinished()
        self.open()
        self.set_timer(_SOON, _get_ready)

    def _tell(self, session: Session) -> None:
        """Called in the writer's thread."""
        self.post_message(SavedOrNot(session))

    # Opening

    def _seek_unfinished(self) -> None:
        """Stand at the first article that is not done, or the first of all."""
        for position, entry in enumerate(self.queue.entries):
            try:
                record = look(self.library, entry)
            except StetError:
                continue
            if isinstance(record, Fresh) or record.status != "done":
                self.queue.position = position
                return

    def open(self) -> None:
        """Show the article at which the queue stands."""
        self.close_editor()
        self.session = self.reading = self.doubts = None
        self._extracting = ""
        self.found = None
        self.say("")
        try:
            found = look(self.library, self.queue.current)
        except StetError as error:
            self.pane.load("")
            self._show_without_fields(error.title, "")
            self.say(f"{error.title}: {error.message}", wrong=True)
            return
        if isinstance(found, Fresh):
            self.pane.load(found.article.text)
            self._extracting = found.article.id
            self._show_without_fields(found.article.title, "Looking for people, places, numbers and quotes …")
            self.say(found.remark)
            threading.Thread(target=self._extract, args=(found,), daemon=True).start()
        else:
            self.pane.load(found.text)
            self.session = self.sessions.unsaved(found.id)
            self._begin(self.session.record if self.session else found)

    def _extract(self, fresh: Fresh) -> None:
        try:
            result: Record | StetError = suggest(self.library, fresh, self.extractor)
        except StetError as error:
            result = error
        self.post_message(Extracted(fresh.article.id, result))

    def on_extracted(self, message: Extracted) -> None:
        if message.identifier != self._extracting:
            return
        self._extracting = ""
        if isinstance(message.result, StetError):
            self.panel.show(None, None, "")
            self.say(f"{message.result.title}: {message.result.message}", wrong=True)
        else:
            self._begin(message.result)

    def _begin(self, record: Record) -> None:
        self.reading = Reading(record)
        self.show()
        self.moved()

    def _show_without_fields(self, title: str, remark: str) -> None:
        self.pane.set_marks([])
        self.pane.light([], None, [])
        self.panel.show(None, None, remark)
        self.header.show(Progress(title, self.queue.position + 1, len(self.queue)))
        self.status.show_detail("")
        self.show_keys()

    # Showing

    def show(self) -> None:
        """Everything that an edit may have changed."""
        if self.reading is None:
            return
        record = self.reading.record
        self.doubts = Doubts(record)
        self.pane.set_marks([mark for item in record.fields.values() for mark in _marks(item)])
        self.panel.show(self.reading, self.doubts, NOTHING_FOUND)
        self.show_progress()

    def show_progress(self) -> None:
        if self.reading is None:
            return
        record = self.reading.record
        state = self.session.state if self.session else "saved"
        self.header.show(
            Progress(
                title=record.article.title,
                article=self.queue.position + 1,
                articles=len(self.queue),
                decided=record.decided,
                fields=len(record.fields),
                saved={"saved": "✓ saved", "saving": "… saving", "not saved": "✗ NOT SAVED"}[state],
                wrong=state == "not saved",
                done=record.status == "done",
            )
        )

    def moved(self, *, reveal: bool = True) -> None:
        """Another field, or another mention of it, is in question."""
        if self.reading is None or self.doubts is None:
            return
        item, span = self.reading.field, self.reading.span
        if item is None or span is None:
            self.pane.light([], None, [])
            self.status.show_detail("")
        else:
            self.pane.light(item.spans, self.reading.mention, list(item.evidence.values()))
            if reveal:
                self.pane.reveal(span)
                self.place_cursor(span[0])
            self.status.show_detail(_detail(item, self.doubts.of(item), self.reading.mention))
        self.panel.moved()
        self.show_keys()

    def place_cursor(self, offset: int) -> None:
        if self.pane.cursor != offset:
            self.pane.cursor = offset

    def show_keys(self) -> None:
        self.footer.show(tuple(key for key in here(*self.context) if key.hint and self.offers(key)))

    @property
    def context(self) -> tuple[str, ...]:
        """The places of the key table that hold now, the nearest first."""
        if self.panel.editor is not None:
            return ("editor", "anywhere")
        article = ("article",) if self.pane.has_focus else ()
        selection = ("selection",) if article and self.pane.selection else ()
        finding = ("finding",) if self.found else ()
        return (*selection, *finding, "fields", *article, "anywhere")

    def offers(self, key: Key) -> bool:
        """Whether the footer should speak of a key now."""
        item = self.reading.field if self.reading else None
        if key.id == "speaker":
            return isinstance(item, Quote)
        if key.id == "undo":
            return bool(self.reading and self.reading.record.edits)
        return item is not None or key.where != "fields" or key.id in ("done", "other-pane")

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One quiet line; it stays until the next key that has something to say or to do."""
        self.status.say(words, wrong=wrong)

    def key(self, identifier: str) -> str:
        """The key that does this, as a person reads it."""
        return shown(BY_ID[identifier].keys[0])

    # Doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "do":
            return True
        row = BY_ID[str(parameters[0])]
        return row.where in self.context

    def action_do(self, identifier: str) -> None:
        self.do(identifier)

    def do(self, identifier: str) -> None:
        """Run the command of a key."""
        self.say("")
        from tui.reader.commands import ALWAYS, COMMANDS

        if always := ALWAYS.get(identifier):
            always(self)
        elif self.reading is not None:
            reading, command = self.reading, COMMANDS[identifier]
            if identifier not in ("undo", "done"):
                self.left = None if identifier not in _HARMLESS else self.left
            self.attempt(lambda: command(self, reading))

    def attempt(self, action: Callable[[], Any]) -> None:
        """Do something that may be refused, and say why where it is."""
        try:
            action()
        except StetError as error:
            self.say(f"{error.title}: {error.message}", wrong=True)

    def act(self, draft: Draft | None, otherwise: str = "Nothing to change") -> bool:
        """Make an edit; False, and `otherwise` said, where there is nothing to do."""
        if draft is None or self.reading is None:
            self.say(otherwise)
            return False
        if self.session is None:
            self.session = self.sessions.open(self.reading.record)
        self.reading.renew(self.session.act(draft))
        self.show()
        self.moved()
        return True

    def open_editor(self, item: AnyField) -> None:
        if self.reading is not None:
            self.panel.open_editor(self.reading.record, item)
            self.show_keys()

    def close_editor(self) -> None:
        if self.panel.editor is not None:
            self.panel.close_editor()
            self.panel.fields.focus()
            self.show_keys()

    # What the widgets tell

    def on_editor_kept(self, message: Editor.Kept) -> None:
        self.close_editor()
        if self.reading is not None and message.after:
            from store.actions import change

            record = self.reading.record
            self.attempt(lambda: self.act(change(record, message.field, message.after)))

    def on_editor_dropped(self) -> None:
        self.close_editor()

    def on_saved_or_not(self, message: SavedOrNot) -> None:
        session = message.session
        if session.state == "not saved":
            self.say(f"Not saved: {session.reason}", wrong=True)
        if session is not self.session or self.reading is None:
            return
        if session.news and self.panel.editor is None:
            renamed = session.refresh()
            current = self.reading.current or ""
            self.reading.current = renamed.get(current, current)
            self.reading.renew(session.record)
            self.show()
            self.moved(reveal=False)
        self.show_progress()

    def on_field_clicked(self, message: FieldClicked) -> None:
        if self.reading is not None:
            self.reading.go(message.field)
            self.moved()
            if message.twice:
                self.do("edit")

    def on_hint_clicked(self, message: HintClicked) -> None:
        self.do(message.id)

    @on(Picked)
    def _picked(self, message: Picked) -> None:
        self.take(message.field)

    def take(self, identifier: str) -> None:
        """Put the field under the article's cursor in question, with the mention that is there."""
        if self.reading is None or identifier not in self.reading.record.fields:
            return
        spans = self.reading.record.fields[identifier].spans
        mention = next((i for i, (start, end) in enumerate(spans) if start <= self.pane.cursor < end), 0)
        self.reading.go(identifier, mention)
        self.moved(reveal=False)

    @on(CursorMoved)
    def _cursor_moved(self, message: CursorMoved) -> None:
        if message.fields and self.reading is not None:
            self.take(message.fields[0])

    @on(Selected)
    def _selected(self) -> None:
        self.show_keys()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_moved(self) -> None:
        self.show_keys()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """One above the other on a narrow screen; on one that is too small, only what would do."""
        width, height = size
        self.set_class(width < NARROW, "-narrow")
        self.panel.set_narrow(width < NARROW)
        too_small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        self.set_class(too_small, "-too-small")
        if too_small:
            self._say_too_small(
                f"Stet needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines; this terminal has {width} and {height}."
            )

    def _say_too_small(self, words: str) -> None:
        if said := self.query("#too-small"):
            said.first(Static).update(words)
        else:
            self.mount(Static(words, id="too-small", markup=False))


_SOON = 0.3
"""Seconds after which the first paint is surely through."""


def _get_ready() -> None:
    """While the person looks at the article: load what the first key will need, and let garbage be collected again."""
    import_module("store.session")
    import_module("tui.reader.commands")
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


_HARMLESS = ("next", "previous", "next-undecided", "previous-undecided")


def _marks(item: AnyField) -> list[Mark]:
    return [Mark(start, end, item.kind, item.id, not item.alive, item.decided) for start, end in item.spans]


def _detail(item: AnyField, doubt: str, mention: int) -> str:
    """What the row has no room for."""
    parts = []
    if doubt:
        parts.append(f"? {doubt}")
    if item.flag:
        parts.append(f"⚑ {item.note}" if item.note else "⚑ flagged")
    elif item.note:
        parts.append(item.note)
    if len(item.spans) > 1:
        piece = "piece" if item.kind == "quote" else "mention"
        parts.append(f"{piece} {mention + 1} of {len(item.spans)}")
    return "   ".join(parts)
