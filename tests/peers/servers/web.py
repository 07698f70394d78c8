"""A browser's part of the trips: requests with cookies, JSON and files, to one server on this machine."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from select import select
from typing import Any


class Client:
    """`base` is the server's address. `headers` go with every request."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.headers: dict[str, str] = {}
        self._jar = CookieJar()
        # Without proxies: whatever the environment says, this is the machine itself.
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._jar), urllib.request.ProxyHandler({})
        )

    def cookie(self, name: str) -> str:
        return next(one.value or "" for one in self._jar if one.name == name)

    def json(self, path: str, data: Any = None, method: str | None = None) -> Any:
        """What the server answers; None if it answers with nothing. `data` makes it a POST."""
        body = None if data is None else json.dumps(data).encode()
        answer = self._send(path, body, "application/json", method or ("GET" if data is None else "POST"))
        return json.loads(answer) if answer.strip() else None

    def form(self, path: str, **values: str) -> Any:
        body = urllib.parse.urlencode(values).encode()
        return json.loads(self._send(path, body, "application/x-www-form-urlencoded", "POST"))

    def upload(self, path: str, key: str, file: Path) -> str:
        """As a page's form sends a file."""
        edge = "edge-of-the-parts-7f3a"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{key}"; filename="{file.name}"\r\n\r\n'.encode()
        body = head + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        return self._send(path, body, f"multipart/form-data; boundary={edge}", "POST").decode()

    def download(self, path: str) -> bytes:
        return self._send(path, None, "", "GET")

    def _send(self, path: str, body: bytes | None, sort: str, method: str) -> bytes:
        headers = {**self.headers, **({"Content-Type": sort} if body is not None else {})}
        request = urllib.request.Request(self.base + path, body, headers, method=method)
        try:
            with self._opener.open(request, timeout=120) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:600]
            error.close()
            raise RuntimeError(f"{method} {path}: {error.code} {said}") from None


def until(ready: Callable[[], Any], patience: float = 90) -> Any:
    """What `ready` gives once it gives something. Raises `TimeoutError` after `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if answer := ready():
            return answer
        select([], [], [], 0.2)
    raise TimeoutError("not ready in time")
