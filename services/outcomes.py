"""The outcome for each of many articles that are added or get new suggestions, and counts of all outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal, TypeAlias

from services.report import Report
from store.model.fields import Json

Result: TypeAlias = Literal["added", "renewed", "unchanged", "there", "twice", "failed"]
_RESULTS: Final[dict[Result, str]] = {
    "added": "added",
    "renewed": "suggested anew",
    "unchanged": "unchanged",
    "there": "there already",
    "twice": "duplicates",
    "failed": "failed",
}
"""The names in a summary, in its order."""
ADDING: Final[tuple[Result, ...]] = ("added", "there", "twice", "failed")
RENEWING: Final[tuple[Result, ...]] = ("renewed", "unchanged", "failed")
"""Results that each of the two can have."""
_TAKEN: Final = ("added", "renewed")
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` is the reason of a failure, or the id or name under which the same text already exists; `guess` is what is
    said of an encoding that had to be guessed; `sort` is the title of a failure; `language` is set where an article
    is not English."""

    name: str
    result: Result
    id: str = ""
    why: str = ""
    guess: str = ""
    sort: str = ""
    language: str = ""

    def __str__(self) -> str:
        """What a summary omits, a line each; empty if nothing is wrong."""
        return "\n".join(filter(None, (self.guess, self._why())))

    def _why(self) -> str:
        if self.result == "failed":
            return self.why if self.name in self.why else f"{self.name}: {self.why}"
        if self.result == "twice":
            return f"{self.name}: the same text as {self.why}"
        if self.result == "there" and self.why:
            return f"{self.name}: the same text is in the library as {self.why}"
        return ""


class OutcomeCounts:
    """Counts outcomes; `always` are results that the summary lists even if their count is 0."""

    def __init__(self, *always: Result) -> None:
        self._always = always
        self._counts: Counter[Result] = Counter()
        self._failures: list[str] = []
        self._guesses: list[str] = []
        self._taken: list[str] = []
        self._left: list[Json] = []
        self._sorts: Counter[str] = Counter()
        self._foreign = 0

    def add(self, outcome: Outcome) -> None:
        self._counts[outcome.result] += 1
        self._foreign += bool(outcome.language)
        if outcome.guess:
            self._guesses.append(outcome.guess)
        if outcome.result in _TAKEN:
            self._taken.append(outcome.id)
        elif outcome.why:
            self._left.append({"name": outcome.name, "result": outcome.result, "why": outcome.why})
        if outcome.result == "failed":
            self._sorts[outcome.sort or "not read"] += 1
            name = PurePath(outcome.name).name
            self._failures.append(outcome.why if name in outcome.why else f"{name}: {outcome.why}")

    @property
    def total(self) -> int:
        return self._counts.total()

    @property
    def failed(self) -> int:
        return self._counts["failed"]

    def __str__(self) -> str:
        """`2 added, 1 already there`."""
        counts = self._counts
        told = [f"{counts[name]:,} {words}" for name, words in _RESULTS.items() if counts[name] or name in self._always]
        return ", ".join([*told, f"{self._foreign:,} not in English"] if self._foreign else told)

    @property
    def by_sort(self) -> str:
        """How many failed for which sort of reason, the most frequent first; empty for fewer than two."""
        if self.failed < _FEW:
            return ""
        return "not added: " + ", ".join(f"{count:,} {sort.lower()}" for sort, count in self._sorts.most_common())

    def to_json(self, results: tuple[Result, ...]) -> Json:
        """The count of each of these results, the ids of what was taken, and each that was not: its name and why."""
        return {
            **{result: self._counts[result] for result in results},
            "not_english": self._foreign,
            "ids": self._taken,
            "not_taken": self._left,
            "remarks": [line for guess in self._guesses for line in guess.split("\n")],
        }

    def report(self) -> Report:
        """The summary with the first failure."""
        why = f": {self._failures[0]}" if self._failures else ""
        return Report(f"{self}{why}", bool(self._failures), (*self._failures, *self._guesses))


def drain(outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Remove and yield all outcomes."""
    while outcomes:
        yield outcomes.pop(0)
