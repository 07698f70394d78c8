"""Takes the next likely value of a field, and says which it is and what comes then; `likely` knows the values."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from store.model import actions
from store.model.fields import AnyField
from tui.reader.commands.selecting import short
from tui.widgets.phrases import label

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Reader
    from tui.reader.cursor import Cursor


def turn(step: int, reader: Reader, cursor: Cursor, item: AnyField, key: str = "") -> None:
    """To the next likely value; `key` names an attribute of a desk's own kind, from which on it is gone through."""
    from tui.reader.commands.likely import turning

    now, ahead = reader.state.turning, reader.state.foreseen
    if not key and ahead is not None and ahead.turning is not None and ahead.is_of(cursor.record, item):
        now = ahead.turning  # what has been shown
    if key or now is None or now.item is not item:
        now = turning(cursor.record, item, partial(reader.remembered.of, cursor.record), key)
    reader.act(actions.change(cursor.record, item.id, now.step(step)))
    now.item = cursor.record.fields[item.id]
    reader.state.turning = now
    here, then = now.readings[now.at], now.next
    said = f"{label(item, here.key).capitalize()}: {short(here.value) or 'none'}"
    count = f"{now.at} of {len(now.readings) - 1}" if now.at else "as it was"
    whose = "" if then.key == here.key else f"{label(item, then.key)} "
    reader.say(
        f"{said} ({count})   {reader.key('speaker')} then {whose}{short(then.value) or 'none'}"
        f"   {reader.key('speaker-back')} back"
    )
