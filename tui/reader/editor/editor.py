"""The box in which a field's attributes are edited, in place of its row.

What its text means is in `form`, what may be meant by the letters typed so far in `completing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from store.errors import StetError
from store.model.actions import Draft
from store.model.fields import AnyField, Json, Span
from store.model.kinds import NUMBER, PLACE
from store.model.record import Record
from tui.reader.editor.completion import Recall, offers
from tui.reader.editor.evidence import STATED
from tui.reader.editor.form import Box, boxes, draft_of, follow, layout, read
from tui.reader.editor.inputs import Choice, Words
from tui.reader.editor.interpret import interpret
from tui.reader.editor.own_values import attribute_of_box
from tui.reader.editor.stretch import opening_box, place_of, stretched
from tui.settings.bindings import bindings
from tui.settings.keys import BY_ID, shown
from tui.terminal.symbols import visible
from tui.widgets.ask import Option, Pick

_LEADING: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    NUMBER.name: {"value": ("low", "high", "unit", "approx", "kind"), "approx": ("low", "high")},
    PLACE.name: {"name": ("type", "country", "latitude", "longitude")},
}
"""Boxes whose text says something of other boxes, by kind."""
_TITLE: Final = 40
"""Characters of the words in its title."""


class Editor(Widget):
    """One field's boxes. Tells what was kept; changes nothing itself."""

    DEFAULT_CSS = """
    Editor { layer: editor; dock: top; width: 100%; layout: vertical; border: round $accent; background: $background;
        padding: 0 1; }
    Editor .line { layout: horizontal; height: 1; }
    Editor .label { width: auto; color: $foreground 70%; padding: 0 1 0 0; }
    Editor .box { width: 1fr; height: 1; margin: 0 1 0 0; }
    Editor Choice { color: $foreground; }
    Editor Choice:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
    Editor #hint { height: 1; color: $foreground 70%; }
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
        finish: bool = False
        """The article is to be finished with it."""

    @dataclass
    class Told(Message):
        """What there is to say of the box in hand or of what was typed: more than has room in the editor."""

        words: str
        wrong: bool = False

    @dataclass
    class Dropped(Message):
        """Nothing is to be changed."""

    def __init__(
        self,
        record: Record,
        item: AnyField,
        *,
        may_add: bool = True,
        recall: Recall | None = None,
        doubt: str = "",
    ) -> None:
        super().__init__()
        self._recall = recall
        self._opening = opening_box(item, doubt)
        self._missing = "" if item.spans else doubt
        """What is doubtful of the article itself, until something is typed: no row of a list says it."""
        self._taken: dict[str, tuple[str, Span]] = {}
        """What was put into a box from the article, and whence."""
        self._record = record
        self._item = item
        self._may_add = may_add
        self._boxes: dict[str, Box] = {box.key: box for box in boxes(item)}
        self._told: dict[str, str] = {}  # what the value that was typed has put into other boxes
        words = " ".join(item.surface(record.text)[:200].split()) if item.spans else _title(item)
        self.border_title = Content(visible(words if len(words) <= _TITLE else f"{words[: _TITLE - 1]}…"))

    @property
    def lines(self) -> int:
        """How many lines of the screen it takes."""
        return len(layout(self._item.row)) + 3

    @property
    def is_of_article(self) -> bool:
        return not self._item.spans

    def compose(self) -> ComposeResult:
        lines = layout(self._item.row)
        widths = [max(map(len, map(self._label, column))) for column in _columns(lines)]
        for line in lines:
            with Widget(classes="line"):
                for key, width in zip(line, widths, strict=False):
                    yield Static(self._label(key).ljust(width), classes="label", markup=False)
                    yield self._widget(self._boxes[key])
        yield Static(_hint(), id="hint", markup=False)

    def _label(self, key: str) -> str:
        own = attribute_of_box(self._item, key)
        return visible(own.label or key.replace("_", " ")) if own else key

    def _widget(self, box: Box) -> Choice | Input:
        if box.choices:
            return Choice(box.text, box.choices, box.key)
        offered = partial(offers, self._record, self._item, box.key, has=box.text, recall=self._recall)
        return Words(box.text, offered, placeholder="–", compact=True, id=f"box-{box.key}", classes="box")

    def on_mount(self) -> None:
        self.screen.set_focus(self.query(f"#box-{self._opening}" if self._opening else ".box").first())

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
        elif identifier == "choices":
            if isinstance(box := self.screen.focused, Choice):
                self._ask(box)
        elif identifier.startswith("value-"):
            self._stretch(*identifier.split("-")[1:])
        elif identifier == "finish":
            self._keep(finish=not self._item.spans)
        elif identifier == "as-suggested":
            self._revert()
        else:
            self._step(1 if identifier == "next-box" else -1)

    def _stretch(self, edge: str, way: str) -> None:
        """The value grows or shrinks by a word of the article."""
        box = self.screen.focused
        if not isinstance(box, Words):
            return
        key, text = (box.id or "").removeprefix("box-"), self._record.text
        words, span = self._taken.get(key, ("", None))
        if words != box.value:
            span = place_of(text, self._item, key, box.value)
        if (to := stretched(text, self._item, span, edge, 1 if way == "right" else -1)) is not None:
            box.put(visible(" ".join(text[slice(*to)].split())))
            self._taken[key] = box.value, to

    def _revert(self) -> None:
        box = self.screen.focused
        key = (box.id or "").removeprefix("box-") if box is not None else ""
        if not isinstance(box, Words | Choice):
            return
        said = next((one for one in self._record.suggestions.all() if one.id == self._item.id), None)
        had = self._boxes[key].text
        suggested = next((one.text for one in boxes(said) if one.key == key), had) if said is not None else had
        new = suggested if box.value != suggested else had
        if isinstance(box, Words):
            box.put(new)
        else:
            box.value = new

    def on_choice_typed(self, message: Choice.Typed) -> None:
        self._missing = ""
        self._say(message.words or _hint())

    def on_choice_asked(self, message: Choice.Asked) -> None:
        self._ask(message.box)

    def _ask(self, box: Choice) -> None:
        """The choices as a list."""

        def answered(value: str | None) -> None:
            if value is not None:
                box.value = value

        name = (box.id or "").removeprefix("box-")
        self.app.push_screen(Pick(name, [Option("", one or "none", one) for one in box.all], at=box.value), answered)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        box = event.widget
        if isinstance(box, Words):
            self._tell(box, (box.id or "").removeprefix("box-"))
        else:
            self._say(self._missing or _hint())
            self.post_message(self.Told(box.choices if isinstance(box, Choice) else ""))

    def _tell(self, box: Input, key: str) -> None:
        """What the text of the box comes to, and what is offered for it."""
        text = box.value
        is_new = text != self._boxes[key].text
        said = interpret(self._record, self._item, key, text, may_add=self._may_add) if is_new else ""
        own = attribute_of_box(self._item, key)
        self._say(said or self._missing or (own.guidelines if own else "") or _hint(key))
        found, place = box.in_sight if isinstance(box, Words) else ([], -1)
        marked = [f"▌{words}" if here == place else words for here, words in enumerate(found)]
        whole = said if not said.startswith("→") and len(said) > self.query_one("#hint").size.width else ""
        self.post_message(self.Told("↓ " + " · ".join(marked) if found else whole))

    def _step(self, step: int) -> None:
        around = list(self.query(".box"))
        place = next((place for place, box in enumerate(around) if box.has_focus), 0)
        around[(place + step) % len(around)].focus()

    def _keep(self, *, finish: bool = False) -> None:
        try:
            after = read(self._record, self._item, self.typed())
            after = self._with_places(after)
            draft = draft_of(self._record, self._item, after) if self._may_add else None
        except StetError as error:
            self._say(f"{error.title}: {error.message}", wrong=True)
            self.post_message(self.Told(f"{error.title}: {error.message}", wrong=True))
        else:
            self.post_message(self.Kept(self._item.id, after, draft, finish))

    def _with_places(self, after: Json) -> Json:
        """Words that were taken from the article are stated there, not where the like stands nearer."""
        typed = self.typed()
        stated = [key for key in self._taken if key in STATED and key in after and self._taken[key][0] == typed[key]]
        places = {key: list(self._taken[key][1]) for key in stated}
        return after | {"evidence": after.get("evidence", {}) | places} if places else after

    def _say(self, words: str, *, wrong: bool = False) -> None:
        hint = self.query_one("#hint", Static)
        hint.update(Content(visible(words)))
        hint.set_class(wrong, "wrong")


def _title(item: AnyField) -> str:
    """Of the article's own field, which no words of it have."""
    return f"This article: {item.row.guidelines}" if item.row.guidelines else "This article"


def _columns(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """The keys of the boxes below one another."""
    return [[line[at] for line in lines if at < len(line)] for at in range(max(map(len, lines), default=0))]


def _hint(key: str = "") -> str:
    """For a box that takes words of the article, how they grow; the keys of every box are in the footer."""
    end, start, back = (shown(BY_ID[name].keys[0]) for name in ("value-end-right", "value-start-left", "as-suggested"))
    return f"longer: {end}, {start} · back: {back}" if key in (*STATED, "name", "speaker") else ""
