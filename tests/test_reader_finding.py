"""Finding: words in the article and in the fields, and doubts."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_room import TEXT, Room, article, at, reading, suggestions

from store.library.opening import open_library


def footer(room: Room) -> list[tuple[str, str]]:
    """Each key that is offered, with what it does."""
    pieces = [words.rstrip() for words, _ in room.reader.footer.segments(room.app.size.width) if words.strip()]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


async def test_find_and_go_through_the_hits(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type("holm")
        await room.press("enter")
        assert room.current == "p2"
        assert room.said == "“holm”: 1 of 1"
        await room.press("slash")
        await room.press(*["backspace"] * 4)
        await room.type("lindqvist")
        await room.press("enter", "n")
        assert room.reader.article.cursor == at("Lindqvist said")[0] or room.current == "p1"
        await room.press("N", "escape", "n")
        assert room.stored.edits == ()


async def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type("unicorn")
        await room.press("enter")
        assert "not in this article" in room.said


async def test_the_next_doubt_and_its_reason(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("exclamation_mark")
        assert room.current == "l2"
        assert "30% sure" in room.said
        await room.press("exclamation_mark")
        assert room.current == "q1"
        assert "speaker" in room.said


async def test_words_that_are_only_said_of_a_field_are_found_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("f")
        await room.type("ask the surgeon")
        await room.press("enter", *"jjj", "slash")
        await room.type("surgeon")
        await room.press("enter")
        assert room.current == "p1"
        assert room.said == "“surgeon”: 1 of 1, said of this field"


async def test_a_field_is_no_second_hit_beside_the_words_that_state_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type("mile")
        await room.press("enter")
        assert room.said == "“mile”: 1 of 1"


async def test_words_and_fields_are_gone_through_in_the_order_of_the_text(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type("people")
        await room.press("enter")
        assert room.said == "“people”: 1 of 2"
        await room.press("n")
        assert (room.current, room.said) == ("n2", "“people”: 2 of 2, said of this field")
        await room.press("n")
        assert room.reader.article.selection == at("people")
        offered = [key.keys[0] for key in room.reader.footer._keys]
        assert len(offered) == len(set(offered)), "a key is offered for one thing"
        await room.press("escape")
        assert room.reader.article.selection is None


@pytest.mark.parametrize("words", ["city", "mile", "people"])  # said of fields, words of the text, both
async def test_one_escape_stops_finding(tmp_path: Path, words: str) -> None:
    async with reading(tmp_path) as room:
        await room.press("slash")
        await room.type(words)
        await room.press("enter")
        assert ("esc", " stop") in footer(room)
        await room.press("escape")
        assert room.reader.state.search is None
        assert room.reader.article.selection is None
        assert ("esc", " stop") not in footer(room)


async def test_another_article_is_not_looked_through(tmp_path: Path) -> None:
    entries = [open_library(tmp_path).add(article(text), suggestions()).id for text in (TEXT, f"{TEXT}And so on.\n")]
    async with reading(tmp_path, entries) as room:
        await room.press("slash")
        await room.type("city")
        await room.press("enter", "right_square_bracket", "tab", "tab", "space", "escape")
        assert room.reader.article.selection is None


async def test_a_doubt_that_is_not_listed_is_spoken_of(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "j", "z", "exclamation_mark")
        assert room.current == "q1"
        await room.press("exclamation_mark")
        assert room.current == "q1"
        assert room.said == "No other field listed is in doubt; 1 not listed, Z lists them"
        await room.press("Z", "exclamation_mark")
        assert room.current == "l2"
