"""Looks one key ahead: what the key of likely values would make of the field at which the cursor rests.

No move waits for it: a job looks once the cursor has rested, for it may open other articles of the library. What it
finds stands last in the status line, and is what the key then does. `likely` and `speakers` know the values.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from services import jobs
from store.errors import StetError
from store.model.fields import AnyField, Quote
from store.model.record import Record
from tui.reader.foreseen import Foreseen
from tui.widgets.phrases import label

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from tui.reader.remembered import Remembered
    from tui.reader.state import ReaderState

REST: float | None = 0.25
"""Seconds without a move; None never looks."""
_LONGEST: Final = 30
"""Characters of a value."""


class Ahead:
    """Of one screen, to which it posts `Foreseen`."""

    def __init__(self, host: Screen[None], state: ReaderState, remembered: Remembered) -> None:
        self._host, self._state, self._remembered = host, state, remembered
        self._timer: Timer | None = None

    def rest(self) -> None:
        """The cursor has come somewhere, or the record has changed."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = None if REST is None else self._host.set_timer(REST, self._look)

    def _look(self) -> None:
        state, self._timer = self._state, None
        if not state.ready or state.cursor is None or (item := state.cursor.field) is None:
            return
        record, turning, known = state.cursor.record, state.turning, state.foreseen
        is_said = (turning is not None and turning.item is item) or (known is not None and known.is_of(record, item))
        if item.alive and not is_said:
            look = partial(foreseen, record, item, self._remembered)
            jobs.start(lambda _job: look(), self._tell)

    def _tell(self, outcome: Foreseen | StetError) -> None:
        if isinstance(outcome, Foreseen):
            self._host.post_message(outcome)


def foreseen(record: Record, item: AnyField, remembered: Remembered) -> Foreseen:
    """What the key would do first. It changes nothing."""
    from tui.reader.commands import speakers
    from tui.reader.commands.likely import turning

    if isinstance(item, Quote):
        named = speakers.turn(record, item, 1)["speaker_name"]
        if not (named or item.speaker or item.speaker_name):
            return Foreseen(record, item)
        told = "the person of this name" if named == item.speaker_name else _short(named or "nobody")
        return Foreseen(record, item, f"speaker {told}")
    try:
        ahead = turning(record, item, partial(remembered.of, record))
    except StetError:
        return Foreseen(record, item)
    return Foreseen(record, item, f"{label(item, ahead.next.key)} {_short(ahead.next.value) or 'none'}", ahead)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
