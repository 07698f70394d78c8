"""How what we draw ourselves looks: tables from names to styles in Textual's own words, in the colours of the theme.

Textual's component classes would do it through the style sheet, with a node and a search of all rules for each name:
the start would take a tenth longer, and every change of the focus would ask for it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from rich.style import Style as RichStyle
from textual.style import Style
from textual.widget import Widget

Table: TypeAlias = Mapping[str, str]
"""`bold $text-accent`, `$foreground 70% on $background` by name."""

LINE: Final = {
    "text": "",
    "strong": "bold $text-accent",
    "quiet": "$foreground 70%",
    "wrong": "bold $text-error",
}
WITHOUT_COLOUR: Final = {"evidence": "underline", "lit": "dim reverse", "hit": "dim reverse"}
"""Grounds that are too weak to be told from others once their colours are gone, whatever the theme."""
FAINT_ANSI: Final = {"quiet": "dim $foreground"}
"""The sixteen colours have no shades."""


class StyleTable:
    """The styles of one widget. `ansi` has those that are others in the sixteen colours of a terminal."""

    def __init__(self, widget: Widget, table: Table, ansi: Table) -> None:
        self._widget = widget
        self._table = table
        self._ansi = ansi
        self._known: dict[tuple[str, ...], RichStyle] = {}

    def __call__(self, *names: str) -> RichStyle:
        """Laid over the widget's own colours and each other in this order: colours replace, attributes add up."""
        style = self._known.get(names)
        if style is None:
            style = self._known[names] = self._made(names)
        return style

    def forget(self) -> None:
        """The theme has changed."""
        self._known.clear()

    def _made(self, names: tuple[str, ...]) -> RichStyle:
        *_, background, color = self._widget.colors
        app = self._widget.app
        style = Style(background, color)
        for name in names:
            words = self._ansi.get(name) if app.native_ansi_color else None
            words = WITHOUT_COLOUR.get(name, words) if app.no_color else words
            style += app.stylesheet.parse_style(self._table[name] if words is None else words)
        return style.rich_style
