"""Pasted text in what a terminal sends: whatever it holds, it stays one paste, and none of it is read as keys.

A parser of terminal input ends a paste at the first escape sequence it meets; in text that was copied from a coloured
log that comes early, and the rest would be run as commands.
"""

from __future__ import annotations

from typing import Final

from tui.terminal.symbols import SYMBOLS

START: Final = "\x1b[200~"
END: Final = "\x1b[201~"
_ESCAPE: Final = "\x1b"


class Pastes:
    """What comes in, piece by piece as it is read; an escape character inside a paste becomes its visible symbol."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""
        """Outside: the end of what was let through, where a paste may have begun."""
        self._held = ""
        """Inside: the end of what was read, where the paste may be about to end."""
        self._rest = ""

    def read(self, data: str) -> str:
        """What is to be parsed now; empty where everything waits for the next piece."""
        out: list[str] = []
        data, self._held = self._held + data, ""
        while data:
            out.append(self._within(data) if self._inside else self._without(data))
            data = self._rest
        return "".join(out)

    def _without(self, data: str) -> str:
        found = (self._before + data).find(START)
        if found < 0:
            self._before, self._rest = _beginning(self._before + data, START), ""
            return data
        end = found + len(START) - len(self._before)
        self._inside, self._before, self._rest = True, "", data[end:]
        return data[:end]

    def _within(self, data: str) -> str:
        pasted, end, self._rest = data.partition(END)
        if end:
            self._inside = False
        elif held := _beginning(data, END):
            self._held, pasted = held, data[: -len(held)]
        return pasted.replace(_ESCAPE, SYMBOLS[_ESCAPE]) + end


def _beginning(data: str, mark: str) -> str:
    """The longest end of `data` with which `mark` begins, short of the whole of it."""
    lengths = range(min(len(data), len(mark) - 1), 0, -1)
    return next((mark[:length] for length in lengths if data.endswith(mark[:length])), "")
