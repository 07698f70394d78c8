"""When things go wrong or strange: a disk that refuses, another program at work, hostile texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pilot import until
from reader_driver import TEXT, at, reading
from textual.strip import Strip

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Person, Suggestions
from store.model.record import Article, text_id
from store.sync.session import Session

HOSTILE = (
    "[bold red]Ana[/] said \x1b]0;owned\x07 [/nothing] “\u202eyas ot gnihton\u202c” to \U0001f469\u200d Ben\u0301.\t"
    "[@click=app.quit]x[/]\n"
)


def refuse(library: Path) -> None:
    """Let a file stand where the library keeps its records."""
    (library / "records").rename(library / "kept")
    (library / "records").write_text("", encoding="utf-8")


def allow(library: Path) -> None:
    (library / "records").unlink()
    (library / "kept").rename(library / "records")


async def test_what_cannot_be_saved_is_said_and_saved_later(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        refuse(tmp_path)
        await driver.press("a")
        assert driver.reader.sessions.close() != ""
        await driver.pilot.pause()
        assert "Not saved" in driver.said
        assert driver.reader.header.progress.wrong
        await driver.press("ctrl+q")
        assert len(driver.app.screen_stack) == 2
        await driver.press("escape", "a")
        allow(tmp_path)
        await driver.press("ctrl+q")
    assert driver.app.return_value == 0
    assert sorted(item.status for item in open_library(tmp_path).load(text_id(TEXT)).people) == ["accepted", "accepted"]


async def test_a_folder_that_has_gone_is_named_and_all_is_saved_once_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.widgets.sessions.AGAIN", 0.01)
    folder = tmp_path / "library"
    async with reading(folder) as driver:
        folder.rename(tmp_path / "away")
        await driver.press("a")
        await until(driver.pilot, lambda: driver.reader.header.progress.wrong)
        gone = f"Not saved: “Grain store burns”: {folder} is not there; put it back and it will be saved"
        assert driver.said == gone
        await driver.press("j")
        tried: list[Session] = []
        assert driver.reader.state.session is not None
        driver.reader.state.session.listeners.append(tried.append)
        await until(driver.pilot, lambda: len(tried) > 1)
        assert "Not saved" not in driver.said, "once is enough; the header says it all the time"
        (tmp_path / "away").rename(folder)
        await until(driver.pilot, lambda: driver.reader.header.progress.saved == "✓ saved")
        assert driver.said == "Saved now: “Grain store burns”"
    assert open_library(folder).load(text_id(TEXT)).fields["p1"].status == "accepted"


async def test_leaving_without_what_cannot_be_saved(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        refuse(tmp_path)
        await driver.press("a", "ctrl+q", "q")
    assert driver.app.return_value == 1


async def test_edits_of_another_program_come_in_with_the_next_save(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        other = Session(library := open_library(tmp_path), library.load(text_id(TEXT)), "ben")
        other.act(actions.reject(other.record, ["l1"]))
        other.act(actions.add(other.record, "people", [at("nurse")], {"name": "nurse"}))
        assert other.close()
        await driver.press("a")
        assert driver.reader.sessions.close() == ""
        await driver.pilot.pause()
        assert driver.reader.state.cursor is not None
        fields = driver.reader.state.cursor.record.fields
        assert (fields["p1"].status, fields["l1"].status, fields["p3"].status) == ("accepted", "rejected", "added")


async def test_a_conflict_that_comes_with_a_save_says_who_said_what_and_the_key(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        other = Session(library := open_library(tmp_path), library.load(text_id(TEXT)), "ben")
        other.act(actions.reject(other.record, ["p1"]))
        assert other.close()
        await driver.press("a")
        await driver.until(lambda: driver.told)
        [told] = driver.told
        assert told.startswith("In conflict: Petra Lindqvist: ")
        assert "struck out by ben" in told
        assert "let stand by ana" in told
        assert told.endswith("; = there settles it")


async def test_what_another_program_changes_is_shown_without_a_key(tmp_path: Path) -> None:
    async with reading(tmp_path, look=0.01) as driver:
        await driver.press("a")
        other = Session(library := open_library(tmp_path), library.load(text_id(TEXT)), "ben")
        other.act(actions.reject(other.record, ["l1"]))
        assert other.close()
        await driver.until(lambda: driver.told)
        assert driver.told == ["ben has changed this article; you see it as it is now"]
        cursor = driver.reader.state.cursor
        assert cursor is not None
        assert cursor.record.fields["l1"].status == "rejected"
        assert driver.current == "p2", "where the person was"
        await driver.press("a")
        assert [edit.by for edit in driver.stored.edits] == ["ana", "ben", "ana"]


def hostile_article(library: Path) -> str:
    start = HOSTILE.index("[bold red]Ana[/]")
    name = HOSTILE[start : start + 16]
    found = Suggestions(
        extractor="test/1", people=[Person(id="p1", name=name, role="\x1b[2J", spans=[(start, start + 16)])]
    )
    article = Article(id=text_id(HOSTILE), text=HOSTILE, title="[red]\x1b[31mtitle\u202e")
    return open_library(library).add(article, found).id


def painted(strips: list[Strip]) -> str:
    return "".join(segment.text for strip in strips for segment in strip if not segment.control)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_nothing_in_a_text_reaches_the_terminal_as_a_command(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, [hostile_article(tmp_path)], size=size) as driver:
        await driver.press("question_mark", "escape", "c", "escape", "e")
        text = painted(driver.app.screen._compositor.render_strips())
        assert "[bold red]Ana[/]" in text
        assert "[red]" in text
        assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 or letter in "\u202e\u202c" for letter in text)
        await driver.press("escape", "x", "f")
        await driver.type("[/b]")
        await driver.press("enter")
        assert driver.stored.fields["p1"].note == "[/b]"


async def test_an_extractor_that_breaks_is_said(tmp_path: Path) -> None:
    class Broken:
        name, version = "broken", "1"

        def suggest(self, text: str) -> Suggestions:
            raise RuntimeError("out of order")

    file = tmp_path / "one.txt"
    file.write_text(TEXT, encoding="utf-8")
    async with reading(tmp_path / "library", [file], extractor=Broken()) as driver:
        await until(driver.pilot, lambda: "out of order" in driver.said)
        assert "Extraction failed" in driver.said
        await driver.press("j")
        remark = " ".join(driver.reader.panel.fields.remark.split())
        assert remark == "Extraction failed: RuntimeError: out of order; the text can be read"


async def test_what_others_changed_is_said_when_it_comes(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        other = Session(library := open_library(tmp_path), library.load(text_id(TEXT)), "ben")
        other.act(actions.reject(other.record, ["l1"]))
        assert other.close()
        await driver.press("a")
        assert driver.reader.sessions.close() == ""
        await driver.pilot.pause()
        assert driver.told == ["ben has changed this article; you see it as it is now"]
        await driver.press("j")
        assert driver.told, "no key takes it away"
        other.act(actions.reject(other.record, ["l2"]))
        assert other.close()
        await driver.press("a")
        assert driver.reader.sessions.close() == ""
        await driver.pilot.pause()
        assert "ben has changed this article" in driver.said
        assert len(driver.told) == 1, "once is enough"
