"""The commands that arrange the screen: where article and fields are divided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from tui.reader.divide import STEP, UNITS

if TYPE_CHECKING:
    from tui.reader.screen import ReaderScreen


def move_divide(step: int, reader: ReaderScreen) -> None:
    """Say what the fields have now, and how to get back."""
    before = reader.panel_room
    reader.divide_at(before - step * STEP[reader.way])
    reader.divide.keep()
    if reader.panel_room == before:
        reader.say("The article takes no more" if step > 0 else "The fields take no more")
    else:
        reader.say(f"{reader.panel_room} {UNITS[reader.way]} for the fields; {reader.key('reset-divide')} puts it back")


def reset_divide(reader: ReaderScreen) -> None:
    reader.reset_divide()
    reader.say("Divided as configured")


ALWAYS: Final[dict[str, Callable[[ReaderScreen], None]]] = {
    "widen-article": partial(move_divide, 1),
    "narrow-article": partial(move_divide, -1),
    "reset-divide": reset_divide,
}
"""What can be done without a record too."""
