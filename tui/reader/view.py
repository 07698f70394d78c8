"""What the reading screen shows: article, fields and the three lines, kept in step with a `Reading`.

Changes no record and opens no article; that is `screen`'s, and what a key does is in the command tables.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult

from store.errors import StetError
from store.model.fields import AnyField, Number, Person, Place, Quote, Span
from tui.reader.cursor import Reading
from tui.reader.fields.list_view import Arrangement
from tui.reader.layout import DividedScreen
from tui.reader.text.article import CursorMoved, Picked, Selected
from tui.reader.text.marks import Marked
from tui.settings.bindings import bindings
from tui.settings.config import Layout
from tui.settings.keys import Key
from tui.widgets.lines import Header, Progress

if TYPE_CHECKING:
    from store.sync.session import Session
    from tui.queue import Queue
    from tui.reader.commands.finding import Found
    from tui.reader.commands.selecting import Known

NOTHING_FOUND = (
    "Nothing was found in this article.\n\nSelect words in it (tab, then shift and the\narrows) and press p, l, n or q."
)
_STATES = {"saved": "✓ saved", "saving": "… saving", "not saved": "✗ NOT SAVED"}


class ReaderView(DividedScreen, inherit_bindings=False):
    """`reading` is None while there is nothing to decide: an article being searched, or one that cannot be opened."""

    BINDINGS: ClassVar = bindings("editor", "selection", "finding", "fields", "anywhere")
    AUTO_FOCUS = "FieldList"
    BLANK = True  # other widgets cover all of it: no need to draw it line by line

    def __init__(self, queue: Queue, layout: Layout) -> None:
        super().__init__(layout)
        self.queue = queue
        self.session: Session | None = None
        self.reading: Reading | None = None
        self.arrangement = Arrangement()
        self.found: Found | None = None
        self.known: Known | None = None
        self.by_character = False
        self.ready = False
        """What is not needed for the first paint has been loaded."""

    def compose(self) -> ComposeResult:
        self.header = Header()
        self.divide_for(self.app.size)
        yield self.header
        yield self.pane
        yield self.panel
        yield self.status
        yield self.footer

    def show(self, changed: Collection[str] | None = None) -> None:
        """Everything that an edit may have changed; `changed` as in `Page.mark_fields`."""
        if self.reading is None:
            return
        record = self.reading.record
        self.pane.mark_fields(record.fields, _marked, changed)
        self.panel.show(self.reading, "" if record.fields else NOTHING_FOUND)
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
                decided=self.reading.decided,
                fields=len(record.fields),
                saved=_STATES[state],
                wrong=state == "not saved",
                done=record.status == "done",
            )
        )

    def moved(self, *, reveal: bool = True) -> None:
        """Another field, or another mention of it, is in question."""
        if self.reading is None:
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
            self.status.show_detail(self._detail_of(item, self.reading))
        self.panel.moved()
        self.show_keys()

    def place_cursor(self, offset: int) -> None:
        """Whatever was selected is no longer meant."""
        if self.pane.cursor != offset:
            self.pane.cursor = offset
        else:
            self.pane.clear_selection()

    def hinted(self, key: Key) -> Key:
        return key._replace(hint="fields") if key.id == "other-pane" and self.pane.has_focus else key

    @property
    def context(self) -> tuple[str, ...]:
        if self.panel.editor is not None:
            return ("editor", "anywhere")
        article = ("article",) if self.pane.has_focus else ()
        finding = ("finding",) if self.found else ()
        if self.pane.selection:
            first = (*finding, "selection") if self._at_hit else ("selection", *finding)
            return (*first, *article, "fields", "anywhere")
        return (*finding, *article, "fields", "selection", "anywhere")

    def holds(self, key: Key) -> bool:
        if key.id == "add-number" and self._at_hit:
            return False  # the same letter goes to the next hit
        return super().holds(key)

    @property
    def _at_hit(self) -> bool:
        """A hit was found, and nothing else has been selected since."""
        return self.found is not None and self.pane.selection in (None, self.found.hit.span)

    def offers(self, key: Key) -> bool:
        item = self.reading.field if self.reading else None
        if key.id == "help":
            return self.panel.editor is None  # there it is a letter like any other
        if key.where == "selection" or key.id == "clear":
            return self.pane.selection is not None and self.holds(key)
        if key.id == "speaker":
            return isinstance(item, Quote)
        if key.id == "undo":
            return bool(self.reading and self.reading.record.edits)
        if self.pane.selection and key.where == "fields":
            return key.id == "other-pane"
        return item is not None or key.where != "fields" or key.id in ("done", "other-pane")

    def show_without_fields(self, title: str, remark: str) -> None:
        self.pane.mark_fields({}, _marked)
        self.pane.light([], None, [])
        self.panel.show(None, remark)
        self.header.show(Progress(title, self.queue.position + 1, len(self.queue)))
        self.status.show_detail("")
        self.show_keys()

    def take(self, identifier: str) -> None:
        """Put the field under the article's cursor in question, with the mention that is there."""
        if self.reading is None or identifier not in self.reading.record.fields or self.panel.editor is not None:
            return
        spans = self.reading.record.fields[identifier].spans
        mention = next((i for i, (start, end) in enumerate(spans) if start <= self.pane.cursor < end), 0)
        self.reading.go(identifier, mention)
        self.moved(reveal=False)

    @on(Picked)
    def _picked(self, message: Picked) -> None:
        self.take(message.field)

    @on(CursorMoved)
    def _cursor_moved(self, message: CursorMoved) -> None:
        if message.fields:
            self.take(message.fields[0])

    @on(Selected)
    def _selected(self, message: Selected) -> None:
        self.show_keys()
        if message.span and not self._at_hit:
            self.say("")  # what was said before is no longer about these words
        self.foretell(message.span)

    def foretell(self, span: Span | None) -> None:
        """What the keys would make of the words that are selected; without them, the field in question again."""
        if self.reading is None:
            return
        if span is None:
            item = self.reading.field
            detail = self._detail_of(item, self.reading) if item else ""
        else:
            from tui.reader.commands.selecting import Known, foretold

            if self.known is None or self.known.record is not self.reading.record:
                self.known = Known(self.reading.record)
            touched = [mark.field for mark in self.pane.marks_between(*span)]
            detail = foretold(self.known, self.pane.flowing, span, dict.fromkeys(touched), self.key, self._at_hit)
        self.status.show_detail(detail)

    def _detail_of(self, item: AnyField, reading: Reading) -> str:
        doubt = reading.doubts.of(item)
        return _detail(item, doubt + _way_out(item, self.key) if doubt else "", reading.mention)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_moved(self) -> None:
        self.panel.set_class(self.panel.fields.has_focus, "-here")

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        # Mounting has just given every widget its styles: a second time would be a fiftieth of the start.
        event.refresh_styles = self.stack_updates > 0


def in_lines(error: StetError) -> str:
    """For the place of the fields, which has no others and keeps it in sight."""
    from textwrap import fill

    return fill(f"{error.title}: {error.message}", _NARROWEST)


_NARROWEST = 30
"""Cells of a line of the panel where it has the least."""


def _marked(item: AnyField) -> Marked:
    return Marked(item.kind, item.spans, not item.alive, item.decided)


def _way_out(item: AnyField, key: Callable[[str], str]) -> str:
    """The keys that take a doubt away, in those that are in force: its reason knows none."""
    if item.conflict:
        return f"; {key('settle')} settles it"
    if isinstance(item, Number) and item.value is item.low is item.high is None:
        return f"; {key('edit')} gives it a value, {key('reject')} strikes it out"
    return f"; {key('accept')} lets it stand" if item.decided else ""


def _detail(item: AnyField, doubt: str, mention: int) -> str:
    """What the row has no room for."""
    parts = []
    if doubt:
        parts.append(f"? {doubt}")
    if item.flag and not item.note:
        parts.append("⚑ flagged")
    if isinstance(item, Person | Quote):
        parts.append((item.role if isinstance(item, Person) else item.speaker_name) or "")
    elif isinstance(item, Place) and item.latitude is not None:
        parts.append(f"{item.latitude}, {item.longitude}")
    if len(item.spans) > 1:
        piece = "piece" if item.kind == "quote" else "mention"
        parts.append(f"{piece} {mention + 1} of {len(item.spans)}")
    if item.note:  # last, for it may be long
        parts.append(f"{'⚑' if item.flag else '*'} {item.note}")
    return "   ".join(part for part in parts if part)
