"""The program behind a tab: started without a shell, its packets taken apart, ended so that it saves first.

The packets are those of Textual's driver for the web: a letter, the length in four bytes, and so much data; `D` is
what a terminal gets or sends, `M` is JSON about it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import orjson

PATIENCE: Final = 12.0
"""Seconds in which a program that was hung up on has saved, or has given up on its disk: it waits for ten."""
_LARGEST: Final = 1 << 26
"""Bytes of a packet; a screen has far less."""
_BEGUN: Final = b"__GANGLION__\n"
"""By which Textual says that packets come."""
_MOST_LINES: Final = 100
_LAST_WORDS: Final = 0.5
"""Seconds for what it said on standard error, which a worker that lives on may hold open."""
_KEPT: Final = 4_096
"""Bytes of standard error; only its last line is said."""
_START: Final = "from tui.commands.cli import main; main()"


class Program:
    """`paint` gets what a terminal would, `hear` what the program tells; both are awaited before the next."""

    def __init__(self, paint: Callable[[bytes], Awaitable[None]], hear: Callable[[dict[str, Any]], Awaitable[None]]):
        self._paint, self._hear = paint, hear
        self._process: asyncio.subprocess.Process | None = None
        self._running: asyncio.Task[None] | None = None
        self._said = b""

    async def start(self, words: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]) -> None:
        """In a session of its own, so that ctrl+c in the server's terminal is not for it."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", _START, *words),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **environment, "COLUMNS": str(size[0]), "ROWS": str(size[1])},
            start_new_session=True,
        )
        self._running = asyncio.create_task(self._run(self._process))

    async def ended(self) -> str:
        """Wait for its end; why, where it failed."""
        assert self._process is not None and self._running is not None
        await asyncio.shield(self._running)
        status = await self._process.wait()
        if status in (0, -signal.SIGHUP):
            return ""
        if status < 0:
            return f"it was ended by signal {-status}"
        lines = self._said.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"stet ended with status {status}"

    async def type(self, data: bytes) -> None:
        await self._send(b"D", data)

    async def tell(self, what: str, **more: Any) -> None:
        await self._send(b"M", orjson.dumps({"type": what, **more}))

    async def _send(self, sort: bytes, data: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None or process.stdin.is_closing():
            return
        with contextlib.suppress(ConnectionError):  # it has ended
            process.stdin.write(sort + len(data).to_bytes(4, "big") + data)
            await process.stdin.drain()

    async def hang_up(self) -> None:
        """As a terminal does that is closed; returns once it has saved and ended. One that does not end is killed."""
        if self._process is None or self._running is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                await asyncio.wait_for(asyncio.shield(self._running), PATIENCE)
                break
            except TimeoutError:
                self.kill(number)
        await self._process.wait()

    def kill(self, number: int) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)  # its workers too

    # What comes from it

    async def _run(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None and process.stderr is not None
        listening = asyncio.create_task(self._listen(process.stderr))
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ValueError):
            for _ in range(_MOST_LINES):
                if await process.stdout.readline() in (_BEGUN, b""):
                    break
            while True:
                await self._take(process.stdout)
        self._paint = self._hear = _nobody
        while await process.stdout.read(_KEPT):  # what was wrong with a packet is no reason to block it
            pass
        await process.wait()
        await asyncio.wait({listening}, timeout=_LAST_WORDS)
        listening.cancel()

    async def _take(self, stream: asyncio.StreamReader) -> None:
        head = await stream.readexactly(5)
        length = int.from_bytes(head[1:], "big")
        if length > _LARGEST:
            raise ValueError(length)
        data = await stream.readexactly(length)
        if head[:1] == b"D":
            await self._paint(data)
        elif head[:1] == b"M" and isinstance(told := orjson.loads(data), dict):
            await self._hear(told)

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        while data := await stream.read(_KEPT):
            self._said = (self._said + data)[-_KEPT:]


async def _nobody(_: object) -> None:
    pass
