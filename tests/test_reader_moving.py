"""Moving about: fields, mentions, panes, articles, the mouse; article and fields stay in step both ways."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from pilot import until
from reader_driver import OTHER_TEXT, TEXT, Finder, article, at, reading, suggestions

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.sync.session import Session
from tui.reader.commands import ALWAYS, COMMANDS
from tui.settings.bindings import OF_THE_APP
from tui.settings.keys import KEYS, shown_keys


async def test_j_and_k_stop_at_the_ends(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("k")
        assert driver.current == "p1"
        await driver.press(*"jjjjjjjjjjjjj")
        assert driver.current == "q1"
        await driver.press("up")
        assert driver.current == "n3"


async def test_capital_j_passes_over_what_is_decided(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "x", "K", "J")
        assert driver.current == "l1"
        await driver.press("K", "K")
        assert driver.current == "q1"


async def test_the_mention_in_question_is_lit_and_in_view(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        await driver.press("right")
        assert driver.reader.state.cursor is not None
        assert driver.reader.state.cursor.span == (at("Lindqvist told")[0], at(" told")[0])
        assert driver.reader.article.cursor == at("Lindqvist told")[0]
        assert "mention 2 of 2" in driver.said


async def test_the_cursor_in_the_article_puts_its_field_in_question(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab")
        driver.reader.article.cursor = at(" Kestrel")[0]
        await driver.press("right")
        assert driver.current == "l2"
        await driver.press("a")
        assert driver.stored.fields["l2"].status == "accepted"


async def test_field_keys_move_the_article_too(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab", "j")
        assert driver.current == "p2"
        assert driver.reader.article.cursor == at("Anders")[0]
        assert driver.reader.article.has_focus


async def test_a_click_on_a_row_and_a_double_click(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.pilot.click("FieldList", offset=(10, 5))
        assert driver.current == "l1"
        await driver.pilot.click("FieldList", offset=(10, 2), times=2)
        assert driver.current == "p2"
        assert driver.reader.panel.editor is not None


async def test_a_click_on_a_hint(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.pilot.click("Footer", offset=(3, 0))
        assert driver.stored.fields["p1"].status == "accepted"


async def test_what_is_copied(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("y")
        assert driver.app.clipboard.startswith("Petra Lindqvist, Mayor\nFlames tore")
        assert driver.app.clipboard.endswith("said.\n")


async def test_brackets_turn_to_the_other_articles(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    async with reading(tmp_path, ids) as driver:
        await driver.press("right_square_bracket")
        assert driver.reader.article.text == OTHER_TEXT
        assert driver.reader.header.progress.article == 2
        await driver.press("right_square_bracket")
        assert "last article" in driver.said
        await driver.press("left_square_bracket")
        assert driver.reader.article.text == TEXT


async def test_it_opens_the_first_article_that_is_not_done(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    async with reading(tmp_path, ids) as driver:
        await driver.press("d", "l", "ctrl+q")
    async with reading(tmp_path, ids) as driver:
        assert driver.reader.state.queue.position == 1


async def test_it_passes_over_many_that_are_done(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = []
    for number in range(30):
        record = library.add(article(f"{number} people came.\n", str(number)), Suggestions())
        ids.append(record.id)
        if number != 25:
            session = Session(library, record, "ana")
            session.act(actions.done(record))
            assert session.close()
    async with reading(tmp_path, ids) as driver:
        assert driver.reader.state.queue.position == 25


async def test_a_new_file_shows_its_text_then_its_fields(tmp_path: Path) -> None:
    file = tmp_path / "grain-store-burns.txt"
    file.write_text(TEXT, encoding="utf-8")
    async with reading(tmp_path / "library", [file], extractor=Finder(suggestions())) as driver:
        assert driver.reader.article.text == TEXT
        await driver.until_extracted()
        await driver.press("a")
        assert driver.stored.fields["p1"].status == "accepted"
    async with reading(tmp_path / "library", [file]) as driver:
        assert driver.current == "p2"


async def test_the_next_file_is_read_ahead(tmp_path: Path) -> None:
    for name, text in (("one.txt", TEXT), ("two.txt", OTHER_TEXT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    async with reading(tmp_path / "library", files, extractor=Finder(Suggestions())) as driver:
        await driver.until_extracted()
        await until(driver.pilot, lambda: article(OTHER_TEXT).id in driver.app.library)
        await driver.press("right_square_bracket")
        assert driver.reader.article.text == OTHER_TEXT


async def test_an_article_without_fields_says_what_to_do(tmp_path: Path) -> None:
    identifier = open_library(tmp_path).add(article(OTHER_TEXT, "Other"), Suggestions()).id
    async with reading(tmp_path, [identifier]) as driver:
        assert "Nothing was found" in driver.reader.panel.fields.remark
        await driver.press("a", "x", "e", "j", "J", "s", "c", "minus", "y", "right")
        assert driver.stored.edits == ()
        await driver.press("tab", "ctrl+home", "right", *["right"] * 3, "shift+right", "shift+right", "l")
        assert len(driver.stored.places) == 1


async def test_a_record_that_cannot_be_opened_is_said_and_the_rest_works(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    damaged = next((tmp_path / "records").rglob(f"{ids[0]}.json"))
    damaged.write_text("{", encoding="utf-8")
    async with reading(tmp_path, ids) as driver:
        assert driver.reader.state.queue.position == 1
        await driver.press("left_square_bracket")
        assert ids[0] in driver.said
        await driver.press("a", "right_square_bracket")
        assert driver.reader.article.text == OTHER_TEXT
    assert damaged.read_text(encoding="utf-8") == "{"


async def test_a_terminal_too_small_says_what_would_do(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(50, 12)) as driver:
        assert driver.reader.query_one("#too-small").display
        assert not driver.reader.article.display
        await driver.pilot.resize_terminal(80, 24)
        await driver.pilot.pause()
        assert driver.reader.article.display
        await driver.press("a")
        assert driver.stored.decided == 1


@pytest.mark.parametrize("size", [(60, 5), (50, 40), (120, 3)])
async def test_what_cannot_be_seen_is_left_alone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j")
        await driver.pilot.resize_terminal(*size)
        await driver.pilot.pause()
        await driver.press("left_curly_bracket", "right_curly_bracket", "a", "x", "A", "1", "k", "e", "d", "tab", "G")
        assert driver.stored.edits == ()
        await driver.press("question_mark", "escape")
        await driver.pilot.resize_terminal(120, 40)
        await driver.pilot.pause()
        assert driver.current == "p2"
        assert driver.reader.split.fields_room == 52
        await driver.press("a")
        assert driver.status("p2") == "accepted"


@pytest.mark.parametrize("key", ["j", "tab", "e"])
async def test_the_focus_is_where_it_was_when_there_is_room_again(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.press(key)
        before = driver.app.focused
        for size in ((50, 40), (50, 5), (80, 24)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause()
        assert driver.app.focused is before


async def test_help_shows_every_key(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 60)) as driver:
        await driver.press("question_mark")
        text = " ".join(str(driver.app.screen.query_one("#help Static").render()).split())
        for key in KEYS:
            assert key.help in text
            assert shown_keys(key)[0] in text
        await driver.press("escape")
        assert driver.stored.edits == ()
        assert len(driver.app.screen_stack) == 1


def test_every_key_does_something() -> None:
    here = {key.id for key in KEYS if key.where in ("fields", "selection", "finding", "anywhere")}
    assert here == set(COMMANDS) | set(ALWAYS) | set(OF_THE_APP) | {"jump"}
    assert len({key.id for key in KEYS}) == len(KEYS)


async def test_all_that_was_named_is_put_in_the_library(tmp_path: Path) -> None:
    files = []
    for name, text in (("one", TEXT), ("two", OTHER_TEXT), ("three", "Nobody came.\n")):
        files.append(tmp_path / f"{name}.txt")
        files[-1].write_text(text, encoding="utf-8")
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 50)
    async with reading(tmp_path / "library", [*files[:2], bad, files[2]], extractor=Finder(Suggestions())) as driver:
        await until(driver.pilot, lambda: len(list(open_library(tmp_path / "library").ids())) == 3)
        await until(driver.pilot, lambda: driver.told)
        assert "bad.txt" in driver.told[0]
    assert multiprocessing.active_children() == []


async def test_the_list_is_laid_out_anew_when_the_terminal_grows(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        await driver.go("n3")
        assert len(driver.reader.panel.fields._places) == 3
        await driver.pilot.resize_terminal(120, 40)
        await driver.pilot.pause()
        assert len(driver.reader.panel.fields._places) == 8
        assert driver.reader.panel.fields.scroll_offset.y == 0


async def test_a_click_on_the_count_of_a_kind_goes_to_it(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        line = driver.reader.panel.counts.render_line(0).text
        await driver.pilot.click("Counts", offset=(line.index("NUMBERS") + 2, 0))
        assert driver.current == "n1"
        await driver.press("z")
        assert "▸NUMBERS 0/3" in driver.reader.panel.counts.render_line(0).text


async def test_a_page_and_the_ends_of_the_list_are_a_key_away(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        await driver.press("end")
        assert driver.current == "q1"
        await driver.press("home", "pagedown", "pageup")
        assert driver.current == "p1"
        await driver.press("left_parenthesis", "x", "right_parenthesis", "a", *["left_parenthesis"] * 2)
        assert driver.current == "q1", "round the end, and to a kind that is decided too"
