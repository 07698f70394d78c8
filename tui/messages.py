"""What one screen asks of the app about another, so that no screen imports another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from services.opening import Entry


@dataclass
class ShowShelf(Message):
    """Show the library; `then` is the id of a key that is pressed there."""

    then: str = ""


@dataclass
class FilesSent(Message):
    """Add what a browser has sent, on the shelf."""

    files: Sequence[Path]


@dataclass
class ShowReader(Message):
    """Go back to the article that is open."""


@dataclass
class OpenArticles(Message):
    """Read these, beginning with the one at `position`."""

    entries: Sequence[Entry]
    position: int
    field: str | None = None
    """At which to begin."""
    span: tuple[int, int] | None = None
    """The words at which to begin."""
    back: Literal["", "concordance", "register"] = ""
    """Where the way back leads, if it was opened from there."""


@dataclass
class ShowFlagged(Message):
    """List what is flagged, standing at this field of this article if it is."""

    article: str | None = None
    field: str | None = None


@dataclass
class ShowConcordance(Message):
    """List every hit of a query; without one those that were listed, at the same row. `said` is said there."""

    query: str | None = None
    said: str = ""


@dataclass
class ShowRegister(Message):
    """List the people and places of all articles; with a field of an article the entry that it is of."""

    article: str | None = None
    field: str | None = None
    again: bool = False
    """On the way back from an article that was opened there."""


@dataclass
class ShowTour(Message):
    """Show how it is done."""


@dataclass
class QuitApp(Message):
    """Leave the program, when everything is on the disk."""
