"""Threads that ask, correct and damage one library at once, and what they were told that is not so."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from store.errors import StetError
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Suggestions
from store.model.record import Article, Record
from store.sync.session import edit_of

FIRST = 4096
"""The bytes of the index's first page."""


def no_doubts(_: Record) -> int:
    return 0


def filled(path: Path, count: int) -> FolderLibrary:
    """Every second article is left in peace, for the answers about these are known."""
    library = FolderLibrary(path, no_doubts)
    for number in range(count):
        text = f"Article number {number} about ships and courts.\n"
        date = "2026-05-04" if number % 2 else "2025-05-04"
        library.add(Article(id=f"wire/{number}", text=text, title=f"{number:06}", date=date), Suggestions())
    return library


@dataclass
class Crowd:
    """`seen` counts what was done; `wrong` holds every error and every answer that one thread alone would not get."""

    library: FolderLibrary
    count: int
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        names = [f"wire/{number}" for number in range(self.count)]
        self.answers: dict[str, Callable[[], bool]] = {
            "word": lambda: [one.id for one in self.library.find("ships", "title")] == names,
            "list": lambda: list(self.library.ids("status:new date:2026", "-title")) == names[1::2][::-1],
            "count": lambda: sum(self.library.count().values()) == self.count,
        }
        self._restless = itertools.cycle(names[::2])
        self._ways = itertools.cycle((self._tear, self.library.catalogue.discard))

    def ask(self, kind: str) -> None:
        """An answer that was begun may end with a request to ask again; whoever does gets the whole."""
        while True:
            try:
                if not self.answers[kind]():
                    self.wrong.append(f"{kind}: another answer")
                return
            except StetError as error:
                if not error.message.endswith("ask again"):
                    raise
                self.seen["asked again"] += 1

    def commit(self) -> None:
        record = self.library.load(next(self._restless))
        draft = actions.done(record) if record.status != "done" else actions.reopen(record)
        assert draft is not None
        self.library.commit(record.id, [edit_of(draft, record, "ann")])

    def damage(self) -> None:
        next(self._ways)()

    def _tear(self) -> None:
        """Everything but the first page of the index becomes zeros, under whoever is reading it."""
        path = self.library.path / "index.sqlite"
        try:
            with path.open("r+b") as file:
                size = path.stat().st_size
                file.seek(FIRST)
                file.write(bytes(max(0, size - FIRST)))
        except FileNotFoundError:
            pass

    def run(self, work: Iterable[tuple[str, Callable[[], object], Iterable[object]]]) -> None:
        """Each kind of work in a thread of its own, as often as its turns come."""
        threads = [threading.Thread(target=self._often, args=one) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _often(self, name: str, what: Callable[[], object], turns: Iterable[object]) -> None:
        for _ in turns:
            try:
                what()
                self.seen[name] += 1
            except Exception as error:  # noqa: BLE001  # any at all is what is looked for
                self.wrong.append(f"{name}: {type(error).__name__}: {error}")
