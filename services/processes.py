"""A process that never outlives the program, however the program ends, SIGKILL included.

The process holds one end of a pipe, and only the program holds the other: when that is closed, the process ends at
once. On Linux the system is asked to kill it as well, because a waiting thread cannot run while a long search in C
holds the interpreter.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any, Final

PATIENCE: Final = 2.0
"""Seconds that a process is given to end before it is killed."""
_PR_SET_PDEATHSIG: Final = 1

_starting = Lock()
"""Held while starting a process, which briefly replaces the program's standard error."""


class Process:
    """Runs `target(connection, *args)` in another process; `target` must be importable by name.

    `self.connection` is the program's end of `connection`. The process ignores ctrl+c, which the program handles. Its
    standard streams are discarded unless `STET_DEBUG` is set, as the terminal may show a screen. The thread that
    starts a process must live as long as the process.
    """

    def __init__(self, target: Callable[..., object], *args: object) -> None:
        context = get_context("spawn")
        self.connection, its_end = context.Pipe()
        watched, self._alive = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_run, args=(target, its_end, watched, os.getpid(), args), daemon=True, name=target.__name__
        )
        # Textual replaces standard error by an object without a file descriptor, which a process cannot inherit.
        with _starting, redirect_stderr(sys.__stderr__):
            # A ctrl+c before the process begins to ignore it would end it with a traceback.
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                self._process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        its_end.close()
        watched.close()

    def has_ended(self) -> bool:
        return not self._process.is_alive()

    def is_done(self) -> bool:
        """True if the process ended with status 0. Waits for its end; call it once its connection is closed."""
        self._process.join(PATIENCE)
        return self._process.exitcode == 0

    def stop(self) -> None:
        """End the process and wait for it. Messages in transit are lost. Calling it again does nothing."""
        if self._alive.closed:
            return
        self._process.terminate()
        self._process.join(PATIENCE)
        self._process.kill()
        self._process.join()
        self._alive.close()
        self.connection.close()

    def kill(self) -> None:
        """Kill the process, from any thread; a thread that waits for its answer gets `EOFError`."""
        self._process.kill()


def _run(
    target: Callable[..., object], connection: Connection, watched: Connection, program: int, args: tuple[Any, ...]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    Thread(target=_end_with, args=(watched,), daemon=True).start()
    _end_by_the_system(program)
    if not os.environ.get("STET_DEBUG"):
        devnull = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(devnull, stream)
    with suppress(BrokenPipeError, EOFError):  # the program has ended, or stopped listening
        target(connection, *args)


def _end_with(watched: Connection) -> None:
    """Exit when the program's end of the pipe is closed; nothing is ever sent through it."""
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    os._exit(1)


def _end_by_the_system(program: int) -> None:
    """Ask to be killed when the thread that started this process ends, as it does with its program."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(OSError, AttributeError):  # a C library without `prctl`: the pipe must do
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != program:  # the program ended before the request
        os._exit(1)
