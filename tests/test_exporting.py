"""Exporting from the reader: this article or the queue, asked in one prompt, with the whole path in the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import OTHER_TEXT, article, reading, suggestions
from textual.widgets import Input, Static

from store.library.opening import open_library
from store.model.fields import Suggestions
from tui.widgets.export_dialog import stem_of
from tui.widgets.typed_paths import completed


async def test_an_article_is_exported_from_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(tmp_path / "library") as driver:
        await driver.press("A", "A", "A", "d", "l")
        assert driver.said == "Done · E exports it · g the shelf · ctrl+q quits"
        await driver.press("E", *"sheet as", "enter")
        head = driver.app.screen.query_one(".head", Static)
        assert str(head.render()) == "md, 1 article, to the file   enter exports   tab completes   esc back"
        assert str(driver.app.screen.query_one("#preview", Static).render()) == f"→ {tmp_path}/grain-store-burns.md"
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told == [f"1 article in {tmp_path}/grain-store-burns.md\n2 undecided fields left out"]
    assert "Petra Lindqvist" in (tmp_path / "grain-store-burns.md").read_text(encoding="utf-8")


async def test_tab_turns_from_the_article_to_the_queue(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    library.add(article("Nobody asks for this one.\n", "Third"), Suggestions())
    async with reading(tmp_path / "library", ids) as driver:
        await driver.press("d", "l", "d")
        assert driver.said == "Last of this list · E exports it · g the shelf (1 not done) · ctrl+q quits"
        await driver.press("E")
        head = driver.app.screen.query_one(".head", Static)
        assert str(head.render()).startswith("Export this article as   tab the queue, 2 articles")
        await driver.press("tab")
        assert str(head.render()).startswith("Export the queue, 2 articles as   tab this article")
        await driver.press(*"jsonl", "enter")
        driver.app.screen.query_one(Input).value = str(tmp_path / "queue.jsonl")
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told[0].startswith(f"2 articles in {tmp_path}/queue.jsonl")
    assert len((tmp_path / "queue.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_path_is_completed_as_far_as_all_agree(tmp_path: Path) -> None:
    for name in ("wire-1.txt", "wire-2.txt", "notes"):
        (tmp_path / name).touch()
    (tmp_path / "photos").mkdir()
    assert completed(f"{tmp_path}/w") == f"{tmp_path}/wire-"
    assert completed(f"{tmp_path}/p") == f"{tmp_path}/photos/"
    assert completed(f"{tmp_path}/photos/") == f"{tmp_path}/photos/"
    assert completed(f"{tmp_path}/none/x") == f"{tmp_path}/none/x"
    assert completed("") == completed("")


def test_a_file_is_called_after_the_article() -> None:
    assert stem_of("Missiles strike Belgorod: 39 killed") == "missiles-strike-belgorod-39-killed"
    assert stem_of("Avalanche buries mountain road to ski resort") == "avalanche-buries-mountain-road-to-ski"
    assert stem_of("“?”") == "article"
