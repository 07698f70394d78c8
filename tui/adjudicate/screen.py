"""One conflict at a time: the article with the current words lit, the readings side by side below.

What the readings are is `conflicts`' to say, how they look `sides`'. An article is left when nothing in it is
open; what has been left open is come back to by going on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical

from store.model.edit import ARTICLE
from store.model.record import Record
from store.sync.conflicts import Side, disputed, joined_with, resolve, sides_of
from tui.adjudicate.conflicts import Conflicts
from tui.adjudicate.sides import Sides
from tui.reader.text.page import Page
from tui.settings.bindings import bindings
from tui.settings.keys import Key
from tui.widgets.keyed import KeyedScreen
from tui.widgets.leaving import leave
from tui.widgets.lines import Header, Progress
from tui.widgets.sessions import SavedOrNot, Sessions

if TYPE_CHECKING:
    from store.library.protocol import Library
    from store.model.actions import Draft
    from store.model.fields import AnyField
    from store.sync.session import Session
    from tui.reader.editor.editor import Editor


class AdjudicatorScreen(KeyedScreen, inherit_bindings=False):
    """Settles the conflicts of some articles of a library, in their order."""

    BINDINGS: ClassVar = bindings("adjudicating", "anywhere")
    DEFAULT_CSS = """
    AdjudicatorScreen { layout: vertical; background: $background; }
    #settling { height: 1fr; border-top: solid $foreground-darken-3; border-bottom: solid $foreground-darken-3; }
    #settling > Page { height: 1fr; overflow-y: scroll; }
    #settling > Page { scrollbar-color: $foreground 25%; scrollbar-background: $background; }
    #editing { height: 0; }
    #settling > Sides { height: auto; border-top: solid $foreground-darken-3; padding: 0 1; }
    """

    def __init__(self, library: Library, identifiers: Sequence[str], annotator: str) -> None:
        super().__init__()
        self.library = library
        self.identifiers = list(identifiers)
        self.annotator = annotator
        self.sessions = Sessions(library, annotator, self.post_message)
        self.session: Session | None = None
        self.article = 0
        self.record: Record | None = None
        self.current: str | None = None
        self.sides: list[Side] = []
        self.editor: Editor | None = None
        self.made: list[int] = []
        self.undone: list[int] = []

    def compose(self) -> ComposeResult:
        self.header = Header()
        self.page, self.table = Page(), Sides()
        self.editing = Vertical(id="editing")
        yield self.header
        yield Vertical(self.page, self.table, self.editing, id="settling")
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        self.conflicts = Conflicts(self.library, self.identifiers)
        self.say(self.conflicts.warning, wrong=True)
        self.show_keys()
        if self.conflicts.articles:
            self.open(self.conflicts.first())

    # Where it stands

    def open(self, article: int, *, last: bool = False) -> None:
        """Show an article at its first conflict, or at its last."""
        self.article = article
        identifier = self.conflicts.articles[article]
        self.session = self.sessions.unsaved(identifier)
        self.record = self.session.record if self.session else self.library.load(identifier)
        self.page.load(self.record.text)
        there = disputed(self.record)
        self.current = there[-1 if last else 0] if there else None
        self.show()

    @property
    def item(self) -> AnyField | None:
        if self.record is None or not self.current:
            return None
        found = self.record.about if self.current == ARTICLE else self.record.fields.get(self.current)
        return found if found is not None and found.conflict else None

    def show(self) -> None:
        record, item = self.record, self.item
        if record is None:
            return
        self.conflicts.count(record)
        self.show_progress()
        self.show_keys()
        if item is None:
            self.sides = []
            self.page.light([], None, [])
            self.table.clear(self._all_settled() or "Nothing is in conflict in this article.")
            return
        self.sides = sides_of(record, item.id)
        spans = sorted({span for side in self.sides for span in side.item.spans} | set(item.spans))
        evidence = {span for side in self.sides for span in side.item.evidence.values()}
        self.page.light(spans, 0, sorted(evidence))
        if spans:  # the article's own field has none
            self.page.reveal(spans[0])
        self.table.show(record.text, record.fields, item, self.sides, joined_with(record, item.id, self.sides))

    def _all_settled(self) -> str:
        """What is next, where nothing is open in any article."""
        count = self.conflicts.total
        if self.conflicts.open or not count:
            return ""
        return f"{'It is' if count == 1 else f'All {count}'} settled · {self.key('stop-adjudicating')} ends"

    def show_progress(self) -> None:
        if self.record is None:
            return
        state = self.session.state if self.session else "saved"
        self.header.show(
            Progress(
                title=self.record.article.heading,
                article=self.article + 1,
                articles=len(self.conflicts.articles),
                decided=self.conflicts.settled,
                fields=self.conflicts.total,
                saved={"saved": "✓ saved", "saving": "… saving", "not saved": "✗ NOT SAVED"}[state],
                wrong=state == "not saved",
                word="settled",
            )
        )

    # What keys do

    @property
    def context(self) -> tuple[str, ...]:
        return ("editor" if self.editor else "adjudicating", "anywhere")

    def offers(self, key: Key) -> bool:
        """Without a conflict there is nothing to take."""
        return key.id != "finish" and (self.item is not None or key.id not in _OF_A_CONFLICT)

    def run(self, identifier: str) -> None:
        from tui.adjudicate.commands import ALWAYS, COMMANDS

        if always := ALWAYS.get(identifier):
            always(self)
        elif self.record is not None:
            COMMANDS[identifier](self, self.record)

    def act(self, draft: Draft | None, words: str, *, stay: bool = False) -> None:
        """Make an edit and go on to what is open, or with `stay` back to what the edit was about."""
        if draft is None or self.record is None:
            self.say(
                f"Nothing to change: it is so already; {self.key('edit-reading')} settles it with values of your own"
            )
            return
        before = disputed(self.record)
        if self.session is None:
            self.session = self.sessions.open(self.record)
        self.record = self.session.act(draft)
        if draft.op != "undo":
            self.made.append(self.article)
        if draft.op not in ("undo", "redo"):
            self.undone.clear()
        after = disputed(self.record)
        back = [name for name in after if name not in before]
        if stay and back:
            self.current = back[0]
        elif self.current not in after:
            place = before.index(self.current) if self.current in before else 0
            rest = [name for name in before[place:] if name in after] or after
            self.current = rest[0] if rest else None
        self.show()
        self.say(words)
        if not after and not stay:
            self.go_on(words)

    def go_on(self, words: str) -> None:
        """To the next article that has a conflict, round to the first."""
        there = self.conflicts.next(self.article, 1)
        if there is None:
            there = self.conflicts.next(-1, 1)
        if there is None:
            self.say(f"{words}. {self._all_settled()}")
        else:
            self.open(there)
            self.say(f"{words}; next article")

    def step(self, step: int) -> None:
        """To the next or previous conflict, across articles; what is left stays open."""
        if self.record is None:
            return
        there = disputed(self.record)
        place = there.index(self.current) + step if self.current in there else (0 if step > 0 else len(there) - 1)
        if 0 <= place < len(there) and self.current is not None:
            self.current = there[place]
            self.show()
            return
        article = self.conflicts.next(self.article, step)
        if article is None:
            self.say("That is the last one open" if step > 0 else "That is the first one open")
        else:
            self.open(article, last=step < 0)

    def leave(self) -> None:
        leave(self, self._left, "leave")

    def _left(self, saved: bool) -> None:
        if len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.app.exit(0 if saved else 1)

    # Editing

    def open_editor(self, item: AnyField) -> None:
        from tui.reader.editor.editor import Editor

        if self.record is not None:
            self.editor = Editor(self.record, item, may_add=False)
            self.editor.styles.height = self.editor.lines
            self.editing.styles.height = self.editor.lines
            self.editing.mount(self.editor)
            self.show_keys()

    def _close_editor(self) -> None:
        if self.editor is not None:
            self.editor.remove()
            self.editor = None
            self.editing.styles.height = 0
            self.show_keys()

    def on_editor_kept(self, message: Editor.Kept) -> None:
        self._close_editor()
        if self.record is not None:
            record = self.record
            self.attempt(lambda: self.act(resolve(record, message.field, message.after), "Settled"))

    def on_editor_dropped(self) -> None:
        self._close_editor()

    # What others tell

    def on_saved_or_not(self, message: SavedOrNot) -> None:
        session = message.session
        self.sessions.say_of(session, self)
        if session is self.session and session.has_remote_edits and self.editor is None:
            renamed = session.refresh()
            self.record = session.record
            self.current = renamed.get(self.current or "", self.current)
            there = disputed(self.record)
            if self.current not in there:
                self.current = there[0] if there else None
            self.show()
        self.show_progress()


_OF_A_CONFLICT: Final = ("take-left", "take-right", "edit-reading", "leave")
