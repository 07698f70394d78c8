"""The desk's guidelines beside the article: which file has them, where they open, and what they cannot do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hands import until
from reader_room import Room, reading
from shelf_room import filled, sitting
from textual import events
from textual.widgets import Markdown, Static

from tui.terminal.symbols import SYMBOLS
from tui.widgets.guidelines import MOST_BYTES, MOST_LINES, NAME, read
from tui.widgets.guidelines_pane import GuidelinesPane

KEPT = 9
BUILT_IN = f"Built-in guidelines; your desk's own go into {NAME} in the library's folder"
RULES = "# Desk rules\n\nIn short.\n\n" + "\n\n".join(
    f"## {title}\n\n" + "\n".join(f"- {title.lower()} rule {number}" for number in range(KEPT))
    for title in ("Names of people", "Where it happened: places", "Numbers", "Quotes")
)


def pane(room: Room) -> GuidelinesPane:
    found = room.reader.panel.guidelines
    assert found is not None
    return found


async def open_pane(room: Room) -> None:
    """And wait until what is read is at its place."""
    await room.press("G")
    await settled(room)


async def look_again(room: Room) -> None:
    await pane(room).look()
    await settled(room)


async def settled(room: Room) -> None:
    await until(room.pilot, lambda: pane(room).settled)
    await room.pilot.pause()


def shown(pane: GuidelinesPane) -> list[str]:
    """Its lines, as they are on the screen."""
    region = pane.content_region
    strips = pane.screen._compositor.render_strips()
    return [strip.crop(region.x, region.right).text.strip() for strip in strips[region.y : region.bottom]]


async def test_they_open_at_the_kind_in_question_and_follow_it(tmp_path: Path) -> None:
    (tmp_path / NAME).parent.mkdir(exist_ok=True)
    async with reading(tmp_path) as room:
        (tmp_path / NAME).write_text(RULES)
        await open_pane(room)
        assert shown(pane(room))[0] == "Names of people"
        assert str(pane(room).border_title).startswith(f"Guidelines: {NAME}")
        await room.press("j", "j")
        assert room.current == "l1"
        assert shown(pane(room))[0] == "Where it happened: places"
        await room.press("a", "a", "x", "e", "enter")
        assert [room.status(name) for name in ("l1", "l2", "n1")] == ["accepted", "accepted", "rejected"]
        assert shown(pane(room))[0] == "Numbers"
        await room.press("G")
        assert room.reader.panel.guidelines is None
        assert not room.app.screen.query(GuidelinesPane)


async def test_they_scroll_by_keys_of_their_own_and_stay_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        (tmp_path / NAME).write_text(RULES)
        await room.press("ctrl+down")
        assert room.said == "G shows the guidelines first"
        await open_pane(room)
        await room.press("ctrl+down", "ctrl+down")
        place = pane(room).scroll_y
        assert place > 0
        await room.press("j", "f", *"hm", "enter")
        assert pane(room).scroll_y == place, "the kind is the same"
        await room.press("tab", "ctrl+up")
        assert pane(room).scroll_y < place
        assert room.reader.article.has_focus


async def test_without_a_file_they_are_built_in_and_that_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await open_pane(room)
        assert str(pane(room).border_title).startswith("Guidelines, built-in")
        assert room.said == BUILT_IN
        assert shown(pane(room))[0] == "People"
        await room.press("G")
        assert room.said != BUILT_IN


async def test_what_was_written_meanwhile_is_read_again_at_the_same_kind(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "j")
        await open_pane(room)
        (tmp_path / NAME).write_text(RULES)
        await look_again(room)
        await room.pilot.pause()
        assert shown(pane(room))[0] == "Where it happened: places"
        (tmp_path / NAME).write_text(RULES.replace("places rule 0", "no ships"))
        await look_again(room)
        await room.pilot.pause()
        assert "• where it happened: no ships" in shown(pane(room))


async def test_on_a_small_screen_article_fields_and_guidelines_all_have_lines(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as room:
        (tmp_path / NAME).write_text(RULES)
        before = room.reader.article.size.height
        await open_pane(room)
        assert [room.reader.article.size.height, room.reader.panel.fields.size.height, pane(room).size.height] == [
            6,
            4,
            6,
        ]
        await room.press("j", "j", "j", "j", "e")
        assert room.reader.panel.editor is not None
        assert room.reader.panel.region.contains_region(room.reader.panel.editor.region)
        assert not pane(room).display or pane(room).region.y >= room.reader.panel.editor.region.bottom
        await room.press("escape")
        assert pane(room).display
        x, y = 9, room.reader.panel.region.y
        await room.pilot.mouse_down(offset=(x, y))
        await room.pilot._post_mouse_events([events.MouseMove], offset=(x, y + 1), button=1)
        await room.pilot.mouse_up(offset=(x, y + 1))
        await room.pilot.pause()
        assert room.reader.panel.region.y == y + 1
        await room.press("vertical_line", "left_curly_bracket", "G")
        assert room.reader.article.size.height == before - 1


HOSTILE = (
    "# People &#x202e; \x1b[31m [bold]x[/]\n\n- [a link](https://example.org/x) ![a picture](https://example.org/y.png)\n"
    "- <script>alert(1)</script> <https://example.org> \x07\n\n```python\nprint('\x9b')\n```\n\n"
    "| a\x00 |\n|---|\n| b |\n"
)


async def test_nothing_in_them_is_obeyed_opened_or_fetched(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 60)) as room:
        (tmp_path / NAME).write_text(HOSTILE)
        await open_pane(room)
        lines = shown(pane(room))
        assert not set("".join(lines)) & set(SYMBOLS)
        assert lines[0] == "People ⇄ ␛[31m [bold]x[/]"
        assert "• a link [a picture]" in lines
        assert "• <script>alert(1)</script> https://example.org ␇" in lines
        for strip in room.app.screen._compositor.render_strips():
            for segment in strip:
                assert segment.style is None or segment.style.link is None
                assert segment.style is None or "@click" not in segment.style.meta


def test_what_cannot_be_read_is_said_in_one_line_and_the_built_in_ones_stand_in(tmp_path: Path) -> None:
    file = tmp_path / NAME
    assert read(None, tmp_path).remark == ""
    assert read(tmp_path / "desk.md", tmp_path).remark == f"{tmp_path / 'desk.md'} is not there"
    assert read(tmp_path, tmp_path).remark.startswith(f"{tmp_path} is a folder, no file; ")
    file.write_bytes(b"caf\xe9")
    assert read(None, tmp_path).remark == f"{file} is not UTF-8: save it as UTF-8"
    file.write_bytes(b" \n")
    assert read(None, tmp_path).remark == f"{file} is empty"
    file.unlink()
    os.mkfifo(file)
    assert read(None, tmp_path).remark.startswith(f"{file} is a pipe, no file; ")
    for found in (read(None, tmp_path), read(tmp_path / "desk.md", tmp_path)):
        assert found.title == "Guidelines, built-in"
        assert "## People" in found.words


def test_of_what_is_too_long_the_beginning_is_shown(tmp_path: Path) -> None:
    file = tmp_path / NAME
    for words in ("é" * MOST_BYTES, "x\n" * (MOST_LINES + 1)):
        file.write_text(words)
        found = read(None, tmp_path)
        assert found.remark == f"{file} is too long: this is its beginning"
        assert words.startswith(found.words)
        assert 0 < len(found.words.encode()) <= MOST_BYTES
    file.write_bytes("﻿# Rules".encode())
    assert read(None, tmp_path).words == "# Rules"


async def test_a_configured_file_counts_and_is_found_beside_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "config.toml").write_text('guidelines = "rules/ours.md"')
    monkeypatch.setenv("STET_CONFIG", str(folder / "config.toml"))
    async with reading(tmp_path / "one") as room:
        await open_pane(room)
        remark = pane(room).query_one(".remark", Static)
        assert remark.display
        assert str(remark.content) == f"{folder / 'rules' / 'ours.md'} is not there"
        (folder / "rules").mkdir()
        (folder / "rules" / "ours.md").write_text("# People\n\nOurs.")
        await look_again(room)
        await room.pilot.pause()
        assert not remark.display
        assert shown(pane(room))[:3] == ["People", "", "Ours."]


async def test_on_the_shelf_they_stand_alone_and_any_other_key_closes_them(tmp_path: Path) -> None:
    library = filled(tmp_path)
    (tmp_path / NAME).write_text(RULES)
    async with sitting(library) as room:
        await room.press("G")
        assert room.app.screen.query_one(Markdown).table_of_contents[0][1] == "Desk rules"
        await room.press("pagedown")
        assert room.app.screen.query_one(GuidelinesPane).scroll_y > 0
        await room.press("q")
        assert room.app.screen is room.shelf
