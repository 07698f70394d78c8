"""A line that says how far a command is: on a terminal's standard error only, and gone when it is done."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import Final

from tui.terminal.output import insist, is_quiet, say_over, warn

PAUSE: Final = 0.1
"""Seconds between two lines: more often nobody sees, and each costs."""
_WIDTH: Final = 24
_NARROW: Final = 8


class Progress:
    """`total` is 0 where it is not known."""

    def __init__(self, words: str, total: int = 0) -> None:
        self._words = words
        self._total = total
        self._done = 0
        self._more = ""
        self._shown = 0.0
        self._terminal = sys.stderr.isatty() and not is_quiet()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._clear()

    def step(self) -> None:
        self.at(self._done + 1, self._total)

    def at(self, done: int, total: int = 0, more: str = "") -> None:
        """`more` is said behind the numbers."""
        self._done, self._total, self._more = done, total, f", {more}" * bool(more)
        now = time.monotonic()
        if self._terminal and now - self._shown >= PAUSE:
            self._shown = now
            columns = os.get_terminal_size(sys.stderr.fileno()).columns
            say_over(self._line()[: columns - 1])  # a line that goes on below stays there

    def say(self, line: str) -> None:
        """A line that stays, above."""
        self._clear()
        insist(line)

    def warn(self, line: str) -> None:
        """What could not be done, above."""
        self._clear()
        warn(line)

    def _line(self) -> str:
        if not self._total:
            return f"{self._words} {self._done:,}{self._more}"
        width = _NARROW if self._more else _WIDTH
        full = width * self._done // self._total
        return f"{self._words} {'━' * full}{'─' * (width - full)} {self._done:,} of {self._total:,}{self._more}"

    def _clear(self) -> None:
        if self._terminal and self._shown:
            self._shown = 0.0
            say_over("")
