"""What every library offers, whatever it is kept in, and how the one in use is found.

The one there is, a folder of TinyDB files, is in `folder`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.user_folders import user_folder

if TYPE_CHECKING:
    from store.library.folder import FolderLibrary


CountDoubts: TypeAlias = Callable[[Record], int]
"""How many fields of a record are in doubt: given from above, for the store has no opinion on that."""


class Committed(NamedTuple):
    """What is on disk after a save, and the fields that got another id because theirs was taken meanwhile."""

    record: Record
    renamed: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of a list. `counts` by group leave out what was struck out; `doubts` is None where they were not
    counted; `damage` says why there is nothing else."""

    id: str
    title: str = ""
    source: str = ""
    date: str | None = None
    status: str = "new"
    counts: dict[str, int] = field(default_factory=dict)
    fields: int = 0
    decided: int = 0
    flags: int = 0
    doubts: int | None = None
    damage: str | None = None


class Library(Protocol):
    """What the program needs of a store. Whatever cannot be done raises `StetError`."""

    def add(
        self, article: Article, suggestions: Suggestions, edits: Sequence[Edit] = (), extra: Json | None = None
    ) -> Record:
        """The record as it is on disk: where the article is there already, that one, untouched.

        `extra` holds keys of other programs, as `Record.extra` does.
        """

    def load(self, identifier: str) -> Record: ...

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        """Save edits behind those that are there; on return they are on disk.

        `edits` are the last of their author's line, in order, from the first that may not be saved yet; those
        that are there already are not added again.
        """

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """Of the articles that answer; see `query` for the language, `find` for the orders."""

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """A page of a long list, by id; at most a thousand. Those that are not there are left out."""

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """`order` is added, date, title, status or doubts, with a minus in front the other way round."""

    def count(self, query: str = "") -> dict[str, int]:
        """How many articles of each status."""

    def with_text(self, text: str) -> str | None:
        """The id of an article with the same text."""

    def __contains__(self, identifier: str) -> bool: ...

    def remove(self, identifier: str) -> None: ...


def open_library(path: str | Path | None = None, *, doubts: CountDoubts | None = None) -> FolderLibrary:
    """At `path`, else $STET_LIBRARY, else in the user's data folder. Without `doubts` the index does not count them."""
    from store.library.folder import FolderLibrary

    chosen = path or os.environ.get("STET_LIBRARY")
    if not chosen:
        chosen = user_folder("data") / "library"
    return FolderLibrary(Path(chosen).expanduser(), doubts)
