"""Keeps the learned weights of a library in step with its articles that are done, and watches whether they help.

Each article is read before it is learned from, by the shipped weights and by the learned ones: only where the learned
ones have had no more wrong fields of late are they given to the extractor.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from extract.document import Document
from extract.learning.packed import packed
from extract.learning.weights import Learner, Run, rates_of, runs_of
from extract.names.tagger import shipped
from services.learning import files
from services.learning.lessons import lesson_of, mentions_of, scored, wrong
from store.errors import StetError

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.record import Record

LAST: Final = 2_000
"""Articles that are learned from: the latest."""
WATCHED: Final = 100
"""Articles over which the two are compared."""
FIRST: Final = 30
"""Articles before which nothing learned is used."""
_REHEARSED: Final = 2
"""Earlier articles that are learned again with each, so that they are not forgotten."""


class Guard(NamedTuple):
    """Over the last articles: how many fields of names were wrong, by the shipped weights and by the learned ones."""

    articles: int
    seen: int
    shipped: int
    learned: int
    fields: int

    @property
    def helps(self) -> bool:
        return self.articles >= FIRST and self.learned <= self.shipped and self.learned + self.shipped > 0


def guard_of(kept: files.State) -> Guard:
    shipped_wrong, learned_wrong = (sum(wrong(row[at : at + 3]) for row in kept.scores) for at in (0, 3))
    return Guard(len(kept.taught), len(kept.scores), shipped_wrong, learned_wrong, sum(row[2] for row in kept.scores))


def nothing() -> None:
    """For whom nobody counts."""


class Desk:
    """The learner of one library."""

    def __init__(self, library: Library) -> None:
        self._library, self._documents = library, library.documents
        self.tagger = shipped()
        self._rates = rates_of(self.tagger)
        self._state: files.State | None = None
        self._unkept = 0

    def catch_up(self, step: Callable[[], None] = nothing) -> int:
        """Learn from what was finished since; from the beginning if an article changed, or is gone. Gives how many."""
        kept = self._state or files.state(self._documents)
        taught = self._library.taught(LAST + len(kept.taught))
        begun = taught.index(kept.taught[0]) if kept.taught and kept.taught[0] in taught else 0
        rest = taught[begun + len(kept.taught) :]
        if kept.taught != taught[begun : begun + len(kept.taught)]:
            kept, rest = files.State(), taught[-LAST:]
        learner = self._learner(kept)
        for identifier, at in rest:
            step()
            try:
                self._learn(learner, kept, self._library.load(identifier))
            except StetError:  # damaged, or removed by another program: it teaches nothing
                kept.scores.append([0] * 6)
            kept.taught.append((identifier, at))
            kept.steps = learner.steps
        del kept.scores[:-WATCHED]
        self._state = kept
        self._unkept += len(rest)
        return len(rest)

    def keep(self) -> None:
        """Write what was learned, if anything was."""
        if self._state is None or not self._unkept:
            return
        state, helps = files.packed(self._state), guard_of(self._state).helps
        weights = packed(self._learner(self._state), self.tagger) if helps else None
        with files.locked(self._documents):
            files.keep_state(self._documents, state)
            files.keep_weights(self._documents, weights)
        self._unkept = 0

    @property
    def guard(self) -> Guard:
        return guard_of(self._state or files.State())

    @property
    def learner(self) -> Learner:
        """As it is by now."""
        return self._learner(self._state or files.State())

    def _learner(self, kept: files.State) -> Learner:
        learner = Learner(self.tagger, self._rates)
        learner.weights, learner.sums, learner.times = kept.weights, kept.sums, kept.times
        learner.steps = kept.steps
        return learner

    def _learn(self, learner: Learner, kept: files.State, record: Record) -> None:
        lesson, document = lesson_of(record), Document(record.text)
        before = mentions_of(document, self.tagger.tag(document))
        after = mentions_of(document, learner.tag(document)) if kept.weights else before
        kept.scores.append([*scored(record.text, before, lesson), *scored(record.text, after, lesson)])
        learner.learn(self._runs(record))
        chosen = Random(record.id)
        for identifier, _ in chosen.sample(kept.taught, min(_REHEARSED, len(kept.taught))):
            try:
                learner.learn(self._runs(self._library.load(identifier)))
            except StetError:
                continue

    def _runs(self, record: Record) -> list[Run]:
        lesson = lesson_of(record)
        return runs_of(self.tagger, record.text, lesson.names, lesson.unsure, lesson.only)
