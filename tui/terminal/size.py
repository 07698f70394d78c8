"""Whether there is a terminal to read in, and one that is large enough."""

from __future__ import annotations

import os
import sys
from typing import Final

from store.errors import StetError

_WEB_DRIVER: Final = "WebDriver"
"""Textual's, which textual-serve names: the screen is in a browser, and of its size."""
SMALLEST: Final = (60, 15)
"""Columns and lines below which no article can be read."""


def is_in_browser() -> bool:
    """True where textual-serve has started the program."""
    return os.environ.get("TEXTUAL_DRIVER", "").rpartition(":")[2] == _WEB_DRIVER


def check_terminal() -> None:
    """Raises where there is none, and no browser in its place."""
    if is_in_browser():
        return
    # Textual paints on standard error
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) or os.environ.get("TERM") == "dumb":
        raise StetError("No terminal", "reading needs one; without it, use stet extract, stet list or stet export")
    size = os.get_terminal_size(sys.stdout.fileno())
    if size.columns and (size.columns < SMALLEST[0] or size.lines < SMALLEST[1]):
        columns, lines = SMALLEST
        raise StetError(
            "Terminal too small", f"{size.columns}x{size.lines}; make it {columns}x{lines} or larger, best 120x40"
        )
