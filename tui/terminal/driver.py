"""The terminal that a screen is shown on: taken, given back, suspended, and noticed when it is gone.

Textual's driver for it, mended where the terminal hangs up: reading would go on for ever at full speed, or end in a
traceback; writing would wait for ever. What is done then is the business of `job_control`.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, Final, Protocol, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.streams import error_stream
from tui.textual_patches import keep_pastes_whole

PUT_BACK: Final = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # bracketed paste, line wrap, reports of size
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1016l\x1b[?1006l"  # mouse
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"  # kitty's keys, the other screen, the cursor, focus
)
"""Everything off that a driver has turned on, for an end at which it cannot do it itself."""

_MOMENT: Final = 0.05
"""Seconds in which a signal has its effect."""


class Host(Protocol):
    """What the driver tells an app, in the app's own thread."""

    terminal: TerminalDriver | None

    def hung_up(self) -> None: ...

    def action_suspend_process(self) -> None: ...

    def continued(self) -> None: ...


class TerminalDriver(LinuxDriver):
    """For an app that is a `Host`."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._file = error_stream()
        self._before = _attributes(self.fileno)
        self._screen_loop = asyncio.get_running_loop()
        self._host = cast(Host, app)
        self._host.terminal = self
        # Textual's would act at once, and wait for ever for a queue that the main thread is writing to at the moment.
        signal.signal(signal.SIGTSTP, lambda *_: self._tell(self._host.action_suspend_process))
        signal.signal(signal.SIGCONT, lambda *_: self._tell(self._host.continued))
        Thread(target=self._watch, daemon=True, name="stet-terminal").start()

    def _tell(self, what: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the app has ended meanwhile
            self._screen_loop.call_soon_threadsafe(what)

    def run_input_thread(self) -> None:
        keep_pastes_whole()
        with suppress(OSError):  # the terminal is gone, which the watch says
            super().run_input_thread()

    def _watch(self) -> None:
        poll = select.poll()
        poll.register(self.fileno, 0)  # hanging up is told without being asked for
        while not any(state & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, state in poll.poll()):
            pass
        self.exit_event.set()
        self._tell(self._host.hung_up)

    def put_back(self) -> None:
        """At once and without waiting for anything: not even for a terminal that takes nothing."""
        with suppress(OSError, termios.error):
            if self._before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._before)
            if select.select([], [2], [], 0)[1]:
                os.write(2, PUT_BACK.encode())

    def suspend(self, received: Callable[[], bool]) -> bool:
        """Stop the process group, as the terminal would, until it is in the foreground again; then take the terminal.

        The whole group: a program that has started this one is to stop too, and so are workers. Where no shell could
        continue it the system does not stop it. False where the program is to end instead, in the background.
        """
        self.suspend_application_mode()
        ours = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTSTP, signal.SIGCONT)}
        os.kill(0, signal.SIGTSTP)
        while not self._is_in_foreground():
            time.sleep(_MOMENT)  # a signal that has come together with the one that continues: any thread may get it
            if received():
                self.attrs_before = None  # the terminal is the shell's now
                signal.signal(signal.SIGTTOU, signal.SIG_IGN)
                return False
            os.kill(0, signal.SIGTTOU)
        for number, handler in ours.items():
            signal.signal(number, handler)
        self.resume_application_mode()
        return True

    def _is_in_foreground(self) -> bool:
        with suppress(OSError):  # the terminal is gone, which the watch says
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        return True


def _attributes(terminal: int) -> list[Any] | None:
    with suppress(termios.error):
        return termios.tcgetattr(terminal)
    return None
