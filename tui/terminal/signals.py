"""The signals that end the program: what is left to do is done first, then it ends by the signal, as others expect.

A command without a screen has `Terminated` raised in it, so that files, bars and workers are put away as after
ctrl+c. A screen is asked to leave instead, for it has to save, see `screen`. Who asks twice is not kept waiting; but
many programs that end others send a signal twice at once, and a terminal that hangs up sends one from each side.

What ctrl+c does is Python's to say; suspending is the business of `tui.terminal.job_control`.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

ENDING: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
AT_ONCE: Final = 1.0
"""Seconds within which a second signal is taken for the same one."""
_AGAIN: Final = 0.05
"""Seconds after which a signal comes again that was raised where Python drops every error, as in a finalizer."""


class Terminated(BaseException):
    """A signal has come that ends the program."""


class _State:
    received: int | None = None
    since: float = 0.0
    dropped: bool = False
    """Whether what was raised for it has been dropped."""
    leave: Callable[[], object] | None = None
    give_up: Callable[[], object] | None = None


def listen() -> None:
    """From now on, until the program ends. A signal that the program was started to ignore (`nohup`) is ignored."""
    atexit.register(end)  # the first of all, so that it runs after all
    for number in ENDING:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda number, _: receive(number))
    sys.unraisablehook = _raise_again


def received() -> bool:
    return _State.received is not None


def receive(number: int) -> None:
    """As if the signal had come: for a terminal that is gone. Call it in the main thread."""
    if _State.dropped:
        _State.dropped = False
        raise Terminated
    if _State.received is not None:
        if time.monotonic() - _State.since >= AT_ONCE:
            _State.received = number
            _give_up()
        return
    _State.received, _State.since = number, time.monotonic()
    if _State.leave is None:
        raise Terminated
    _State.leave()


def _raise_again(what: UnraisableHookArgs) -> None:
    """What a signal raises in a finalizer is dropped there: then it comes once more."""
    if not isinstance(what.exc_value, Terminated | KeyboardInterrupt):
        sys.__unraisablehook__(what)
        return
    number = signal.SIGINT
    if isinstance(what.exc_value, Terminated) and _State.received is not None:
        number, _State.dropped = signal.Signals(_State.received), True
    timer = threading.Timer(_AGAIN, os.kill, (os.getpid(), number))
    timer.daemon = True
    timer.start()


def only_note() -> None:
    """For the last steps of the program, in which nothing can be raised any more: it ends by the signal after them."""
    _State.leave = bool


def hurry() -> None:
    """The next signal ends the program at once: for a person who has been told what it waits for."""
    _State.since = -AT_ONCE


@contextmanager
def screen(leave: Callable[[], object], give_up: Callable[[], object]) -> Iterator[None]:
    """While a screen is shown: `leave` is called at the first signal, and raises `Terminated` when it is through.

    Both are called between any two instructions of the main thread, so `leave` may take no lock. `give_up` puts the
    terminal back, for a signal that will not wait.
    """
    _State.leave, _State.give_up = leave, give_up
    try:
        yield
    finally:
        _State.leave = _State.give_up = None
    if received():
        raise Terminated


def has_screen() -> bool:
    """Whether one is shown, so that nothing may be printed."""
    return _State.leave is not None and _State.leave is not bool


def status() -> int:
    """As a shell has it."""
    return 128 + (_State.received or 0)


def end() -> None:
    """By the signal that has come, if one has."""
    if _State.received is not None:
        die()


def die() -> NoReturn:
    """Now, by the signal that has come; nothing more is put away."""
    number = _State.received or signal.SIGTERM
    signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
    os.kill(os.getpid(), number)
    os._exit(128 + number)


def _give_up() -> NoReturn:
    if _State.give_up is not None:
        _State.give_up()
    die()
