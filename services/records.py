"""The ids and records that match a query, and why there are none; unreadable records are reported and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from services.report import Say, ignore
from store.errors import StetError
from store.index.summary import Summary
from store.library.protocol import Library
from store.model.record import Record


def whole(library: Library, query: str, say: Say = ignore) -> tuple[list[str], int]:
    """The ids of matching articles, in the order of adding, and the number of damaged records left out."""
    ids: list[str] = []
    damaged = 0
    for summary in library.find(query):
        if summary.damage is None:
            ids.append(summary.id)
        else:
            damaged += 1
            say(f"left out: {summary.damage}")
    return ids, damaged


def nothing_yet(library: Library) -> str | None:
    """Why no query finds anything there; None if there are articles."""
    if not library.exists():
        return f"there is no library in {library.name} yet; stet add PATH makes one"
    if not any(True for _ in library.ids()):
        return f"the library {library.name} is empty; stet add PATH puts articles in it"
    return None


def nothing_found(library: Library) -> str:
    """Why a query found nothing."""
    return nothing_yet(library) or f"no article in {library.name} matches; stet list shows what there is"


class Records:
    """Iterates over the records of ids or summaries; damaged summaries count as broken.

    `say` is called with a line for each record that cannot be read, `progress` with the number of each before it is
    read. `read` counts the records read.
    """

    def __init__(
        self,
        library: Library,
        articles: Iterable[Summary | str],
        say: Say = ignore,
        progress: Callable[[int], object] | None = None,
    ) -> None:
        self.library = library
        self._articles = articles
        self._say = say
        self._progress = progress
        self.broken: list[str] = []
        """For each unreadable record, the reason."""
        self.read = 0

    def __iter__(self) -> Iterator[Record]:
        for number, article in enumerate(self._articles, 1):
            if self._progress is not None:
                self._progress(number)
            if not isinstance(article, str) and article.damage is not None:
                self._leave_out(article.damage)
                continue
            try:
                record = self.library.load(article if isinstance(article, str) else article.id)
            except StetError as error:
                self._leave_out(error.message)
                continue
            self.read += 1
            yield record

    def _leave_out(self, why: str) -> None:
        self.broken.append(why)
        self._say(f"left out: {why}")
