"""What each role may do with a library: a group of roles for each sort of rights, grants, and row-level security.

The database enforces it, whatever program connects. An annotator reads one line of edits of each article: their own
of an article that is blind for them, else everybody's. None of it needs a superuser, an extension, a trigger, or a
function that runs as somebody else.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from psycopg import sql

from store.hashing import text_hash
from store.postgres.connecting import Database

READER, ANNOTATOR, ADJUDICATOR, OWNER = RIGHTS = ("reader", "annotator", "adjudicator", "owner")
_LONGEST: Final = 63
"""Bytes of the name of a role."""

_ME: Final = "(SELECT members.annotator FROM members WHERE members.role = current_user)"
_CHOSEN: Final = "coalesce(current_setting('stet.line', true), '')"
"""The line that an adjudicator or owner looks at."""


def _mine(column: str, shared: str = "article", own: str = "article") -> str:
    """The line that an annotator sees of an article. Of the assignments they see only their own.

    `shared` and `own` are columns of these for what stands in `column` in the one line and the other. The planner
    guesses how many rows an OR of these leaves; of a CASE it thinks that there are hardly any, and sorts them all.
    """
    there, mine = (f"SELECT assignments.{one} FROM assignments WHERE assignments.blind" for one in (shared, own))
    return f"(line = '' AND {column} NOT IN ({there}) OR line = {_ME} AND {column} IN ({mine}))"


class Policy(NamedTuple):
    """`using` says which rows are seen and changed, `check` what may be written."""

    table: str
    rights: str
    command: str
    using: str = ""
    check: str = ""

    @property
    def name(self) -> str:
        return f"{self.rights}_{self.command.lower()}"


_LINES: Final = {
    READER: "line = ''",
    ANNOTATOR: _mine("article"),
    ADJUDICATOR: "true",
    OWNER: "true",
}
"""Which edits are seen, and who is seen to be present."""
_ROWS: Final = {
    READER: "line = ''",
    ANNOTATOR: _mine("text"),
    ADJUDICATOR: f"line = {_CHOSEN}",
    OWNER: f"line = {_CHOSEN}",
}
"""Which rows of `articles` are seen: one of each text."""
_SETTLED: Final = (
    "EXISTS (SELECT FROM edits AS own WHERE own.article = edits.article AND own.line IN (edits.author, '')"
    " AND own.author = edits.author AND (own.id = edits.id OR starts_with(edits.id, own.id || ':')))"
)
"""What somebody has said, in a line of their own too, or what a merge has put into words of it."""

_TEAM: Final = (
    *(Policy("texts", rights, "SELECT", "true") for rights in RIGHTS),
    Policy("texts", OWNER, "INSERT", check="true"),
    Policy("texts", OWNER, "UPDATE", "true", "true"),
    Policy("texts", OWNER, "DELETE", "true"),
    *(Policy("edits", rights, "SELECT", using) for rights, using in _LINES.items()),
    Policy("edits", ANNOTATOR, "INSERT", check=f"author = {_ME} AND {_LINES[ANNOTATOR]}"),
    Policy("edits", ADJUDICATOR, "INSERT", check=f"line = '' AND (author = {_ME} OR {_SETTLED})"),
    Policy("edits", OWNER, "INSERT", check="true"),
    *(Policy("articles", rights, "SELECT", using) for rights, using in _ROWS.items()),
    *(Policy("articles", rights, "UPDATE", _ROWS[rights]) for rights in (ANNOTATOR, ADJUDICATOR, OWNER)),
    Policy("articles", OWNER, "INSERT", check="true"),
    Policy("articles", OWNER, "DELETE", _ROWS[OWNER]),
    *(Policy("documents", rights, "SELECT", "true") for rights in (READER, ANNOTATOR, ADJUDICATOR)),
    Policy("documents", ADJUDICATOR, "INSERT", check="name = 'register.jsonl' OR starts_with(name, 'learned/')"),
    Policy(
        "documents",
        ADJUDICATOR,
        "UPDATE",
        "name IN ('register.jsonl', '.lock') OR starts_with(name, 'learned/')",
        "name = 'register.jsonl' OR starts_with(name, 'learned/')",
    ),
    Policy("documents", ADJUDICATOR, "DELETE", "starts_with(name, 'learned/')"),
    Policy("documents", OWNER, "ALL", "true", "true"),
    *(Policy("members", rights, "SELECT", "true") for rights in (READER, ANNOTATOR, ADJUDICATOR)),
    Policy("members", OWNER, "ALL", "true", "true"),
    Policy("assignments", ANNOTATOR, "SELECT", f"annotator = {_ME}"),
    Policy("assignments", ADJUDICATOR, "SELECT", "true"),
    Policy("assignments", OWNER, "ALL", "true", "true"),
    *(Policy("present", rights, "SELECT", _LINES[rights]) for rights in (READER, ANNOTATOR, ADJUDICATOR)),
    *(
        Policy("present", rights, "ALL", f"annotator = {_ME}", f"annotator = {_ME} AND {_LINES[rights]}")
        for rights in (ANNOTATOR, ADJUDICATOR)
    ),
    Policy("present", OWNER, "ALL", "true", "true"),
)

_SAVED: Final = ("rowid", "text", "line", "id", "blind")
"""Columns of `articles` that no save and no index changes."""
_GRANTS: Final = {
    READER: ("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",),
    ANNOTATOR: (
        "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT INSERT ON edits TO {role}",
        "GRANT INSERT, UPDATE, DELETE ON present TO {role}",
        "GRANT UPDATE ({columns}) ON articles TO {role}",
    ),
    ADJUDICATOR: (
        "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT INSERT ON edits TO {role}",
        "GRANT INSERT, UPDATE, DELETE ON present TO {role}",
        "GRANT UPDATE ({columns}) ON articles TO {role}",
        "GRANT INSERT, UPDATE, DELETE ON documents TO {role}",
        "GRANT USAGE ON SEQUENCE document_versions TO {role}",
    ),
}


OPEN: Final = ("words", "long_words")
"""Has what is in the shared lines, but nothing of work on what somebody works on blind; an index would not be used if
there were policies."""


def group(db: Database, schema: str, rights: str) -> str:
    """The role whose members have these rights in this library alone."""
    [[database]] = db.execute("SELECT current_database()").fetchall()
    name = f"{database}_{schema}_{rights}"
    if "_" in schema or len(name.encode()) > _LONGEST:  # else two libraries could share a name
        mark = text_hash(f"{database}\0{schema}")[:8]
        name = f"{name.encode()[: _LONGEST - len(rights) - 10].decode('utf-8', 'ignore')}_{mark}_{rights}"
    return name


def groups(db: Database, schema: str) -> dict[str, str]:
    """By rights, the group; empty where `stet team init` has not made them."""
    names = {rights: group(db, schema, rights) for rights in RIGHTS}
    there = db.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [[*names.values()]]).fetchall()
    return names if len(there) == len(names) else {}


def is_secured(db: Database) -> bool:
    """Whether `stet team init` has been here, and the tables know of members."""
    query = "SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('members')"
    return db.execute(query).fetchall() == [(True,)]


def make_groups(db: Database, schema: str) -> dict[str, str]:
    """Those that are missing. Whoever makes them is a member of the owners', to whom everything is to belong."""
    names = {rights: group(db, schema, rights) for rights in RIGHTS}
    there = {name for (name,) in db.execute("SELECT rolname FROM pg_roles").fetchall()}
    for name in names.values():
        if name not in there:
            db.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
    query = "SELECT rolsuper OR pg_has_role(%s, 'USAGE') FROM pg_roles WHERE rolname = current_user"
    if db.execute(query, [names[OWNER]]).fetchall() != [(True,)]:
        db.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(names[OWNER])))
    return names


def secure(db: Database, schema: str, names: dict[str, str]) -> None:
    """Give everything to the owners, and everybody their rights and no others. Safe to repeat."""
    tables = _tables(db)
    owner = sql.Identifier(names[OWNER])
    _own(db, schema, owner, [*tables, "document_versions"])
    _own_functions(db, owner)
    everybody = sql.SQL(", ").join([sql.SQL("PUBLIC"), *(sql.Identifier(names[rights]) for rights in _GRANTS)])
    for kind in ("TABLES", "SEQUENCES"):
        revoke = sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA {} FROM {}")
        db.execute(revoke.format(sql.SQL(kind), sql.Identifier(schema), everybody))
    db.execute(sql.SQL("REVOKE ALL ON SCHEMA {} FROM {}").format(sql.Identifier(schema), everybody))
    columns = sql.SQL(", ").join(map(sql.Identifier, columns_of(db, "articles", _SAVED)))
    derived = derived_tables(db)
    for rights, grants in _GRANTS.items():
        role = sql.Identifier(names[rights])
        db.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), role))
        for grant in grants:
            db.execute(sql.SQL(grant).format(schema=sql.Identifier(schema), role=role, columns=columns))
        for table in [*derived, *(one for one in tables if one in OPEN)] if rights != READER else ():
            grant = "GRANT INSERT, UPDATE, DELETE ON {} TO {}"
            db.execute(sql.SQL(grant).format(sql.Identifier(table), role))
    # Which migrations there are has to be seen before there are policies, after a restore.
    for table in (one for one in tables if one not in (*OPEN, "migrations")):
        _forget_policies(db, table)
        for words in ("ENABLE", "FORCE"):
            db.execute(sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(table), sql.SQL(words)))
    for policy in policies(derived):
        _make(db, policy, names[policy.rights])


def policies(derived: dict[str, str]) -> list[Policy]:
    """Of all tables; `derived` are those that an index is made of, with their column for `articles.rowid`."""
    found = [*_TEAM]
    for table, row in derived.items():
        seen = {**_ROWS, ANNOTATOR: _mine(row, "shared", "own")}
        there = f"EXISTS (SELECT FROM articles AS made WHERE made.rowid = {table}.{row} AND made.line = {table}.line)"
        found += [Policy(table, READER, "SELECT", seen[READER])]
        found += [Policy(table, rights, "ALL", seen[rights], there) for rights in (ANNOTATOR, ADJUDICATOR)]
        found += [Policy(table, OWNER, "ALL", seen[OWNER], "true")]
    return found


def _own(db: Database, schema: str, owner: sql.Identifier, names: list[str]) -> None:
    db.execute(sql.SQL("ALTER SCHEMA {} OWNER TO {}").format(sql.Identifier(schema), owner))
    for name in names:
        kind = "SEQUENCE" if name == "document_versions" else "TABLE"
        db.execute(sql.SQL("ALTER {} {} OWNER TO {}").format(sql.SQL(kind), sql.Identifier(name), owner))


def _own_functions(db: Database, owner: sql.Identifier) -> None:
    """Whoever has a function may change it, even as no owner any more, and all would run it with their own rights."""
    query = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    for (signature,) in db.execute(query).fetchall():  # as PostgreSQL writes it, with its quotes
        db.execute(sql.SQL("ALTER FUNCTION {} OWNER TO {}").format(sql.SQL(signature), owner))


def _tables(db: Database) -> list[str]:
    query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    return [name for (name,) in db.execute(query).fetchall()]


def columns_of(db: Database, table: str, without: tuple[str, ...] = ()) -> list[str]:
    query = """SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        AND attname <> ALL(%s) ORDER BY attnum"""
    return [name for (name,) in db.execute(query, [table, [*without]]).fetchall()]


def derived_tables(db: Database) -> dict[str, str]:
    """Those with a line that are made of `articles`, each with its column of `rowid`."""
    known = {policy.table for policy in _TEAM}
    found: dict[str, str] = {}
    for table in _tables(db):
        columns = columns_of(db, table)
        row = next((name for name in ("article", "rowid") if name in columns), None)
        if table not in known and row and "line" in columns:
            found[table] = row
    return found


def _forget_policies(db: Database, table: str) -> None:
    query = "SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = %s"
    for (name,) in db.execute(query, [table]).fetchall():
        db.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(name), sql.Identifier(table)))


def _make(db: Database, policy: Policy, role: str) -> None:
    form = "CREATE POLICY {} ON {} FOR {} TO {}"
    form += f" USING ({policy.using})" * bool(policy.using) + f" WITH CHECK ({policy.check})" * bool(policy.check)
    names = sql.Identifier(policy.name), sql.Identifier(policy.table), sql.SQL(policy.command), sql.Identifier(role)
    db.execute(sql.SQL(form).format(*names))
