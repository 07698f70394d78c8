"""The panel of fields: the list, the counts above it on a narrow screen, and the editor over a field's row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from store.fields import AnyField
from store.record import Record
from tui.reader.field_list import FieldList, Scrolled
from tui.reader.reading import Reading
from tui.reader.rows import counts_strip

if TYPE_CHECKING:
    from textual.widget import AwaitMount

    from tui.reader.editor import Editor


class Counts(Widget):
    """All groups in one line, for a narrow screen."""

    def __init__(self, fields: FieldList) -> None:
        super().__init__()
        self._fields = fields

    def render_line(self, y: int) -> Strip:
        reading = self._fields.reading
        group = reading.field.group if reading and reading.field else ""
        return counts_strip(self._fields.headings(), group, self.size.width, self._fields.style)


class Panel(Widget):
    """The list, on a narrow screen the counts above it, and the editor over it while there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.fields = FieldList()
        self.counts = Counts(self.fields)
        self.editor: Editor | None = None
        self.mounting: AwaitMount | None = None
        """Of the editor that was opened last."""

    def compose(self) -> ComposeResult:
        if self.fields.narrow:
            yield self.counts
        yield self.fields

    def open_editor(self, record: Record, item: AnyField) -> None:
        """Mount it over the field's row; the rows below make room."""
        from tui.reader.editor import Editor

        self.editor = Editor(record, item)
        self.editor.styles.height = self.editor.lines
        if self.fields.narrow:
            self.styles.min_height = self.editor.lines + 2
        self.fields.open_gap(item.id, self.editor.lines)
        self.mounting = self.mount(self.editor)
        self.call_after_refresh(self.place_editor)

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
            self.styles.min_height = None
            self.fields.close_gap()

    def show(self, reading: Reading | None, remark: str = "") -> None:
        self.fields.show(reading, remark)
        self.counts.refresh()

    def moved(self) -> None:
        self.fields.moved()
        if self.fields.narrow:
            self.counts.refresh()

    def set_narrow(self, narrow: bool) -> None:
        if self.fields.narrow != narrow:
            self.fields.narrow = narrow
            if narrow and self.is_mounted and not self.counts.is_attached:
                self.mount(self.counts, before=self.fields)
            self.fields.lay_out()
