"""What the reader remembers between two keys: where it stands, what it looks for, what was typed last. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final

from tui.reader.fields.list_view import ListView

if TYPE_CHECKING:
    from store.model.fields import AnyField
    from store.model.record import Record
    from store.sync.session import Session
    from tui.queue import Queue
    from tui.reader.asking import Asking
    from tui.reader.commands.likely import Turning
    from tui.reader.commands.selecting import Known
    from tui.reader.cursor import Cursor
    from tui.reader.foreseen import Foreseen
    from tui.reader.search import Search


@dataclass(slots=True, eq=False, repr=False)
class ReaderState:
    """Of one sitting; `session` and `cursor` are those of the article that is open."""

    queue: Queue
    list_view: ListView = field(default_factory=ListView)
    """How the fields of every article are listed."""
    session: Session | None = None
    """None until the first edit of the article."""
    cursor: Cursor | None = None
    """None while there is nothing to decide: an article being searched, or one that cannot be opened."""
    left_behind: bool = False
    """Edits are not saved, be they of another article."""
    refused: bool = False
    """The article could not be opened."""
    sends_to: str = ""
    """The server on another computer to which the text of new articles goes."""
    asking: Asking | None = None
    """A model that is being asked, of this article or another."""
    others: tuple[str, ...] = ()
    """Who else has the article open."""
    away: bool = False
    """The person has gone to the shelf, so that nobody is told that they have the article open."""
    search: Search | None = None
    """The hits that `n` and `N` go through."""
    known: Known | None = None
    """What a selection may be attached to: an index of the record's fields, made with the first selection."""
    turning: Turning | None = None
    """What the key of likely values goes through, and where."""
    foreseen: Foreseen | None = None
    """What that key would do first to the field at which the cursor rests."""
    by_character: bool = False
    """Edges move by a character, not by a word."""
    ready: bool = False
    """What the first paint did not wait for has been loaded."""
    done_at: int | None = None
    """The place in the queue of the article that was done with the last key."""
    sure_enough: str = "90"
    """The percentage typed last for what the machine was sure of."""
    typed_number: str = ""
    """The digits typed last, while nothing else is."""
    elsewhere: Callable[[Record, AnyField], str] | None = None
    """What the register knows of a field; asked once `ready`."""
    typed_at: float = 0.0
    """When, in seconds of the monotonic clock."""

    @property
    def is_typing_number(self) -> bool:
        """The next digit goes on with those typed before."""
        return bool(self.typed_number) and monotonic() - self.typed_at <= PAUSE


PAUSE: Final = 1.5
"""Seconds after which a digit begins another number."""
