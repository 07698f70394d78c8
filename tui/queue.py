"""The articles named for reading, in their order, and which of them is being read. Opens nothing."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.opening import Entry, First


class Queue:
    """`position` counts from 0; `chosen` says that a person picked it, and `field` one of its fields to begin at."""

    def __init__(self, entries: Sequence[Entry], position: int | None = None, field: str | None = None) -> None:
        self.entries = list(entries)
        self.position = position or 0
        self.chosen = position is not None
        self.field = field
        self.span: tuple[int, int] | None = None
        """Words of the first article to begin at."""
        self.back = ""
        """The screen to which the way back leads: concordance or register."""
        self.first: First | None = None
        """Where to begin, and what is there, when that has been looked up already."""

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def current(self) -> Entry:
        return self.entries[self.position]

    @property
    def next(self) -> Entry | None:
        """None at the end."""
        return self.entries[self.position + 1] if self.position + 1 < len(self.entries) else None

    def seek(self, wanted: Container[Entry]) -> bool:
        """Go on to the next of these, after the last entry from the first on; False where there is none."""
        count = len(self.entries)
        places = ((self.position + step) % count for step in range(1, count))
        place = next((place for place in places if self.entries[place] in wanted), None)
        return place is not None and self.move(place - self.position)

    def move(self, step: int) -> bool:
        """Go on or back; False, and nothing moved, at either end."""
        position = self.position + step
        if not 0 <= position < len(self.entries):
            return False
        self.position, self.field, self.span = position, None, None
        return True
