"""Every library there is, for tests that must hold on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from store.disk.tables import EncodedRecord, to_tables
from store.errors import StetError
from store.hashing import text_hash
from store.index.database import Index
from store.index.lessons import Fact, Vote
from store.index.rows import row_of
from store.index.summary import Summary
from store.jsontext import decode, encode
from store.library.folder import FolderLibrary
from store.library.protocol import Library
from store.model.edit import Edit
from store.model.fields import Json, Suggestions
from store.model.record import Article, Record
from store.sync.rebase import Committed, rebase


class MemoryLibrary:
    """The protocol at its simplest: what the promises mean without a disk."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def add(
        self, article: Article, suggestions: Suggestions, edits: Sequence[Edit] = (), extra: Json | None = None
    ) -> Record:
        there = self.records.get(article.id)
        if there is not None and there.text != article.text:
            raise StetError("Not added", f"the library has another text under the id {article.id}")
        made = Record(article=article, suggestions=suggestions, edits=tuple(edits), extra=extra or {})
        return self.records.setdefault(article.id, made)

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
        return self._index().ids(query, order, limit)

    def summaries(self, identifiers: Sequence[str]) -> dict[str, Summary]:
        return self._index().summaries(identifiers)

    def find(self, query: str = "", order: str = "added", limit: int | None = None) -> Iterator[Summary]:
        return self._index().find(query, order, limit)

    def count(self, query: str = "") -> dict[str, int]:
        return self._index().count(query)

    def with_text(self, text: str) -> str | None:
        return self._index().with_text(text_hash(text))

    def last_step(self, by: str, before: str = "", *, of_fields: bool = True) -> tuple[str, list[str]] | None:
        return self._index().last_step(by, before, of_fields=of_fields)

    def typed(self, attribute: str, *, word: str = "", kind: str = "") -> list[str]:
        return self._index().lessons.typed(attribute, word, kind)

    def taught(self, last: int) -> list[tuple[str, str]]:
        return self._index().lessons.taught(last)

    def votes(self, forms: Sequence[str]) -> dict[str, list[Vote]]:
        return self._index().lessons.votes(forms)

    def facts(self, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Fact]:
        return self._index().lessons.facts(names)

    def _index(self) -> Index:
        """Made anew for every question."""
        index = Index("")
        index.prepare()
        for number, record in enumerate(self.records.values()):
            encoded = EncodedRecord(sha256=text_hash(record.text), added="")
            tables = decode(encode(to_tables(record, encoded)))
            index.put(f"{number:016x}", (number, 0, 0), row_of(tables, record.text), record.text)
        return index

    def __contains__(self, identifier: str) -> bool:
        return identifier in self.records

    def remove(self, identifier: str) -> None:
        self.load(identifier)
        del self.records[identifier]


LIBRARIES: Final[dict[str, Callable[[Path], Library]]] = {
    "folder": FolderLibrary,
    "memory": lambda _: MemoryLibrary(),
}
