"""The jobs that screens start, one after the other: how far they are, and how it ended, comes as messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeAlias

from textual.message import Message

from services import jobs
from services.report import Report, Say
from store.errors import StetError

LOOK: Final = 2.0
"""Seconds between two looks at what has come into the library."""


@dataclass
class Progressed(Message):
    """`look` says that the list should be made anew."""

    words: str
    look: bool = False


@dataclass
class Ended(Message):
    """What came of it, in one line; `details` are what went wrong, a line each."""

    words: str
    wrong: bool = False
    details: tuple[str, ...] = ()


Work: TypeAlias = Callable[[Say], Report]
"""Says how far it is, as often as it likes, and answers with what came of it."""

_LANE: Final = Lock()


def start(work: Work, tell: Callable[[Message], object]) -> None:
    """`tell` is called from the job's thread."""
    looked = time.monotonic()

    def report(words: str) -> None:
        nonlocal looked
        now = time.monotonic()
        look = now - looked >= LOOK
        looked = now if look else looked
        tell(Progressed(words, look))

    def done(outcome: Report | StetError) -> None:
        if isinstance(outcome, StetError):
            outcome = Report(f"{outcome.title}: {outcome.message}", wrong=True)
        tell(Ended(outcome.words, outcome.wrong, outcome.details))

    jobs.start(lambda job: work(job.progress), done, report=report, lane=_LANE)
