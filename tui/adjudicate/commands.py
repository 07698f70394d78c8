"""What each key of the adjudicator does, by the id of its row in the key table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from store.errors import StetError
from store.model import actions
from store.model.record import Record
from store.sync.conflicts import Side, accept_side, in_the_way
from tui.widgets.cells import shortened
from tui.widgets.host import Host
from tui.widgets.phrases import named

if TYPE_CHECKING:
    from store.model.actions import Draft
    from store.model.fields import AnyField


class Adjudicator(Host, Protocol):
    """The verbs of a command of the adjudicator."""

    annotator: str
    record: Record | None
    article: int
    made: list[int]
    """The articles of the steps of this sitting, in their order, so that undo finds each; `undone` is for redo."""
    undone: list[int]

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
    adjudicator.step(by)


def undo(adjudicator: Adjudicator, record: Record) -> None:
    """The last step of this sitting, in whichever article; then those of earlier ones in the current article."""
    record = _in_its_article(adjudicator, adjudicator.made) or record
    adjudicator.act(actions.undo(record, adjudicator.annotator), "Undone", stay=True)
    adjudicator.undone.append(adjudicator.article)


def redo(adjudicator: Adjudicator, record: Record) -> None:
    record = _in_its_article(adjudicator, adjudicator.undone) or record
    adjudicator.act(actions.redo(record, adjudicator.annotator), "Redone")


def _in_its_article(adjudicator: Adjudicator, steps: list[int]) -> Record | None:
    """The record of the last of these steps, whose article is open then; None where there is none."""
    if not steps:
        return None
    if (article := steps.pop()) != adjudicator.article:
        adjudicator.open(article)
    return adjudicator.record


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
    try:
        draft = accept_side(record, adjudicator.item.id, side)
    except StetError:
        if others := in_the_way(record, side.item):
            raise StetError("Not yet", _first_settle(others[0], record, adjudicator)) from None
        raise
    adjudicator.act(draft, f"As {side.by} has it")


def _first_settle(other: AnyField, record: Record, adjudicator: Adjudicator) -> str:
    """What has words of the reading that was to be taken, and the key that works."""
    name = shortened(named(other, record.text).strip("“”"), 24)
    if other.conflict:
        way = f"in conflict too: {adjudicator.key('leave')}, and settle that first"
    else:
        way = f"settled: {adjudicator.key('edit-reading')} gives this one other words, the reader strikes that out"
    return f"“{name}” has some of its words and is {way}"


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
