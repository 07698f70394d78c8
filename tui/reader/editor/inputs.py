"""The boxes of an editor: one of a few words, and a line of text with offers. What is offered is in `completion`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets.input import Selection

from tui.terminal.symbols import visible
from tui.widgets.ask import OneLine

_CUT: Final = 2
"""Cells that a box has at least where a text in it is seen to be cut."""


class Choice(Widget, can_focus=True):
    """One of a few words: left and right go through them, letters go to the one that begins with them, a click asks.

    A letter typed again goes on to the next that begins with it. Letters with which none begins change nothing, until
    another key: who types a word that is none is not to be left at the word of its last letter.
    """

    value: reactive[str] = reactive("")

    @dataclass
    class Typed(Message):
        """What letters have changed, and what else begins with them."""

        words: str

    @dataclass
    class Asked(Message):
        """The list of all choices is wanted."""

        box: Choice

    def __init__(self, value: str, choices: tuple[str, ...], key: str) -> None:
        super().__init__(id=f"box-{key}", classes="box")
        self._choices = choices
        self._letters = ""
        """Typed one after another."""
        self.set_reactive(Choice.value, value)

    @property
    def all(self) -> tuple[str, ...]:
        return self._choices

    @property
    def choices(self) -> str:
        """All of them in one line."""
        return "← → " + " · ".join(filter(None, self._choices))

    def render(self) -> RenderResult:
        return Content(f"{visible(self.value) or '–'} ▾")

    def on_key(self, event: events.Key) -> None:
        step = {"right": 1, "down": 1, "left": -1, "up": -1}.get(event.key, 0)
        if event.key == "space" and not self._letters:  # within words that are typed it is a letter like any other
            step = 1
        place = self._choices.index(self.value) if self.value in self._choices else 0
        if step:
            self._letters = ""
            self.value = self._choices[(place + step) % len(self._choices)]
        elif event.character and event.character.isalpha():
            self._type(event.character.lower(), place)
        else:
            self._letters = ""
            return
        event.stop()

    def on_click(self) -> None:
        self.focus()
        self.post_message(self.Asked(self))

    def on_blur(self) -> None:
        self._letters = ""

    def _type(self, letter: str, place: int) -> None:
        again = self._letters == letter
        self._letters = letter if again or self._letters in self._choices else self._letters + letter
        begin = place + 1 if len(self._letters) == 1 else place
        around = self._choices[begin:] + self._choices[:begin]
        found = [one for one in around if one.startswith(self._letters)]
        if not found:
            self.post_message(self.Typed(f"nothing here begins with “{self._letters}”; {self.value} stays"))
            return
        others = [one for one in found[1:] if one != self.value]
        more = f" · {self._letters} again: {others[0]}" if others and len(self._letters) == 1 else ""
        self.post_message(self.Typed(f"{self.value} → {found[0]}{more}" if found[0] != self.value else ""))
        self.value = found[0]


class Offers(Suggester):
    """The first of what is offered for the letters typed so far: shown behind them, taken with the right arrow."""

    def __init__(self, offered: Callable[[str], list[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._offered = offered
        self._shown: str | None = None

    async def get_suggestion(self, value: str) -> str | None:
        """Behind an offer that was just taken whole stands no longer one: `enter` would leave that out."""
        found = next(iter(self._offered(value)), None)
        taken, self._shown = value == self._shown, found
        return None if taken else found


class Words(OneLine):
    """A line of text with offers, which up and down go through.

    Shows its text from the start when it gets and when it loses the focus, so that no number looks like another.
    """

    BINDINGS: ClassVar = [Binding("alt+backspace,ctrl+backspace", "delete_left_word", show=False)]  # as in a shell

    def __init__(self, value: str, offered: Callable[[str], list[str]], **kwargs: Any) -> None:
        super().__init__(value, select_on_focus=False, suggester=Offers(offered), **kwargs)
        self.offered = offered
        self.cursor_position = 0
        self._had = value
        """The text that the box had before offers were gone through: the letters, or all that was selected."""
        self._letters = ""
        self._place = -1
        self._put: str | None = None
        """The offer that stands in the box: until other letters are typed, up and down go on from it."""

    @property
    def begun(self) -> str:
        """The letters typed so far; none while all of the text is selected, as it is when the box is entered."""
        return "" if len(self.selected_text) == len(self.value) else self.value

    @property
    def in_sight(self) -> tuple[list[str], int]:
        """What is offered now, and the place of the offer that stands in the box, -1 where none does."""
        if self.value == self._put:
            return self.offered(self._letters), self._place
        return self.offered(self.begun), -1

    def go_through(self, step: int) -> None:
        """Put the next offer in, or the one before; before the first stands what the box had."""
        found, here = self.in_sight
        place = min(max(here + step, -1), len(found) - 1)
        if place == here:
            return
        if self.value != self._put:
            self._had, self._letters = self.value, self.begun
        self._place = place
        self._put = self.value = found[place] if place >= 0 else self._had
        if place < 0 and self._had != self._letters:  # all of it was selected, to be typed over
            self.selection = Selection(len(self.value), 0)
        else:
            self.cursor_position = len(self.value)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """One more word of what is offered, where the cursor stands behind the text."""
        ghost = next(iter(self.offered(self.value)), "") if self.cursor_at_end and self.value and not select else ""
        if not ghost:
            super().action_cursor_right_word(select)
            return
        stop = next((at for at in range(len(self.value) + 1, len(ghost)) if ghost[at] == " "), len(ghost))
        self.value = ghost[:stop]
        self.cursor_position = len(self.value)

    def put(self, words: str) -> None:
        """Words in place of what stands there, the cursor behind them."""
        self.value = self._put = words
        self.cursor_position = len(words)

    def render_line(self, y: int) -> Strip:
        """A text that goes on behind the edge of the box ends in a mark of that."""
        strip, width = super().render_line(y), self.scrollable_content_region.width
        here = self.scroll_offset.x
        is_cut = bool(self.value) and cell_len(self.value) > here + width
        if y or not is_cut or width < _CUT or (self.has_focus and self.cursor_position >= here + width - 1):
            return strip
        *_, last = strip.crop(width - 1, width)
        return Strip([*strip.crop(0, width - 1), Segment("…", last.style)])

    def on_focus(self) -> None:
        self.selection = Selection(len(self.value), 0)

    def on_blur(self) -> None:
        self.selection = Selection.cursor(0)
