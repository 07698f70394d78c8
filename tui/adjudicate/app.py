"""The app that settles conflicts and does nothing else: one screen over a library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.adjudicate.screen import AdjudicatorScreen
from tui.app import StetApp

if TYPE_CHECKING:
    from store.library.protocol import Library


class AdjudicatorApp(StetApp):
    """Exits with 0 once everything settled is on the disk."""

    CSS_PATH = "../stet.tcss"

    def __init__(self, library: Library, identifiers: Sequence[str], annotator: str) -> None:
        super().__init__(library, list(identifiers), annotator)

    def get_default_screen(self) -> Screen[None]:
        return AdjudicatorScreen(self.library, [str(entry) for entry in self.queue.entries], self.annotator)

    async def action_quit(self) -> None:
        if isinstance(self.screen, AdjudicatorScreen):
            self.screen.leave()


def run(library: Library, identifiers: Sequence[str], annotator: str) -> int:
    return AdjudicatorApp(library, identifiers, annotator).sit()
