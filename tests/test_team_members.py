"""Who joins a team and who leaves it, and what each is told."""

from __future__ import annotations

import gc
from collections.abc import Callable

import postgres_server
import psycopg
import pytest
from command import stet
from factories import Annotator, article, suggestions
from psycopg.sql import SQL, Identifier
from team_library import team_library

from services.team import team_of, work
from store.errors import StetError
from store.model import actions
from store.postgres.connecting import Server
from store.postgres.library import PostgresLibrary
from store.postgres.pool import Connection
from store.postgres.team import Member, Team


def test_who_is_no_longer_a_member_is_told_so_and_not_of_tables(postgres: str) -> None:
    with team_library(postgres, ["anna"]) as team:
        desk = PostgresLibrary(team.address)
        desk.add(article(), suggestions())
        desk.close()
        library = PostgresLibrary(team.as_("anna"))
        hand = Annotator(library.load(article().id), "anna")
        hand.act(actions.accept(hand.record, ["p1"]))
        assert stet("team", "remove", team.roles["anna"], "--library", team.address).returncode == 0
        uses: list[Callable[[], object]] = [
            lambda: library.commit(article().id, hand.pending),
            lambda: library.load(article().id),
            lambda: list(library.find()),
        ]
        for use in uses:
            with pytest.raises(StetError, match=r"does not let you|no library for you, or no longer"):
                use()
        with pytest.raises(StetError, match=r"does not let .* in; an owner does it with stet team add"):
            PostgresLibrary(team.as_("anna"))
        library.close()


def test_what_was_learned_is_told_to_whoever_may_not_keep_it(postgres: str) -> None:
    with team_library(postgres, ["anna"]) as team:
        desk = PostgresLibrary(team.address)
        desk.add(article(), suggestions())
        desk.close()
        library = PostgresLibrary(team.as_("anna"))
        hand = Annotator(library.load(article().id), "anna")
        hand.act(actions.accept(hand.record, ["p1"]))
        hand.act(actions.done(hand.record))
        library.commit(article().id, hand.pending)
        library.close()
        told = stet("learn", "--library", team.as_("anna"))
        assert (told.returncode, told.stderr) == (0, b"")
        assert "1 article done" in told.stdout.decode()
        assert "not kept" in told.stdout.decode().splitlines()[-1]
        assert "not kept" not in stet("learn", "--library", team.address).stdout.decode()


def test_a_team_of_a_library_that_is_not_there_is_begun_by_init(new_schema: Callable[[], str]) -> None:
    address = new_schema()
    for words in (["status"], ["add", "zoe", "--as", "reader"], ["assign", "--to", "zoe"], ["settle"], ["unassign"]):
        told = stet("team", *words, "--library", address)
        assert told.returncode == 1
        [line] = told.stderr.decode().splitlines()
        assert line.endswith("stet team init makes one")


def test_who_made_the_library_and_owns_it_no_more_cannot_change_how_others_save(postgres: str) -> None:
    with team_library(postgres, ["anna"]) as team, psycopg.connect(postgres) as db:
        owner = f"SELECT nspowner FROM pg_namespace WHERE nspname = '{team.schema}'"
        parts = f"""SELECT relname FROM pg_class WHERE relnamespace = '{team.schema}'::regnamespace
                AND relowner <> ({owner})
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = '{team.schema}'::regnamespace
                AND proowner <> ({owner})"""
        assert db.execute(parts).fetchall() == []


def test_of_a_role_and_another_who_works_under_its_name_the_role_is_removed(postgres: str) -> None:
    with team_library(postgres, ["anna", "ben"]) as team:
        server = Server(team.address)
        Team(server).add(Member(team.roles["ben"], "zoe", "annotator"))
        Team(server).add(Member(team.roles["anna"], team.roles["ben"], "annotator"))
        assert Team(server).remove(team.roles["ben"]).role == team.roles["ben"]
        server.close()


def test_the_status_of_many_annotators_keeps_no_connection_of_each(postgres: str) -> None:
    with team_library(postgres, ["anna", "ben", "carl"]) as team:
        desk = PostgresLibrary(team.address)
        desk.add(article(), suggestions())
        own = team_of(desk)
        own.assign({name: [article().id] for name in team.roles}, lambda record: record.edits)
        before = _open_connections()
        assert [one.blind for one in work(desk, own) if one.rights == "annotator"] == [1, 1, 1]
        assert len(_open_connections() - before) < len(team.roles)
        desk.close()


def _open_connections() -> set[int]:
    """Of this process."""
    return {id(one) for one in gc.get_objects() if isinstance(one, Connection) and not one.closed}


@pytest.mark.skipif(postgres_server.is_named(), reason="another's server has its own superuser")
def test_who_is_said_to_be_removed_has_no_rights_whoever_gave_them(postgres: str) -> None:
    """From PostgreSQL 16 on, several may have granted the same membership, and each takes back their own."""
    superuser = postgres.replace(postgres_server.OWNER, "administrator", 1)
    with team_library(postgres, ["anna"]) as team, psycopg.connect(superuser, autocommit=True) as db:
        role = team.roles["anna"]
        of_role = "FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid WHERE m.member = %s::regrole"
        [[group]] = db.execute(f"SELECT g.rolname {of_role}", [role]).fetchall()
        db.execute(SQL("GRANT {} TO {}").format(Identifier(group), Identifier(role)))
        told = stet("team", "remove", role, "--library", team.address)
        left = db.execute(f"SELECT g.rolname {of_role}", [role]).fetchall()
        if told.returncode:  # the desk may not undo what a superuser did, but then says so
            assert "ask who ran stet team init, or an administrator" in told.stderr.decode()
            assert left
            assert stet("team", "remove", role, "--library", f"{superuser}?schema={team.schema}").returncode == 0
            left = db.execute(f"SELECT g.rolname {of_role}", [role]).fetchall()
        assert left == []
