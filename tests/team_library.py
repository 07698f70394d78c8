"""A team's library on a real server: roles of its own with their rights, and articles some of which are blind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import postgres_server
import psycopg
from factories import TEXT, suggestions
from psycopg.sql import SQL, Identifier

from store.library.admission import admit
from store.model.record import Article
from store.postgres.connecting import Server
from store.postgres.records import PostgresRecords
from store.postgres.team import Member, Team

RIGHTS = {"anna": "annotator", "ben": "annotator", "carl": "annotator", "rita": "reader", "judge": "adjudicator"}
OPEN, BLIND = "open", "blind"
"""The articles: all may work on the one; the other is blind for anna and ben."""


@dataclass
class TeamLibrary:
    """`roles` of the server by the names of annotators."""

    address: str
    schema: str
    roles: dict[str, str]

    def as_(self, name: str) -> str:
        """The library's address for this annotator, who logs in without a password."""
        parts = urlsplit(self.address)
        host = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{self.roles[name]}@{host}").geturl()


@contextlib.contextmanager
def team_library(postgres: str, names: Sequence[str] = tuple(RIGHTS)) -> Iterator[TeamLibrary]:
    """A library without articles, its team, and the end of both."""
    schema = postgres_server.unused_name()
    library = TeamLibrary(
        f"{postgres}{'&' if '?' in postgres else '?'}schema={schema}",
        schema,
        {name: f"{schema}_{name}" for name in names},
    )
    server = Server(library.address)
    groups: dict[str, str] = {}
    try:
        groups = Team(server).init()
        for name, role in library.roles.items():
            Team(server).add(Member(role, name, RIGHTS[name]))
        yield library
    finally:
        server.close()
        with psycopg.connect(postgres, autocommit=True) as db:
            db.execute("SET lock_timeout = '10s'")
            db.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))
            for role in (*library.roles.values(), *groups.values()):
                db.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(role)))


def add(server: Server, identifier: str) -> None:
    """An article with suggestions, that nobody has worked on."""
    article = Article(id=identifier, text=TEXT, title=identifier)
    records = PostgresRecords("test", "test")
    record, encoded = admit(article, suggestions(), (), {}, "2026-05-04T00:00:00.000000Z")
    server.run(lambda db: records.insert(db, record, encoded), "Not added")
