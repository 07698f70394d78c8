"""A process that works beside the program and never outlives it, however the program ends; SIGKILL included.

The process holds one end of a pipe of which the program alone holds the other: when that is gone, it ends at once.
Where the system can be asked for the same (Linux), it is asked too, for a thread that waits cannot run while a long
search in C holds the interpreter. What the process does is its caller's business.
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
"""Seconds given to a process to end before it is killed."""
_PR_SET_PDEATHSIG: Final = 1

_starting = Lock()
"""Starting changes the standard error of the whole program for a moment."""


class Process:
    """Runs `target(connection, *args)`, importable by name, in another process; `connection` is its other end.

    Ctrl+c is the program's to answer: the process ignores it. What it writes on its standard streams is dropped (the
    terminal may show a screen), unless `STET_DEBUG` is set. The thread that starts it must live as long as it shall.
    """

    def __init__(self, target: Callable[..., object], *args: object) -> None:
        context = get_context("spawn")
        self.connection, its_end = context.Pipe()
        watched, self._alive = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_run, args=(target, its_end, watched, os.getpid(), args), daemon=True, name=target.__name__
        )
        # Textual's own standard error has no file that a process could be given.
        with _starting, redirect_stderr(sys.__stderr__):
            # A ctrl+c before the process ignores it would end it with a traceback.
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
        """Whether it did all it had to do; asked when its end of the connection is closed, and waits for its end."""
        self._process.join(PATIENCE)
        return self._process.exitcode == 0

    def stop(self) -> None:
        """End it, and wait until it has ended; again does nothing. What is on its way from it is lost."""
        if self._alive.closed:
            return
        self._process.terminate()
        self._process.join(PATIENCE)
        self._process.kill()
        self._process.join()
        self._alive.close()
        self.connection.close()

    def kill(self) -> None:
        """End it now, from any thread; whoever waits for its answer meets the end of the connection."""
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
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
    with suppress(BrokenPipeError, EOFError):  # the program has gone, or wants no more
        target(connection, *args)


def _end_with(watched: Connection) -> None:
    """End when the program's end of the pipe is closed; nothing is ever sent through it."""
    with suppress(EOFError, OSError):
        watched.recv_bytes()
    os._exit(1)


def _end_by_the_system(program: int) -> None:
    """Ask to be killed when the thread that has started this process ends, as it does with its program."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with suppress(OSError, AttributeError):  # a C library without it: the pipe does it
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != program:  # it ended before it could be asked
        os._exit(1)
