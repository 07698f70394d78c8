"""The hands of the robot: keys pressed on the real app, one when the last has had its effect, and counted.

What to press is decided in `robot`; how words are selected and typed is in `robot_selecting` and `robot_typing`.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

from textual.events import Key
from textual.keys import _character_to_key

from store.model.fields import AnyField
from store.model.record import Record
from tui.app import StetApp
from tui.reader.screen import ReaderScreen

Act = Literal["deciding", "correcting", "adding", "moving"]


class Hands:
    """`keys` counts by what they were for; `trace` has them in their order."""

    def __init__(self, app: StetApp) -> None:
        self.app = app
        self.keys: Counter[Act] = Counter()
        self.trace: list[str] = []

    async def press(self, act: Act, *keys: str) -> None:
        """Textual's names of keys, or characters that are typed."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
            event = Key(name, " " if key == "space" else key if len(key) == 1 else None)
            event.set_sender(self.app)
            self.app.post_message(event)
            await self.app.caught_up()
            self.keys[act] += 1
            self.trace.append(f"{act[0]}:{key}")

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
