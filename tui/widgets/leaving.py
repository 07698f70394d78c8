"""Leaving a screen: when all that was done there is on the disk, or the person says that it may be lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from textual.app import App

from services import jobs
from store.errors import StetError
from tui.widgets.sessions import Sessions

SOON: Final = 0.2
"""Seconds that a disk in order takes at most."""


class Leaving(Protocol):
    """A screen that has sessions."""

    sessions: Sessions

    @property
    def app(self) -> App[object]: ...

    def say(self, words: str, *, wrong: bool = False) -> None: ...


def leave(screen: Leaving, then: Callable[[bool], object], word: str = "quit") -> None:
    """Wait for the disk, aloud where it takes its time, and ask where something could not be saved.

    `then` is called with whether all is saved; not at all where the person stays. `word` is what it does.
    """
    if screen.sessions.leaving:
        return
    problem = screen.sessions.close(SOON)
    if not screen.sessions.waiting:
        _closed(screen, then, word, problem)
        return
    screen.sessions.leaving = True
    screen.say("Waiting for the disk …")

    def waited(problem: str | StetError) -> None:
        screen.app.call_from_thread(_closed, screen, then, word, str(problem))

    jobs.start(lambda _: screen.sessions.close(), waited)


def _closed(screen: Leaving, then: Callable[[bool], object], word: str, problem: str) -> None:
    from tui.widgets.ask import Choose, Option

    screen.sessions.leaving = False

    def answered(answer: str | None) -> None:
        if answer == "again":
            leave(screen, then, word)
        elif answer == "drop":
            then(False)

    if problem:
        way_out = f"{word}; it is saved at the next start" if screen.sessions.is_kept else f"{word} without it"
        options = [Option("r", "try again", "again"), Option("q", way_out, "drop")]
        screen.app.push_screen(Choose(f"Not saved: {problem}", options), answered)
    else:
        then(True)
