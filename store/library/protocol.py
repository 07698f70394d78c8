"""The interface of a library, whatever stores it. `folder` implements it, and `opening` opens the user's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from store.index.lessons import Fact, Vote
from store.index.summary import Summary
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.sync.rebase import Committed

if TYPE_CHECKING:
    from store.index.names import Names
    from store.library.documents import Documents
    from store.library.kinds import LibraryKinds
    from store.library.live import Live


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault. `mended` says how it was repaired; empty if it was not."""

    where: str
    what: str
    mended: str = ""


class Library(Protocol):
    """What the program needs of a store. Every method raises `StetError` if it fails."""

    @property
    def address(self) -> str:
        """What `open_library` opens the same library by, in another process too."""

    @property
    def name(self) -> str:
        """For people and messages."""

    @property
    def documents(self) -> Documents:
        """The small files that belong to no article."""

    @property
    def kinds(self) -> LibraryKinds: ...

    @property
    def warning(self) -> str:
        """A fault of the library as a whole that does not prevent its use; else empty."""

    @property
    def login(self) -> str:
        """Whom the server that keeps it has let in; empty without one."""

    @property
    def member(self) -> str | None:
        """The only name under which it takes edits from whoever has opened it; None where it takes any."""

    @property
    def read_only(self) -> str:
        """Why whoever has opened it may save nothing; empty where they may."""

    @property
    def live(self) -> Live | None:
        """What tells of others' changes; None where only looking does."""

    def exists(self) -> bool:
        """False before the first article is added, and where it has gone meanwhile."""

    def version(self) -> Hashable:
        """Another one after each change of the library, whoever makes it."""

    def make(self) -> None:
        """Make an empty library of one that does not exist yet."""

    def add(
        self,
        article: Article,
        suggestions: Suggestions,
        edits: Sequence[Edit] = (),
        extra: Json | None = None,
        added: str = "",
    ) -> Record:
        """Add an article and return its record as it is on disk; one that exists is returned unchanged.

        `extra` holds unknown keys, as `Record.extra` does; `added` is when another library added it, else now.
        """

    def added(self, identifier: str) -> str:
        """When the article was added, ISO 8601 in UTC."""

    def load(self, identifier: str) -> Record: ...

    def stored(self, identifier: str) -> Record:
        """The record with its fields as they are stored, not folded again, without suggestions and edits: many of a
        large library are to be read at once."""

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        """Append edits to the record; on return they are on disk.

        `edits` are the latest of one author, in order, from the first that may not be saved; those that are saved are
        not added again.
        """

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        """The ids of matching articles, without damaged ones; see `query` for the language, `find` for the orders."""

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        """Summaries by id, for a page of a long list; at most a thousand. Missing ids are left out."""

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        """Summaries of matching articles. `order` is added, date, title, status or doubts, reversed by a minus."""

    def count(self, query: str = "") -> dict[str, int]:
        """The number of matching articles by status."""

    def with_text(self, text: str) -> str | None:
        """The id of an article with the same text, or None."""

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        """The id of this annotator's last step over several articles, and the articles where it is not undone.

        With `before`, the last of those before that one. It is a step `of_fields`, or one that finished or reopened
        articles.
        """

    def typed(self, attribute: str, *, word: str = "", kind: str = "") -> list[str]:
        """What persons gave this attribute of numbers beside this word, or of this kind, the most frequent first."""

    def taught(self, last: int) -> list[tuple[str, str]]:
        """The `last` articles that are done and whose decisions teach something, the earliest first: ids, and when."""

    def latest_forms(self, articles: int) -> list[str]:
        """The forms of names that were decided in so many articles, the latest first."""

    def lesson_counts(self) -> tuple[int, int]:
        """How many forms of names were decided, and of how many names a person has said something."""

    def votes(self, forms: Sequence[str]) -> dict[str, list[Vote]]:
        """What these forms of names were decided to be, the latest article first; forms without a vote are left out."""

    def facts(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
        """What a person said last of the names of these kinds and keys."""

    def names(self) -> Names:
        """The decided names of all articles, as of now, for this thread only."""

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Make whatever answers questions up to date; `progress` gets how many articles are done, and of how many."""

    def __contains__(self, identifier: str) -> bool: ...

    def remove(self, identifier: str) -> None: ...

    def remove_all(self, identifiers: Sequence[str]) -> None:
        """Remove articles and whatever is known of them. Can be repeated after an interruption."""

    def damaged(self) -> dict[str, str]:
        """What is damaged and what was set aside: by the place that `check` gives, the name for `remove_damaged`."""

    def remove_damaged(self, names: Sequence[str]) -> None:
        """Remove what is damaged, with all that is kept of it."""

    def check(self, repair: bool = False, progress: Callable[[int], None] | None = None) -> Iterator[Finding]:
        """What is wrong, repaired if `repair`. Calls `progress` with the number of records checked so far."""

    def close(self) -> None:
        """Let go of files and connections; whatever is asked afterwards opens them again."""
