"""The shares that article and fields have of the screen: how far either may go, and what is kept for the next run.

Knows numbers only; what is done with them is `layout`'s.
"""

from __future__ import annotations

from typing import Final

from tui.settings import state

LEAST_PANEL: Final = {"beside": 32, "above": 6}
LEAST_ARTICLE: Final = {"beside": 40, "above": 4}
STEP: Final = {"beside": 4, "above": 1}
"""Columns where the article stands beside the fields, lines where it stands above them."""

UNITS: Final = {"beside": "columns", "above": "lines"}


class Shares:
    """`configured` is the article's share beside the fields, None for ours.

    What was chosen is kept as a share too, for each way of splitting the screen, so that it suits another terminal.
    """

    def __init__(self, configured: float | None) -> None:
        self._configured = configured
        chosen = state.get("divide", configured)
        self._chosen: dict[str, float] = {}
        if isinstance(chosen, dict):
            self._chosen = {way: share for way, share in chosen.items() if isinstance(share, float) and 0 < share < 1}

    def panel(self, way: str, room: int) -> int:
        """Columns or lines that the fields take of this room."""
        share = self._chosen.get(way)
        if share is None and way == "beside":
            share = self._configured
        if share is not None:
            return self.within(way, room, room - round(room * share))
        return self.within(way, room, min(max(42, room * 44 // 100), 76) if way == "beside" else -(-room // 3))

    def choose(self, way: str, room: int, panel: int) -> None:
        """Give the fields so much of the room, or as near to it as goes; of none there is no share."""
        if room > 0:
            self._chosen[way] = (room - self.within(way, room, panel)) / room

    def forget(self) -> None:
        """As configured, whichever way the screen is divided."""
        self._chosen.clear()

    def keep(self) -> None:
        """For the articles of later runs; those of this one have it anyway."""
        state.put("divide", self._chosen, self._configured)

    @staticmethod
    def within(way: str, room: int, panel: int) -> int:
        """What the fields can have of what is asked for them."""
        return max(min(panel, room - LEAST_ARTICLE[way]), LEAST_PANEL[way])
