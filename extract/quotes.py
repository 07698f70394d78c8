"""Quotations: their pieces joined, who said them, and the word that says so."""

from __future__ import annotations

from collections.abc import Sequence

from store.fields import Person, Quote


def find_quotes(text: str, people: Sequence[Person] = ()) -> list[Quote]:
    """Fields without ids, ascending by first span; `speaker` is the id of one of `people`, or None."""
    return []
