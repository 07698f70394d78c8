"""What every library offers, whatever keeps it. `folder` is the one there is, and `opening` opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from store.index.summary import Summary
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.sync.rebase import Committed


class Library(Protocol):
    """What the program needs of a store. Whatever cannot be done raises `StetError`."""

    def add(
        self, article: Article, suggestions: Suggestions, edits: Sequence[Edit] = (), extra: Json | None = None
    ) -> Record:
        """The record as it is on disk: an article that is there already stays as it is.

        `extra` holds keys of other programs, as `Record.extra` does.
        """

    def load(self, identifier: str) -> Record: ...

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        """Save edits behind those that are there; on return they are on disk.

        `edits` are their author's latest, in order, from the first that may not be saved yet; those that are there
        already are not added again.
        """

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """Of the articles that match; see `query` for the language, `find` for the orders."""

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """A page of a long list, by id; at most a thousand. Ids that are not there are left out."""

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """`order` is added, date, title, status or doubts; a minus in front reverses it."""

    def count(self, query: str = "") -> dict[str, int]:
        """How many articles have each status."""

    def with_text(self, text: str) -> str | None:
        """The id of an article with the same text."""

    def __contains__(self, identifier: str) -> bool: ...

    def remove(self, identifier: str) -> None: ...
