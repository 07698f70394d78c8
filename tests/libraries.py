"""Every library there is, for tests that must hold on all of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from pathlib import Path
from typing import Final

from store.disk.tables import EncodedRecord, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.index.database import Index
from store.index.lessons import Fact, Vote
from store.index.names import Names
from store.index.rows import row_of
from store.index.summary import Summary
from store.jsontext import decode, encode
from store.library import given, register_file
from store.library.documents import LARGEST, NOT_OURS, too_large
from store.library.folder import FolderLibrary
from store.library.kinds import LibraryKinds
from store.library.protocol import Finding, Library
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.postgres.library import PostgresLibrary
from store.sync.rebase import Committed, rebase


class MemoryDocuments:
    """The small files of a library without a disk."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[int, bytes]] = {}
        """By name the number of the change that made them, and what is in them."""
        self._changes = 0

    def read(self, name: str, limit: int = LARGEST, smaller: str = NOT_OURS) -> bytes | None:
        data = self.kept[name][1] if name in self.kept else None
        if data is not None and len(data) > limit:
            raise too_large(self.where(name), limit, smaller)
        return data

    def signature(self, name: str) -> Hashable | None:
        return self.kept[name][0] if name in self.kept else None

    def names(self, folder: str) -> list[str]:
        return sorted(name.removeprefix(f"{folder}/") for name in self.kept if name.startswith(f"{folder}/"))

    def replace(self, name: str, data: bytes) -> None:
        self._changes += 1
        self.kept[name] = self._changes, data

    def remove(self, name: str) -> None:
        self.kept.pop(name, None)

    def locked(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def where(self, name: str) -> str:
        return name


class MemoryLibrary:
    """The protocol at its simplest: what the promises mean without a disk."""

    warning = ""
    member = None
    read_only = ""
    login = ""
    live = None
    name = "memory"
    address = ""
    """No other process can open it."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.times: dict[str, str] = {}
        self.documents = MemoryDocuments()
        self.kinds = LibraryKinds(self.address, self.documents, lambda _: False)

    def exists(self) -> bool:
        return True

    def version(self) -> Hashable:
        return tuple((identifier, record.seq) for identifier, record in self.records.items())

    def make(self) -> None:
        pass

    def add(
        self,
        article: Article,
        suggestions: Suggestions,
        edits: Sequence[Edit] = (),
        extra: Json | None = None,
        added: str = "",
    ) -> Record:
        there = self.records.get(article.id)
        if there is not None and there.text != article.text:
            raise StetError("Not added", f"the library has another text under the id {article.id}")
        made = Record(article=article, suggestions=suggestions, edits=tuple(edits), extra=extra or {})
        self.times.setdefault(article.id, added)
        return self.records.setdefault(article.id, made)

    def added(self, identifier: str) -> str:
        return self.times[identifier]

    def load(self, identifier: str) -> Record:
        if identifier not in self.records:
            raise StetError("No such article", f"{identifier} is not in the library")
        return self.records[identifier]

    def stored(self, identifier: str) -> Record:
        record = self.load(identifier)
        return Record(article=record.article, suggestions=Suggestions(), known_fold=record.folded)

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        saved = self.load(identifier)
        united, renamed = rebase(saved.suggestions, saved.edits, edits)
        self.records[identifier] = saved.with_edits(united)
        return Committed(self.records[identifier], renamed)

    def ids(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[str]:
        return self.indexed().ids(query, order, limit)

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        return self.indexed().summaries(identifiers)

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        return self.indexed().find(query, order, limit)

    def count(self, query: str = "") -> dict[str, int]:
        return self.indexed().count(query)

    def with_text(self, text: str) -> str | None:
        return self.indexed().with_text(text_hash(text))

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        return self.indexed().last_step(by, before, of_fields=of_fields)

    def typed(self, attribute: str, *, word: str = "", kind: str = "") -> list[str]:
        return self.indexed().lessons.typed(attribute, word, kind)

    def taught(self, last: int) -> list[tuple[str, str]]:
        return self.indexed().lessons.taught(last)

    def latest_forms(self, articles: int) -> list[str]:
        return self.indexed().lessons.latest(articles)

    def lesson_counts(self) -> tuple[int, int]:
        return self.indexed().lessons.counts()

    def votes(self, forms: Sequence[str]) -> dict[str, list[Vote]]:
        return self.indexed().lessons.votes(forms)

    def facts(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
        return self.indexed().lessons.facts(names)

    def names(self) -> Names:
        return self.indexed().names

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        pass

    def check(self, repair: bool = False, progress: Callable[[int], None] | None = None) -> Iterator[Finding]:
        return iter(())

    def close(self) -> None:
        pass

    def indexed(self) -> Index:
        """Made anew for every question."""
        index = Index("")
        index.prepare()
        with index.writing():
            for number, record in enumerate(self.records.values()):
                encoded = EncodedRecord(sha256=text_hash(record.text), added="")
                tables = decode(encode(to_tables(record, encoded)))
                index.put(f"{number:016x}", (number, 0, 0), row_of(tables, record.text), record.text)
        return index

    def __contains__(self, identifier: str) -> bool:
        return identifier in self.records

    def remove(self, identifier: str) -> None:
        self.remove_all([identifier])

    def remove_all(self, identifiers: Sequence[str]) -> None:
        for identifier in identifiers:
            self.load(identifier)
            del self.records[identifier]
        given.forget(self.documents, set(identifiers))
        register_file.forget(self.documents, set(identifiers))

    def damaged(self) -> dict[str, str]:
        return {}

    def remove_damaged(self, names: Sequence[str]) -> None:
        raise StetError("Nothing is damaged", "memory never is")


LIBRARIES: Final[dict[str, Callable[[str], Library]]] = {
    "folder": lambda address: FolderLibrary(Path(address)),
    "memory": lambda _: MemoryLibrary(),
    "postgres": PostgresLibrary,
}
"""By name, what makes one at an address; `conftest` makes the addresses."""
ENGINES: Final = tuple(name for name in LIBRARIES if name != "memory")
"""Those that another process can open by its address."""
