"""A line between Stet and a server of PostgreSQL, on loopback, that is cut, held up or falls silent as a test wants.

It reads how long each message is, and can be cut at any one of them, before or after it has gone through. Connections
through it must ask for no encryption: `sslmode=disable` and `gssencmode=disable`.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from typing import Final, NamedTuple

TO_SERVER: Final = "to the server"
TO_CLIENT: Final = "to the client"


class Cut(NamedTuple):
    """At the message of this number, from 1, counted from when the cut was planned; it has `gone` through or not."""

    way: str
    number: int
    gone: bool


class Proxy:
    """In front of the server at `port` of loopback."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.delay = 0.0
        """Seconds that each message takes longer."""
        self.has_cut = False
        self._cut: Cut | None = None
        self._seen = {TO_SERVER: 0, TO_CLIENT: 0}
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()
        self._refusing = False
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_at(self, cut: Cut) -> None:
        """All connections, once."""
        with self._lock:
            self._seen = {TO_SERVER: 0, TO_CLIENT: 0}
            self._cut, self.has_cut = cut, False

    def cut(self, *, refuse: bool = False) -> None:
        """All connections, now; with `refuse` there are no new ones until `mend`."""
        self._refusing = refuse
        with self._lock:
            self._close_all()

    def fall_silent(self) -> None:
        """What is sent is taken, and nothing comes, until `mend`."""
        self._flowing.clear()

    def mend(self) -> None:
        self._refusing, self._cut = False, None
        self._flowing.set()

    def close(self) -> None:
        self.mend()
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self._refusing:
                    client.close()
                    continue
                try:
                    server = socket.create_connection(("127.0.0.1", self._server))
                except OSError:
                    client.close()
                    continue
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._open |= {client, server}
                for source, target, way in ((client, server, TO_SERVER), (server, client, TO_CLIENT)):
                    threading.Thread(target=self._pass, args=(source, target, way), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            for message in _messages(source, starts=way == TO_SERVER):
                if self.delay:
                    time.sleep(self.delay)
                self._flowing.wait()
                cut = self._counted(way)
                if cut is None or cut.gone:
                    target.sendall(message)
                if cut is not None:
                    self.cut(refuse=self._refusing)
        with self._lock:
            for one in (source, target):
                self._end(one)

    def _counted(self, way: str) -> Cut | None:
        """The cut that was planned for this message."""
        with self._lock:
            self._seen[way] += 1
            cut = self._cut
            if cut is None or cut.way != way or self._seen[way] != cut.number:
                return None
            self._cut, self.has_cut = None, True
            return cut

    def _close_all(self) -> None:
        for one in [*self._open]:
            self._end(one)

    def _end(self, one: socket.socket) -> None:
        """What was sent arrives; a thread that reads is woken."""
        self._open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


def _messages(source: socket.socket, *, starts: bool) -> Iterator[bytes]:
    """The first of a client has no letter before its length."""
    with source.makefile("rb") as file:
        for number in itertools.count():
            letter = b"" if starts and not number else file.read(1)
            length = file.read(4)
            if len(length) < 4:
                return
            yield letter + length + file.read(int.from_bytes(length, "big") - 4)
