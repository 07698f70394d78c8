"""Moving about: fields, mentions, panes, articles, the mouse; article and fields stay in step both ways."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from hands import until
from reader_room import OTHER_TEXT, TEXT, Finder, article, at, reading, suggestions

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Suggestions
from store.sync.session import Session
from tui.reader.commands import ALWAYS, COMMANDS
from tui.settings.bindings import OF_THE_APP
from tui.settings.keys import KEYS, shown_keys


async def test_j_and_k_stop_at_the_ends(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("k")
        assert room.current == "p1"
        await room.press(*"jjjjjjjjjjjjj")
        assert room.current == "q1"
        await room.press("up")
        assert room.current == "n3"


async def test_capital_j_passes_over_what_is_decided(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "x", "K", "J")
        assert room.current == "l1"
        await room.press("K", "K")
        assert room.current == "q1"


async def test_the_mention_in_question_is_lit_and_in_view(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as room:
        await room.press("right")
        assert room.reader.state.cursor is not None
        assert room.reader.state.cursor.span == (at("Lindqvist told")[0], at(" told")[0])
        assert room.reader.article.cursor == at("Lindqvist told")[0]
        assert "mention 2 of 2" in room.said


async def test_the_cursor_in_the_article_puts_its_field_in_question(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("tab")
        room.reader.article.cursor = at(" Kestrel")[0]
        await room.press("right")
        assert room.current == "l2"
        await room.press("a")
        assert room.stored.fields["l2"].status == "accepted"


async def test_field_keys_move_the_article_too(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("tab", "j")
        assert room.current == "p2"
        assert room.reader.article.cursor == at("Anders")[0]
        assert room.reader.article.has_focus


async def test_a_click_on_a_row_and_a_double_click(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.pilot.click("FieldList", offset=(10, 5))
        assert room.current == "l1"
        await room.pilot.click("FieldList", offset=(10, 2), times=2)
        assert room.current == "p2"
        assert room.reader.panel.editor is not None


async def test_a_click_on_a_hint(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.pilot.click("Footer", offset=(3, 0))
        assert room.stored.fields["p1"].status == "accepted"


async def test_what_is_copied(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("y")
        assert room.app.clipboard.startswith("Petra Lindqvist, Mayor\nFlames tore")
        assert room.app.clipboard.endswith("said.\n")


async def test_brackets_turn_to_the_other_articles(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    async with reading(tmp_path, ids) as room:
        await room.press("right_square_bracket")
        assert room.reader.article.text == OTHER_TEXT
        assert room.reader.header.progress.article == 2
        await room.press("right_square_bracket")
        assert "last article" in room.said
        await room.press("left_square_bracket")
        assert room.reader.article.text == TEXT


async def test_it_opens_the_first_article_that_is_not_done(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    async with reading(tmp_path, ids) as room:
        await room.press("d", "l", "ctrl+q")
    async with reading(tmp_path, ids) as room:
        assert room.reader.state.queue.position == 1


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
    async with reading(tmp_path, ids) as room:
        assert room.reader.state.queue.position == 25


async def test_a_new_file_shows_its_text_then_its_fields(tmp_path: Path) -> None:
    file = tmp_path / "grain-store-burns.txt"
    file.write_text(TEXT, encoding="utf-8")
    async with reading(tmp_path / "library", [file], extractor=Finder(suggestions())) as room:
        assert room.reader.article.text == TEXT
        await room.until_extracted()
        await room.press("a")
        assert room.stored.fields["p1"].status == "accepted"
    async with reading(tmp_path / "library", [file]) as room:
        assert room.current == "p2"


async def test_the_next_file_is_read_ahead(tmp_path: Path) -> None:
    for name, text in (("one.txt", TEXT), ("two.txt", OTHER_TEXT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [tmp_path / "one.txt", tmp_path / "two.txt"]
    async with reading(tmp_path / "library", files, extractor=Finder(Suggestions())) as room:
        await room.until_extracted()
        await until(room.pilot, lambda: article(OTHER_TEXT).id in room.app.library)
        await room.press("right_square_bracket")
        assert room.reader.article.text == OTHER_TEXT


async def test_an_article_without_fields_says_what_to_do(tmp_path: Path) -> None:
    identifier = open_library(tmp_path).add(article(OTHER_TEXT, "Other"), Suggestions()).id
    async with reading(tmp_path, [identifier]) as room:
        assert "Nothing was found" in room.reader.panel.fields.remark
        await room.press("a", "x", "e", "j", "J", "s", "c", "minus", "y", "right")
        assert room.stored.edits == ()
        await room.press("tab", "ctrl+home", "right", *["right"] * 3, "shift+right", "shift+right", "l")
        assert len(room.stored.places) == 1


async def test_a_record_that_cannot_be_opened_is_said_and_the_rest_works(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(OTHER_TEXT, "Other"), Suggestions()).id]
    damaged = next((tmp_path / "records").rglob(f"{ids[0]}.json"))
    damaged.write_text("{", encoding="utf-8")
    async with reading(tmp_path, ids) as room:
        assert room.reader.state.queue.position == 1
        await room.press("left_square_bracket")
        assert ids[0] in room.said
        await room.press("a", "right_square_bracket")
        assert room.reader.article.text == OTHER_TEXT
    assert damaged.read_text(encoding="utf-8") == "{"


async def test_a_terminal_too_small_says_what_would_do(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(50, 12)) as room:
        assert room.reader.query_one("#too-small").display
        assert not room.reader.article.display
        await room.pilot.resize_terminal(80, 24)
        await room.pilot.pause()
        assert room.reader.article.display
        await room.press("a")
        assert room.stored.decided == 1


@pytest.mark.parametrize("size", [(60, 5), (50, 40), (120, 3)])
async def test_what_cannot_be_seen_is_left_alone(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path) as room:
        await room.press("j")
        await room.pilot.resize_terminal(*size)
        await room.pilot.pause()
        await room.press("left_curly_bracket", "right_curly_bracket", "a", "x", "A", "1", "k", "e", "d", "tab", "G")
        assert room.stored.edits == ()
        await room.press("question_mark", "escape")
        await room.pilot.resize_terminal(120, 40)
        await room.pilot.pause()
        assert room.current == "p2"
        assert room.reader.split.fields_room == 52
        await room.press("a")
        assert room.status("p2") == "accepted"


@pytest.mark.parametrize("key", ["j", "tab", "e"])
async def test_the_focus_is_where_it_was_when_there_is_room_again(tmp_path: Path, key: str) -> None:
    async with reading(tmp_path) as room:
        await room.press(key)
        before = room.app.focused
        for size in ((50, 40), (50, 5), (80, 24)):
            await room.pilot.resize_terminal(*size)
            await room.pilot.pause()
        assert room.app.focused is before


async def test_help_shows_every_key(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 60)) as room:
        await room.press("question_mark")
        text = " ".join(str(room.app.screen.query_one("#help Static").render()).split())
        for key in KEYS:
            assert key.help in text
            assert shown_keys(key)[0] in text
        await room.press("escape")
        assert room.stored.edits == ()
        assert len(room.app.screen_stack) == 1


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
    async with reading(tmp_path / "library", [*files[:2], bad, files[2]], extractor=Finder(Suggestions())) as room:
        await until(room.pilot, lambda: len(list(open_library(tmp_path / "library").ids())) == 3)
        await until(room.pilot, lambda: room.told)
        assert "bad.txt" in room.told[0]
    assert multiprocessing.active_children() == []


async def test_the_list_is_laid_out_anew_when_the_terminal_grows(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as room:
        await room.go("n3")
        assert len(room.reader.panel.fields._places) == 3
        await room.pilot.resize_terminal(120, 40)
        await room.pilot.pause()
        assert len(room.reader.panel.fields._places) == 8
        assert room.reader.panel.fields.scroll_offset.y == 0
