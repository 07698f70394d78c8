"""`stet serve`: who may come in, a program for each tab, files both ways, the way back, and the end."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from command import stet
from serving import Served, browser, edits, enter, new_tab, serving, tab, two_articles
from terminals import LONG

from store.library.folder import FolderLibrary


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    return two_articles(tmp_path)


@pytest.fixture
def served(tmp_path: Path, articles: list[Path]) -> Iterator[Served]:
    with serving("--library", tmp_path / "library", "--by", "ann", *articles) as found:
        yield found


@pytest.fixture
async def session(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that is in."""
    async with browser(served.address) as found:
        assert await enter(found, served.hear_key()) == 204
        yield found


async def test_a_tab_reads_and_corrects_and_each_key_is_on_disk(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    async with tab(session) as ann:
        await ann.expect("let stand")
        await ann.press("a")
        await ann.expect("undo")
        await ann.press("x")
        await ann.expect("✓ saved")
        await ann.press("\x11")  # ctrl+q
        assert await ann.closed() == 4000
    assert edits(tmp_path) == {"ann": ["accept", "reject"]}


# Who may not come in


async def test_without_a_key_there_is_only_the_door(served: Served) -> None:
    async with browser(served.address) as stranger:
        for path in ("/page.js", "/xterm.js", "/ws", "/alive", "/download/x"):
            async with stranger.get(path) as answer:
                assert answer.status == 403, path
        async with stranger.get("/") as answer:
            assert answer.status == 403
            assert "has printed" in await answer.text()
        async with stranger.post("/upload", data={"file": io.BytesIO(b"x")}) as answer:
            assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await stranger.ws_connect(f"/ws?tab={new_tab()}")


async def test_a_key_is_worth_one_visit(served: Served) -> None:
    key = served.hear_key()
    async with browser(served.address) as first, browser(served.address) as second:
        assert await enter(second, "wrong") == 403
        assert await enter(second, "") == 403
        assert await enter(first, key) == 204
        [cookie] = first.cookie_jar
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert await enter(second, key) == 403
        assert await enter(second, served.hear_key()) == 204, "there is another, for another browser"


@pytest.mark.parametrize("header", ["Host", "Origin"])
@pytest.mark.parametrize(
    "foreign", ["http://evil.example", "http://127.0.0.1:1", "null", "http://127.0.0.1.evil.example"]
)
async def test_no_other_site_reaches_it_with_the_cookie(
    session: aiohttp.ClientSession, served: Served, header: str, foreign: str
) -> None:
    """A name that leads here, and a page that is open in the same browser."""
    headers = {header: foreign.removeprefix("http://") if header == "Host" else foreign}
    if headers == {"Host": "127.0.0.1:1"}:
        headers = {"Host": "127.0.0.1:1", "Origin": served.address}  # a tunnel has another port, and its own origin
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await session.ws_connect(f"/ws?tab={new_tab()}", headers=headers)
    for path in ("/", "/page.js"):
        async with session.get(path, headers=headers) as answer:
            assert answer.status == 403


async def test_a_tunnel_with_another_port_is_let_in(session: aiohttp.ClientSession) -> None:
    headers = {"Host": "localhost:9999", "Origin": "http://localhost:9999"}
    async with session.get("/page.js", headers=headers) as answer:
        assert answer.status == 200


async def test_a_socket_needs_an_origin(session: aiohttp.ClientSession, served: Served) -> None:
    jar = session.cookie_jar
    async with aiohttp.ClientSession(served.address, cookie_jar=jar) as plain:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await plain.ws_connect(f"/ws?tab={new_tab()}")


async def test_the_page_asks_nobody_else_and_may_not(session: aiohttp.ClientSession) -> None:
    for path in ("/", "/page.css", "/page.js", "/xterm.css"):
        async with session.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy
            assert "http" not in policy
            assert answer.headers["Cache-Control"] == "no-store"
            words = await answer.text()
            assert path == "/xterm.css" or "//" not in words.replace("// ", ""), "an address of elsewhere"


async def test_no_file_of_the_server_is_served(session: aiohttp.ClientSession) -> None:
    for path in ("/static/", "/page/", "/../pyproject.toml", "/download/..%2f..%2fetc%2fpasswd", "/%2e%2e/etc/passwd"):
        async with session.get(path) as answer:
            assert answer.status in (403, 404), path


# What a tab may not do


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("x" * (3 << 20), 1009),
        ("not JSON", 4008),
        ('{"stdin": "j"}', 4008),
        ('["stdin", 5]', 4008),
        ('["exec", "ls"]', 4008),
        ('["resize", {"width": "wide"}]', 4008),
    ],
    ids=["a big frame", "no JSON", "an object", "a number", "another command", "an odd size"],
)
async def test_what_no_page_sends_ends_the_socket_alone(
    session: aiohttp.ClientSession, message: str, code: int
) -> None:
    async with tab(session) as odd:
        with suppress(ConnectionError):  # closed before all of it was sent
            await odd.socket.send_str(message)
        assert await odd.closed() == code
    async with session.get("/alive") as answer:
        assert answer.status == 204


async def test_a_path_of_the_server_adds_nothing(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    """Typed or pasted: pasted it is a text, as any other."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody else may read this.\n")
    async with tab(session) as ann:
        await ann.expect("let stand")
        await ann.press("gi")
        await ann.expect("Add an address")
        await ann.press(f"{secret}\t\r")
        await ann.expect("That is not an address")
        await ann.press("\x1b")
        await ann.press(f"\x1b[200~{secret}\x1b[201~")
        await ann.expect("as an article with the title")
        await ann.press("\r")
        await ann.expect("1 added")
    library = FolderLibrary(tmp_path / "library")
    texts = [library.load(one).text for one in library.ids()]
    assert f"{secret}" in {text.strip() for text in texts}
    assert not any("Nobody else" in text for text in texts)


async def test_an_address_of_the_server_s_own_network_is_not_fetched(
    session: aiohttp.ClientSession, served: Served
) -> None:
    async with tab(session) as ann:
        await ann.expect("let stand")
        await ann.press("gi")
        await ann.expect("Add an address")
        await ann.press(f"{served.address}/\r")
        await ann.expect("0 added, 1 failed: 127.0.0.1")
        await ann.expect("internet")


# Files both ways


async def test_what_is_uploaded_becomes_an_article(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    name = new_tab()
    async with tab(session, name) as ann:
        await ann.expect("let stand")
        form = aiohttp.FormData(quote_fields=False)  # as browsers do
        form.add_field("file", b"Doctor Keti Tsulaia treated 9 people in Gori.\n", filename="../../../etc/Ärztin 2.txt")
        async with session.post(f"/upload?tab={name}", data=form) as answer:
            assert answer.status == 204
        await ann.expect("1 added")
        await ann.press("\x11")
        await ann.closed()
    library = FolderLibrary(tmp_path / "library")
    [found] = [record for one in library.ids() if "Tsulaia" in (record := library.load(one)).text]
    assert found.article.source == "Ärztin 2.txt"


async def test_an_export_is_a_download_that_holds_once(session: aiohttp.ClientSession, served: Served) -> None:
    async with tab(session) as ann, browser(served.address) as other:
        await ann.expect("let stand")
        await ann.press("a")
        await ann.press("E")
        await ann.expect("Export this article as")
        await ann.press("\r")
        key = await ann.hear("download")
        assert await enter(other, served.hear_key()) == 204
        async with other.get(f"/download/{key}") as answer:
            assert answer.status == 404, "it is another browser's"
        async with session.get(f"/download/{key}") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''ships")
            assert await answer.read()
        async with session.get(f"/download/{key}") as answer:
            assert answer.status == 404


async def test_an_export_to_a_folder_comes_as_one_file(session: aiohttp.ClientSession) -> None:
    async with tab(session) as ann:
        await ann.expect("let stand")
        await ann.press("a")
        await ann.press("E")
        await ann.expect("Export this article as")
        await ann.press("tables\r")
        key = await ann.hear("download")
        async with session.get(f"/download/{key}") as answer:
            with zipfile.ZipFile(io.BytesIO(await answer.read())) as packed:
                assert any(name.endswith(".csv") for name in packed.namelist())


# The way back


async def test_a_socket_that_is_lost_comes_back_to_the_same_article_and_field(
    session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    """The client is gone in the midst of an edit: what was decided before is on disk, what was half typed is not."""
    name = new_tab()
    async with tab(session, name) as ann:
        await ann.expect("let stand")
        await ann.press("]")
        await ann.expect("2/2")
        await ann.press("a")
        await ann.expect("undo")
        await ann.press("e")
        await ann.expect("discard")
        await ann.press("half")
    async with tab(session, name) as ann:
        await ann.expect("2/2")
        await ann.expect("1 of")
        await ann.press("x")
        await ann.expect("2 of")
    async with tab(session) as another:
        await another.expect("1/2")
    assert edits(tmp_path) == {"ann": ["accept", "reject"]}


async def test_a_tab_that_was_duplicated_takes_the_program_over(session: aiohttp.ClientSession) -> None:
    name = new_tab()
    async with tab(session, name) as first:
        await first.expect("let stand")
        async with tab(session, name) as second:
            assert await first.closed() == 4001
            await second.expect("let stand")


# Limits


# The end


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_server_that_ends_lets_each_program_save_first(
    session: aiohttp.ClientSession, served: Served, tmp_path: Path, number: int
) -> None:
    async with tab(session) as ann:
        await ann.expect("let stand")
        await ann.press("a")
        await ann.expect("undo")
        served.process.send_signal(number)
        assert await ann.closed() == 1001
    assert served.process.wait(LONG) == (-number if number == signal.SIGTERM else 0)
    assert edits(tmp_path) == {"ann": ["accept"]}


async def test_a_server_that_is_killed_takes_nothing_along(
    session: aiohttp.ClientSession, served: Served, tmp_path: Path
) -> None:
    async with tab(session) as ann:
        await ann.expect("let stand")
        await ann.press("a")
        await ann.expect("✓ saved")
        served.process.kill()
        await ann.closed()
    assert edits(tmp_path) == {"ann": ["accept"]}


def test_a_port_that_is_taken_is_said_in_a_line(served: Served, tmp_path: Path) -> None:
    port = served.address.rpartition(":")[2]
    done = stet("serve", "--port", port, "--library", tmp_path / "other")
    assert done.returncode == 1
    assert done.stderr.endswith(b"--port 0 takes one that is free\n")


def test_what_cannot_be_asked_for_together_is_said() -> None:
    for words in (["--invite", "ann"], ["--behind-proxy"], ["--public", "example.org"], ["--users", "u", "--by", "a"]):
        assert stet("serve", *words).returncode == 2
