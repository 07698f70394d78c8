"""Offers taken by keys in the editor, and what stands on the disk then."""

from __future__ import annotations

from pathlib import Path

import pytest
from offered import RECORD, at, found
from reader_driver import ReaderDriver, reading

from store.library.opening import open_library
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, text_id


async def opened(driver: ReaderDriver, identifier: str, *keys: str) -> None:
    await driver.go(identifier)
    await driver.press("e")
    assert driver.reader.panel.editor is not None
    driver.reader.panel.editor.query(".box").first().focus()  # whatever is missing
    await driver.press(*keys)


def library(folder: Path) -> list[str]:
    return [open_library(folder).add(RECORD.article, found()).id]


def sound(folder: Path) -> bool:
    """Whether every record of the library is what its edits make of it."""
    return not list(open_library(folder).check())


def hint(driver: ReaderDriver) -> str:
    editor = driver.reader.panel.editor
    assert editor is not None
    return str(editor.query_one("#hint").render())


async def test_a_role_takes_four_keys(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "p1", "tab", "K", "right", "enter")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.role == "Kharkiv oblast governor"
        assert person.evidence["role"] == at("Kharkiv oblast governor")


async def test_a_role_is_taken_word_by_word(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "p1", "tab", "f", "ctrl+right", "ctrl+right", "enter")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.role == "former minister"


async def test_up_and_down_go_through_the_offers_and_back_to_the_letters(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "p1", "tab")
        assert "Kharkiv oblast governor · former minister of the interior" in driver.said
        await driver.type("m")
        editor = driver.reader.panel.editor
        assert editor is not None
        seen = []
        for key in ("down", "down", "up", "up", "up"):
            await driver.press(key)
            seen.append(editor.typed()["role"])
        assert seen == ["minister of the interior", "minister", "minister of the interior", "m", "m"]
        await driver.press("escape")
        assert driver.stored.edits == ()


@pytest.mark.parametrize(
    ("identifier", "keys", "box", "had"),
    [
        ("n3", "down", "value", "18"),
        ("n3", "up", "value", "18"),
        ("p1", "up", "name", "Oleh Maradyn"),
        ("p1", "tab up", "role", "governor"),
        ("p1", "tab down down up up up", "role", "governor"),
    ],
)
async def test_going_through_the_offers_loses_nothing(
    tmp_path: Path, identifier: str, keys: str, box: str, had: str
) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, identifier, *keys.split())
        editor = driver.reader.panel.editor
        assert editor is not None
        assert editor.typed()[box] == had
        assert not editor.is_changed
        await driver.press("enter")
        assert driver.stored.edits == ()
        await opened(driver, identifier, *keys.split(), "X")  # as when the box was entered: in place of all of it
        editor = driver.reader.panel.editor
        assert editor is not None
        assert editor.typed()[box] == "X"


async def test_the_offers_stay_in_sight_with_the_one_taken_marked(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "p1", "tab")
        assert driver.said == "↓ Kharkiv oblast governor · former minister of the interior"
        await driver.press("down")
        assert driver.said == "↓ ▌Kharkiv oblast governor · former minister of the interior"
        await driver.press("down")
        assert driver.said == "↓ Kharkiv oblast governor · ▌former minister of the interior"
        await driver.press("up", "up")
        assert driver.said == "↓ Kharkiv oblast governor · former minister of the interior"


async def test_what_an_offer_says_of_other_boxes_goes_with_it(tmp_path: Path) -> None:
    text = "It rained in Halifax and in Paris; about 40 people, stood under at least 3 roofs."
    halifax, paris = (text.index("Halifax"), text.index(" and")), (text.index("Paris"), text.index(";"))
    forty = (text.index("40"), text.index(" people"))
    made = Suggestions(
        extractor="test/1",
        places=[Place(id="l1", name="Halifax", country="GB", type="city", spans=[halifax, paris])],
        numbers=[
            Number(id="n1", value=40, low=30, approx="about", spans=[forty]),
            Number(id="n2", value=3, approx="at least", spans=[(text.index("3 "), text.index(" roofs"))]),
        ],
    )
    entries = [open_library(tmp_path).add(Article(id=text_id(text), text=text, title="Rain"), made).id]
    async with reading(tmp_path, entries) as driver:
        await opened(driver, "l1", "down")
        editor = driver.reader.panel.editor
        assert editor is not None
        assert (editor.typed()["name"], editor.typed()["country"]) == ("Paris", "FR")
        await driver.press("up")
        assert not editor.is_changed
        await driver.press("escape")
        await opened(driver, "n1", *["tab"] * 5, "down")
        editor = driver.reader.panel.editor
        assert editor is not None
        assert (editor.typed()["approx"], editor.typed()["low"]) == ("at least", "40")
        await driver.press("up")
        assert not editor.is_changed


async def test_what_is_kept_is_said_before(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "l1", "tab", "tab")
        await driver.type("ukr")
        assert hint(driver) == "→ UA Ukraine"
        await driver.press("enter")
        place = driver.stored.fields["l1"]
        assert isinstance(place, Place)
        assert place.country == "UA"
        await opened(driver, "n1")
        await driver.type("3.5m")
        assert hint(driver) == "→ 3.5 million"
        await driver.press("tab")
        assert hint(driver) == "", "the keys are in the footer"


async def test_a_speaker_who_is_no_field_yet_becomes_one_in_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "q2")
        await driver.type("Da")
        await driver.press("right")
        assert hint(driver) == "→ a new person"
        await driver.press("enter")
        assert "A new person: Dana Orlik" in driver.said
        record = driver.stored
        person, quote = record.fields["p2"], record.fields["q2"]
        assert isinstance(person, Person)
        assert isinstance(quote, Quote)
        assert (person.name, person.status, person.spans) == ("Dana Orlik", "added", [at("Dana Orlik")])
        assert (quote.speaker, quote.speaker_name, quote.status) == ("p2", "Dana Orlik", "corrected")
        assert quote.evidence["speaker"] == at("Dana Orlik")
        assert len(record.edits) == 1
        await driver.press("u")
        record = driver.stored
        assert "p2" not in record.fields
        quote = record.fields["q2"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, None)
        await driver.press("U")
        assert "p2" in driver.stored.fields
        assert sound(tmp_path)


async def test_a_description_stays_a_name(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "q3")
        await driver.type("the D")
        await driver.press("right")
        assert hint(driver) == "→ a name only"
        await driver.press("enter")
        record = driver.stored
        quote = record.fields["q3"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, "the Defense Ministry")
        assert quote.evidence["speaker"] == at("the Defense Ministry")
        assert len(record.people) == 1


async def test_a_slip_is_said_when_it_is_kept_and_a_lets_it_stand(tmp_path: Path) -> None:
    async with reading(tmp_path, library(tmp_path)) as driver:
        await opened(driver, "n2")
        await driver.type("210")
        await driver.press("enter")
        assert "value 210, but the text says 120; a lets it stand" in driver.said
        await driver.press("j", "exclamation_mark", "exclamation_mark", "exclamation_mark")
        await driver.go("n2")
        await driver.press("a")
        record = driver.stored
        assert record.fields["n2"].status == "corrected"
        assert [edit.op for edit in record.edits] == ["change", "accept"]
        assert sound(tmp_path)
        await driver.go("n2")
        assert "but the text says" not in driver.said
        await driver.press("u")
        assert "but the text says 120" in driver.reader.status._detail
