"""The register's screen: asks for the entries that answer the filter, shows them as they come, and opens one of them.

Kept while articles are read, so that one comes back to the same row. What keys do is in `commands`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from services import jobs
from services.register import LibraryRegister, Row, register_of
from services.report import counted
from store.errors import StetError
from store.model.register import Form
from tui.messages import OpenArticles, QuitApp, ShowShelf
from tui.register.gathering import Gathered, gather
from tui.register.register_list import RegisterList
from tui.register.rows import heading
from tui.settings.bindings import bindings
from tui.settings.keys import Key
from tui.widgets.cursor_list import RowChosen
from tui.widgets.filtered import FilteredScreen, FilterLine
from tui.widgets.list_header import Headings, ListHeader

if TYPE_CHECKING:
    from store.library.protocol import Library

_FILTERS: Final = "/ to filter: words of a name, person:lund, place: …"
_NONE: Final = "\nNobody is decided yet.\n{} in the reader lets a person or a place stand; then it is listed here."
_NO_ANSWER: Final = "\nNo name has these words. {} in the filter drops them."
_NOT_ALIKE: Final = "\nNo two names look like the same. {} lists all."


class RegisterScreen(FilteredScreen, inherit_bindings=False):
    """`alike` lists only what may be the same as another."""

    BINDINGS: ClassVar = bindings("register", "filtering", "anywhere")
    AUTO_FOCUS = "RegisterList"
    place = "register"

    def __init__(self, library: Library, annotator: str) -> None:
        super().__init__()
        self.library = library
        self.annotator = annotator
        self.from_shelf = False
        """It was opened on the shelf, and goes back there."""
        self.register: LibraryRegister | None = None
        self.alike = False
        self.ended = False
        self.question = 0
        """The number of the question that was asked last."""
        self._cut = False
        self._near: Form | None = None
        self._wanted: tuple[Form, str] | None = None
        """The entry that is to be opened, and how its name is written, once the register is there."""
        self._job: jobs.Job | None = None
        self.header, self.filter, self.list = ListHeader("register"), FilterLine(_FILTERS), RegisterList()
        self.headings = Headings(lambda width: "" if self.list.opened or not self.list.count else heading(width))

    def parts(self) -> tuple[Widget, Widget]:
        return self.header, self.list

    def between(self) -> tuple[Widget, ...]:
        return (self.headings,)

    def on_mount(self) -> None:
        self.list.show(0, "\nLooking …")

    def on_unmount(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @on(events.ScreenResume)
    def _look_again(self) -> None:
        """Articles that were read meanwhile may have changed."""
        self.ask_again()

    # What is listed

    def ask_again(self, near: Form | None = None) -> None:
        """After a change; the cursor goes to `near`, or stays where it is."""
        if self._job is not None:
            self._job.cancel()
        current = self.list.current
        self._near = near or (current.key if current else None)
        self.question += 1
        self.ended = False
        question = self.question
        self._job = jobs.start(
            partial(gather, self.library, self.filter.box.value, self.alike, question, self.post_message),
            lambda outcome: self.post_message(_told(outcome, question)),
        )

    def show_field(self, article: str, field: str | None) -> None:
        """Open the entry that this field is of, as soon as the register has been read; else list all."""
        record = self.library.stored(article)
        item = record.fields.get(field or "")
        if self.list.opened is not None:
            self.list.close()
        if item is not None and (name := getattr(item, "name", "")):
            starts = (start for start, _ in item.spans)
            self._wanted = register_of(self.library).form_of(item.kind, name, article, starts), name

    def on_gathered(self, message: Gathered) -> None:
        if message.question != self.question:
            return
        self.ended, self._cut = message.ended, message.cut
        if message.refused:
            self.say(message.refused, wrong=True)
        if message.register is not None:
            self.register = message.register
            self.list.fill(message.rows, self._near, self._remark() if message.ended else "")
            if message.ended and (faults := message.register.faults):
                self.say(f"{faults[0]}{f' and {len(faults) - 1} more' if len(faults) > 1 else ''}", wrong=True)
            self._show_wanted()
        self.show_progress()
        self.show_keys()

    def _show_wanted(self) -> None:
        """What was asked for, or what is open, as it is now."""
        if self.register is None:
            return
        wanted, self._wanted = self._wanted, None
        if wanted is None and (opened := self.list.opened) is not None:
            wanted = self._near or opened.row.key, opened.row.name
        if wanted is not None:
            self.list.open(self.register.details(self.register.of(*wanted)))

    def _remark(self) -> str:
        if self.alike:
            return _NOT_ALIKE.format(self.key("register-alike"))
        return _NO_ANSWER.format(self.key("filter-drop")) if self.filter.box.value else _NONE.format(self.key("accept"))

    def show_progress(self) -> None:
        count = len(self.list.rows)
        so_far = "" if self.ended and not self._cut else "+" if self._cut else " so far"
        opened = self.list.opened
        self.header.show(opened.row.name if opened else f"{counted(count, 'name')}{so_far}")
        self.headings.refresh()
        marked = len(self.list.marked)
        self.filter.tell(f"{marked:,} marked" if marked else "", "may be the same" if self.alike else "")

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.list.opened is not None:
            self.list.close()
        self.say("")
        self.ask_again()

    # Keys

    def offers(self, key: Key) -> bool:
        if key.where == "register" and not self.list.count:
            return key.id in ("filter-register", "leave-register")
        return super().offers(key)

    def run(self, identifier: str) -> None:
        from tui.register.commands import COMMANDS

        COMMANDS[identifier](self)

    def open(self, row: Row) -> None:
        if self.register is not None:
            self.list.open(self.register.details(row))
            self.show_progress()

    def close(self) -> None:
        self.list.close()
        self.show_progress()

    def drop_filter(self) -> None:
        self.filter.box.value = ""
        self.list.focus()

    def read(self, wanted: OpenArticles) -> None:
        self.app.pop_screen()
        self.app.post_message(wanted)

    def leave(self) -> None:
        """From an entry back to all; from there to where one came from."""
        if self.list.opened is not None:
            self.close()
        else:
            self.app.pop_screen()
            if self.from_shelf:
                self.app.post_message(ShowShelf())

    def quit(self) -> None:
        self.on_unmount()
        self.send(QuitApp())

    def on_row_chosen(self, message: RowChosen) -> None:
        self.do("open-entry")


def _told(outcome: Gathered | StetError, question: int) -> Gathered:
    if isinstance(outcome, StetError):
        return Gathered(question, ended=True, refused=f"{outcome.title}: {outcome.message}")
    return outcome
