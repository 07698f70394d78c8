"""Articles added and exported from the shelf, in the background, with what came of it in the line."""

from __future__ import annotations

import json
from pathlib import Path

from shelf_room import TITLES, filled, sitting

from store.library import open_library


async def test_a_folder_is_added_while_the_shelf_stays_alive(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    for number in range(3):
        (wire / f"storm-{number}.txt").write_text(f"Storm {number} hurt 12 people in Oslo.\n", encoding="utf-8")
    (wire / "empty.txt").write_bytes(b"")
    async with sitting(open_library(tmp_path / "library")) as room:
        await room.press("i")
        await room.paste(str(wire))
        await room.press("enter")
        await room.until(lambda: room.told)
        assert room.told[-1] == f"3 added, 1 failed: {wire / 'empty.txt'} is empty; nothing to read"
        await room.listed()
        assert room.titles == ["Storm 0", "Storm 1", "Storm 2"]
        await room.press("i")
        await room.paste(str(wire / "storm-1.txt"))
        await room.press("enter")
        await room.until(lambda: len(room.told) == 2)
        assert room.told[-1] == "0 added, 1 there already"


async def test_what_cannot_be_added_says_why(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as room:
        await room.press("i")
        await room.paste(str(tmp_path / "nowhere"))
        await room.press("enter")
        await room.until(lambda: room.told)
        assert room.told[0].startswith("No such file")
        await room.press("i", "escape")
        assert room.titles == list(TITLES)


async def test_the_list_is_exported_as_it_is_filtered(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    async with sitting(filled(tmp_path / "library")) as room:
        await room.press("slash")
        await room.type("ban")
        await room.listed()
        await room.press("enter", "E", "enter")
        await room.paste(str(target))
        await room.press("enter")
        await room.until(lambda: room.told)
        assert room.told == [f"2 articles in {target}"]
    records = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [record["title"] for record in records] == ["Court upholds ban", "Ban on grain lifted"]


async def test_what_is_marked_is_exported_and_a_file_is_replaced_only_when_told(tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    target.write_text("mine", encoding="utf-8")
    async with sitting(filled(tmp_path / "library")) as room:
        await room.press("space", "E", *"sheet as", "enter")
        await room.paste(str(target))
        await room.press("enter", "escape")
        assert target.read_text(encoding="utf-8") == "mine"
        await room.press("E", *"sheet as", "enter")
        await room.paste(str(target))
        await room.press("enter", "r")
        await room.until(lambda: room.told)
    text = target.read_text(encoding="utf-8")
    assert TITLES[0] in text
    assert TITLES[1] not in text
