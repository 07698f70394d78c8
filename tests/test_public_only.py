"""Addresses that a person at a browser may have fetched: the public internet's, by whatever name they are reached."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from store.errors import StetError
from store.intake.public import check_public
from store.intake.web import fetch


class Noting(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:  # as http.server calls it
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def own() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine's, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (Noting,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f":{server.server_port}/metadata", asked
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"])
def test_a_server_of_this_machine_is_asked_nothing(own: tuple[str, list[str]], host: str) -> None:
    """Nor by another way to write its address."""
    where, asked = own
    with pytest.raises(StetError, match="Not fetched"):
        fetch(f"http://{host}{where}", public_only=True)
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
    ],
)
def test_no_address_of_a_network_of_one_s_own_is_public(address: str) -> None:
    with pytest.raises(StetError, match="public internet"):
        check_public("host", address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_others_are(address: str) -> None:
    check_public("host", address)
