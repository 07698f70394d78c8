"""Fetches an article from a web address: http and https only, with limits of time, size and redirects.

The request runs in a daemon thread that is abandoned when the time is up, so that no server, name server or proxy can
block the program, however slowly it answers.
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
from store.intake.public import public_handlers

SECONDS: Final = 30.0
"""For the whole request, redirects included."""
LARGEST_PAGE: Final = 16 * 2**20
"""Bytes, compressed or not."""
REDIRECTS: Final = 5
MEMBERS: Final = 1000
"""Most gzip members of one response."""
_REDIRECTED: Final = (301, 302, 303, 307, 308)
_SCHEMES: Final = ("http", "https")
_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHUNK: Final = 65536
_PROXY, _HTTP, _HTTPS = urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler


def fetch(address: str, seconds: float = SECONDS, largest: int = LARGEST_PAGE, *, public_only: bool = False) -> Intake:
    """The article at an address. Raises `StetError` with the reason if it cannot be fetched or read.

    With `public_only` nothing is asked of this machine or of its network, whatever a name or a redirect leads to.
    """
    checked = _checked(address)
    answer: list[Intake | StetError] = []

    def ask() -> None:
        try:
            answer.append(_ask(checked, seconds, largest, public_only))
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
    """The address, percent-encoded as HTTP requires. Raises `StetError` for one that is not allowed."""
    if any(char.isspace() or not char.isprintable() for char in address):
        raise StetError("No such address", f"{address} has spaces or control characters in it")
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise StetError("No such address", f"{address} is not a web address") from None
    if parts.scheme.lower() not in _SCHEMES:
        raise StetError("No such address", f"{address}: only http and https can be fetched; save it as a file first")
    if not host:
        raise StetError("No such address", f"{address} does not name a server")
    if parts.username is not None or parts.password is not None:
        raise StetError(
            "No such address", f"{parts.hostname}: an address must not contain a name or password; save the page first"
        )
    if ":" in host:
        host = f"[{host}]"
    path, query = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/%:@!$&'()*+,;=?~")
    return urlunsplit((parts.scheme.lower(), host + port, path, query, ""))


def _ask(address: str, seconds: float, largest: int, public_only: bool) -> Intake:
    request = urllib.request.Request(
        address,
        headers={
            "User-Agent": f"stet/{__version__}",
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
            "Accept-Encoding": "gzip, identity",
        },
    )
    try:
        with _opener(public_only).open(request, timeout=seconds) as response:
            return _article(response, address, largest)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _REDIRECTED:
                why = "it redirects to something other than a web page; only http and https are followed"
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
    """Follows at most `REDIRECTS`, and only to addresses that `_checked` allows."""

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
            fp.close()  # callers close it only for an `HTTPError`
            raise urllib.error.URLError(_not_fetched(req.full_url, f"more than {REDIRECTS} redirects, or a loop"))
        try:
            checked = _checked(newurl)
        except StetError as error:
            fp.close()
            raise urllib.error.URLError(error) from None
        return super().redirect_request(req, fp, code, msg, headers, checked)


def _opener(public_only: bool) -> urllib.request.OpenerDirector:
    """An opener without the handlers for `file:`, `data:` and FTP. A proxy is on a network of one's own."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        *(public_handlers() if public_only else (_PROXY(), _HTTP(), _HTTPS())),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _article(response: http.client.HTTPResponse, address: str, largest: int) -> Intake:
    kind, charset = response.headers.get_content_type(), response.headers.get_content_charset()
    if kind not in (*_PAGES, "text/plain"):
        raise _not_fetched(address, f"it is {kind}, not a web page; save it and name the file")
    final = response.geturl()
    data = _body(response, address, largest)
    if not data.strip():
        raise _not_fetched(address, "the answer is empty")
    host = urlsplit(final).hostname or ""
    if kind in _PAGES:
        return confined.read("html", data, address, "", host, url=final, charset=charset)
    text, encoding = decode_text(data, address)
    if charset is not None:
        # If the server declares the wrong one, the guess is kept.
        with contextlib.suppress(LookupError, ValueError):
            text, encoding = data.decode(charset), None
    title = urlsplit(final).path.rstrip("/").rpartition("/")[2] or host
    return Intake(article_from_text(text, title=title, source=host, url=final), encoding)


def _body(response: http.client.HTTPResponse, address: str, largest: int) -> bytes:
    """The whole body, unpacked. Raises if it has more than `largest` bytes, packed or unpacked, or is cut off."""
    packed = response.headers.get("Content-Encoding", "identity").lower()
    if packed not in ("gzip", "x-gzip", "identity", ""):
        raise _not_fetched(address, f"it is compressed as {packed}, which was not requested")
    gzip = _Gzip() if "gzip" in packed else None
    pieces: list[bytes] = []
    size = received = 0
    while chunk := response.read1(_CHUNK):
        received += len(chunk)
        try:
            pieces.append(gzip.unpack(chunk, largest + 1 - size) if gzip else chunk)
        except zlib.error:
            raise _not_fetched(address, "it is declared as gzip but is not") from None
        size += len(pieces[-1])
        if max(size, received) > largest:
            raise _not_fetched(address, f"it has more than {largest // 2**20 or 1} MB; save only the article")
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    if received and gzip and not gzip.is_complete:
        raise _not_fetched(address, "the answer is cut off; try again, or save the page and name the file")
    return b"".join(pieces)


class _Gzip:
    """Unpacks gzip with any number of members: a server may send a page as several."""

    def __init__(self) -> None:
        self._members = 1
        self._member = zlib.decompressobj(wbits=31)

    @property
    def is_complete(self) -> bool:
        return self._member.eof

    def unpack(self, data: bytes, limit: int) -> bytes:
        """Unpack `data`, but at most `limit` bytes of output. Raises `zlib.error` if it is not gzip."""
        pieces: list[bytes] = []
        while data and limit > 0:
            if self._member.eof:
                data = data.lstrip(b"\0")  # padding that some servers send
                if not data:
                    break
                self._members += 1
                if self._members > MEMBERS:
                    raise zlib.error
                self._member = zlib.decompressobj(wbits=31)
            pieces.append(self._member.decompress(data, limit))
            limit -= len(pieces[-1])
            data = self._member.unused_data
        return b"".join(pieces)


def _too_late(address: str, seconds: float) -> StetError:
    return _not_fetched(address, f"no complete answer within {seconds:g} seconds; try again later")


def _not_fetched(address: str, why: str) -> StetError:
    return StetError("Not fetched", f"{address}: {why}")
