"""Correcting: the editor in place, kinds, speakers, and fields made of a selection; looked up on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_room import TEXT, Room, article, at, reading

from store.library.opening import open_library
from store.model.fields import Number, Person, Place, Quote, Suggestions


async def select(room: Room, words: str) -> None:
    """Put the article's cursor before these words and select them with the keys."""
    start, end = at(words)
    if not room.reader.article.has_focus:
        await room.press("tab")
    room.reader.article.cursor = start
    await room.press(*["shift+right"] * len(words.split()))
    assert room.reader.article.selection == (start, end)


async def test_a_role_is_edited_and_its_evidence_found(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "e", "tab")
        await room.type("nurse")
        await room.press("enter")
        person = room.stored.fields["p2"]
        assert isinstance(person, Person)
        assert (person.role, person.status) == ("nurse", "corrected")
        assert "role" not in person.evidence  # no nurse stands in the sentence of his name
        await room.press("e", "tab")
        await room.type("welder")
        await room.press("enter")
        assert room.stored.fields["p2"].evidence["role"] == at("welder")


async def test_escape_drops_what_was_typed(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("e")
        await room.type("Nobody")
        await room.press("escape")
        assert room.stored.edits == ()
        await room.press("a")
        assert room.stored.fields["p1"].status == "accepted"


async def test_a_name_cannot_be_empty(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("e", "delete", "enter")
        assert room.reader.panel.editor is not None
        assert "a name is needed" in str(room.reader.panel.editor.query_one("#hint").render())
        await room.type("Petra Lind")
        await room.press("enter")
        assert room.reader.panel.editor is None
        person = room.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.name == "Petra Lind"


async def test_places_are_checked(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "j", "e", "tab", "r", "tab")
        await room.type("nowhere")
        await room.press("enter")
        assert room.reader.panel.editor is not None
        await room.press("tab", "shift+tab")
        await room.type("fi")
        await room.press("tab")
        await room.type("60.1")
        await room.press("enter")
        assert "both or none" in room.said
        await room.press("tab")
        await room.type("24.5")
        await room.press("enter")
        place = room.stored.fields["l1"]
        assert isinstance(place, Place)
        assert (place.type, place.country, place.latitude, place.longitude) == ("region", "FI", 60.1, 24.5)


async def test_a_known_place_brings_its_country_and_coordinates(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("l1")
        await room.press("e")
        await room.type("Bergen")
        await room.press("enter", "j", "e", "tab", "tab")
        await room.type("norway")
        await room.press("enter")
        bergen, bay = room.stored.fields["l1"], room.stored.fields["l2"]
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
    async with reading(tmp_path) as room:
        await room.go("n2")
        await room.press("e")
        await room.type(typed)
        await room.press("enter")
        number = room.stored.fields["n2"]
        assert isinstance(number, Number)
        assert (number.value, number.low, number.high) == (value, low, high)
        assert number.counted == "people"
        if approx:
            assert number.approx == approx


async def test_a_bound_goes_with_its_value(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("n1")
        await room.press("e", "2", "1", "enter")
        number = room.stored.fields["n1"]
        assert isinstance(number, Number)
        assert (number.value, number.low, number.high, number.approx) == (21, 21, None, "at least")


async def test_what_is_no_number_is_refused(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("n1")
        await room.press("e")
        await room.type("plenty")
        await room.press("enter", "escape")
        assert room.stored.edits == ()


async def test_s_goes_through_the_people_nearest_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("q1")
        await room.press("s")
        quote = room.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == ("p1", "Petra Lindqvist")
        assert quote.evidence["speaker"] == (at("Lindqvist told")[0], at(" told")[0])
        await room.press("s")
        quote = room.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker == "p2"
        assert "speaker" not in quote.evidence  # he is named a paragraph away
        await room.press("S")
        quote = room.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker == "p1"


async def test_s_on_anything_else_says_why_not(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("s")
        assert "only a quote" in room.said


async def test_a_speaker_is_typed_by_the_first_letters(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("q1")
        await room.press("e")
        await room.type("holm")
        await room.press("enter")
        quote = room.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == ("p2", "Anders Holm")


async def test_a_speaker_who_is_no_person_of_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("q1")
        await room.press("e")
        await room.type("reporters")
        await room.press("enter")
        quote = room.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, "reporters")
        assert quote.evidence["speaker"] == at("reporters")


async def test_a_change_of_kind(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("j", "j", "c", "p")
        record = room.stored
        assert (record.fields["l1"].status, record.fields["l1"].became) == ("rejected", "p3")
        assert room.current == "p3"
        assert record.fields["p3"].spans == [at("Port Sabel")]
        await room.press("u")
        assert "p3" not in room.stored.fields


async def test_a_selection_becomes_a_number_with_its_value(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await select(room, "two")
        await room.press("n")
        number = room.stored.fields["n4"]
        assert isinstance(number, Number)
        assert (number.value, number.status, number.spans) == (2, "added", [at("two")])
        assert room.current == "n4"
        assert room.reader.article.selection is None


async def test_a_known_name_is_attached_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("p1")
        await room.press("right", "minus")
        await select(room, "Lindqvist told")
        await room.press("escape")
        room.reader.article.cursor = at("Lindqvist told")[0]
        await room.press("shift+right", "p", "enter")
        assert len(room.stored.fields["p1"].spans) == 2
        await room.press("u")
        assert len(room.stored.fields["p1"].spans) == 1


async def test_or_it_is_somebody_else(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.go("p1")
        await room.press("right", "minus", "tab")
        room.reader.article.cursor = at("Lindqvist told")[0]
        await room.press("shift+right", "p", "n")
        person = room.stored.fields["p3"]
        assert isinstance(person, Person)
        assert person.name == "Lindqvist"


async def test_a_selection_over_a_mention_puts_its_edges_right(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await select(room, "Mayor Petra Lindqvist")
        await room.press("p")
        assert room.stored.fields["p1"].spans[0] == at("Mayor Petra Lindqvist")
        assert room.current == "p1"


async def test_letters_make_nothing_without_a_selection(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await room.press("p")
        assert "Select words" in room.said
        await room.press("tab", "l", "n", "q")
        assert "Select words" in room.said
        assert room.stored.edits == ()


async def test_offsets_still_fit_after_all_this(tmp_path: Path) -> None:
    async with reading(tmp_path) as room:
        await select(room, "a nurse")
        await room.press("p")
        for item in room.stored.fields.values():
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
    async with reading(tmp_path, [identifier]) as room:
        await room.press("slash", *"Marsh, ", "enter", "escape", "space")
        assert "p one more of Tom Marsh or 1 other" in room.said
        await room.press("p", "2")
        assert at("Marsh, ", text)[0] in [start for start, _ in room.stored.fields["p1"].spans]
        await room.press("u", "slash", *"Tom Marsh l", "enter", "escape", "shift+right", "shift+right", "p", "enter")
        assert len(room.stored.fields["p2"].spans) == 2
        assert len(room.stored.people) == 2
