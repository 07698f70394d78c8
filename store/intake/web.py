"""An article from an address: http and https only, within limits of time, size and redirects.

All of it happens in a thread that is left behind when the time is over, so that no server, name server or proxy can
hold the program, however slowly it answers.
"""

from __future__ import annotations

import contextlib
import http.client
import threading
import urllib.error
import urllib.request
import zlib
from http import HTTPStatus
from typing import IO, Final
from urllib.parse import quote, urlsplit, urlunsplit

from store import __version__
from store.errors import StetError
from store.intake import confined
from store.intake.article import Intake, article_from_text
from store.intake.charset import decode_text

SECONDS: Final = 30.0
"""For all of it, redirects included."""
LARGEST_PAGE: Final = 16 * 2**20
"""Bytes, compressed or not."""
REDIRECTS: Final = 5
MEMBERS: Final = 1000
"""Of one answer in gzip."""
_REDIRECTED: Final = (301, 302, 303, 307, 308)
_SCHEMES: Final = ("http", "https")
_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHUNK: Final = 65536


def fetch(address: str, seconds: float = SECONDS, largest: int = LARGEST_PAGE) -> Intake:
    """The article at an address; every way in which it cannot be had is a `StetError` that says which."""
    checked = _checked(address)
    answer: list[Intake | StetError] = []

    def ask() -> None:
        try:
            answer.append(_ask(checked, seconds, largest))
        except StetError as error:
            answer.append(error)

    thread = threading.Thread(target=ask, name="stet-fetch", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answer:
        raise _too_late(checked, seconds)
    if isinstance(answer[0], StetError):
        raise answer[0]
    return answer[0]


def _checked(address: str) -> str:
    """With everything quoted that HTTP wants quoted."""
    if any(char.isspace() or not char.isprintable() for char in address):
        raise StetError("No such address", f"{address} has spaces or control characters in it")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise StetError("No such address", f"{address} is not a web address") from None
    if parts.scheme.lower() not in _SCHEMES:
        raise StetError("No such address", f"{address}: only http and https are fetched; save it as a file first")
    if not host:
        raise StetError("No such address", f"{address} names no server")
    if parts.username is not None or parts.password is not None:
        raise StetError(
            "No such address", f"{parts.hostname}: no names and passwords in addresses; save the page first"
        )
    if ":" in host:
        host = f"[{host}]"
    path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=?~")
    return urlunsplit((parts.scheme.lower(), host + port, path, query, ""))


def _ask(address: str, seconds: float, largest: int) -> Intake:
    request = urllib.request.Request(
        address,
        headers={
            "User-Agent": f"stet/{__version__}",
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
            "Accept-Encoding": "gzip, identity",
        },
    )
    try:
        with _opener().open(request, timeout=seconds) as response:
            return _article(response, address, largest)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _REDIRECTED:
                why = "it redirects to no page of the web; only http and https are followed"
            else:
                why = f"the server answers {_named(error.code)}"
            raise _not_fetched(address, why) from None
    except urllib.error.URLError as error:
        reason = error.reason
        if isinstance(reason, StetError):
            raise reason from None
        if isinstance(reason, TimeoutError):
            raise _too_late(address, seconds) from None
        why = getattr(reason, "strerror", None) or str(reason)
        raise _not_fetched(address, f"{why}; is the address right, and are you online?") from None
    except (http.client.HTTPException, ConnectionError, ValueError):
        raise _not_fetched(address, "the answer is broken; open the page in a browser and save it as a file") from None
    except TimeoutError:
        raise _too_late(address, seconds) from None
    except OSError as error:
        raise _not_fetched(address, f"{error.strerror or error}") from None


def _named(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Few, and to the web only."""

    max_redirections = REDIRECTS
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        hops = getattr(req, "redirect_dict", {})
        if len(hops) >= self.max_redirections or hops.get(newurl, 0) >= self.max_repeats:
            fp.close()  # nobody above will: it goes with an `HTTPError` only
            raise urllib.error.URLError(_not_fetched(req.full_url, f"more than {REDIRECTS} redirects, or in a circle"))
        try:
            checked = _checked(newurl)
        except StetError as error:
            fp.close()
            raise urllib.error.URLError(error) from None
        return super().redirect_request(req, fp, code, msg, headers, checked)


def _opener() -> urllib.request.OpenerDirector:
    """Without the handlers that open files, data and FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _article(response: http.client.HTTPResponse, address: str, largest: int) -> Intake:
    kind, charset = response.headers.get_content_type(), response.headers.get_content_charset()
    if kind not in (*_PAGES, "text/plain"):
        raise _not_fetched(address, f"it is {kind}, no web page; save it and name the file")
    final = response.geturl()
    data = _body(response, address, largest)
    if not data.strip():
        raise _not_fetched(address, "the answer is empty")
    host = urlsplit(final).hostname or ""
    if kind in _PAGES:
        return confined.read("html", data, address, "", host, url=final, charset=charset)
    text, encoding = decode_text(data, address)
    if charset is not None:
        # Where the server is wrong about it, the guess stands.
        with contextlib.suppress(LookupError, ValueError):
            text, encoding = data.decode(charset), None
    title = urlsplit(final).path.rstrip("/").rpartition("/")[2] or host
    return Intake(article_from_text(text, title=title, source=host, url=final), encoding)


def _body(response: http.client.HTTPResponse, address: str, largest: int) -> bytes:
    """All of it; raises for more than `largest` bytes, before and after unpacking, and for what is cut off."""
    packed = response.headers.get("Content-Encoding", "identity").lower()
    if packed not in ("gzip", "x-gzip", "identity", ""):
        raise _not_fetched(address, f"it comes packed as {packed}, which was not asked for")
    unpack = _Gzip() if "gzip" in packed else None
    pieces: list[bytes] = []
    size = received = 0
    while chunk := response.read1(_CHUNK):
        received += len(chunk)
        try:
            pieces.append(unpack.more(chunk, largest + 1 - size) if unpack else chunk)
        except zlib.error:
            raise _not_fetched(address, "it says that it is gzip and is not") from None
        size += len(pieces[-1])
        if max(size, received) > largest:
            raise _not_fetched(address, f"it has more than {largest // 2**20 or 1} MB; save the article itself")
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    if received and unpack and not unpack.whole:
        raise _not_fetched(address, "the answer is cut off; try again, or save the page and name the file")
    return b"".join(pieces)


class _Gzip:
    """Unpacks one member after another: a server may send several, and all of them are the page."""

    def __init__(self) -> None:
        self._members = 1
        self._member = zlib.decompressobj(wbits=31)

    @property
    def whole(self) -> bool:
        return self._member.eof

    def more(self, data: bytes, most: int) -> bytes:
        """No more than `most` bytes, though there may be more. Raises `zlib.error` for what is no gzip."""
        pieces: list[bytes] = []
        while data and most > 0:
            if self._member.eof:
                data = data.lstrip(b"\0")  # some servers fill up with these
                if not data:
                    break
                self._members += 1
                if self._members > MEMBERS:
                    raise zlib.error
                self._member = zlib.decompressobj(wbits=31)
            pieces.append(self._member.decompress(data, most))
            most -= len(pieces[-1])
            data = self._member.unused_data
        return b"".join(pieces)


def _too_late(address: str, seconds: float) -> StetError:
    return _not_fetched(address, f"no whole answer within {seconds:g} seconds; try again later")


def _not_fetched(address: str, why: str) -> StetError:
    return StetError("Not fetched", f"{address}: {why}")
