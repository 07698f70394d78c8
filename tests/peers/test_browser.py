"""`stet serve` in Chromium: what is painted, what reaches the page, and that it asks no other host for anything."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import pytest
from playwright.async_api import Download, Page, async_playwright
from serving import Served, serving
from terminals import LONG

from store.library.folder import FolderLibrary

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NOBODY_ELSE: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
TEXT: Final = "Mayor Ida Berg said 12 ships left Lima.\n\n“They left at night,” she said.\n"
KEEP_SOCKET: Final = """
    const Native = window.WebSocket;
    window.WebSocket = class extends Native { constructor(address) { super(address); window.socket = this; } };
"""
PAINTED: Final[WeakKeyDictionary[Page, Painted]] = WeakKeyDictionary()

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    article = tmp_path / "ships.txt"
    article.write_text(TEXT)
    with serving("--library", tmp_path / "library", "--by", "ann", article) as found:
        yield found


class Painted:
    """What a page was sent for its terminal."""

    def __init__(self, page: Page) -> None:
        self._page, self._data = page, b""
        page.on("websocket", lambda socket: socket.on("framereceived", self._take))

    def _take(self, data: str | bytes) -> None:
        self._data += data if isinstance(data, bytes) else b""

    async def wait(self) -> None:
        """Until a screen is there on which keys do something; then forget it."""
        async with asyncio.timeout(LONG):
            while b"let stand" not in self._data:
                await self._page.wait_for_timeout(20)
        self._data = b""


@pytest.fixture
async def page(served: Served) -> AsyncIterator[Page]:
    """Opened by the printed address; what it asked for, and what went wrong on it, is looked at in the end."""
    asked: list[str] = []
    wrong: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", NOBODY_ELSE])
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
        )
        context.set_default_timeout(8000)
        await context.add_init_script(KEEP_SOCKET)
        found = await context.new_page()
        PAINTED[found] = Painted(found)
        found.on("request", lambda request: asked.append(request.url))
        found.on("pageerror", lambda error: wrong.append(str(error)))
        found.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        await found.goto(f"{served.address}/#{served.hear_key()}")
        yield found
        await browser.close()
    assert asked
    assert not [url for url in asked if not url.startswith((served.address, "data:", "blob:"))]
    assert not [line for line in wrong if "403 (Forbidden)" not in line], "of the door alone, before the key"


async def painted(page: Page) -> None:
    await PAINTED[page].wait()
    await page.wait_for_selector(".xterm-helper-textarea:focus", state="attached")  # no function: the page forbids eval


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def downloaded(page: Page, *keys: str) -> Download:
    async with page.expect_download() as download:
        await press(page, *keys)
    return await download.value


async def test_two_pictures(page: Page, tmp_path: Path) -> None:
    """Side by side, and one above the other; they are looked at by whoever changes something here."""
    await painted(page)
    for name, width in (("wide", 1280), ("narrow", 700)):
        await page.set_viewport_size({"width": width, "height": 800})
        await downloaded(page, "E", "Enter")
        picture = await page.screenshot(path=tmp_path / f"{name}.png")
        assert len(picture) > 10_000, "more than an empty screen"


async def test_the_key_is_gone_from_the_address(page: Page, served: Served) -> None:
    await painted(page)
    assert page.url == f"{served.address}/"
    assert "#" not in await page.evaluate("location.href")
    assert await page.evaluate("document.cookie") == "", "no script reads the cookie"


async def test_a_key_that_is_pasted_where_the_page_is_open_already_lets_in(page: Page, served: Served) -> None:
    await painted(page)
    await page.context.clear_cookies()
    await page.reload()
    assert "has printed" in await page.inner_text("#said")
    await page.goto(f"{served.address}/#{served.hear_key()}")  # which loads nothing by itself
    await painted(page)


async def test_what_is_copied_is_in_the_clipboard_of_the_page(page: Page) -> None:
    await painted(page)
    await press(page, "y")
    async with asyncio.timeout(LONG):
        while "Ida Berg" not in await page.evaluate("navigator.clipboard.readText()"):
            await page.wait_for_timeout(20)


async def test_an_export_is_downloaded_and_a_file_uploaded(page: Page, tmp_path: Path) -> None:
    await painted(page)
    found = await downloaded(page, "a", "E", "Enter")
    assert found.suggested_filename.startswith("ships")
    assert "Ida Berg" in Path(await found.path()).read_text()
    async with page.expect_file_chooser() as chooser:
        await press(page, "g", "i", "Enter")
    sent = tmp_path / "Ärztin 2.txt"
    sent.write_text("Doctor Keti Tsulaia treated 9 people in Gori.\n")
    async with page.expect_response("**/upload*") as answer:
        await (await chooser.value).set_files(sent)
    assert (await answer.value).status == 204
    await downloaded(page, "E", "Enter")  # the list, with what has come
    library = FolderLibrary(tmp_path / "library")
    assert {library.load(one).article.source for one in library.ids()} >= {"Ärztin 2.txt"}


async def test_a_page_whose_socket_is_lost_comes_back(page: Page) -> None:
    await painted(page)
    await page.evaluate("window.before = true")
    await press(page, "j")
    await page.evaluate("window.socket.close()")
    await painted(page)
    assert await page.evaluate("window.before") is None, "it is another page"


async def test_a_program_that_was_killed_is_said(page: Page, served: Served) -> None:
    await painted(page)
    served.stop_tabs()
    await page.wait_for_selector("dialog[open]")
    assert "ended by signal 9" in await page.inner_text("#said")
    await page.click("#again")
    await painted(page)


async def test_leaving_says_that_everything_is_saved(page: Page) -> None:
    await painted(page)
    await press(page, "Control+p")
    await page.keyboard.type("leave")
    await press(page, "Enter")
    await page.wait_for_selector("dialog[open]")
    assert "everything is saved" in await page.inner_text("#said")
    await page.click("#again")
    await painted(page)
