"""Keeps the learned weights of a library in step with its articles that are done, and watches whether they help.

Each article is read before it is learned from, by the shipped weights and by the learned ones: only where the learned
ones have had no more wrong fields of late are they given to the extractor. They are learned anew, from all articles
together, whenever a twentieth more are done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from extract.document import Document
from extract.learning.packed import beside, packed, unpacked
from extract.learning.weights import Learner, Run
from extract.names.tagger import Tagger, shipped
from services.learning import files
from services.learning.lessons import Lesson, lesson_of, mentions_of, scored, wrong
from store.errors import StetError

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.record import Record

LAST: Final = 1_000
"""Articles that are learned from: the latest. So many take 300 MB while they are."""
WATCHED: Final = 100
"""Articles over which the two are compared."""
FIRST: Final = 30
"""Articles before which nothing learned is used."""
FEWEST: Final = 10
"""Articles after which weights are learned, the first ones too."""
_SHARE: Final = 20


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


def following(fitted: int) -> int:
    """How many articles are done when the weights that so many have taught are learned anew."""
    return fitted + max(FEWEST, fitted // _SHARE)


class Desk:
    """The learner of one library."""

    def __init__(self, library: Library) -> None:
        self._library, self._documents = library, library.documents
        self._shipped = shipped()
        self._learner = Learner(self._shipped)
        self._runs: dict[tuple[str, str], list[Run]] = {}
        """What the articles teach that this process has seen."""
        self._state: files.State | None = None
        self._learned: tuple[bytes, Tagger] = b"", self._shipped
        self._unkept = 0

    def catch_up(self, step: Callable[[], None] = nothing) -> int:
        """Learn from what was finished since; from the beginning if an article changed, or is gone. Gives how many."""
        kept = self._state or files.state(self._documents)
        taught = self._library.taught(LAST + len(kept.taught))
        begun = taught.index(kept.taught[0]) if kept.taught and kept.taught[0] in taught else 0
        rest = taught[begun + len(kept.taught) :]
        if kept.taught != taught[begun : begun + len(kept.taught)]:
            kept, rest = files.State(), taught[-LAST:]
        watched = len(kept.taught) + len(rest) - WATCHED
        for one in rest:
            step()
            self._take(kept, one, len(kept.taught) >= watched)
            if len(kept.taught) >= following(kept.fitted):
                kept.fitted = len(kept.taught)
                if following(kept.fitted) > watched:  # others are not read with any more
                    kept.weights = self._fit(kept)
        del kept.scores[:-WATCHED]
        self._state = kept
        self._unkept += len(rest)
        return len(rest)

    def keep(self) -> None:
        """Write what was learned, if anything was."""
        if self._state is None or not self._unkept:
            return
        weights = self._state.weights if guard_of(self._state).helps else b""
        with files.locked(self._documents):
            files.keep_state(self._documents, files.packed(self._state))
            files.keep_weights(self._documents, weights or None)
        self._unkept = 0

    @property
    def guard(self) -> Guard:
        return guard_of(self._state or files.State())

    @property
    def weights(self) -> bytes:
        """Those learned last, whether they help or not; empty before the first."""
        return self._state.weights if self._state else b""

    def lesson(self, record: Record) -> Lesson:
        return lesson_of(record)

    def _take(self, kept: files.State, one: tuple[str, str], is_watched: bool) -> None:
        record = self._loaded(one[0])
        if is_watched:
            kept.scores.append([0] * 6 if record is None else self._scores(record, kept.weights))
        if record is not None:
            self._runs[one] = self._taught_by(record)
        kept.taught.append(one)

    def _loaded(self, identifier: str) -> Record | None:
        try:
            return self._library.load(identifier)
        except StetError:  # damaged, or removed by another program: it teaches nothing
            return None

    def _scores(self, record: Record, weights: bytes) -> list[int]:
        lesson, document = self.lesson(record), Document(record.text)
        before = scored(record.text, mentions_of(document, self._shipped.tag(document)), lesson)
        if not weights:
            return [*before, *before]
        after = mentions_of(document, self._tagger(weights).tag(document))
        return [*before, *scored(record.text, after, lesson)]

    def _tagger(self, weights: bytes) -> Tagger:
        if self._learned[0] != weights:
            self._learned = weights, beside(self._shipped, unpacked(weights))
        return self._learned[1]

    def _fit(self, kept: files.State) -> bytes:
        latest = kept.taught[-LAST:]
        for one in latest:
            if one not in self._runs and (record := self._loaded(one[0])) is not None:
                self._runs[one] = self._taught_by(record)
        self._runs = {one: self._runs[one] for one in latest if one in self._runs}
        return packed(self._learner.fit([*self._runs.values()]), self._shipped)

    def _taught_by(self, record: Record) -> list[Run]:
        lesson = self.lesson(record)
        return self._learner.runs_of(record.text, lesson.names, lesson.unsure, lesson.only)
