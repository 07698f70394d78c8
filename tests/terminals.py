"""Stet on a terminal of its own, as a person and a shell have it: keys, what is painted, and signals are real.

A thread collects what comes, and whoever expects something is told. The seconds in `LONG` only end a test that would
hang.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import selectors
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

STET: Final = Path(sys.executable).with_name("stet")
LONG: Final = 60.0

_OWN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""Makes the terminal the one that signals come from when it hangs up, and becomes what is named."""
_CONTROLS = re.compile(r"\x1b\[[0-9;:?<>=$]*[ -/]*[@-~]|\x1b[@-_]")
_MODES = re.compile(r"\x1b\[\?([0-9;]+)([hl])|\x1b\[([<>])[0-9]*u")
ALWAYS_ON: Final = {"7", "25"}
"""Line wrap and the cursor."""


class Terminal:
    """`words` are run on it, as the leader of a session of its own."""

    def __init__(self, *words: str | Path, size: tuple[int, int] = (120, 40), **environment: str) -> None:
        self._ours, self._its = pty.openpty()
        fcntl.ioctl(self._its, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._before = self._attributes = termios.tcgetattr(self._its)
        self._stop, self._stopping = os.pipe()
        self._output = b""
        self._looked = 0
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _OWN, *words],
            stdin=self._its,
            stdout=self._its,
            stderr=self._its,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", **environment},
        )
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def _collect(self) -> None:
        with suppress(OSError):
            while self._stop not in readable(self._ours, self._stop):
                data = os.read(self._ours, 65536)
                with self._changed:
                    self._output += data
                    self._changed.notify_all()

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def expect(self, words: str) -> str:
        """Wait until these words come, after those that were waited for last; gives all that came up to them."""

        def come() -> re.Match[str] | None:
            return re.search(re.escape(words), self.text[self._looked :])

        with self._changed:
            found = self._changed.wait_for(come, LONG)
            assert found, f"{words!r} did not come; the last of what did: {self.text[-2000:]!r}"
            text = self.text[self._looked : self._looked + found.end()]
            self._looked += found.end()
            return text

    def forget(self) -> None:
        """Wait for what comes from now on."""
        with self._changed:
            self._looked = len(self.text)

    @property
    def text(self) -> str:
        """All that came, without what a terminal obeys."""
        return _CONTROLS.sub("", self._output.decode(errors="replace"))

    @property
    def sent(self) -> bytes:
        """All that came, as it came."""
        return self._output

    @property
    def modes(self) -> set[str]:
        """What is switched on: private modes by number, and `kitty` for each time its keys were asked for."""
        on = set(ALWAYS_ON)
        for numbers, switch, kitty in _MODES.findall(self._output.decode(errors="replace")):
            for name in numbers.split(";") if numbers else ["kitty"]:
                (on.add if switch == "h" or kitty == ">" else on.discard)(name)
        return on

    @property
    def is_whole(self) -> bool:
        """Whether a shell would find it as it was."""
        with suppress(termios.error):  # after its end: as it was then
            self._attributes = termios.tcgetattr(self._its)
        return self._attributes == self._before and self.modes == ALWAYS_ON

    def kill(self, number: int) -> None:
        os.kill(self.process.pid, number)

    def end(self) -> int:
        """Wait until the program has ended, and all that it wrote is here; gives its status, negative for a signal."""
        self.process.wait(LONG)
        self._attributes = termios.tcgetattr(self._its)
        os.close(self._its)  # nobody else has it open now, unless something of the program's lives on
        self._reader.join(LONG)
        assert not self._reader.is_alive(), "something of the program still holds the terminal"
        return self.process.returncode

    def hang_up(self) -> None:
        """As when a connection breaks off."""
        os.close(self._stopping)
        self._reader.join()
        os.close(self._its)
        os.close(self._ours)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self._its, self._ours, self._stop, self._stopping):
            with suppress(OSError):
                os.close(end)


@contextmanager
def terminal(*words: str | Path, size: tuple[int, int] = (120, 40), **environment: str) -> Iterator[Terminal]:
    """Closed in the end, whatever happens."""
    opened = Terminal(*words, size=size, **environment)
    try:
        yield opened
    finally:
        opened.close()


def children(process: int) -> set[int]:
    """All that descend from it (Linux)."""
    found: set[int] = set()
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found |= {child} | children(child)
    return found


def until(condition: Callable[[], bool]) -> None:
    """Of what others do and tell nobody."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def readable(*descriptors: int, within: float | None = None) -> set[int]:
    """Those that can be read from, once there is one; select(2) takes none above 1,023, which a long run may have."""
    with selectors.DefaultSelector() as selector:
        for descriptor in descriptors:
            selector.register(descriptor, selectors.EVENT_READ)
        return {key.fd for key, _ in selector.select(within)}


def wait_for_end(processes: set[int]) -> None:
    """Of processes that are not our own (Linux)."""
    for process in processes:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process)
            try:
                assert readable(handle, within=LONG), f"{process} lives on"
            finally:
                os.close(handle)
