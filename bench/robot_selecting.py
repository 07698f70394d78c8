"""How the robot selects words of the article: by the shortest of finding their first letters and stepping there."""

from __future__ import annotations

from typing import Final

from robot_hands import Hands

from store.model.fields import Span
from tui.reader.search import hits
from tui.reader.text.units import paragraph_at, sentence_at, word_after, word_at, word_before
from tui.widgets.ask import Pick

_SELECTING: Final = {
    "line": ("shift+down", "shift+up"),
    "word": ("shift+right", "shift+left"),
    "character": ("ctrl+shift+right", "ctrl+shift+left"),
}
_LINE: Final = 76
"""Characters of a line at most."""
FAR: Final = 12
"""Steps of the cursor or of an edge after which a person would take another way."""


class Selecting(Hands):
    """Of a list of options, too."""

    async def pick(self, identifier: str) -> None:
        screen = self.app.screen
        assert isinstance(screen, Pick)
        values = [option.value for option in screen.options]
        await self.press("adding", *["down"] * values.index(identifier), "enter")

    async def select(self, span: Span) -> bool:
        """By finding the first letters of the words, then to their end by words and characters."""
        pane = self.reader.article
        ways = [way for way in (self.arrows(span[0]), self.letters(span[0])) if way is not None]
        if not ways:
            return False
        for key in min(ways, key=len):
            await self.press("adding", key)
        if await self.grown(span):
            return True
        for unit in ("line", "word", "character"):
            on, back = _SELECTING[unit]
            for _ in range(FAR * 2):
                now = pane.selection
                if now == span:
                    return True
                if unit == "line" and (now or (0, pane.cursor))[1] + _LINE >= span[1]:
                    break
                if now is not None and now[1] >= span[1]:
                    await self.press("adding", *[back] * (now[1] > span[1]))
                    break
                await self.press("adding", on)
        return pane.selection == span

    async def grown(self, span: Span) -> bool:
        """By `space`, where the words are a word, a sentence or a paragraph."""
        steps = (word_at, sentence_at, paragraph_at)
        count = next((count for count, at in enumerate(steps, 1) if at(self.record.text, span[0]) == span), 0)
        await self.press("adding", *["space"] * count)
        return count > 0 and self.reader.article.selection == span

    def letters(self, start: int) -> list[str] | None:
        """`/` and as many letters as single the place out, as the search goes on from the cursor."""
        text, cursor = self.record.text, self.reader.article.cursor
        marks = next((count for count in range(3) if text[start + count].isalnum()), 0)  # on no keyboard: “ and ‘
        start += marks
        for length in range(1, 40):
            typed = text[start : start + length]
            if "\n" in typed or typed[-1] == " " or not all(one.isalnum() or one.isascii() for one in typed):
                continue
            found = [hit.span[0] for hit in hits(self.record, typed)]
            if found and next((place for place in found if place >= cursor), found[0]) == start:
                clear = ["backspace"] if self.reader.state.search else []
                return ["slash", *clear, *_keys(typed), "enter", "escape", *["ctrl+left"] * marks]
        return None

    def arrows(self, start: int) -> list[str] | None:
        """To the article and there by words."""
        text, at, keys = self.record.text, self.reader.article.cursor, [] if self.reader.article.has_focus else ["tab"]
        while at != start and len(keys) < FAR:
            step = word_after if at < start else word_before
            after = step(text, at)
            if after == at or ((at < start) != (after <= start) and after != start):
                return None
            at = after
            keys.append("right" if step is word_after else "left")
        return keys if at == start else None


def _keys(words: str) -> list[str]:
    return ["space" if letter == " " else letter for letter in words]
