"""Copies a library into another by their addresses, and says in a line what became of it.

`store.library.copying` copies and compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Final

from services.records import nothing_found
from services.report import Say, counted, ignore
from services.settings import open_library
from services.team import team_of
from store.errors import StetError
from store.library.copying import Copied, What, copy_articles, copy_documents, copy_kinds
from store.library.opening import is_on_server
from store.library.protocol import Library
from store.model.fields import Json

_WORDS: Final[dict[What, str]] = {
    "new": "copied",
    "longer": "with further edits",
    "united": "united with further edits there",
    "same": "there already",
    "different": "not the same",
    "damaged": "damaged and left out",
}


@dataclass(frozen=True, slots=True)
class CopyReport:
    """`articles` are those of which there is something to say; `unlike` and `stayed` have a line for each document and
    each part of the library that is not there as it is here."""

    name: str
    counts: Counter[What]
    articles: tuple[Copied, ...]
    unlike: tuple[str, ...]
    stayed: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.unlike or self.counts["different"] or self.counts["damaged"])

    @property
    def compared(self) -> int:
        return self.counts.total() - self.counts["damaged"]

    def __str__(self) -> str:
        parts = [f"{self.counts[what]:,} {words}" for what, words in _WORDS.items() if self.counts[what]]
        compared = f"; {counted(self.compared, 'article')} read back and compared"
        return f"{self.name}: {', '.join(parts) or 'no articles'}{compared}"

    def to_json(self) -> Json:
        return {
            **{what: self.counts[what] for what in _WORDS},
            "compared": self.compared,
            "articles": [{"id": one.id, "what": one.what, "why": one.why} for one in self.articles],
            "not_copied": [*self.unlike, *self.stayed],
        }


def copy_library(
    source: str,
    target: str,
    query: str = "",
    say: Say = ignore,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> CopyReport:
    """Copy what matches, and tell which articles are not as they were. Raises `StetError` if the source is not there,
    or if nothing of it can be copied."""
    with ExitStack() as stack:
        mine = stack.enter_context(closing(open_library(source)))
        there = stack.enter_context(closing(open_library(target)))
        if not mine.exists():
            raise StetError("Nothing copied", f"there is no library in {mine.name}")
        if mine.address == there.address:
            raise StetError("Nothing copied", f"{mine.name} is the same library; name another one to copy into")
        of, found, told = mine.count(query), Counter[What](), list[Copied]()
        if query and not of:
            raise StetError("Nothing copied", nothing_found(mine))
        if copy_kinds(mine, there):
            there = stack.enter_context(closing(open_library(target)))
        again = stack.enter_context(closing(open_library(target)))
        for copied in copy_articles(mine, there, again, query):
            found[copied.what] += 1
            progress(found.total(), sum(of.values()))
            if copied.why:
                told.append(copied)
                say(f"{copied.id}: {copied.why}")
        unlike, stayed = copy_documents(mine, there), tuple(_left(mine))
        for line in (*stayed, *unlike):
            say(line)
        there.prepare(progress)
        return CopyReport(there.name, found, tuple(told), tuple(unlike), stayed)


def _left(library: Library) -> Iterator[str]:
    """What no library shows as a whole."""
    if is_on_server(library.address) and (blind := team_of(library).count_blind()):
        why = "what is not settled of that stays there; stet team settle unites it"
        yield f"{library.name}: {counted(blind, 'article')} with blind work: {why}"
