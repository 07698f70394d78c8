"""The reading screen: opens the articles of a queue, runs the commands of keys, and takes what the widgets tell.

It has a `ReaderState`, a `ReaderView`, a `SplitLayout` and a `KeyContext`, and is the `Reader` of the commands: what a
key does is in the tables that `commands` puts together.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult

from extract.doubts import Doubts
from services.opening import first_unfinished
from store.errors import StetError
from tui.reader.controller import ReaderController
from tui.reader.fields.field_list import FieldClicked, HeadingClicked
from tui.reader.fields.panel import DivideDragged, KindClicked
from tui.reader.foreseen import Foreseen
from tui.reader.key_context import KeyContext
from tui.reader.layout import SplitLayout
from tui.reader.notices import Notices
from tui.reader.opener import Asked, Extracted, Opener, PartRead, Taught
from tui.reader.others import Others
from tui.reader.parts import ReaderParts
from tui.reader.state import ReaderState
from tui.reader.text.article import CursorMoved, Picked, Selected
from tui.reader.view import ReaderView, said_of_change
from tui.settings.bindings import bind_own, bindings
from tui.settings.config import Layout
from tui.settings.keys import BY_ID, Key
from tui.settings.own_keys import put_own_keys
from tui.widgets.keyed import SOON, KeyedScreen, collect_garbage
from tui.widgets.lines import HintClicked
from tui.widgets.notifications import notify_ended
from tui.widgets.sessions import SavedOrNot, Sessions

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library.protocol import Library
    from tui.queue import Queue
    from tui.reader.editor.editor import Editor
    from tui.widgets.background import Ended


class ReaderScreen(KeyedScreen, inherit_bindings=False):
    """One article of the queue at a time."""

    BINDINGS: ClassVar = bindings("editor", "selection", "finding", "fields", "anywhere")
    AUTO_FOCUS = "FieldList"
    BLANK = True  # other widgets cover all of it: no need to draw it line by line

    def __init__(
        self,
        library: Library,
        queue: Queue,
        annotator: str,
        extractor: Callable[[], Extractor],
        layout: Layout = Layout(),  # noqa: B008  # a tuple, never changed
        extractor_name: str = "",
    ) -> None:
        super().__init__()
        bind_own(self._bindings, put_own_keys())
        self.library = library
        self.annotator = annotator
        self.state = ReaderState(queue, sends_to=_sends_to(extractor_name))
        self.view = ReaderView(self.state, self.status, self.key, layout.width)
        self.header, self.article, self.panel = self.view.header, self.view.pane, self.view.panel
        self.split = SplitLayout(self, self.article, self.panel, layout.split, library.documents)
        self.keys = KeyContext(self.state, self.view)
        self.sessions = Sessions(library, annotator, self.post_message)
        self.notices = Notices(self.app)
        parts = ReaderParts(library, annotator, self.state, self.view, self.split, self.sessions, self.notices)
        self.controller = ReaderController(
            self, parts, opens=lambda: self.opener.open(), moved=lambda: self.cursor_moved(), left=self.left
        )
        self.others = Others(self, parts, self.controller)
        self.opener = Opener(self, parts, self.controller, extractor, extractor_name)

    def compose(self) -> ComposeResult:
        self.split.apply(self.app.size)
        yield self.header
        yield self.article
        yield self.panel
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        queue, found = self.state.queue, None
        if not queue.chosen:
            with suppress(StetError):  # said where the first of them is opened
                queue.position, found = queue.first or first_unfinished(self.library, queue.entries)
                queue.first = None
        self.opener.open(found)
        self.set_timer(SOON, self._get_ready)

    def _get_ready(self) -> None:
        """While the person looks at the article: load what the first key will need, and collect garbage again."""
        for module in ("store.sync.session", "tui.reader.commands", *_OF_DOUBTS):
            import_module(module)
        self._look_closer()
        collect_garbage()
        self.set_interval(LOOK, self.others.look)

    def _look_closer(self) -> None:
        """Ask the doubts that the first paint did not wait for."""
        if self.state.ready:
            return
        self.state.ready = True
        if self.state.cursor is not None and self.panel.editor is None:
            self.state.cursor.doubts = Doubts(self.state.cursor.record)
            self.controller.show()
            self.controller.moved(reveal=False)

    def cursor_moved(self) -> None:
        """After every move; for a screen that follows what is done."""

    def left(self, saved: bool) -> None:
        """The person has quit, with all on the disk or without."""
        self.app.exit(0 if saved else 1)

    # Opening

    def read(self, queue: Queue) -> None:
        """Another queue, from the place where it stands."""
        self.state.queue, self.state.done_at, self.state.away = queue, None, False
        self.controller.open()

    @on(Extracted)
    @on(Taught)
    @on(Asked)
    @on(PartRead)
    def _hear(self, message: Extracted | Taught | Asked | PartRead) -> None:
        if isinstance(message, Asked | PartRead):
            self.others.look()
        self.opener.hear(message)

    def on_unmount(self) -> None:
        self.opener.stop()

    @property
    def context(self) -> tuple[str, ...]:
        return self.keys.places

    def holds(self, key: Key) -> bool:
        return self.keys.holds(key) and (key.where == "anywhere" or not self.split.is_too_small)

    def offers(self, key: Key) -> bool:
        return self.keys.offers(key)

    @property
    def first_hints(self) -> tuple[str, ...]:
        return self.keys.first

    def hinted(self, key: Key) -> Key:
        return self.keys.hinted(key)

    # Running commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.holds(BY_ID["jump"]) if action in _DIGIT_OR_LETTER else super().check_action(action, parameters)

    async def action_do(self, identifier: str) -> None:
        """An editor that was opened is there when this is over, so that the next key is typed into it."""
        self.do(identifier)
        if (mounting := self.panel.mounting) is not None:
            self.panel.mounting = None
            await mounting

    def do(self, identifier: str) -> None:
        """Run the command of a key. The editor's are its own, wherever a click has put the focus meanwhile."""
        if self.panel.editor is not None and BY_ID[identifier].where == "editor":
            self.panel.editor.action_do(identifier)
        else:
            super().do(identifier)

    def run(self, identifier: str) -> None:
        self.state.typed_number = ""
        if identifier not in _HARMLESS:
            self._look_closer()
            if identifier not in ("undo", "done", "help"):
                self.state.done_at = None
        from tui.reader.commands import ALWAYS, command_of

        if always := ALWAYS.get(identifier):
            always(self.controller)
        elif self.state.cursor is not None:
            command_of(identifier)(self.controller, self.state.cursor)

    def action_jump(self, digit: str) -> None:
        """To the field of a number: a digit goes on with those typed before it where there is such a field."""
        from tui.reader.commands.moving import jump

        state = self.state
        self.say("")
        if not state.is_typing_number:
            state.typed_number = ""
        state.typed_at = monotonic()
        if state.cursor is not None:
            state.typed_number = jump(state.typed_number + digit, self.controller, state.cursor)

    # What the widgets tell

    def on_foreseen(self, message: Foreseen) -> None:
        self.view.show_foreseen(message)

    def on_resize(self, event: events.Resize) -> None:
        self.split.resize(event.size)

    @on(DivideDragged)
    def _divide_dragged(self, message: DivideDragged) -> None:
        if words := self.split.drag(message):
            self.say(words)
        elif message.ended:
            self.say("")

    def on_divide_reset(self) -> None:
        self.split.reset()

    def on_picked(self, message: Picked) -> None:
        self.controller.take(message.field)

    @on(CursorMoved)
    def _cursor_moved(self, message: CursorMoved) -> None:
        if message.fields:
            self.controller.take(message.fields[0], passing=True)

    @on(Selected)
    def _selected(self, message: Selected) -> None:
        self.show_keys()
        if message.span and not self.view.is_at_hit:
            self.say("")  # what was said before is no longer about these words
        self.view.preview(message.span)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_moved(self) -> None:
        self.panel.set_class(self.panel.fields.has_focus, "-here")

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        # Mounting has just given every widget its styles: a second time would be a fiftieth of the start.
        event.refresh_styles = self.stack_updates > 0

    @on(events.ScreenResume)
    def _look_again(self) -> None:
        self.others.look_again()

    def on_editor_kept(self, message: Editor.Kept) -> None:
        self.controller.close_editor()
        if self.state.cursor is not None and (message.after or message.finish):
            self.attempt(lambda: self._keep(message))

    def _keep(self, message: Editor.Kept) -> None:
        """Say what comes with the change, and what looks like a slip in it."""
        cursor = self.state.cursor
        if message.after and self.controller.act(message.draft) and message.draft is not None and cursor is not None:
            self.controller.remembered.take(cursor.record, cursor.record.field(message.field), message.after)
            self.say(said_of_change(cursor.record, message.draft, message.after))
        if message.finish and cursor is not None:
            from tui.reader.commands.about import finish

            finish(self.controller, cursor)

    def on_editor_told(self, message: Editor.Told) -> None:
        if self.panel.editor is not None:
            self.say(message.words, wrong=message.wrong)

    def on_editor_dropped(self) -> None:
        self.controller.close_editor()

    def on_ended(self, message: Ended) -> None:
        notify_ended(self.app, message.words, message.details, wrong=message.wrong)

    def on_saved_or_not(self, message: SavedOrNot) -> None:
        session, state = message.session, self.state
        self.sessions.say_of(session, self)
        self.notices.of_disk(session, in_sight=session is state.session and self.app.screen is self)
        state.left_behind = self.sessions.left_behind
        if session is state.session and state.cursor is not None:
            self.others.saved(session)
        self.view.show_progress()

    def on_field_clicked(self, message: FieldClicked) -> None:
        if self.panel.editor is not None:
            self.say("Save or discard what was typed first")
        elif (cursor := self.state.cursor) is not None:
            cursor.go(message.field)
            self.controller.moved()
            if message.twice:
                self.do("edit")

    def on_heading_clicked(self, message: HeadingClicked) -> None:
        if self.panel.editor is None and self.state.cursor is not None:
            from tui.reader.commands.viewing import toggle

            toggle(self.controller, self.state.cursor, message.group)

    def on_kind_clicked(self, message: KindClicked) -> None:
        if self.panel.editor is None and (cursor := self.state.cursor) is not None and cursor.go_to_kind(message.group):
            self.controller.moved()

    def on_hint_clicked(self, message: HintClicked) -> None:
        message.prevent_default()  # what is done with it on every screen is done here, or it would be done twice
        if BY_ID[message.id].where == "article":  # the pane's own keys
            self.article.focus()
            self.app.call_later(self.app.simulate_key, BY_ID[message.id].keys[0])  # or it would end at its sender, here
            return
        self.do(message.id)


_OF_DOUBTS = tuple(f"extract.doubts.{module}" for module in ("figures", "names", "quoting"))
LOOK = 2.0
"""Seconds between two looks at what other programs have made of the article."""
_DIGIT_OR_LETTER = ("jump", "useless")
_HARMLESS = ("next", "previous", "next-undecided", "previous-undecided")


def _sends_to(extractor: str) -> str:
    """The server to which it sends text, if it does."""
    from tui.settings.in_force import sends_to

    return sends_to(extractor)
