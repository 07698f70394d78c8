"""A team's library on a real server: roles of its own with their rights, and articles some of which are blind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import postgres_server
import psycopg
from command import stet
from factories import TEXT, Annotator, suggestions
from psycopg.sql import SQL, Identifier

from store.library.admission import admit
from store.model import actions
from store.model.record import Article
from store.postgres.connecting import Server
from store.postgres.library import PostgresLibrary
from store.postgres.records import PostgresRecords
from store.postgres.team import Member, Team

RIGHTS = {"anna": "annotator", "ben": "annotator", "carl": "annotator", "rita": "reader", "judge": "adjudicator"}
ARTICLES = [f"a{number}" for number in range(4)]
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
        # From 16 on, who has not made a role may not drop it, and some are a superuser's.
        superuser = (
            postgres if postgres_server.is_named() else postgres.replace(postgres_server.OWNER, "administrator", 1)
        )
        with psycopg.connect(superuser, autocommit=True) as db:
            for role in (*library.roles.values(), *groups.values()):
                db.execute(SQL("DROP ROLE IF EXISTS {}").format(Identifier(role)))


def add(server: Server, identifier: str) -> None:
    """An article with suggestions, that nobody has worked on."""
    article = Article(id=identifier, text=TEXT, title=identifier)
    records = PostgresRecords("test", "test")
    record, encoded = admit(article, suggestions(), (), {}, "2026-05-04T00:00:00.000000Z")
    server.run(lambda db: records.insert(db, record, encoded), "Not added")


@contextlib.contextmanager
def team_at_work(postgres: str) -> Iterator[TeamLibrary]:
    """A library with `ARTICLES`, and its team."""
    with team_library(postgres) as team:
        desk = PostgresLibrary(team.address)
        for identifier in ARTICLES:
            desk.add(Article(id=identifier, text=TEXT, title=identifier), suggestions())
        desk.close()
        yield team


def said(*words: str) -> str:
    done = stet("team", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def work(team: TeamLibrary, by: str, identifier: str, *names: str, done: bool = True) -> None:
    """Correct the name of Ida Lunde to each of these in turn, in the program."""
    library = PostgresLibrary(team.as_(by))
    hand = Annotator(library.load(identifier), by)
    for name in names:
        hand.act(actions.change(hand.record, "p1", {"name": name, "note": f"{by} says {name}"}))
    if done:
        hand.act(actions.done(hand.record))
    library.commit(identifier, hand.pending)
    library.close()
