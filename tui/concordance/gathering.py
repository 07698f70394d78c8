"""From the library to the rows of the concordance, by a job: the hits of a first page at once, the others behind it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from textual.message import Message

from services.concordance import Hit, Renewed, concordance

if TYPE_CHECKING:
    from services.jobs import Job
    from services.report import Report
    from store.index.named import Named
    from store.library.protocol import Library

PAGE: Final = 50
"""Articles that are asked for before all others: enough for a screen."""
MOST: Final = 100_000
"""Hits that are listed; more than that nobody goes through, and a narrower query shows."""
_FEW: Final = 2000
"""Articles that are indexed before anybody wonders."""
_OFTEN: Final = 0.1
"""Seconds between two words on what was found; less often the longer it takes, for each is sorted in."""


@dataclass(eq=False, repr=False)
class Gathered(Message):
    """Some more hits of the question of this number; the last ones where `ended`."""

    question: int
    hits: list[Hit] = field(default_factory=list)
    ended: bool = False
    cut: bool = False
    """There are more than are listed."""
    broken: list[str] = field(default_factory=list)
    refused: str = ""
    may_undo: bool = False
    """The annotator has a step over several articles that can be taken back."""


@dataclass(eq=False, repr=False)
class Indexing(Message):
    """The index is made anew, which takes a while in a large library; `words` says how far it is."""

    question: int
    words: str


@dataclass(eq=False, repr=False)
class Changed(Message):
    """One article after a step, or after it was taken back."""

    now: Renewed


@dataclass(eq=False, repr=False)
class Acted(Message):
    """What came of a step; `undone` is the id of the one that was taken back."""

    report: Report
    undone: str = ""


def gather(
    library: Library, wanted: Named, question: int, by: str, tell: Callable[[Message], object], job: Job
) -> Gathered:
    """Tells of some hits at a time, and answers with the last of them."""

    def indexed(done: int, total: int) -> None:
        if total > _FEW:
            tell(Indexing(question, f"Indexing {done:,} of {total:,} articles …"))

    library.prepare(indexed)
    begun = told = time.monotonic()
    hits: list[Hit] = []
    broken: list[str] = []
    count = 0
    for some in concordance(library, _articles(library, wanted), wanted, say=broken.append):
        if job.is_cancelled:
            break
        hits += some
        count += len(some)
        if count >= MOST:
            return Gathered(question, hits[: len(hits) - count + MOST], ended=True, cut=True, broken=broken)
        now = time.monotonic()
        if now - told > _OFTEN + (now - begun) / 10 or count == len(hits) >= PAGE:
            told = now
            tell(Gathered(question, hits))
            hits = []
    may_undo = library.last_step(by) is not None
    return Gathered(question, hits, ended=True, broken=broken, may_undo=may_undo)


def _articles(library: Library, wanted: Named) -> Iterator[str]:
    """The first ones before it is known which others there are."""
    first = list(library.ids(wanted.articles, limit=PAGE))
    if len(first) < PAGE:
        return iter(first)
    seen = set(first)
    return chain(first, (name for name in library.ids(wanted.articles) if name not in seen))
