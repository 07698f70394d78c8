"""The help shows what holds here first, and is searched by typing; the palette finds by words, key and id."""

from __future__ import annotations

from pathlib import Path

import pytest
from pilot import offered_first
from reader_driver import ReaderDriver, reading
from shelf_driver import filled, sitting
from textual.command import Hit
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.settings.keys import BY_ID, KEYS, WHERE
from tui.settings.synonyms import SYNONYMS, is_called
from tui.widgets.ask import AskWords
from tui.widgets.help import Help
from tui.widgets.palette import Actions

MERGE = [f"  {'m':<16}merge into another field: the same person, the same", " " * 18 + "place"]
IN_REGISTER = ["", WHERE["register"], f"  {'m':<16}{BY_ID['register-merge'].help[:51].rstrip()}"]


def lines(driver: ReaderDriver) -> list[str]:
    return str(driver.app.screen.query_one(Static).content).rstrip().splitlines()


async def test_what_holds_here_comes_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("question_mark")
        assert lines(driver)[0] == WHERE["fields"]
        await driver.press("question_mark", "tab", "shift+right", "question_mark")
        assert lines(driver)[0] == WHERE["selection"]
        await driver.press("escape")
        assert driver.app.screen is driver.reader
        assert driver.reader.article.selection


async def test_typing_leaves_the_rows_that_have_it(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        await driver.press("question_mark")
        box = driver.app.screen.query_one(VerticalScroll)
        assert box.max_scroll_y > 0
        region = box.region
        await driver.press("pagedown", *"meRge")
        assert lines(driver)[:6] == [WHERE["fields"], *MERGE, *IN_REGISTER]
        assert (box.region, box.scroll_y) == (region, 0)
        await driver.press(*["backspace"] * 4)
        assert lines(driver)[:6] == [WHERE["fields"], *MERGE, *IN_REGISTER], "one letter is a key"
        await driver.press("backspace", "M")
        assert lines(driver)[:2] == [WHERE["fields"], f"  {'M':<16}{BY_ID['split'].help}"]
        await driver.press("backspace", *"xyzzy [b]\u202e")
        assert lines(driver) == ["No key found; try other words"]
        await driver.press("enter")
        assert not isinstance(driver.app.screen, Help)
        assert driver.stored.edits == ()


async def found(room_screen: Actions, query: str) -> list[str]:
    hits = [hit async for hit in room_screen.search(query) if isinstance(hit, Hit)]
    return [hit.text or "" for hit in sorted(hits, key=lambda hit: -hit.score)]


@pytest.mark.parametrize(
    ("query", "action"),
    [("x", "reject"), ("=", "settle"), ("next-doubt", "next-doubt"), ("guidelines", "guidelines"), ("G", "guidelines")],
)
async def test_the_palette_finds_by_key_and_by_id(tmp_path: Path, query: str, action: str) -> None:
    async with reading(tmp_path) as driver:
        assert (await found(Actions(driver.reader), query))[0] == BY_ID[action].help


async def test_the_palette_offers_all_that_the_shelf_has(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        offered = [hit.text async for hit in Actions(driver.shelf).discover()]
        assert offered == [row.help for row in KEYS if row.where in ("shelf", "anywhere") and row.id != "palette"]
        await driver.press("ctrl+p")
        await driver.type("guidelines")
        await offered_first(driver.pilot, "guidelines")
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen.query("GuidelinesPane"))


@pytest.mark.parametrize(
    ("query", "action"),
    [
        *(("export", "export-article"), ("csv", "export-article"), ("save", "export-article"), ("delete", "reject")),
        *(("remove", "reject"), ("exit", "quit"), ("close", "quit"), ("next kind", "next-kind"), ("take back", "undo")),
        *(("concordance", "concordance"), ("kwic", "concordance"), ("all articles", "concordance")),
        ("everywhere", "concordance"),
        *(("search", "find"), ("mouse", "help"), ("accept", "accept"), ("dark", "theme")),
    ],
)
async def test_the_palette_finds_what_people_call_it(tmp_path: Path, query: str, action: str) -> None:
    async with reading(tmp_path) as driver:
        assert BY_ID[action].help in (await found(Actions(driver.reader), query))[:3]


async def test_on_the_shelf_the_obvious_action_is_first_and_no_noise_behind_it(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path)) as driver:
        assert await found(Actions(driver.shelf), "delete") == [BY_ID["remove-article"].help]
        firsts = {"open": "read", "import": "add-article", "close": "quit", "save": "export", "revert": "articles-undo"}
        firsts |= {"finish": "articles-done", "search": "filter", "select": "mark", "remove": "remove-article"}
        for query, action in firsts.items():
            assert (await found(Actions(driver.shelf), query))[0] == BY_ID[action].help, query


PLAIN_WORDS = {
    "open": ("shelf", "read"),
    "delete": ("reject", "remove-article"),
    "del": ("reject", "remove-article"),
    "quit": ("quit", "quit"),
    "export": ("export-article", "export"),
    "save": ("export-article", "export"),
    "csv": ("export-article", "export"),
    "next": ("next", "article-on"),
    "undo": ("undo", "articles-undo"),
    "search": ("find", "filter"),
}
"""What a person types, and the first row that they find in the reader and on the shelf."""


async def test_plain_words_find_the_obvious_action_first_and_no_scattered_letters(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await _find_plain_words(Actions(driver.reader), 0)
        actions = Actions(driver.reader)
        assert len(await found(actions, "del")) <= 4, "nothing that has these letters inside a word"
        assert await found(actions, "gdlns") != [], "scattered letters count where nothing else does"
        assert BY_ID["redo"].help not in await found(actions, "undo"), "undone is another word"
    async with sitting(filled(tmp_path / "shelf")) as shelf:
        await _find_plain_words(Actions(shelf.shelf), 1)


async def _find_plain_words(actions: Actions, place: int) -> None:
    for query, firsts in PLAIN_WORDS.items():
        offered = await found(actions, query)
        assert offered[0] == BY_ID[firsts[place]].help, query
        for words in offered:
            row = next(row for row in KEYS if row.help == words.removeprefix("on the shelf: "))
            assert is_called(row, query) or query in row.hint, (query, words)


async def test_in_the_reader_the_palette_goes_to_the_shelf_for_what_is_done_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("ctrl+p", *"import")
        await offered_first(driver.pilot, "on the shelf: add a file")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, AskWords))


async def test_the_help_knows_signs_and_mouse_and_the_words_of_people(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("question_mark", *"mouse")
        assert "Mouse" in lines(driver)
        await driver.press(*["backspace"] * 5, *"delete")
        assert f"  {'x':<16}{BY_ID['reject'].help}" in lines(driver)
        await driver.press(*["backspace"] * 6, *"struck")
        assert f"  {'×':<16}struck out" in lines(driver)
        await driver.press(*["backspace"] * 6, *"quit")
        assert any(BY_ID["quit"].help in line for line in lines(driver))
        await driver.pilot.click(offset=(1, 1))
        assert not isinstance(driver.app.screen, Help)


def test_every_action_has_other_words() -> None:
    assert {row.id for row in KEYS} == set(SYNONYMS)
