"""Where in an article a field stands: its sentence, and the quote around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from store.formats.context import Document
from store.model.fields import AnyField, Quote, Span


class Sentences:
    """Called with a span, it returns the sentence or sentences that contain it, on one line."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._spans = document.options.sentences(document.text)
        self._starts = [start for start, _ in self._spans]

    def __call__(self, span: Span) -> str:
        first = max(0, bisect_right(self._starts, span[0]) - 1)
        last = max(first, bisect_right(self._starts, span[1] - 1) - 1)
        if not self._spans:
            return ""
        return " ".join(self._text[self._spans[first][0] : self._spans[last][1]].split())


def quote_around(item: AnyField, quotes: Iterable[Quote]) -> Quote | None:
    """The first of the quotes that has the field's first span in one of its pieces."""
    start, end = item.spans[0]
    inside = (quote for quote in quotes if quote.alive and any(a <= start and end <= b for a, b in quote.spans))
    return next(inside, None)
