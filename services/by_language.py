"""The built-in extractor for English, and another for articles in other languages, as the configuration says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from extract.extractor import Extractor
from extract.languages.detector import LANGUAGE, other_language
from store.model.fields import Suggestions


class ByLanguage:
    """What `other` gives is loaded for the first article that needs it."""

    def __init__(self, english: Extractor, other: Callable[[], Extractor]) -> None:
        self._english, self._load = english, other
        self.name, self.version = english.name, english.version

    @cached_property
    def _other(self) -> Extractor:
        return self._load()

    def suggest(self, text: str) -> Suggestions:
        language = other_language(text)
        if not language:
            return self._english.suggest(text)
        found = self._other.suggest(text)
        found.extra = {**found.extra, LANGUAGE: language}
        return found
