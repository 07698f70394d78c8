"""The members of a library, and what is assigned to them. `rights` says what each may do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from psycopg import errors, sql

from store.errors import StetError
from store.model.record import Record
from store.postgres import lines
from store.postgres.connecting import Database, Server
from store.postgres.lines import Begin, Unite
from store.postgres.migrating import migrate
from store.postgres.records import PostgresRecords, channel_of
from store.postgres.rights import ADJUDICATOR, OWNER, groups, is_secured, make_groups, secure
from store.postgres.texts import given, kept

_LOCK: Final = 0x57E9
"""Of the transaction that changes a team."""


class Member(NamedTuple):
    role: str
    annotator: str
    rights: str


class Standing(NamedTuple):
    """Of the role that is connected: without rights where there is no team, or it is no member."""

    role: str
    annotator: str | None = None
    rights: str = ""
    bypasses: bool = False
    """Row-level security does not hold for it, so that it sees the lines of all."""


class Assignment(NamedTuple):
    article: str
    annotator: str
    blind: bool


def standing(db: Database) -> Standing:
    """In a library that has tables."""
    if not is_secured(db):
        [[role]] = db.execute("SELECT current_user").fetchall()
        return Standing(role)
    query = """SELECT current_user, m.annotator, CASE WHEN pg_has_role(c.relowner, 'USAGE') THEN %s ELSE m.rights END,
        r.rolsuper OR r.rolbypassrls
        FROM pg_class AS c JOIN pg_roles AS r ON r.rolname = current_user
        LEFT JOIN members AS m ON m.role = current_user
        WHERE c.oid = to_regclass('members')"""
    [[role, annotator, rights, bypasses]] = db.execute(query, [OWNER]).fetchall()
    return Standing(role, None if annotator is None else given(annotator), rights or "", bypasses)


class Team:
    """Every method raises `StetError` if the role may not do it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._schema = server.address.schema
        self._records = PostgresRecords(server.address.name, channel_of(self._schema))

    def init(self) -> dict[str, str]:
        """Make the library if there is none, its groups, and their rights; the groups. Safe to repeat."""
        self._server.run(self._may_make_roles, "No team made")
        migrate(self._server)
        return self._server.run(self._init, "No team made")

    def _may_make_roles(self, db: Database) -> None:
        _as_oneself(db)
        query = "SELECT rolname, rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
        [[role, may]] = db.execute(query).fetchall()
        if not may and not groups(db, self._schema):
            grant = f"ALTER ROLE {sql.Identifier(role).as_string(db)} CREATEROLE"
            raise StetError("No team made", f"{role} may not make roles; let an administrator say {grant}, or do it")

    def _init(self, db: Database) -> dict[str, str]:
        _as_oneself(db)
        try:
            with db.transaction():
                names = make_groups(db, self._schema)
                secure(db, self._schema, names)
        except errors.InsufficientPrivilege as error:
            why = str(error).splitlines()[0]
            why = f"{why}; connect as the role that owns the schema {self._schema}, or as a superuser"
            raise StetError("No team made", why) from None
        db.execute(
            "INSERT INTO members (role, annotator, rights) SELECT rolname, rolname, %s FROM pg_roles"
            " WHERE rolname = current_user AND NOT rolsuper ON CONFLICT DO NOTHING",
            [OWNER],
        )
        for member in _members(db):
            if _exists(db, member.role):
                _put(db, names, member)
        return names

    def without_role(self) -> list[Member]:
        """Of another server, where the library comes from."""
        return self._server.run(lambda db: [one for one in _members(db) if not _exists(db, one.role)], "Not read")

    def add(self, member: Member) -> bool:
        """Give a role its rights, and no others; whether the role was made, without a password."""
        return self._server.run(lambda db: self._add(db, member), "Not added")

    def _add(self, db: Database, member: Member) -> bool:
        names = self._groups(db)
        for other in _members(db):
            if other.annotator == member.annotator and other.role != member.role:
                raise StetError(
                    "Not added", f"{member.annotator} is the name of {other.role}; give another with --name"
                )
            if other.role == member.role and other.annotator != member.annotator and _is_assigned(db, other.annotator):
                why = f"{other.role} works as {other.annotator}, to whom articles are assigned"
                raise StetError("Not added", f"{why}; keep the name, or stet team unassign first")
        _as_oneself(db)
        try:
            with db.transaction():
                made = not _exists(db, member.role)
                if made:
                    db.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(member.role)))
                _put(db, names, member)
        except errors.InsufficientPrivilege:
            raise self._no_roles(db) from None
        db.execute(
            "INSERT INTO members (role, annotator, rights) VALUES (%s, %s, %s) ON CONFLICT (role)"
            " DO UPDATE SET annotator = excluded.annotator, rights = excluded.rights",
            [member.role, kept(member.annotator), member.rights],
        )
        return made

    def remove(self, role: str) -> Member:
        """Take all rights from a role. What it has done stays, and so does the role."""
        return self._server.run(lambda db: self._remove(db, role), "Not removed")

    def _remove(self, db: Database, role: str) -> Member:
        names = self._groups(db)
        members = _members(db)
        named = [one for one in members if one.role == role] or [one for one in members if one.annotator == role]
        member = next(iter(named), None)
        if member is None:
            raise StetError("No such member", f"{role}; there are {_listed(db)}")
        _as_oneself(db)
        try:
            with db.transaction():
                _take(db, names, member.role)
        except errors.InsufficientPrivilege:
            raise self._no_roles(db) from None
        db.execute("DELETE FROM members WHERE role = %s", [member.role])
        return member

    def members(self) -> list[Member]:
        return self._server.run(_members, "Not read")

    def standing(self) -> Standing:
        return self._server.run(standing, "Not read")

    def assignments(self) -> list[Assignment]:
        """All that the role may see: its own, of an annotator."""
        query = """SELECT texts.id, annotator, blind FROM assignments JOIN texts ON texts.n = assignments.article
            ORDER BY texts.n, annotator"""
        rows = self._server.run(lambda db: db.execute(query).fetchall(), "Not read")
        return [Assignment(given(one), given(annotator), blind) for one, annotator, blind in rows]

    def count_blind(self) -> int:
        """How many articles somebody works on blind, whoever asks."""
        query = "SELECT count(*) FROM articles WHERE blind"
        return int(self._server.run(lambda db: db.execute(query).fetchall(), "Not read")[0][0])

    def assign(self, shares: Mapping[str, Sequence[str]], begin: Begin | None = None) -> None:
        """By annotator, articles; all or none. What is assigned stays as it is. Blind if `begin` says of a record what
        a line begins with."""

        def assigned(db: Database) -> None:
            self._groups(db)
            for annotator, identifiers in shares.items():
                lines.assign(db, self._records, kept(annotator), [*map(kept, identifiers)], begin)

        self._server.run(assigned, "Not assigned")

    def unassign(self, identifiers: Iterable[str], annotators: Sequence[str] = ()) -> int:
        """Take assignments back, from these or all; their number. What was done stays in its line."""
        names = [*map(kept, identifiers)]

        def unassigned(db: Database) -> int:
            self._groups(db)
            return lines.unassign(db, names, [*map(kept, annotators)])

        return self._server.run(unassigned, "Not unassigned")

    def check_may_settle(self) -> None:
        """Raises `StetError` for those to whom the database shows one line of an article only."""

        def check(db: Database) -> None:
            if not is_secured(db):
                raise self._no_team()
            if standing(db).rights not in (ADJUDICATOR, OWNER):
                raise StetError("Not settled", "only adjudicators and owners settle; stet team status names them")

        self._server.run(check, "Not settled")

    def settle(self, identifier: str, unite: Unite, *, now: bool = False) -> Record | None:
        """Unite the lines of an article into what all see; None if not all who work blind on it are done, but for
        `now`. The lines stay as they are."""
        return self._server.run(lambda db: lines.settle(db, self._records, identifier, unite, now), "Not settled")

    def _groups(self, db: Database) -> dict[str, str]:
        names = groups(db, self._schema) if is_secured(db) else {}
        if not names:
            raise self._no_team()
        if standing(db).rights != OWNER:
            raise StetError("Not allowed", "only an owner of the library changes its team; stet team status names them")
        db.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, self._schema])
        return names

    def _no_team(self) -> StetError:
        return StetError("No team", f"{self._server.address.name} has none; stet team init makes it")

    def _no_roles(self, db: Database) -> StetError:
        [[role]] = db.execute("SELECT current_user").fetchall()
        why = f"{role} may not give these rights to roles"
        return StetError("Not allowed", f"{why}; ask who ran stet team init, or an administrator")


def _as_oneself(db: Database) -> None:
    """Until the transaction ends, a superuser acts as such, and not as an owner of the library."""
    db.execute("SET LOCAL ROLE NONE")


def _members(db: Database) -> list[Member]:
    rows = db.execute("SELECT role::text, annotator, rights FROM members ORDER BY annotator").fetchall()
    return [Member(role, given(annotator), rights) for role, annotator, rights in rows]


def _listed(db: Database) -> str:
    return ", ".join(member.role for member in _members(db)) or "none"


def _exists(db: Database, role: str) -> bool:
    return db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None


def _is_assigned(db: Database, annotator: str) -> bool:
    query = "SELECT 1 FROM assignments WHERE annotator = %s LIMIT 1"
    return db.execute(query, [kept(annotator)]).fetchone() is not None


def _put(db: Database, names: Mapping[str, str], member: Member) -> None:
    """Into the group of its rights, and out of the others."""
    _take(db, {rights: name for rights, name in names.items() if rights != member.rights}, member.role)
    if not _in_groups(db, member.role, [names[member.rights]]):
        grant = "GRANT {} TO {}"
        db.execute(sql.SQL(grant).format(sql.Identifier(names[member.rights]), sql.Identifier(member.role)))


def _take(db: Database, names: Mapping[str, str], role: str) -> None:
    """Raises `InsufficientPrivilege` for what one may not take back."""
    for name, grantor in _in_groups(db, role, [*names.values()]):
        revoke = sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(name), sql.Identifier(role))
        # From 16 on, a REVOKE leaves what another has granted, with no more than a warning.
        by = sql.SQL(" GRANTED BY {}").format(sql.Identifier(grantor)) if grantor else sql.SQL("")
        db.execute(revoke + by)


def _in_groups(db: Database, role: str, names: list[str]) -> list[tuple[str, str | None]]:
    """Those in which the role is itself, and from 16 on who has granted it, one by one. There, who makes a group has a
    grant that gives it no rights but to let others in; that one is not a membership."""
    query = """SELECT g.rolname, CASE WHEN to_jsonb(m) ? 'inherit_option' THEN pg_get_userbyid(m.grantor) END
        FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid JOIN pg_roles AS r ON r.oid = m.member
        WHERE r.rolname = %s AND g.rolname = ANY(%s)
        AND coalesce((to_jsonb(m)->>'inherit_option')::bool OR (to_jsonb(m)->>'set_option')::bool, true)"""
    return db.execute(query, [role, names]).fetchall()
