"""What the status line says of a key that has changed something, and of what an undo took back."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import ReaderDriver, article, at, reading

from store.library.opening import open_library
from store.model.fields import Place, Quote, Suggestions


def select(driver: ReaderDriver, words: str) -> None:
    driver.reader.article.selection = at(words)


async def test_a_new_field_and_its_undo_are_named(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        select(driver, "Monday")
        await driver.press("l")
        assert driver.said.startswith("A new place: Monday")
        await driver.press("u")
        assert driver.said.startswith("Undone: adding “Monday”")
        await driver.press("U")
        assert driver.said.startswith("Redone: adding “Monday”")


async def test_one_mention_struck_out_says_how_many_are_left(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        assert len(driver.stored.fields["p1"].spans) == 2
        await driver.press("minus")
        assert driver.said.startswith("“Petra Lindqvist” is not a mention of Petra Lindqvist any more; 1 is left")
        await driver.press("u")
        assert driver.said.startswith("Undone: edges of “Petra Lindqvist”")


async def test_split_and_merge_are_said_and_what_was_split_comes_last_in_the_list(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("right", "M")
        assert driver.said.startswith("A field of its own: “Lindqvist”")
        await driver.press("m")
        await driver.press("enter")
        assert driver.said.startswith("One field now: Anders Holm")
        await driver.press("u", "u")
        assert driver.said.startswith("Undone: splitting off “Petra Lindqvist”")


async def test_an_undone_change_says_what_holds_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p2")
        await driver.press("e", "tab", "ctrl+u", *"chief", "enter", "u")
        assert driver.said.startswith("Undone: the role of “Anders Holm” is “welder” again")
        await driver.go("q1")
        await driver.press("s", "u")
        assert driver.said.startswith("Undone: the speaker of “We heard")


async def test_a_field_that_has_become_a_number_without_a_value_is_named_by_its_words(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p2")
        await driver.press("c", "n")
        assert driver.said.startswith("Changed to a number: Anders Holm")
        await driver.press("u")
        assert driver.said.startswith("Undone: changing the kind of “Anders Holm”")
        await driver.press("U")
        assert driver.said.startswith("Redone: changing the kind of “Anders Holm”")


async def test_a_speaker_is_named_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("s")
        line = "".join(words for words, _ in driver.reader.status.segments(120))
        assert line.strip().startswith("Speaker: Petra Lindqvist (1 of 2)   s then Anders Holm   piece 1 of 2")


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [(33.75, -84.39, "at 33.75° N, 84.39° W"), (-12.5, 0, "at 12.5° S, 0° E")],
)
async def test_coordinates_say_that_they_are_some(
    tmp_path: Path, latitude: float, longitude: float, words: str
) -> None:
    found = Place(id="l1", name="Port Sabel", spans=[at("Port Sabel")], latitude=latitude, longitude=longitude)
    library = open_library(tmp_path)
    entry = library.add(article(), Suggestions(extractor="test/1", places=[found])).id
    async with reading(tmp_path, [entry]) as driver:
        assert driver.said == words


async def test_what_was_let_stand_at_the_end_is_counted_without_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        left = len(driver.stored.fields)
        await driver.press("d", "A", "u")
        assert f"Undone: finishing the article, with {left} fields" in driver.said


async def test_a_quote_whose_speaker_is_struck_out_is_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("s")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker is not None
        await driver.go(quote.speaker)
        await driver.press("x")
        await driver.go("q1")
        line = "".join(words for words, _ in driver.reader.status.segments(120))
        assert "Struck out: Petra Lindqvist" in line
        assert f"? its speaker, {quote.speaker_name}, is struck out" in line
        await driver.go(quote.speaker)
        await driver.press("u")
        await driver.go("q1")
        assert "struck out" not in driver.said


async def test_a_key_that_needs_a_field_says_so_where_there_is_none(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        for key in ("a", "x", "e", "c", "minus", "comma", "o", "m", "M", "A", "X", "f", "y"):
            await driver.press("slash", *"luck", "enter", "escape", "escape")
            assert not driver.said.startswith("No field here")
            await driver.press(key)
            assert driver.current == ""
            assert driver.said.startswith("No field here"), key
            assert driver.stored.edits == ()
            await driver.press("escape")


async def test_what_was_found_is_said_once_and_the_next_hit_is_no_number(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash", *"port", "enter")
        line = "".join(words for words, _ in driver.reader.status.segments(120))
        assert line.count("“port”") == 1
        assert "n not a number" not in line
        assert "p l new" in line
