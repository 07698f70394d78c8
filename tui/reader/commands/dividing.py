"""The commands that split the screen: between article and fields, and between fields and guidelines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tui.reader.shares import STEP, UNITS

if TYPE_CHECKING:
    from tui.reader.commands.protocol import Always, Reader


def move_divide(step: int, reader: Reader) -> None:
    """Say what the fields have now, and how to get back."""
    split = reader.split
    before = split.fields_room
    split.give_fields(before - step * STEP[split.way])
    if split.fields_room == before:
        reader.say("The article cannot get more room" if step > 0 else "The fields cannot get more room")
    else:
        reader.say(f"{split.fields_room} {UNITS[split.way]} for the fields; {reader.key('reset-divide')} puts it back")


def reset_divide(reader: Reader) -> None:
    reader.split.reset()
    reader.say("The screen is divided as configured")


def toggle_guidelines(reader: Reader) -> None:
    item = reader.state.cursor.field if reader.state.cursor else None
    if said := reader.split.toggle_guidelines(item.kind if item else None):
        reader.say(said)


def close_guidelines(reader: Reader) -> None:
    """Nothing else: who presses the key for something that is gone already loses nothing."""
    if reader.split.turn_guidelines(0):
        toggle_guidelines(reader)


def turn_guidelines(step: int, reader: Reader) -> None:
    if not reader.split.turn_guidelines(step):
        reader.say(f"{reader.key('guidelines')} shows the guidelines first")


ALWAYS: Final[dict[str, Always]] = {
    "widen-article": partial(move_divide, 1),
    "narrow-article": partial(move_divide, -1),
    "reset-divide": reset_divide,
    "guidelines": toggle_guidelines,
    "close-guidelines": close_guidelines,
    "guidelines-on": partial(turn_guidelines, 1),
    "guidelines-back": partial(turn_guidelines, -1),
}
"""What can be done without a record too."""
