"""The list of flags: the fields below the title of their article. The cursor stands on fields only."""

from __future__ import annotations

from textual.strip import Strip

from tui.flagged.gathering import Entry, Group, Head
from tui.flagged.rows import entry_strip, head_strip
from tui.widgets.cursor_list import CursorList


class EntryList(CursorList):
    """`rows` is what is left by the filter of all that has been gathered."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Head | Entry] = []

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def current(self) -> Entry | None:
        row = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        return row if isinstance(row, Entry) else None

    @property
    def articles(self) -> list[str]:
        """The ids of those listed, in their order."""
        return [row.article for row in self.rows if isinstance(row, Head)]

    def fill(self, groups: list[Group], wanted: list[str], near: tuple[str, str | None] | None, remark: str) -> None:
        """With those that have all `wanted` words; the cursor goes to `near`, an article's field, if it is there."""
        self.rows = []
        self.extend(groups, wanted)
        self.show(min(self._place(near), max(0, self.count - 1)), remark)

    def extend(self, groups: list[Group], wanted: list[str]) -> None:
        for head, entries in groups:
            if left := [entry for entry in entries if all(word in entry.words for word in wanted)]:
                self.rows += [head, *left]

    def _place(self, near: tuple[str, str | None] | None) -> int:
        """Of a field; else of the first of its article, else of the first of all."""
        there = [(place, row) for place, row in enumerate(self.rows) if isinstance(row, Entry)]
        if near is not None:
            there = [(place, row) for place, row in there if row.article == near[0]] or there
            there = [(place, row) for place, row in there if row.field == near[1]] or there
        return there[0][0] if there else 0

    def go(self, place: int) -> None:
        place = max(0, min(place, self.count - 1))
        if self.rows and isinstance(self.rows[place], Head):
            place += -1 if place and place < self.cursor else 1
        super().go(place)

    def reveal(self) -> None:
        """With the title above the first field of an article."""
        super().reveal()
        above = self.cursor - 1
        if 0 <= above < self.scroll_offset.y and above < self.count and isinstance(self.rows[above], Head):
            self.scroll_to(y=above, animate=False, immediate=True)

    def replace(self, entry: Entry) -> None:
        """The current row, after a change."""
        self.rows[self.cursor] = entry
        self.refresh_row(self.cursor)

    def strip(self, place: int, width: int) -> Strip:
        row = self.rows[place]
        if isinstance(row, Head):
            return head_strip(row, width, self.style)
        return entry_strip(row, width, self.style, current=place == self.cursor)
