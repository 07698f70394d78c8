"""The built-in extractor: names, then numbers beside them, then quotes with speakers among them.

In a text that is not English, what `languages.anywhere` and `languages.figures` find, and `language` among the keys of
the suggestions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from extract.document import Document
from extract.languages.detector import LANGUAGE, other_language
from extract.names.finder import find_names
from extract.names.listed import Listing, WordList
from extract.names.tagger import Tagger
from extract.numbers import find_numbers
from extract.quotes import find_quotes
from store.model.fields import AnyField, Person, Place, Suggestions

NameFinder: TypeAlias = Callable[[Document], tuple[list[Person], list[Place]]]
"""From a document to its people and places, without ids, each ascending by first span."""


def compose(extractor: str, text: str, names: NameFinder) -> Suggestions:
    """Our numbers and quotes around anybody's names. `extractor` is `name/version`."""
    document = Document(text)
    people, places = names(document)
    _number(people)
    _number(places)
    numbers = find_numbers(document, [span for item in (*people, *places) for span in item.spans])
    _number(numbers)
    quotes = find_quotes(document, people)
    _number(quotes)
    document.reading.restore((*people, *places, *numbers, *quotes))
    return Suggestions(extractor=extractor, people=people, places=places, numbers=numbers, quotes=quotes)


def _number(fields: Sequence[AnyField]) -> None:
    for count, item in enumerate(fields, 1):
        item.id = f"{item.letter}{count}"


class NewsExtractor:
    """English news text; pure Python, in one process."""

    name = "news"
    version = "1"

    def __init__(self, words: WordList | None = None, learned: tuple[Tagger, str] | None = None) -> None:
        """`words` are the names of a desk's own lists, `learned` a tagger with other weights, and their version."""
        self._words = words
        self._tagger = None
        if learned is not None:
            self._tagger, of = learned
            self.version = f"{self.version}+{of}"

    def suggest(self, text: str) -> Suggestions:
        extractor = f"{self.name}/{self.version}"
        if language := other_language(text):
            return self._elsewhere(extractor, text, language)
        if self._words is None:
            return compose(extractor, text, partial(find_names, tagger=self._tagger))
        words, further = self._words, dict[str, list[AnyField]]()

        def names(document: Document) -> tuple[list[Person], list[Place]]:
            listing = Listing(words.find(document.text))
            found = find_names(document, listing, self._tagger)
            further.update(listing.others())
            document.reading.restore(item for items in further.values() for item in items)
            return found

        found = compose(extractor, text, names)
        found.others = further
        return found

    def _elsewhere(self, extractor: str, text: str, language: str) -> Suggestions:
        from extract.languages import anywhere, figures

        document = Document(text)
        listing = None if self._words is None else Listing(self._words.find(document.text))
        people, places = anywhere.find_names(document, listing)
        numbers, quotes = figures.find_numbers(document), anywhere.find_quotes(document)
        others = {} if listing is None else listing.others()
        for found in (people, places, numbers, quotes):
            _number(found)
        document.reading.restore((*people, *places, *numbers, *quotes, *(one for of in others.values() for one in of)))
        return Suggestions(
            extractor=extractor,
            people=people,
            places=places,
            numbers=numbers,
            quotes=quotes,
            others=others,
            extra={LANGUAGE: language},
        )
