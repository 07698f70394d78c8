"""Which articles of the library a command is about: the QUERY of `stet list` and `stet export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click

from store.library import Library, Summary
from store.record import Record

_STATUSES: Final = ("new", "started", "done")


def selected(library: Library, query: Sequence[str]) -> Iterator[Summary]:
    """Articles that answer to every word: `status:new|started|done`, an id, or words of title and source.

    Damaged records always come, so that no list hides one.
    """
    words = [word.casefold() for part in query for word in part.split()]
    for word in words:
        if word.startswith("status:") and word.removeprefix("status:") not in _STATUSES:
            raise click.UsageError(f"{word}: a status is one of {', '.join(_STATUSES)}")
    for summary in library.summaries():
        if summary.damage is not None or all(_answers(summary, word) for word in words):
            yield summary


def _answers(summary: Summary, word: str) -> bool:
    if word.startswith("status:"):
        return summary.status == word.removeprefix("status:")
    return word == summary.id or word in f"{summary.title} {summary.source}".casefold()


class Records:
    """The records behind summaries, one at a time; `broken` counts those that could not be read, each said."""

    def __init__(self, library: Library, summaries: Iterator[Summary]) -> None:
        self._library = library
        self._summaries = summaries
        self.broken = 0

    def __iter__(self) -> Iterator[Record]:
        from store.errors import StetError

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
        click.echo(f"stet: left out: {why}", err=True)
