"""Correcting: the editor in place, kinds, speakers, and fields made of a selection; looked up on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import TEXT, ReaderDriver, article, at, reading

from store.library.opening import open_library
from store.model.fields import Number, Person, Place, Quote, Suggestions


async def select(driver: ReaderDriver, words: str) -> None:
    """Put the article's cursor before these words and select them with the keys."""
    start, end = at(words)
    if not driver.reader.article.has_focus:
        await driver.press("tab")
    driver.reader.article.cursor = start
    await driver.press(*["shift+right"] * len(words.split()))
    assert driver.reader.article.selection == (start, end)


async def test_a_role_is_edited_and_its_evidence_found(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "e", "tab")
        await driver.type("nurse")
        await driver.press("enter")
        person = driver.stored.fields["p2"]
        assert isinstance(person, Person)
        assert (person.role, person.status) == ("nurse", "corrected")
        assert "role" not in person.evidence  # no nurse stands in the sentence of his name
        await driver.press("e", "tab")
        await driver.type("welder")
        await driver.press("enter")
        assert driver.stored.fields["p2"].evidence["role"] == at("welder")


async def test_escape_drops_what_was_typed(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e")
        await driver.type("Nobody")
        await driver.press("escape")
        assert driver.stored.edits == ()
        await driver.press("a")
        assert driver.stored.fields["p1"].status == "accepted"


async def test_a_name_cannot_be_empty(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e", "delete", "enter")
        assert driver.reader.panel.editor is not None
        assert "a name is needed" in str(driver.reader.panel.editor.query_one("#hint").render())
        await driver.type("Petra Lind")
        await driver.press("enter")
        assert driver.reader.panel.editor is None
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.name == "Petra Lind"


async def test_places_are_checked(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "j", "e", "shift+tab", "r", "tab")
        await driver.type("nowhere")
        await driver.press("enter")
        assert driver.reader.panel.editor is not None
        await driver.press("tab", "shift+tab")
        await driver.type("fi")
        await driver.press("tab")
        await driver.type("60.1")
        await driver.press("enter")
        assert "both or neither" in driver.said
        await driver.press("tab")
        await driver.type("24.5")
        await driver.press("enter")
        place = driver.stored.fields["l1"]
        assert isinstance(place, Place)
        assert (place.type, place.country, place.latitude, place.longitude) == ("region", "FI", 60.1, 24.5)


async def test_a_known_place_brings_its_country_and_coordinates(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("l1")
        await driver.press("e", "shift+tab", "shift+tab")
        await driver.type("Bergen")
        await driver.press("enter", "j", "e")
        await driver.type("norway")
        await driver.press("enter")
        bergen, bay = driver.stored.fields["l1"], driver.stored.fields["l2"]
        assert isinstance(bergen, Place)
        assert isinstance(bay, Place)
        assert (bergen.name, bergen.country, bay.country) == ("Bergen", "NO", "NO")
        assert bergen.latitude == pytest.approx(60.4, abs=0.2)


@pytest.mark.parametrize(
    ("typed", "value", "low", "high", "approx"),
    [("at least 21", 21, 21, None, "at least"), ("1.2m", 1_200_000, None, None, None), ("20-25", None, 20, 25, None)],
)
async def test_a_value_is_typed_as_a_person_writes_it(
    tmp_path: Path, typed: str, value: int | None, low: int | None, high: int | None, approx: str | None
) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n2")
        await driver.press("e")
        await driver.type(typed)
        await driver.press("enter")
        number = driver.stored.fields["n2"]
        assert isinstance(number, Number)
        assert (number.value, number.low, number.high) == (value, low, high)
        assert number.counted == "people"
        if approx:
            assert number.approx == approx


async def test_a_bound_goes_with_its_value(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("e", "2", "1", "enter")
        number = driver.stored.fields["n1"]
        assert isinstance(number, Number)
        assert (number.value, number.low, number.high, number.approx) == (21, 21, None, "at least")


async def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("e")
        await driver.type("plenty")
        await driver.press("enter", "escape")
        assert driver.stored.edits == ()


async def test_s_goes_through_the_people_nearest_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("s")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == ("p1", "Petra Lindqvist")
        assert quote.evidence["speaker"] == (at("Lindqvist told")[0], at(" told")[0])
        await driver.press("s")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker == "p2"
        assert "speaker" not in quote.evidence  # he is named a paragraph away
        await driver.press("S")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker == "p1"


async def test_a_speaker_is_typed_by_the_first_letters(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("e")
        await driver.type("holm")
        await driver.press("enter")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == ("p2", "Anders Holm")


async def test_a_speaker_who_is_no_person_of_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("e")
        await driver.type("reporters")
        await driver.press("enter")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, "reporters")
        assert quote.evidence["speaker"] == at("reporters")


async def test_a_change_of_kind(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("j", "j", "c", "p")
        record = driver.stored
        assert (record.fields["l1"].status, record.fields["l1"].became) == ("rejected", "p3")
        assert driver.current == "p3"
        assert record.fields["p3"].spans == [at("Port Sabel")]
        await driver.press("u")
        assert "p3" not in driver.stored.fields


async def test_a_selection_becomes_a_number_with_its_value(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await select(driver, "two")
        await driver.press("n")
        number = driver.stored.fields["n4"]
        assert isinstance(number, Number)
        assert (number.value, number.status, number.spans) == (2, "added", [at("two")])
        assert driver.current == "n4"
        assert driver.reader.article.selection is None


async def test_a_known_name_is_attached_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p1")
        await driver.press("right", "minus")
        await select(driver, "Lindqvist told")
        await driver.press("escape")
        driver.reader.article.cursor = at("Lindqvist told")[0]
        await driver.press("shift+right", "p", "enter")
        assert len(driver.stored.fields["p1"].spans) == 2
        await driver.press("u")
        assert len(driver.stored.fields["p1"].spans) == 1


async def test_or_it_is_somebody_else(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p1")
        await driver.press("right", "minus", "tab")
        driver.reader.article.cursor = at("Lindqvist told")[0]
        await driver.press("shift+right", "p", "n")
        person = driver.stored.fields["p3"]
        assert isinstance(person, Person)
        assert person.name == "Lindqvist"


async def test_a_selection_over_a_mention_puts_its_edges_right(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await select(driver, "Mayor Petra Lindqvist")
        await driver.press("p")
        assert driver.stored.fields["p1"].spans[0] == at("Mayor Petra Lindqvist")
        assert driver.current == "p1"


async def test_letters_make_nothing_without_a_selection(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("p")
        assert "Select words" in driver.said
        await driver.press("tab", "l", "n", "q")
        assert "Select words" in driver.said
        assert driver.stored.edits == ()


async def test_offsets_still_fit_after_all_this(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await select(driver, "a nurse")
        await driver.press("p")
        for item in driver.stored.fields.values():
            assert all(0 <= start < end <= len(TEXT) for start, end in item.spans)


async def test_words_that_may_name_several_are_offered_to_each(tmp_path: Path) -> None:
    text = "Ida Marsh and her brother Tom Marsh came. Marsh, the younger, spoke. Nobody else did. Tom Marsh left.\n"
    found = Suggestions(
        extractor="test/1",
        people=[
            Person(id="p1", name="Ida Marsh", spans=[at("Ida Marsh", text)]),
            Person(id="p2", name="Tom Marsh", spans=[at("Tom Marsh", text)]),
        ],
    )
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("slash", *"Marsh, ", "enter", "escape")
        assert "p one more of Tom Marsh or 1 other" in driver.said
        await driver.press("p", "2")
        assert at("Marsh, ", text)[0] in [start for start, _ in driver.stored.fields["p1"].spans]
        await driver.press("u", "slash", *"Tom Marsh l", "enter", "escape", "less_than_sign", "p", "enter")
        assert len(driver.stored.fields["p2"].spans) == 2
        assert len(driver.stored.people) == 2
