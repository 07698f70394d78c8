"""A team's library in a browser: each tab has the rights of its member, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from command import stet
from psycopg.sql import SQL, Identifier
from serving import browser, enter, serving, tab
from team_library import TeamLibrary, team_at_work

from store.postgres.library import PostgresLibrary


@pytest.fixture
def team(postgres: str) -> Iterator[TeamLibrary]:
    with team_at_work(postgres) as found:
        yield found


def keys(users: Path, *names: str) -> list[str]:
    """Invited, each with the key of their own."""
    invited = (stet("serve", "--users", users, "--invite", name) for name in names)
    return [done.stdout.strip().partition(b"#")[2].decode() for done in invited]


async def test_a_tab_has_the_rights_of_its_member(team: TeamLibrary, tmp_path: Path) -> None:
    """The server logs in as an owner, who may do anything; an annotator's tab edits as them, a reader's not at all."""
    users = tmp_path / "users.toml"
    anna, rita, zoe = keys(users, "anna", "rita", "zoe")
    with psycopg.connect(team.address.partition("?")[0], autocommit=True) as db:
        for name in ("anna", "rita"):
            db.execute(SQL("GRANT {} TO CURRENT_USER").format(Identifier(team.roles[name])))
    with serving("--library", team.address, "--users", users) as served:
        for key, refusal in ((anna, ""), (rita, "only reads")):
            async with browser(served.address) as session:
                assert await enter(session, key) == 204
                async with tab(session) as one:
                    await one.expect("read")
                    await one.press("\r")
                    await one.expect("let stand")
                    await one.press("a")
                    await one.expect(refusal or "undo")
                    await one.press("\x11")
                    assert await one.closed() == 4000
        async with browser(served.address) as session:
            assert await enter(session, zoe) == 204
            async with tab(session) as nobody:
                assert await nobody.closed() == 4004
                assert "zoe is not in the team" in await nobody.hear("failed")
    library = PostgresLibrary(team.address)
    by = {edit.by for one in library.ids() for edit in library.load(one).edits}
    library.close()
    assert by == {"anna"}
