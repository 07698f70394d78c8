"""The articles that answer a query, in an order: all their ids, and the summaries of what was looked at.

The library is asked in a thread, so that no key waits for it. Of questions asked while it is busy only the last is
answered; of a new question the first page comes first, and the rest behind it. What the thread says comes as messages,
which the screen hands to `take`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from threading import Condition
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.message import Message

from services import jobs
from store.errors import StetError
from tui.shelf.memory import MINE
from tui.widgets.background import LOOK, Progressed

if TYPE_CHECKING:
    from store.index.summary import Summary
    from store.library.protocol import Library

PAGE: Final = 100
"""Articles whose summaries are fetched at once."""
_KEPT: Final = 5000
"""Summaries kept: of a long list only what was looked at last."""
_STRIDE: Final = 2000
"""Ids taken before looking whether another question has come."""
_BREATH: Final = 0.1
"""Seconds between the first page and the rest, for it to be painted; who types on ends them."""
_REST: Final = 0.5
"""Seconds between two looks where one is told of every change."""
_WAITING: Final = 3
"""Pages that may wait: who scrolls fast wants the last ones only."""


class Question(NamedTuple):
    """`near` is the id of the article around which summaries are wanted at once."""

    query: str = ""
    order: str = "added"
    near: str | None = None


@dataclass
class Listed(Message):
    """The answer; `whole` counts the library's articles by status, `mine` those assigned to whoever asks. With
    `refused`, why there is none.

    With `more` it is the first page, and `Rest` comes behind. Only what is refused may be no answer to a question.
    """

    question: Question | None
    ids: list[str] = field(default_factory=list)
    position: int = 0
    summaries: dict[str, Summary] = field(default_factory=dict)
    whole: dict[str, int] = field(default_factory=dict)
    mine: dict[str, int] = field(default_factory=dict)
    more: bool = False
    may_undo: bool = False
    refused: str = ""


@dataclass
class Rest(Message):
    """All ids of an answer whose first page is there."""

    question: Question
    ids: list[str]


@dataclass
class Paged(Message):
    """Summaries that were looked for; `page` counts from 0."""

    page: int
    summaries: dict[str, Summary]


@dataclass
class Stale(Message):
    """The library is no longer as it was when it was listed."""


class Listing:
    """`tell` is called from the thread. While `watching` it hears of changes that others make."""

    def __init__(self, library: Library, by: str, tell: Callable[[Message], object]) -> None:
        self._library = library
        self._by = by
        self._tell = tell
        self.ids: list[str] = []
        self.whole: dict[str, int] = {}
        self.mine: dict[str, int] = {}
        self.has_come = False
        """The first list, however empty."""
        self.asked = Question()
        """What was answered last."""
        self.may_undo = False
        """There is a step of this annotator's over articles that can be taken back."""
        self.more = False
        """True while the ids are those of the first page only."""
        self._awaited: Question | None = None
        self._summaries: dict[str, Summary] = {}
        self._there: set[int] = set()
        """Pages whose summaries have come; those that are wanted will."""
        self._wanted: set[int] = set()
        self._news = Condition()
        self._question: Question | None = None
        self._pages: list[tuple[int, list[str]]] = []
        self._ended = False
        self._indexing = False
        self._told = ""
        """The query answered last, as the thread knows it."""
        self._version: object = None
        """Of the library, when it was listed last."""
        self._watching = False
        self._may_be_stale = False
        self._rests_until = 0.0
        self._job: jobs.Job | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def waiting(self) -> bool:
        """True while what was asked last is not answered wholly."""
        return self._awaited is not None

    def ask(self, question: Question) -> None:
        self._awaited = question
        with self._news:
            self._question = question
            self._news.notify()
        if self._job is None and not self._ended:
            self._job = jobs.start(lambda _: self._answer(), self._stopped)

    def watch(self, on: bool) -> None:
        with self._news:
            self._watching = on
            self._news.notify()

    def look(self) -> None:
        """At once where it watches, else as soon as it does."""
        with self._news:
            self._may_be_stale = True
            self._news.notify()

    def close(self) -> None:
        with self._news:
            self._ended = True
            self._news.notify()

    def take(self, message: Listed | Rest | Paged) -> None:
        """In the screen's thread."""
        if isinstance(message, Paged):
            self._wanted.discard(message.page)
            if len(self._summaries) > _KEPT:
                self._summaries.clear()
                self._there.clear()
            self._summaries |= message.summaries
            ids = self.ids[message.page * PAGE : (message.page + 1) * PAGE]
            if self._summaries.keys() >= set(ids):  # else it was a page of the list before
                self._there.add(message.page)
            return
        if message.question is self._awaited and (isinstance(message, Rest) or not message.more):
            self._awaited = None
        if isinstance(message, Rest):
            if message.question is self.asked:
                self.ids, self.more = message.ids, False
                self._there.clear()
        elif not message.refused:
            self.ids, self.whole, self.asked = message.ids, message.whole, message.question or self.asked
            self.mine, self.has_come = message.mine, True
            self.more, self.may_undo, self._summaries = message.more, message.may_undo, message.summaries
            self._there.clear()
            self._wanted.clear()

    def summary(self, place: int) -> Summary | None:
        """None, and its page is fetched, where it is not there yet; the pages beside it are fetched ahead."""
        page = place // PAGE
        for near in (page - 1, page + 1, page):
            if near not in self._there and near not in self._wanted and 0 <= near * PAGE < len(self.ids):
                self._want(near)
        return self._summaries.get(self.ids[place])

    def _want(self, page: int) -> None:
        self._wanted.add(page)
        with self._news:
            self._pages.append((page, self.ids[page * PAGE : (page + 1) * PAGE]))
            for late, _ in self._pages[:-_WAITING]:
                self._wanted.discard(late)
            del self._pages[:-_WAITING]
            self._news.notify()

    # In the job's thread

    def _stopped(self, outcome: StetError | None) -> None:
        if outcome is not None:
            self._tell(Listed(None, refused=f"{outcome.title}: {outcome.message}"))

    def _answer(self) -> None:
        while True:
            with self._news:
                while not (self._ended or self._question or self._pages):
                    if not self._news.wait(self._until_next_look) and self._watching:
                        break
                if self._ended:
                    return
                question, self._question = self._question, None
                page = self._pages.pop() if self._pages and question is None else None
                if question is None and page is None:
                    self._may_be_stale = False
                    self._rests_until = monotonic() + _REST
            work = self._look if page is None else partial(self._fetch, page)
            work = work if question is None else partial(self._list, question)
            if isinstance(error := jobs.attempt(work), StetError):  # told, and the next question is answered
                self._tell(Listed(question, refused=f"{error.title}: {error.message}"))

    @property
    def _until_next_look(self) -> float | None:
        if not self._watching:
            return None
        return min(LOOK, max(0.0, self._rests_until - monotonic())) if self._may_be_stale else LOOK

    def _look(self) -> None:
        """What cannot be looked at is news too, and said of the list that is asked for then."""
        version: object
        try:
            version = self._library.version()
        except StetError as error:
            version = str(error)
        if version != self._version:
            self._version = version
            self._tell(Stale())

    def _fetch(self, page: tuple[int, list[str]]) -> None:
        self._tell(Paged(page[0], self._page(page[1])))

    def _page(self, ids: list[str]) -> dict[str, Summary]:
        """What was taken out meanwhile is said to be gone."""
        from store.index.summary import Summary

        gone = {identifier: Summary(id=identifier, title="no longer there", status="gone") for identifier in ids}
        return gone | self._library.summaries(ids)

    def _list(self, question: Question) -> None:
        """Says nothing more once another question has come."""
        self._version = self._library.version()
        self._library.prepare(self._indexed)
        if self._indexing:
            self._indexing = False
            self._tell(Progressed(""))
        first: list[str] = []
        if question.near is None or (question.query and question.query != self._told):
            first = list(self._library.ids(question.query, question.order, PAGE))
        if len(first) == PAGE:
            self._tell_list(question, first, more=True)
            with self._news:
                self._news.wait_for(self._is_passed_over, _BREATH)
            if (ids := self._all(question)) is not None:
                self._tell(Rest(question, ids))
        elif (ids := self._all(question)) is not None:
            self._tell_list(question, ids)

    def _indexed(self, done: int, total: int) -> None:
        """Said of an index that is made anew; the few that have changed are no matter."""
        if total > _STRIDE:
            self._indexing = True
            self._tell(Progressed(f"Indexing {done:,} of {total:,} articles …"))

    def _tell_list(self, question: Question, ids: list[str], *, more: bool = False) -> None:
        position = ids.index(question.near) if question.near in ids else 0
        near = ids[max(0, position - PAGE) : position + PAGE]
        self._told = question.query
        may_undo = self._library.last_step(self._by, of_fields=False) is not None
        mine = {} if self._library.member is None else self._library.count(MINE)
        self._tell(Listed(question, ids, position, self._page(near), self._library.count(), mine, more, may_undo))

    def _all(self, question: Question) -> list[str] | None:
        """None where another question has come meanwhile."""
        found = self._library.ids(question.query, question.order)
        ids: list[str] = []
        while some := list(islice(found, _STRIDE)):
            ids += some
            if self._is_passed_over():
                return None
        return ids

    def _is_passed_over(self) -> bool:
        return self._question is not None or self._ended
