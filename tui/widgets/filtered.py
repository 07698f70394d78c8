"""A screen of one list with a filter above it: how its parts lie, and where its keys hold.

What is listed, and what keys do, is the screen's own business.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.settings.keys import Key
from tui.terminal.symbols import visible
from tui.widgets.keyed import KeyedScreen
from tui.widgets.lines import HintClicked


class FilterLine(Horizontal):
    """Where a filter is typed, and beside it what there is to say of the list."""

    DEFAULT_CSS = """
    FilterLine { height: 1; background: $background; }
    FilterLine > Input { width: 1fr; }
    FilterLine > Static { width: auto; height: 1; padding: 0 0 0 1; color: $foreground 70%; }
    """

    def __init__(self, placeholder: str, typed: str = "", order_key: str = "") -> None:
        """`order_key` is the id of what a click on the order does."""
        super().__init__()
        self.order_key = order_key
        self.box = Input(placeholder=placeholder, compact=True)
        self._typed = typed
        self.said = Static(markup=False)
        self._told = ""

    def compose(self) -> ComposeResult:
        yield Static("filter ", markup=False)
        yield self.box
        yield self.said

    def on_mount(self) -> None:
        self.box.value = self._typed

    def on_click(self, event: events.Click) -> None:
        """On what is said of the list."""
        if self.order_key and self.said.region.contains_point(event.screen_offset):
            self.post_message(HintClicked(self.order_key))

    def tell(self, *parts: str) -> None:
        words = "   ".join(filter(None, parts)) + " "
        if words != self._told:
            self.said.update(visible(words), layout=len(words) != len(self._told))
            self._told = words


class FilteredScreen(KeyedScreen):
    """`place` is the place of its keys in the key table; `filter` is there before the screen is composed."""

    DEFAULT_CSS = "FilteredScreen { layout: vertical; background: $background; }"
    place: ClassVar[str]
    filter: FilterLine

    def parts(self) -> tuple[Widget, Widget]:
        """What stands above the filter, and the list below it."""
        raise NotImplementedError  # each screen has its own

    def between(self) -> tuple[Widget, ...]:
        """What stands between filter and list."""
        return ()

    def compose(self) -> ComposeResult:
        above, below = self.parts()
        yield above
        yield self.filter
        yield from self.between()
        yield below
        yield self.status
        yield self.footer

    @property
    def context(self) -> tuple[str, ...]:
        return ("filtering" if self.filter.box.has_focus else self.place, "anywhere")

    def offers(self, key: Key) -> bool:
        return key.id != "help" or not self.filter.box.has_focus

    def focus_filter(self) -> None:
        self.filter.box.focus()

    def on_key(self, event: events.Key) -> None:
        """One that nothing here has a use for."""
        if event.character and event.is_printable and self.filter.box is not self.focused:
            self.action_useless(event.character)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """The box takes the key for itself."""
        self.do("filter-keep")
