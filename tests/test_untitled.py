"""Articles without a title go by their first words wherever a person reads a title, and exports leave it empty."""

from __future__ import annotations

import json
from pathlib import Path

import command
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf_driver import sitting

from store.library.folder import FolderLibrary
from store.library.opening import open_library
from store.model.fields import Suggestions
from store.model.headings import heading, opening
from store.model.record import Article, text_id

FIRE = "A fire on a ferry off Bergen has injured two people, the coast guard said on Monday in a statement.\n"
ROAD = "The road over the pass is closed.\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderLibrary:
    """Two articles without a title, and one with one."""
    monkeypatch.setenv("STET_LIBRARY", str(tmp_path / "library"))
    library = open_library(tmp_path / "library")
    for text, title in ((ROAD, ""), (FIRE, ""), ("Nothing.\n", "Council votes")):
        library.add(Article(id=text_id(text), text=text, title=title), Suggestions(extractor="test/1"))
    return library


@pytest.mark.usefixtures("library")
def test_lists_and_searches_of_the_command_line_know_it() -> None:
    def stet(*words: str) -> str:
        return command.stet(*words).stdout.decode()

    short = "A fire on a ferry off Bergen has injured two people, the …"
    assert short in stet("list")
    assert ROAD.strip() in stet("list")
    assert short in stet("find", "bergen", "--kwic")
    assert short in stet("find", "bergen")
    assert stet("list", "title:road").count("\n") == 1
    assert [row["title"] for row in json.loads(stet("list", "--json"))] == ["", "", "Council votes"]
    assert json.loads(stet("export", "-f", "jsonl", "ferry"))["title"] == ""
    assert f'<h1 dir="auto">{short}</h1>' in stet("export", "-f", "html", "ferry")
    assert f"# {short}" in stet("export", "-f", "md", "ferry")


def test_the_order_by_title_has_them_by_their_first_words(library: FolderLibrary) -> None:
    assert [one.heading[:4] for one in library.find("", "title")] == ["A fi", "Coun", "The "]


async def test_shelf_and_reader_call_them_so(library: FolderLibrary) -> None:
    async with sitting(library) as driver:
        assert "The road over the pass is closed." in driver.line(0)
        assert "A fire on a ferry off Bergen" in driver.line(1)
        await driver.press("enter")
        assert driver.reader.view.header.progress.title == "The road over the pass is closed."
        await driver.press("d")
        assert driver.reader.view.status.text == "Done: The road over the pass is closed.; u goes back to it"


@given(title=st.text(max_size=5), text=st.text(max_size=900))
def test_it_is_one_short_line_and_never_empty(title: str, text: str) -> None:
    said = heading(title, text)
    assert said
    if not title.strip():
        assert len(said) <= 62
        assert "\n" not in said
        assert said == (opening(title, text) or "(no title)")
