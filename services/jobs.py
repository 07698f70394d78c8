"""Work beside whoever waits for it: one thread a job, with progress, a way to cancel it, and one result or one error.

The only place that starts threads for screens. What a job does, and what is shown of it, is its owner's business. A
thread ends with the program: a job must leave whatever it writes whole at every moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Final, TypeVar

from store.errors import StetError

Result = TypeVar("Result")

PAUSE: Final = 0.2
"""Seconds between two reports of progress: more often nobody can read them."""


class Job:
    """What the work sees of itself, and its owner of the work."""

    def __init__(self, report: Callable[[str], object] | None = None) -> None:
        self._report = report
        self._reported = 0.0
        self._cancelled = Event()

    def progress(self, words: str) -> None:
        """Say how far it is, as often as the work likes; passed on every `PAUSE` seconds."""
        now = time.monotonic()
        if self._report is not None and now - self._reported >= PAUSE:
            self._reported = now
            self._report(words)

    def cancel(self) -> None:
        """Ask the work to stop where it next looks; it may have ended by then."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()


def start(
    work: Callable[[Job], Result],
    done: Callable[[Result | StetError], object],
    *,
    report: Callable[[str], object] | None = None,
    lane: Lock | None = None,
    title: str = "Internal error",
    advice: str = "",
) -> Job:
    """Begin at once, or when the job before it in its `lane` has ended.

    `done` and `report` are called from the job's thread; `done` once, whatever happens. `title` and `advice` are those
    of `attempt`.
    """
    job = Job(report)

    def run() -> None:
        if lane is None:
            done(attempt(lambda: work(job), title, advice))
        else:
            with lane:
                outcome = attempt(lambda: work(job), title, advice)
            done(outcome)

    Thread(target=run, daemon=True).start()
    return job


def attempt(work: Callable[[], Result], title: str = "Internal error", advice: str = "") -> Result | StetError:
    """The result, or why there is none; `title` heads an error that nobody expected, `advice` ends it."""
    try:
        return work()
    except StetError as error:
        return error
    except Exception as error:  # noqa: BLE001  # an error not reported would leave its owner waiting for ever
        return StetError(title, "; ".join(filter(None, (f"{type(error).__name__}: {error}", advice))))
