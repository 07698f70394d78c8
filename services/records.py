"""The articles that a query is about, and their records one at a time; what cannot be read is said and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from services.report import Say, unheard
from store.errors import StetError
from store.index.summary import Summary
from store.library.protocol import Library
from store.model.record import Record


def whole(library: Library, query: str, say: Say = unheard) -> tuple[list[str], int]:
    """The ids of the articles that answer, in the order of adding, and how many damaged records were left out."""
    found: list[str] = []
    damaged = 0
    for summary in library.find(query):
        if summary.damage is None:
            found.append(summary.id)
        else:
            damaged += 1
            say(f"left out: {summary.damage}")
    return found, damaged


class Records:
    """Of ids, or of the summaries that a query finds: the damaged ones among them count as broken.

    `say` hears a line for each that could not be read, `progress` the number of each before it is read.
    """

    def __init__(
        self,
        library: Library,
        articles: Iterable[Summary | str],
        say: Say = unheard,
        progress: Callable[[int], object] | None = None,
    ) -> None:
        self._library = library
        self._articles = articles
        self._say = say
        self._progress = progress
        self.broken: list[str] = []
        """Why each of them could not be read."""
        self.read = 0

    def __iter__(self) -> Iterator[Record]:
        for place, article in enumerate(self._articles, 1):
            if self._progress is not None:
                self._progress(place)
            if not isinstance(article, str) and article.damage is not None:
                self._leave_out(article.damage)
                continue
            try:
                record = self._library.load(article if isinstance(article, str) else article.id)
            except StetError as error:
                self._leave_out(error.message)
                continue
            self.read += 1
            yield record

    def _leave_out(self, why: str) -> None:
        self.broken.append(why)
        self._say(f"left out: {why}")
