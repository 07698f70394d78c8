"""How the robot fills a box of the editor: letter by letter, looking at what is offered and said after each.

Takes an offer when it sees it, a word of the article more or less where that is all, and types the rest.
"""

from __future__ import annotations

from typing import Final

from robot_reading import word_difference
from robot_selecting import Selecting
from textual.widgets import Input, Static

_SHORT: Final = {"USD": "$", "0.3333": "1/3", "0.6667": "2/3", "0.1667": "1/6", "percent": "%"}
"""What a person knows may be typed instead."""
_GROWING: Final = {"start": ("alt+shift+right", "alt+shift+left"), "end": ("alt+left", "alt+right")}


class Typing(Selecting):
    """A box that has the focus, its text selected."""

    async def fill(self, text: str) -> None:
        box = self.app.focused
        if not isinstance(box, Input) or box.value == text:
            return
        if not text:
            await self.press("correcting", "backspace")
            return
        by_words = word_difference(box.value, text)
        count = sum(abs(words) for _, words in by_words or [])
        if by_words and 0 < count < self._downs(text, count):
            for edge, words in by_words:
                await self._grow(box, text, _GROWING[edge][words > 0], abs(words))
            if box.value == text:
                return
        await self._type(box, text)

    async def _grow(self, box: Input, text: str, key: str, words: int) -> None:
        """Until it is right; what is one word to a person may be two keys."""
        for count in range(2 * words):
            before = box.value
            if before == text or (count >= words and len(before) > len(text)):
                return
            await self.press("correcting", key)
            if box.value == before:
                return

    async def _type(self, box: Input, text: str) -> None:
        if (downs := self._downs(text, 3)) <= min(2, len(text)):
            await self.press("correcting", *["down"] * downs)
            return
        typed = _SHORT.get(text, text)
        if not box.selected_text and box.value:
            await self.press("correcting", *["backspace"] * len(box.value))
        for at, letter in enumerate(typed):
            await self.press("correcting", "space" if letter == " " else letter)
            left = len(typed) - at - 1
            if box.value == text or self._hint in (f"→ {text}",):
                return
            if self._ghost(box) == text and left > 1:
                await self.press("correcting", "right")
                return
            if (downs := self._downs(text, left)) < left:
                await self.press("correcting", *["down"] * downs)
                return

    @property
    def _hint(self) -> str:
        return str(self.app.screen.query_one("#hint", Static).render()).strip()

    def _ghost(self, box: Input) -> str:
        """What is shown behind the letters, in grey."""
        return box._suggestion  # noqa: SLF001  # Textual shows it, and tells nobody else

    def _downs(self, text: str, most: int) -> int:
        """How often `down` puts this text in, by what is listed below; more than `most` if it is not in sight."""
        if not self.said.startswith("↓ "):
            return most + 1
        listed = [one.strip("▌ ") for one in self.said.removeprefix("↓ ").split(" · ")]
        return listed.index(text) + 1 if text in listed else most + 1
