"""Which articles have conflicts, how many are open in each, and where the next one is. Shows nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from store.errors import StetError
from store.model.record import Record
from store.sync.conflicts import disputed

if TYPE_CHECKING:
    from store.library.protocol import Library


class Conflicts:
    """`warning` says why articles that could not be read have been left out."""

    def __init__(self, library: Library, identifiers: Iterable[str]) -> None:
        self._open: dict[str, int] = {}
        self.warning = ""
        for identifier in identifiers:
            try:
                self._open[identifier] = len(disputed(library.load(identifier)))
            except StetError as error:
                self.warning = f"{error.title}: {error.message}"
        self.articles = list(self._open)
        self.total = self.open

    @property
    def open(self) -> int:
        """In all articles."""
        return sum(self._open.values())

    @property
    def settled(self) -> int:
        return self.total - self.open

    def count(self, record: Record) -> None:
        """Count one article anew; a conflict that has come meanwhile adds to the total."""
        self._open[record.id] = len(disputed(record))
        self.total = max(self.total, self.open)

    def first(self) -> int:
        """The place of the first article with a conflict; 0 where there is none."""
        return next((place for place, name in enumerate(self.articles) if self._open[name]), 0)

    def next(self, article: int, step: int) -> int | None:
        """The nearest article with a conflict after this one, or with a step of -1 before it."""
        there = range(article + step, len(self.articles) if step > 0 else -1, step)
        return next((place for place in there if self._open[self.articles[place]]), None)
