"""Gives ids to new fields: no id is used twice in a record, even if its field is gone."""

from __future__ import annotations

from collections.abc import Iterable

from store.model.fields import BY_LETTER, id_number


class IdCounter:
    """Called with the letter of a kind, it returns the next free id, such as `p8`."""

    def __init__(self, used: Iterable[str]) -> None:
        self._last = dict.fromkeys(BY_LETTER, 0)
        for identifier in used:
            letter = identifier[:1]
            if letter in self._last:
                self._last[letter] = max(self._last[letter], id_number(identifier))

    def __call__(self, letter: str) -> str:
        self._last[letter] += 1
        return f"{letter}{self._last[letter]}"
