"""Articles added and exported from the shelf, in the background, with what came of it in the line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from queue import Queue

import pytest
from reader_driver import article, suggestions
from shelf_driver import TITLES, ShelfDriver, all_but_openpyxl, filled, sitting
from textual.message import Message
from textual.widgets import Input

from services.report import Report, Say
from store.library.opening import open_library
from tui.terminal.symbols import visible
from tui.widgets.ask import AskWords, Pick
from tui.widgets.background import Ended, start


async def test_a_folder_is_added_while_the_shelf_stays_alive(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    for number in range(3):
        (wire / f"storm-{number}.txt").write_text(f"Storm {number} hurt 12 people in Oslo.\n", encoding="utf-8")
    (wire / "empty.txt").write_bytes(b"")
    async with sitting(open_library(tmp_path / "library")) as driver:
        await driver.press("i")
        await driver.paste(str(wire))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told[-1] == f"3 added, 1 failed: {wire / 'empty.txt'} is empty; nothing to read"
        await driver.listed()
        assert driver.titles == ["Storm 0", "Storm 1", "Storm 2"]
        await driver.press("i")
        await driver.paste(str(wire / "storm-1.txt"))
        await driver.press("enter")
        await driver.until(lambda: len(driver.told) == 2)
        assert driver.told[-1] == "0 added, 1 there already"


async def test_what_cannot_be_added_says_why(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("i")
        await driver.paste(str(tmp_path / "nowhere"))
        await driver.press("enter")
        assert driver.asked.startswith("No such file")
        await driver.press("escape", "i", "escape")
        assert driver.titles == list(TITLES)


async def add(driver: ShelfDriver, typed: str) -> str:
    """What was told when it had ended, or why it is asked again."""
    before = {one.identity for one in driver.app._notifications}  # some may be over before this one comes
    await driver.press("i")
    await driver.paste(typed)
    await driver.press("enter")
    if isinstance(driver.app.screen, AskWords):  # asked again
        said = driver.asked.removesuffix(". Add a file, a folder or an address")
        await driver.press("escape")
        return said
    await driver.until(lambda: {one.identity for one in driver.app._notifications} - before)
    return driver.told[-1]


async def test_patterns_and_files_dropped_on_the_terminal_are_understood(tmp_path: Path) -> None:
    for name in ("one", "two words", "it’s three", "four"):
        (tmp_path / f"{name}.txt").write_text(f"Nothing of {name} in Oslo.\n", encoding="utf-8")
    async with sitting(open_library(tmp_path / "library")) as driver:
        assert await add(driver, f"{tmp_path}/o*.txt") == "1 added"
        assert await add(driver, f"'{tmp_path}/two words.txt' {tmp_path}/it’s\\ three.txt ") == "2 added"
        await add(driver, f"{tmp_path}/four.txt")
        await driver.listed()
        assert len(driver.titles) == 4
        told = await add(driver, f"'{tmp_path}/two words.txt' {tmp_path}/five.txt")
        assert told.startswith("No such file"), "not half of it"
        assert (await add(driver, f"{tmp_path}/z*.txt")).startswith("No such file")


async def test_all_that_failed_is_said_where_there_is_room(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    for number in range(7):
        (wire / f"empty-{number}.txt").write_bytes(b"")
    (wire / "[bold]good.txt").write_text("Rain in Oslo.\n", encoding="utf-8")
    async with sitting(open_library(tmp_path / "library"), size=(80, 24)) as driver:
        told, *lines = (await add(driver, str(wire))).split("\n")
        assert told.startswith("1 added, 7 failed: ")
        [toast] = driver.app._notifications
        assert [Path(line.split(" is empty")[0]).name for line in lines[:5]] == [f"empty-{n}.txt" for n in range(5)]
        assert (lines[5], toast.severity) == ("and 2 more", "error")


async def test_an_address_that_does_not_answer_is_said(tmp_path: Path) -> None:
    async with sitting(open_library(tmp_path / "library"), size=(80, 24)) as driver:
        told = await add(driver, "http://127.0.0.1:9/no")
        assert told.startswith("0 added, 1 failed: http://127.0.0.1:9/no: ")
        assert "is the address right, and are you online?" in told


async def test_a_folder_with_something_in_it_is_written_into_only_when_told(tmp_path: Path) -> None:
    target = tmp_path / "sheet"
    target.mkdir()
    (target / "articles.csv").write_text("mine", encoding="utf-8")
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("E", *"csv", "enter")
        await driver.paste(str(target))
        await driver.press("enter", "escape")
        assert (target / "articles.csv").read_text(encoding="utf-8") == "mine"
        await driver.press("E", *"csv", "enter")
        await driver.paste(str(target))
        await driver.press("enter", "r")
        await driver.until(lambda: driver.told)
        assert driver.told == [f"4 articles in {target}; replaced 1 file there"]
    assert TITLES[0] in (target / "articles.csv").read_text(encoding="utf-8")


async def test_the_list_is_exported_as_it_is_filtered(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("slash")
        await driver.type("ban")
        await driver.listed()
        await driver.press("enter", "E", "enter")
        await driver.paste(str(target))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
        assert driver.told == [f"2 articles in {target}"]
    records = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [record["title"] for record in records] == ["Court upholds ban", "Ban on grain lifted"]


async def test_what_is_marked_is_exported_and_a_file_is_replaced_only_when_told(tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    target.write_text("mine", encoding="utf-8")
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("space", "E", *"sheet as", "enter")
        await driver.paste(str(target))
        await driver.press("enter", "escape")
        assert target.read_text(encoding="utf-8") == "mine"
        await driver.press("E", *"sheet as", "enter")
        await driver.paste(str(target))
        await driver.press("enter", "r")
        await driver.until(lambda: driver.told)
        assert driver.told == [f"1 article in {target}; replaced the file that was there"]
    text = target.read_text(encoding="utf-8")
    assert TITLES[0] in text
    assert TITLES[1] not in text


async def test_what_an_export_left_out_is_told_in_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library = open_library(tmp_path / "library")
    library.add(article(), suggestions())
    async with sitting(library) as driver:
        await driver.press("E", *"sheet as", "enter", "enter")
        await driver.until(lambda: driver.told)
        assert driver.told == [f"1 article in {tmp_path / 'articles.md'}\n8 undecided fields left out"]


async def test_tables_for_excel_begin_with_a_mark(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("E", *"csv --bom", "enter")
        await driver.paste(str(tmp_path / "out"))
        await driver.press("enter")
        await driver.until(lambda: driver.told)
    assert (tmp_path / "out" / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")


async def test_a_format_whose_package_is_not_installed_says_so_in_the_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_but_openpyxl(monkeypatch)
    async with sitting(filled(tmp_path / "library")) as driver:
        await driver.press("E")
        assert isinstance(driver.app.screen, Pick)
        labels = {option.value: option.label for option in driver.app.screen.options}
        assert labels["xlsx"].startswith("xlsx          needs openpyxl; pip install 'stet-tui[xlsx]'   ")
        assert "needs" not in "".join(labels[name] for name in labels if name != "xlsx")
        await driver.press(*"workbook", "enter")
        assert driver.said == "xlsx needs openpyxl; pip install 'stet-tui[xlsx]'"
        assert len(driver.app.screen_stack) == 1, "nobody is asked where to"


async def export_to(driver: ShelfDriver, name: str, typed: str) -> str:
    """What was said at once, above the question that is asked again."""
    await driver.press("E", *name, "enter")
    await driver.paste(typed)
    await driver.press("enter")
    if not isinstance(driver.app.screen, AskWords):
        return ""
    assert isinstance(driver.app.focused, Input)
    assert driver.app.focused.value == visible(typed), "nothing that was typed is lost"
    said = driver.asked.rpartition(f". {name}, ")[0]
    await driver.press("escape")
    return said


async def test_a_target_that_no_path_leads_to_is_refused_in_words(tmp_path: Path) -> None:
    async with sitting(filled(tmp_path / "library")) as driver:
        said = await export_to(driver, "jsonl", "~nosuchuser/x.jsonl")
        assert said == "Not a path: ~nosuchuser/x.jsonl begins in nobody’s home folder; type the folder in full"
        said = await export_to(driver, "jsonl", f"{tmp_path}/{'x' * 300}")
        assert said.startswith("Not a path: File name too long in ")
        assert said.endswith("…; type another")
        said = await export_to(driver, "jsonl", "x\0.jsonl")
        assert said == "Not a path: embedded null byte in x␀.jsonl; type another"
        assert await export_to(driver, "jsonl", str(tmp_path / "x.jsonl")) == ""
        await driver.until(lambda: driver.told)
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["library", "x.jsonl"]


async def test_a_folder_of_which_nobody_can_say_what_is_in_it_is_not_written_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "closed"
    target.mkdir()
    listed = os.listdir

    def closed(path: int | Path) -> list[str]:  # root may read any folder
        if path == target:
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    async with sitting(filled(tmp_path / "library")) as driver:
        monkeypatch.setattr(os, "listdir", closed)
        said = await export_to(driver, "csv", str(target))
        assert said == f"Not exported: {target} cannot be read: Permission denied; name another folder"


async def test_what_no_path_leads_to_is_not_added_and_the_next_is(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}-{'of the harbour ' * 10}.txt" for number in range(30)]
    for file in files:
        file.write_text(f"Nothing of {file.name} in Oslo.\n", encoding="utf-8")
    async with sitting(open_library(tmp_path / "library")) as driver:
        told = await add(driver, "~nosuchuser")
        assert told == "Not a path: ~nosuchuser begins in nobody’s home folder; type the folder in full"
        assert driver.said == "", "nor is it being read any more"
        assert (await add(driver, "x" * 300)).startswith("Not a path: File name too long in xxx")
        assert (await add(driver, "x\0")).startswith("Not a path: embedded null byte in x")
        assert await add(driver, " ".join(f"'{file}'" for file in files)) == "30 added", "more than a path may be long"


def test_background_work_that_breaks_says_so_and_the_next_goes_on() -> None:
    told: Queue[Message] = Queue()

    def breaking(_say: Say) -> Report:
        raise KeyError("no such thing")

    start(breaking, told.put)
    start(lambda _say: Report("2 added"), told.put)
    assert told.get() == Ended("Internal error: KeyError: 'no such thing'", wrong=True)
    assert told.get() == Ended("2 added")


async def test_the_extractor_of_the_configuration_reads_what_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('extractor = "desk"\n', encoding="utf-8")
    monkeypatch.setenv("STET_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "storm.txt").write_text("A storm hurt 12 people in Oslo.\n", encoding="utf-8")
    async with sitting(open_library(tmp_path / "library")) as driver:
        assert (await add(driver, str(tmp_path / "storm.txt"))).startswith("No such extractor: desk; there are ")
