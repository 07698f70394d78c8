"""The fields of a record as a list in four groups: draws it, and says which field was clicked. Decides nothing.

One line a field, drawn when it is in view and kept while it looks the same: a key repaints the lines that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from store.model.fields import GROUPS, AnyField
from store.model.kinds import BUILT_IN_KINDS
from tui.reader.cursor import Cursor
from tui.reader.fields.rows import Heading, RowView, field_strip, heading_strip, row_view
from tui.reader.styles import FIELDS
from tui.settings.kind_looks import row_styles
from tui.terminal.symbols import visible
from tui.widgets.cached import CachedScrollView
from tui.widgets.cells import fit, ink
from tui.widgets.styles import FAINT_ANSI, StyleTable

_ALWAYS = frozenset(row.group for row in BUILT_IN_KINDS)
_KEPT = 2000
"""Strips kept before all are forgotten: far more than any screen has lines."""


class Scrolled(Message):
    """The list shows other lines than before."""


@dataclass(eq=False, repr=False)
class FieldClicked(Message):
    """A row was clicked; twice asks to edit it."""

    field: str
    twice: bool


@dataclass(eq=False, repr=False)
class HeadingClicked(Message):
    """The first line of a group was clicked."""

    group: str


class _Gap(NamedTuple):
    """A line that the editor lies over."""

    line: int


class _Words(NamedTuple):
    """A line that only says something."""

    words: str


class _Title(NamedTuple):
    """The first line of a group."""

    group: str


_Row = str | _Title | _Gap | _Words | None
"""A field's id, a group's first line, a line under the editor, a remark, or an empty line."""


class FieldList(CachedScrollView, can_focus=True, inherit_bindings=False):
    """Shows a `Cursor`. `narrow` has the current group only."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.narrow = False
        self.remark = ""
        self.cursor: Cursor | None = None
        self._rows: list[_Row] = []
        self._places: dict[str, int] = {}
        self._gap: tuple[str, int] | None = None
        self._in_question: str | None = None
        self._arranged = 0
        self._drawn: dict[int, object] = {}
        self._row_views: dict[str, tuple[AnyField, object, RowView]] = {}
        """What a row looked like last, and of what it was made."""
        self._strips: dict[object, Strip] = {}
        self._style_table = StyleTable(self, {**FIELDS, **row_styles()}, FAINT_ANSI)
        self._styles: dict[str, Style] = {}

    def show(self, cursor: Cursor | None, remark: str = "") -> None:
        """After an edit or a change of article; `remark` stands where there are no fields."""
        same = cursor is self.cursor and cursor is not None and self._arranged == cursor.arranged
        if cursor is not self.cursor:
            self._row_views.clear()
        self.cursor, self.remark = cursor, remark
        if same and not self._gap:
            self._repaint()
        else:
            self.lay_out()

    def moved(self) -> None:
        """After another field has become the current one."""
        if self.cursor and (self._arranged != self.cursor.arranged or self.cursor.current not in self._places):
            self.lay_out()
        elif self.cursor:
            for identifier in {self._in_question, self.cursor.current}:
                if (place := self._places.get(identifier or "")) is not None:
                    self.refresh_line(place)
            self._in_question = self.cursor.current
        self.reveal()

    def open_gap(self, identifier: str, height: int) -> None:
        """Make room for the editor in place of a field's row."""
        self._gap = (identifier, height)
        self.lay_out()

    @property
    def gap_line(self) -> int:
        """The first line of the gap, as it is on the screen."""
        return self._places[self._gap[0]] - self.scroll_offset.y if self._gap else 0

    def close_gap(self) -> None:
        self._gap = None
        self.lay_out()

    def lay_out(self) -> None:
        self._rows = list(self._listed(self.cursor)) if self.cursor else []
        if not self.cursor or not self.cursor.order:
            self._rows += [_Words(line) for line in self.remark.splitlines()]
        self._places = {row: place for place, row in enumerate(self._rows) if isinstance(row, str)}
        if self._gap:
            identifier, height = self._gap
            place = self._places.setdefault(identifier, 0)  # the article's own has no row
            self._rows[place : place + (identifier in self.cursor.places if self.cursor else 0)] = [
                _Gap(line) for line in range(height)
            ]
        self._in_question = self.cursor.current if self.cursor else None
        self._arranged = self.cursor.arranged if self.cursor else 0
        self.virtual_size = Size(1, len(self._rows))  # a width that never changes: nothing scrolls sideways
        self._repaint()
        self.reveal()

    def _listed(self, cursor: Cursor) -> Iterator[_Row]:
        """On a narrow screen there is room for the current group only; the counts stand above it."""
        if words := cursor.list_view.words:
            yield _Words(words)
        here = cursor.field.group if self.narrow and cursor.field else ""
        for name, items in cursor.sections.items():
            is_group = name in GROUPS
            if is_group and not self._has_heading(name):
                continue
            if is_group and not self.narrow:
                yield _Title(name)
            if not is_group or here in ("", name):
                yield from items
            if not self.narrow:
                yield None

    def _heading(self, group: str) -> Heading:
        if self.cursor is None:
            return Heading(group, 0, 0)
        return Heading(group, *self.cursor.tally[group], folded=group in self.cursor.list_view.folded)

    def headings(self) -> list[Heading]:
        return [self._heading(group) for group in GROUPS if self._has_heading(group)] if self.cursor else []

    def _has_heading(self, group: str) -> bool:
        """The four kinds always have one: that nothing was found is news. Of a further kind it is not."""
        return group in _ALWAYS or self.cursor is None or self.cursor.tally[group][1] > 0

    def _row_view(self, place: int) -> RowView | Heading | _Gap | _Words | None:
        row = self._rows[place] if place < len(self._rows) else None
        if isinstance(row, _Title):
            return self._heading(row.group)
        if not isinstance(row, str) or self.cursor is None:
            return None if isinstance(row, str) else row
        cursor = self.cursor
        item, number = cursor.record.fields[row], str(cursor.places[row] + 1).rjust(len(str(len(cursor.order))))
        current, with_letter = row == cursor.current, cursor.list_view.order != "kind"
        doubt, whole = bool(cursor.doubts.of(item)), cursor.doubts.has_namesake(item)
        key = (number, current, with_letter, doubt, whole)
        known = self._row_views.get(row)
        if known is None or known[0] is not item or known[1] != key:
            text = cursor.record.text
            made = row_view(
                item, text, number=number, with_letter=with_letter, doubt=doubt, current=current, whole=whole
            )
            known = self._row_views[row] = item, key, made
        return known[2]

    def _repaint(self) -> None:
        """Ask for the lines in view that look different from when they were drawn."""
        top, (width, height) = self.scroll_offset.y, self.scrollable_content_region.size
        changed = []
        for place, drawn in list(self._drawn.items()):
            if not top <= place < top + height:
                del self._drawn[place]
            elif (row_view := self._row_view(place)) is not drawn and row_view != drawn:
                changed.append(Region(0, place - top, width, 1))
        if changed:
            self.refresh(*changed)

    def reveal(self) -> None:
        """Have the current field in view, with its group's first line where there is room.

        Where it is not, what lies ahead is seen as well: the next keys scroll nothing.
        """
        height = self._gap[1] if self._gap else 1
        place = self._places.get(self._gap[0] if self._gap else self.cursor.current or "") if self.cursor else None
        if place is None or not self.size.height:
            return
        top, seen = self.scroll_offset.y, self.size.height
        above = 1 if place and isinstance(self._rows[place - 1], _Title) else 0
        if place - above < top:
            self.scroll_to(y=min(place - above, place + height - seen + seen // 3), animate=False, immediate=True)
        elif place + height > top + seen:
            self.scroll_to(y=max(place + height - seen, place - seen // 3), animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        place = y + self.scroll_offset.y
        row = self._row_view(place)
        self._drawn[place] = row
        width = self.scrollable_content_region.width
        key = (row, width)
        if key not in self._strips:
            if len(self._strips) > _KEPT:
                self._strips.clear()
            self._strips[key] = self._strip(row, width)
        return self._strips[key]

    def _strip(self, row: object, width: int) -> Strip:
        if isinstance(row, RowView):
            return field_strip(row, width, self.style)
        if isinstance(row, Heading):
            return heading_strip(row, width, self.style)
        blank = Strip.blank(width, self.style("row"))
        if isinstance(row, _Words):
            return Strip([Segment(fit(f" {visible(row.words)}", width), self.style("row") + self.style("quiet"))])
        return blank

    def style(self, name: str) -> Style:
        if name not in self._styles:
            style = self._style_table(name)
            self._styles[name] = style if name in ("row", "current", "struck") else ink(style)
        return self._styles[name]

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._style_table.forget()
        self._styles.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """What is current stays in view; no line below the last one while there are some above the first."""
        if (top := self.scroll_offset.y) and len(self._rows) - top < self.size.height:
            self.scroll_to(y=max(0, len(self._rows) - self.size.height), animate=False, immediate=True)
        self.reveal()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._gap:
            self.post_message(Scrolled())

    def on_click(self, event: events.Click) -> None:
        place = event.y + self.scroll_offset.y
        row = self._rows[place] if 0 <= place < len(self._rows) else None
        if isinstance(row, str):
            self.post_message(FieldClicked(row, event.chain == 2))
        elif isinstance(row, _Title):
            self.post_message(HeadingClicked(row.group))
