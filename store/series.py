"""Words one after another, as a sentence has them: `people, places and numbers`."""

from __future__ import annotations

from collections.abc import Iterable


def series(words: Iterable[str], last: str = "and") -> str:
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end
