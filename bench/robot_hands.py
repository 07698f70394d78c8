"""The hands and eyes of the robot: keys pressed on the real app, one when the last has had its effect, and counted.

It presses nothing that the help does not list, but what is typed into a box. What to press is decided in `robot`; how
words are selected and typed is in `robot_selecting` and `robot_typing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Literal

from textual.events import Key
from textual.keys import _character_to_key
from textual.widgets import Input

from store.model.fields import AnyField
from store.model.record import Record
from tui.app import StetApp
from tui.reader.screen import ReaderScreen
from tui.settings.keys import KEYS
from tui.widgets.ask import Choose, Pick

Act = Literal["deciding", "correcting", "adding", "moving"]

_LISTED: Final = {key for row in KEYS for key in row.keys}
_IN_A_BOX: Final = {"backspace", "home", "end", "right", "left", "enter", "escape", "ctrl+right", "ctrl+w"}
"""What any line of text takes."""


class Hands:
    """`keys` counts by what they were for, and of what; `trace` has them in their order."""

    def __init__(self, app: StetApp) -> None:
        self.app = app
        self.keys: Counter[tuple[Act, str]] = Counter()
        self.trace: list[str] = []
        self.about = "field"

    @contextmanager
    def of(self, about: str) -> Iterator[None]:
        """What the keys within are for: `role`, `spans`, a kind."""
        before, self.about = self.about, about
        try:
            yield
        finally:
            self.about = before

    async def press(self, act: Act, *keys: str) -> None:
        """Textual's names of keys, or characters that are typed."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            self._check(name, key)
            event = Key(name, " " if key == "space" else key if len(key) == 1 else None)
            event.set_sender(self.app)
            self.app.post_message(event)
            await self.app.caught_up()
            self.keys[act, "–" if act in ("deciding", "moving") else self.about] += 1
            self.trace.append(f"{act[0]}:{key}")

    def _check(self, name: str, key: str) -> None:
        *modifiers, last = name.split("+")
        bare = "+".join([*(one for one in modifiers if one != "shift"), last])
        in_box = isinstance(self.app.focused, Input) and (name in _IN_A_BOX or len(key) == 1 or key == "space")
        asked = isinstance(self.app.screen, Choose | Pick)
        if not (in_box or asked or name in _LISTED or bare in _LISTED or self.editor_is_open):
            raise AssertionError(f"{key} is in no help")

    @property
    def editor_is_open(self) -> bool:
        return self.reader.panel.editor is not None

    @property
    def said(self) -> str:
        """The status line, as far as it is seen."""
        line = self.reader.status
        return "".join(words for words, _ in line.segments(line.size.width)).strip()

    @property
    def reader(self) -> ReaderScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReaderScreen))

    @property
    def record(self) -> Record:
        assert self.reader.state.cursor is not None
        return self.reader.state.cursor.record

    @property
    def current(self) -> AnyField | None:
        return self.reader.state.cursor.field if self.reader.state.cursor else None
