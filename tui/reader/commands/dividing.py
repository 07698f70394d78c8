"""The commands that divide the screen: between article and fields, and between fields and guidelines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from tui.reader.shares import STEP, UNITS
from tui.settings.config import configuration

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


def toggle_guidelines(reader: ReaderScreen) -> None:
    if reader.panel.guidelines is not None:
        reader.panel.close_guidelines()
    else:
        from tui.widgets.guidelines import NAME
        from tui.widgets.guidelines_pane import GuidelinesPane

        item = reader.reading.field if reader.reading else None
        own, library = configuration().guidelines, reader.library.path
        reader.panel.open_guidelines(GuidelinesPane(own, library, item.kind if item else None))
        if own is None and not (library / NAME).exists():
            reader.say(f"Built-in guidelines; your desk's own go into {NAME} in the library's folder")
    reader.divide_anew()


def turn_guidelines(step: int, reader: ReaderScreen) -> None:
    if reader.panel.guidelines is not None:
        reader.panel.guidelines.turn(step)
    else:
        reader.say(f"{reader.key('guidelines')} shows the guidelines first")


ALWAYS: Final[dict[str, Callable[[ReaderScreen], None]]] = {
    "widen-article": partial(move_divide, 1),
    "narrow-article": partial(move_divide, -1),
    "reset-divide": reset_divide,
    "guidelines": toggle_guidelines,
    "guidelines-on": partial(turn_guidelines, 1),
    "guidelines-back": partial(turn_guidelines, -1),
}
"""What can be done without a record too."""
