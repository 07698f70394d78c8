"""An app under job control: a signal ends it with everything saved, and it is suspended and painted whole afterwards.

How signals come is the business of `signals`, what is done to the terminal that of `terminal`, what is to be saved
that of the app's `unsaved`.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from tui.terminal import signals
from tui.terminal.driver import TerminalDriver
from tui.terminal.size import is_in_browser
from tui.textual_patches import WithoutTraceback

SOON: Final = 0.2
"""Seconds that a disk in order takes at most."""
PATIENCE: Final = 10.0
"""Seconds that a signal waits for the disk."""


class JobControlledApp(WithoutTraceback):
    """Run by `sit`, which ends by the signal that has come."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal: TerminalDriver | None = None
        """None where there is none, as in a test."""
        self._own_loop: asyncio.AbstractEventLoop | None = None
        self._ending = False
        self._lost = ""

    def get_driver_class(self) -> type[Driver]:
        if is_in_browser():
            from tui.terminal.browser import BrowserDriver

            return BrowserDriver
        found = super().get_driver_class()
        return TerminalDriver if found is LinuxDriver else found

    def unsaved(self, patience: float) -> str:
        """Wait for the disk; why not everything is saved, or nothing."""
        raise NotImplementedError  # each app has its own

    def sit(self) -> int:
        """Until the person quits; gives the exit status. Raises `Terminated` after a signal, with everything saved."""
        try:
            with signals.screen(self._call, self._give_up):
                status = self.run() or 0
            if self.failure is not None:
                raise self.failure
            return status
        finally:
            for number in (signal.SIGTSTP, signal.SIGCONT):
                signal.signal(number, signal.SIG_DFL)
            if self._lost:
                from tui.terminal.output import say_in_one_line

                say_in_one_line(f"stet: Not saved: {self._lost}")
                signals.die()  # rather than wait for a disk that has had its time

    def on_load(self) -> None:
        self._own_loop = asyncio.get_running_loop()
        if signals.received():  # before there was anything to be left
            self._end()

    # Ending

    def _call(self) -> None:
        """Called between any two instructions, so all that is done here is to have it done in its turn."""
        with suppress(RuntimeError):  # the loop is closed, as the app has ended meanwhile
            if self._own_loop is not None:
                self._own_loop.call_soon_threadsafe(self._end)

    def hung_up(self) -> None:
        """The terminal is gone. Its signal may come as well, or be ignored."""
        if not signals.received():
            signals.receive(signal.SIGHUP)

    def take_files(self, files: list[Path]) -> None:
        """What a browser has sent; only some apps have a use for it."""

    def _end(self) -> None:
        """As a person would who quits; but nobody is asked anything."""
        if self._ending:
            return
        self._ending = True
        if not self.unsaved(SOON):
            self.exit(0)
            return
        self._say("Waiting for the disk …")
        signals.hurry()
        Thread(target=self._wait, daemon=True).start()

    def _say(self, words: str) -> None:
        if callable(say := getattr(self.screen, "say", None)):
            say(words)

    def _wait(self) -> None:
        self._lost = self.unsaved(PATIENCE)
        self.call_from_thread(self.exit, 1 if self._lost else 0)

    def _give_up(self) -> None:
        if self.terminal is not None:
            self.terminal.put_back()

    # Suspending

    def action_suspend_process(self) -> None:
        """Until the shell continues it; what is on its way to the disk is saved before."""
        if self.terminal is None:
            self._say("There is no shell here to go back to")
            return
        self.unsaved(SOON)
        if self.terminal.suspend(signals.received):
            self.refresh(layout=True)

    def continued(self) -> None:
        """The program was stopped without being asked; the shell has used the terminal meanwhile."""
        if self.terminal is not None:
            self.terminal.suspend_application_mode()
            self.terminal.resume_application_mode()
            self.refresh(layout=True)
