"""Questions in one line above the footer, so that what they are about stays in view: a choice, or a few words."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class Option(NamedTuple):
    """`key` is one that Textual knows; it answers with `value`."""

    key: str
    label: str
    value: str


class Choose(ModalScreen[str | None]):
    """Answers with an option's value, or None on `escape`; `enter` takes the first."""

    def __init__(self, question: str, options: list[Option]) -> None:
        super().__init__()
        self._question = question
        self._options = options

    def compose(self) -> ComposeResult:
        pieces: list[str | tuple[str, str]] = [(self._question, "bold"), "   "]
        for option in [*self._options, Option("esc", "back", "")]:
            pieces += [(option.key, "bold $accent"), f" {option.label}   "]
        yield Static(Content.assemble(*pieces), classes="question")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(self._options[0].value)
        else:
            for option in self._options:
                if event.key == option.key:
                    self.dismiss(option.value)


class AskWords(ModalScreen[str | None]):
    """Answers with what was typed, or None on `escape`."""

    BINDINGS: ClassVar = [("escape", "dismiss", "back")]

    def __init__(self, question: str, words: str = "") -> None:
        super().__init__()
        self._question = question
        self._words = words

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble((self._question, "bold"), "   enter keeps   esc back"), classes="question")
        yield Input(self._words, compact=True, classes="answer")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)
