"""A team at work on one library: blind work that tells nobody of the others, what was settled, and the commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import postgres_server
import psycopg
import pytest
from command import stet
from factories import Annotator
from psycopg.sql import SQL, Identifier
from team_library import ARTICLES, TeamLibrary, said, team_at_work, team_library, work

from services.agreement import compare_annotators
from store.errors import StetError
from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model import actions
from store.postgres.connecting import Server
from store.postgres.library import PostgresLibrary
from store.postgres.records import channel_of
from store.postgres.team import Team
from store.sync.merge import merge_all


@pytest.fixture
def team(postgres: str) -> Iterator[TeamLibrary]:
    with team_at_work(postgres) as team:
        yield team


def seen(team: TeamLibrary, by: str) -> list[object]:
    """All that the program shows this annotator of the first article and of what is known of names."""
    library = PostgresLibrary(team.as_(by))
    try:
        record = library.load("a0")
        summary = library.summaries(["a0"])["a0"]
        return [
            [(edit.by, edit.seq, edit.base) for edit in record.edits],
            (summary.status, summary.decided, summary.counts),
            library.stored("a0").fields["p1"],
            [
                sorted(library.ids(query))
                for query in ("person:Ida", "Zoe", "note:says", "by:anna", "by:ben", "noted:yes")
            ],
            library.count("status:done"),
            [library.votes([form]) for form in ("Ida Lunde", "Zoe Anna", "Zoe Ben")],
            library.latest_forms(10),
            library.taught(10),
            library.lesson_counts(),
            library.version(),
        ]
    finally:
        library.close()


def test_who_works_blind_is_told_nothing_of_the_other(team: TeamLibrary) -> None:
    said("assign", "--library", team.address, "id:a0", "--to", "anna,ben", "--each", "2", "--blind")
    work(team, "anna", "a0", "Zoe Anna")
    before = seen(team, "anna")
    server = Server(team.as_("anna"))
    with server.connect("") as heard:
        heard.execute(SQL("LISTEN {}").format(Identifier(channel_of(team.schema))))
        work(team, "ben", "a0", "Ben One", "Ben Two", "Zoe Ben")
        work(team, "carl", "a0", "Zoe Carl")
        assert seen(team, "anna") == before
        work(team, "carl", "a1", "Zoe Carl", done=False)
        assert [json.loads(one.payload) for one in heard.notifies(timeout=1, stop_after=1)] == [["a1", 1]]
    with server.connect("") as db:
        mine = "SELECT tokens::text FROM words WHERE article IN (SELECT shared FROM assignments)"
        assert not any("zoe" in tokens or "carl" in tokens for (tokens,) in db.execute(mine).fetchall())
        for table in ("words", "line_words"):
            tokens = db.execute(SQL("SELECT tokens::text FROM {}").format(Identifier(table))).fetchall()
            assert not any("ben" in token.replace("bergen", "") for (token,) in tokens)


def test_what_was_done_blind_is_settled_compared_and_adjudicated(team: TeamLibrary) -> None:
    said("assign", "--library", team.address, "id:a0", "--to", "anna,ben", "--each", "2", "--blind")
    work(team, "anna", "a0", "Zoe Anna")
    work(team, "ben", "a0", "Zoe Ben", done=False)
    judge = team.as_("judge")
    assert "0 articles settled" in said("settle", "--library", judge)
    work(team, "ben", "a0")
    assert b"anna" in stet("agree", f"{judge}&line=anna", f"{judge}&line=ben").stdout
    assert stet("--library", f"{judge}&line=ben", "list", "status:done").stdout.startswith(b"a0\t")
    assert b"without line=" in stet("--library", f"{judge}&line=ben", "learn", "--off").stderr
    assert said("settle", "--library", judge).startswith("1 articles settled, 1 of them with fields in conflict")

    library = PostgresLibrary(judge)
    record = library.load("a0")
    assert {reading["value"] for reading in record.fields["p1"].conflict["name"]} == {"Zoe Anna", "Zoe Ben"}
    own = [open_library(f"{judge}&line={name}").load("a0") for name in ("anna", "ben")]
    assert merge_all(own).fields == record.fields
    assert list(library.ids("conflict:yes")) == ["a0"]
    assert set(compare_annotators(library).by) == {"anna", "ben"}
    assert b"anna" in stet("--library", judge, "agree").stdout
    assert said("settle", "--library", judge).startswith("1 articles settled")
    assert library.load("a0").edits == record.edits

    hand = Annotator(library.load("a0"), "judge")
    hand.act(actions.change(hand.record, "p1", {"name": "Zoe", "note": "settled"}))
    library.commit("a0", hand.pending)
    assert list(library.ids("conflict:yes")) == []
    work(team, "ben", "a0", "Zoe Later")
    said("settle", "--library", judge)
    assert [edit.by for edit in library.load("a0").edits].count("ben") > [edit.by for edit in record.edits].count("ben")
    library.close()
    anna = PostgresLibrary(team.as_("anna"))
    assert {edit.by for edit in anna.load("a0").edits} == {"anna"}
    assert said("unassign", "--library", team.address, "id:a0") == "2 assignments taken back\n"
    assert {edit.by for edit in anna.load("a0").edits} == {"anna", "ben", "judge"}
    anna.close()


def test_what_people_did_before_is_no_part_of_a_blind_line(team: TeamLibrary) -> None:
    work(team, "carl", "a0", "Zoe Carl")
    said("assign", "--library", team.address, "id:a0", "--to", "anna", "--blind")
    anna = PostgresLibrary(team.as_("anna"))
    with Server(team.as_("anna")).connect("") as db:
        mine = "SELECT tokens FROM words WHERE article IN (SELECT shared FROM assignments)"
        assert db.execute(mine).fetchall() == []
    assert anna.load("a0").edits == ()
    assert anna.count("status:new") == {"new": 4}
    anna.close()


def test_a_copy_says_that_blind_work_is_not_in_it(team: TeamLibrary, tmp_path: Path) -> None:
    said("assign", "--library", team.address, "id:a0", "--to", "anna,ben", "--each", "2", "--blind")
    work(team, "anna", "a0", "Zoe Anna")
    done = stet("copy", team.address, str(tmp_path / "copy"))
    assert done.returncode == 0
    assert b": 1 article with blind work: what is not settled of that stays there" in done.stderr
    assert FolderLibrary(tmp_path / "copy").load("a0").edits == ()


def test_who_will_not_wait_settles_what_there_is(team: TeamLibrary) -> None:
    work(team, "carl", "a0", "Zoe Carl", done=False)
    said("assign", "--library", team.address, "id:a0", "--to", "anna,ben", "--each", "2", "--blind")
    work(team, "anna", "a0", "Zoe Anna", done=False)
    judge = team.as_("judge")
    assert "1 wait for their annotators" in said("settle", "--library", judge)
    assert said("settle", "--now", "--library", judge).startswith("1 articles settled, 1 of them with fields")
    library = PostgresLibrary(judge)
    conflict = library.load("a0").fields["p1"].conflict["name"]
    assert {reading["value"] for reading in conflict} == {"Zoe Anna", "Zoe Carl"}
    library.close()


def test_articles_are_assigned_evenly_once_and_the_team_knows_who_owes_what(team: TeamLibrary) -> None:
    assign = "assign", "--library", team.address, "--to", "anna,ben"
    assert said(*assign) == "anna: 2 new\nben: 2 new\n"
    assert said(*assign) == "anna: 0 new\nben: 0 new\n"
    assert b"is assigned already" in stet("team", *assign).stderr
    assert "stet team settle finds what is" in refused_by_owner(team, "adjudicate")
    for one in Team(Server(team.address)).assignments():
        if one.annotator == "anna":
            work(team, "anna", one.article)
    shown = json.loads(said("status", "--json", "--library", team.address))["annotators"]
    found = {one["annotator"]: (one["rights"], one["assigned"], one["done"], one["owed"]) for one in shown}
    assert found["anna"] == ("annotator", 2, 2, 0)
    assert found["ben"] == ("annotator", 2, 0, 2)
    assert found["judge"] == ("adjudicator", 0, 0, 0)
    mine = json.loads(said("status", "--json", "--library", team.as_("ben")))["annotators"]
    assert {one["annotator"]: one["assigned"] for one in mine} == {
        "anna": None, "ben": 2, "carl": None, "desk": None, "judge": None, "rita": None,
    }  # fmt: skip


def test_a_library_has_a_team_that_comes_and_goes(postgres: str) -> None:
    with team_library(postgres, []) as team:
        role = f"{team.schema}_zoe"
        team.roles["zoe"] = role
        words = said("add", role, "--as", "reader", "--name", "zoe", "--library", team.address)
        assert f"{role} works as zoe: reader" in words
        assert f"\\password {role}" in words
        said("add", role, "--as", "annotator", "--library", team.address)
        assert "annotators are in" in said("init", "--library", team.address)
        assert f"zoe\t{role}\tannotator\t0" in said("status", "--library", team.address)
        assert "may not open the library" in said("remove", role, "--library", team.address)
        done = stet("list", "--library", team.as_("zoe"))
        assert (done.returncode, done.stdout) == (1, b"")
        assert f"an owner does it with stet team add {role}" in done.stderr.decode()


def test_what_is_refused_says_who_may(team: TeamLibrary) -> None:
    def refused(by: str, *words: str) -> str:
        done = stet("--library", team.as_(by), *words)
        assert done.returncode == 1
        return done.stderr.decode()

    for by in ("anna", "judge", "rita"):
        assert "only owners" in refused(by, "remove", "id:a0", "--yes")
        assert "only an owner" in refused(by, "team", "assign", "--to", "anna")
        assert "only an owner" in refused(by, "team", "add", "x", "--as", "owner")
        assert "only an owner" in refused(by, "team", "unassign", "id:a0")
    said("assign", "--library", team.address, "id:a0", "--to", "anna", "--blind")
    for by in ("anna", "rita"):
        assert "only adjudicators and owners settle" in refused(by, "team", "settle", "--now")
    library = PostgresLibrary(team.as_("rita"))
    hand = Annotator(library.load("a0"), "rita")
    hand.act(actions.reject(hand.record, ["p1"]))
    with pytest.raises(StetError, match="readers do not"):
        library.commit("a0", hand.pending)
    library.close()
    assert "leave --by zoe out" in refused("anna", "--by", "zoe", "suggest")
    assert "not an annotator of this library" in refused_by_owner(team, "team", "assign", "--to", "rita")
    assert "ask an administrator" not in refused_by_owner(team, "team", "remove", "nobody")


def refused_by_owner(team: TeamLibrary, *words: str) -> str:
    done = stet("--library", team.address, *words)
    assert done.returncode == 1
    return done.stderr.decode()


def test_a_folder_has_no_team(tmp_path: object) -> None:
    done = stet("team", "status", "--library", str(tmp_path))
    assert done.returncode == 1
    assert "stet give" in done.stderr.decode()


def test_an_annotator_cannot_become_another(team: TeamLibrary) -> None:
    with psycopg.connect(team.as_("anna").partition("?")[0]) as db:
        for words in ("SET ROLE {}", "SET SESSION AUTHORIZATION {}", "GRANT {} TO CURRENT_USER"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
                db.execute(SQL(words).format(Identifier(team.roles["ben"])))


def test_what_is_assigned_can_be_asked_for(team: TeamLibrary) -> None:
    said("assign", "--library", team.address, "id:a0", "--to", "anna,ben", "--each", "2", "--blind")
    said("assign", "--library", team.address, "id:a1", "--to", "ben")
    found = {}
    for by in ("desk", "anna", "ben", "carl"):
        library = PostgresLibrary(team.address if by == "desk" else team.as_(by))
        found[by] = [list(library.ids(f"assigned:{name}")) for name in ("me", "anna", "ben", "none")]
        library.close()
    assert found == {
        "desk": [[], ["a0"], ["a0", "a1"], ["a2", "a3"]],
        "anna": [["a0"], ["a0"], [], ["a1", "a2", "a3"]],
        "ben": [["a0", "a1"], [], ["a0", "a1"], ["a2", "a3"]],
        "carl": [[], [], [], ARTICLES],
    }


def test_a_check_reads_the_lines_too_and_mends_what_is_made_of_them(team: TeamLibrary) -> None:
    said("assign", "--library", team.address, "id:a0", "--to", "anna,ben", "--each", "2", "--blind")
    work(team, "ben", "a0", "Zoe Ben")
    assert stet("--library", team.address, "check").returncode == 0
    with Server(team.as_("ben")).connect("") as db:
        db.execute("UPDATE articles SET seq = 9, title = 'mine' WHERE line = 'ben'")
        db.execute("UPDATE articles SET decided = 99 WHERE id = 'a1'")
        db.execute("UPDATE articles SET folded = '{}' WHERE id = 'a2'")
        db.execute("UPDATE words SET tokens = 'fforged'")
    done = stet("--library", team.address, "check")
    assert done.returncode == 1
    assert "a0 (ben): its row" in done.stderr.decode() + done.stdout.decode()
    assert stet("--library", team.address, "check", "--repair").returncode == 0
    assert stet("--library", team.address, "check").returncode == 0
    ben = PostgresLibrary(team.as_("ben"))
    assert ben.summaries(["a0"])["a0"].title == "a0"
    assert ben.load("a0").seq == 2
    assert list(ben.ids("bergen")) == ARTICLES
    assert set(ben.stored("a2").fields) == set(ben.load("a2").fields)
    ben.close()


def test_a_superuser_acts_as_an_owner(team: TeamLibrary) -> None:
    if postgres_server.is_named():
        pytest.skip("a server of others")
    said("assign", "--library", team.address, "id:a0", "--to", "anna", "--blind")
    work(team, "anna", "a0", "Zoe Anna")
    address = team.address.replace(postgres_server.OWNER, "administrator", 1)
    assert "owners are in" in said("init", "--library", address)
    role = f"{team.schema}_new"
    team.roles["new"] = role
    assert "has no password yet" in said("add", role, "--as", "reader", "--name", "new", "--library", address)
    library = PostgresLibrary(address)
    assert library.load("a0").edits == ()
    assert library.count() == {"new": 4}
    assert library.warning == ""
    library.close()
    with psycopg.connect(address.partition("?")[0], autocommit=True) as db:
        db.execute(SQL("ALTER ROLE {} BYPASSRLS").format(Identifier(team.roles["carl"])))
    for count in range(2):  # a save moves the row of the shared line behind that of the blind one
        library = PostgresLibrary(team.as_("carl"))
        assert "does not hold for" in library.warning
        assert [edit.by for edit in library.load("a0").edits] == ["carl"] * (2 * count), (
            "never in somebody's blind line"
        )
        library.close()
        work(team, "carl", "a0", f"Carl {count}")


def test_who_may_not_make_roles_is_told_who_can(team: TeamLibrary) -> None:
    done = stet(
        "team", "init", "--library", team.as_("anna").replace(f"schema={team.schema}", f"schema={team.schema}_")
    )
    assert done.returncode == 1
    role = team.roles["anna"]
    said = f'{role} may not make roles; let an administrator say ALTER ROLE "{role}" CREATEROLE, or do it'
    assert said in done.stderr.decode()
