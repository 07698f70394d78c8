"""A screen whose keys are rows of the key table: which hold now, what the footer says of them, and what was refused.

What a key does is the screen's own business, in `run`; what is shown above the two last lines as well.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Final

from textual import events, on
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen

from store import journal
from store.errors import StetError
from tui.settings.keys import BY_ID, Key, here, shown_keys
from tui.textual_patches import paint_changes_only
from tui.widgets.host import Answer
from tui.widgets.lines import Footer, HintClicked, StatusLine

SOON: Final = 0.3
"""Seconds after which the first paint is surely through."""


class KeyedScreen(Screen[None], inherit_bindings=False):
    """The `Host` of its commands; `context` has the places of the key table that hold now, the nearest first."""

    def __init__(self) -> None:
        super().__init__()
        journal.note(f"screen {type(self).__name__}")
        paint_changes_only(self)
        self.status, self.footer = StatusLine(), Footer()
        self._told_size: Size | None = None

    @property
    def context(self) -> tuple[str, ...]:
        raise NotImplementedError  # each screen has its own

    def run(self, identifier: str) -> None:
        """What a key does; a refusal is raised."""
        raise NotImplementedError  # each screen has its own

    def holds(self, key: Key) -> bool:
        """Whether a key does now what its row says."""
        return key.where in self.context

    def offers(self, key: Key) -> bool:
        """Whether the footer should speak of a key now."""
        return True

    @property
    def first_hints(self) -> tuple[str, ...]:
        """The ids of keys that the footer should speak of before all others now."""
        return ()

    def hinted(self, key: Key) -> Key:
        """A key as the footer should speak of it."""
        return key

    async def on_event(self, event: events.Event) -> None:
        """As it starts, Textual tells the size three times, and each time all is laid out."""
        if isinstance(event, events.Resize):
            if event.size == self._told_size:
                return
            self._told_size = event.size
        await super().on_event(event)

    def show_keys(self) -> None:
        """What matters where the person is comes first; a key that means something nearer is not offered again."""
        first = [BY_ID[name] for name in self.first_hints if BY_ID[name].where in self.context]
        keys: dict[str, Key] = {}
        for key in (*first, *(key for place in self.context for key in here(place))):
            if key.hint and self.offers(key):
                keys.setdefault(shown_keys(key)[0], self.hinted(key))
        self.footer.show(tuple(keys.values()))

    def key(self, identifier: str) -> str:
        """The key that does this, as a person reads it."""
        return shown_keys(BY_ID[identifier])[0]

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One quiet line; it stays until the next key that has something to say or to do."""
        self.status.say(words, wrong=wrong)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "do" or self.holds(BY_ID[str(parameters[0])])

    async def action_do(self, identifier: str) -> None:
        self.do(identifier)

    def do(self, identifier: str) -> None:
        """Run the command of a key; why it was refused is said."""
        journal.note(f"key {identifier}")
        self.say("")
        self.attempt(lambda: self.run(identifier))

    def action_useless(self, letter: str) -> None:
        """Of a letter that is no key here: what would work."""
        ways = f"{self.key('help')} shows the keys, {self.key('palette')} finds one by words"
        if letter.casefold() == "q":
            ways = f"{self.key('quit')} quits"
        self.say(f"{letter} does nothing here; {ways}")

    def attempt(self, action: Callable[[], Any]) -> None:
        """Do something that may be refused, and say why where it is."""
        try:
            action()
        except StetError as error:
            self.say(f"{error.title}: {error.message}", wrong=True)

    def ask(self, question: Screen[Answer], answered: Callable[[Answer | None], Any] | None = None) -> None:
        self.app.push_screen(question, answered)

    def send(self, message: Message) -> None:
        self.post_message(message)

    def show_help(self) -> None:
        from tui.widgets.help import Help

        self.ask(Help(self.context))

    def on_hint_clicked(self, message: HintClicked) -> None:
        self.do(message.id)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_has_moved(self) -> None:
        self.show_keys()


def collect_garbage() -> None:
    """Starting makes none worth a look, and was done without."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
