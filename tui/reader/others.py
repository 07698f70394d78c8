"""What others make of the open article meanwhile: looked for, or heard, and shown when nothing is disturbed by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.model.phrases import conflicts
from tui.widgets.phrases import named

if TYPE_CHECKING:
    from store.model.record import Record
    from store.sync.session import Session
    from tui.reader.controller import ReaderController
    from tui.reader.cursor import Cursor
    from tui.reader.parts import ReaderParts
    from tui.widgets.keyed import KeyedScreen


class Others:
    """A library that is not `live` is looked at; of one that is, what has been heard waits for its time."""

    def __init__(self, host: KeyedScreen, parts: ReaderParts, controller: ReaderController) -> None:
        self._host = host
        self._parts = parts
        self._controller = controller

    def look_again(self) -> None:
        """After another screen, which may have changed the article."""
        state, live = self._parts.state, self._parts.library.live
        was_away, state.away = state.away, False
        if live is None:
            self._take_newer()
        else:
            if was_away and state.cursor is not None:
                live.at(state.cursor.record.id, self._parts.annotator)
            self.look()
            self.hear("", 0)

    def leave(self) -> None:
        """For the shelf, until the article is looked at again or another is opened."""
        self._parts.state.away = True
        if (live := self._parts.library.live) is not None:
            self._parts.state.others = ()
            live.at(None, self._parts.annotator)
            self._parts.view.show_progress()

    def look(self) -> None:
        """Now and then."""
        session, cursor = self._parts.state.session, self._parts.state.cursor
        if self._parts.state.asking is not None:
            self._parts.view.show_progress()
        if not self._may_move:
            return
        if session and cursor and session.has_remote_edits:
            self._show(session, cursor)
        elif self._parts.library.live is None:
            self._say(self._take_newer())

    def hear(self, article: str, seq: int) -> None:
        """An article has this `seq` now; without an id any may have changed."""
        state = self._parts.state
        if state.refused and not article:
            self._controller.open()  # the server that could not be reached is back
        if state.cursor is None:
            return
        record = state.cursor.record
        if not article or (record.id.startswith(article) and record.seq != seq):
            if state.session is None:
                state.session = self._parts.sessions.open(record)
            state.session.look()

    def are_here(self, article: str, annotators: tuple[str, ...]) -> None:
        state = self._parts.state
        if state.cursor is not None and state.cursor.record.id == article and not state.away:
            state.others = annotators
            self._parts.view.show_progress()

    def saved(self, session: Session) -> None:
        """A session has saved, or looked, and may have found what others have saved."""
        cursor = self._parts.state.cursor
        if cursor is not None and session.has_remote_edits and self._may_move:
            self._show(session, cursor)

    @property
    def _may_move(self) -> bool:
        """False while a person types, selects or answers."""
        view = self._parts.view
        return self._host.is_active and view.panel.editor is None and view.pane.selection is None

    def _show(self, session: Session, cursor: Cursor) -> None:
        known = {edit.id for edit in session.record.edits}
        before = cursor.record
        renamed = session.refresh()
        if (current := cursor.current) is not None:
            cursor.current = renamed.get(current, current)
        self._parts.view.show(cursor.renew(session.record))
        self._controller.moved(reveal=False)
        if words := _new_conflicts(before, session.record):
            self._parts.notices.of_conflicts(before.id, f"{words}; {self._host.key('settle')} there settles it")
        else:
            self._say(sorted({edit.by for edit in session.record.edits if edit.id not in known}))

    def _take_newer(self) -> Sequence[str]:
        """Show the article as it is on the disk; who has changed it meanwhile."""
        state, view = self._parts.state, self._parts.view
        cursor = state.cursor
        if not cursor or view.panel.editor is not None or not (newer := self._parts.sessions.newer(cursor.record)):
            return ()
        known = {edit.id for edit in cursor.record.edits}
        state.session = None
        view.show(cursor.renew(newer))
        self._controller.moved(reveal=False)
        return sorted({edit.by for edit in newer.edits if edit.id not in known})

    def _say(self, names: Sequence[str]) -> None:
        cursor, notices = self._parts.state.cursor, self._parts.notices
        if names and cursor and (words := notices.of_others(cursor.record.id, names)):
            self._host.say(words)


def _new_conflicts(before: Record, now: Record) -> str:
    """The first field of those that are in conflict since then, and who has said what of it."""
    found = [
        item
        for item in now.fields.values()
        if item.conflict and not ((old := before.fields.get(item.id)) and old.conflict)
    ]
    if not found:
        return ""
    first = "; ".join(conflicts(found[0], now))
    more = f", and {len(found) - 1} more" if found[1:] else ""
    return f"In conflict: {named(found[0], now.text)}: {first}{more}"
