"""Selecting words in the article and making fields of them: what a selection is, when it ends, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import TEXT, ReaderDriver, at, reading, suggestions
from textual import events

from store.errors import StetError
from store.library.opening import open_library
from store.model.fields import BY_KIND, Person, Place, Suggestions
from store.model.record import Article, text_id
from tui.reader.commands.selecting import known_as, meant
from tui.settings.keys import BY_ID, shown


async def find(driver: ReaderDriver, words: str) -> None:
    await driver.press("slash")
    await driver.type(words)
    await driver.press("enter")


def hints(driver: ReaderDriver) -> str:
    return "".join(words for words, _ in driver.reader.footer.segments(driver.app.size.width))


async def test_a_selection_ends_with_a_find_a_tab_and_another_field(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "Monday")
        await driver.press("escape", "space", "tab")
        assert driver.reader.article.selection is None
        await driver.go("p2")
        await driver.press("tab", "shift+right")
        assert driver.reader.article.selection == at("Anders")
        await driver.press("j", "shift+right")
        assert driver.reader.article.selection == at("Port")


async def test_what_was_found_can_be_added_at_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "nurse")
        assert driver.reader.article.selection == at("nurse")
        assert driver.current == ""  # no field is meant
        assert f"{shown('n')} next hit" in hints(driver)
        await driver.press("a")
        assert driver.stored.edits == ()
        assert "No field here" in driver.said
        await find(driver, "nurse")
        await driver.press("p")
        assert driver.stored.fields["p3"].spans == [at("nurse")]


async def test_j_goes_on_from_the_place_of_a_hit(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await find(driver, "nurse")
        await driver.press("escape", "k")
        before = driver.current
        await driver.press("j")
        assert before != driver.current != "p1"


async def test_a_name_lies_within_a_paragraph(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab")
        driver.reader.article.selection = (at("Lindqvist said")[0], at("We heard")[1])
        await driver.press("l")
        assert "within one paragraph" in driver.said
        assert driver.stored.edits == ()


@pytest.mark.parametrize("text", ["They left “\u00a0. The roof fell in.", "They left “\u00a0\u2003” in a hurry."])
async def test_marks_and_blanks_of_any_kind_name_nothing(tmp_path: Path, text: str) -> None:
    entries = [open_library(tmp_path).add(Article(id=text_id(text), text=text, title="Roof"), Suggestions()).id]
    async with reading(tmp_path, entries) as driver:
        await driver.press("tab")
        driver.reader.article.selection = (text.index("“"), text.index("\u00a0") + 1)
        await driver.press("p")
        assert "No words" in driver.said
        assert driver.stored.edits == ()


async def test_marks_about_a_name_are_left_out(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("tab")
        driver.reader.article.selection = at("“We heard one blast,”")
        await driver.press("l")
        place = driver.stored.fields["l3"]
        assert isinstance(place, Place)
        assert (place.name, place.spans) == ("We heard one blast", [at("We heard one blast")])


async def test_names_have_no_line_feeds(tmp_path: Path) -> None:
    text = (
        "It was late.\n\n"
        "After a long debate about the harbour and the lock the delegate Mona\n"
        "Brandt of the northern district asked all of the others to wait for\n"
        "the report on the ships, which will be in print by the end of May at\n"
        "the latest and is to be read aloud in every village along the coast\n"
        "where more than ten families live.\n"
    )
    found = Suggestions(extractor="test/1", people=[Person(id="p1", name="Mona", spans=[at("Mona", text)])])
    identifier = open_library(tmp_path).add(Article(id=text_id(text), text=text, title="Ships"), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("tab")
        driver.reader.article.selection = at("Mona\nBrandt", text)
        await driver.press("p")
        person = driver.stored.fields["p1"]
        assert isinstance(person, Person)
        assert person.name == "Mona Brandt"


@pytest.mark.parametrize("burst", [False, True])
async def test_what_the_mouse_has_dragged_over_stays_selected(tmp_path: Path, burst: bool) -> None:
    async with reading(tmp_path) as driver:
        page = driver.reader.article
        y = page.region.y
        left, right = page.region.x + 4, page.region.x + 16

        def event(kind: type[events.MouseEvent], x: int) -> events.MouseEvent:
            return kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)

        for one in (event(events.MouseDown, left), event(events.MouseMove, right), event(events.MouseUp, right)):
            driver.app.post_message(one)
            if not burst:
                await driver.pilot.pause()
        await driver.pilot.pause()
        span = page.selection
        assert span is not None
        assert TEXT[slice(*span)].startswith("Flames")
        await driver.press("l")
        assert driver.stored.fields["l3"].spans == [span]


async def test_the_footer_says_what_can_be_done_in_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        assert hints(driver).rstrip().endswith("/ find  g shelf  ? help  ctrl+q quit")
        await driver.press("tab")
        assert "space select" in hints(driver)
        assert "tab fields" in hints(driver)
        await driver.press("space")
        assert hints(driver).split("  ")[:4] == [" p person", "l place", "n number", "q quote"]
    async with reading(tmp_path, size=(160, 40)) as driver:
        assert hints(driver).rstrip().endswith("ctrl+q quit")


async def selected(driver: ReaderDriver, words: str) -> str:
    """What is said of these words while they are selected."""
    if not driver.reader.article.has_focus:
        await driver.press("tab")
    driver.reader.say("")
    driver.reader.article.selection = at(words)
    await driver.pilot.pause()
    return driver.said


async def test_what_a_selection_would_become_is_said_before_a_key_is_pressed(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        said = await selected(driver, "“We heard")
        assert said.startswith(
            "“We heard”   r role, C name of “Petra Lindqvist”   "
            "p new   l new   n not a number   q corrects the edges of We heard one blast,"
        )
        said = await selected(driver, "Mayor Petra Lindqvist")
        assert said.startswith(
            "“Mayor Petra Lindqvist”   C name of “Petra Lindqvist”   p corrects the edges of Petra Lindqvist   "
            "l new   n not a number   q one more piece of We heard one blast,"
        )
        said = await selected(driver, "Anders Holm,")
        assert said.startswith(
            "“Anders Holm”   r role, C name of “Petra Lindqvist”   p is one   l new   n not a number   q one more"
        )
        assert "n 2 " in f"{await selected(driver, 'two')} "
        assert "overlaps" not in await selected(driver, "Port Sabel on Monday")
        said = await selected(driver, "Lindqvist said.\n\n“We heard")
        assert said.startswith("a person lies within one paragraph; select fewer words   ")
        assert "q corrects the edges of We heard" in said
        await driver.press("escape")
        assert "q corrects" not in driver.said


async def test_words_of_a_name_that_is_there_are_one_more_of_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.go("p1")
        await driver.press("right", "minus")
        await selected(driver, "Lindqvist told")
        await driver.press("escape")
        driver.reader.article.selection = (at("Lindqvist told")[0], at(" told")[0])
        await driver.pilot.pause()
        assert "p one more of Petra Lindqvist" in driver.said
        await driver.press("p", "enter")
        assert len(driver.stored.fields["p1"].spans) == 2


@pytest.mark.parametrize("words", ["“We heard one blast,”", "Petra Lindqvist", "19", "Monday", "Port Sabel on"])
async def test_what_was_said_comes_true(tmp_path: Path, words: str) -> None:
    keys = {BY_ID[name].keys[0]: cls.group for kind, cls in BY_KIND.items() if (name := f"add-{kind}") in BY_ID}
    assert {**keys, "p": "people", "l": "places", "n": "numbers", "q": "quotes"} == keys
    texts = [Article(f"wire/{key}", TEXT) for key in keys]
    library = open_library(tmp_path)
    async with reading(tmp_path, [library.add(text, suggestions()).id for text in texts]) as driver:
        for key, group in keys.items():
            said = await selected(driver, words)
            before = driver.stored
            assert before.id == f"wire/{key}"
            foretold = next(part[2:] for part in said.split("   ") if part.startswith(f"{key} "))
            await driver.press(key)
            after = driver.stored
            made = set(after.fields) - set(before.fields)
            changed = [one.id for one in before.fields.values() if after.fields[one.id].spans != one.spans]
            if foretold.startswith("corrects"):
                names = [known_as(before.fields[one], TEXT) for one in changed]
                assert names == [foretold.removeprefix("corrects the edges of ")]
            elif foretold == "one more piece of We heard one blast,":
                await driver.press("enter")
                assert len(driver.stored.fields["q1"].spans) == 3
            elif foretold == "is one":
                assert after.edits == ()
            else:
                assert [after.fields[one].group for one in made] == [group]
            await driver.press("escape", "escape", "right_square_bracket")
            await driver.press(*["tab"] * driver.reader.article.has_focus)


async def test_words_that_were_found_grow_with_the_first_key(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("slash", *"anders holm", "enter")
        start, end = at("Anders Holm")
        assert driver.reader.article.selection == (start, end)
        await driver.press("shift+right")
        assert driver.reader.article.selection is not None
        assert driver.reader.article.selection[1] > end
        await driver.press("shift+left")
        assert driver.reader.article.selection == (start, end)
        await driver.press("shift+left")
        assert driver.reader.article.selection[0] < start


async def test_what_the_keys_would_make_of_a_selection_is_seen_whatever_was_said_before(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("p")
        assert driver.said.startswith("Select words")
        await driver.press("tab", "space")
        assert "p " in driver.reader.status.text
        assert not driver.reader.status._said
        await driver.press("slash", *"port", "enter")
        line = "".join(words for words, _ in driver.reader.status.segments(160))
        assert "“port”: 2 of 2" in line
        assert driver.reader.status._detail
        assert driver.reader.status._detail in line


def test_what_is_too_long_for_a_name_is_said_to_be_so() -> None:
    with pytest.raises(StetError, match="a person has 200 characters at most"):
        meant("word " * 60, "people", (0, 250))
