"""What the terminal answers when it is asked, and what it sends for a key that is pressed."""

from __future__ import annotations

import os
import re
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from tui.textual_patches import key_reader

_ANSWERS: Final = 0.5
"""Seconds that a terminal far away has."""
QUESTIONS: Final = "\x1b[?u\x1b[>0q\x1b[c"
"""Its keys by kitty's protocol, its name, and what every terminal answers last."""
_ENDS: Final = "ctrl+c"


class Answers(NamedTuple):
    """None where the terminal gave no answer at all."""

    name: str
    kitty_keys: bool | None


def asked() -> Answers:
    """Of a terminal on standard input and output only."""
    came = b""
    with _raw() as ours:
        os.write(ours, QUESTIONS.encode())
        end = time.monotonic() + _ANSWERS
        while not re.search(rb"\x1b\[\?[0-9;]*c", came) and (left := end - time.monotonic()) > 0:
            came += _read(ours, left)
    name = re.search(rb"\x1bP>\|([^\x1b]{1,60})", came)
    is_answered = b"\x1b[?" in came
    kitty = re.search(rb"\x1b\[\?[0-9]+u", came) is not None
    return Answers(name[1].decode(errors="replace") if name else "", kitty if is_answered else None)


def pressed() -> Iterator[str]:
    """Each key as the screens get it, until ctrl+c."""
    read = key_reader()
    with _raw() as ours:
        os.write(ours, b"\x1b[>1u")  # as the screens ask for kitty's keys
        try:
            while True:
                for key in read(_read(ours, None).decode(errors="replace")):
                    if key == _ENDS:
                        return
                    yield key
        finally:
            os.write(ours, b"\x1b[<u")


@contextmanager
def _raw() -> Iterator[int]:
    """The keyboard, byte by byte and without echo."""
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    tty.setraw(number, termios.TCSADRAIN)
    attributes = termios.tcgetattr(number)
    attributes[1] = before[1]  # lines are still ended as always
    termios.tcsetattr(number, termios.TCSADRAIN, attributes)
    try:
        yield number
    finally:
        termios.tcsetattr(number, termios.TCSAFLUSH, before)


def _read(number: int, seconds: float | None) -> bytes:
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return os.read(number, 4096) if poll.poll(None if seconds is None else seconds * 1000) else b""
