"""The rest of what was named, put in the library while the first of it is being read: by a process of its own.

So the screen never waits, and the queue is whole in the library for the next sitting. Stopped at any moment, what was
added stays; what could not be added is told in the corner. How one article is looked up and extracted is `opening`'s.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from store.errors import StetError
from tui.reader.opening import prepare
from tui.telling import tell

if TYPE_CHECKING:
    from textual.app import App

    from extract.extractor import Extractor

_OFTEN: Final = 0.5
"""Seconds between two looks at what could not be added."""
_PATIENCE: Final = 2.0
"""Seconds given to the process to end before it is ended."""


class Backlog:
    """Begins at once; `extractor` must be a callable that another process can import."""

    def __init__(self, app: App[Any], library: Path, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
        self._app = app
        context = get_context("spawn")
        self._hearing, telling = context.Pipe(duplex=False)
        self._process = context.Process(target=_add, args=(library, files, extractor, telling), daemon=True)
        with redirect_stderr(sys.__stderr__):  # Textual's own has no file that a process could be given
            self._process.start()
        telling.close()
        self._listening = app.set_interval(_OFTEN, self._hear)

    def _hear(self) -> None:
        wrong = self._heard()
        if wrong is None:
            self.stop()
        elif wrong:
            more = f"; {len(wrong) - 1} more could not be added" if len(wrong) > 1 else ""
            tell(self._app, f"Not added: {wrong[0]}{more}", wrong=True)

    def _heard(self) -> list[str] | None:
        """What went wrong since this was last asked, in words; None once all has been added."""
        said: list[str] = []
        try:
            while self._hearing.poll():
                said.append(self._hearing.recv())
        except EOFError:
            return said or None
        return said

    def stop(self) -> None:
        """End it, and wait until it has ended; again does nothing."""
        if self._hearing.closed:
            return
        self._listening.stop()
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._hearing.close()


def _add(library: Path, files: Sequence[Path], extractor: Callable[[], Extractor], telling: Connection) -> None:
    """What the process does."""
    from store.library import open_library
    from tui.start import count_doubts

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the parent's to answer
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
        except Exception as error:  # an extractor of another package may raise anything
            telling.send(f"Extraction failed: {file.name}: {type(error).__name__}: {error}")
