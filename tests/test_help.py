"""The help shows what holds here first, and is searched by typing; the palette finds by words, key and id."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import offered_first
from reader_room import Room, reading
from shelf_room import filled, sitting
from textual.command import Hit
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.settings.keys import BY_ID, KEYS, WHERE
from tui.widgets.help import Help
from tui.widgets.palette import Actions

MERGE = [f"  {'m':<16}merge into another field: the same person, the same", " " * 18 + "place"]


def lines(room: Room) -> list[str]:
    return str(room.app.screen.query_one(Static).content).rstrip().splitlines()


async def test_what_holds_here_comes_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("question_mark")
        assert lines(room)[0] == WHERE["fields"]
        await room.press("question_mark", "tab", "shift+right", "question_mark")
        assert lines(room)[0] == WHERE["selection"]
        await room.press("escape")
        assert room.app.screen is room.reader
        assert room.reader.article.selection


async def test_typing_leaves_the_rows_that_have_it(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as room:
        await room.press("question_mark")
        box = room.app.screen.query_one(VerticalScroll)
        assert box.max_scroll_y > 0
        region = box.region
        await room.press("pagedown", *"meRge")
        assert lines(room) == [WHERE["fields"], *MERGE]
        assert (box.region, box.scroll_y) == (region, 0)
        await room.press(*["backspace"] * 4)
        assert lines(room) == [WHERE["fields"], *MERGE], "one letter is a key"
        await room.press("backspace", "M")
        assert lines(room) == [WHERE["fields"], f"  {'M':<16}{BY_ID['split'].help}"]
        await room.press("backspace", *"xyzzy [b]\u202e")
        assert lines(room) == ["No key does that"]
        await room.press("enter")
        assert not isinstance(room.app.screen, Help)
        assert room.stored.edits == ()


async def found(room_screen: Actions, query: str) -> list[str]:
    hits = [hit async for hit in room_screen.search(query) if isinstance(hit, Hit)]
    return [hit.text or "" for hit in sorted(hits, key=lambda hit: -hit.score)]


@pytest.mark.parametrize(
    ("query", "action"),
    [("x", "reject"), ("=", "settle"), ("next-doubt", "next-doubt"), ("guidelines", "guidelines"), ("G", "guidelines")],
)
async def test_the_palette_finds_by_key_and_by_id(tmp_path: Path, query: str, action: str) -> None:
    async with reading(tmp_path) as room:
        assert (await found(Actions(room.reader), query))[0] == BY_ID[action].help


async def test_the_palette_offers_all_that_the_shelf_has(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as room:
        offered = [hit.text async for hit in Actions(room.shelf).discover()]
        assert offered == [row.help for row in KEYS if row.where in ("shelf", "anywhere") and row.id != "palette"]
        await room.press("ctrl+p")
        await room.type("guidelines")
        await offered_first(room.pilot, "guidelines")
        await room.press("enter")
        await room.until(lambda: room.app.screen.query("GuidelinesPane"))
