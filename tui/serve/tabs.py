"""A tab of a browser and the program behind it: keys in, pictures out, files both ways, and a way back after a gap.

A tab keeps its folder as long as the server runs, and so its program, however often it is started, finds there at which
article and field it was. Who may have a tab is the business of `gate`, what is served that of `server`.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson
from aiohttp import WSMsgType, web

from store.errors import StetError
from tui.serve.gate import Visitor
from tui.serve.program import Program
from tui.terminal import served

LEFT, ELSEWHERE, IDLE, FULL, FAILED, ODD = 4000, 4001, 4002, 4003, 4004, 4008
"""Why a socket is closed; the page says it in words."""
LARGEST_MESSAGE: Final = 1 << 21
"""Bytes of what is typed or pasted at once."""
_BEAT: Final = 20.0
"""Seconds between two looks whether the browser is still there."""
_MOST_COLUMNS, _MOST_LINES = 1_000, 500
_SMALLEST: Final = 10


class Settings(NamedTuple):
    """`words` gives those of the command line for an annotator, or raises `StetError`."""

    words: Callable[[str], Sequence[str]]
    memory: int
    """Bytes of address space for each program."""
    idle: float
    """Seconds without a key after which a program ends."""


class Download(NamedTuple):
    session: str
    file: Path


class Tab:
    def __init__(self, folder: Path, visitor: Visitor, settings: Settings, downloads: dict[str, Download]) -> None:
        self.folder, self.visitor = folder, visitor
        self._settings, self._downloads = settings, downloads
        self._program: Program | None = None
        self._socket: web.WebSocketResponse | None = None
        self._turn = asyncio.Lock()
        for part in (served.UPLOADS, served.DOWNLOADS):
            (folder / part).mkdir(mode=0o700, exist_ok=True)

    @property
    def is_open(self) -> bool:
        return self._program is not None

    async def show(self, socket: web.WebSocketResponse, size: tuple[int, int]) -> str:
        """Start a program, and let the socket have it until either ends; why the program failed, if it did.

        A program that an earlier socket has is ended first: it saves, and notes where it was.
        """
        if self._socket is not None:
            await _close(self._socket, ELSEWHERE)
        async with self._turn:
            if socket.closed:
                return ""
            self._socket = socket
            self._program = program = Program(socket.send_bytes, self._hear)
            environment = served.environment(self.folder, self._settings.memory)
            try:
                words = await asyncio.to_thread(self._settings.words, self.visitor.annotator)
                await program.start(words, environment, size)
                return await self._connect(program, socket)
            except (StetError, OSError) as error:
                return await _fail(socket, str(error))
            finally:
                await asyncio.shield(program.hang_up())
                self._program = self._socket = None

    async def _connect(self, program: Program, socket: web.WebSocketResponse) -> str:
        ended = asyncio.create_task(program.ended())
        typing = asyncio.create_task(self._listen(program, socket))
        await asyncio.wait({ended, typing}, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            await typing
            await program.hang_up()
            return await ended
        typing.cancel()
        await asyncio.wait({typing})
        why = await ended
        if why:
            return await _fail(socket, why)
        await _close(socket, LEFT)
        return ""

    async def _listen(self, program: Program, socket: web.WebSocketResponse) -> None:
        """Until the socket is closed, by either side."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._settings.idle) as end:
                async for message in socket:
                    if message.type is not WSMsgType.TEXT or not await self._obey(program, socket, message.data):
                        await _close(socket, ODD)
                        return
                    if message.data.startswith('["stdin"'):
                        end.reschedule(loop.time() + self._settings.idle)
        except TimeoutError:
            await _close(socket, IDLE)

    async def _obey(self, program: Program, socket: web.WebSocketResponse, text: str) -> bool:
        """False for what no page of ours sends."""
        try:
            match orjson.loads(text):
                case ["stdin", str(typed)]:
                    await program.type(typed.encode("utf-8", "replace"))
                case ["resize", {"width": int(width), "height": int(height)}]:
                    columns, lines = clamped(width, height)
                    await program.tell("resize", width=columns, height=lines)
                case ["focus" | "blur" as what]:
                    await program.tell(what)
                case ["ping", str(when)]:
                    await _say(socket, ["pong", when])
                case _:
                    return False
        except ValueError:
            return False
        return True

    async def uploaded(self, names: Sequence[str]) -> None:
        if self._program is not None:
            await self._program.tell("uploaded", names=list(names))

    async def hang_up(self) -> None:
        """The program saves and ends; the page is told that the server goes."""
        if self._socket is not None:
            await _close(self._socket, 1001)
        async with self._turn:
            pass

    # What the program tells

    async def _hear(self, told: dict[str, Any]) -> None:
        socket = self._socket
        if socket is None:
            return
        match told:
            case {"type": "download", "path": str(path)} if (file := self._file(path)) is not None:
                key = secrets.token_urlsafe(32)
                self._downloads[key] = Download(self.visitor.session, file)
                await _say(socket, ["download", key])
            case {"type": "pick"}:
                await _say(socket, ["pick"])
            case _:
                pass  # what else Textual tells is not for a page

    def _file(self, path: str) -> Path | None:
        """One of its downloads, and nothing that lies elsewhere."""
        folder = (self.folder / served.DOWNLOADS).resolve()
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder) and file.is_file() else None


def clamped(width: int, height: int) -> tuple[int, int]:
    return min(max(width, _SMALLEST), _MOST_COLUMNS), min(max(height, _SMALLEST), _MOST_LINES)


async def _fail(socket: web.WebSocketResponse, why: str) -> str:
    await _say(socket, ["failed", why])
    await _close(socket, FAILED)
    return why


async def _say(socket: web.WebSocketResponse, what: list[str]) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError):  # it is closed
        await socket.send_str(orjson.dumps(what).decode())


async def _close(socket: web.WebSocketResponse, code: int) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError):
        await socket.close(code=code)


def socket_of_tab() -> web.WebSocketResponse:
    """Not compressed: on loopback that would take more time than it saves."""
    return web.WebSocketResponse(heartbeat=_BEAT, max_msg_size=LARGEST_MESSAGE, compress=False)


def refuse(socket: web.WebSocketResponse, code: int) -> Any:
    return _close(socket, code)
