"""Requests to the public internet alone, for people who are not to see what this machine can.

The address is looked at once the connection is there and before anything is asked: a name may lead elsewhere each time
that it is looked up.
"""

from __future__ import annotations

import http.client
import urllib.request
from ipaddress import ip_address

from store.errors import StetError


def public_handlers() -> tuple[urllib.request.BaseHandler, ...]:
    return _HTTPHandler(), _HTTPSHandler()


def check_public(host: str, address: str) -> None:
    """Raises `StetError` where a connection to `host` has led to an address that not everybody can reach."""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or found
    if not mapped.is_global or mapped.is_multicast:
        raise StetError("Not fetched", f"{host} is not on the public internet; save the page, and add the file")


class _HTTPConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _check(self)


class _HTTPSConnection(http.client.HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _check(self)


def _check(connection: http.client.HTTPConnection) -> None:
    try:
        check_public(connection.host, connection.sock.getpeername()[0])
    except StetError:
        connection.close()
        raise


class _HTTPHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_HTTPConnection, req)


class _HTTPSHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_HTTPSConnection, req)
