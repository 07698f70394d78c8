"""The article's own fields in the reader: the form, the header, the doubt, and who codes nothing else."""

from __future__ import annotations

import asyncio
from pathlib import Path

from own_kinds import ARTICLE_TABLE, KINDS, TEXT, Desk, library_with
from reader_driver import ReaderDriver, reading
from shelf_driver import sitting as shelf
from textual.widgets import Static

from store.library.distribute import merge_libraries
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.about import about_json
from store.model.edit import ARTICLE
from store.model.fields import Person, Suggestions
from store.model.record import Article, text_id
from store.sync.session import edit_of
from tui.adjudicate.screen import AdjudicatorScreen
from tui.shelf.rows import heading
from tui.widgets.ask import Choose

OTHER = "Crews of the ferry struck again on Friday.\n"


def two_articles(folder: Path, kinds: str = KINDS + ARTICLE_TABLE) -> list[str]:
    library = library_with(folder, kinds)
    start = TEXT.index("Ida Berg")
    found = Suggestions(people=[Person(id="p1", name="Ida Berg", spans=[(start, start + 8)])])
    first = library.add(Article(id=text_id(TEXT), text=TEXT, title="Union marches"), found)
    return [first.id, library.add(Article(id=text_id(OTHER), text=OTHER, title="Ferry"), Suggestions()).id]


def said(driver: ReaderDriver) -> dict[str, object]:
    return about_json(driver.stored.about)


def header(driver: ReaderDriver, width: int = 80) -> str:
    return "".join(words for words, _ in driver.reader.view.header.segments(width))


def hint(driver: ReaderDriver) -> str:
    editor = driver.reader.panel.editor
    assert editor is not None
    return str(editor.query_one("#hint", Static).content)


def test_one_key_opens_the_form_from_anywhere_and_the_header_has_what_was_chosen(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library")
        async with reading(tmp_path / "library", ids[:1]) as driver:
            assert "topic?" in header(driver)
            await driver.press("tab", "H")
            editor = driver.reader.panel.editor
            assert editor is not None
            assert str(editor.border_title).startswith("This article: What the whole")
            await driver.press("s", "tab", "h", "tab", "tab")
            await driver.type("ida")
            await driver.press("tab")
            await driver.type("Who?")
            await driver.press("enter")
            assert said(driver) == {
                "topic": "strike", "relevance": "high", "main": "p1", "main_name": "Ida Berg", "question": "Who?"
            }  # fmt: skip
            assert "strike · high" in header(driver)
            assert len(header(driver)) == 80
            await driver.press("u")
            assert "the article" in driver.said
            assert said(driver) == {}
            await driver.press("U", "H", "e", "escape")
            assert said(driver)["topic"] == "strike"

    asyncio.run(sitting())


def test_selected_words_become_what_is_said_of_the_article_with_them_as_evidence(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library")
        async with reading(tmp_path / "library", ids[:1]) as driver:
            for words, letter in (("Ida Berg", "m"), ("Sabel Union", "c")):
                start = TEXT.index(words)
                driver.reader.article.focus()
                driver.reader.article.selection = start, start + len(words)
                await driver.pilot.pause()
                assert "H … of this article" in driver.reader.status._detail
                await driver.press("H")
                assert isinstance(driver.app.screen, Choose)
                assert "of this article" in driver.app.screen._question
                if letter not in [option.key for option in driver.app.screen.options]:
                    letter = next(one.key for one in driver.app.screen.options if one.value in ("main", "code"))
                await driver.press(letter)
            record = driver.stored.about
            assert about_json(record)["main"] == "p1"
            assert about_json(record)["code"] == "Sabel Union"
            assert {*record.evidence} == {"main", "code"}
            assert driver.said == "Code of this article: Sabel Union"

    asyncio.run(sitting())


def test_what_is_missing_is_a_doubt_at_the_end_and_for_the_key_of_doubts(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library")
        async with reading(tmp_path / "library", ids) as driver:
            await driver.press("a", "d")
            assert isinstance(driver.app.screen, Choose)
            assert "topic is required, and empty" in driver.app.screen._question
            await driver.press("e", "p", "enter")
            assert said(driver) == {"topic": "protest"}
            await driver.press("H", "left", "enter")
            await driver.press("exclamation_mark")
            assert driver.reader.panel.editor is not None
            assert hint(driver) == "topic is required, and empty"
            await driver.press("p", "enter", "d")
            assert driver.stored.id == ids[1]
            assert FolderLibrary(tmp_path / "library").load(ids[0]).status == "done"

    asyncio.run(sitting())


def test_who_codes_articles_alone_has_two_keys_an_article(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library")
        async with reading(tmp_path / "library", ids) as driver:
            await driver.press("H", "s", "ctrl+s")
            await driver.press("r", "ctrl+s")
            assert driver.stored.id == ids[1]
            library = FolderLibrary(tmp_path / "library")
            assert [(library.load(one).status, about_json(library.load(one).about)) for one in ids] == [
                ("done", {"topic": "strike"}),
                ("done", {"topic": "riot"}),
            ]
            assert not library.load(ids[0]).fields["p1"].decided

    asyncio.run(sitting())


def test_what_is_required_keeps_an_article_open(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library")
        async with reading(tmp_path / "library", ids) as driver:
            await driver.press("H", "ctrl+s")
            assert hint(driver) == "topic is required, and empty"
            assert driver.stored.status == "new"

    asyncio.run(sitting())


def test_texts_that_were_given_before_are_offered(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library")
        async with reading(tmp_path / "library", ids) as driver:
            await driver.press("H", "p", "tab", "tab")
            await driver.type("14.2")
            await driver.press("ctrl+s", "tab", "tab")
            assert "14.2" in driver.said
            await driver.press("down", "enter")
            assert said(driver) == {"code": "14.2"}

    asyncio.run(sitting())


def test_without_a_table_the_key_says_what_would_be_needed_and_nothing_is_shown(tmp_path: Path) -> None:
    async def sitting() -> None:
        ids = two_articles(tmp_path / "library", KINDS)
        async with reading(tmp_path / "library", ids) as driver:
            assert "?" not in header(driver)
            await driver.press("H")
            assert "asks nothing of articles" in driver.said
            assert "H" not in [key for key, _ in driver.reader.view.header.segments(80)]

    asyncio.run(sitting())


def test_the_key_of_doubts_is_at_the_article_once_in_each_round(tmp_path: Path) -> None:
    async def sitting() -> None:
        library = library_with(tmp_path / "library", KINDS + ARTICLE_TABLE)
        desk = Desk(library, "ana")
        for word in ("marched", "shot"):
            desk.add("events", [word])  # their types are required too
        async with reading(tmp_path / "library", [desk.record.id]) as driver:
            seen = []
            for _ in range(6):
                await driver.press("exclamation_mark")
                form = driver.reader.panel.editor is not None
                seen.append("article" if form else driver.current)
                await driver.press(*(["escape"] if form else []))
            assert seen == ["e2", "article", "e1", "e2", "article", "e1"]

    asyncio.run(sitting())


def test_a_value_that_the_file_no_longer_allows_is_doubted_by_its_name(tmp_path: Path) -> None:
    async def sitting() -> None:
        table = ARTICLE_TABLE.replace("code", "event_code").replace('event_code = "text"', 'event_code = ["a", "b"]')
        desk = Desk(library_with(tmp_path / "library", KINDS + table))
        desk.do(actions.change(desk.record, ARTICLE, {"topic": "riot", "event_code": "b"}))
        library_with(tmp_path / "library", KINDS + table.replace('["a", "b"]', '["a", "c"]'))
        async with reading(tmp_path / "library", [desk.record.id]) as driver:
            assert "event code? · riot" in header(driver)

    asyncio.run(sitting())


async def test_marked_articles_are_given_a_value_in_one_step_that_one_key_takes_back(tmp_path: Path) -> None:
    library = library_with(tmp_path, KINDS + ARTICLE_TABLE)
    ids = [library.add(Article(id=text_id(word), text=word, title=word), Suggestions()).id for word in ("A", "B", "C")]

    def topics() -> list[object]:
        return [about_json(library.load(one).about).get("topic") for one in ids]

    async with shelf(library) as driver:
        assert "topic" in heading(80)
        await driver.press("space", "space", "H", *"strike", "enter")
        await driver.until(lambda: topics() == ["strike", "strike", None])
        await driver.until(lambda: "Topic of 2 articles: strike" in driver.told)
        await driver.listed()
        assert "strike" in driver.line(0)
        assert "strike" not in driver.line(2)
        await driver.press("slash", *"topic:none", "enter")
        await driver.listed()
        assert driver.titles == ["C"]
        await driver.press("slash", "escape", "u")
        await driver.until(lambda: topics() == [None, None, None])
        await driver.press("H", *"code: …", "enter", *"14.2", "enter")
        await driver.until(lambda: [one.own.get("code") for one in library.find()] == ["14.2", "14.2", None])


async def test_the_shelf_sorts_by_what_is_said_of_articles(tmp_path: Path) -> None:
    library = library_with(tmp_path, KINDS + ARTICLE_TABLE)
    for word, topic in (("A", "riot"), ("B", None), ("C", "protest")):
        record = library.add(Article(id=text_id(word), text=word, title=word), Suggestions())
        if topic and (draft := actions.change(record, ARTICLE, {"topic": topic})):
            library.commit(record.id, [edit_of(draft, record, "ana")])
    async with shelf(library) as driver:
        await driver.press(*"ssssss")
        await driver.listed()
        assert driver.said == "Sorted: by topic"
        assert driver.titles == ["C", "A", "B"]
        await driver.press("S")
        await driver.listed()
        assert driver.titles == ["A", "C", "B"]


async def test_what_two_people_said_of_an_article_is_settled_side_by_side(tmp_path: Path) -> None:
    for name, topic in (("ann", "strike"), ("ben", "riot")):
        desk = Desk(library_with(tmp_path / name, KINDS + ARTICLE_TABLE), name)
        desk.do(actions.change(desk.record, ARTICLE, {"topic": topic, "code": "7"}))
    merge_libraries([FolderLibrary(tmp_path / "ann"), FolderLibrary(tmp_path / "ben")], tmp_path / "both")
    name = text_id(TEXT)
    assert FolderLibrary(tmp_path / "both").find("conflict:yes")
    async with reading(tmp_path / "both", [name]) as driver:
        assert "topic?" in header(driver)
        await driver.press("equals_sign")
        screen = driver.app.screen
        assert isinstance(screen, AdjudicatorScreen)
        drawn = screen.table.render()
        assert "topic" in str(drawn)
        assert "strike" in str(drawn)
        assert "code 7" in str(drawn)
        await driver.press("1")
        await driver.press("escape")
        record = driver.stored
        assert not record.about.conflict
        assert about_json(record.about)["topic"] in ("strike", "riot")
        assert record.status == "started"
