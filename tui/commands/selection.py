"""Which articles of the library a command is about: the QUERY of `stet list` and `stet export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.errors import StetError
from store.library.protocol import Library, Summary
from store.model.record import Record
from tui.terminal.output import say


def selected(library: Library, query: Sequence[str]) -> Iterator[Summary]:
    """Articles that answer QUERY, in the order of adding. Damaged records always come, so that no list hides one."""
    return library.find(" ".join(query))


def whole(library: Library, query: Sequence[str]) -> tuple[list[str], int]:
    """The ids of the articles that answer QUERY, and how many damaged records were left out, each said."""
    found: list[str] = []
    broken = 0
    for summary in selected(library, query):
        if summary.damage is None:
            found.append(summary.id)
        else:
            broken += 1
            _say(summary.damage)
    return found, broken


def _say(why: str) -> None:
    say(f"stet: left out: {why}")


class Records:
    """The records behind summaries, one at a time; `broken` counts those that could not be read, each said."""

    def __init__(self, library: Library, summaries: Iterator[Summary]) -> None:
        self._library = library
        self._summaries = summaries
        self.broken = 0

    def __iter__(self) -> Iterator[Record]:
        for summary in self._summaries:
            if summary.damage is not None:
                self._say(summary.damage)
                continue
            try:
                record = self._library.load(summary.id)
            except StetError as error:
                self._say(str(error))
                continue
            yield record

    def _say(self, why: str) -> None:
        self.broken += 1
        _say(why)
