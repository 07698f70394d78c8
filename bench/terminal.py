"""A program on a pseudo-terminal of its own, watched: what is on its screen, when, and what CPU it took till then.

Linux only. Needs pyte, a terminal emulator: `pip install pyte`.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import NamedTuple

import pyte

QUIET = 0.02  # seconds without output after which what came is put on the emulated screen
_PAUSE = 0.002  # seconds without output after which a picture is whole
_PATIENCE = 10.0
_QUIET_TO_BE_IDLE = 0.04
_NOTHING = 100_000  # nanoseconds of CPU
PROCESS_CLOCK = 2  # what clock_getcpuclockid(3) makes of a process id in Linux
# pyte takes the kitty keyboard protocol's switches for text
UNKNOWN_TO_PYTE = (b"\x1b[>1u", b"\x1b[<u")


class Cost(NamedTuple):
    """What a key took, in milliseconds: until its bytes had come, by the clock and in CPU; CPU until all was quiet.

    CPU is of all threads.
    """

    clock: float
    painted: float
    idle: float


class Terminal:
    """Runs `argv` at once; use as a context manager, which ends the program."""

    def __init__(self, argv: Sequence[str], columns: int = 120, rows: int = 40, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._chunks: deque[tuple[float, int, bytes]] = deque()
        self.started = time.perf_counter()
        self._last = (self.started, 0)
        """When the last bytes came that are on the screen, and the CPU till then."""
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **environment)
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvp(argv[0], list(argv))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._terminal)

    def press(self, keys: str) -> float:
        """Send keys as a terminal would; the time of sending."""
        sent = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return sent

    def wait_for(self, text: str, timeout: float = 30) -> tuple[float, float]:
        """When `text` came on the screen (perf_counter), and the CPU seconds used till its bytes were read.

        Of a text that is there already: when the last bytes came.
        """
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            if text in self.text():
                return self._last[0], self._last[1] / 1e9
            if self._chunks:
                self._show_next()
            else:  # emulate only in pauses: what is read late would be stamped late
                while self._read(QUIET) and len(self._chunks) < 50:
                    pass
        raise TimeoutError(f"{text!r} never came on the screen:\n{self.text()}")

    def cost(self, keys: str) -> Cost:
        """Of keys sent while nothing goes on. Bytes that come without a pause are one picture."""
        while self._read(0):  # a cursor may have blinked meanwhile
            pass
        before, sent = self.cpu(), self.press(keys)
        if not self._read(_PATIENCE):
            raise TimeoutError(f"{keys!r} changed nothing:\n{self.text()}")
        while self._read(_PAUSE):
            pass
        at, cpu, _ = self._chunks[-1]
        self.idle()
        return Cost((at - sent) * 1e3, (cpu - before) / 1e6, (self.cpu() - before) / 1e6)

    def idle(self) -> None:
        """Wait until the program neither writes nor computes: the work behind a key may go on after its picture."""
        used = -_NOTHING
        while self.cpu() - used > _NOTHING:
            used = self.cpu()
            self.settle(_QUIET_TO_BE_IDLE)

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while self._read(quiet):
            pass
        while self._chunks:
            self._show_next()

    def _show_next(self) -> None:
        at, cpu, data = self._chunks.popleft()
        self._stream.feed(data)
        self._last = (at, cpu)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def cpu(self) -> int:
        """CPU nanoseconds so far, of all threads that are or were."""
        return time.clock_gettime_ns(~self.pid << 3 | PROCESS_CLOCK)

    def _read(self, timeout: float) -> bool:
        if not select.select([self._terminal], [], [], timeout)[0]:
            return False
        at = time.perf_counter()
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            data = b""
        if not data:
            raise EOFError("the program ended:\n" + self.text())
        for sequence in UNKNOWN_TO_PYTE:
            data = data.replace(sequence, b"")
        self._chunks.append((at, self.cpu(), data))
        return True
