"""An article pane alone, with marks of every sort, and hands on its keys and its mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from store.model.fields import Span
from tui.reader.text.article import ArticlePane, CursorMoved, Picked, Selected
from tui.reader.text.marks import Marked
from tui.settings.theme import kind_variables

TEXT = (
    "The ferry left Oban at noon. On it were 42 people.\n"
    "\n"
    "“We saw 3 whales,” said Ailsa Reid, the pilot’s sister. She works in Oban.\n"
    "\n" + "Nothing else of note was seen that day by anyone on board or ashore. " * 60
)


BROKEN = (
    "The ferry left the pier at noon with nobody but the pilot and\n"
    "was not seen again until the evening, when a boy on the shore\n"
    "saw its two lamps come round the point in the rain and he ran\n"
    "to tell the others of it as soon as his legs would carry him.\n\nNobody else was there."
)


def span_of(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after))
    return start, start + len(words)


MARKED = {
    "p1": Marked("person", [span_of("Ailsa Reid")]),
    "p2": Marked("person", [span_of("She")], decided=True),
    "l1": Marked("place", [span_of("Oban"), span_of("Oban", after="works")]),
    "n1": Marked("number", [span_of("42")]),
    "n2": Marked("number", [span_of("3")]),
    "q1": Marked("quote", [span_of("“We saw 3 whales,”")]),
    "l2": Marked("place", [span_of("noon")], rejected=True),
}


def as_it_is(marked: Marked) -> Marked:
    return marked


class PaneApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.pane = ArticlePane(text_width=60)
        self.heard: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return kind_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.heard.append(message)

    def on_picked(self, message: Picked) -> None:
        self.heard.append(message)

    def on_selected(self, message: Selected) -> None:
        self.heard.append(message)


class Session:
    """The pane with its pilot, in the words of a person who looks at it."""

    def __init__(self, app: PaneApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot, self.pane = app, pilot, app.pane

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def strip(self, y: int) -> Strip:
        return self.pane.render_line(y)

    @property
    def rows(self) -> list[str]:
        return [self.strip(y).text for y in range(self.pane.size.height)]

    @property
    def selected(self) -> str | None:
        return self.pane.text[slice(*self.pane.selection)] if self.pane.selection else None

    def place(self, offset: int) -> tuple[int, int]:
        """The cell where a code point is shown."""
        words = self.pane.text[offset:].split()[0]
        y, row = next((y, row) for y, row in enumerate(self.rows) if words in row)
        return row.index(words), y

    def looks(self, words: str, after: str = "") -> set[str]:
        """The signs of a stretch that stands in one line."""
        x, y = self.place(span_of(words, after)[0])
        style = next(s for s in self.strip(y).crop(x, x + 1)).style
        assert style is not None
        signs = {name for name in ("bold", "underline", "reverse", "strike") if getattr(style, name)}
        return signs | {
            f"on {style.bgcolor.name}" if style.bgcolor else "",
            f"{style.color.name}" if style.color else "",
        }

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.app.heard if isinstance(message, kind)]


@asynccontextmanager
async def reading(text: str = TEXT, *, size: tuple[int, int] = (72, 16), focus: bool = True) -> AsyncIterator[Session]:
    app = PaneApp()
    async with app.run_test(size=size) as pilot:
        app.pane.load(text)
        if text == TEXT:
            app.pane.mark_fields(MARKED, as_it_is)
        if not focus:
            app.set_focus(None)
        await pilot.pause()
        yield Session(app, pilot)
