"""Learns in a process of its own while the person reads on, and suggests anew what waits when the weights have changed.

The article that is open, and the one after it, are left as they are; so is whatever a person has worked on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Final

from services.learning import files
from services.learning.learner import Desk
from services.processes import Process
from services.settings import BUILT_IN, load_extractor, open_library
from store.errors import StetError
from store.library.protocol import Library
from store.model import actions
from store.model.fold import MACHINE
from store.sync.session import edit_of

_LESS_URGENT: Final = 10
IDLE: Final = 2.0
"""Seconds without another article that is done, after which what was learned is written."""


class Teacher:
    """Starts at once. `library` is its address."""

    def __init__(self, library: str, annotator: str, extractor: str) -> None:
        self._process = Process(_teach, library, annotator, extractor)

    def learn(self, waiting: Sequence[str]) -> None:
        """An article is done; these wait. Where the process has ended, it is learned the next time."""
        if not self._process.has_ended():
            self._process.connection.send([*waiting])

    def stop(self) -> None:
        self._process.stop()


def _teach(connection: Connection, address: str, annotator: str, extractor: str) -> None:
    """The program of the process, which takes nothing from the reading."""
    os.nice(_LESS_URGENT)
    library = open_library(address)
    desk, documents = Desk(library), library.documents
    while True:
        waiting: list[str] = connection.recv()
        while connection.poll(IDLE):
            waiting = connection.recv()
        try:
            if files.settings(documents).off:
                continue
            before = files.signature(documents)
            desk.catch_up()
            desk.keep()
            if extractor.partition("|")[0] == BUILT_IN and files.signature(documents) not in (None, before):
                renew(library, waiting, annotator, extractor)
        except StetError:  # a full disk, or a folder that cannot be written: the edits are kept all the same
            continue


def renew(library: Library, waiting: Sequence[str], annotator: str, name: str = BUILT_IN) -> int:
    """Suggest anew in articles on which nobody has worked. Gives how many are otherwise now."""
    extractor, changed = load_extractor(name, library), 0
    for identifier in waiting:
        try:
            record = library.load(identifier)
            if record.status != "new" or any(edit.op not in MACHINE for edit in record.edits):
                continue
            draft = actions.suggest(record, extractor.suggest(record.text))
            if draft is not None:
                library.commit(identifier, [edit_of(draft, record, annotator)])
                changed += 1
        except StetError:
            continue
    return changed
