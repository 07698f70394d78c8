"""A list of rows that can be marked, one by one, by ranges or all: what concordance and register have in common."""

from __future__ import annotations

from typing import Generic, TypeVar

from tui.widgets.cursor_list import CursorList

Key = TypeVar("Key")


class MarkedList(CursorList, Generic[Key]):
    """`rows` has the keys of what is listed in their order, `marked` those that are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Key] = []
        self.marked: set[Key] = set()

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def chosen_keys(self) -> list[Key]:
        """What is marked, in the order of the list; without marks the current one."""
        if not self.marked:
            return self.rows[self.cursor : self.cursor + 1]
        return [key for key in self.rows if key in self.marked]

    def mark(self) -> None:
        """Mark the current row, or take its mark away, and go on."""
        if self.cursor < len(self.rows):
            self.marked ^= {self.rows[self.cursor]}
            self.refresh_row(self.cursor)
            self.move(1)

    def mark_on(self, step: int) -> None:
        """Mark from the current row to the one `step` further."""
        for going in (step, 0):
            if self.cursor < len(self.rows):
                self.marked.add(self.rows[self.cursor])
                self.refresh_row(self.cursor)
            self.move(going)

    def mark_all(self) -> None:
        """Mark all, or take their marks away where all have one."""
        self.marked = set() if len(self.marked) == len(self.rows) else set(self.rows)
        self.refresh()
