"""Keys that come faster than the screen changes: handed out one at a time, each when the one before has had its effect.

Textual gives every key at once to the widget that has the focus at that moment; a key typed right behind one that
opens a question or an editor would go past it, over a slow line in particular. What keys do is not known here.

A key that no widget on its way looks at, and that nothing goes before, need not be handed from one to the next until
the app finds what it is bound to: the app looks at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections import deque
from typing import Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.widget import Widget

from tui.textual_patches import (
    CAN_LOOK_AT_ONCE,
    check_priority_bindings,
    has_decorated_handler,
    has_messages,
    set_forwarded,
)

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
        elif isinstance(event, events.Key) and self._is_clear_for(event):
            if not await check_priority_bindings(self, event.key):
                set_forwarded(event)
                await super().on_event(event)
        else:
            self._line.append(event)
            if self._handing_out is None:
                self._handing_out = asyncio.create_task(self._hand_out())

    def _is_clear_for(self, key: events.Key) -> bool:
        """True where a key would come back from its way to the app as it went, and come after all that went before."""
        names = {"on_key", *(f"key_{name}" for name in key.name_aliases)}
        return (
            CAN_LOOK_AT_ONCE
            and self._handing_out is None
            and self.app_focus
            and not any(map(has_messages, self._way()))
            and not any(names & _handlers(type(widget)) for widget in self._widgets())
        )

    async def caught_up(self) -> None:
        """Wait until every key that has come so far has had its effect; what is painted of it comes after."""
        taken = asyncio.Event()
        if self.call_later(taken.set):
            while not taken.is_set() and self.is_running:  # what is left when the app ends is never taken
                await asyncio.sleep(0)
        await self._settled()
        while (handing_out := self._handing_out) is not None:
            await asyncio.wait([handing_out])

    async def _hand_out(self) -> None:
        try:
            await self._settled()
            while self._line and self.is_running:
                await super().on_event(self._line.popleft())
                await self._settled()
        finally:
            self._handing_out = None

    async def _settled(self) -> None:
        """Until nothing is on its way between the widget with the focus and the app, nor about to take the focus."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for _ in range(_ROUNDS):
                    way = self._way()
                    for pump in way:
                        passed = asyncio.Event()
                        if pump.call_later(passed.set):
                            await passed.wait()
                    if way == self._way() and not any(map(has_messages, way)):
                        return

    def _way(self) -> list[MessagePump]:
        """Those through which a key goes, from the first to the last."""
        return [*self._widgets(), self]

    def _widgets(self) -> list[Widget]:
        first = (self.focused or self.screen) if self.screen_stack else None
        return (
            [node for node in first.ancestors_with_self if isinstance(node, Widget)]
            if first and first.is_attached
            else []
        )


@functools.cache
def _handlers(cls: type[Widget]) -> frozenset[str]:
    """What a widget, or a screen, has for keys other than bindings: `on_key` for all of them, `key_escape` for one."""
    own = cls.__mro__[: cls.__mro__.index(Widget)]
    names = {name.lstrip("_") for part in own for name in vars(part)}
    decorated = {"on_key"} if has_decorated_handler(cls, events.Key) else set()
    return frozenset({name for name in names if name.startswith(("on_key", "key_"))} | decorated)
