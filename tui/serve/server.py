"""What is served, on loopback: the page and its parts, a socket for each tab, downloads that hold once, uploads.

Whether a request may have it is the business of `gate`, which every request passes first; what happens in a tab that of
`tabs`.
"""

from __future__ import annotations

import asyncio
import importlib.resources
import re
import secrets
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from store.errors import StetError
from store.files import LARGEST
from tui.serve.gate import Gate
from tui.serve.tabs import FULL, Download, Settings, Tab, clamped, refuse, socket_of_tab
from tui.terminal import served, signals
from tui.terminal.output import say

HOST: Final = "127.0.0.1"
"""And nothing else: for other machines there are tunnels, and proxies that know who asks."""
_MOST_TABS: Final = 1_000
_MOST_UPLOADS: Final = 100
_ENDING: Final = 2.0
"""Seconds for requests that are under way when the server ends."""
_PARTS: Final = {
    "/page.js": ("tui.serve", "page/page.js"),
    "/page.css": ("tui.serve", "page/page.css"),
    "/door.js": ("tui.serve", "page/door.js"),
    "/xterm.js": ("textual_serve", "static/js/textual.js"),
    "/xterm.css": ("textual_serve", "static/css/xterm.css"),
}
_FOR_ALL: Final = ("/door.js", "/page.css", "/enter")
"""What the door itself is made of."""
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_POLICY: Final = "Content-Security-Policy"
_NONCE: Final = b"NONCE"
"""In the page, for the elements of style that the terminal's own script makes: those of others count for nothing."""
_TAB: Final = re.compile(r"[0-9a-f]{32}")
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """`clients` is how many tabs may be open at once."""

    def __init__(self, gate: Gate, settings: Settings, *, clients: int, public: str = "") -> None:
        self._gate, self._settings = gate, settings
        self._clients, self._public = clients, public.rstrip("/")
        self._folder = Path()
        self._tabs: dict[tuple[str, str], Tab] = {}
        self._downloads: dict[str, Download] = {}
        self._port = 0
        self._stop = asyncio.Event()

    async def run(self, port: int) -> None:
        """Until a signal comes; every program has saved and ended then."""
        loop = asyncio.get_running_loop()
        self._folder = Path(tempfile.mkdtemp(prefix="stet-"))
        app = web.Application(middlewares=[self._guard], client_max_size=LARGEST + (1 << 16))
        app.add_routes(
            [
                web.get("/", self._page),
                web.post("/enter", self._enter),
                web.get("/ws", self._socket),
                web.get("/download/{key}", self._download),
                web.post("/upload", self._upload),
                web.get("/alive", self._alive),
                *(web.get(path, self._part) for path in _PARTS),
            ]
        )
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_ENDING)
        await runner.setup()
        try:
            await self._listen(runner, port)
            loop.add_signal_handler(signal.SIGINT, self._stop.set)
            with signals.screen(lambda: loop.call_soon_threadsafe(self._stop.set), self._kill_all):
                await self._stop.wait()
                say("stet: Saving and ending what is open …")
                await asyncio.gather(*(tab.hang_up() for tab in self._tabs.values()))
        finally:
            await runner.cleanup()
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _listen(self, runner: web.AppRunner, port: int) -> None:
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            why = f"port {port} of {HOST}: {error.strerror or error}; --port 0 takes one that is free"
            raise StetError("Not served", why) from None
        self._port = runner.addresses[0][1]
        say(f"stet: Serving on {self._address}; ctrl+c ends it")
        self._say_key()

    @property
    def _address(self) -> str:
        return self._public or f"http://{HOST}:{self._port}"

    def _say_key(self) -> None:
        if self._gate.has_key:
            say(f"stet: For one browser, once: {self._address}/#{self._gate.key}")

    def _kill_all(self) -> None:
        """For a signal that will not wait. Programs end by themselves where their server is gone."""

    # Requests

    @web.middleware
    async def _guard(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        try:
            self._gate.check_place(request)
            if request.path not in (*_FOR_ALL, "/"):
                self._gate.visitor(request)
            response = await handler(request)
        except web.HTTPException as refused:
            response = web.Response(status=refused.status, text=f"{refused.text}\n")
        except StetError as error:  # of the file of users
            say(f"stet: {error}")
            response = web.Response(status=503, text="Nobody can come in just now; the server’s terminal says why\n")
        if not response.prepared:
            response.headers.update({**_HEADERS, **response.headers})
        return response

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """Without a cookie the door, whose script brings the key: what stands after # in an address is sent nowhere."""
        try:
            self._gate.visitor(request)
        except web.HTTPForbidden:
            return _part("tui.serve", "page/door.html", status=403)
        nonce = secrets.token_urlsafe(16)
        response = _part("tui.serve", "page/page.html", nonce=nonce)
        response.headers[_POLICY] = _HEADERS[_POLICY].replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
        return response

    async def _part(self, request: web.Request) -> web.StreamResponse:
        return _part(*_PARTS[request.path])

    async def _alive(self, _: web.Request) -> web.StreamResponse:
        return web.Response(status=204)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        found = self._gate.enter((await request.text()).strip())
        if found is None:
            raise web.HTTPForbidden(text="This key is wrong, or was used: stet serve has printed another")
        value, annotator = found
        say(f"stet: {annotator} has come in")
        self._say_key()
        response = web.Response(status=204)
        response.set_cookie(
            self._gate.cookie(request), value, httponly=True, samesite="Strict", secure=self._gate.is_secure
        )
        return response

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        tab = self._tab(request)
        socket = socket_of_tab()
        await socket.prepare(request)
        if not tab.is_open and sum(one.is_open for one in self._tabs.values()) >= self._clients:
            await refuse(socket, FULL)
            return socket
        size = clamped(_number(request, "width", 80), _number(request, "height", 24))
        if why := await tab.show(socket, size):
            say(f"stet: {tab.visitor.annotator}: {why}")
        return socket

    def _tab(self, request: web.Request) -> Tab:
        visitor, name = self._gate.visitor(request), request.query.get("tab", "")
        if not _TAB.fullmatch(name):
            raise web.HTTPBadRequest(text="Stet is opened from its own page alone")
        tab = self._tabs.get((visitor.session, name))
        if tab is None:
            self._forget_tabs()
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            tab = self._tabs[visitor.session, name] = Tab(folder, visitor, self._settings, self._downloads)
        return tab

    def _forget_tabs(self) -> None:
        """The oldest of those that are closed, so that nobody fills the disk with them."""
        for place, tab in list(self._tabs.items()):
            if len(self._tabs) < _MOST_TABS:
                break
            if not tab.is_open:
                del self._tabs[place]
                shutil.rmtree(tab.folder, ignore_errors=True)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Once: the file is gone then."""
        download = self._downloads.get(request.match_info["key"])
        if download is None or download.session != self._gate.visitor(request).session:
            raise web.HTTPNotFound(text="There is nothing to download here any more; export it again")
        del self._downloads[request.match_info["key"]]
        response = web.StreamResponse(headers=_HEADERS)
        response.content_type = "application/octet-stream"
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(download.file.name)}"
        try:
            with download.file.open("rb") as file:
                response.content_length = download.file.stat().st_size
                await response.prepare(request)
                while data := await asyncio.to_thread(file.read, 1 << 18):
                    await response.write(data)
            await response.write_eof()
        finally:
            with suppress(OSError):
                shutil.rmtree(download.file.parent)
        return response

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Files for the tab that is named; they lie in its own folder, under names that lead nowhere else."""
        tab = self._tab(request)
        names: list[str] = []
        reader = await request.multipart()
        folder = Path(tempfile.mkdtemp(dir=tab.folder / served.UPLOADS))
        size = 0
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or not part.filename:
                continue
            if len(names) >= _MOST_UPLOADS:
                raise web.HTTPRequestEntityTooLarge(LARGEST, size, text=f"More than {_MOST_UPLOADS} files at once")
            file = folder / _plain_name(part.filename, len(names))
            with file.open("xb") as out:
                while data := await part.read_chunk(1 << 18):
                    size += len(data)
                    if size > LARGEST:
                        raise web.HTTPRequestEntityTooLarge(LARGEST, size, text="More than 64 MB at once")
                    out.write(data)
            names.append(str(file.relative_to(tab.folder / served.UPLOADS)))
        await tab.uploaded(names)
        return web.Response(status=204)


def _part(package: str, path: str, status: int = 200, nonce: str = "") -> web.Response:
    data = importlib.resources.files(package).joinpath(path).read_bytes()
    if nonce:
        data = data.replace(_NONCE, nonce.encode())
    return web.Response(body=data, status=status, content_type=_TYPES[Path(path).suffix], charset="utf-8")


def _number(request: web.Request, name: str, otherwise: int) -> int:
    given = request.query.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else otherwise


def _plain_name(given: str, place: int) -> str:
    """What is left of a file's name where only letters, digits and a few marks are let through."""
    name = re.sub(r"[^\w. -]", "_", given.replace("\\", "/").rpartition("/")[2]).lstrip(".-")[-_LONGEST_NAME:]
    return f"{place}-{name}" if place or not name else name


_LONGEST_NAME: Final = 80
