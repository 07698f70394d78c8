"""People and places: the mentions that the tagger finds, put together into one field each."""

from __future__ import annotations

from store.fields import Person, Place


def find_names(text: str) -> tuple[list[Person], list[Place]]:
    """Fields without ids, ascending by first span."""
    return [], []
