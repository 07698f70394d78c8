"""The article pane: the page with a cursor and a selection, moved by keys and by the mouse.

Says where the person is and what they picked; what is done with it is the screen's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from store.model.fields import Span
from tui.reader.text import units
from tui.reader.text.page import Page
from tui.reader.text.segments import Layer
from tui.reader.text.units import stripped
from tui.reader.text.wrap import HANG
from tui.settings.keys import here

_DRAG_SECONDS: Final = 0.05
"""How often the page scrolls a line while the mouse drags a selection past its edge."""


def _bindings() -> Iterator[BindingType]:
    """From the rows `UNIT-back` and `UNIT-on` of the key table, which select when shift is held, and the two others."""
    for row in here("article"):
        unit, _, direction = row.id.rpartition("-")
        if not unit:
            yield Binding(",".join(row.keys), row.id, row.help, show=False, id=row.id)
            continue
        step = 1 if direction == "on" else -1
        shifted = ",".join("+".join([*key.split("+")[:-1], "shift", key.split("+")[-1]]) for key in row.keys)
        yield Binding(",".join(row.keys), f"move('{unit}', {step})", row.help, show=False, id=row.id)
        yield Binding(shifted, f"select('{unit}', {step})", row.help, show=False, id=f"{row.id}-select")


@dataclass
class CursorMoved(Message):
    """A person moved the cursor; `fields` are the ids of those marked there, innermost first."""

    offset: int
    fields: list[str]


@dataclass
class Picked(Message):
    """A field's mark was clicked."""

    field: str


@dataclass
class Selected(Message):
    """The selection is now this."""

    span: Span | None


class ArticlePane(Page, can_focus=True):
    """The selection runs from the unit at which it began to the unit at which it has come, whichever is first.

    Units are words, or characters for those keys and for a drag with ctrl held: so it grows and shrinks by what the
    person is stepping over, and a word is never cut by accident.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(_bindings())

    def __init__(self, *, text_width: int = 76) -> None:
        super().__init__(text_width=text_width)
        self._cursor = 0
        self._column: int | None = None
        self.finding = False
        """While words are looked for: to drop what is selected is to stop that, which is the screen's business."""
        self._selection: Span | None = None
        self._anchor: Span | None = None
        self._pressed: int | None = None
        self._drag: events.MouseMove | None = None
        self._dragged = False

    def load(self, text: str) -> None:
        self._cursor = 0
        self._column = None
        self.finding = False
        self._selection = self._anchor = None
        super().load(text)

    # Where the person is

    @property
    def cursor(self) -> int:
        """Offset of a code point, or the end of the text.

        Setting it scrolls nothing, and drops the selection: the next one begins here.
        """
        return self._cursor

    @cursor.setter
    def cursor(self, offset: int) -> None:
        self.clear_selection()
        self._put(offset)

    def _put(self, offset: int) -> None:
        before, self._cursor = self._cursor, min(max(offset, 0), len(self.text))
        self._column = None
        self._repaint([(before, before), (self._cursor, self._cursor)])

    @property
    def selection(self) -> Span | None:
        """What would be taken: never empty, never white space alone."""
        return self._selection

    @selection.setter
    def selection(self, span: Span | None) -> None:
        self._anchor = span
        self._choose(span)

    def clear_selection(self) -> None:
        self.selection = None

    def fields_at(self, offset: int) -> list[str]:
        """Ids of the fields marked on a code point, innermost first, struck-out ones last."""
        return self._marks.fields_at(offset)

    # Keys

    def action_move(self, unit: str, step: int) -> None:
        self.clear_selection()
        self._go(*self._target(unit, step))

    def action_select(self, unit: str, step: int) -> None:
        """Begin with the unit under the cursor, then go on from there."""
        is_exact = unit == "character"
        unit_at = self._character_at if is_exact else self._word_at
        if self._anchor is None:
            self._anchor = unit_at(self._cursor)
            if unit in ("word", "character") and self._take(self._anchor, is_exact):
                return
        offset, column = self._target(unit, step)
        first, end = self._anchor
        while unit in ("word", "character") and first <= self._cursor < end and first <= offset < end:
            if offset == self._cursor:
                break
            self._put(offset)  # a step inside of what was selected as a whole would change nothing
            offset, column = self._target(unit, step)
        self._take(unit_at(offset), is_exact)
        self._go(offset, column, told=False)  # the field that the words are to be said of stays the current one

    def action_grow(self) -> None:
        """Select the word under the cursor; then its sentence; then its paragraph."""
        now = self._selection
        start, end = now or (self._cursor, self._cursor)
        for at in (units.word_at, units.sentence_at, units.paragraph_at):
            span = at(self._flowing, start)
            if span and span != now and span[0] <= start and end <= span[1]:
                self.selection = span
                return

    def action_clear(self) -> None:
        if self._selection is None or self.finding:
            raise SkipAction  # to the screen it means something else
        self.clear_selection()

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1:
            return
        self._pressed = self.offset_in(event.x, event.y)
        self._dragged = False
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        if self._drag is None:
            if self.offset_in(event.x, event.y) == self._pressed:
                return
            self._scroller = self.set_interval(_DRAG_SECONDS, self._scroll_drag)
        self._drag = event
        self._drag_to(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._pressed is None:
            return
        self.release_mouse()
        if self._drag is not None:
            self._scroller.stop()
            self._drag = None
            self._dragged = True
        self._pressed = None
        event.stop()

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        if self._dragged:  # the release that ends a selection comes as a click too
            return
        offset = self.offset_in(event.x, event.y)
        unit: dict[int, Callable[[str, int], Span | None]] = {2: units.word_at, 3: units.sentence_at}
        if event.shift:
            self._anchor = self._anchor or self._word_at(self._cursor)
            self._take(self._word_at(offset), is_exact=False)
            self._put(offset)
        elif event.chain > 1:
            self.selection = unit.get(event.chain, units.paragraph_at)(self._flowing, offset)
        else:
            self.clear_selection()
            self._click(offset)

    def on_focus(self) -> None:
        self._repaint([(self._cursor, self._cursor)])

    def on_blur(self) -> None:
        self._repaint([(self._cursor, self._cursor)])

    def _click(self, offset: int) -> None:
        """Pick the innermost field there; where that one is lit already, the one around it."""
        marks = self.mark_spans_at(offset)
        if not marks:
            self._go(offset)
            return
        self.cursor = offset
        lit = set(self._lit.spans)
        inner = next((i for i, mark in enumerate(marks) if (mark.start, mark.end) in lit), -1)
        self.post_message(Picked(marks[(inner + 1) % len(marks)].field))

    def _drag_to(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        unit_at = self._character_at if event.ctrl else self._word_at
        offset = self.offset_in(event.x, min(max(event.y, 0), self.size.height - 1))
        self._anchor = unit_at(self._pressed)
        self._take(unit_at(offset), event.ctrl)
        self._put(offset)

    def _scroll_drag(self) -> None:
        event = self._drag
        if event is not None and not 0 <= event.y < self.size.height:
            self.scroll_relative(y=-1 if event.y < 0 else 1, animate=False)
            self._drag_to(event)

    # Steps

    def _go(self, offset: int, column: int | None = None, *, told: bool = True) -> None:
        self._put(offset)
        self._column = column
        self._show(offset)
        if told:
            self.post_message(CursorMoved(offset, self.fields_at(offset)))

    def _show(self, offset: int) -> None:
        """Scroll no further than needed for the line to be seen with one more beyond it."""
        line, top, height = self._wrapped.line_at(offset), round(self.scroll_y), self.size.height
        if line <= top:
            self._scroll_to_line(line - 1)
        elif line >= top + height - 1:
            self._scroll_to_line(line - height + 2)

    def _target(self, unit: str, step: int) -> tuple[int, int | None]:
        """Where the cursor comes to, and the column that it would stand in if the line were long enough."""
        text, at, wrapped = self.text, self._cursor, self._wrapped
        if unit == "text":
            return (len(text) if step > 0 else 0), None
        if unit == "word":
            return (units.word_after if step > 0 else units.word_before)(text, at), None
        if unit == "character":
            return (wrapped.cluster_span(at)[1] if step > 0 else wrapped.cluster_span(max(at - 1, 0))[0]), None
        line = wrapped.line_at(at)
        if unit == "edge":
            return wrapped.offset_at(line, wrapped.width + HANG if step > 0 else 0), None
        column = wrapped.column_at(at) if self._column is None else self._column
        line += step * (max(self.size.height - 2, 1) if unit == "page" else 1)
        while 0 < line < len(wrapped) - 1 and wrapped.is_gap(line):
            line += step
        if line < 0:
            return 0, column
        return (wrapped.offset_at(line, column) if line < len(wrapped) else len(text)), column

    def _word_at(self, offset: int) -> Span:
        return units.word_at(self.text, offset) or (offset, offset)

    def _character_at(self, offset: int) -> Span:
        return self._wrapped.cluster_span(offset)

    def _take(self, head: Span, is_exact: bool) -> bool:
        """Select from the anchor to a unit; False if that is nothing but white space."""
        start, end = self._anchor or head
        hull = (min(start, head[0]), max(end, head[1]))
        span = stripped(self.text, hull)
        self._choose(hull if span and is_exact else span)
        return span is not None

    def _choose(self, span: Span | None) -> None:
        before, self._selection = self._selection, span
        if before != span:
            self._repaint([old_or_new for old_or_new in (before, span) if old_or_new])
            self.post_message(Selected(span))

    def _layers(self, start: int, end: int) -> list[Layer]:
        layers = super()._layers(start, end)
        if self._selection:
            layers.append((*self._selection, "selection"))
        elif self.has_focus:
            layers.append((*self._character_at(self._cursor), "cursor"))
        return layers
