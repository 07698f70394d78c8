"""The library's screen: asks for the list, runs the commands of keys, and says what is done in the background.

What a key does is in `commands`; what takes long is in `work`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from store.model.about import shown_attributes
from tui.settings.bindings import bindings
from tui.settings.keys import Key
from tui.shelf.article_list import ArticleList
from tui.shelf.lines import ShelfHeader, asked_so_far, said, shortened
from tui.shelf.listing import Listed, Listing, Paged, Question, Rest
from tui.shelf.memory import Place, beginning, keep, recall
from tui.shelf.rows import heading
from tui.terminal.served import is_served
from tui.widgets.background import Ended, Progressed, Work, start
from tui.widgets.cursor_list import RowChosen
from tui.widgets.filtered import FilteredScreen, FilterLine
from tui.widgets.keyed import SOON, collect_garbage
from tui.widgets.list_header import Headings
from tui.widgets.notifications import clear, notify_ended

if TYPE_CHECKING:
    from store.library.protocol import Library

_OFTEN = 1.0
"""Seconds between two looks at whether the place is to be kept."""
_FILTERS = "/ to filter: words, status:new, person:lund, number>100 …"
_SHORT = "/ words, status:new, person:lund …"
"""Beside what is said of marks."""


class ShelfScreen(FilteredScreen, inherit_bindings=False):
    """`reading` says whether an article is open, to which one can go back."""

    BINDINGS: ClassVar = bindings("shelf", "filtering", "anywhere")
    AUTO_FOCUS = "ArticleList"
    place = "shelf"

    def __init__(self, library: Library, annotator: str, extractor: str, *, reading: bool = False) -> None:
        super().__init__()
        self.library = library
        self.annotator = annotator
        self.extractor = extractor
        self.reading = reading
        self.near: str | None = None if reading else recall(library.address).article
        """The article to stand at when the list comes."""
        self._was_there = library.exists()
        place = beginning(library)
        self._kept = recall(library.address)
        self.question = Question(place.query, place.order)
        self._stood: str | None = None
        """The current article when the list was asked for, or made: at another, the person has moved meanwhile."""
        self._left: str | None = None
        """The current article when the list was left to type a filter, which may hide it for a while."""
        self._added: str | None = None
        """The article to stand at when what is done in the background has ended."""
        self._is_old = False
        """The list is not the answer to what was asked last, which was refused."""
        self._then = ""
        """The key that waits for the whole list."""
        self.steps = 0
        self.taken_back: list[str] = []
        self.listing = Listing(library, annotator, self.post_message)
        self.header, self.list = ShelfHeader(library.name), ArticleList(self.listing)
        self.filter = FilterLine(_FILTERS, place.query, "sort")
        self.headings = Headings(heading)

    def parts(self) -> tuple[Widget, Widget]:
        return self.header, self.list

    def between(self) -> tuple[Widget, ...]:
        return (self.headings,)

    def on_mount(self) -> None:
        self.set_timer(SOON, collect_garbage)
        self.set_interval(_OFTEN, self.keep_place)

    def keep_place(self) -> None:
        """For the next run, whatever ends this one."""
        if self._is_old or (self.near and not self.list.count):
            return
        place = Place(self.question.query, self.question.order, self.list.current)
        if place != self._kept:
            self._kept = place
            keep(self.library.address, place)

    def stand_at(self, article: str) -> None:
        self._added = article

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        """What is shown may have changed meanwhile."""
        self.listing.watch(on=True)
        self.request()
        self.show_keys()

    @on(events.ScreenSuspend)
    def _suspended(self) -> None:
        self.keep_place()
        self.listing.watch(on=False)

    def on_stale(self) -> None:
        """Another program has changed the library."""
        self.request()

    def on_unmount(self) -> None:
        self.keep_place()
        self.listing.close()

    # The list

    @on(events.DescendantBlur)
    def _list_left(self, event: events.DescendantBlur) -> None:
        if event.widget is self.list:
            self._left = self.list.current

    def request(self, *, query: str | None = None, order: str | None = None, top: bool = False) -> None:
        """Have the list made anew, around the current article; for a filter that is typed, around the one left then."""
        self._stood = self.list.current
        near = self.near or (self._stood if query is None else self._left or self._stood)
        near = None if top else near
        asked = self.question
        self.question = Question(
            asked.query if query is None else asked_so_far(query), asked.order if order is None else order, near
        )
        self.listing.ask(self.question)

    def on_listed(self, message: Listed) -> None:
        now = self.list.current
        self.listing.take(message)
        if message.refused:
            if message.question is not None and message.question is not self.question:
                return  # another has been asked since
            self._then, self._is_old = "", True
            self.list.show_old(True)
            self.say(message.refused, wrong=True)
            self.show_progress()
            return
        self.near, self._is_old = None, False
        self.list.show_old(False)
        moved = now is not None and now != self._stood and now in message.ids
        self.list.show(message.ids.index(now) if now and moved else message.position, self._remark())
        self._stood = self._stood if moved else self.list.current
        self._listed()

    def on_rest(self, message: Rest) -> None:
        """The first page may have changed since, if another program is at it."""
        now = self.list.current
        self.listing.take(message)
        if self.listing.asked is message.question:
            moved = now != self._stood
            wanted = (now,) if moved else (message.question.near, now)
            self.list.show(_place(message.ids, *wanted, otherwise=self.list.cursor), self._remark())
            self._stood = self._stood if moved else self.list.current
            if self.list.awaited is not None:
                self.list.go(self.list.awaited)
            self._listed()

    def _listed(self) -> None:
        if not (self.listing.asked.query or self.listing.waiting):
            self.list.marked.intersection_update(self.listing.ids)  # others may be gone for good
        self._was_there |= bool(self.listing.whole)
        self.show_progress()
        self.show_keys()
        if self._then and not self.listing.waiting:
            then, self._then = self._then, ""
            self.do(then)

    def on_paged(self, message: Paged) -> None:
        self.listing.take(message)
        self.list.refresh()

    def drop_filter(self) -> None:
        self.filter.box.value = ""
        self.list.focus()

    def clear_told(self) -> bool:
        return clear(self.app)

    def start(self, work: Work) -> None:
        start(work, self.post_message)

    def show_progress(self) -> None:
        whole = self.listing.whole
        self.header.show(whole if self.listing.has_come else None, self.listing.mine)
        total = sum(count for status, count in whole.items() if status != "damaged")
        listed, marked = len(self.listing), len(self.list.marked)
        query = self.listing.asked.query
        self.filter.box.placeholder = _SHORT if marked else _FILTERS
        old = f"still the list of “{shortened(query)}”" if query else "still the whole list"
        self.filter.tell(
            old if self._is_old else "",
            f"{listed:,}{'+' if self.listing.more else ''} of {total:,}" if listed != total else "",
            f"{marked:,} marked" if marked else "",
            said(self.question.order),
        )

    def _remark(self) -> str:
        if self.listing.whole:
            drop = self.key("filter-drop")
            words = f"\nNo article matches this filter; {drop} drops it."
            if marked := len(self.list.marked):
                them = "1 marked article is" if marked == 1 else f"{marked:,} marked articles are"
                words += f"\n{them} not listed: without it {'it is' if marked == 1 else 'they are'}."
            return words
        if self._was_there and not self.library.exists():
            return f"\n{self.library.name}\nis not there any more. Put it back, and its articles are listed again."
        files = "an address, or files of your computer" if is_served() else "a file, a folder or an address"
        return "\n".join(
            [
                "",
                "This library is empty.",
                "",
                f"{self.key('add-article')}   add articles: {files}",
                f"{self.key('tour')}   a tour of one minute: how to check what a machine found in an article",
                "",
                f"Or paste a text here{'' if is_served() else ', or from the shell: stet add PATH …'}",
            ]
        )

    # Keys

    def offers(self, key: Key) -> bool:
        if key.id == "help":
            return super().offers(key)
        if key.id == "articles-undo":
            return bool(self.steps) or self.listing.may_undo
        if key.id == "articles-about":
            return bool(shown_attributes() and self.listing.whole)
        if key.id == "back-to-reader":
            return self.reading
        if key.id in ("add-article", "filter-keep", "filter-drop", "quit"):
            return True
        return bool(self.listing.whole) is (key.id != "tour")

    def run(self, identifier: str) -> None:
        from tui.shelf.commands import COMMANDS, OF_THE_WHOLE

        if identifier in OF_THE_WHOLE and self.listing.waiting:
            self._then = identifier
            self.say("Reading the list …")
            return
        self._then = ""
        COMMANDS[identifier](self)

    # What the widgets and the threads tell

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self.say("")
        self.request(query=message.value)

    def on_paste(self, event: events.Paste) -> None:
        from tui.shelf.commands import add_pasted

        if event.text.strip():
            self.attempt(lambda: add_pasted(self, event.text))

    def action_useless(self, letter: str) -> None:
        if letter == self.key("redo"):
            again = " or ".join(self.key(name) for name in ("articles-done", "articles-about"))
            self.say(f"{letter} does nothing here: {again} again does what {self.key('articles-undo')} has undone")
        else:
            super().action_useless(letter)

    def on_row_chosen(self, message: RowChosen) -> None:
        self.do("read")

    def on_progressed(self, message: Progressed) -> None:
        self.status.show_detail(message.words)
        if message.look:
            self.request()

    def on_ended(self, message: Ended) -> None:
        self.status.show_detail("")
        self.show_keys()
        self.near, self._added = self._added or self.near, None
        notify_ended(self.app, message.words, message.details, wrong=message.wrong)
        self.request()


def _place(ids: Sequence[str], *wanted: str | None, otherwise: int) -> int:
    """Of the first of them that is there."""
    return next((ids.index(one) for one in wanted if one in ids), otherwise)
