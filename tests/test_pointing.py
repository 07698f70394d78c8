"""Attributes by pointing: words of the article become a role, a unit, a speaker of the field in hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import TEXT, ReaderDriver, article, at, reading, suggestions

from store.library.opening import open_library
from store.model.fields import Number, Person, Place, Quote, Suggestions


async def find(driver: ReaderDriver, words: str) -> None:
    await driver.press("slash", *["backspace"] * 9)
    await driver.type(words)
    await driver.press("enter")


def number(driver: ReaderDriver, name: str) -> Number:
    item = driver.stored.fields[name]
    assert isinstance(item, Number)
    return item


async def test_a_role_is_found_and_taken_by_one_key(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "nur")
        line = "".join(words for words, _ in driver.reader.status.segments(120))
        assert "r role, C name of “Petra Lindqvist”" in line
        await driver.press("r")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert (person.role, person.evidence["role"], person.status) == ("nurse", at("nurse"), "corrected")
        assert driver.said.startswith("Role of “Petra Lindqvist”: nurse")
        assert driver.current == "p1"
        await driver.press("escape", "u")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert (person.role, person.evidence["role"], person.status) == ("Mayor", at("Mayor"), "suggested")


@pytest.mark.parametrize(
    ("key", "words", "attribute", "value"),
    [
        ("w", "a grain store", "counted", "grain store"),
        ("h", "injuring", "event", "injuring"),
        ("i", "miles", "unit", "mile"),
        ("B", "at least", "approx", "at least"),
    ],
)
async def test_attributes_of_a_number(tmp_path: Path, key: str, words: str, attribute: str, value: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n2")
        await driver.press("tab")
        driver.reader.article.selection = at(words)
        await driver.pilot.pause()
        assert f"{key} " in driver.said
        await driver.press(key)
        item = number(driver, "n2")
        assert getattr(item, attribute) == value
        start, end = item.evidence[attribute]
        assert TEXT[start:end] in words
        if key == "B":
            assert item.low == 40  # of at least 40
        assert len(driver.stored.edits) == 1


async def test_the_value_of_a_number_is_taken_from_words_of_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n2")
        await driver.press("tab")
        driver.reader.article.selection = at("two")
        await driver.pilot.pause()
        assert "N value, w counted" in driver.said
        await driver.press("N")
        item = number(driver, "n2")
        assert (item.value, item.approx, item.status) == (2, "about", "corrected")
        assert driver.said.startswith("Value of “about 40 people injured”: 2")

        await driver.press("tab")
        driver.reader.article.selection = at("at least 19")
        await driver.press("N")
        item = number(driver, "n2")
        assert (item.value, item.low, item.approx) == (19, 19, "at least")

        await driver.press("tab")
        driver.reader.article.selection = at("a welder")
        await driver.pilot.pause()
        assert "value" not in driver.said
        await driver.press("N")
        assert "“a welder” is not a number" in driver.said
        assert len(driver.stored.edits) == 2


async def test_the_words_of_another_number_are_the_value_of_the_one_that_was_left_to_find_them(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("n2")
        await find(driver, "18")
        await driver.press("escape", "N")
        item = number(driver, "n2")
        assert (item.value, item.status) == (18, "corrected")


async def test_what_was_found_says_how_to_leave_finding_for_the_key_of_a_number(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p2")
        await find(driver, "two")
        assert "esc n 2" in "".join(words for words, _ in driver.reader.status.segments(160))
        await driver.press("escape", "n")
        assert driver.stored.fields[driver.current].kind == "number"


async def test_a_person_who_is_pointed_at_is_the_speaker(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("q1")
        await find(driver, "Anders")
        await driver.press("W")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == ("p2", "Anders Holm")
        assert quote.evidence["speaker"] == at("Anders Holm")
        await find(driver, "nurs")
        await driver.press("W")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.speaker, quote.speaker_name) == (None, "nurse")
        await find(driver, "calle")
        await driver.press("V")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert (quote.cue, quote.evidence["cue"]) == ("called", at("called"))


async def test_what_the_field_in_hand_has_not_is_refused(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "nurs")
        await driver.press("i")
        assert "only a number has that" in driver.said
        await driver.press("escape", "escape", "r")
        assert driver.said.startswith("Select the words first")
        assert driver.stored.edits == ()


async def test_the_line_stays_while_words_are_selected_across_a_mention(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab", "ctrl+home", *["shift+right"] * 7)
        for _ in range(8):
            await driver.press("shift+right")
            assert driver.said.startswith("“Flames tore")
            assert driver.current == "p1"


@pytest.mark.parametrize(("words", "key", "name"), [("indq", "p", "p1"), ("orou", "l", ""), ("ersey", "l", "")])
async def test_a_hit_grows_to_the_name_and_never_cuts_one(tmp_path: Path, words: str, key: str, name: str) -> None:
    text = f"{TEXT}They came from New Jersey by the Gorouba road.\n"
    identifier = open_library(tmp_path).add(article(text), suggestions()).id
    async with reading(tmp_path, [identifier]) as driver:
        await find(driver, words)
        await driver.press(key)
        if name:
            assert driver.stored.edits == ()
            assert driver.said.startswith("Nothing to change: it is that kind already")
        else:
            made = driver.stored.fields["l3"]
            assert made.surface(text) in ("New Jersey", "Gorouba")


async def test_titles_and_days_are_left_out_of_a_name(tmp_path: Path) -> None:
    text = "On Friday Senator Ida van der Lund met Captain Roe.\n"
    identifier = open_library(tmp_path).add(article(text), Suggestions()).id
    async with reading(tmp_path, [identifier]) as driver:
        for letters, name in (("Lu", "Ida van der Lund"), ("Id", "Ida van der Lund"), ("Ro", "Roe")):
            await find(driver, letters)
            assert driver.reader.article.selection == at(name, text)


@pytest.mark.parametrize(
    ("text", "letters", "name"),
    [
        ("Crowds stood at the Houses of Parliament.\n", "house", "Houses of Parliament"),
        ("The Bank of the Nile failed.\n", "bank", "Bank of the Nile"),
        ("Then Ida Roe of Holt spoke.\n", "roe", "Ida Roe"),
        ("Лікарка Оксана Мельник мовчала.\n", "оксана", "Оксана Мельник"),
        ("Учора лікарка Оксана Мельник мовчала. Оксана Мельник пішла.\n", "мельн", "Оксана Мельник"),
        ("Surgeon Okoro Obi left. Another surgeon stayed.\n", "okoro", "Okoro Obi"),
        ("Kwabe Obi left.\n", "obi", "Kwabe Obi"),
        ("The Sochi Games were over.\n", "Sochi", "Sochi"),
        ("The Sochi Airport was shut.\n", "Sochi", "Sochi Airport"),
        ("The Vancouver Olympics were over.\n", "vanc", "Vancouver"),
        ("Near Vancouver Island it rained.\n", "vanc", "Vancouver Island"),
        ("会议在布鲁塞尔举行。\n", "布鲁", "布鲁"),
    ],
)
async def test_a_name_goes_on_behind_of_and_leaves_the_word_that_begins_the_sentence(
    tmp_path: Path, text: str, letters: str, name: str
) -> None:
    identifier = open_library(tmp_path).add(article(text), Suggestions()).id
    async with reading(tmp_path, [identifier]) as driver:
        await find(driver, letters)
        start, end = driver.reader.article.selection or (0, 0)
        assert text[start:end] == name


async def test_without_blanks_a_hit_grows_to_a_name_that_is_known(tmp_path: Path) -> None:
    text = "会议在布鲁塞尔举行。布鲁塞尔。\n"
    found = Suggestions(places=[Place(id="l1", name="布鲁塞尔", spans=[(10, 14)])])
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("tab", "ctrl+home")
        await find(driver, "布鲁")
        assert driver.reader.article.selection == at("布鲁塞尔", text)


async def test_words_in_a_mention_are_not_cut_out_of_it(tmp_path: Path) -> None:
    text = "Between 10-15 boats came with Vyacheslav Gladkov aboard.\n"
    found = Suggestions(
        numbers=[Number(id="n1", low=10, high=15, number_kind="range", spans=[at("10-15", text)])],
        people=[Person(id="p1", name="Vyacheslav Gladkov", spans=[at("Vyacheslav Gladkov", text)])],
    )
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        for key, words in (("n", "10"), ("p", "Gladkov"), ("p", "Gladk")):
            await driver.press(*["tab"] * (not driver.reader.article.has_focus))
            driver.reader.article.selection = at(words, text)
            await driver.press(key)
            assert f"“{words}” is part of" in driver.said
            assert driver.stored.edits == ()
        driver.reader.article.selection = (0, len(text) - 1)
        await driver.press("p")
        assert "in these words already" in driver.said


async def test_a_number_and_a_quotation_are_added_where_they_were_found(tmp_path: Path) -> None:
    text = "There were six of them. “We saw it all,” she said.\n"
    identifier = open_library(tmp_path).add(article(text), Suggestions()).id
    async with reading(tmp_path, [identifier]) as driver:
        await find(driver, "six")
        await driver.press("enter", "n")
        assert number(driver, "n1").value == 6
        await find(driver, "saw")
        await driver.press("q")
        assert driver.stored.quotes[0].surface(text) == "“We saw it all,”"


async def test_edges_of_a_selection_move_as_those_of_a_mention(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "grain")
        await driver.press("comma", "greater_than_sign")
        assert driver.reader.article.selection == at("a grain store")
        assert driver.stored.edits == ()


async def test_enter_edits_the_field_that_the_words_are_in_and_gives_the_article_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "Holm")
        await driver.press("enter", "enter")
        editor = driver.reader.panel.editor
        assert editor is not None
        assert editor._item.id == "p2"
        await driver.press("escape")
        assert driver.reader.article.has_focus
        await find(driver, "nurse")
        await driver.press("enter", "enter")
        assert "is not a field yet" in driver.said


async def test_words_found_in_a_mention_are_not_said_of_the_field_left_behind(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        assert driver.current == "p1"
        await driver.press("slash", *"Sabel", "enter")
        assert driver.current == "l1"
        line = "".join(words for words, _ in driver.reader.status.segments(200))
        assert line.startswith(" “Sabel”: 1 of 1   “Port Sabel”   p new   l is one   q one more")
        assert line.rstrip().endswith("C name of “Port Sabel”")


async def test_what_is_renamed_is_spoken_of_by_its_old_name(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "nur")
        await driver.press("C")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.name == "nurse"
        assert driver.said.startswith("Name of “Petra Lindqvist”: nurse")
