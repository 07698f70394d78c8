"""What each key of the adjudicator does, by the id of its row in the key table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from store.errors import StetError
from store.model import actions
from store.model.record import Record
from store.sync.conflicts import Side, accept_side
from tui.widgets.host import Host

if TYPE_CHECKING:
    from store.model.actions import Draft
    from store.model.fields import AnyField


class Adjudicator(Host, Protocol):
    """The verbs of a command of the adjudicator."""

    annotator: str
    record: Record | None
    left: int | None
    """The article that the last key has settled, so that undo can go back to it."""

    @property
    def item(self) -> AnyField | None:
        """The field in conflict."""

    @property
    def sides(self) -> Sequence[Side]: ...

    def open(self, article: int, *, last: bool = False) -> None:
        """Show an article at its first conflict, or at its last."""

    def step(self, step: int) -> None:
        """To the next or previous conflict, across articles."""

    def act(self, draft: Draft | None, words: str, *, stay: bool = False) -> None:
        """Make an edit and go on to what is open, or with `stay` back to what the edit was about."""

    def open_editor(self, item: AnyField) -> None: ...

    def leave(self) -> None: ...


def step(by: int, adjudicator: Adjudicator, record: Record) -> None:
    del record
    adjudicator.left = None
    adjudicator.step(by)


def undo(adjudicator: Adjudicator, record: Record) -> None:
    """Right after an article was settled, in that article."""
    if adjudicator.left is not None:
        adjudicator.open(adjudicator.left)
        record = adjudicator.record or record
    adjudicator.act(actions.undo(record, adjudicator.annotator), "Undone", stay=True)


def redo(adjudicator: Adjudicator, record: Record) -> None:
    adjudicator.act(actions.redo(record, adjudicator.annotator), "Redone")


def edit(adjudicator: Adjudicator, record: Record) -> None:
    del record
    if adjudicator.item is not None:
        adjudicator.open_editor(adjudicator.item)


def take_side(place: int, adjudicator: Adjudicator, record: Record) -> None:
    if adjudicator.item is None:
        return
    if place >= len(adjudicator.sides):
        raise StetError("No such reading", f"there are {len(adjudicator.sides)}; press the number of one")
    side = adjudicator.sides[place]
    adjudicator.act(accept_side(record, adjudicator.item.id, side), f"As {side.by} has it")


Command: TypeAlias = Callable[[Adjudicator, Record], None]
COMMANDS: Final[dict[str, Command]] = {
    "leave": partial(step, 1),
    "conflict-back": partial(step, -1),
    "undo-settling": undo,
    "redo-settling": redo,
    "edit-reading": edit,
    "take-left": partial(take_side, 0),
    "take-right": partial(take_side, 1),
    "take-third": partial(take_side, 2),
}
ALWAYS: Final[dict[str, Callable[[Adjudicator], None]]] = {
    "quit": lambda adjudicator: adjudicator.leave(),
    "stop-adjudicating": lambda adjudicator: adjudicator.leave(),
    "help": lambda adjudicator: adjudicator.show_help(),
}
"""What can be done without a record too."""
