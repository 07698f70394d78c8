"""The concordance's screen: asks for the hits of a query, shows them as they come, and has done what keys decide.

Kept while articles are read, so that one comes back to the same row. What keys do is in `commands`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from services import jobs
from services.concordance import Hit, Renewed, hits_of
from services.report import Report, counted
from services.together import Drafting, do_together, undo_together
from store.errors import StetError
from store.index.named import Named, named
from tui.concordance.gathering import Acted, Changed, Gathered, Indexing, gather
from tui.concordance.hit_list import HitList
from tui.messages import OpenArticles, QuitApp, ShowShelf
from tui.settings.bindings import bindings
from tui.settings.keys import Key
from tui.widgets.background import Progressed
from tui.widgets.cursor_list import RowChosen
from tui.widgets.filtered import FilteredScreen, FilterLine
from tui.widgets.list_header import ListHeader
from tui.widgets.notifications import notify_ended

if TYPE_CHECKING:
    from store.library.protocol import Library

_QUERIES: Final = "/ to type what to look for: person:lund, “state of emergency”, number>100 event:killed …"
_LOOKING: Final = "\nLooking …"
_NONE: Final = "\nNothing in the library matches this. {} types another query."
_EMPTY: Final = '\nWhat to look for, over all articles: person:lund, role:mayor, "state of emergency", number>100 …'
_ORDERS: Final = {"article": "by article", "left": "by left context", "right": "by right context"}


Hits = list[Hit]


class ConcordanceScreen(FilteredScreen, inherit_bindings=False):
    """`query` is what is looked for first."""

    BINDINGS: ClassVar = bindings("concordance", "filtering", "anywhere")
    AUTO_FOCUS = "HitList"
    place = "concordance"

    def __init__(self, library: Library, annotator: str, query: str = "") -> None:
        super().__init__()
        self.library = library
        self.annotator = annotator
        self.from_shelf = False
        """It was opened on the shelf, and goes back there."""
        self.wanted: Named | None = None
        self.listed = ""
        """The query whose hits are listed."""
        self.ended = True
        """All hits are there."""
        self.question = 0
        """The number of the question that was asked last."""
        self._cut = self._may_undo = False
        self._read: set[str] = set()
        """Articles that were opened from here, and may have changed."""
        self._undone = ""
        """The id of the step that was taken back last."""
        self._looking: jobs.Job | None = None
        self._doing: jobs.Job | None = None
        self.header, self.filter, self.list = (
            ListHeader("concordance"),
            FilterLine(_QUERIES, query, "sort-hits"),
            HitList(),
        )

    def parts(self) -> tuple[Widget, Widget]:
        return self.header, self.list

    def on_mount(self) -> None:
        if not self.filter.box.value:
            self.list.show(0, _EMPTY)
            self.focus_filter()

    def on_unmount(self) -> None:
        for job in (self._looking, self._doing):
            if job is not None:
                job.cancel()

    # What is listed

    def look_for(self, query: str) -> None:
        """Another query, typed or brought from another screen."""
        (self.list.focus if query else self.focus_filter)()
        if self.filter.box.value != query:
            self.filter.box.value = query
        else:
            self._ask(query)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self._ask(message.value)

    def _ask(self, query: str) -> None:
        from tui.shelf.lines import asked_so_far

        self.say("")
        query = asked_so_far(query).strip()
        if not query:
            self._stop_looking()
            self.wanted, self.listed = None, ""
            self.list.clear(_EMPTY)
            self.show_progress()
            self.show_keys()
            return
        try:
            wanted = named(query)
        except StetError as error:  # what is listed stays, for it may be half a word
            self.say(f"{error.title}: {error.message}")
            return
        self._stop_looking()
        self.wanted, self.listed = wanted, query
        self.ended = self._cut = False
        self.list.clear(_LOOKING)
        self.show_progress()
        question = self.question
        self._looking = jobs.start(
            partial(gather, self.library, wanted, question, self.annotator, self.post_message),
            lambda outcome: self.post_message(_told(outcome, question)),
        )

    def _stop_looking(self) -> None:
        self.question += 1
        self.ended = True
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def on_gathered(self, message: Gathered) -> None:
        if message.question != self.question:
            return
        self.ended, self._cut = message.ended, message.cut
        self._may_undo |= message.may_undo
        if message.ended:
            self.list.remark = _NONE.format(self.key("type-query"))
        self.list.extend(message.hits)
        if message.refused:
            self.say(message.refused, wrong=True)
        elif message.broken:
            first = message.broken[0]
            self.say(f"{counted(len(message.broken), 'record')} left out: {first}; stet check says more", wrong=True)
        elif message.cut:
            self.say(
                f"Only the first {self.list.count:,} hits are listed; a narrower query shows the others", wrong=True
            )
        self.show_progress()
        self.show_keys()

    def on_indexing(self, message: Indexing) -> None:
        if message.question == self.question and not self.list.count:
            self.list.show(0, f"\n{message.words}")

    def show_progress(self) -> None:
        hits, articles = self.list.count, len(self.list.by_article)
        so_far = "" if self.ended and not self._cut else "+" if self._cut else " so far"
        self.header.show(f"{counted(hits, 'hit')} in {counted(articles, 'article')}{so_far}" if self.wanted else "")
        marked = len(self.list.marked)
        self.filter.tell(f"{marked:,} marked" if marked else "", _ORDERS[self.list.order])

    @on(events.ScreenResume)
    def _look_again(self) -> None:
        """Articles that were read meanwhile may have changed."""
        read, self._read = self._read, set()
        for article in read:
            self.attempt(partial(self._renew, article))
        self.show_progress()
        self.show_keys()

    def _renew(self, article: str) -> None:
        record = self.library.stored(article)
        gone = {hit.field for hit in self.list.of(article) if hit.field} - record.fields.keys()
        self.list.renew(Renewed(article, record.status, record.fields, frozenset(gone)))
        if self.wanted is not None:
            self.list.extend(hits_of(record, self.wanted))

    # Keys

    def offers(self, key: Key) -> bool:
        if key.id == "hits-undo":
            return self._may_undo
        if key.where == "concordance" and not self.list.count:
            return key.id in ("type-query", "leave-hits")
        return super().offers(key)

    def run(self, identifier: str) -> None:
        from tui.concordance.commands import COMMANDS

        COMMANDS[identifier](self)

    @property
    def is_busy(self) -> bool:
        return self._doing is not None

    def act(self, hits: Hits, drafting: Drafting, verb: str) -> None:
        chosen: dict[str, list[Hit]] = {}
        for hit in hits:
            chosen.setdefault(hit.article, []).append(hit)
        key, by = self.key("hits-undo"), self.annotator
        self._undone = ""
        self._do(lambda job: Acted(do_together(self.library, chosen, drafting, by, verb, job, self._changed, key)))

    def take_back(self) -> None:
        if self.is_busy:
            raise StetError("Not yet", f"the step before is still being done; {self.key('leave-hits')} stops it")
        before = self._undone

        def work(job: jobs.Job) -> Acted:
            return Acted(*undo_together(self.library, self.annotator, job, self._changed, before))

        self._do(work)

    def _changed(self, now: Renewed) -> None:
        """In the job's thread."""
        self.post_message(Changed(now))

    def _do(self, work: Callable[[jobs.Job], Acted]) -> None:
        def done(outcome: Acted | StetError) -> None:
            if isinstance(outcome, StetError):
                outcome = Acted(Report(f"{outcome.title}: {outcome.message}", wrong=True))
            self.post_message(outcome)

        self._doing = jobs.start(work, done, report=lambda words: self.post_message(Progressed(words)))

    def on_changed(self, message: Changed) -> None:
        self.list.renew(message.now)

    def on_progressed(self, message: Progressed) -> None:
        if self.is_busy:
            self.say(f"{message.words} {self.key('leave-hits')} stops")

    def on_acted(self, message: Acted) -> None:
        self._doing = None
        self._may_undo, self._undone = True, message.undone
        report = message.report
        self.say(report.words, wrong=report.wrong)
        if len(report.details) > 1 or self.app.screen is not self:
            notify_ended(self.app, report.words, report.details, wrong=report.wrong)
        self.show_progress()
        self.show_keys()

    def focus_query(self) -> None:
        self.focus_filter()

    def keep_query(self) -> None:
        """Refused where it is not understood: what is typed next is to mend it, and not to be taken for commands."""
        if self.filter.box.value.strip():
            named(self.filter.box.value)
        self.list.focus()

    def drop_query(self) -> None:
        """What was typed and names nothing: the query whose hits are listed stays; without one, back."""
        if not self.listed:
            self.filter.box.value = ""
            self.leave()
            return
        self.filter.box.value = self.listed
        self.list.focus()

    def read(self, wanted: OpenArticles) -> None:
        self._read.add(str(wanted.entries[wanted.position]))
        self._go(wanted)

    def leave(self) -> None:
        """Stops what is being done, else goes back to where it was opened, whatever was read since."""
        if self._doing is not None:
            self._doing.cancel()
            self.say("Stopping …")
        else:
            self._go(ShowShelf() if self.from_shelf else None)

    def quit(self) -> None:
        self.on_unmount()
        self.send(QuitApp())

    def _go(self, message: Message | None) -> None:
        self.app.pop_screen()
        if message is not None:
            self.app.post_message(message)

    def on_row_chosen(self, message: RowChosen) -> None:
        self.do("open-hit")


def _told(outcome: Gathered | StetError, question: int) -> Gathered:
    if isinstance(outcome, StetError):
        return Gathered(question, ended=True, refused=f"{outcome.title}: {outcome.message}")
    return outcome
