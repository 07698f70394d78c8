"""Words that become any attribute of a field of a desk's own kind, asked for by letter where they can be several."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_kinds import Desk, library_with
from reader_driver import ReaderDriver, reading
from textual.widgets import Static

from store.model import actions
from store.model.fields import Suggestions, to_json
from store.model.kinds_file import MOST_ATTRIBUTES, rows_of
from tui.reader.commands.own_pointing import letters
from tui.widgets.ask import Choose

KINDS = """
[organisation]
letter = "o"
attributes = { name = "text" }

[event]
letter = "e"
[event.attributes]
type = ["strike", "protest_march"]
actor = { of = ["organisation", "person"] }
target = { of = ["organisation", "person"] }
victims = { type = "list", of = ["person", "organisation"] }
place = { of = "place" }
action = { type = "text", stated = true }
date = "date"
deaths = { type = "number", stated = true }
tags = "list"
"""
TEXT = "Police met strikers of the Sabel Union in Lima on Monday, 4 May. Ida Berg fell; two others died of wounds.\n"


def desk_of(folder: Path) -> tuple[Desk, str]:
    """An event without attributes."""
    desk = Desk(library_with(folder, KINDS), text=TEXT)
    for group, words in (("organisations", "Police"), ("organisations", "Sabel Union"), ("people", "Ida Berg")):
        start = TEXT.index(words)
        desk.do(actions.add(desk.record, group, [(start, start + len(words))], {"name": words}))
    start = TEXT.index("met")
    desk.do(actions.add(desk.record, "events", [(start, start + 3)], {}))
    return desk, "e1"


async def select(driver: ReaderDriver, words: str) -> None:
    await driver.until_extracted()
    start = TEXT.index(words)
    driver.reader.article.focus()
    driver.reader.article.selection = start, start + len(words)
    await driver.until(lambda: f"“{words[:25]}" in driver.reader.status._detail)


def said(driver: ReaderDriver) -> str:
    screen = driver.app.screen
    assert isinstance(screen, Choose)
    return "  ".join(f"{option.key} {option.label}" for option in screen.options)


async def test_each_reference_that_fits_has_a_letter(tmp_path: Path) -> None:
    desk, new = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        await select(driver, "Sabel Union")
        assert "W actor, target, victims of “met”" in driver.reader.status._detail
        await driver.press("W")
        assert said(driver) == "a actor  t target  v victims"
        await driver.press("t")
        assert driver.said == "Target of “met”: Sabel Union"
        await select(driver, "Sabel Union")
        await driver.press("W", "v")
        await select(driver, "Ida Berg")
        await driver.press("W", "v")
        event = driver.stored.fields[new]
        assert (to_json(event)["target"], to_json(event)["actor"]) == ("o2", None)
        assert to_json(event)["victims_name"] == ["Sabel Union", "Ida Berg"]
        start = TEXT.index("Sabel Union")
        assert event.evidence["target"] == (start, start + len("Sabel Union"))
        await driver.press("u", "u", "u")
        assert to_json(driver.stored.fields[new]) == to_json(desk.record.fields[new])


@pytest.mark.parametrize(
    ("words", "letter", "key", "value"),
    [
        ("on Monday, 4 May", "c", "action", "on Monday, 4 May"),
        ("4 May", "d", "date", "--05-04"),
        ("two", "e", "deaths", 2),
        ("strikers", "y", "type", "strike"),
        ("met strikers", "c", "action", "met strikers"),
        ("wounds", "g", "tags", ["wounds"]),
        ("strikers", "a", "actor_name", "strikers"),
    ],
)
async def test_words_become_an_attribute_of_any_type(
    tmp_path: Path, words: str, letter: str, key: str, value: object
) -> None:
    desk, new = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        await select(driver, words)
        await driver.press("W", letter)
        event = driver.stored.fields[new]
        assert to_json(event)[key] == value
        start = TEXT.index(words)
        assert event.evidence[key.removesuffix("_name")] == (start, start + len(words))
        assert driver.current == new


@pytest.mark.parametrize(
    ("date", "offered", "stored"),
    [(None, "d date: “Monday” needs the date of the article", None), ("2026-05-05", "d date", "2026-05-04")],
)
async def test_words_that_need_the_date_of_the_article_say_so(
    tmp_path: Path, date: str | None, offered: str, stored: str | None
) -> None:
    desk, new = desk_of(tmp_path)
    dated = desk.record.article._replace(id="dated", date=date)
    record = desk.library.add(dated, Suggestions(), desk.record.edits)
    async with reading(tmp_path, [record.id]) as driver:
        await driver.go(new)
        await select(driver, "Monday")
        await driver.press("W")
        assert offered in said(driver).split("  ")
        await driver.press("d")
        line = str(driver.app.screen.query_one(".answers", Static).content) if date is None else ""
        assert line.startswith("date: “Monday” needs the date of the article; stet add --date") is (date is None)
        assert to_json(driver.stored.fields[new])["date"] == stored


async def test_without_words_an_attribute_is_chosen_and_gone_through(tmp_path: Path) -> None:
    desk, new = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        await driver.press("W")
        assert said(driver) == "a actor Police  t target Police  v victims Police  y type strike"
        await driver.press("t")
        assert driver.said.startswith("Target: Police (1 of 3)   s then Sabel Union")
        await driver.press("s")
        await driver.press("W", "y", "s")
        event = to_json(driver.stored.fields[new])
        assert (event["target"], event["type"], event["actor"]) == ("o2", "protest_march", None)


async def test_the_key_of_likely_values_goes_through_the_first_empty_reference(tmp_path: Path) -> None:
    desk, new = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        await select(driver, "Police")
        await driver.press("W", "a", "s")
        event = to_json(driver.stored.fields[new])
        assert (event["actor"], event["target"]) == ("o1", "o2")
        assert driver.said.startswith("Target: Sabel Union (1 of 3)")


async def test_the_letters_of_own_kinds_are_seen_at_eighty_columns(tmp_path: Path) -> None:
    desk, new = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id], size=(80, 24)) as driver:
        await driver.go(new)
        await select(driver, "wounds")
        line = driver.reader.status.render_line(0).text
        assert "c o organisation, e event" in line
        assert " W " in line
        assert letters(driver.stored.fields[new].row)["deaths"] == "e"


async def test_words_become_one_more_mention_of_a_field_without_a_name(tmp_path: Path) -> None:
    desk, new = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        await select(driver, "fell")
        await driver.press("W", "m")
        assert driver.said == "One more mention of “met”: fell"
        assert len(driver.stored.fields[new].spans) == 2


async def test_a_search_passes_over_other_fields_and_their_values(tmp_path: Path) -> None:
    desk, new = desk_of(tmp_path)
    start = TEXT.index("wounds")
    desk.do(actions.add(desk.record, "events", [(start, start + 6)], {"action": "died of wounds"}))
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        await driver.press("slash", "d", "i", "enter")  # the first hit, or the second, is in what the other event says
        for _ in range(3):
            if driver.reader.article.selection == (TEXT.index("died"), TEXT.index("died") + 4):
                break
            await driver.press("n")
        await driver.press("W", "c")
        assert to_json(driver.stored.fields[new])["action"] == "died"


async def test_words_within_a_field_become_one_of_another_kind(tmp_path: Path) -> None:
    desk, _ = desk_of(tmp_path)
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go("o2")
        await select(driver, "Union")
        await driver.press("c", "e")
        fields = driver.stored.fields
        assert fields["o2"].alive
        assert fields["e2"].surface(TEXT) == "Union"


async def test_the_footer_says_which_reference_the_key_of_likely_values_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.reader.ahead.REST", 0.001)
    desk, new = desk_of(tmp_path)

    def hints(driver: ReaderDriver) -> str:
        return "".join(words for words, _ in driver.reader.footer.segments(120))

    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go(new)
        assert "s actor" in hints(driver)
        await driver.until(lambda: "s actor Police" in driver.reader.status._detail)  # before it is pressed
        await driver.press("s")
        assert "s target" in hints(driver)
        assert "s target" not in driver.reader.status._detail  # s goes on with the actor, as what is said of it says


def test_each_of_as_many_attributes_as_there_may_be_has_a_letter_of_its_own() -> None:
    names = [f"a{'b' * n}" for n in range(MOST_ATTRIBUTES)]
    [row] = rows_of({"law": {"letter": "w", "attributes": dict.fromkeys(names, "text")}}, "kinds.toml")
    found = letters(row)
    assert [*found][1:] == names
    assert len({*found.values()}) == len(found)
    assert found["a"] == "a"
