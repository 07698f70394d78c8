"""A run: everything of the inputs that is not yet in the corpus, made in this process or by a cluster.

It goes on from what is there. What was made is committed here, one partition at a time, so that a run that is stopped
leaves a whole corpus of what it had finished.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from services.corpus.carried import Making, versions
from services.corpus.extracting import STOPS, Task, extract
from services.corpus.folder import FORMAT, Corpus, Row
from services.corpus.partitions import SIZE, Cut, Partition, partitions
from store.errors import StetError
from store.files import shown
from store.hashing import text_hash
from store.intake import Columns, Skipped
from store.jsontext import encode
from store.model.fields import Json


class Failed(NamedTuple):
    """A partition that could not be made; the next run tries it again."""

    partition: Partition
    why: str


Outcome = Row | Failed


class Workers(Protocol):
    """Makes partitions. Raises `StetError` for what would stop all others too."""

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]: ...

    def memory(self) -> dict[str, int]:
        """Bytes by worker."""

    def check(self, task: Task) -> None:
        """That all are there, and make the same as this process."""


class Here:
    """This process alone, without any other package than Parquet's."""

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome]:
        for task in tasks:
            try:
                yield extract(task)
            except StetError as error:
                if error.title in STOPS:
                    raise
                yield Failed(task.partition, error.message)

    def memory(self) -> dict[str, int]:
        return {}

    def check(self, task: Task) -> None:
        pass


@dataclass
class Count:
    """How far a run is. `done` are partitions, those that were there before too."""

    total: int
    before: int
    done: int = 0
    articles: int = 0
    words: int = 0
    foreign: int = 0
    """Articles that are not English."""
    faulty: list[Row] = field(default_factory=list)
    """Partitions with articles that are rows with an error, those that were there before too."""
    failed: list[Failed] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    """Files of folders that are no input."""
    begun: float = field(default_factory=time.monotonic)

    def add(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.append(outcome)
            return
        self.done += 1
        self.articles += outcome.articles
        self.words += outcome.words
        self.foreign += outcome.foreign
        if outcome.failed:
            self.faulty.append(outcome)

    @property
    def refused(self) -> int:
        """Articles that are rows with an error."""
        return sum(row.failed for row in self.faulty)

    @property
    def seconds(self) -> float:
        return max(time.monotonic() - self.begun, 1e-6)


@dataclass(frozen=True)
class Order:
    """`size` is None to cut as the corpus is cut already, if it is there."""

    inputs: Sequence[str]
    out: str
    made: Making
    columns: Columns
    size: int | None = None


def run(order: Order, workers: Workers, tell: Callable[[Count], object] = lambda _count: None) -> Count:
    """Raises `StetError` for what stops the run; what was finished is in the corpus."""
    corpus = Corpus(order.out)
    skipped: list[Skipped] = []
    with corpus.locked():
        kept = corpus.head()
        size = order.size or int((kept or {}).get("partition_size", SIZE))
        expected = versions(order.made)
        head: Json = {"format": FORMAT, **expected, "columns": order.columns._asdict(), "partition_size": size}
        if kept is not None:
            corpus.refuse_other(kept, head)
        there = corpus.manifest() if kept is not None else []
        cut = partitions(order.inputs, Cut(corpus.place, order.columns, skipped.append, size, there))
        if kept is None:
            corpus.begin(head)
        mark = text_hash(encode(head).decode())
        whole = {row.key: row for row in corpus.whole(there)}
        _refuse_changed(cut, there, mark)
        keys = {row.key for row in there}
        corpus.sweep(keys)
        todo = [one for one in cut if one.key(mark) not in whole]
        old = (whole.get(one.key(mark)) for one in cut)
        count = Count(
            len(cut), len(cut) - len(todo), faulty=[row for row in old if row and row.failed], skipped=skipped
        )
        tasks = [Task(corpus.place, mark, one, order.made, order.columns, expected) for one in todo]
        tell(count)
        if tasks:
            workers.check(tasks[0])
        for outcome in workers.outcomes(iter(tasks)):
            if isinstance(outcome, Row):
                corpus.commit(outcome)
                keys.add(outcome.key)
            count.add(outcome)
            tell(count)
        corpus.sweep(keys)
    return count


def _refuse_changed(cut: Sequence[Partition], there: Iterable[Row], mark: str) -> None:
    """Raises `StetError` where an input is not what it was: some of its articles would be there twice."""
    inputs, keys = {one.input for one in cut}, {one.key(mark) for one in cut}
    if changed := next((row.input for row in there if row.input in inputs and row.key not in keys), None):
        why = "has changed since a part of it was extracted; name a new folder with -o"
        raise StetError("Another input", f"{shown(changed)} {why}")
