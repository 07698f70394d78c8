"""What is longer than the terminal goes through $PAGER, else `less -FRX`; what is shorter is simply written."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from tui.terminal.closest import closest

_LESS: Final = "FRX"
"""Where $LESS says nothing: ends at once where all fits, shows colours, leaves what was shown on the terminal."""


class Pager:
    """Takes text until `close`. `write` raises `BrokenPipeError` once the person has left the pager."""

    def __init__(self, words: list[str], direct: Callable[[str], None], encoding: str) -> None:
        self._words = words
        self._direct = direct
        self._encoding = encoding
        self._room = shutil.get_terminal_size().lines - 1
        self._held: list[str] = []
        self._program: subprocess.Popen[bytes] | None = None

    def write(self, text: str) -> None:
        if self._program is None:
            self._held.append(text)
            self._room -= text.count("\n")
            if self._room >= 0:
                return
            text = "".join(self._held)
            self._held.clear()
            environment = {**os.environ, "LESS": os.environ.get("LESS") or _LESS}
            self._program = subprocess.Popen(self._words, stdin=subprocess.PIPE, env=environment)
        assert self._program.stdin is not None
        self._program.stdin.write(closest(text, self._encoding).encode(self._encoding))
        self._program.stdin.flush()

    def close(self) -> None:
        """Write what was short, or wait for the person."""
        if self._program is None:
            if self._held:
                self._direct("".join(self._held))
            return
        with suppress(BrokenPipeError):
            assert self._program.stdin is not None
            self._program.stdin.close()
        while True:
            try:
                self._program.wait()
                return
            except KeyboardInterrupt:
                continue  # which stops a search in the pager


def pager_words() -> list[str]:
    """What to run; nothing without a keyboard, or where the person wants none."""
    if not (sys.stdin and sys.stdin.isatty()):
        return []
    if os.environ.get("TERM") == "dumb":
        return []
    try:
        words = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:
        return []
    return words if words and words[0] != "cat" and shutil.which(words[0]) else []
