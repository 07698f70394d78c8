"""The box in which a field's attributes are edited, in place of its row. What its text means is in `form`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual import events
from textual.app import ComposeResult, RenderResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from store.errors import StetError
from store.fields import AnyField, Json, Quote
from store.record import Record
from tui.bindings import bindings
from tui.reader.form import LAYOUT, Box, boxes, follow, person_named, read
from tui.reader.symbols import visible

HINT = "enter keeps · escape drops · tab next"

_LEADING: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "number": {"value": ("low", "high", "unit", "approx", "kind"), "approx": ("low", "high")},
    "place": {"name": ("type", "country", "latitude", "longitude")},
}
"""Boxes whose text says something of other boxes, by kind."""


class Choice(Widget, can_focus=True):
    """One of a few words: left and right go through them, a letter goes to the next that begins with it."""

    value: reactive[str] = reactive("")

    def __init__(self, value: str, choices: tuple[str, ...], key: str) -> None:
        super().__init__(id=f"box-{key}", classes="box")
        self._choices = choices
        self.set_reactive(Choice.value, value)

    @property
    def choices(self) -> str:
        """All of them in one line."""
        return "← → " + " · ".join(self._choices)

    def render(self) -> RenderResult:
        return Content(f"{self.value} ▾")

    def on_key(self, event: events.Key) -> None:
        step = {"right": 1, "down": 1, "space": 1, "left": -1, "up": -1}.get(event.key, 0)
        place = self._choices.index(self.value) if self.value in self._choices else 0
        if step:
            self.value = self._choices[(place + step) % len(self._choices)]
        elif event.character and event.character.isalpha():
            around = self._choices[place + 1 :] + self._choices[: place + 1]
            self.value = next((one for one in around if one.startswith(event.character.lower())), self.value)
        else:
            return
        event.stop()


class Words(Input):
    """Shows its text from the start when it gets and when it loses the focus, so that no number looks like another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, select_on_focus=False, **kwargs)
        self.cursor_position = 0

    def on_focus(self) -> None:
        self.selection = Selection(len(self.value), 0)

    def on_blur(self) -> None:
        self.selection = Selection.cursor(0)


class Editor(Widget):
    """One field's boxes. Tells what was kept; changes nothing itself."""

    BINDINGS: ClassVar = bindings("editor")

    @dataclass
    class Kept(Message):
        """The changed attributes, under the record's keys; empty where nothing was changed."""

        field: str
        after: Json

    @dataclass
    class Told(Message):
        """What there is to say of the box in hand or of what was typed: more than has room in the editor."""

        words: str
        wrong: bool = False

    @dataclass
    class Dropped(Message):
        """Nothing is to be changed."""

    def __init__(self, record: Record, item: AnyField) -> None:
        super().__init__()
        self._record = record
        self._item = item
        self._boxes: dict[str, Box] = {box.key: box for box in boxes(record, item)}
        self._told: dict[str, str] = {}  # what the value that was typed has put into other boxes
        words = " ".join(item.surface(record.text)[:200].split())
        self.border_title = Content(visible(words[:40]))

    @property
    def lines(self) -> int:
        """How many lines of the screen it takes."""
        return len(LAYOUT[self._item.kind]) + 3

    def compose(self) -> ComposeResult:
        for line in LAYOUT[self._item.kind]:
            with Widget(classes="line"):
                for key in line:
                    yield Static(key, classes="label", markup=False)
                    yield self._widget(self._boxes[key])
        yield Static(HINT, id="hint", markup=False)

    def _widget(self, box: Box) -> Choice | Input:
        if box.choices:
            return Choice(box.text, box.choices, box.key)
        names = SuggestFromList(box.completions, case_sensitive=False) if box.completions else None
        return Words(box.text, placeholder="–", compact=True, suggester=names, id=f"box-{box.key}", classes="box")

    def on_mount(self) -> None:
        self.screen.set_focus(self.query(".box").first())

    def typed(self) -> dict[str, str]:
        return {key: self._text(key) for key in self._boxes}

    def _text(self, key: str) -> str:
        box = self.query_one(f"#box-{key}")
        return box.value if isinstance(box, Choice | Input) else ""

    def on_input_changed(self, event: Input.Changed) -> None:
        key = (event.input.id or "").removeprefix("box-")
        if key in _LEADING.get(self._item.kind, {}) and event.value != self._boxes[key].text:
            self._fill(_LEADING[self._item.kind][key], follow(self._item, key, self.typed()))
        if event.input.id == "box-speaker" and isinstance(self._item, Quote):
            person = person_named(self._record, self._item, event.value) if event.value else None
            self._say(f"→ {person.name}" if person and person.name != event.value else HINT)

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
        else:
            self._step(1 if identifier == "next-box" else -1)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        box = event.widget
        self.post_message(self.Told(box.choices if isinstance(box, Choice) else ""))

    def _step(self, step: int) -> None:
        around = list(self.query(".box"))
        place = next((place for place, box in enumerate(around) if box.has_focus), 0)
        around[(place + step) % len(around)].focus()

    def _keep(self) -> None:
        try:
            after = read(self._record, self._item, self.typed())
        except StetError as error:
            self._say(f"{error.title}: {error.message}", wrong=True)
            self.post_message(self.Told(f"{error.title}: {error.message}", wrong=True))
        else:
            self.post_message(self.Kept(self._item.id, after))

    def _say(self, words: str, *, wrong: bool = False) -> None:
        hint = self.query_one("#hint", Static)
        hint.update(Content(words))
        hint.set_class(wrong, "wrong")
