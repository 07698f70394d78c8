"""`stet serve` for several: how many are let in, who is who, and who is shown out."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from command import stet
from serving import TEXT, Served, browser, edits, enter, serving, tab, two_articles
from terminals import LONG

from tui.serve.gate import Gate


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    return two_articles(tmp_path)


async def test_only_so_many_are_let_in_at_once(tmp_path: Path) -> None:
    with serving("--library", tmp_path / "library", "--clients", "1") as served:
        async with browser(served.address) as session:
            assert await enter(session, served.hear_key()) == 204
            async with tab(session) as first:
                await first.expect("This library is empty")
                async with tab(session) as second:
                    assert await second.closed() == 4003
            while await _is_full(session):
                pass  # the first is still saving


def test_however_often_people_come_in_a_key_lets_in_the_next() -> None:
    gate = Gate("ann")
    cookies = {entered[0] for _ in range(1_100) if (entered := gate.enter(gate.key))}
    assert len(cookies) == 1_100


async def _is_full(session: aiohttp.ClientSession) -> bool:
    async with tab(session) as another:
        message = await another.socket.receive(timeout=LONG)
        return message.type is aiohttp.WSMsgType.CLOSE


async def test_a_tab_in_which_no_key_comes_ends(tmp_path: Path) -> None:
    with serving("--library", tmp_path / "library", "--idle", "0.0001") as served:
        async with browser(served.address) as session:
            assert await enter(session, served.hear_key()) == 204
            async with tab(session) as idle:
                assert await idle.closed() == 4002


async def test_what_a_program_cannot_do_is_said_on_the_page_and_here(tmp_path: Path) -> None:
    (tmp_path / "soon-gone.txt").write_text(TEXT)
    with serving("--library", tmp_path / "library", tmp_path / "soon-gone.txt") as served:
        (tmp_path / "soon-gone.txt").unlink()
        async with browser(served.address) as session:
            assert await enter(session, served.hear_key()) == 204
            async with tab(session) as ann:
                assert await ann.closed() == 4004
                assert "No such file" in await ann.hear("failed")
        served.hear("No such (file)")


async def test_each_of_the_users_works_under_a_name_of_their_own(tmp_path: Path, articles: list[Path]) -> None:
    users = tmp_path / "users.toml"
    keys: dict[str, str] = {}
    for name in ("ann", "ben"):
        done = stet("serve", "--users", users, "--invite", name)
        keys[name] = done.stdout.strip().partition(b"#")[2].decode()
    assert users.stat().st_mode & 0o777 == 0o600
    assert not any(key in users.read_text() for key in keys.values())
    with serving("--library", tmp_path / "library", "--users", users, *articles) as served:
        for name, key in keys.items():
            async with browser(served.address) as session:
                assert await enter(session, key) == 204
                async with tab(session) as one:
                    await one.expect("let stand")
                    await one.press("a" if name == "ann" else "x")
                    await one.expect("✓ saved")
        assert not any("/#" in line for line in served.said)
        users.write_text(users.read_text().replace('"ben"', '"cyd"'))
        async with browser(served.address) as session:
            assert await enter(session, keys["ann"]) == 204
            users.write_text("")
            async with session.get("/alive") as answer:
                assert answer.status == 403, "the line has gone"
    assert edits(tmp_path) == {"ann": ["accept"], "ben": ["reject"]}


async def test_behind_a_proxy_it_says_who_it_is(tmp_path: Path, articles: list[Path]) -> None:
    public = "https://stet.example.org"
    with serving("--library", tmp_path / "library", "--behind-proxy", "--public", public, *articles) as served:
        [port] = [line for line in served.said if "Serving" in line]
        assert public in port
        address = f"http://127.0.0.1:{port_of(served)}"
        headers = {"Host": "stet.example.org", "Origin": public}
        async with browser(address, **headers) as stranger:
            async with stranger.get("/page.js") as answer:
                assert answer.status == 403
            async with stranger.get("/page.js", headers={"X-Forwarded-User": "--library"}) as answer:
                assert answer.status == 403
        async with browser(address, **headers, **{"X-Forwarded-User": "ann"}) as session, tab(session) as ann:
            await ann.expect("let stand")
            await ann.press("a")
            await ann.expect("undo")
    assert edits(tmp_path) == {"ann": ["accept"]}


def port_of(served: Served) -> int:
    """As the system has it, where another address is said."""
    tables = Path(f"/proc/{served.process.pid}/net/tcp").read_text().splitlines()[1:]
    own = {str(file.readlink()) for file in Path(f"/proc/{served.process.pid}/fd").iterdir()}
    [port] = [
        int(columns[1].partition(":")[2], 16)
        for line in tables
        if (columns := line.split())[3] == "0A" and f"socket:[{columns[9]}]" in own
    ]
    return port
