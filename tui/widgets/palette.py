"""The command palette: every action that holds where the cursor is, found by words, key or id, its key beside it.

Pressing the key for the person is all that it does, so an action is the same from either; for one of the shelf it goes
there first. Loaded when first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from textual.app import App
from textual.command import CommandList, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.messages import ShowShelf
from tui.settings.keys import Key, here, shown_keys
from tui.settings.synonyms import SYNONYMS, is_called
from tui.textual_patches import CalmPalette
from tui.widgets.keyed import KeyedScreen


class Actions(Provider):
    """The rows of the key table for the screen below; in the reader those of the shelf too, which it goes to first."""

    def _rows(self) -> list[Key]:
        places = self.screen.context if isinstance(self.screen, KeyedScreen) else ("anywhere",)
        return [row for row in here(*places) if row.id != "palette"]

    def _elsewhere(self) -> list[Key]:
        """What is done on the shelf, and not by a key of this screen too."""
        screen = self.screen
        if not isinstance(screen, KeyedScreen) or "fields" not in screen.context:
            return []
        return [row for row in here("shelf") if row.id not in _ALSO_HERE]

    async def discover(self) -> Hits:
        for row in self._rows():
            yield DiscoveryHit(_beside(row, Content(row.help)), self._pressed(row), row.help)

    async def search(self, query: str) -> Hits:
        found = {row: self._score(row, query) for row in self._rows()}
        there = {row: self._score(row, query) * _LESS for row in self._elsewhere()}
        best = max((*found.values(), *there.values()), default=0)
        least = _BEGUN if best >= _NAMED else _WORD if best > _WORD else 0
        for row, score in found.items():
            if score > least:
                yield Hit(score, self._found(row, query), self._pressed(row), row.help)
        for row, score in there.items():
            if score > least:
                words = f"on the shelf: {row.help}"
                yield Hit(score, self._found(row, query, "on the shelf: "), partial(self._on_shelf, row.id), words)

    def _pressed(self, row: Key) -> Callable[[], Any]:
        """Its key; a row that has none is run by the screen."""
        screen = self.screen
        if not row.keys and isinstance(screen, KeyedScreen):
            return partial(screen.do, row.id)
        return partial(self.app.simulate_key, row.keys[0])

    def _score(self, row: Key, query: str) -> float:
        """0 where it is not found; the key itself comes first, then what its own words say, then what is meant."""
        if query in shown_keys(row):
            return 2.0
        if row.id == query:
            return 1.9
        words = query.casefold().split()
        named = re.findall(r"\w+", f"{row.help} {row.id} {row.hint}".casefold())
        meant = SYNONYMS.get(row.id, "").split()
        first = (*meant[:2], row.hint)
        if words and all(word in named or word in meant for word in words):
            return _NAMED + 0.15 if set(words) & set(first) else _NAMED if words[0] == named[0] else 1.5
        if words and all(is_called(row, word) for word in words):
            return _BEGUN if any(one.startswith(words[0]) for one in (row.id, *first)) else 1.2
        matcher = self.matcher(query)
        return min(1.0, max(matcher.match(row.help), matcher.match(row.id)) / _SCATTERED)

    def _found(self, row: Key, query: str, where: str = "") -> Content:
        return _beside(row, Content.assemble(where, self.matcher(query).highlight(row.help)))

    async def _on_shelf(self, identifier: str) -> None:
        if isinstance(screen := self.screen, KeyedScreen):
            screen.send(ShowShelf(then=identifier))


_ALSO_HERE: Final = (
    "export",
    "flagged-on-shelf",
    "concordance-on-shelf",
    "register-on-shelf",
    "guidelines-alone",
    "back-to-reader",
    "clear-told",
)
_SCATTERED: Final = 1000
"""By which letters that stand anywhere in a row count less than words."""
_WORD: Final = 0.1
"""Above it a row was found by words: letters that stand anywhere in others are noise then."""
_BEGUN: Final = 1.3
"""At most it was found by a word of which only the beginning was typed: noise where a row is called so."""
_NAMED: Final = 1.6
"""Above it a row is called so, or begins so."""
_LESS: Final = 0.8
"""Of the score of what is done on this screen."""


class Palette(CalmPalette):
    """Pages only where there is a list to page in."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        is_paging = action == "command_list" and parameters in (("page_down",), ("page_up",))
        return not is_paging or any(found.scrollable_content_region.height for found in self.query(CommandList))


def _beside(row: Key, words: Content) -> Content:
    return Content.assemble((f"{shown_keys(row)[0]:<8} ", "bold"), words)


def open_palette(app: App[int]) -> None:
    app.push_screen(Palette(providers=[Actions], placeholder="What to do …"))
