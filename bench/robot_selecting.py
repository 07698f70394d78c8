"""How the robot selects words of the article: by finding a few letters, or stepping there, and mending the edges.

Plans with its own reading; what comes of a key is looked at.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from robot_hands import Hands
from robot_reading import beginnings, hits_before, steps_to

from store.model.fields import Span
from tui.widgets.ask import Pick

FAR: Final = 12
"""Steps of the cursor or of an edge after which a person would take another way."""
_EDGES: Final = (("comma", "full_stop"), ("less_than_sign", "greater_than_sign"))
_MOST: Final = 12
_WORDS: Final = 6
"""Of a long quotation, that are thought of."""
_MOST_HITS: Final = 5
"""That are gone through."""


class Selecting(Hands):
    """Of a list of options, too."""

    async def pick(self, identifier: str) -> None:
        screen = self.app.screen
        assert isinstance(screen, Pick)
        values = [option.value for option in screen.options]
        await self.press("adding", *["down"] * values.index(identifier), "enter")

    async def select(self, span: Span, *, whole: bool = False) -> bool:
        """`whole` is what a key makes of any words within: the marks about a quotation are its business."""
        ways = [way for way in (self.arrows(span[0]), self.letters(span)) if way is not None]
        for way in sorted(ways, key=len):
            await self.press("adding", *way)
            for _ in range(_MOST_HITS):
                now = self.reader.article.selection
                if way[0] != "slash" or (now and now[0] < span[1] and span[0] < now[1]):
                    break
                await self.press("adding", "n")
            now = self.reader.article.selection
            if whole and now and way[0] == "slash" and span[0] <= now[0] and now[1] <= span[1]:
                return True
            if await self.mend(span):
                return True
        return False

    async def mend(self, span: Span) -> bool:
        """Move the edges of what is selected to where they are to be, by words, then by characters."""
        pane = self.reader.article
        if pane.selection is None:
            await self.press("adding", "space")
        ends = any(sign in ".!?”" for sign in self.record.text[span[1] - 1 : span[1] + 1])
        if pane.selection != span and pane.selection and span[1] - span[0] > 40 and ends:  # a sentence, perhaps
            before = pane.selection
            await self.press("adding", "space")
            if pane.selection and (pane.selection[1] > span[1] + 1 or pane.selection[0] < span[0] - 1):
                await self.press("adding", "escape", "space")
                if pane.selection is None or before == pane.selection:
                    return False
        for place in (1, 0):
            for unit in ("word", "character"):
                if pane.selection is None or pane.selection[place] == span[place]:
                    break
                if unit == "character":
                    await self.press("adding", "b")
                await self._edge(place, span)
                if unit == "character":
                    await self.press("adding", "b")
        return pane.selection == span

    async def _edge(self, place: int, span: Span) -> None:
        pane = self.reader.article
        for _ in range(4 * FAR):
            now = pane.selection
            if now is None or now[place] == span[place]:
                return
            on = now[place] < span[place]
            await self.press("adding", _EDGES[place][on])
            after = pane.selection
            if after is None or after == now or (after[place] > span[place]) == on:
                return  # no further, or past it

    def letters(self, span: Span) -> list[str] | None:
        """`/` and as many letters as single the place out, of any word of what is wanted."""
        text, cursor = self.record.text, self.reader.article.cursor
        best: tuple[int, str] | None = None
        for start in islice(beginnings(text, span), _WORDS):
            for length in range(1, _MOST):
                typed = text[start : start + length]
                if "\n" in typed or len(typed) < length or not all(one.isalnum() or one.isascii() for one in typed):
                    break
                if best is not None and length >= best[0]:
                    break
                away = hits_before(text, typed, cursor, start)
                if typed[-1] != " " and away < _MOST_HITS and (best is None or length + away < best[0]):
                    best = length + away, typed
        return None if best is None else ["slash", *("space" if one == " " else one for one in best[1]), "enter"]

    def arrows(self, start: int) -> list[str] | None:
        """To the article and there by words."""
        there = self.reader.article.has_focus
        count = steps_to(self.record.text, self.reader.article.cursor, start)
        if count is None or abs(count) > FAR:
            return None
        return [*([] if there else ["tab"]), *["right" if count > 0 else "left"] * abs(count), "space"]
