"""`stet serve` as a browser has it: the real server on a free port, its pages, and the sockets of tabs."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from command import stet
from terminals import LONG, STET

from store.library.folder import FolderLibrary

_CONTROLS = re.compile(r"\x1b\[[0-9;:?<>=$]*[ -/]*[@-~]|\x1b[@-_]")
TEXT = "Mayor Ida Berg said 12 ships left Lima.\n"
OTHER = "Port chief Jan Ross counted 40 lorries in Oslo.\n"
LARGE = 1 << 24
"""Bytes of a message that a browser takes."""


@dataclass
class Served:
    """The server, and what it has said so far."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def hear(self, pattern: str) -> str:
        """The first group of the next line of standard error in which this is found."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(f"{pattern} was not said: {''.join(self.said)}")

    def hear_key(self) -> str:
        return self.hear(r"/#(\S+)$")

    def stop_tabs(self) -> None:
        """End the programs of all tabs, as a machine does that is short of memory."""
        own = self.process.pid
        for program in Path(f"/proc/{own}/task/{own}/children").read_text().split():
            os.kill(int(program), signal.SIGKILL)

    @property
    def address(self) -> str:
        return next(found[1] for line in self.said if (found := re.search(r"(http://[\d.:]+)", line)))


@contextmanager
def serving(*words: str | Path, **environment: str) -> Iterator[Served]:
    """On a free port, until the end of the test."""
    command = [STET, "serve", "--port", "0", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}) as process:
        served = Served(process)
        try:
            served.hear(r"Serving on (\S+);")
            yield served
        finally:
            process.terminate()
            process.communicate(timeout=LONG)


@asynccontextmanager
async def browser(address: str, **headers: str) -> AsyncIterator[aiohttp.ClientSession]:
    """It has cookies of its own; `Origin` is that of the server's page."""
    jar = aiohttp.CookieJar(unsafe=True)  # which means: for numbers of hosts, too
    timeout = aiohttp.ClientTimeout(total=LONG)
    async with aiohttp.ClientSession(
        address, cookie_jar=jar, headers={"Origin": address, **headers}, timeout=timeout
    ) as s:
        yield s


async def enter(session: aiohttp.ClientSession, key: str) -> int:
    async with session.post("/enter", data=key) as answer:
        return answer.status


class Tab:
    """What a page's script does with its socket; `painted` is what came since something was last expected."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.told: list[list[Any]] = []
        self.painted = ""

    async def press(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])

    async def expect(self, words: str) -> None:
        """Wait until these words are painted."""
        try:
            async with asyncio.timeout(LONG):
                while words not in self.painted:
                    await self._next()
        except TimeoutError:
            raise AssertionError(f"{words!r} was not painted: {self.painted[-3000:]}") from None
        self.painted = self.painted.partition(words)[2]

    async def hear(self, what: str) -> Any:
        """Wait until the server tells the page this; what goes with it."""
        async with asyncio.timeout(LONG):
            while not (found := next((one for one in self.told if one[0] == what), None)):
                await self._next()
        self.told.remove(found)
        return found[1] if len(found) > 1 else None

    async def closed(self) -> int:
        """Wait until the server closes it; why."""
        async with asyncio.timeout(LONG):
            async for message in self.socket:
                self._take(message)
        return self.socket.close_code or 0

    async def _next(self) -> None:
        message = await self.socket.receive(timeout=LONG)
        closed = message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        assert not closed, f"closed with {self.socket.close_code}: {self.told}, {self.painted[-1000:]}"
        self._take(message)

    def _take(self, message: aiohttp.WSMessage) -> None:
        if message.type is aiohttp.WSMsgType.TEXT:
            self.told.append(message.json())
        elif message.type is aiohttp.WSMsgType.BINARY:
            self.painted += _CONTROLS.sub("", message.data.decode(errors="replace"))


def new_tab() -> str:
    return secrets.token_hex(16)


@asynccontextmanager
async def tab(session: aiohttp.ClientSession, name: str = "") -> AsyncIterator[Tab]:
    """With a screen of 120x40; the same name is the same tab."""
    address = f"/ws?width=120&height=40&tab={name or new_tab()}"
    async with session.ws_connect(address, max_msg_size=LARGE) as socket:
        yield Tab(socket)


async def until_gone(process: int) -> None:
    """Another process, by its number."""
    async with asyncio.timeout(LONG):
        while Path(f"/proc/{process}").exists():
            await asyncio.sleep(0)


def two_articles(folder: Path) -> list[Path]:
    """Two files whose texts are in the library."""
    files = [folder / "ships.txt", folder / "lorries.txt"]
    for file, text in zip(files, (TEXT, OTHER), strict=True):
        file.write_text(text)
    assert stet("add", "--library", folder / "library", *files).returncode == 0
    return files


def edits(folder: Path) -> dict[str, list[str]]:
    """By annotator, what they did, on disk."""
    library = FolderLibrary(folder / "library")
    found: dict[str, list[str]] = {}
    for identifier in library.ids():
        for edit in library.load(identifier).edits:
            found.setdefault(edit.by, []).append(edit.op)
    return found
