"""The sessions of one sitting: the article in hand, and those left that may still be on their way to the disk."""

from __future__ import annotations

from collections.abc import Callable

from store.library import Library
from store.record import Record
from store.session import Session


class Sessions:
    """`listener` is called from the writer's thread."""

    def __init__(self, library: Library, by: str, listener: Callable[[Session], None]) -> None:
        self._library = library
        self._by = by
        self._listener = listener
        self._open: dict[str, Session] = {}

    def open(self, record: Record) -> Session:
        """The one that is still saving this article, where there is one; else of the record as it was loaded."""
        for identifier, left in list(self._open.items()):
            if left.state == "saved" and identifier != record.id:
                del self._open[identifier]
        session = self._open.get(record.id)
        if session is None or session.state == "saved":
            session = Session(self._library, record, self._by)
            session.listeners.append(self._listener)
            self._open[record.id] = session
        return session

    def unsaved(self, identifier: str) -> Record | None:
        """The record of an article whose edits are not all on the disk."""
        session = self._open.get(identifier)
        return session.record if session and session.state != "saved" else None

    def close(self) -> str:
        """Wait for the disk; why not everything is saved, or nothing."""
        for session in self._open.values():
            if not session.close():
                return session.reason or "the disk does not answer"
        return ""
