"""Every library there is, for tests that must hold on all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from store.edit import Edit
from store.errors import StetError
from store.fields import GROUPS, Suggestions
from store.folder import FolderLibrary
from store.library import Committed, Library, Summary
from store.record import Article, Record
from store.unite import unite


class MemoryLibrary:
    """The protocol at its simplest: what the promises mean without a disk."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def add(self, article: Article, suggestions: Suggestions, edits: Sequence[Edit] = ()) -> Record:
        there = self.records.get(article.id)
        if there is not None and there.text != article.text:
            raise StetError("Not added", f"the library has another text under the id {article.id}")
        made = Record(article=article, suggestions=suggestions, edits=tuple(edits))
        return self.records.setdefault(article.id, made)

    def load(self, identifier: str) -> Record:
        if identifier not in self.records:
            raise StetError("No such article", f"{identifier} is not in the library")
        return self.records[identifier]

    def commit(self, identifier: str, edits: Sequence[Edit]) -> Committed:
        saved = self.load(identifier)
        united, renamed = unite(saved.suggestions, saved.edits, edits)
        self.records[identifier] = saved.with_edits(united)
        return Committed(self.records[identifier], renamed)

    def ids(self) -> Iterator[str]:
        yield from self.records

    def summaries(self) -> Iterator[Summary]:
        for record in self.records.values():
            fields = record.fields.values()
            yield Summary(
                id=record.id,
                title=record.article.title,
                source=record.article.source,
                date=record.article.date,
                status=record.status,
                counts={group: sum(item.alive for item in record.group(group)) for group in GROUPS},
                fields=len(fields),
                decided=record.decided,
                flags=sum(item.flag for item in fields),
            )

    def __contains__(self, identifier: str) -> bool:
        return identifier in self.records

    def remove(self, identifier: str) -> None:
        self.load(identifier)
        del self.records[identifier]


LIBRARIES: Final[dict[str, Callable[[Path], Library]]] = {
    "folder": FolderLibrary,
    "memory": lambda _: MemoryLibrary(),
}
