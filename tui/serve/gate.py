"""Who may come in: by a cookie that a key was turned into, from a page of ours alone, under a name of this machine's.

Any page that is open in the same browser can reach a port of this machine, by its number or by a name that leads to it:
so the Host that a request names, and the Origin that it comes from, are looked at before anything else. Knows no
program and no page; what is refused is raised as aiohttp's `HTTPForbidden`.
"""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from store.errors import StetError
from tui.serve.users import Users, checked_name, hash_of, new_key

PROXY_HEADER: Final = "X-Forwarded-User"
_MOST_SESSIONS: Final = 1_000
"""Who came in first has to come in anew after that."""


class Visitor(NamedTuple):
    """Somebody who is in; `session` is the same for all tabs of their browser."""

    session: str
    annotator: str


class _Session(NamedTuple):
    annotator: str
    key_hash: str
    """Of the users file; empty for who came by the printed address."""


class Gate:
    """Without users, the printed address lets `annotator` in: its key is worth one visit, and then there is another."""

    def __init__(self, annotator: str, users: Users | None = None, public: str = "", *, behind_proxy: bool = False):
        self._annotator = annotator
        self._users = users
        self._public = public.rstrip("/")
        self._behind_proxy = behind_proxy
        self._sessions: dict[str, _Session] = {}
        self.key = new_key()

    @property
    def has_key(self) -> bool:
        """Whether an address with a key is printed."""
        return self._users is None and not self._behind_proxy

    # What every request is asked

    def check_place(self, request: web.Request) -> None:
        """That it was meant for us, and comes from no other site's page."""
        host = request.headers.get("Host", "")
        if not (_is_loopback(host) or (self._public and host == urlsplit(self._public).netloc)):
            raise web.HTTPForbidden(
                text="Stet answers to 127.0.0.1, localhost and what --public names, and nothing else"
            )
        origin = request.headers.get("Origin")
        if origin is None and (request.method != "GET" or _is_socket(request)):
            raise web.HTTPForbidden(text="Stet is opened from its own page alone")
        if origin is not None and origin not in self._origins(host):
            raise web.HTTPForbidden(text="Stet is opened from its own page alone")

    def _origins(self, host: str) -> tuple[str, ...]:
        return (f"http://{host}", self._public) if _is_loopback(host) else (self._public,)

    def visitor(self, request: web.Request) -> Visitor:
        if not _is_loopback(request.remote or ""):
            raise web.HTTPForbidden(text="Stet is reached over loopback alone")
        found = self._of_proxy(request) if self._behind_proxy else self._of_cookie(request)
        if found is None:
            raise web.HTTPForbidden(text="No key: open the address that stet serve has printed")
        return found

    def _of_proxy(self, request: web.Request) -> Visitor | None:
        try:
            [name] = request.headers.getall(PROXY_HEADER, [])
            name = checked_name(name)
        except (ValueError, StetError):
            raise web.HTTPForbidden(text=f"The proxy has not said who this is: {PROXY_HEADER} is one name") from None
        if self._users is not None and name not in self._users.hashes():
            raise web.HTTPForbidden(text="You are not in the file of users")
        return Visitor(hash_of(name), name)

    def _of_cookie(self, request: web.Request) -> Visitor | None:
        given = request.cookies.get(self.cookie(request), "")
        session = self._sessions.get(hash_of(given))
        if session is None:
            return None
        if self._users is not None and self._users.hashes().get(session.annotator) != session.key_hash:
            return None  # the line of this key has gone
        return Visitor(hash_of(given), session.annotator)

    # The door

    def cookie(self, request: web.Request) -> str:
        """Its name: browsers keep cookies by host, and other servers on it have others of the same name."""
        port = (request.transport.get_extra_info("sockname") or (0, 0))[1] if request.transport else 0
        return f"stet-{port}"

    def enter(self, key: str) -> tuple[str, str] | None:
        """The value of a cookie, and who has come in; None where the key is wrong, or was used."""
        if self._behind_proxy:
            return None
        if self._users is not None:
            if (name := self._users.of(key)) is None:
                return None
            session = _Session(name, hash_of(key))
        elif compare_digest(self.key.encode(), key.encode("utf-8", "replace")):
            self.key = new_key()
            session = _Session(self._annotator, "")
        else:
            return None
        while len(self._sessions) >= _MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        value = new_key()
        self._sessions[hash_of(value)] = session
        return value, session.annotator

    @property
    def is_secure(self) -> bool:
        """Whether the browser speaks TLS, to a proxy."""
        return self._public.startswith("https:")


def _is_socket(request: web.Request) -> bool:
    return request.headers.get("Upgrade", "").lower() == "websocket"


def _is_loopback(host: str) -> bool:
    """Of an address, or of a Host with any port: a tunnel has its own."""
    try:
        name = urlsplit(f"//{host}").hostname or "" if not host.count(":") > 1 or host.startswith("[") else host
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
