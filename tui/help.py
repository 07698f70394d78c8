"""The help: every key, those that hold where the cursor is first. Only shows; any key closes it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.keys import KEYS, WHERE, shown_keys

_SCROLLING = ("up", "down", "pageup", "pagedown", "home", "end")


class Help(ModalScreen[None]):
    """`context` names the places of the key table that hold now."""

    def __init__(self, context: tuple[str, ...]) -> None:
        super().__init__()
        self._places = context

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = "any other key closes"
            yield Static(self._text())

    def _text(self) -> Content:
        places = sorted(WHERE, key=lambda place: (place not in self._places, list(WHERE).index(place)))
        pieces: list[str | tuple[str, str]] = []
        for place in places:
            rows = [key for key in KEYS if key.where == place]
            if rows:
                pieces += [(f"{WHERE[place]}\n", "bold $accent")]
            for row in rows:
                keys = " ".join(shown_keys(row))
                pieces += [(f"  {keys:<16}", "bold"), f"{row.help}\n"]
            pieces.append("\n" if rows else "")
        return Content.assemble(*pieces)

    def on_key(self, event: events.Key) -> None:
        if event.key not in _SCROLLING:
            event.stop()
            self.dismiss()
