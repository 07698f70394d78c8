"""The rest of what was named, put in the library while the first of it is being read: by a process of its own.

So the screen never waits, and the queue is whole in the library for the next sitting. Stopped at any moment, what was
added stays; what could not be added is told in the corner. How one article is looked up and extracted is `opening`'s,
how a process ends with the program that of `processes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from services.processes import Process
from store.errors import StetError
from tui.reader.opening import prepare
from tui.widgets.notifications import notify

if TYPE_CHECKING:
    from textual.app import App

    from extract.extractor import Extractor

_OFTEN: Final = 0.5
"""Seconds between two looks at what could not be added."""


class Backlog:
    """Begins at once; `extractor` must be a callable that another process can import."""

    def __init__(self, app: App[Any], library: Path, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
        self._app = app
        self._process = Process(_add, library, files, extractor)
        self._listening = app.set_interval(_OFTEN, self._hear)

    def _hear(self) -> None:
        wrong = self._heard()
        if wrong is None:
            if not self._process.is_done():
                why = "its process was ended from outside, memory may be short"
                notify(self._app, f"Not all of the queue is added: {why}; name it again to go on", wrong=True)
            self.stop()
        elif wrong:
            more = f"; {len(wrong) - 1} more could not be added" if len(wrong) > 1 else ""
            notify(self._app, f"Not added: {wrong[0]}{more}", wrong=True)

    def _heard(self) -> list[str] | None:
        """What went wrong since this was last asked, in words; None once all has been added."""
        said: list[str] = []
        try:
            while self._process.connection.poll():
                said.append(self._process.connection.recv())
        except EOFError:
            return said or None
        return said

    def stop(self) -> None:
        """End it, and wait until it has ended; again does nothing."""
        self._listening.stop()
        self._process.stop()


def _add(telling: Connection, library: Path, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
    """What the process does."""
    from store.library.protocol import open_library
    from tui.start import count_doubts

    shelf = open_library(library, doubts=count_doubts)
    made: list[Extractor] = []

    def once() -> Extractor:
        if not made:
            made.append(extractor())
        return made[0]

    for file in files:
        try:
            prepare(shelf, file, once)
        except StetError as error:
            telling.send(f"{error.title}: {error.message}")
        except Exception as error:  # noqa: BLE001  # an extractor of another package may raise anything
            telling.send(f"Extraction failed: {file.name}: {type(error).__name__}: {error}")
