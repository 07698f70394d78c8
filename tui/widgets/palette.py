"""The command palette: every action that holds where the cursor is, found by words, key or id, its key beside it.

Pressing the key for the person is all that it does, so an action is the same from either. Loaded when first asked for.
"""

from __future__ import annotations

from functools import partial

from textual.app import App
from textual.command import CommandList, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.settings.keys import Key, here, shown_keys
from tui.textual_patches import CalmPalette
from tui.widgets.keyed import KeyedScreen


class Actions(Provider):
    """The rows of the key table for the screen below."""

    def _rows(self) -> list[Key]:
        places = self.screen.context if isinstance(self.screen, KeyedScreen) else ("anywhere",)
        return [row for row in here(*places) if row.id != "palette"]

    async def discover(self) -> Hits:
        for row in self._rows():
            yield DiscoveryHit(_beside(row, Content(row.help)), partial(self.app.simulate_key, row.keys[0]), row.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for row in self._rows():
            score = max(matcher.match(row.help), matcher.match(row.id))
            if query in shown_keys(row):
                score += 1  # before all that is found by its words
            if score > 0:
                found = _beside(row, matcher.highlight(row.help))
                yield Hit(score, found, partial(self.app.simulate_key, row.keys[0]), row.help)


class Palette(CalmPalette):
    """Pages only where there is a list to page in."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        is_paging = action == "command_list" and parameters in (("page_down",), ("page_up",))
        return not is_paging or any(found.scrollable_content_region.height for found in self.query(CommandList))


def _beside(row: Key, words: Content) -> Content:
    return Content.assemble((f"{shown_keys(row)[0]:<8} ", "bold"), words)


def open_palette(app: App[int]) -> None:
    app.push_screen(Palette(providers=[Actions], placeholder="What to do …"))
