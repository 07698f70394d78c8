"""What comes from the disk and from others while one reads: told in the corner, once each, where the header cannot.

Knows which of it has been told. What is done about it is the screen's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tui.widgets.notifications import notify
from tui.widgets.sessions import until_saved

if TYPE_CHECKING:
    from textual.app import App

    from store.sync.session import Session


class Notices:
    """Of one sitting."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._unsaved: set[Session] = set()
        self._others: set[tuple[str, str]] = set()
        self._done: set[str] = set()
        self._asked: set[tuple[str, str]] = set()

    def of_disk(self, session: Session, *, in_sight: bool) -> None:
        """A session is saved, or is not; `in_sight` where the header says so."""
        if session.state == "not saved":
            if session not in self._unsaved and not in_sight:
                self.left_unsaved(session)
            self._unsaved.add(session)
        elif session.state == "saved" and session in self._unsaved:
            self._unsaved.remove(session)
            if not in_sight:
                notify(self._app, f"{session.record.article.heading} is saved now", about=_disk(session))

    def of_done(self, identifier: str, undo: str) -> None:
        """An article that is done has been changed, by a slip perhaps."""
        if identifier not in self._done:
            self._done.add(identifier)
            notify(
                self._app, f"This article is done; what you changed in it is kept, {undo} takes it back", about="done"
            )

    def left_unsaved(self, session: Session) -> None:
        notify(
            self._app,
            f"{session.record.article.heading} is not saved{until_saved(session)}: {session.reason}",
            wrong=True,
            about=_disk(session),
        )

    def of_conflicts(self, identifier: str, words: str) -> None:
        """Each time: the cursor has gone on, and there would be no more than a sign at the field."""
        notify(self._app, words, wrong=True, about=f"conflict {identifier}")

    def of_asking(self, identifier: str, extractor: str) -> None:
        """Of its answer the line below tells, when it has come."""
        self._asked.add((identifier, extractor))

    def of_others(self, identifier: str, who: Sequence[str]) -> str:
        """In the corner for the first time, as the next key comes soon; after that the words for a quiet line."""
        names = " and ".join(name for name in who if (identifier, name) not in self._asked)
        if not names:
            return ""
        words = f"{names} has changed this article; you see it as it is now"
        if (identifier, names) in self._others:
            return words
        self._others.add((identifier, names))
        notify(self._app, words, about=f"others {identifier}")
        return ""


def _disk(session: Session) -> str:
    """That it is saved takes the place of that it is not."""
    return f"disk {session.record.article.id}"
