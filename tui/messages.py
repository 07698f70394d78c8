"""What one screen asks of the app about another, so that no screen imports another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from services.opening import Entry


@dataclass
class ShelfWanted(Message):
    """Show the library."""


@dataclass
class ReaderWanted(Message):
    """Go back to the article that is open."""


@dataclass
class ReadingWanted(Message):
    """Read these, beginning with the one at `position`."""

    entries: Sequence[Entry]
    position: int
    field: str | None = None
    """At which to begin."""


@dataclass
class FlaggedWanted(Message):
    """List what is flagged, standing at this field of this article if it is."""

    article: str | None = None
    field: str | None = None


@dataclass
class TourWanted(Message):
    """Show how it is done."""


@dataclass
class QuitWanted(Message):
    """Leave the program, when everything is on the disk."""
