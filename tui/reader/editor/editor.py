"""The box in which a field's attributes are edited, in place of its row.

What its text means is in `form`, what may be meant by the letters typed so far in `completing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from store.errors import StetError
from store.model.actions import Draft
from store.model.fields import AnyField, Json
from store.model.kinds import NUMBER, PLACE
from store.model.record import Record
from tui.reader.editor.completion import offers
from tui.reader.editor.form import Box, boxes, draft_of, follow, layout, read
from tui.reader.editor.interpret import interpret
from tui.settings.bindings import bindings
from tui.settings.keys import BY_ID, shown
from tui.terminal.symbols import visible
from tui.widgets.ask import OneLine

_LEADING: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    NUMBER.name: {"value": ("low", "high", "unit", "approx", "kind"), "approx": ("low", "high")},
    PLACE.name: {"name": ("type", "country", "latitude", "longitude")},
}
"""Boxes whose text says something of other boxes, by kind."""


class Choice(Widget, can_focus=True):
    """One of a few words: left and right go through them, letters go to the one that begins with them.

    A letter typed again goes on to the next that begins with it. Letters with which none begins change nothing, until
    another key: who types a word that is none is not to be left at the word of its last letter.
    """

    value: reactive[str] = reactive("")

    def __init__(self, value: str, choices: tuple[str, ...], key: str) -> None:
        super().__init__(id=f"box-{key}", classes="box")
        self._choices = choices
        self._letters = ""
        """Typed one after another."""
        self.set_reactive(Choice.value, value)

    @property
    def choices(self) -> str:
        """All of them in one line."""
        return "← → " + " · ".join(self._choices)

    def render(self) -> RenderResult:
        return Content(f"{visible(self.value)} ▾")

    def on_key(self, event: events.Key) -> None:
        step = {"right": 1, "down": 1, "space": 1, "left": -1, "up": -1}.get(event.key, 0)
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

    def on_blur(self) -> None:
        self._letters = ""

    def _type(self, letter: str, place: int) -> None:
        again = self._letters == letter
        self._letters = letter if again or self._letters in self._choices else self._letters + letter
        begin = place + 1 if len(self._letters) == 1 else place
        around = self._choices[begin:] + self._choices[:begin]
        self.value = next((one for one in around if one.startswith(self._letters)), self.value)


class Offers(Suggester):
    """The first of what is offered for the letters typed so far: shown behind them, taken with the right arrow."""

    def __init__(self, offered: Callable[[str], list[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._offered = offered

    async def get_suggestion(self, value: str) -> str | None:
        return next(iter(self._offered(value)), None)


class Words(OneLine):
    """A line of text with offers, which up and down go through.

    Shows its text from the start when it gets and when it loses the focus, so that no number looks like another.
    """

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

    def on_focus(self) -> None:
        self.selection = Selection(len(self.value), 0)

    def on_blur(self) -> None:
        self.selection = Selection.cursor(0)


class Editor(Widget):
    """One field's boxes. Tells what was kept; changes nothing itself."""

    DEFAULT_CSS = """
    Editor { layer: editor; dock: top; width: 100%; layout: vertical; border: round $accent; background: $background;
        padding: 0 1; }
    Editor .line { layout: horizontal; height: 1; }
    Editor .label { width: auto; color: $foreground 60%; padding: 0 1 0 0; }
    Editor .box { width: 1fr; height: 1; margin: 0 1 0 0; }
    Editor Choice { color: $foreground; }
    Editor Choice:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    Editor #hint { height: 1; color: $foreground 60%; }
    Editor #hint.wrong { color: $error; text-style: bold; }
    """

    BINDINGS: ClassVar = bindings("editor")

    @dataclass
    class Kept(Message):
        """The changed attributes, under the record's keys; empty where nothing was changed."""

        field: str
        after: Json
        draft: Draft | None
        """The change itself, with whatever else it makes necessary."""

    @dataclass
    class Told(Message):
        """What there is to say of the box in hand or of what was typed: more than has room in the editor."""

        words: str
        wrong: bool = False

    @dataclass
    class Dropped(Message):
        """Nothing is to be changed."""

    def __init__(self, record: Record, item: AnyField, *, may_add: bool = True) -> None:
        super().__init__()
        self._record = record
        self._item = item
        self._may_add = may_add
        self._boxes: dict[str, Box] = {box.key: box for box in boxes(item)}
        self._told: dict[str, str] = {}  # what the value that was typed has put into other boxes
        words = " ".join(item.surface(record.text)[:200].split())
        self.border_title = Content(visible(words[:40]))

    @property
    def lines(self) -> int:
        """How many lines of the screen it takes."""
        return len(layout(self._item.row)) + 3

    def compose(self) -> ComposeResult:
        for line in layout(self._item.row):
            with Widget(classes="line"):
                for key in line:
                    yield Static(key, classes="label", markup=False)
                    yield self._widget(self._boxes[key])
        yield Static(_hint(), id="hint", markup=False)

    def _widget(self, box: Box) -> Choice | Input:
        if box.choices:
            return Choice(box.text, box.choices, box.key)
        offered = partial(offers, self._record, self._item, box.key, has=box.text)
        return Words(box.text, offered, placeholder="–", compact=True, id=f"box-{box.key}", classes="box")

    def on_mount(self) -> None:
        self.screen.set_focus(self.query(".box").first())

    def typed(self) -> dict[str, str]:
        return {key: self._text(key) for key in self._boxes}

    @property
    def is_changed(self) -> bool:
        return any(text != self._boxes[key].text for key, text in self.typed().items())

    def _text(self, key: str) -> str:
        box = self.query_one(f"#box-{key}")
        return box.value if isinstance(box, Choice | Input) else ""

    def on_input_changed(self, event: Input.Changed) -> None:
        key = (event.input.id or "").removeprefix("box-")
        leading = _LEADING.get(self._item.kind, {})
        if key in leading:
            typed = self.typed()
            # A text that is back as it was says nothing; what the text before it has put into others goes with that.
            new = [one for one in (key, *leading) if typed[one] != self._boxes[one].text]
            self._fill(leading[key], follow(self._item, new[0], typed) if new else {})
        if event.input.has_focus:
            self._tell(event.input, key)

    def _fill(self, followers: tuple[str, ...], told: dict[str, str]) -> None:
        """Put what one box says into the others, but not where somebody has typed."""
        for key in followers:
            box = self.query_one(f"#box-{key}")
            if isinstance(box, Choice | Input) and box.value in (self._boxes[key].text, self._told.get(key)):
                text = told.get(key, self._boxes[key].text)
                self._told[key] = text
                box.value = text

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep()

    def action_do(self, identifier: str) -> None:
        if identifier == "keep":
            self._keep()
        elif identifier == "drop":
            self.post_message(self.Dropped())
        elif identifier in ("offer-on", "offer-back"):
            if isinstance(box := self.screen.focused, Words):
                box.go_through(1 if identifier == "offer-on" else -1)
        else:
            self._step(1 if identifier == "next-box" else -1)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        box = event.widget
        if isinstance(box, Words):
            self._tell(box, (box.id or "").removeprefix("box-"))
        else:
            self._say(_hint())
            self.post_message(self.Told(box.choices if isinstance(box, Choice) else ""))

    def _tell(self, box: Input, key: str) -> None:
        """What the text of the box comes to, and what is offered for it."""
        text = box.value
        is_new = text != self._boxes[key].text
        said = interpret(self._record, self._item, key, text, may_add=self._may_add) if is_new else ""
        self._say(said or _hint())
        found, place = box.in_sight if isinstance(box, Words) else ([], -1)
        marked = [f"▌{words}" if here == place else words for here, words in enumerate(found)]
        self.post_message(self.Told("↓ " + " · ".join(marked) if found else ""))

    def _step(self, step: int) -> None:
        around = list(self.query(".box"))
        place = next((place for place, box in enumerate(around) if box.has_focus), 0)
        around[(place + step) % len(around)].focus()

    def _keep(self) -> None:
        try:
            after = read(self._record, self._item, self.typed())
            draft = draft_of(self._record, self._item, after) if self._may_add else None
        except StetError as error:
            self._say(f"{error.title}: {error.message}", wrong=True)
            self.post_message(self.Told(f"{error.title}: {error.message}", wrong=True))
        else:
            self.post_message(self.Kept(self._item.id, after, draft))

    def _say(self, words: str, *, wrong: bool = False) -> None:
        hint = self.query_one("#hint", Static)
        hint.update(Content(visible(words)))
        hint.set_class(wrong, "wrong")


def _hint() -> str:
    keep, drop, on = (shown(BY_ID[name].keys[0]) for name in ("keep", "drop", "next-box"))
    return f"{keep} keeps · {drop} drops · {on} next"
