"""The sessions of one sitting: the article in hand, and those left that may still be on their way to the disk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from textual.message import Message

from store.errors import NO_CONNECTION, StetError
from store.model.record import Record
from tui.widgets.cells import shortened

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.sync.session import Session
    from store.sync.spool import Spool


_MOMENT: Final = 0.01
"""Seconds in which an edit is painted, and a few keys that came at once have all had their effect."""
AGAIN: Final = 1.0
"""Seconds after which what was refused is tried again by itself; each pause is twice as long as the one before."""
_RAREST: Final = 8.0
"""Seconds of the longest pause."""
PATIENCE: Final = 10.0
"""Seconds that leaving waits for the disk."""


@dataclass(eq=False, repr=False)
class SavedOrNot(Message):
    """A session's state has changed."""

    session: Session


class Saying(Protocol):
    """A screen that has a line for what there is to say."""

    def say(self, words: str, *, wrong: bool = False) -> None: ...

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object: ...


class Sessions:
    """`tell` is called from the writer's thread, with `SavedOrNot`."""

    def __init__(self, library: Library, by: str, tell: Callable[[Message], object]) -> None:
        self._library = library
        self._by = by
        self._tell = tell
        self._open: dict[str, Session] = {}
        self._refused: dict[Session, str] = {}
        """Why, as it was said last."""
        self._spool: Spool | None = None
        self.leaving = False
        """While the disk is waited for, so that the screen can be left."""

    def open(self, record: Record) -> Session:
        """For the first edit of an article; forgets the sessions that have saved all they had."""
        from store.sync.session import Session
        from store.sync.spool import Spool

        if self._spool is None:
            self._spool = Spool(self._library.name, self._library.login)
        self._open = {identifier: left for identifier, left in self._open.items() if left.state != "saved"}
        session = self._open[record.id] = Session(self._library, record, self._by, debounce=_MOMENT, spool=self._spool)
        session.refusal = self._library.read_only
        session.listeners.append(lambda session: self._tell(SavedOrNot(session)))
        return session

    def unsaved(self, identifier: str) -> Session | None:
        """The session of an article whose edits are not all on the disk."""
        session = self._open.get(identifier)
        return session if session and session.state != "saved" else None

    def say_of(self, session: Session, screen: Saying) -> None:
        """Why it is not saved, once, while it is tried again until it is; then that it is."""
        if session.state == "not saved":
            if session not in self._refused:
                screen.set_timer(AGAIN, partial(self._try_again, session, screen, AGAIN))
            if self._refused.get(session) != (why := _why(session)):
                self._refused[session] = why
                screen.say(f"Not saved{until_saved(session)}: {why}", wrong=True)
        elif session.state == "saved" and self._refused.pop(session, ""):
            screen.say(f"Saved now: {_titled(session)}")

    def _try_again(self, session: Session, screen: Saying, pause: float) -> None:
        if session in self._refused:
            session.retry()
            pause = min(2 * pause, _RAREST)
            screen.set_timer(pause, partial(self._try_again, session, screen, pause))

    def retry(self) -> None:
        """At once, what was refused."""
        for session in self._open.values():
            session.retry()

    def newer(self, record: Record) -> Record | None:
        """What is on the disk, where it is another and nothing of one's own is on its way there."""
        with suppress(StetError):
            if not self.unsaved(record.id) and (found := self._library.load(record.id)).seq != record.seq:
                return found
        return None

    @property
    def left_behind(self) -> bool:
        """Something was refused, and is not saved yet."""
        return bool(self._refused)

    @property
    def waiting(self) -> bool:
        """True while something is still on its way to the disk."""
        return any(session.state == "saving" for session in self._open.values())

    @property
    def is_kept(self) -> bool:
        """What is not saved will be at the next start."""
        return all(session.is_kept for session in self._open.values() if session.state != "saved")

    def close(self, patience: float = PATIENCE) -> str:
        """Wait for the disk; why not everything is saved, or nothing."""
        for session in self._open.values():
            if not session.close(patience):
                return _why(session)
        return ""


def until_saved(session: Session) -> str:
    """What becomes of it, before the reason, of which a narrow line has no room."""
    if session.is_kept and session.reason.startswith(NO_CONNECTION):
        return ", but kept here and saved when the server is back"
    return ""


def _why(session: Session) -> str:
    return f"{_titled(session)}: {session.reason or 'the disk does not answer'}"


def _titled(session: Session) -> str:
    return f"“{shortened(session.record.article.heading)}”"
