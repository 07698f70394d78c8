"""Finding: words in the article and in the fields, and doubts."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import TEXT, ReaderDriver, article, at, reading, suggestions

from store.library.opening import open_library


def footer(driver: ReaderDriver) -> list[tuple[str, str]]:
    """Each key that is offered, with what it does."""
    pieces = [words.rstrip() for words, _ in driver.reader.footer.segments(driver.app.size.width) if words.strip()]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


async def test_find_and_go_through_the_hits(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash")
        await driver.type("holm")
        await driver.press("enter")
        assert driver.current == "p2"
        assert driver.said == "“holm”: 1 of 1"
        await driver.press("slash")
        await driver.press(*["backspace"] * 4)
        await driver.type("lindqvist")
        await driver.press("enter", "n")
        assert driver.reader.article.cursor == at("Lindqvist said")[0] or driver.current == "p1"
        await driver.press("N", "escape", "escape", "n")
        assert driver.stored.edits == ()


async def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash")
        await driver.type("unicorn")
        await driver.press("enter")
        assert "not in this article" in driver.said


async def test_the_next_doubt_and_its_reason(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("exclamation_mark")
        assert driver.current == "l2"
        assert "30% sure" in driver.said
        await driver.press("exclamation_mark")
        assert driver.current == "q1"
        assert "speaker" in driver.said


async def test_words_that_are_only_said_of_a_field_are_found_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("f")
        await driver.type("ask the surgeon")
        await driver.press("enter", *"jjj", "slash")
        await driver.type("surgeon")
        await driver.press("enter")
        assert driver.current == "p1"
        assert driver.said == "“surgeon”: 1 of 1, said of this field"


async def test_a_field_is_no_second_hit_beside_the_words_that_state_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash")
        await driver.type("mile")
        await driver.press("enter")
        assert driver.said == "“mile”: 1 of 1"


async def test_words_and_fields_are_gone_through_in_the_order_of_the_text(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash")
        await driver.type("people")
        await driver.press("enter")
        assert driver.said == "“people”: 1 of 2"
        await driver.press("n")
        assert (driver.current, driver.said) == ("n2", "“people”: 2 of 2, said of this field")
        await driver.press("n")
        assert driver.reader.article.selection == at("people")
        offered = [key.keys[0] for key in driver.reader.footer._keys]
        assert len(offered) == len(set(offered)), "a key is offered for one thing"
        await driver.press("escape")
        assert driver.reader.article.selection == at("people")
        await driver.press("escape")
        assert driver.reader.article.selection is None


@pytest.mark.parametrize("words", ["city", "mile", "people"])  # said of fields, words of the text, both
async def test_one_escape_stops_finding(tmp_path: Path, words: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash")
        await driver.type(words)
        await driver.press("enter")
        assert ("esc", " stop") in footer(driver)
        await driver.press("escape")
        assert driver.reader.state.search is None
        assert driver.reader.article.selection is not None
        await driver.press("escape")
        assert driver.reader.article.selection is None
        assert ("esc", " stop") not in footer(driver)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_what_was_added_at_a_hit_can_be_undone_and_the_footer_says_so(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, size=size) as driver:
        await driver.press("slash", *"nurse", "enter")
        assert ("u", " undo") not in footer(driver)
        await driver.press("p")
        assert len(driver.stored.people) == 3
        assert ("u", " undo") in footer(driver)
        assert ("esc", " stop") in footer(driver)
        await driver.press("u")
        assert len(driver.stored.people) == 2


async def test_another_article_is_not_looked_through(tmp_path: Path) -> None:
    entries = [open_library(tmp_path).add(article(text), suggestions()).id for text in (TEXT, f"{TEXT}And so on.\n")]
    async with reading(tmp_path, entries) as driver:
        await driver.press("slash")
        await driver.type("city")
        await driver.press("enter", "right_square_bracket", "tab", "tab", "space", "escape")
        assert driver.reader.article.selection is None


async def test_a_doubt_that_is_not_listed_is_spoken_of(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "j", "z", "exclamation_mark")
        assert driver.current == "q1"
        await driver.press("exclamation_mark")
        assert driver.current == "q1"
        assert driver.said == "No other field listed is in doubt; 1 not listed, Z lists them"
        await driver.press("Z", "exclamation_mark")
        assert driver.current == "l2"


@pytest.mark.parametrize(("words", "field"), [("holm", "p2"), ("surgeon", "p1")])  # its name; what is said of it
async def test_what_was_found_is_edited_where_it_was_found(tmp_path: Path, words: str, field: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("f", *"ask the surgeon", "enter", *"jjj", "slash", *words, "enter", "e")
        editor = driver.reader.panel.editor
        assert editor is not None
        assert editor._item.id == field


async def test_a_letter_without_a_use_says_so_in_the_article_and_in_the_fields(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        for before in ([], ["tab"], ["slash", *"holm", "enter"]):
            await driver.press(*before, "Y")
            assert driver.said == "Y does nothing here; ? shows the keys, ctrl+p finds one by words"
        for key, sign in (("colon", ":"), ("apostrophe", "'"), ("backslash", "\\")):
            await driver.press(key)
            assert driver.said.startswith(f"{sign} does nothing here")
        await driver.press("e", "Y")
        assert "does nothing" not in driver.said, "in a box it is typed"
