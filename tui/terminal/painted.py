"""The door to the terminal for all that screens paint: nothing that a terminal would obey or hide passes it.

Widgets show symbols for such characters (`symbols`), so that they are seen; here goes what a widget has let through,
without a change of any width.
"""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleRenderable, RenderHook
from rich.segment import Segment, Segments
from textual.color import Color
from textual.filter import LineFilter

from tui.terminal.symbols import SYMBOLS, visible, visible_lines

_OF_ONE_WIDTH: Final = str.maketrans({char: visible(char) if cell_len(char) else "" for char in (*SYMBOLS, "\t", "\n")})
"""Textual has left no room for what has no width."""


class Painted(LineFilter):
    """Textual gives every line of every widget to the filters of the app before it is painted."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(visible_lines(segment.text.translate(_OF_ONE_WIDTH)), segment.style)
            for segment in segments
        ]


class Printed(RenderHook):
    """For what Textual prints after the screen has gone: why it had to end."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [
            Segments(
                segment if segment.control else Segment(visible_lines(segment.text), segment.style)
                for segment in self._console.render(renderable)
            )
            for renderable in renderables
        ]
