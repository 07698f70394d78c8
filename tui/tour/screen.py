"""The reader on a sample article in a library that is thrown away, with a line that says what to press next."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from services.settings import BUILT_IN, load_extractor
from tui.messages import QuitApp, ShowConcordance, ShowFlagged, ShowShelf
from tui.queue import Queue
from tui.reader.screen import ReaderScreen
from tui.settings.keys import BY_ID
from tui.tour.sample import Sample
from tui.tour.steps import END, END_AT_THE_SHELF, STEPS
from tui.widgets.host import Answer
from tui.widgets.phrases import named


class TourScreen(ReaderScreen):
    """Over the shelf it goes back there; alone it ends with the app."""

    DEFAULT_CSS = """
    TourScreen #tour { dock: top; width: 100%; height: auto; padding: 0 1;
        background: $accent; color: $text; }
    """

    def __init__(self, sample: Sample, annotator: str) -> None:
        self._sample = sample
        super().__init__(sample.library, Queue([sample.identifier], 0), annotator, partial(load_extractor, BUILT_IN))
        self.step = 0
        self._has_exported = False

    def compose(self) -> ComposeResult:
        yield from super().compose()
        self.line = Static(id="tour", markup=False)
        yield self.line

    def on_mount(self) -> None:
        self._say_step()

    def left(self, saved: bool) -> None:
        """Nothing of a tour need be kept; below it may be what could not be saved yet."""
        if self._alone:
            self.app.exit(0)
        else:
            self.dismiss()
            self.app.post_message(QuitApp())

    def on_unmount(self) -> None:
        if not self.sessions.close():
            self._sample.throw_away()

    def ask(self, question: Screen[Answer], answered: Callable[[Answer | None], Any] | None = None) -> None:
        from tui.widgets.export_dialog import PickFormat

        super().ask(question, answered)
        self._has_exported |= isinstance(question, PickFormat)

    @on(events.ScreenResume)
    def _came_back(self) -> None:
        """From a question, too."""
        self.cursor_moved()

    def cursor_moved(self) -> None:
        self.call_later(self._go_on)  # the key may not have had all its effect yet

    def _go_on(self) -> None:
        if self.state.cursor is None or self.step == len(STEPS):
            return
        if STEPS[self.step].done(self.state.cursor) or (STEPS[self.step].by_screen and self._has_exported):
            self.step += 1
            if self.step < len(STEPS) and (field := STEPS[self.step].field):
                self.state.cursor.go(field)
                self.view.show_cursor(reveal=True)
                self.show_keys()
        self._say_step()

    def _say_step(self) -> None:
        if self.step < len(STEPS):
            ends = f" {{{'quit' if self._alone else 'shelf'}}} ends the tour." if self.step == 0 else ""
            said = f"{self.step + 1} of {len(STEPS)}   {self._way_back()}{STEPS[self.step].words}{ends}"
        else:
            said = END if self._alone else END_AT_THE_SHELF
        pieces: list[str | tuple[str, str]] = []
        for place, words in enumerate(re.split(r"\{([a-z0-9-]+)\}", said)):
            pieces.append((f" {self._shown(words)} ", "bold reverse") if place % 2 else words)
        self.line.update(Content.assemble(*pieces))

    def _way_back(self) -> str:
        """To the field of the step, where another is the current one: its keys would decide about that."""
        cursor, field = self.state.cursor, STEPS[self.step].field
        if cursor is None or field is None:
            return ""
        if not cursor.record.fields[field].alive and not STEPS[self.step].done(cursor):
            return "{undo} takes that back. "
        if cursor.current == field:
            return ""
        words = named(cursor.record.fields[field], cursor.record.text)
        if field not in cursor.places:
            return f"{{view}} lists “{words}” again. "
        return f"{{row-{field}}} goes back to “{words}”. "

    def _shown(self, words: str) -> str:
        """The key of an action, the number of a field's row, or the key of a question as it is."""
        if (field := words.removeprefix("row-")) != words:
            places = self.state.cursor.places if self.state.cursor is not None else {}
            return str(places.get(field, 0) + 1)
        return self.key(words) if words in BY_ID else words

    @property
    def _alone(self) -> bool:
        return self.app.screen_stack[0] is self  # a question may be on top of it

    def on_show_flagged(self, message: ShowFlagged) -> None:
        message.stop()
        self.say("This is the tour; there is no list of flags in it")

    def on_show_concordance(self, message: ShowConcordance) -> None:
        message.stop()
        self.say("This is the tour; there is one article in it")

    def on_show_shelf(self, message: ShowShelf) -> None:
        message.stop()
        if self._alone:
            self.say(f"This is the tour; {self.key('quit')} ends it")
        else:
            self.dismiss()
