"""Hands on the keys of an app under test: each key has had its effect before the next, and none waits for the clock.

Textual's own pilot looks after every key whether the processor rests, a twenty-fifth of a second each; this app knows
itself when it has caught up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from textual import events
from textual.command import CommandList
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from tui.app import StetApp
from tui.typeahead import Typeahead

LOOKS = 6_000
"""How often `until` looks before it gives up: a count, for on a busy machine every look takes longer."""


def key_event(key: str) -> events.Key:
    """As a terminal's would be: `key` is Textual's name of it, or the character that it types."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    character: str | None
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return events.Key(name, character)


async def type_keys(app: Typeahead, *keys: str) -> None:
    """One after the other, as fast as the app takes them."""
    for key in keys:
        await type_burst(app, key)


async def type_burst(app: Typeahead, *keys: str) -> None:
    """All at once, as over a slow line; they reach the app as from the driver."""
    for key in keys:
        event = key_event(key)
        event.set_sender(app)
        app.post_message(event)
    await app.caught_up()


async def mouse(app: Typeahead, *kinds: type[events.MouseEvent], at: tuple[int, int]) -> None:
    """As from the driver, which knows nothing of clicks: the app makes them of a button that went down and up."""
    x, y = at
    for kind in kinds:
        if not app.is_running:
            return
        event = kind(None, x, y, 0, 0, 1, False, False, False, x, y)
        event.set_sender(app)
        app.post_message(event)
        await app.caught_up()


async def until(pilot: Pilot[int], true: Callable[[], object]) -> None:
    """Let the app go on until a thread or a process has done what is waited for."""
    for _ in range(LOOKS):
        if true():
            return
        await pilot.pause(0.01)
    raise AssertionError("what was waited for did not come")


async def offered_first(pilot: Pilot[int], words: str) -> None:
    """The palette has looked, and offers first what is called so."""
    found = pilot.app.screen.query_one(CommandList)
    await until(pilot, lambda: found.option_count and words in str(found.get_option_at_index(0).prompt).lower())


@contextmanager
def looking_every(seconds: float | None) -> Iterator[None]:
    """How often screens look at what other programs have changed; never where a test does not ask for it.

    Digits belong to one number however long a busy machine takes for them.
    """
    with pytest.MonkeyPatch.context() as patch:
        for place in ("tui.reader.screen", "tui.shelf.listing"):
            patch.setattr(f"{place}.LOOK", seconds or 3600.0)
        patch.setattr("tui.reader.state.PAUSE", 3600.0)
        yield


class Driver:
    """One sitting: the app, its pilot, and hands on the keys."""

    def __init__(self, app: StetApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        await type_keys(self.app, *keys)
        await self.pilot.pause()

    async def type(self, words: str) -> None:
        await self.press(*("space" if letter == " " else letter for letter in words))

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for what a thread is about."""
        await until(self.pilot, true)

    @property
    def told(self) -> list[str]:
        """What stands in the corner."""
        return [notification.message for notification in self.app._notifications]
