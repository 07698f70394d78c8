"""Addresses of libraries in a database: what is understood, what is refused, and that no password is ever said."""

from __future__ import annotations

import psycopg
import pytest

from store.errors import StetError
from store.postgres.connecting import Server, parsed
from store.postgres.pool import options


@pytest.mark.parametrize(
    ("address", "conninfo", "schema", "name"),
    [
        ("postgresql://h/news", "postgresql://h/news", "stet", "postgresql://h/news"),
        ("postgres://ann@h:5433/news", "postgresql://ann@h:5433/news", "stet", "postgresql://h:5433/news"),
        ("postgresql://h/news?schema=two", "postgresql://h/news", "two", "postgresql://h/news?schema=two"),
        ("postgresql:///news?service=desk&schema=a%20b", "postgresql:///news?service=desk", "a b",
         "postgresql:///news?schema=a b"),
        ("postgresql://ann@a:1,[::1]:2,c/n", "postgresql://ann@a:1,[::1]:2,c/n", "stet", "postgresql://a:1,[::1]:2,c/n"),
        ("postgresql://h/n?sslmode=verify-full", "postgresql://h/n?sslmode=verify-full", "stet", "postgresql://h/n"),
    ],
)  # fmt: skip
def test_what_an_address_says(address: str, conninfo: str, schema: str, name: str) -> None:
    assert parsed(address) == (conninfo, schema, name, "")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann:hunter2@h/news",
        "postgresql://ann:hunter2@[h/news",
        "postgresql://ann:[hunter2]@h/news",
        "postgresql://ann:hunter2@h:port/news",
        "postgresql://ann:12#hunter2@h/news",
        "postgresql://ann:12/hunter2@h/news",
        "postgresql://ann:12?hunter2@h/news",
        "postgresql://h/news?password=hunter2",
        "postgresql://h/news?schema=a&sslpassword=hunter2",
        "postgresql://ann:hunter2@h/news?sslmode",
        "postgresql://h/news?unknown=1",
        "postgresql://h/news?schema=",
        "postgresql://h/news?schema=pg_catalog",
    ],
)
def test_what_is_refused_says_no_password(address: str) -> None:
    with pytest.raises(StetError) as refused:
        parsed(address)
    assert "hunter2" not in f"{refused.value} {refused.value.__cause__}"
    assert "\n" not in refused.value.message


def test_a_dead_peer_is_noticed_in_seconds_unless_the_address_says_otherwise() -> None:
    assert options("postgresql://h/news").keys() >= {"connect_timeout", "keepalives_idle", "tcp_user_timeout"}
    assert options("postgresql://h/news")["tcp_user_timeout"] <= 10_000
    assert "tcp_user_timeout" not in options("postgresql://h/news?tcp_user_timeout=60000")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("fe_sendauth: no password supplied", "no password supplied; it is taken from ~/.pgpass or $PGPASSWORD"),
        (
            'FATAL:  password authentication failed for user "ann"',
            'password authentication failed for user "ann"; it is taken from ~/.pgpass or $PGPASSWORD',
        ),
        ("Connection refused\n\tIs the server running on that host?", "Connection refused"),
    ],
)
def test_a_server_that_lets_nobody_in_is_said_once_with_what_to_do(why: str, said: str) -> None:
    for server in ('at "127.0.0.1", port 1', 'at "db" (::1), port 5432', 'on socket "/run/.s.PGSQL.5432"'):
        error = psycopg.OperationalError(f"connection failed: connection to server {server} failed: {why}")
        assert Server("postgresql://h/news")._said(error, "Not read").message == (
            f"no connection to postgresql://h/news: {said}"
        )
