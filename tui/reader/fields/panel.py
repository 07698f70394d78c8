"""The panel of fields: the list, counts above and guidelines below it, and the editor over a field's row.

Its border is the line between article and fields: it says where that is dragged to, and moves nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from store.model.fields import AnyField
from store.model.record import Record
from tui.reader.cursor import Cursor
from tui.reader.fields.field_list import FieldList, Scrolled
from tui.reader.fields.rows import counts_strip, tab_at

if TYPE_CHECKING:
    from textual.widget import AwaitMount

    from tui.reader.editor.completion import Recall
    from tui.reader.editor.editor import Editor
    from tui.widgets.guidelines_pane import GuidelinesPane


LEAST_ROWS, LEAST_GUIDELINES = 4, 4
"""Lines of the list and of the guidelines where the screen is small."""


@dataclass(eq=False, repr=False)
class DivideDragged(Message):
    """The line between article and fields is to be in this cell of the screen; `ended` when the mouse let go of it."""

    x: int
    y: int
    ended: bool = False

    def can_replace(self, message: Message) -> bool:
        """Where the screen is slower than the mouse, only the last place counts."""
        return isinstance(message, DivideDragged)


@dataclass(eq=False, repr=False)
class DivideReset(Message):
    """The line was clicked twice."""


@dataclass(eq=False, repr=False)
class KindClicked(Message):
    """The count of a kind was clicked: go to it."""

    group: str


class Counts(Widget):
    """All groups in one line, for a narrow screen; a click on one goes to it."""

    ALLOW_SELECT = False

    def __init__(self, fields: FieldList) -> None:
        super().__init__()
        self._fields = fields

    def render_line(self, y: int) -> Strip:
        return counts_strip(self._fields.headings(), self._current, self.size.width, self._fields.style)

    def on_click(self, event: events.Click) -> None:
        if group := tab_at(self._fields.headings(), self._current, self.size.width, event.x):
            self.post_message(KindClicked(group))

    @property
    def _current(self) -> str:
        cursor = self._fields.cursor
        return cursor.field.group if cursor and cursor.field else ""


class Panel(Widget):
    """The list, on a narrow screen the counts above it; the editor and the guidelines while they are open."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(classes="-here")  # the list has the focus first; a change of class styles the panel anew
        self._dragging = self._dragged = False
        self.fields = FieldList()
        self.counts = Counts(self.fields)
        self.editor: Editor | None = None
        self.guidelines: GuidelinesPane | None = None
        self.mounting: AwaitMount | None = None
        """Of the editor that was opened last."""

    def compose(self) -> ComposeResult:
        if self.fields.narrow:
            yield self.counts
        yield self.fields

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing of it is seen but its border: where that is at the side, one line is drawn for all."""
        if self.fields.narrow or not crop.height:
            return super().render_lines(crop)
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height

    def open_editor(self, record: Record, item: AnyField, recall: Recall, doubt: str) -> None:
        """Mount it over the field's row; the rows below make room."""
        from tui.reader.editor.editor import Editor

        self.editor = Editor(record, item, recall=recall, doubt=doubt)
        self.editor.styles.height = self.editor.lines
        self._make_room()
        self.fields.open_gap(item.id, self.editor.lines)
        self.mounting = self.mount(self.editor)
        self.call_after_refresh(self.place_editor)

    def _make_room(self) -> None:
        """On a narrow screen the editor may need more lines than there are for the fields."""
        self.styles.min_height = self.editor.lines + 2 if self.editor and self.fields.narrow else None

    def place_editor(self) -> None:
        """Over its gap, wherever the list is scrolled to."""
        if self.editor is not None:
            self.fields.reveal()
            self.editor.styles.offset = (0, self.fields.gap_line + (1 if self.fields.narrow else 0))

    @on(Scrolled)
    def _list_scrolled(self) -> None:
        if self.editor is not None:
            self.editor.styles.offset = (0, self.fields.gap_line + (1 if self.fields.narrow else 0))

    def close_editor(self) -> None:
        if self.editor is not None:
            self.editor.remove()
            self.editor = None
            self._make_room()
            self.fields.close_gap()

    def show(self, cursor: Cursor | None, remark: str = "") -> None:
        self.fields.show(cursor, remark)
        if self.fields.narrow:
            self.counts.refresh()

    def moved(self) -> None:
        self.fields.moved()
        if self.fields.narrow:
            self.counts.refresh()
        self._show_kind()

    def _show_kind(self) -> None:
        if self.guidelines is not None and self.fields.cursor and (item := self.fields.cursor.field):
            self.guidelines.show_kind(item.kind)

    def open_guidelines(self, pane: GuidelinesPane) -> None:
        self.guidelines = pane
        self.mount(pane)

    def close_guidelines(self) -> None:
        if self.guidelines is not None:
            self.guidelines.remove()
            self.guidelines = None

    def give(self, lines: int) -> None:
        """What there is for list and guidelines together; while the editor has no room beside them, they wait."""
        if self.guidelines is None:
            return
        least = self.editor.lines + 1 if self.editor else LEAST_ROWS
        if self.fields.narrow:
            lines -= 2  # the border and the counts
        share = lines - least if self.fields.narrow else lines // 2
        self.guidelines.styles.height = min(share, lines - LEAST_ROWS)
        self.guidelines.display = share >= LEAST_GUIDELINES and lines - share >= least

    def set_narrow(self, narrow: bool) -> None:
        if self.fields.narrow != narrow:
            self.fields.narrow = narrow
            if narrow and self.is_mounted and not self.counts.is_attached:
                self.mount(self.counts, before=self.fields)
            self.fields.lay_out()
            if self.editor is not None:
                self._make_room()
                self.call_after_refresh(self.place_editor)

    # The mouse on the border

    def _on_border(self, event: events.MouseEvent) -> bool:
        """Events of the list come by here as well, so what counts is the cell of the screen."""
        region = self.region
        return event.screen_y == region.y if self.fields.narrow else event.screen_x == region.x

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1 and self._on_border(event):
            self._dragging, self._dragged = True, False
            self.add_class("-dragged")
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._dragging:
            self._dragged = True
            self.post_message(DivideDragged(event.screen_x, event.screen_y))
        self.styles.pointer = ("ns-resize" if self.fields.narrow else "ew-resize") if self._on_border(event) else None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.remove_class("-dragged")
            self.release_mouse()
            if self._dragged:
                self.post_message(DivideDragged(event.screen_x, event.screen_y, ended=True))

    def on_click(self, event: events.Click) -> None:
        if event.chain == 2 and not self._dragged and self._on_border(event):
            self.post_message(DivideReset())
