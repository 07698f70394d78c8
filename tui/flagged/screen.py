"""The screen of flags and notes: lists them, filters them, opens their articles, and takes flags away.

Each flag taken away is an edit of its article, made by a session like any other: what undoes it there is undo.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from services import jobs
from store.errors import StetError
from store.plain import plain
from tui.flagged.entry_list import EntryList
from tui.flagged.gathering import Entry, Gathered, Group, gather
from tui.messages import OpenArticles, QuitApp
from tui.settings.bindings import bindings
from tui.widgets.cursor_list import RowChosen
from tui.widgets.filtered import FilteredScreen, FilterLine
from tui.widgets.leaving import leave
from tui.widgets.list_header import ListHeader
from tui.widgets.sessions import SavedOrNot, Sessions

if TYPE_CHECKING:
    from store.library.protocol import Library

_FILTERS: Final = "/ to filter: words of the field, its note, its title …"
_NONE: Final = "\nNothing is flagged, and no field has a note. {} in the reader flags a field, with a note."
_NO_ANSWER: Final = "\nNo flag or note has these words. {} in the filter drops them."


class FlaggedScreen(FilteredScreen, inherit_bindings=False):
    """`near` is the article, and the field in it, at which to stand if they are in the list."""

    BINDINGS: ClassVar = bindings("flagged", "filtering", "anywhere")
    AUTO_FOCUS = "EntryList"
    place = "flagged"

    def __init__(self, library: Library, annotator: str, near: tuple[str, str | None] | None = None) -> None:
        super().__init__()
        self.library = library
        self.near = near
        self.groups: list[Group] = []
        self.ended = False
        """True when all has been gathered."""
        self.sessions = Sessions(library, annotator, self.post_message)
        self.header, self.filter, self.list = ListHeader("flags and notes"), FilterLine(_FILTERS), EntryList()

    def parts(self) -> tuple[Widget, Widget]:
        return self.header, self.list

    def on_mount(self) -> None:
        self.list.show(0, "\nLooking …")
        self.show_keys()
        self._job = jobs.start(partial(gather, self.library, self.post_message), self._gathered)

    def on_unmount(self) -> None:
        self._job.cancel()

    # What is listed

    def _gathered(self, outcome: Gathered | StetError) -> None:
        """In the job's thread: groups that were told before stay."""
        if isinstance(outcome, StetError):
            outcome = Gathered([], ended=True, refused=f"{outcome.title}: {outcome.message}")
        self.post_message(outcome)

    def on_gathered(self, message: Gathered) -> None:
        self.groups += message.groups
        self.ended = message.ended
        if message.refused:
            self.say(message.refused, wrong=True)
        elif message.broken:
            self.say(f"{message.broken} records could not be read; stet check says more", wrong=True)
        if self.near is None and self.list.rows:  # what is there stays as it is
            self.list.extend(message.groups, self._wanted)
            self.list.show(self.list.cursor)
        else:
            self._fill()
        self._count()

    @property
    def _wanted(self) -> list[str]:
        return plain(self.filter.box.value).split()

    def _fill(self) -> None:
        current = self.list.current
        near = self.near or (current and (current.article, current.field))
        remark = _NO_ANSWER.format(self.key("filter-drop")) if self.groups else _NONE.format(self.key("flag"))
        self.list.fill(self.groups, self._wanted, near, remark if self.ended else "\nLooking …")

    def _count(self) -> None:
        entries = [entry for _, entries in self.groups for entry in entries]
        flags = sum(entry.flag for entry in entries)
        words = _many(flags, "flag")
        if notes := len(entries) - flags:
            words += f"   {_many(notes, 'note')} without a flag"
        self.header.show(f"{words}   {_many(len(self.groups), 'article')}{'' if self.ended else ' so far'}")
        listed = self.list.count - len(self.list.articles)
        self.filter.tell(f"{listed:,} of {len(entries):,}" if listed != len(entries) else "")

    # Keys

    def run(self, identifier: str) -> None:
        self.near = None  # who presses a key stands where it pleases them
        from tui.flagged.commands import COMMANDS

        COMMANDS[identifier](self)

    def replace(self, entry: Entry, changed: Entry) -> None:
        for _, entries in self.groups:
            if entry in entries:
                entries[entries.index(entry)] = changed
        self.list.replace(changed)
        self._count()

    def drop_filter(self) -> None:
        self.filter.box.value = ""
        self.list.focus()

    def read(self, wanted: OpenArticles) -> None:
        leave(self, lambda _: (self.dismiss(), self.app.post_message(wanted)), "read on")

    def leave(self) -> None:
        leave(self, lambda _: self.dismiss(), "leave")

    def quit(self) -> None:
        leave(self, lambda saved: self.post_message(QuitApp()) if saved else self.app.exit(1))

    # What the widgets and the threads tell

    @on(Input.Changed)
    def _typed(self) -> None:
        self._fill()
        self._count()

    def on_row_chosen(self, message: RowChosen) -> None:
        self.do("open-flagged")

    def on_saved_or_not(self, message: SavedOrNot) -> None:
        self.sessions.say_of(message.session, self)


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
