"""Which keys hold in the reader, and of which the footer speaks, as it stands now. Decides nothing about fields."""

from __future__ import annotations

from extract.doubts.second import has_other
from store.model.about import shown_attributes
from store.model.fields import AnyField, Person, Quote
from store.model.fold import MACHINE
from store.model.references import names_in
from tui.reader.state import ReaderState
from tui.reader.view import ReaderView
from tui.settings.keys import Key
from tui.widgets.phrases import label


class KeyContext:
    """Of one screen."""

    def __init__(self, state: ReaderState, view: ReaderView) -> None:
        self._state = state
        self._view = view

    @property
    def places(self) -> tuple[str, ...]:
        """The places of the key table that hold now, the nearest first."""
        view = self._view
        if view.panel.editor is not None:
            return ("editor", "anywhere")
        article = ("article",) if view.pane.has_focus else ()
        finding = ("finding",) if self._state.search else ()
        if view.pane.selection:
            first = (*finding, "selection") if view.is_at_hit else ("selection", *finding)
            return (*first, *article, "fields", "anywhere")
        return (*finding, *article, "fields", "selection", "anywhere")

    def holds(self, key: Key) -> bool:
        if key.id == "add-number" and self._view.is_at_hit:
            return False  # the same letter goes to the next hit
        if key.id == "back-to-hits" and not self._can_go_back:
            return False
        if key.id == "end-number" and not self._state.is_typing_number:
            return False
        return key.where in self.places

    @property
    def _can_go_back(self) -> bool:
        """To the concordance or the register, where `escape` has nothing else to take away."""
        queue, view = self._state.queue, self._view
        return bool(queue.back) and view.panel.guidelines is None and view.pane.selection in (None, queue.span)

    def offers(self, key: Key) -> bool:
        """Whether the footer should speak of a key now."""
        cursor, selection = self._state.cursor, self._view.pane.selection
        item = cursor.field if cursor else None
        if key.id == "help":
            return self._view.panel.editor is None  # there it is a letter like any other
        if key.id.startswith("point-"):
            if cursor is None or selection is None:
                return False
            from tui.reader.commands.pointing import owners

            return key.id.removeprefix("point-") in owners(cursor, selection)
        if key.where == "selection" or key.id == "clear":
            return selection is not None and self.holds(key)
        if key.id == "speaker" and _empty_reference(item) and selection is None:
            return True
        if key.id == "speaker":
            return isinstance(item, Quote) or (isinstance(item, Person) and item.role is None and selection is None)
        if key.id == "finish":
            editor = self._view.panel.editor
            return editor is not None and editor.is_of_article
        if key.id == "about":
            return bool(shown_attributes()) and selection is None
        if key.id == "settle":
            return item is not None and (bool(item.conflict) or self._has_second(item))
        if key.id == "undo":
            return cursor is not None and any(edit.op not in MACHINE for edit in cursor.record.edits)
        if selection and key.where == "fields":
            return key.id == "other-pane"
        return item is not None or key.where != "fields" or key.id in ("done", "other-pane")

    @property
    def first(self) -> tuple[str, ...]:
        """What comes next, where nothing is left to decide; in the article, the way back."""
        cursor = self._state.cursor
        item = cursor.field if cursor else None
        if self._state.search and self._view.is_at_hit:
            return ("next-hit", "stop-finding")
        if self._view.panel.editor is not None or self._view.pane.selection or self._state.search:
            return ()
        if self._view.pane.has_focus:
            return ("grow", "other-pane")
        if item is not None and (item.conflict or self._has_second(item)):
            return ("settle",)
        if cursor is None or cursor.decided < len(cursor.record.fields):
            return ()
        return ("done",) if cursor.record.status != "done" else ("export-article", "next-article")

    def _has_second(self, item: AnyField) -> bool:
        """Whether the key takes what a second reader has."""
        if item.decided or "second" not in item.extra or self._state.cursor is None:
            return False
        return has_other(self._state.cursor.record.text, item)

    def hinted(self, key: Key) -> Key:
        """A key as the footer should speak of it."""
        item = self._state.cursor.field if self._state.cursor else None
        if key.id == "settle" and item is not None and not item.conflict:
            return key._replace(hint="the model's")
        if key.id == "speaker" and isinstance(item, Person):
            return key._replace(hint="role")
        if key.id == "speaker" and (reference := _empty_reference(item)):
            return key._replace(hint=reference)
        return key._replace(hint="fields") if key.id == "other-pane" and self._view.pane.has_focus else key


def _empty_reference(item: AnyField | None) -> str:
    """What a field of a desk's own kind refers to by its first reference that is empty."""
    if item is None or not item.row.own or item.row.past:
        return ""
    return next((label(item, one.key) for one in item.references if not names_in(item, one)), "")
