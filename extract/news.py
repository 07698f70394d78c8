"""The built-in extractor: names, then numbers beside them, then quotes with speakers among them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.names import find_names
from extract.numbers import find_numbers
from extract.quotes import find_quotes
from store.fields import AnyField, Suggestions


class NewsExtractor:
    """English news text; pure Python, in one process."""

    name = "news"
    version = "1"

    def suggest(self, text: str) -> Suggestions:
        people, places = find_names(text)
        _number(people)
        _number(places)
        numbers = find_numbers(text, [span for item in (*people, *places) for span in item.spans])
        _number(numbers)
        quotes = find_quotes(text, people)
        _number(quotes)
        return Suggestions(
            extractor=f"{self.name}/{self.version}", people=people, places=places, numbers=numbers, quotes=quotes
        )


def _number(fields: Sequence[AnyField]) -> None:
    for count, item in enumerate(fields, 1):
        item.id = f"{item.letter}{count}"
