"""Work beside the screen, one thing after the other: adding and exporting tell how far they are, and how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Final, TypeAlias

from textual.message import Message

from store.errors import StetError

Say: TypeAlias = Callable[[str], None]

PAUSE: Final = 0.2
"""Seconds between two words on how far it is."""
LOOK: Final = 2.0
"""Seconds between two looks at what has come into the library."""


@dataclass
class Progressed(Message):
    """`look` says that the list should be made anew."""

    words: str
    look: bool = False


@dataclass
class Ended(Message):
    """What came of it, in one line; `details` are what went wrong, a line each."""

    words: str
    wrong: bool = False
    details: tuple[str, ...] = ()


Work: TypeAlias = Callable[[Say], Ended]
"""Says how far it is, as often as it likes, and answers with what came of it."""

_one_at_a_time = Lock()


def start(work: Work, tell: Callable[[Message], object]) -> None:
    """In a thread, which ends with the program: whatever is written is written whole or not at all."""
    Thread(target=_run, args=(work, tell), daemon=True).start()


def _run(work: Work, tell: Callable[[Message], object]) -> None:
    told, looked = 0.0, time.monotonic()

    def say(words: str) -> None:
        nonlocal told, looked
        now = time.monotonic()
        if now - told >= PAUSE:
            look = now - looked >= LOOK
            told, looked = now, now if look else looked
            tell(Progressed(words, look))

    try:
        with _one_at_a_time:
            ended = work(say)
    except StetError as error:
        ended = Ended(f"{error.title}: {error.message}", wrong=True)
    except Exception as error:  # or the line would say for ever what is being done
        ended = Ended(f"Internal error: {type(error).__name__}: {error}", wrong=True)
    tell(ended)
