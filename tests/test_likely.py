"""One key goes through what an attribute may be; and what a person adds comes with what the text says of it."""

from __future__ import annotations

from pathlib import Path

from reader_driver import TEXT, ReaderDriver, article, at, reading, suggestions

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions

LIST = "Officials spoke. Ministers Ida Roe and Tom Lund met in Paris. Six boats sank.\n"


def person(driver: ReaderDriver, name: str) -> Person:
    item = driver.stored.fields[name]
    assert isinstance(item, Person)
    return item


def ministers() -> Suggestions:
    return Suggestions(
        people=[
            Person(
                id="p1",
                name="Ida Roe",
                role="minister",
                spans=[at("Ida Roe", LIST)],
                evidence={"role": at("Ministers", LIST)},
            ),
            Person(id="p2", name="Tom Lund", spans=[at("Tom Lund", LIST)]),
        ],
        places=[Place(id="l1", name="Paris", type="city", country="US", spans=[at("Paris", LIST)])],
    )


async def test_a_role_that_is_anothers_is_taken_over_by_one_key(tmp_path: Path) -> None:
    identifier = open_library(tmp_path).add(article(LIST), ministers()).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("j", "s")
        tom = person(driver, "p2")
        assert tom.role == "minister"
        assert tom.evidence["role"] == at("Ministers", LIST)
        assert driver.said.startswith("Role: minister (1 of")
        assert "S back" in driver.said
        await driver.press("S")
        assert person(driver, "p2").role is None
        assert "as it was" in driver.said


async def test_the_places_of_a_name_are_gone_through(tmp_path: Path) -> None:
    identifier = open_library(tmp_path).add(article(LIST), ministers()).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.go("l1")
        await driver.press("s")
        place = driver.stored.fields["l1"]
        assert isinstance(place, Place)
        assert (place.country, place.type) == ("FR", "city")
        assert place.latitude is not None
        await driver.press("u")
        place = driver.stored.fields["l1"]
        assert isinstance(place, Place)
        assert (place.country, place.latitude) == ("US", None)


async def test_what_a_number_counts_is_gone_through_before_what_it_has(tmp_path: Path) -> None:
    text = "In all 12 ferries sank near the quay.\n"
    found = Suggestions(numbers=[Number(id="n1", value=12, spans=[at("12", text)])])
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        seen = []
        for _ in range(5):
            await driver.press("s")
            item = driver.stored.fields["n1"]
            assert isinstance(item, Number)
            seen.append((item.counted, item.event))
        assert seen[0] == ("ferries", None)
        assert (None, "sank") in seen


async def test_what_was_decided_of_a_name_elsewhere_comes_first(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    first = library.add(article(), suggestions())
    library.commit(first.id, [])
    text = "Later Anders Holm spoke, a sailor by then.\n"
    found = Suggestions(people=[Person(id="p1", name="Anders Holm", spans=[at("Anders Holm", text)])])
    second = library.add(article(text, "Later"), found)
    async with reading(tmp_path, [first.id, second.id]) as driver:
        await driver.go("p2")
        await driver.press("a", "right_square_bracket", "e")
        assert driver.app.focused is not None
        assert driver.app.focused.id == "box-role"
        assert driver.said.startswith("↓ welder")


async def test_an_added_person_has_the_role_that_the_text_gives(tmp_path: Path) -> None:
    text = "On Monday the mayor of Holt, Ida Roe, resigned.\n"
    identifier = open_library(tmp_path).add(article(text), Suggestions()).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("slash", *"Ro", "enter", "p")
        item = person(driver, "p1")
        assert (item.name, item.role) == ("Ida Roe", "mayor of Holt")
        assert item.evidence["role"] == at("mayor of Holt", text)
        assert len(driver.stored.edits) == 1


async def test_an_added_quote_has_the_speaker_beside_it(tmp_path: Path) -> None:
    found = suggestions()
    found.quotes.clear()
    identifier = open_library(tmp_path).add(article(), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("slash", *"hea", "enter", "q")
        quote = driver.stored.quotes[0]
        assert isinstance(quote, Quote)
        assert quote.surface(TEXT) == "“We heard one blast,”"
        assert (quote.speaker, quote.speaker_name, quote.cue) == ("p1", "Petra Lindqvist", "told")
        assert quote.evidence["cue"] == at("told")


def test_nothing_is_changed_by_going_all_the_way_round() -> None:
    from store.model.record import Record
    from tui.reader.commands.likely import turning

    record = Record(article=article(LIST), suggestions=ministers())
    item = record.fields["p2"]
    turned = turning(record, item, lambda _, __: [])
    for _ in turned.readings:
        after = turned.step(1)
    assert actions.change(record, "p2", after) is None


def drive(distance: str) -> tuple[str, Suggestions]:
    text = f"The convoy drove {distance} klicks on.\n"
    return text, Suggestions(numbers=[Number(id="n1", value=int(distance), spans=[at(distance, text)])])


async def test_a_unit_typed_in_one_sitting_is_offered_first_in_the_next(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    first, second = (library.add(article(text), found).id for text, found in map(drive, ("12", "30")))
    async with reading(tmp_path, [first]) as driver:
        await driver.press("e", *["tab"] * 4)
        assert driver.app.focused is not None
        while driver.app.focused.id != "box-unit":
            await driver.press("tab")
        await driver.press(*"kilometre", "enter")
        typed = driver.stored.fields["n1"]
        assert isinstance(typed, Number)
        assert typed.unit == "kilometre"
    async with reading(tmp_path, [second]) as driver:
        await driver.press("s")
        item = driver.stored.fields["n1"]
        assert isinstance(item, Number)
        assert (item.unit, item.counted) == ("kilometre", None)
