"""Questions in one line above the footer, so that what they are about stays in view: a choice, or a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tui.terminal.symbols import visible
from tui.widgets.lines import GAP


class Option(NamedTuple):
    """`key` is one that Textual knows; it answers with `value`. What cannot be taken now says `why`."""

    key: str
    label: str
    value: str
    why: str = ""


class Question(Vertical):
    DEFAULT_CSS = """
    Question { dock: bottom; height: auto; width: 100%; padding: 0 1; background: $surface; color: $foreground; }
    Question Static { height: auto; }
    Question .options { max-height: 8; text-wrap: nowrap; text-overflow: ellipsis; }
    Question #preview { max-height: 8; }
    """


class OneLine(Input):
    """Takes all lines of what is pasted, as one."""

    def on_paste(self, event: events.Paste) -> None:
        event.text = " ".join(event.text.split())


def _head(question: str, keys: str) -> Static:
    return Static(_said(question, keys), classes="head", markup=False)


def _said(question: str, keys: str) -> Content:
    return Content.assemble((visible(question), "bold"), f"   {keys}")


class Choose(ModalScreen[str | None]):
    """Answers with an option's value, or None on `escape`. A letter that is no option is said to be none of them."""

    def __init__(self, question: str, options: list[Option], *, confirms: bool = False) -> None:
        """With `confirms` the only option is a yes, which `enter` says too."""
        super().__init__()
        self._question = question
        self._confirms = confirms
        self._said = ""
        self.options = options

    def compose(self) -> ComposeResult:
        with Question():
            yield Static(self._lines(), classes="answers", markup=False)

    def on_resize(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one(".answers", Static).update(self._lines())

    def _lines(self) -> Content:
        """A key and what it does stay in one line, if there is room in one; what is said of a key stands above."""
        room = self.app.size.width - 2
        used = cell_len(question := visible(self._question)) % room
        pieces: list[str | tuple[str, str]] = [(f"{visible(self._said)}\n", "$text-warning")] if self._said else []
        pieces.append((question, "bold"))
        for place, option in enumerate([*self.options, Option("esc", "back", "")]):
            click, label = f"@click=screen.click({place})", visible(option.label)
            key = f"{option.key} or enter" if self._confirms and option in self.options else option.key
            width = cell_len(f"{key} {label}")
            gap = GAP if used + len(GAP) + width <= room else "\n"
            used = used + len(GAP) + width if gap == GAP else width
            look = "$text-muted" if option.why else "bold $text-accent"
            pieces += [gap, (key, f"{look} {click}"), (f" {label}", click)]
        return Content.assemble(*pieces)

    def action_click(self, place: int) -> None:
        """On an answer; the one after the last is the way back."""
        if place < len(self.options):
            self._take(self.options[place])
        else:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            self.dismiss(None)
            return
        keys = [event.key, self.options[0].key] if self._confirms and event.key == "enter" else [event.key]
        found = next((option for option in self.options if option.key in keys), None)
        if found is not None:
            self._take(found)
        elif event.is_printable or event.key == "enter":
            self._say(f"{event.character if event.is_printable else event.key} is none of these")

    def _take(self, option: Option) -> None:
        if option.why:
            self._say(option.why)
        else:
            self.dismiss(option.value)

    def _say(self, words: str) -> None:
        self._said = words
        self._show()


class Pick(ModalScreen[str | None]):
    """Answers with the value of one of many options, or None; typing leaves those that have the letters.

    `at` is the value at which it opens.
    """

    BINDINGS: ClassVar = [("escape", "dismiss", "back")]
    LINES = 8

    def __init__(self, question: str, options: list[Option], at: str | None = None) -> None:
        super().__init__()
        self.question = question
        self.keys = "↑↓ enter picks   esc back"
        self.options = options
        self._left = options
        self._place = next((place for place, option in enumerate(options) if option.value == at), 0)

    def compose(self) -> ComposeResult:
        with Question():
            yield Static(classes="options", markup=False)
            yield _head(self.question, self.keys)
            yield Input(placeholder="type to narrow down", compact=True)

    def on_mount(self) -> None:
        self._show()

    def show_question(self) -> None:
        """After it has changed."""
        self.query_one(".head", Static).update(_said(self.question, self.keys))

    def on_input_changed(self, event: Input.Changed) -> None:
        if not event.value and len(self._left) == len(self.options):  # nothing was typed yet
            return
        letters = event.value.casefold()
        self._left = [option for option in self.options if letters in option.label.casefold()]
        self._place = 0
        self._show()

    def on_key(self, event: events.Key) -> None:
        if step := {"up": -1, "down": 1}.get(event.key):
            event.stop()
            self._place = min(max(self._place + step, 0), max(0, len(self._left) - 1))
            self._show()

    def on_input_submitted(self) -> None:
        if self._left:
            self.dismiss(self._left[self._place].value)

    def on_click(self, event: events.Click) -> None:
        """On a line of the list."""
        listed = self.query_one(".options", Static)
        if event.widget is listed and (place := self._first + event.y) < len(self._left):
            self.dismiss(self._left[place].value)

    @property
    def _first(self) -> int:
        """The place of the first that is shown."""
        return max(0, self._place - self.LINES + 1)

    def _show(self) -> None:
        first = self._first
        lines: list[tuple[str, str]] = []
        for place, option in enumerate(self._left[first : first + self.LINES], first):
            here = place == self._place
            lines.append((f"{'▌' if here else ' '} {visible(option.label)}\n", "bold reverse" if here else ""))
        self.query_one(".options", Static).update(Content.assemble(*lines) if lines else Content("  none of them"))


class AskWords(ModalScreen[str | None]):
    """Answers with what was typed, or None on `escape`; `preview` says what would come of it.

    With `go_on` the words are to be gone on with, not typed over. They are shown in one line and without what a
    terminal would obey; where they stay as they are shown, the answer is what they were.
    """

    BINDINGS: ClassVar = [("escape", "dismiss", "back"), ("tab", "complete", "complete")]

    def __init__(
        self,
        question: str,
        words: str = "",
        preview: Callable[[str], str] | None = None,
        *,
        verb: str = "saves",
        go_on: bool = False,
        completes: bool = False,
        offers: Sequence[str] = (),
    ) -> None:
        """`verb` says what `enter` does; with `completes` the words are a path, and `tab` completes it.

        Of `offers` the first that begins with what was typed is shown behind it, and `tab` takes it.
        """
        super().__init__()
        self._completes = completes
        self._offers = [words for words in offers if words == visible(words)]
        self._verb = verb
        self._go_on = go_on
        self._question = question
        self._words = words
        self._preview = preview

    def compose(self) -> ComposeResult:
        with Question():
            if self._preview is not None:
                yield Static(id="preview", markup=False)
            ways = f"enter {self._verb}{'   tab completes' if self._completes or self._offers else ''}   esc back"
            yield _head(self._question, ways)
            offered = SuggestFromList(self._offers, case_sensitive=False) if self._offers else None
            box = OneLine(visible(self._words), compact=True, select_on_focus=not self._go_on, suggester=offered)
            yield box

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._preview is not None:
            shown = self.query_one("#preview", Static)
            shown.update(Content(visible(words := self._preview(event.value))))
            shown.display = bool(words)

    def action_complete(self) -> None:
        from tui.widgets.typed_paths import completed

        box = self.query_one(Input)
        begun = box.value.casefold()
        if self._completes:
            box.value = completed(box.value)
        else:
            box.value = next((words for words in self._offers if words.casefold().startswith(begun)), box.value)
        box.cursor_position = len(box.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(self._words if event.value == visible(self._words) else event.value)
