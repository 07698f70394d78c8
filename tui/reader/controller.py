"""The `Reader` of the commands: each verb done on the parts of the reading screen. See `commands.protocol`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from store.model.edit import ARTICLE
from store.model.fields import AnyField
from tui.reader.ahead import Ahead
from tui.reader.remembered import Remembered

if TYPE_CHECKING:
    from textual.app import App

    from store.model.actions import Draft
    from tui.reader.parts import ReaderParts
    from tui.widgets.background import Work
    from tui.widgets.keyed import KeyedScreen


class ReaderController:
    """Of one screen."""

    def __init__(
        self,
        host: KeyedScreen,
        parts: ReaderParts,
        *,
        opens: Callable[[], object],
        moved: Callable[[], object],
        left: Callable[[bool], object],
    ) -> None:
        """`opens` shows the article at which the queue stands; `moved` hears of each move; `left` that the person has
        quit, with all on the disk or without."""
        self._host = host
        self._view = parts.view
        self._notices = parts.notices
        self._opens, self._moved, self._left = opens, moved, left
        self._from_article = False
        """The editor was opened from there, and gives the focus back."""
        self.state = parts.state
        self.library = parts.library
        self.annotator = parts.annotator
        self.sessions = parts.sessions
        self.remembered = Remembered(parts.library)
        self._ahead = Ahead(host, parts.state, self.remembered)
        parts.state.elsewhere = self.remembered.known_as
        self.article = parts.view.pane
        self.split = parts.split
        self.say = host.say
        self.key = host.key
        self.attempt = host.attempt
        self.ask = host.ask
        self.send = host.send
        self.show_help = host.show_help
        self.show_keys = host.show_keys

    def open(self) -> None:
        self._opens()

    @property
    def app(self) -> App[object]:
        return self._host.app

    @property
    def page(self) -> int:
        return max(1, self._view.panel.fields.size.height - 1)

    def act(self, draft: Draft | None, otherwise: str = "") -> bool:
        state = self.state
        if draft is None or state.cursor is None:
            self.say(otherwise or f"Nothing to change: it is so already; {self.key('edit')} edits the field")
            return False
        if state.session is None:
            state.session = self.sessions.open(state.cursor.record)
        is_done = state.cursor.record.status == "done"
        self._view.show(state.cursor.renew(state.session.act(draft)))
        self.moved()
        if is_done and draft.op not in ("undo", "redo", "done"):
            self._notices.of_done(state.cursor.record.id, self.key("undo"))
        return True

    def show(self) -> None:
        self._view.show()

    def moved(self, *, reveal: bool = True) -> None:
        """`reveal` scrolls the article to the mention."""
        self._view.show_cursor(reveal=reveal)
        self.show_keys()
        self._ahead.rest()
        self._moved()

    def place_cursor(self, offset: int) -> None:
        self._view.place_cursor(offset)

    def take(self, identifier: str, *, passing: bool = False) -> None:
        cursor = self.state.cursor
        if cursor is None or identifier not in cursor.record.fields or self._view.panel.editor is not None:
            return
        mention = self._view.mention_at_cursor(cursor.record.fields[identifier].spans)
        cursor.go(identifier, mention, passing=passing)
        self.moved(reveal=False)

    def edit(self, item: AnyField) -> None:
        if self.state.cursor is not None:
            self._from_article = self.article.has_focus
            cursor = self.state.cursor
            recall = partial(self.remembered.offered, cursor.record)
            doubt = cursor.about_doubt if item.id == ARTICLE else cursor.doubts.of(item)
            self._view.panel.open_editor(cursor.record, item, recall, doubt)
            self._view.status.show_detail("")
            if item.id == ARTICLE:
                self._view.light_about(cursor.record)
            self.split.apply()
            self.show_keys()

    def close_editor(self) -> None:
        """Drops what was typed."""
        if self._view.panel.editor is not None:
            self._view.panel.close_editor()
            self.say("")
            self.split.apply()
            (self.article.focus if self._from_article else self.focus_fields)()
            self._view.show_cursor(reveal=False)
            self._view.preview(self.article.selection)
            self.show_keys()

    def focus_fields(self) -> None:
        self._view.panel.fields.focus()

    def start(self, work: Work) -> None:
        from tui.widgets.background import start

        start(work, self._host.post_message)

    def copy(self, words: str) -> None:
        self._host.app.copy_to_clipboard(words)

    def leave(self) -> None:
        from tui.widgets.leaving import leave

        editor = self._view.panel.editor
        if editor is not None and editor.is_changed:
            keep, drop, again = map(self.key, ("keep", "drop", "quit"))
            self.say(f"{keep} saves what was typed, {drop} discards it; then press {again} again", wrong=True)
        else:
            leave(self, self._left)
