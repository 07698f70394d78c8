"""The library's screen: asks for the list, runs the commands of keys, and says what is done in the background.

What a key does is in `commands`; how articles come in and go out is in `adding` and `exporting`.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from store.errors import StetError
from tui.bindings import bindings
from tui.keys import BY_ID, Key, here, shown
from tui.reader.lines import Footer, HintClicked, StatusLine
from tui.shelf.article_list import ArticleChosen, ArticleList
from tui.shelf.background import Ended, Progressed
from tui.shelf.lines import FilterLine, ShelfHeader, asked_so_far
from tui.shelf.listing import Listed, Listing, Paged, Question
from tui.telling import tell

if TYPE_CHECKING:
    from store.folder import FolderLibrary

_SOON = 0.3
"""Seconds after which the first paint is surely through."""


class ShelfScreen(Screen[None], inherit_bindings=False):
    """`reading` says whether an article is open, to which one can go back."""

    BINDINGS: ClassVar = bindings("shelf", "filtering", "anywhere")
    AUTO_FOCUS = "ArticleList"
    DEFAULT_CSS = """
    ShelfScreen { layout: vertical; background: $background; }
    FilterLine { height: 1; background: $background; }
    FilterLine > Input { width: 1fr; }
    FilterLine > Static { width: auto; height: 1; color: $foreground 60%; }
    ArticleList { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 25%; scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background; }
    .shelf--row { color: $foreground; background: $background; }
    .shelf--current { color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold; }
    .shelf--quiet, .shelf--new, .shelf--gone { color: $foreground 60%; background: $background; }
    .shelf--mark { color: $text-accent; background: $background; text-style: bold; }
    .shelf--started, .shelf--flag { color: $text-warning; background: $background; }
    .shelf--done { color: $text-success; background: $background; }
    ArticleList:ansi > .shelf--quiet { text-style: dim; }
    """

    def __init__(self, library: FolderLibrary, *, reading: bool = False) -> None:
        super().__init__()
        self.library = library
        self.reading = reading
        self.near: str | None = None
        """The article to stand at when the list comes."""
        self.question = Question()
        self.listing = Listing(library, self.post_message)

    def compose(self) -> ComposeResult:
        self.header, self.filter = ShelfHeader(self.library.path), FilterLine()
        self.list, self.status, self.footer = ArticleList(self.listing), StatusLine(), Footer()
        yield self.header
        yield self.filter
        yield self.list
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        self.set_timer(_SOON, _collect_garbage)

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        """What is shown may have changed meanwhile."""
        self.ask()
        self.show_keys()

    def on_unmount(self) -> None:
        self.listing.close()

    # The list

    def ask(self, *, query: str | None = None, order: str | None = None) -> None:
        """Have the list made anew, around the article in question."""
        near = self.near or self.list.current
        asked = self.question
        self.question = Question(
            asked.query if query is None else asked_so_far(query), asked.order if order is None else order, near
        )
        self.listing.ask(self.question)

    def on_listed(self, message: Listed) -> None:
        if message.refused:
            self.say(message.refused, wrong=True)
            return
        self.near = None
        self.listing.take(message)
        self.list.show(message.position, self._remark())
        self.show_progress()
        self.show_keys()

    def on_paged(self, message: Paged) -> None:
        self.listing.take(message)
        self.list.refresh()

    def show_progress(self) -> None:
        whole = self.listing.whole
        self.header.show(whole)
        total = sum(count for status, count in whole.items() if status != "damaged")
        self.filter.show(len(self.listing), total, len(self.list.marked), self.question.order)

    def _remark(self) -> str:
        if self.listing.whole:
            return f"\nNo article answers this filter. {self.key('filter-drop')} in the filter drops it."
        return "\n".join(
            [
                "",
                "This library is empty.",
                "",
                f"{self.key('add-article')}   add articles: a file, a folder or an address",
                f"{self.key('tour')}   a tour of one minute: how to check what a machine found in an article",
                "",
                "Or from the shell: stet add PATH …",
            ]
        )

    # Keys

    @property
    def context(self) -> tuple[str, ...]:
        """The places of the key table that hold now."""
        return ("filtering", "anywhere") if self.filter.box.has_focus else ("shelf", "anywhere")

    def show_keys(self) -> None:
        self.footer.show(tuple(key for key in here(*self.context) if key.hint and self._offers(key)))

    def _offers(self, key: Key) -> bool:
        """Whether the footer should speak of a key now."""
        if key.id == "help":
            return not self.filter.box.has_focus
        if key.id == "back-to-reader":
            return self.reading
        if key.id in ("add-article", "filter-keep", "filter-drop"):
            return True
        return bool(self.listing.whole) is (key.id != "tour")

    def key(self, identifier: str) -> str:
        """The key that does this, as a person reads it."""
        return shown(BY_ID[identifier].keys[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "do" or BY_ID[str(parameters[0])].where in self.context

    def action_do(self, identifier: str) -> None:
        self.do(identifier)

    def do(self, identifier: str) -> None:
        """Run the command of a key; why it was refused is said."""
        from tui.shelf.commands import COMMANDS

        self.say("")
        try:
            COMMANDS[identifier](self)
        except StetError as error:
            self.say(f"{error.title}: {error.message}", wrong=True)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One quiet line; without words it shows how far the work in the background is."""
        self.status.say(words, wrong=wrong)

    # What the widgets and the threads tell

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self.say("")
        self.ask(query=message.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        """The box takes the key for itself."""
        self.do("filter-keep")

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _focus_moved(self) -> None:
        self.show_keys()

    def on_article_chosen(self, message: ArticleChosen) -> None:
        self.do("read")

    def on_hint_clicked(self, message: HintClicked) -> None:
        self.do(message.id)

    def on_progressed(self, message: Progressed) -> None:
        self.status.show_detail(message.words)
        if message.look:
            self.ask()

    def on_ended(self, message: Ended) -> None:
        self.status.show_detail("")
        tell(self.app, message.words, wrong=message.wrong)
        self.ask()


def _collect_garbage() -> None:
    """Starting makes none worth a look, and was done without."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
