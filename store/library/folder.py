"""A library as a folder with one TinyDB file per article.

docs/store.md has its promises. `layout` names its files, `record_files` reads and writes them, `rebase` combines
concurrent edits, and `index_sync` answers queries.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from store.disk.layout import DAMAGED, file_name, has_record, is_library, path_of, record_path
from store.disk.tables import NOT_TABLES, as_stored
from store.errors import StetError
from store.hashing import text_hash
from store.library.admission import admit, admit_edits
from store.library.documents import FolderDocuments
from store.library.format_file import check_format, create
from store.library.kinds import LibraryKinds
from store.library.record_files import NO_RECORD, RecordFiles, damaged
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.oserrors import oserror_as
from store.sync.rebase import Committed, rebase

if TYPE_CHECKING:
    from store.index.database import Index
    from store.index.lessons import Fact, Vote
    from store.index.names import Names
    from store.index.summary import CountDoubts, Summary
    from store.index.sync import IndexSync
    from store.library.protocol import Finding

_Answer = TypeVar("_Answer")


class FolderLibrary:
    """Adding the first article creates the folder; until then a missing folder is an empty library."""

    def __init__(
        self, path: Path, doubts: CountDoubts | None = None, kinds: Path | None = None, insist: bool = False
    ) -> None:
        """`kinds` is a kinds file for a library without one; with `insist` a library with another is refused."""
        self.path = path.absolute()
        self._count_doubts = doubts
        self.files = RecordFiles(self.path)
        self.warning = check_format(self.path)
        self.member = None
        self.read_only = ""
        self.login = ""
        self.live = None
        """A fault of the library as a whole that does not prevent its use; else empty."""
        self.documents = FolderDocuments(self.path)
        self.kinds = LibraryKinds(self.address, self.documents, self.files.have_fields_of, kinds, insist)
        if insist and self.kinds.is_unwritten and is_library(self.path):
            self.kinds.settle()

    @property
    def address(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        return str(self.path)

    def exists(self) -> bool:
        return self.path.is_dir()

    def make(self) -> None:
        with oserror_as("Not made", str(self.path)):
            create(self.path)
            self.kinds.settle()

    def add(
        self,
        article: Article,
        suggestions: Suggestions,
        edits: Sequence[Edit] = (),
        extra: Json | None = None,
        added: str = "",
    ) -> Record:
        record, encoded = admit(article, suggestions, edits, extra or {}, added)
        with oserror_as("Not added", str(self.path)):
            create(self.path)
            self.kinds.settle()
            name = file_name(article.id)
            with self.files.lock(name):
                if article.id in self:
                    return self._existing(name, article)
                self.files.write_text(name, article.text)
                self.files.write(name, record, encoded)
                return record

    def load(self, identifier: str) -> Record:
        with oserror_as("Not opened", identifier):
            return self.files.read(identifier).record

    def added(self, identifier: str) -> str:
        with oserror_as("Not opened", identifier):
            return self.files.read(identifier).encoded.added

    def stored(self, identifier: str) -> Record:
        name = file_name(identifier)
        with oserror_as("Not read", identifier):
            tables, text = self.files.read_tables(name)
        try:
            return as_stored(tables, text)
        except NOT_TABLES:
            raise damaged(name, NO_RECORD) from None

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        name = file_name(identifier)
        with oserror_as("Not saved", str(self.path)), self._lock(name):
            _, saved, encoded, folds = self.files.read(identifier)
            rebased, renamed = rebase(saved.suggestions, saved.edits, edits)
            admit_edits(rebased[len(saved.edits) :], saved.text)
            record = folds.with_edits(saved, rebased) if len(rebased) > len(saved.edits) else saved
            # Write even if nothing is new: a save that failed at its last step may have left the edits in the file
            # without syncing it to disk.
            self.files.write(name, record, encoded, folds)
            return Committed(record, renamed)

    @contextlib.contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        """To save; of a library whose folder has gone meanwhile, that is said."""
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(self.files.lock(name))
            except FileNotFoundError:
                raise StetError("Not saved", f"{self.path} is not there; put it back and it will be saved") from None
            yield

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        return self._ask(lambda index: index.ids(query, order, limit))

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        return dict(self._ask(lambda index: iter(index.summaries(identifiers).items())))

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        return self._ask(lambda index: index.find(query, order, limit))

    def count(self, query: str = "") -> dict[str, int]:
        return dict(self._ask(lambda index: iter(index.count(query).items())))

    def version(self) -> frozenset[tuple[str, int]]:
        """Another one after each change of the library, whoever makes it."""
        with oserror_as("Library not read", str(self.path)):
            return self.files.version()

    def with_text(self, text: str) -> str | None:
        return next(self._ask(lambda index: iter([index.with_text(text_hash(text))])))

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        return next(self._ask(lambda index: iter([index.last_step(by, before, of_fields=of_fields)])))

    def typed(self, attribute: str, *, word: str = "", kind: str = "") -> list[str]:
        return [*self._ask(lambda index: iter(index.lessons.typed(attribute, word, kind)))]

    def taught(self, last: int) -> list[tuple[str, str]]:
        return [*self._ask(lambda index: iter(index.lessons.taught(last)))]

    def latest_forms(self, articles: int) -> list[str]:
        """The forms of names that were decided in so many articles, the latest first."""
        return [*self._ask(lambda index: iter(index.lessons.latest(articles)))]

    def lesson_counts(self) -> tuple[int, int]:
        """How many forms of names were decided, and of how many names a person has said something."""
        return next(self._ask(lambda index: iter([index.lessons.counts()])))

    def votes(self, forms: Sequence[str]) -> dict[str, list[Vote]]:
        return next(self._ask(lambda index: iter([index.lessons.votes(forms)])))

    def facts(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
        return next(self._ask(lambda index: iter([index.lessons.facts(names)])))

    def __contains__(self, identifier: str) -> bool:
        with oserror_as("Not read", identifier):
            return has_record(self.path, file_name(identifier))

    def remove(self, identifier: str) -> None:
        self.remove_all([identifier])

    def remove_all(self, identifiers: Sequence[str]) -> None:
        """Can be repeated after an interruption: it removes whatever is left of an article."""
        from store.library.given import forget
        from store.library.register_file import forget as forget_fields
        from store.library.removal import remove_all

        remove_all(self.files, self.index_sync, {file_name(identifier): identifier for identifier in identifiers})
        forget(self.documents, set(identifiers))
        forget_fields(self.documents, set(identifiers))

    def damaged(self) -> dict[str, str]:
        from store.library.aside import names_aside

        records = {record_path(one.id): one.id for one in self.find() if one.damage is not None}
        return records | {path_of(DAMAGED, name): name for name in names_aside(self.path)}

    def remove_damaged(self, names: Sequence[str]) -> None:
        """Remove damaged records with their texts and copies, by the name of their files without suffix; and files in
        `damaged/`, by name."""
        from store.library.removal import remove_damaged

        remove_damaged(self.files, self.index_sync, names)

    def names(self) -> Names:
        return self.index_sync.index().names

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        self.index_sync.index(progress)

    def check(self, repair: bool = False, progress: Callable[[int], None] | None = None) -> Iterator[Finding]:
        from store.library.check import check

        return check(self.files, self.index_sync, self.warning, repair, progress)

    def close(self) -> None:
        if "index_sync" in vars(self):
            self.index_sync.close()

    @functools.cached_property
    def index_sync(self) -> IndexSync:
        """Imported and opened at the first query; no save waits for it."""
        from store.index.sync import IndexSync

        return IndexSync(self.path, self.files.read_tables, self._finish_removal, self._count_doubts)

    def _finish_removal(self, name: str) -> None:
        from store.library.removal import finish

        finish(self.files, name)

    def _existing(self, name: str, article: Article) -> Record:
        _, record, encoded, folds = self.files.read(article.id)
        if record.text != article.text:
            raise StetError(
                "Not added", f"the library has another text under the id {article.id}; give it a different id"
            )
        if self.files.is_unsynced(name):
            self.files.write(name, record, encoded, folds)
        return record

    def _ask(self, question: Callable[[Index], Iterator[_Answer]]) -> Iterator[_Answer]:
        return self.index_sync.ask(question)
