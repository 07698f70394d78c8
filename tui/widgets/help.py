"""The help: every key, those that hold where the cursor is first, then signs and mouse; typing narrows it down.

A row is found by its own words and by those that people use for it; see `synonyms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.settings.keys import BY_ID, KEYS, WHERE, Key, shown_keys
from tui.settings.synonyms import is_called
from tui.terminal.symbols import visible
from tui.widgets.legend import legend

_SCROLLING = ("up", "down", "pageup", "pagedown", "home", "end")
_CLOSING = ("escape", "enter")
_INDENT = "\n" + " " * 18
_HINT = "type to find a key, a sign · esc closes"


class Help(ModalScreen[None]):
    """`context` names the places of the key table that hold now, the nearest first."""

    DEFAULT_CSS = """
    #help { width: 96; max-width: 96%; height: auto; max-height: 100%; padding: 0 2; scrollbar-size-vertical: 1;
        border: round $accent; background: $surface; }
    """

    def __init__(self, context: tuple[str, ...]) -> None:
        super().__init__()
        self._places = (*context, *(place for place in WHERE if place not in context))
        self._typed = ""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help") as box:
            box.border_title = "Keys"
            box.border_subtitle = Content(_HINT)
            yield Static(self._text(), markup=False)

    def _text(self) -> Content:
        pieces: list[str | tuple[str, str]] = []
        for place in self._places:
            rows = [row for row in KEYS if row.where == place and self._is_wanted(row)]
            if rows:
                pieces += [(f"{WHERE[place]}\n", "bold $accent")]
            for row in rows:
                keys = " ".join(shown_keys(row))
                words = wrap(row.help, self._room)
                pieces += [(f"  {keys:<16}", "bold"), f"{_INDENT.join(words)}\n"]
            pieces.append("\n" if rows else "")
        pieces += self._legend()
        return Content.assemble(*pieces) if any(pieces) else Content("No key found; try other words")

    def _legend(self) -> Iterator[str | tuple[str, str]]:
        if self._is_key:
            return
        typed = self._typed.casefold().split()
        for title, entries in legend().items():
            said = [(one, f"{title} {one.sign} {one.words} {one.also}".casefold()) for one in entries]
            if wanted := [one for one, words in said if all(word in words for word in typed)]:
                yield f"{title}\n", "bold $accent"
            for one in wanted:
                words = wrap(one.words, self._room)
                yield f"  {one.sign:<16}", "bold"
                yield f"{_INDENT.join(words)}\n"
            if wanted:
                yield "\n"

    @property
    def _is_key(self) -> bool:
        """One letter is a key, where there is such a key; more are words, in any case."""
        return len(self._typed) == 1 and any(self._typed in shown_keys(one) for one in KEYS)

    @property
    def _room(self) -> int:
        """Cells for the words of a row: the box leaves a little of the screen, and has its own edges."""
        return max(min(96, self.app.size.width * 96 // 100) - 7 - len(_INDENT.lstrip("\n")), 20)

    def _is_wanted(self, row: Key) -> bool:
        if self._is_key:
            return self._typed in shown_keys(row)
        return all(is_called(row, word) for word in self._typed.casefold().split())

    def on_click(self, event: events.Click) -> None:
        """Beside the box it closes."""
        if not self.query_one(VerticalScroll).region.contains(event.screen_x, event.screen_y):
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        if event.key in _SCROLLING:
            return
        event.stop()
        if event.key == "backspace":
            self._find(self._typed[:-1])
        elif event.key in _CLOSING or (event.key in BY_ID["help"].keys and not self._typed):
            self.dismiss()
        elif event.character and event.is_printable:
            self._find(self._typed + event.character)

    def _find(self, typed: str) -> None:
        self._typed = typed
        box = self.query_one(VerticalScroll)
        box.styles.height = box.outer_size.height  # the box stays where it is
        box.border_subtitle = Content(f"find: {visible(typed)}▏" if typed else _HINT)
        self.query_one(Static).update(self._text())
        box.scroll_home(animate=False)
