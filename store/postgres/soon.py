"""Runs what nobody waits for a while after it was asked for, once for all who asked meanwhile, in a thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Final

from store.errors import StetError

_STEP: Final = 0.05
"""Seconds between two looks at whether the program ends."""


class Soon:
    """What fails is not told: it will be asked for again. What is still to be done when the program ends is left."""

    def __init__(self, action: Callable[[], object], after: float, name: str) -> None:
        """`after` so many seconds; `name` is the thread's."""
        self._action, self._after, self._name = action, after, name
        self._lock = threading.Lock()
        self._hurry = threading.Event()
        self._thread: threading.Thread | None = None
        self._asked = False

    def ask(self) -> None:
        with self._lock:
            self._asked = True
            if self._thread is None or not self._thread.is_alive():  # none lives on after a fork
                self._thread = threading.Thread(target=self._run, name=self._name)
                self._thread.start()

    def finish(self) -> None:
        """Do at once what was asked for, and wait for it."""
        thread = self._thread
        self._hurry.set()
        if thread is not None and thread.is_alive():
            thread.join()
        self._hurry.clear()

    def _run(self) -> None:
        while self._is_time():
            with self._lock:
                self._asked = False
            with contextlib.suppress(StetError):
                self._action()
            with self._lock:
                if not self._asked:
                    self._thread = None
                    return

    def _is_time(self) -> bool:
        """Waits for it; false if the program ends first."""
        for _ in range(round(self._after / _STEP)):
            if self._hurry.wait(_STEP) or not threading.main_thread().is_alive():
                break
        return threading.main_thread().is_alive()
