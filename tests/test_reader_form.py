"""The form of a field: bounds that go with their value, what is refused, and what a box says and shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import TEXT, at, reading, suggestions
from textual.widgets import Input, Static

from extract.doubts import Doubts
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id
from tui.reader.commands.speakers import named_beside
from tui.reader.editor.editor import Editor
from tui.reader.editor.form import follow
from tui.reader.editor.inputs import Choice


def typed(**boxes: str) -> dict[str, str]:
    return {"value": "", "approx": ""} | boxes


@pytest.mark.parametrize(
    ("value", "approx", "low", "high"),
    [
        ("18", "at least", "18", ""),
        ("18", "more than", "18", ""),
        ("18", "up to", "", "18"),
        ("18", "about", "", ""),
        ("18", "", "", ""),
    ],
)
def test_a_bound_is_what_the_words_beside_the_value_make_of_it(value: str, approx: str, low: str, high: str) -> None:
    item = Number(id="n1", value=17, low=17, approx="at least", spans=[(0, 2)])
    assert follow(item, "approx", typed(value=value, approx=approx)) == {"low": low, "high": high}


@pytest.mark.parametrize("value", [17, None])
def test_another_value_takes_its_bound_along(value: int | None) -> None:
    item = Number(id="n1", value=value, low=17, spans=[(0, 2)])
    told = follow(item, "value", typed(value="18"))
    assert (told["low"], told["high"]) == ("18", "")


async def test_without_its_words_a_bound_is_gone(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("e", *["tab"] * 5, "delete", "enter")
        number = driver.stored.fields["n1"]
        assert isinstance(number, Number)
        assert (number.value, number.low, number.approx) == (19, None, None)


async def test_a_long_value_is_seen_from_its_start(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(92, 30)) as driver:
        await driver.go("n2")
        await driver.press("e", *"4500000")
        box = driver.app.screen.query_one("#box-value", Input)
        assert box.content_size.width > len("4,500,000")
        await driver.press("tab", "shift+tab")
        assert box.cursor_position == 0


async def test_the_choices_are_shown_while_one_is_made(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("l1")
        await driver.press("e", "shift+tab")
        assert "country · region · city" in driver.said
        await driver.press("tab")
        assert "country · region" not in driver.said


async def test_a_box_that_looks_like_a_menu_opens_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("l1")
        await driver.press("e", "shift+tab")
        box = driver.app.screen.query_one("#box-type", Choice)
        await driver.press("alt+down", "down", "enter")
        assert box.value == "water"
        assert box.has_focus
        await driver.press("alt+down", "escape")
        assert (box.value, box.has_focus) == ("water", True)
        await driver.pilot.click("#box-type")
        await driver.pilot.click(".options", offset=(3, box.all.index("country")))
        assert box.value == "country"
        await driver.press("enter")
        place = driver.stored.fields["l1"]
        assert isinstance(place, Place)
        assert place.type == "country"


async def test_what_letters_make_of_a_choice_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("l2")
        await driver.press("e", "shift+tab")
        box, hint = driver.app.screen.query_one("#box-type", Choice), driver.app.screen.query_one("#hint", Static)
        await driver.press("o", "c")
        assert box.value == "other"
        assert "nothing here begins with “oc”; other stays" in str(hint.content)
        await driver.press("right", "left", "c")
        assert (box.value, str(hint.content)) == ("country", "other → country · c again: city")
        await driver.press("c")
        assert box.value == "city"


@pytest.mark.parametrize(
    ("letters", "kind"),
    [
        ("percent", "percent"),
        ("meas", "measure"),
        ("m", "money"),
        ("mm", "measure"),
        ("score", "score"),
        ("half", "count"),
    ],
)
async def test_letters_choose_the_word_that_begins_with_all_of_them(tmp_path: Path, letters: str, kind: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n1")
        await driver.press("e", "tab")
        await driver.press(*letters)
        assert driver.app.screen.query_one("#box-kind", Choice).value == kind


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["shift+tab", "shift+tab", "1", "2", "enter"], "is not the name of a place"),
        (["tab", "5", "enter"], "both or neither"),
        (["tab", "tab", "9", "9", "9", "enter"], "Longitude: “999”"),
    ],
)
async def test_what_is_refused_is_said_in_full(tmp_path: Path, keys: list[str], said: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("l1")
        await driver.press("e", *keys)
        assert said in driver.said
        assert driver.reader.panel.editor is not None
        assert driver.stored.edits == ()


async def test_a_unit_that_nobody_knows_is_kept_and_said(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n3")
        await driver.press("e", *["tab"] * 4)
        await driver.type("blorp")
        await driver.press("enter")
        assert "not a known unit" in driver.said
        number = driver.stored.fields["n3"]
        assert isinstance(number, Number)
        assert number.unit == "blorp"


async def test_what_an_edit_brings_with_it_is_said_in_one_line(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await driver.press("e")
        assert driver.reader.state.cursor is not None
        after = {"speaker_name": "Anders", "unit": "blorp"}
        draft = actions.add_speaker(driver.reader.state.cursor.record, "q1", [at("nurse")], {"speaker_name": "Anders"})
        driver.reader.on_editor_kept(Editor.Kept("q1", after, draft))
        assert driver.said == "A new person: nurse; “blorp” is not a known unit; it is kept as typed"
        await driver.press("e")
        draft = actions.add(driver.reader.state.cursor.record, "places", [at("luck")], {"name": "luck"})
        driver.reader.on_editor_kept(Editor.Kept("q1", {"speaker_name": "luck"}, draft))
        assert len(driver.reader.state.cursor.record.places) == 3
        assert "new person" not in driver.said


async def test_a_change_that_is_none_is_not_said_to_be_kept(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        driver.reader.on_editor_kept(Editor.Kept("n3", {"unit": "blorp"}, None))
        assert driver.said == "Nothing to change: it is so already; e edits the field"


@pytest.mark.parametrize(
    ("words", "unit"),
    [("$", "USD"), ("km", "kilometre"), ("metres", "metre"), ("°C", "degree Celsius"), ("euros", "EUR")],
)
def test_a_unit_is_borne_out_by_any_form_of_it(words: str, unit: str) -> None:
    item = Number(id="n1", value=2, unit=unit, spans=[(0, 1)], evidence={"unit": (2, 2 + len(words))})
    text = f"2 {words} more"
    record = Record(article=Article(id=text_id(text), text=text), suggestions=Suggestions(numbers=[item]))
    assert Doubts(record).of(item) == ""
    item.unit = "litre"
    assert "unit" in Doubts(record).of(item)


def test_a_speaker_is_stated_beside_the_cue_or_not_at_all() -> None:
    found = suggestions()
    record = Record(article=Article(id=text_id(TEXT), text=TEXT), suggestions=found)
    quote = found.quotes[0]
    assert named_beside(record, quote, found.people[0]) == (at("Lindqvist told")[0], at(" told")[0])
    assert named_beside(record, quote, found.people[1]) is None


def test_namesakes_are_told_apart_in_the_rows_of_quotes() -> None:
    text = "Ann Bell and Tom Bell came. “Yes,” Bell said."
    people = [
        Person(id="p1", name="Ann Bell", spans=[at("Ann Bell", text)]),
        Person(id="p2", name="Tom Bell", spans=[at("Tom Bell", text)]),
    ]
    quote = Quote(id="q1", speaker="p2", speaker_name="Tom Bell", cue="said", spans=[at("“Yes,”", text)])
    doubts = Doubts(
        Record(article=Article(id=text_id(text), text=text), suggestions=Suggestions(people=people, quotes=[quote]))
    )
    assert doubts.has_namesake(quote)


async def test_a_place_knows_both_coordinates_or_none(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("l1")
        await driver.press("e", "tab", *"59.5", "tab", *"24.5", "enter")
        place = driver.stored.fields["l1"]
        assert isinstance(place, Place)
        assert (place.latitude, place.longitude) == (59.5, 24.5)


async def test_a_click_in_the_article_does_not_lock_the_editor(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("e")
        await driver.type("Petra Lind")
        await driver.pilot.click("ArticlePane", offset=(10, 2))
        await driver.press("tab")
        await driver.type("Lord Mayor")
        await driver.pilot.click("ArticlePane", offset=(10, 2))
        await driver.press("enter")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert (person.name, person.role) == ("Petra Lind", "Lord Mayor")
        await driver.press("e")
        await driver.pilot.click("ArticlePane", offset=(10, 2))
        await driver.press("escape", "a")
        assert driver.reader.panel.editor is None
