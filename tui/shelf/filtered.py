"""A screen of one list with a filter above it: how its parts lie, and where its keys hold.

What is listed, and what keys do, is the screen's own business.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from tui.keyed import KeyedScreen
from tui.keys import Key
from tui.shelf.lines import FilterLine


class FilteredScreen(KeyedScreen):
    """`place` is the place of its keys in the key table; `filter` is there before the screen is composed."""

    DEFAULT_CSS = "FilteredScreen { layout: vertical; background: $background; }"
    place: ClassVar[str]
    filter: FilterLine

    def parts(self) -> tuple[Widget, Widget]:
        """What stands above the filter, and the list below it."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        above, below = self.parts()
        yield above
        yield self.filter
        yield below
        yield self.status
        yield self.footer

    @property
    def context(self) -> tuple[str, ...]:
        return ("filtering" if self.filter.box.has_focus else self.place, "anywhere")

    def offers(self, key: Key) -> bool:
        return key.id != "help" or not self.filter.box.has_focus

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """The box takes the key for itself."""
        self.do("filter-keep")
