"""Background jobs: one thread each, with progress, cancellation, and one result or one error.

The only module that starts threads for screens. Threads end with the program without notice, so a job must keep
everything that it writes consistent at every moment.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Final, TypeVar

from store import journal
from store.errors import StetError

Result = TypeVar("Result")

PAUSE: Final = 0.2
"""Least seconds between two reports of progress: faster ones cannot be read."""


class Job:
    """The handle of a job, for its work and its owner."""

    def __init__(self, report: Callable[[str], object] | None = None) -> None:
        self._report = report
        self._reported = 0.0
        self._cancelled = Event()

    def progress(self, words: str) -> None:
        """Report progress; may be called as often as convenient, and is passed on at most every `PAUSE` seconds."""
        now = time.monotonic()
        if self._report is not None and now - self._reported >= PAUSE:
            self._reported = now
            self._report(words)

    def cancel(self) -> None:
        """Ask the work to stop when it next checks `is_cancelled`; it may have ended by then."""
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
    """Start a job at once, or when the previous job in its `lane` has ended.

    `done` and `report` are called in the job's thread; `done` exactly once. `title` and `advice` are for `attempt`.
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
    """The result or the error. An unexpected exception becomes an error with `title`, followed by `advice`."""
    try:
        return work()
    except StetError as error:
        return error
    except MemoryError as error:
        journal.note_error(error)
        return StetError(title, "; ".join(filter(None, ("it needs more memory than there is", advice))))
    except Exception as error:  # noqa: BLE001  # otherwise the owner would wait for ever
        journal.note_error(error)
        return StetError(title, "; ".join(filter(None, (f"{type(error).__name__}: {error}", advice))))
