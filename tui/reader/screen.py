"""The reading screen: opens the articles of a queue, runs the commands of keys, and takes what the widgets tell.

What is shown is `view`'s; what a key does is in the command tables that `commands` puts together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message

from extract.doubts import Doubts, is_unit
from store.errors import StetError
from store.model.fields import AnyField, Person
from store.model.record import Record
from tui.reader.cursor import Reading
from tui.reader.fields.field_list import FieldClicked, HeadingClicked
from tui.reader.notices import News
from tui.reader.opening import Fresh, first_unfinished, look, suggest
from tui.reader.view import ReaderView, in_lines
from tui.settings.config import Layout
from tui.settings.keys import BY_ID
from tui.widgets.keyed import SOON, collect_garbage
from tui.widgets.lines import HintClicked
from tui.widgets.sessions import SavedOrNot, Sessions

if TYPE_CHECKING:
    from extract.extractor import Extractor
    from store.library.folder import FolderLibrary
    from store.model.actions import Draft
    from tui.queue import Entry, Queue
    from tui.reader.backlog import Backlog
    from tui.reader.editor.editor import Editor


@dataclass(eq=False, repr=False)
class Extracted(Message):
    """A new article is in the library with its suggestions, or could not be put there."""

    identifier: str
    result: Record | StetError


class ReaderScreen(ReaderView):
    """One article of the queue at a time."""

    def __init__(
        self,
        library: FolderLibrary,
        queue: Queue,
        annotator: str,
        extractor: Callable[[], Extractor],
        layout: Layout = Layout(),  # noqa: B008  # a tuple, never changed
    ) -> None:
        super().__init__(queue, layout)
        self.library = library
        self.annotator = annotator
        self.extractor = extractor
        self.sessions = Sessions(library, annotator, self.post_message)
        self.done_at: int | None = None
        """The place in the queue of the article that was done with the last key."""
        self.leaving = False
        """While the disk is waited for."""
        self.typed_number, self.typed_at = "", 0.0
        """The digits typed last, while nothing else is, and when."""
        self.sure_enough = "90"
        """The percentage typed last for what the machine was sure of."""
        self.news = News(self.app)
        self._extracting = ""
        self._backlog: Backlog | None = None
        self._adding: list[Entry] = []
        """The queue of which all is in the library, or being put there."""

    def on_mount(self) -> None:
        found = None
        if not self.queue.chosen:
            self.queue.position, found = first_unfinished(self.library, self.queue.entries)
        self.open(found)
        self.set_timer(SOON, self._get_ready)

    def _get_ready(self) -> None:
        """While the person looks at the article: load what the first key will need, and collect garbage again."""
        for module in ("store.sync.session", "tui.reader.commands", *_OF_DOUBTS):
            import_module(module)
        self._look_closer()
        collect_garbage()

    def _look_closer(self) -> None:
        """Ask the doubts that the first paint did not wait for."""
        if self.ready:
            return
        self.ready = True
        if self.reading is not None and self.panel.editor is None:
            self.reading.doubts = Doubts(self.reading.record)
            self.show()
            self.moved(reveal=False)

    def left(self, saved: bool) -> None:
        """The person has quit, with all on the disk or without."""
        self.app.exit(0 if saved else 1)

    # Opening

    def read(self, queue: Queue) -> None:
        """Another queue, from the place where it stands."""
        self.queue, self.done_at = queue, None
        self.open()

    def open(self, found: Record | Fresh | None = None) -> None:
        """Show the article at which the queue stands; `found` where it has been looked up already."""
        self.close_editor()
        if self.session is not None and self.session.state == "not saved":
            self.news.left_unsaved(self.session)  # the header now speaks of another article
        self.session = self.reading = None
        self._extracting = ""
        self.found = None
        self.say("")
        try:
            found = found or look(self.library, self.queue.current)
        except StetError as error:
            self.pane.load("")
            self.show_without_fields(error.title, in_lines(error))
            self.say(f"{error.title}: {error.message}", wrong=True)
            return
        if isinstance(found, Fresh):
            self.pane.load(found.article.text)
            self._extracting = found.article.id
            self.show_without_fields(found.article.title, "Looking for people, places, numbers and quotes …")
            self.say(found.remark)
            Thread(target=self._extract, args=(found,), daemon=True).start()
        else:
            self.pane.load(found.text)
            self.session = self.sessions.unsaved(found.id)
            self._begin(self.session.record if self.session else found)

    def _extract(self, fresh: Fresh) -> None:
        try:
            result: Record | StetError = suggest(self.library, fresh, self.extractor)
        except StetError as error:
            result = error
        except Exception as error:  # an extractor of another package may raise anything
            result = StetError("Extraction failed", f"{type(error).__name__}: {error}; the text can be read")
        self.post_message(Extracted(fresh.article.id, result))

    @on(events.ScreenResume)
    def _look_again(self) -> None:
        """Another screen may have changed the article meanwhile."""
        if self.reading and self.panel.editor is None and (newer := self.sessions.newer(self.reading.record)):
            self.session = None
            self.show(self.reading.renew(newer))
            self.moved(reveal=False)

    def on_extracted(self, message: Extracted) -> None:
        if message.identifier != self._extracting:
            return
        self._extracting = ""
        if isinstance(message.result, StetError):
            self.panel.show(None, in_lines(message.result))
            self.say(f"{message.result.title}: {message.result.message}", wrong=True)
        else:
            self._begin(message.result)

    def _begin(self, record: Record) -> None:
        self.reading = Reading(record, self.arrangement)
        self.reading.doubts.quick = not self.ready
        self.reading.go(self.queue.field)
        self.set_timer(SOON, self._add_the_rest)
        self.show()
        self.moved()

    def _add_the_rest(self) -> None:
        """Put what else was named in the library, the next articles first; once a queue."""
        if self._adding == self.queue.entries:
            return
        self._adding, place = self.queue.entries, self.queue.position
        rest = [*self.queue.entries[place + 1 :], *self.queue.entries[:place]]
        if files := [entry for entry in rest if isinstance(entry, Path)]:
            from tui.reader.backlog import Backlog

            if self._backlog is not None:
                self._backlog.stop()
            self._backlog = Backlog(self.app, self.library.path, files, self.extractor)

    def on_unmount(self) -> None:
        if self._backlog is not None:
            self._backlog.stop()

    # Doing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.holds(BY_ID["jump"]) if action == "jump" else super().check_action(action, parameters)

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
        self.typed_number = ""
        if identifier not in _HARMLESS:
            self._look_closer()
            if identifier not in ("undo", "done", "help"):
                self.done_at = None
        from tui.reader.commands import ALWAYS, COMMANDS

        if always := ALWAYS.get(identifier):
            always(self)
        elif self.reading is not None:
            COMMANDS[identifier](self, self.reading)

    def action_jump(self, digit: str) -> None:
        """To the field of a number: a digit goes on with those typed before it where there is such a field."""
        from tui.reader.commands.moving import jump

        self.say("")
        if monotonic() - self.typed_at > _PAUSE:
            self.typed_number = ""
        self.typed_at = monotonic()
        if self.reading is not None:
            self.typed_number = jump(self.typed_number + digit, self, self.reading)

    def act(self, draft: Draft | None, otherwise: str = "Nothing to change") -> bool:
        """Make an edit; False, and `otherwise` said, where there is nothing to do."""
        if draft is None or self.reading is None:
            self.say(otherwise)
            return False
        if self.session is None:
            self.session = self.sessions.open(self.reading.record)
        is_done = self.reading.record.status == "done"
        self.show(self.reading.renew(self.session.act(draft)))
        self.moved()
        if is_done and draft.op not in ("undo", "redo", "done"):
            self.news.of_done(self.reading.record.id, self.key("undo"))
        return True

    def open_editor(self, item: AnyField) -> None:
        if self.reading is not None:
            self.panel.open_editor(self.reading.record, item)
            self.status.show_detail("")
            self.divide_anew()
            self.show_keys()

    def close_editor(self) -> None:
        if self.panel.editor is not None:
            self.panel.close_editor()
            self.say("")
            self.divide_anew()
            self.panel.fields.focus()
            self.foretell(self.pane.selection)
            self.show_keys()

    # What the widgets tell

    def on_editor_kept(self, message: Editor.Kept) -> None:
        self.close_editor()
        if self.reading is not None and message.after:
            self.attempt(lambda: self._keep(message))

    def _keep(self, message: Editor.Kept) -> None:
        """Say what comes with the change, and what looks like a slip in it."""
        if not self.act(message.draft) or message.draft is None or self.reading is None:
            return
        record = self.reading.record
        made = [record.fields.get(change.field) for change in message.draft.changes if change.before is None]
        said = [f"{one.id} is a new person: {one.surface(record.text)}" for one in made if isinstance(one, Person)]
        if (unit := message.after.get("unit")) and not is_unit(unit, unit):
            said.append(f"“{unit}” is no unit that is known; it is kept as it was typed")
        if said:
            self.say("; ".join(said))

    def on_editor_told(self, message: Editor.Told) -> None:
        if self.panel.editor is not None:
            self.say(message.words, wrong=message.wrong)

    def on_editor_dropped(self) -> None:
        self.close_editor()

    def on_saved_or_not(self, message: SavedOrNot) -> None:
        session = message.session
        if session.state == "not saved":
            self.say(f"Not saved: {session.reason}", wrong=True)
        self.news.of_disk(session, in_sight=session is self.session and self.app.screen is self)
        if session is not self.session or self.reading is None:
            return
        if session.news and self.panel.editor is None:
            known = {edit.id for edit in session.record.edits}
            renamed = session.refresh()
            if (current := self.reading.current) is not None:
                self.reading.current = renamed.get(current, current)
            self.show(self.reading.renew(session.record))
            self.moved(reveal=False)
            others = sorted({edit.by for edit in session.record.edits if edit.id not in known})
            if others and (words := self.news.of_others(session.record.id, " and ".join(others))):
                self.say(words)
        self.show_progress()

    def on_field_clicked(self, message: FieldClicked) -> None:
        if self.panel.editor is not None:
            self.say("Keep or drop what was typed first")
        elif self.reading is not None:
            self.reading.go(message.field)
            self.moved()
            if message.twice:
                self.do("edit")

    def on_heading_clicked(self, message: HeadingClicked) -> None:
        if self.panel.editor is None and self.reading is not None:
            from tui.reader.commands.viewing import toggle

            toggle(self, self.reading, message.group)

    def on_hint_clicked(self, message: HintClicked) -> None:
        message.prevent_default()  # what is done with it on every screen is done here, or it would be done twice
        if BY_ID[message.id].where == "article":  # the pane's own keys
            self.pane.focus()
            self.app.call_later(self.app.simulate_key, BY_ID[message.id].keys[0])  # or it would end at its sender, here
            return
        self.do(message.id)


_OF_DOUBTS = tuple(f"extract.doubts.{module}" for module in ("figures", "names", "quoting"))
_PAUSE = 1.5
"""Seconds after which a digit begins another number."""
_HARMLESS = ("next", "previous", "next-undecided", "previous-undecided")
