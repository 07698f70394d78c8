"""Adds the rest of the named files to the library in a separate process while the first is being read.

So the screen never waits, and the whole queue is in the library for the next session. If it is stopped, what was added
stays. `opening` reads and extracts one article, `processes` ends the process with the program; the owner polls for
news of it and shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from services.answering import INSTEAD
from services.opening import prepare
from services.processes import Process
from services.settings import open_library
from store.errors import StetError

if TYPE_CHECKING:
    from extract.extractor import Extractor


class News(NamedTuple):
    """One line: of a file that could not be added, of one whose text another file has too, or of suggestions that are
    ours because nobody else has answered."""

    words: str
    is_failure: bool


class Backlog:
    """Starts at once. `library` is its address; `extractor` must be a callable that another process can import."""

    def __init__(self, library: str, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
        self._process = Process(_add, library, files, extractor)

    def news(self) -> list[News] | None:
        """What has come since the last call; None once the process has ended and all is returned."""
        messages: list[News] = []
        try:
            while self._process.connection.poll():
                messages.append(self._process.connection.recv())
        except EOFError:
            return messages or None
        return messages

    def why_unfinished(self) -> str:
        """Called after `news` has returned None: why not all files were processed; empty if all were."""
        if self._process.is_done():
            return ""
        why = "its process was killed, perhaps for lack of memory"
        return f"Not all of the queue is added: {why}; name the files again to continue"

    def stop(self) -> None:
        """End the process and wait for its end. Calling it again does nothing."""
        self._process.stop()


def _add(connection: Connection, address: str, files: Sequence[Path], extractor: Callable[[], Extractor]) -> None:
    """The program of the process."""
    library = open_library(address)
    loaded: list[Extractor] = []

    def once() -> Extractor:
        if not loaded:
            loaded.append(extractor())
        return loaded[0]

    said: set[str] = set()

    def say(remark: str) -> None:
        """Why nobody else has answered, once; what was refused of an answer is for who asks about one article."""
        if INSTEAD in remark and remark not in said:
            said.add(remark)
            connection.send(News(remark, is_failure=False))

    first: dict[str, Path] = {}
    for file in files:
        try:
            same = first.setdefault(prepare(library, file, once, say), file)
        except StetError as error:
            connection.send(News(f"{error.title}: {error.message}", is_failure=True))
        except Exception as error:  # noqa: BLE001  # an extractor of another package may raise anything
            why = f"Extraction failed: {file.name}: {type(error).__name__}: {error}"
            connection.send(News(why, is_failure=True))
        else:
            if same != file:
                words = f"{file} has the same text as {same}: one article, twice in the queue"
                connection.send(News(words, is_failure=False))
