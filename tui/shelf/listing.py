"""The articles that answer a query, in an order: all their ids, and the summaries of what was looked at.

The library is asked in a thread, so that no key waits for it. Of questions asked while it is busy only the last is
answered. What it says comes as messages, which the screen hands to `take`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from threading import Condition, Thread
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.message import Message

from store.errors import StetError

if TYPE_CHECKING:
    from store.library import Library, Summary

PAGE: Final = 100
"""Articles whose summaries are fetched at once."""
_KEPT: Final = 5000
"""Summaries kept: of a long list only what was looked at last."""
_STRIDE: Final = 2000
"""Ids taken before looking whether another question has come."""
_WAITING: Final = 3
"""Pages that may wait: who scrolls fast wants the last ones only."""


class Question(NamedTuple):
    """`near` is the id of the article around which summaries are wanted at once."""

    query: str = ""
    order: str = "added"
    near: str | None = None


@dataclass
class Listed(Message):
    """The answer; `whole` counts the library's articles by status. With `refused`, why there is none."""

    question: Question
    ids: list[str] = field(default_factory=list)
    position: int = 0
    summaries: dict[str, Summary] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    refused: str = ""


@dataclass
class Paged(Message):
    """Summaries that were looked for; `page` counts from 0."""

    page: int
    summaries: dict[str, Summary]


class Listing:
    """`tell` is called from the thread."""

    def __init__(self, library: Library, tell: Callable[[Message], object]) -> None:
        self._library = library
        self._tell = tell
        self.ids: list[str] = []
        self.whole: dict[str, int] = {}
        self.asked = Question()
        """What was answered last."""
        self.answered = False
        self._summaries: dict[str, Summary] = {}
        self._wanted: set[int] = set()
        self._news = Condition()
        self._question: Question | None = None
        self._pages: list[tuple[int, list[str]]] = []
        self._ended = False
        self._thread = Thread(target=self._answer, daemon=True)

    def __len__(self) -> int:
        return len(self.ids)

    def ask(self, question: Question) -> None:
        with self._news:
            self._question = question
            self._news.notify()
        if not self._thread.is_alive() and not self._ended:
            self._thread.start()

    def close(self) -> None:
        with self._news:
            self._ended = True
            self._news.notify()

    def take(self, message: Listed | Paged) -> None:
        """In the screen's thread."""
        if isinstance(message, Paged):
            self._wanted.discard(message.page)
            if len(self._summaries) > _KEPT:
                self._summaries.clear()
            self._summaries |= message.summaries
            return
        self.answered = True
        self.ids, self.whole, self.asked = message.ids, message.whole, message.question
        self._summaries = message.summaries
        self._wanted.clear()

    def summary(self, place: int) -> Summary | None:
        """None, and its page is fetched, where it is not there yet."""
        found = self._summaries.get(self.ids[place])
        page = place // PAGE
        if found is None and page not in self._wanted:
            self._wanted.add(page)
            with self._news:
                self._pages.append((page, self.ids[page * PAGE : (page + 1) * PAGE]))
                for late, _ in self._pages[:-_WAITING]:
                    self._wanted.discard(late)
                del self._pages[:-_WAITING]
                self._news.notify()
        return found

    # In the thread

    def _answer(self) -> None:
        while True:
            with self._news:
                while not (self._ended or self._question or self._pages):
                    self._news.wait()
                if self._ended:
                    return
                question, self._question = self._question, None
                page = self._pages.pop() if self._pages and question is None else None
            try:
                if question is not None:
                    answer: Message | None = self._list(question)
                elif page is not None:
                    answer = Paged(page[0], self._page(page[1]))
            except StetError as error:
                answer = Listed(question or Question(), refused=f"{error.title}: {error.message}")
            if answer is not None:
                self._tell(answer)

    def _page(self, ids: list[str]) -> dict[str, Summary]:
        """What was taken out meanwhile is said to be gone."""
        from store.library import Summary

        gone = {identifier: Summary(id=identifier, title="no longer there", status="gone") for identifier in ids}
        return gone | self._library.summaries(ids)

    def _list(self, question: Question) -> Listed | None:
        """None where another question has come meanwhile."""
        found = self._library.ids(question.query, question.order)
        ids: list[str] = []
        while some := list(islice(found, _STRIDE)):
            ids += some
            if self._question is not None or self._ended:
                return None
        position = ids.index(question.near) if question.near in ids else 0
        first = max(0, position - PAGE)
        summaries = self._page(ids[first : position + PAGE])
        return Listed(question, ids, position, summaries, self._library.count())
