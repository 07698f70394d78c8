"""What the program does, as it does it: the last hundred steps, for a log and for the report of a crash.

A step is a name out of the code, with figures. Nothing that was read goes in: no text, title, name, path or address.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

_KEPT: Final = 100
_NAME: Final = re.compile(r"[A-Za-z_][\w.:/ -]{0,79}", re.ASCII)


class Step(NamedTuple):
    """`at` is a POSIX time."""

    at: float
    name: str
    figures: dict[str, float]

    def __str__(self) -> str:
        return " ".join((self.name, *(f"{key}={_short(value)}" for key, value in self.figures.items())))


Listener = Callable[[Step], None]
last: Final[deque[Step]] = deque(maxlen=_KEPT)
_listeners: Final[list[Listener]] = []


def note(name: str, **figures: float) -> None:
    """`name` is a constant, or has names of our own in it: of a command, an option, a key, a class."""
    step = Step(time.time(), name if _NAME.fullmatch(name) else "(not a name)", figures)
    last.append(step)
    for listener in tuple(_listeners):
        listener(step)


def note_error(error: BaseException) -> None:
    """Its class and where it was raised, never its words: they quote what was read."""
    note(f"error {type(error).__name__} at {raised_at(error)}")


def raised_at(error: BaseException) -> str:
    """The line of our own code that was the last to see to it."""
    at, where = error.__traceback__, "an unknown place"
    while at is not None:
        parts = at.tb_frame.f_code.co_filename.rsplit("/", 3)
        if floor := {"store", "extract", "services", "tui"} & {*parts[:-1]}:
            where = f"{'/'.join(parts[parts.index(floor.pop()) :])}:{at.tb_lineno}"
        at = at.tb_next
    return where


def listen(listener: Listener) -> Callable[[], None]:
    """Called with every step from now on; gives what ends that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def _short(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
