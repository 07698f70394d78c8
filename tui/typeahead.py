"""Keys that come faster than the screen changes: handed out one at a time, each when the one before has had its effect.

Textual gives every key at once to the widget that has the focus at that moment; a key typed right behind one that
opens a question or an editor would go past it, over a slow line in particular. What keys do is not known here.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE: Final = 1.0
"""Seconds after which the next key is handed out whatever the one before is still doing."""
_ROUNDS: Final = 20


class Typeahead(App[int]):
    """An app in which a key waits for the one before it; what is pasted waits in the same line."""

    def __init__(self) -> None:
        super().__init__()
        self._line: deque[events.Event] = deque()
        self._handing_out: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        if event.is_forwarded or not isinstance(event, events.Key | events.Paste):
            await super().on_event(event)
            return
        self._line.append(event)
        if self._handing_out is None:
            self._handing_out = asyncio.create_task(self._hand_out())

    async def caught_up(self) -> None:
        """Wait until every key that has come so far has had its effect; what is painted of it comes after."""
        taken = asyncio.Event()
        if self.call_later(taken.set):
            await taken.wait()
        while (handing_out := self._handing_out) is not None:
            await asyncio.wait([handing_out])

    async def _hand_out(self) -> None:
        try:
            while self._line and self.is_running:
                await super().on_event(self._line.popleft())
                try:
                    async with asyncio.timeout(PATIENCE):
                        await self._settled()
                except TimeoutError:
                    continue
        finally:
            self._handing_out = None

    async def _settled(self) -> None:
        """Until nothing is on its way between the widget with the focus and the app, nor about to take the focus."""
        for _ in range(_ROUNDS):
            way = self._way()
            for pump in way:
                passed = asyncio.Event()
                if pump.call_later(passed.set):
                    await passed.wait()
            if way == self._way() and not any(pump.message_queue_size for pump in way):
                return

    def _way(self) -> list[MessagePump]:
        """Those through which a key goes, from the first to the last."""
        if not self.screen_stack:
            return []
        first = self.focused or self.screen
        return [*first.ancestors_with_self, self] if first.is_attached else [self]
