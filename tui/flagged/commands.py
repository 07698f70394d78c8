"""What each key of the list of flags does, by the id of its row in the key table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from store.model import actions
from tui.flagged.gathering import Entry, group_of
from tui.messages import OpenArticles
from tui.widgets.host import Host

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.record import Record
    from tui.flagged.entry_list import EntryList
    from tui.widgets.sessions import Sessions

_NO_END: Final = 1 << 40


class Flagged(Host, Protocol):
    """The verbs of a command of the list of flags."""

    library: Library
    sessions: Sessions
    list: EntryList

    def replace(self, entry: Entry, changed: Entry) -> None:
        """Show a row as it is now."""

    def focus_filter(self) -> None: ...

    def drop_filter(self) -> None: ...

    def read(self, wanted: OpenArticles) -> None:
        """Leave for an article, when all is on the disk."""

    def leave(self) -> None: ...

    def quit(self) -> None: ...


def read(flagged: Flagged) -> None:
    """The current row's article at its field; the queue is the articles listed."""
    if (entry := flagged.list.current) is None:
        flagged.say("No field to read")
    else:
        articles = flagged.list.articles
        flagged.read(OpenArticles(articles, articles.index(entry.article), entry.field))


def toggle(flagged: Flagged) -> None:
    """The row stays, so that the same key puts the flag back."""
    if (entry := flagged.list.current) is None:
        return
    session = flagged.sessions.unsaved(entry.article)
    record = session.record if session else flagged.library.load(entry.article)
    item = record.fields.get(entry.field)
    draft = actions.flag(record, entry.field, not entry.flag) if item else None
    if draft is not None:
        record = (session or flagged.sessions.open(record)).act(draft)
        flagged.replace(entry, _entry_in(record, entry) or entry._replace(flag=False))
        note = "; the note stays" if entry.note else ""
        gone = f"Flag removed{note}. {flagged.key('flag-away')} puts it back"
        flagged.say(gone if entry.flag else "Flagged")
    elif (now := _entry_in(record, entry)) is not None or item is not None:
        flagged.replace(entry, now or entry._replace(flag=False, note=""))
        flagged.say("Somebody else has changed it; you see it as it is now")
    else:
        flagged.say("This field is no longer there")


def _entry_in(record: Record, entry: Entry) -> Entry | None:
    """As it is listed now, if it still has a flag or a note."""
    return next((other for other in group_of(record)[1] if other.field == entry.field), None)


def move(step: int, flagged: Flagged) -> None:
    flagged.list.move(step)


def turn_page(step: int, flagged: Flagged) -> None:
    flagged.list.move(step * flagged.list.page)


COMMANDS: Final[dict[str, Callable[[Flagged], object]]] = {
    "open-flagged": read,
    "flag-away": toggle,
    "filter-flagged": lambda flagged: flagged.focus_filter(),
    "filter-keep": lambda flagged: flagged.list.focus(),
    "filter-drop": lambda flagged: flagged.drop_filter(),
    "flagged-on": partial(move, 1),
    "flagged-back": partial(move, -1),
    "flagged-page-on": partial(turn_page, 1),
    "flagged-page-back": partial(turn_page, -1),
    "first-flagged": partial(move, -_NO_END),
    "last-flagged": partial(move, _NO_END),
    "leave-flagged": lambda flagged: flagged.leave(),
    "help": lambda flagged: flagged.show_help(),
    "quit": lambda flagged: flagged.quit(),
}
