"""The rest of what was named, put in the library while the first of it is being read: by a process of its own.

So the screen never waits, and the queue is whole in the library for the next sitting. Stopped at any moment, what was
added stays. How one article is looked up and extracted is `opening`'s, how a process ends with the program that of
`processes`; when to ask what has come of it, and how to say it, is its owner's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from services.opening import prepare
from services.processes import Process
from services.settings import open_library
from store.errors import StetError

if TYPE_CHECKING:
    from extract.extractor import Extractor


class Backlog:
    """Begins at once; `extractor` must be a callable that another process can import."""

    def __init__(self, library: Path, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
        self._process = Process(_add, library, files, extractor)

    def failures(self) -> list[str] | None:
        """What could not be added since this was last asked, in words; None once all has been looked at."""
        said: list[str] = []
        try:
            while self._process.connection.poll():
                said.append(self._process.connection.recv())
        except EOFError:
            return said or None
        return said

    def why_unfinished(self) -> str:
        """Asked when there is no more to come: why not all was looked at, or nothing."""
        if self._process.is_done():
            return ""
        why = "its process was ended from outside, memory may be short"
        return f"Not all of the queue is added: {why}; name it again to go on"

    def stop(self) -> None:
        """End it, and wait until it has ended; again does nothing."""
        self._process.stop()


def _add(connection: Connection, path: Path, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
    """What the process does."""
    library = open_library(path)
    made: list[Extractor] = []

    def once() -> Extractor:
        if not made:
            made.append(extractor())
        return made[0]

    for file in files:
        try:
            prepare(library, file, once)
        except StetError as error:
            connection.send(f"{error.title}: {error.message}")
        except Exception as error:  # noqa: BLE001  # an extractor of another package may raise anything
            connection.send(f"Extraction failed: {file.name}: {type(error).__name__}: {error}")
