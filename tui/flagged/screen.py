"""The screen of flags and notes: lists them, filters them, opens their articles, and takes flags away.

Each flag taken away is an edit of its article, made by a session like any other: what undoes it there is undo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from store.model import actions
from tui.flagged.entry_list import EntryList
from tui.flagged.gathering import Entry, Gathered, Group, gather, group_of
from tui.messages import QuitWanted, ReadingWanted
from tui.settings.bindings import bindings
from tui.widgets.cells import fit
from tui.widgets.cursor_list import RowChosen
from tui.widgets.filtered import FilteredScreen, FilterLine
from tui.widgets.leaving import leave
from tui.widgets.lines import Line
from tui.widgets.sessions import SavedOrNot, Sessions

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.record import Record

_FILTERS: Final = "/ filters: words of the field, its note, its title …"
_NO_END: Final = 1 << 40
_NONE: Final = "\nNothing is flagged, and no field has a note. {} in the reader flags a field, with a note."
_NO_ANSWER: Final = "\nNothing flagged has these words. {} in the filter drops them."


class FlaggedHeader(Line):
    """How many flags and notes there are."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def show(self, words: str) -> None:
        self._words = words
        self.refresh()

    def segments(self, width: int) -> list[tuple[str, str]]:
        right = f"{self._words} "
        return [(" Stet   ", "strong"), (fit("flags and notes", width - 8 - len(right)), "quiet"), (right, "text")]


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
        self._left = False
        self.header, self.filter, self.list = FlaggedHeader(), FilterLine(_FILTERS), EntryList()

    def parts(self) -> tuple[Widget, Widget]:
        return self.header, self.list

    def on_mount(self) -> None:
        self.list.show(0, "\nLooking …")
        self.show_keys()
        Thread(target=gather, args=(self.library, self.post_message, lambda: self._left), daemon=True).start()

    def on_unmount(self) -> None:
        self._left = True

    # What is listed

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
        return self.filter.box.value.casefold().split()

    def _fill(self) -> None:
        current = self.list.current
        near = self.near or (current and (current.article, current.field))
        remark = _NO_ANSWER.format(self.key("filter-drop")) if self.groups else _NONE.format(self.key("flag"))
        self.list.fill(self.groups, self._wanted, near, remark if self.ended else "\nLooking …")

    def _count(self) -> None:
        entries = [entry for _, entries in self.groups for entry in entries]
        flags = sum(entry.flag for entry in entries)
        words = f"{_many(flags, 'flag')}   {_many(len(entries) - flags, 'note')} without one"
        self.header.show(f"{words}   {_many(len(self.groups), 'article')}{'' if self.ended else ' so far'}")
        listed = self.list.count - len(self.list.articles)
        self.filter.tell(f"{listed:,} of {len(entries):,}" if listed != len(entries) else "")

    # Keys

    def run(self, identifier: str) -> None:
        self.near = None  # who presses a key stands where it pleases them
        COMMANDS[identifier](self)

    def read(self) -> None:
        """Its article at this field; the queue is the articles listed."""
        if (entry := self.list.current) is None:
            self.say("There is no field to read")
        else:
            articles = self.list.articles
            wanted = ReadingWanted(articles, articles.index(entry.article), entry.field)
            leave(self, lambda _: (self.dismiss(), self.app.post_message(wanted)), "read on")

    def toggle(self) -> None:
        """The row stays, so that the same key puts the flag back."""
        if (entry := self.list.current) is None:
            return
        session = self.sessions.unsaved(entry.article)
        record = session.record if session else self.library.load(entry.article)
        item = record.fields.get(entry.field)
        draft = actions.flag(record, entry.field, not entry.flag) if item else None
        if draft is not None:
            record = (session or self.sessions.open(record)).act(draft)
            self._replace(entry, _entry_in(record, entry) or entry._replace(flag=False))
            note = "; the note stays" if entry.note else ""
            self.say("Flagged" if not entry.flag else f"The flag is gone{note}. {self.key('flag-away')} puts it back")
        elif (now := _entry_in(record, entry)) is not None or item is not None:
            self._replace(entry, now or entry._replace(flag=False, note=""))
            self.say("Somebody else has changed it meanwhile; this is how it is now")
        else:
            self.say("This field is no longer there")

    def _replace(self, entry: Entry, changed: Entry) -> None:
        for _, entries in self.groups:
            if entry in entries:
                entries[entries.index(entry)] = changed
        self.list.replace(changed)
        self._count()

    def type_filter(self) -> None:
        self.filter.box.focus()

    def keep_filter(self) -> None:
        self.list.focus()

    def drop_filter(self) -> None:
        self.filter.box.value = ""
        self.list.focus()

    def show_help(self) -> None:
        from tui.widgets.help import Help

        self.app.push_screen(Help(self.context))

    def leave(self) -> None:
        leave(self, lambda _: self.dismiss(), "leave")

    def quit(self) -> None:
        leave(self, lambda saved: self.post_message(QuitWanted()) if saved else self.app.exit(1))

    # What the widgets and the threads tell

    @on(Input.Changed)
    def _typed(self) -> None:
        self._fill()
        self._count()

    def on_row_chosen(self, message: RowChosen) -> None:
        self.do("open-flagged")

    def on_saved_or_not(self, message: SavedOrNot) -> None:
        if message.session.state == "not saved":
            self.say(f"Not saved: {message.session.reason}", wrong=True)


def _entry_in(record: Record, entry: Entry) -> Entry | None:
    """As it is listed now, if it still has a flag or a note."""
    return next((other for other in group_of(record)[1] if other.field == entry.field), None)


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _move(step: int, screen: FlaggedScreen) -> None:
    screen.list.move(step)


def _turn_page(step: int, screen: FlaggedScreen) -> None:
    screen.list.move(step * screen.list.page)


COMMANDS: Final[dict[str, Callable[[FlaggedScreen], object]]] = {
    "open-flagged": FlaggedScreen.read,
    "flag-away": FlaggedScreen.toggle,
    "filter-flagged": FlaggedScreen.type_filter,
    "filter-keep": FlaggedScreen.keep_filter,
    "filter-drop": FlaggedScreen.drop_filter,
    "flagged-on": partial(_move, 1),
    "flagged-back": partial(_move, -1),
    "flagged-page-on": partial(_turn_page, 1),
    "flagged-page-back": partial(_turn_page, -1),
    "first-flagged": partial(_move, -_NO_END),
    "last-flagged": partial(_move, _NO_END),
    "leave-flagged": FlaggedScreen.leave,
    "help": FlaggedScreen.show_help,
    "quit": FlaggedScreen.quit,
}
