"""Shows the guidelines: over the lower half of the fields, at what they say of the current kind, or by themselves.

Loaded when they are first asked for. Which file has them is the business of `guidelines`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Markdown, Static

from store.model.fields import BY_KIND
from tui.settings.keys import BY_ID, shown
from tui.settings.kind_looks import look_of
from tui.terminal.symbols import SYMBOLS, visible
from tui.widgets.guidelines import Stamp, read, stamp

if TYPE_CHECKING:
    from store.library.documents import Documents

_SOON, _TRIES = 0.02, 100
"""Seconds between two looks whether what is new is laid out, and how many; a pane that is hidden never is."""
_OFTEN: Final = 1.0
"""Seconds between two looks whether the file has changed."""
_SCROLLING: Final = ("up", "down", "pageup", "pagedown", "home", "end")
_VISIBLE: Final = str.maketrans(SYMBOLS)


class GuidelinesPane(VerticalScroll, can_focus=False):
    """Keeps its place while the current kind stays the same."""

    DEFAULT_CSS = """
    GuidelinesPane { layer: list; background: $background; scrollbar-size-vertical: 1;
        border-top: solid $foreground-darken-3; border-title-color: $text-accent; border-title-style: bold;
        scrollbar-color: $foreground 25%; scrollbar-background: $background; scrollbar-background-hover: $background; }
    GuidelinesPane .remark { dock: top; width: 1fr; height: auto; max-height: 2; padding: 0 1; color: $text-warning;
        background: $background; }
    GuidelinesPane Markdown { padding: 0 1; }
    GuidelinesPane MarkdownBlock { margin: 0 0 1 0; }
    GuidelinesPane MarkdownList { margin: 0 0 1 0; padding: 0; }
    GuidelinesPane MarkdownList MarkdownBlock, GuidelinesPane MarkdownListItem { margin: 0; }
    GuidelinesPane MarkdownHeader { content-align: left middle; text-align: left; width: 1fr; color: $text-accent;
        background: transparent; text-style: bold; margin: 0 0 1 0; padding: 0; }
    """
    ALLOW_SELECT = False

    def __init__(self, configured: Path | None, documents: Documents, kind: str | None = None) -> None:
        super().__init__()
        self._where = configured, documents
        self._read: Stamp | None = None
        self._kind = kind
        self.settled = False
        """Whether what was read is shown, at its place."""
        self.hint = f"{_key('close-guidelines')} closes   {_key('guidelines-on')} scrolls"

    def compose(self) -> ComposeResult:
        yield Static(classes="remark", markup=False)
        yield Markdown(parser_factory=_parser, open_links=False)

    async def on_mount(self) -> None:
        self.set_interval(_OFTEN, self.look)
        await self.look()

    async def look(self) -> None:
        """Read the file where it is another than last time."""
        if (now := stamp(*self._where)) == self._read:
            return
        self._read, self.settled = now, False
        found = read(*self._where)
        self.border_title = Content(f"{visible(found.title)}   {self.hint}")
        remark = self.query_one(Static)
        remark.update(Content(visible(found.remark)))
        remark.display = bool(found.remark)
        await self.query_one(Markdown).update(found.words)
        self.call_after_refresh(self._go)

    def show_kind(self, kind: str | None) -> None:
        if kind and kind != self._kind:
            self._kind = kind
            self._go()

    def _go(self, tries: int = _TRIES) -> None:
        """What is said of the kind to the top; where nothing is, the place stays."""
        if name := self._heading():
            heading = next(iter(self.query(f"#{name}")), None)
            if (heading is None or not heading.size.height) and tries:  # not there yet, or not laid out
                self.set_timer(_SOON, partial(self._go, tries - 1))
                return
            if heading is not None:
                self.scroll_to_widget(heading, top=True, animate=False, force=True, immediate=True)
        self.settled = True

    def _heading(self) -> str | None:
        """The id of the heading that names the kind."""
        wanted = _headings(self._kind)
        entries = (entry for body in self.query(Markdown) for entry in body.table_of_contents)
        return next((name for _, title, name in entries if name and set(title.casefold().split()) & wanted), None)

    def turn(self, step: int) -> None:
        """Half of what is seen on or back."""
        self.scroll_relative(y=step * max(self.size.height // 2, 1), animate=False, immediate=True)


class GuidelinesScreen(ModalScreen[None]):
    """The guidelines by themselves. Any key but those that scroll closes them."""

    DEFAULT_CSS = """
    GuidelinesScreen { align: center middle; }
    GuidelinesScreen > GuidelinesPane { width: 88; max-width: 100%; height: 90%; border: round $accent; padding: 1 2;
        background: $surface; }
    """

    def __init__(self, configured: Path | None, documents: Documents) -> None:
        super().__init__()
        self._where = configured, documents

    def compose(self) -> ComposeResult:
        pane = GuidelinesPane(*self._where)
        pane.hint = "any key closes"
        pane.can_focus = True
        yield pane

    def on_key(self, event: events.Key) -> None:
        if event.key not in _SCROLLING:
            event.stop()
            self.dismiss()


def _key(identifier: str) -> str:
    return shown(BY_ID[identifier].keys[0])


def _parser() -> MarkdownIt:
    """Nothing in it can be opened, fetched or obeyed: HTML is text, links and pictures are their words."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.core.ruler.push("words", _only_words)
    return parser


def _only_words(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("fence", "code_block"):
            token.info = "text"
        token.content = token.content.translate(_VISIBLE)
        if token.children is not None:
            token.children = [word for child in token.children if (word := _word(child)) is not None]


def _word(token: Token) -> Token | None:
    if token.type in ("link_open", "link_close"):
        return None
    if token.type == "image":
        token = Token("text", "", 0, content=f"[{token.content}]")
    token.content = token.content.translate(_VISIBLE)
    return token


def _headings(kind: str | None) -> set[str]:
    """Words of a heading by which it is about a kind."""
    if kind is None:
        return set()
    return {kind, BY_KIND[kind].group, *look_of(kind).headings}
