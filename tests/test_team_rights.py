"""What each role may do with a team's library, tried straight in SQL on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from team_library import BLIND, OPEN, TeamLibrary, add, team_library

from store.jsontext import encode
from store.postgres import rights
from store.postgres.connecting import Database, Server
from store.postgres.team import Team

REFUSED = "42501"
DISAGREES = "23514"


class Attempt(NamedTuple):
    """`gives` is a SQLSTATE, the number of rows that are read or changed, or what is read."""

    who: str
    says: str
    gives: Any


def edit(article: str, line: str, author: str, by: str | None = None, seq: int = 9, **other: Any) -> str:
    """Adds an edit; its columns say what its JSON says, unless told otherwise."""
    words = {"id": f"{author}-{seq}", "seq": seq, "by": by or author, "op": "accept", "changes": [], **other}
    said = encode(words).decode()
    return (
        "INSERT INTO edits (article, line, seq, id, author, op, edit)"
        f" VALUES ({{{article}}}, '{line}', {seq}, '{author}-{seq}', '{author}', 'accept', '{said}')"
    ).replace(said, said.replace("{", "{{").replace("}", "}}"))


READ = [
    *(Attempt(who, "SELECT id FROM texts", 2) for who in ("rita", "anna", "ben", "carl", "judge", "desk")),
    *(
        Attempt(who, "SELECT id, line, seq FROM articles ORDER BY id", [("blind", line, seq), ("open", "", 1)])
        for who, line, seq in (
            ("rita", "", 1),
            ("anna", "anna", 1),
            ("ben", "ben", 2),
            ("carl", "", 1),
            ("judge", "", 1),
            ("desk", "", 1),
        )
    ),
    *(
        Attempt(who, "SELECT DISTINCT author FROM edits ORDER BY author", [(one,) for one in authors])
        for who, authors in (
            ("rita", ["carl"]),
            ("anna", ["anna", "carl"]),
            ("ben", ["ben", "carl"]),
            ("carl", ["carl"]),
            ("judge", ["anna", "ben", "carl"]),
            ("desk", ["anna", "ben", "carl"]),
        )
    ),
    Attempt("anna", "SELECT author FROM edits WHERE article = {blind}", [("anna",)]),
    Attempt("anna", "SELECT seq FROM edits WHERE line = 'ben'", 0),
    Attempt("anna", "SELECT folded FROM articles WHERE line = 'ben'", 0),
    Attempt("anna", "SELECT annotator FROM assignments", [("anna",)]),
    Attempt("carl", "SELECT annotator FROM assignments", 0),
    Attempt("rita", "SELECT annotator FROM assignments", 0),
    Attempt("judge", "SELECT annotator FROM assignments ORDER BY 1", [("anna",), ("ben",)]),
    Attempt("anna", "SELECT annotator FROM present ORDER BY 1", [("carl",)]),
    Attempt("ben", "SELECT annotator FROM present ORDER BY 1", [("ben",), ("carl",)]),
    Attempt("rita", "SELECT annotator FROM present", [("carl",)]),
    Attempt("judge", "SELECT annotator FROM present", 2),
    Attempt("desk", "SELECT annotator FROM present", 2),
    Attempt("anna", "SELECT set_config('stet.line', 'ben', true); SELECT line FROM articles WHERE line = 'ben'", 0),
    Attempt("rita", "SELECT set_config('stet.line', 'ben', true); SELECT line FROM articles WHERE line = 'ben'", 0),
    Attempt(
        "judge", "SELECT set_config('stet.line', 'ben', true); SELECT id, line, seq FROM articles", [(BLIND, "ben", 2)]
    ),
    Attempt(
        "desk", "SELECT set_config('stet.line', 'anna', true); SELECT id, line, seq FROM articles", [(BLIND, "anna", 1)]
    ),
    Attempt("anna", "SELECT word FROM derived ORDER BY word", [("anna",), ("carl",)]),
    Attempt("ben", "SELECT word FROM derived ORDER BY word", [("ben",), ("carl",)]),
    Attempt("carl", "SELECT word FROM derived ORDER BY word", [("carl",), ("of all",)]),
    Attempt("rita", "SELECT word FROM derived ORDER BY word", [("carl",), ("of all",)]),
    Attempt("judge", "SELECT word FROM derived ORDER BY word", [("carl",), ("of all",)]),
    Attempt("desk", "SELECT word FROM derived ORDER BY word", [("carl",), ("of all",)]),
    Attempt("rita", "SELECT name FROM documents", 2),
    Attempt("anna", "SELECT name FROM documents", 2),
    Attempt("judge", "SELECT name FROM documents", 2),
    *(Attempt(who, "SELECT role FROM members", 6) for who in ("rita", "anna", "judge", "desk")),
    *(Attempt(who, "SELECT number FROM migrations WHERE number = 1", 1) for who in ("rita", "anna", "judge", "desk")),
]
"""What each sees: `of all` is in the shared line of the article that is blind for two, `carl` in that of the other."""

SAVE = [
    *(Attempt(who, edit(OPEN, "", who), 1) for who in ("anna", "ben", "carl", "judge", "desk")),
    Attempt("anna", edit(BLIND, "anna", "anna"), 1),
    Attempt("carl", edit(BLIND, "", "carl"), 1),
    Attempt("desk", edit(BLIND, "ben", "ben"), 1),
    Attempt("desk", edit(OPEN, "", "wire"), 1),
    Attempt("rita", edit(OPEN, "", "rita"), REFUSED),
    Attempt("anna", edit(OPEN, "", "ben"), REFUSED),
    Attempt("anna", edit(BLIND, "", "anna"), REFUSED),
    Attempt("anna", edit(BLIND, "ben", "anna"), REFUSED),
    Attempt("anna", edit(BLIND, "ben", "ben", seq=1), REFUSED),  # one that is there: no word of it
    Attempt("anna", edit(BLIND, "anna", "ben"), REFUSED),
    Attempt("anna", edit(OPEN, "anna", "anna"), REFUSED),
    Attempt("carl", edit(BLIND, "carl", "carl"), REFUSED),
    Attempt("judge", edit(BLIND, "anna", "judge"), REFUSED),
    Attempt("judge", edit(OPEN, "", "anna"), REFUSED),
    Attempt("judge", edit(BLIND, "", "anna", seq=8), REFUSED),
    Attempt("judge", edit(BLIND, "", "ben", seq=2), 1),  # what ben has said in his line
    Attempt("anna", edit(OPEN, "", "anna", by="ben"), DISAGREES),
    Attempt("anna", edit(OPEN, "", "anna", seq=9, note="a\0b"), 1),
    Attempt("anna", edit(OPEN, "", "anna", by="ben", note="a\0b\\u0000"), DISAGREES),
    Attempt("anna", edit(OPEN, "", "anna").replace("'accept', '", "'reject', '"), DISAGREES),
    Attempt("anna", edit(OPEN, "", "anna").replace(", 9, '", ", 8, '"), DISAGREES),
    Attempt("anna", edit(OPEN, "", "anna").replace("9, 'anna-9'", "9, 'anna-8'"), DISAGREES),
    Attempt("anna", edit(OPEN, "", "anna").replace('"changes"', '"b\\u0079":"ben","changes"'), DISAGREES),
    *(
        Attempt(who, says, REFUSED)
        for who in ("rita", "anna", "judge")
        for says in ("UPDATE edits SET author = 'rita'", "DELETE FROM edits", "TRUNCATE edits CASCADE")
    ),
    Attempt("desk", "UPDATE edits SET author = author", 0),
    Attempt("desk", "DELETE FROM edits", 0),
]

CHANGE = [
    *(
        Attempt(who, says, REFUSED)
        for who in ("rita", "anna", "judge")
        for says in (
            "UPDATE texts SET content = ''",
            "DELETE FROM texts",
            "INSERT INTO texts (id, sha256, added, head, suggestions, content) VALUES ('x', '', '', '1', '1', '')",
            "INSERT INTO articles (text, line, id) VALUES ({open}, 'rita', 'x')",
            "DELETE FROM articles",
            "UPDATE articles SET line = 'rita'",
            "UPDATE articles SET id = 'x'",
            "UPDATE articles SET text = {open}",
            "UPDATE articles SET blind = false",
            "UPDATE assignments SET annotator = 'rita'",
            "DELETE FROM assignments",
            "INSERT INTO assignments (article, annotator, shared) VALUES ({open}, 'rita', 1)",
            "UPDATE members SET annotator = 'rita'",
            "DELETE FROM members",
            "INSERT INTO members VALUES ('x', 'x', 'owner')",
            "UPDATE migrations SET number = 1",
            "INSERT INTO documents VALUES ('given.json', '', 1)",
            "CREATE TABLE mine (x integer)",
            "ALTER TABLE edits DISABLE ROW LEVEL SECURITY",
            "DROP POLICY owner_select ON edits",
        )
    ),
    Attempt("rita", "SELECT seq FROM articles FOR UPDATE", REFUSED),
    Attempt("rita", "UPDATE articles SET seq = 5", REFUSED),
    Attempt("rita", "INSERT INTO derived VALUES ({open_row}, '', 'x')", REFUSED),
    Attempt("rita", "DELETE FROM present", REFUSED),
    Attempt("rita", "SELECT nextval('document_versions')", REFUSED),
    Attempt("anna", "SELECT nextval('document_versions')", REFUSED),
    Attempt("anna", "SELECT 1 FROM documents FOR UPDATE", REFUSED),
    Attempt("anna", "UPDATE documents SET content = ''", REFUSED),
    Attempt("anna", "UPDATE articles SET seq = 5", 2),
    Attempt("anna", "UPDATE articles SET seq = 5 WHERE line = 'ben'", 0),
    Attempt("carl", "UPDATE articles SET seq = 5 WHERE line = ''", 2),
    Attempt("judge", "UPDATE articles SET seq = 5", 2),
    Attempt("desk", "UPDATE articles SET seq = 5", 2),
    Attempt("anna", "INSERT INTO derived VALUES ({open_row}, '', 'x')", 1),
    Attempt("anna", "INSERT INTO derived VALUES ({anna_row}, 'anna', 'x')", 1),
    Attempt("anna", "INSERT INTO derived VALUES ({ben_row}, 'ben', 'x')", REFUSED),
    Attempt("anna", "INSERT INTO derived VALUES ({ben_row}, '', 'x')", REFUSED),
    Attempt("anna", "INSERT INTO derived VALUES ({blind_row}, '', 'x')", REFUSED),
    Attempt("anna", "DELETE FROM derived", 2),
    Attempt("judge", "DELETE FROM derived", 2),
    Attempt("judge", "INSERT INTO derived VALUES ({open_row}, '', 'x')", 1),
    Attempt("judge", "INSERT INTO derived VALUES ({ben_row}, '', 'x')", REFUSED),
    Attempt("desk", "DELETE FROM derived", 2),
    Attempt("desk", "INSERT INTO derived VALUES ({ben_row}, 'ben', 'x')", 1),
    Attempt("anna", "INSERT INTO present VALUES ('a', {open}, '', 'anna')", 1),
    Attempt("anna", "INSERT INTO present VALUES ('a', {blind}, 'anna', 'anna')", 1),
    Attempt("anna", "INSERT INTO present VALUES ('a', {open}, '', 'ben')", REFUSED),
    Attempt("anna", "INSERT INTO present VALUES ('a', {blind}, '', 'anna')", REFUSED),
    Attempt("anna", "DELETE FROM present", 0),
    Attempt("judge", "DELETE FROM present", 0),
    Attempt("ben", "DELETE FROM present", 1),
    Attempt("judge", "INSERT INTO present VALUES ('j', {blind}, '', 'judge')", 1),
    Attempt("judge", "INSERT INTO present VALUES ('j', {blind}, '', 'ben')", REFUSED),
    Attempt("desk", "INSERT INTO present VALUES ('d', {blind}, '', 'desk')", 1),
    Attempt("judge", "INSERT INTO documents VALUES ('learned/weights', '', 1)", 1),
    *(Attempt(who, "DELETE FROM documents", REFUSED) for who in ("rita", "anna")),
    Attempt("judge", "INSERT INTO documents VALUES ('learned/state', '', 1); DELETE FROM documents", 1),
    Attempt("judge", "UPDATE documents SET name = 'given.json'", REFUSED),
    Attempt("judge", "SELECT 1 FROM documents WHERE name = '.lock' FOR UPDATE", 1),
    Attempt("judge", "SELECT 1 FROM documents WHERE name = 'kinds.toml' FOR UPDATE", 0),
    Attempt("desk", "INSERT INTO documents VALUES ('given.json', '', 1)", 1),
    Attempt("desk", "DELETE FROM texts", 2),
    Attempt("desk", "UPDATE texts SET added = added", 2),
    Attempt(
        "desk", "INSERT INTO texts (id, sha256, added, head, suggestions, content) VALUES ('x','','','1','1','')", 1
    ),
    Attempt("desk", "INSERT INTO articles (text, line, id) VALUES ({open}, 'carl', 'x')", 1),
    Attempt("desk", "DELETE FROM articles", 2),
    Attempt("desk", "DELETE FROM assignments", 2),
    Attempt("desk", "UPDATE members SET annotator = annotator", 6),
    Attempt("desk", "UPDATE migrations SET number = number WHERE number = 1", 1),
]


@pytest.fixture(scope="module")
def library(postgres: str) -> Iterator[TeamLibrary]:
    """Of two articles. Anna and ben work blind on one, which carl has seen; all may work on the other, as carl has."""
    with team_library(postgres) as library:
        server = Server(library.address)
        server.run(
            lambda db: db.execute("CREATE TABLE derived (article bigint NOT NULL, line text NOT NULL, word text)"), ""
        )
        Team(server).init()
        for identifier in (OPEN, BLIND):
            add(server, identifier)
        Team(server).assign({"anna": [BLIND], "ben": [BLIND]}, lambda record: record.edits)
        server.run(_fill, "")
        server.close()
        yield library


def _fill(db: Database) -> None:
    for says in (
        edit(OPEN, "", "carl", seq=1),
        edit(BLIND, "", "carl", seq=1),
        edit(BLIND, "anna", "anna", seq=1),
        edit(BLIND, "ben", "ben", seq=1),
        edit(BLIND, "ben", "ben", seq=2),
        "INSERT INTO documents VALUES ('kinds.toml', '', 1)",
        "INSERT INTO present VALUES ('c', {open}, '', 'carl'), ('b', {blind}, 'ben', 'ben')",
    ):
        db.execute(SQL(says.format(**_named(db))))
    for line, seq in (("", 1), ("anna", 1), ("ben", 2)):
        db.execute("SELECT set_config('stet.line', %s, true)", [line])
        db.execute("UPDATE articles SET seq = %s", [seq])
        db.execute(
            "INSERT INTO derived SELECT rowid, line, CASE WHEN id = 'open' THEN 'carl' WHEN line = '' THEN 'of all'"
            " ELSE line END FROM articles"
        )


def _named(db: Database) -> dict[str, Any]:
    """What attempts may name."""
    found: dict[str, Any] = {}
    for line in ("", "anna", "ben"):
        db.execute("SELECT set_config('stet.line', %s, true)", [line])
        for name, text, row in db.execute("SELECT id, text, rowid FROM articles").fetchall():
            found |= {name: text, f"{line or name}_row": row}
    db.execute("SELECT set_config('stet.line', '', true)")
    found["owner"] = db.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'derived'").fetchall()[0][0]
    return found


@pytest.fixture
def db(library: TeamLibrary) -> Iterator[Database]:
    """As the owner, in a transaction that comes to nothing. It may act as any member until then."""
    server = Server(library.address)
    with psycopg.connect(server.address.conninfo) as db:
        db.execute(SQL("SET search_path = {}").format(Identifier(library.schema)))
        for role in library.roles.values():
            db.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(role)))
        yield db
        db.rollback()


def tried(db: Database, library: TeamLibrary, attempts: list[Attempt]) -> list[Attempt]:
    """Those that gave something else than they should."""
    named = {**_named(db), "owner": '"' + rights.groups(db, library.schema)["owner"] + '"'}
    wrong: list[Attempt] = []
    for attempt in attempts:
        gave = _try(db, library, attempt, named)
        if gave != attempt.gives and not (isinstance(gave, list) and len(gave) == attempt.gives):
            wrong.append(attempt._replace(gives=(attempt.gives, gave)))
    return wrong


def _try(db: Database, library: TeamLibrary, attempt: Attempt, named: dict[str, Any]) -> Any:
    *before, last = attempt.says.format(**named).split("; ")
    role = library.roles.get(attempt.who, rights.groups(db, library.schema)["owner"])
    try:
        with db.transaction(force_rollback=True):
            db.execute(SQL("SET LOCAL ROLE {}").format(Identifier(role)))
            for says in before:
                db.execute(SQL(says))
            cursor = db.execute(SQL(last))
            return cursor.fetchall() if cursor.description else cursor.rowcount
    except psycopg.Error as error:
        return error.sqlstate


@pytest.mark.parametrize("attempts", [READ, SAVE, CHANGE], ids=["read", "save", "change"])
def test_every_role_may_do_what_it_should_and_nothing_else(
    library: TeamLibrary, db: Database, attempts: list[Attempt]
) -> None:
    assert tried(db, library, attempts) == []


def test_no_policy_could_be_missing_or_wider(library: TeamLibrary, db: Database) -> None:
    """Each is dropped once, and once opened for everything: an attempt notices."""
    unnoticed = []
    for policy in rights.policies({"derived": "article"}):
        where = SQL("{} ON {}").format(Identifier(policy.name), Identifier(policy.table))
        changes = [SQL("DROP POLICY {}").format(where)]
        if policy.using not in ("", "true"):
            changes.append(SQL("ALTER POLICY {} USING (true)").format(where))
        if policy.check not in ("", "true"):
            changes.append(SQL("ALTER POLICY {} WITH CHECK (true)").format(where))
        for change in changes:
            with db.transaction(force_rollback=True):
                db.execute(change)
                if not tried(db, library, [one for one in (*READ, *SAVE, *CHANGE) if policy.table in one.says]):
                    unnoticed.append(change.as_string(db))
    assert not unnoticed, "\n".join(unnoticed)
