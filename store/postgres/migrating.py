"""The tables of a library: made by its first article, and brought up to date by the program, one migration at a time.

A migration is a file of SQL, applied once and whole. A database that is ahead of the program is not touched.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from psycopg import sql

from store.errors import StetError
from store.postgres.connecting import Address, Database, Server
from store.postgres.rights import groups, is_secured, secure

_TITLE: Final = "Library not opened"
_LOCK: Final = 0x57E7
"""Of the transaction that makes or changes tables."""


class Migration(NamedTuple):
    number: int
    name: str
    statements: str


@cache
def migrations() -> tuple[Migration, ...]:
    """In their order, numbered from 1."""
    folder = files("store.postgres") / "migrations"
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return tuple(
        Migration(int(name[:4]), name.removesuffix(".sql"), (folder / name).read_text("utf-8")) for name in named
    )


def applied(db: Database) -> int:
    """The number of the last migration; 0 where there is no library."""
    if db.execute("SELECT to_regclass('migrations')").fetchall() == [(None,)]:
        return 0
    [[number]] = db.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchall()
    return int(number)


def pending(server: Server) -> list[str] | None:
    """The migrations that a library lacks; None where there is no library. Raises `StetError` for a newer one."""
    number = server.run(lambda db: _open(db, server.address), _TITLE)
    latest = migrations()[-1].number
    if number > latest:
        why = f"{server.address.name} has the tables of migration {number}; this Stet knows {latest}"
        raise StetError(_TITLE, f"{why}; update Stet")
    return [one.name for one in migrations() if one.number > number] if number else None


def _open(db: Database, address: Address) -> int:
    """As `applied`. Raises `StetError` where there may be a library, of which this role may see nothing."""
    query = "SELECT current_user FROM pg_namespace WHERE nspname = %s AND NOT has_schema_privilege(oid, 'USAGE')"
    for (role,) in db.execute(query, [address.schema]).fetchall():
        raise StetError(_TITLE, f"{address.name} does not let {role} in; an owner does it with stet team add {role}")
    return applied(db)


def migrate(server: Server) -> list[str]:
    """Make what is missing, the schema too; the names of the migrations that were applied."""
    return server.run(lambda db: _migrate(db, server.address.schema), "Library not made", patience=None)


def _migrate(db: Database, schema: str) -> list[str]:
    db.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, schema])
    if not db.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchall():  # else it asks for rights
        db.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    db.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY, name text NOT NULL,"
        " at timestamptz NOT NULL DEFAULT now())"
    )
    done = applied(db)
    names: list[str] = []
    for number, name, statements in migrations():
        if number > done:
            db.execute(sql.SQL(statements))
            db.execute("INSERT INTO migrations (number, name) VALUES (%s, %s)", [number, name])
            names.append(name)
    if names and is_secured(db) and (team := groups(db, schema)):
        secure(db, schema, team)  # what is new belongs to the owners, too
    return names
