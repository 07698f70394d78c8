"""The desk's guidelines beside the article: which file has them, where they open, and what they cannot do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pilot import until
from reader_driver import ReaderDriver, reading
from shelf_driver import filled, sitting
from textual import events
from textual.widgets import Markdown, Static

from services.settings import GUIDELINES as NAME
from store.library.documents import FolderDocuments
from tui.terminal.symbols import SYMBOLS
from tui.widgets.guidelines import MOST_BYTES, MOST_LINES, read
from tui.widgets.guidelines_pane import GuidelinesPane

KEPT = 9
BUILT_IN = f"Built-in guidelines; put your desk's own with: stet files {NAME} FILE"
RULES = "# Desk rules\n\nIn short.\n\n" + "\n\n".join(
    f"## {title}\n\n" + "\n".join(f"- {title.lower()} rule {number}" for number in range(KEPT))
    for title in ("Names of people", "Where it happened: places", "Numbers", "Quotes")
)


def pane(driver: ReaderDriver) -> GuidelinesPane:
    found = driver.reader.panel.guidelines
    assert found is not None
    return found


async def open_pane(driver: ReaderDriver) -> None:
    """And wait until what is read is at its place."""
    await driver.press("G")
    await settled(driver)


async def look_again(driver: ReaderDriver) -> None:
    await pane(driver).look()
    await settled(driver)


async def settled(driver: ReaderDriver) -> None:
    await until(driver.pilot, lambda: pane(driver).settled)
    await driver.pilot.pause()


def shown(pane: GuidelinesPane) -> list[str]:
    """Its lines, as they are on the screen."""
    region = pane.content_region
    strips = pane.screen._compositor.render_strips()
    return [strip.crop(region.x, region.right).text.strip() for strip in strips[region.y : region.bottom]]


async def test_they_open_at_the_kind_in_question_and_follow_it(tmp_path: Path) -> None:
    (tmp_path / NAME).parent.mkdir(exist_ok=True)
    async with reading(tmp_path) as driver:
        (tmp_path / NAME).write_text(RULES)
        await open_pane(driver)
        assert shown(pane(driver))[0] == "Names of people"
        assert str(pane(driver).border_title).startswith(f"Guidelines: {NAME}")
        await driver.press("j", "j")
        assert driver.current == "l1"
        assert shown(pane(driver))[0] == "Where it happened: places"
        await driver.press("a", "a", "x", "e", "enter")
        assert [driver.status(name) for name in ("l1", "l2", "n1")] == ["accepted", "accepted", "rejected"]
        assert shown(pane(driver))[0] == "Numbers"
        await driver.press("G")
        assert driver.reader.panel.guidelines is None
        assert not driver.app.screen.query(GuidelinesPane)


async def test_they_scroll_by_keys_of_their_own_and_stay_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        (tmp_path / NAME).write_text(RULES)
        await driver.press("ctrl+down")
        assert driver.said == "G shows the guidelines first"
        await open_pane(driver)
        await driver.press("ctrl+down", "ctrl+down")
        place = pane(driver).scroll_y
        assert place > 0
        await driver.press("j", "f", *"hm", "enter")
        assert pane(driver).scroll_y == place, "the kind is the same"
        await driver.press("tab", "ctrl+up")
        assert pane(driver).scroll_y < place
        assert driver.reader.article.has_focus


async def test_without_a_file_they_are_built_in_and_that_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await open_pane(driver)
        assert str(pane(driver).border_title).startswith("Guidelines, built-in")
        assert driver.said == BUILT_IN
        assert shown(pane(driver))[0] == "People"
        await driver.press("G")
        assert driver.said != BUILT_IN


async def test_what_was_written_meanwhile_is_read_again_at_the_same_kind(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "j")
        await open_pane(driver)
        (tmp_path / NAME).write_text(RULES)
        await look_again(driver)
        await driver.pilot.pause()
        assert shown(pane(driver))[0] == "Where it happened: places"
        (tmp_path / NAME).write_text(RULES.replace("places rule 0", "no ships"))
        await look_again(driver)
        await driver.pilot.pause()
        assert "• where it happened: no ships" in shown(pane(driver))


async def test_on_a_small_screen_article_fields_and_guidelines_all_have_lines(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        (tmp_path / NAME).write_text(RULES)
        before = driver.reader.article.size.height
        await open_pane(driver)
        parts = (driver.reader.article, driver.reader.panel.fields, pane(driver))
        assert [part.size.height for part in parts] == [6, 4, 6]
        await driver.press("j", "j", "j", "j", "e")
        assert driver.reader.panel.editor is not None
        assert driver.reader.panel.region.contains_region(driver.reader.panel.editor.region)
        assert not pane(driver).display or pane(driver).region.y >= driver.reader.panel.editor.region.bottom
        await driver.press("escape")
        assert pane(driver).display
        x, y = 9, driver.reader.panel.region.y
        await driver.pilot.mouse_down(offset=(x, y))
        await driver.pilot._post_mouse_events([events.MouseMove], offset=(x, y + 1), button=1)
        await driver.pilot.mouse_up(offset=(x, y + 1))
        await driver.pilot.pause()
        assert driver.reader.panel.region.y == y + 1
        await driver.press("vertical_line", "left_curly_bracket", "G")
        assert driver.reader.article.size.height == before - 1


HOSTILE = (
    "# People &#x202e; \x1b[31m [bold]x[/]\n\n- [a link](https://example.org/x) ![a picture](https://example.org/y.png)\n"
    "- <script>alert(1)</script> <https://example.org> \x07\n\n```python\nprint('\x9b')\n```\n\n"
    "| a\x00 |\n|---|\n| b |\n"
)


async def test_nothing_in_them_is_obeyed_opened_or_fetched(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 60)) as driver:
        (tmp_path / NAME).write_text(HOSTILE)
        await open_pane(driver)
        lines = shown(pane(driver))
        assert not set("".join(lines)) & set(SYMBOLS)
        assert lines[0] == "People ⇄ ␛[31m [bold]x[/]"
        assert "• a link [a picture]" in lines
        assert "• <script>alert(1)</script> https://example.org ␇" in lines
        for strip in driver.app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is None or segment.style.link is None
                assert segment.style is None or "@click" not in segment.style.meta


def test_what_cannot_be_read_is_said_in_one_line_and_the_built_in_ones_stand_in(tmp_path: Path) -> None:
    file, documents = tmp_path / NAME, FolderDocuments(tmp_path)
    assert read(None, documents).remark == ""
    assert read(tmp_path / "desk.md", documents).remark == f"{tmp_path / 'desk.md'} is not there"
    assert read(tmp_path, documents).remark.startswith(f"{tmp_path} is a folder, not a file; ")
    file.write_bytes(b"caf\xe9")
    assert read(None, documents).remark == f"{file} is not UTF-8: save it as UTF-8"
    file.write_bytes(b" \n")
    assert read(None, documents).remark == f"{file} is empty"
    file.unlink()
    os.mkfifo(file)
    assert read(None, documents).remark.startswith(f"{file}: not a regular file")
    for found in (read(None, documents), read(tmp_path / "desk.md", documents)):
        assert found.title == "Guidelines, built-in"
        assert "## People" in found.words


def test_of_what_is_too_long_the_beginning_is_shown(tmp_path: Path) -> None:
    file, documents = tmp_path / NAME, FolderDocuments(tmp_path)
    for words in ("é" * MOST_BYTES, "x\n" * (MOST_LINES + 1)):
        file.write_text(words)
        found = read(None, documents)
        assert found.remark == f"{file} is too long: this is its beginning"
        assert words.startswith(found.words)
        assert 0 < len(found.words.encode()) <= MOST_BYTES
    file.write_bytes("﻿# Rules".encode())
    assert read(None, documents).words == "# Rules"


async def test_a_configured_file_counts_and_is_found_beside_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "config.toml").write_text('guidelines = "rules/ours.md"')
    monkeypatch.setenv("STET_CONFIG", str(folder / "config.toml"))
    async with reading(tmp_path / "one") as driver:
        await open_pane(driver)
        remark = pane(driver).query_one(".remark", Static)
        assert remark.display
        assert str(remark.content) == f"{folder / 'rules' / 'ours.md'} is not there"
        (folder / "rules").mkdir()
        (folder / "rules" / "ours.md").write_text("# People\n\nOurs.")
        await look_again(driver)
        await driver.pilot.pause()
        assert not remark.display
        assert shown(pane(driver))[:3] == ["People", "", "Ours."]


async def test_on_the_shelf_they_stand_alone_and_any_other_key_closes_them(tmp_path: Path) -> None:
    library = filled(tmp_path)
    (tmp_path / NAME).write_text(RULES)
    async with sitting(library) as driver:
        await driver.press("G")
        assert driver.app.screen.query_one(Markdown).table_of_contents[0][1] == "Desk rules"
        await driver.press("pagedown")
        assert driver.app.screen.query_one(GuidelinesPane).scroll_y > 0
        await driver.press("q")
        assert driver.app.screen is driver.shelf
