"""A desk's own kinds in the reader: made of selected words, filled in, pointed, undone and exported."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
from own_kinds import KINDS, TEXT, coded, library_with
from reader_driver import ReaderDriver, reading
from textual.widgets import Static

from extract.words import sentences
from store.formats.export import export
from store.model import actions
from store.model.fields import Suggestions, to_json
from store.model.record import Article, text_id
from store.sync.conflicts import Side
from tui.adjudicate.sides import table
from tui.reader.editor.inputs import Words
from tui.widgets.ask import Choose


def empty(folder: Path, kinds: str = KINDS) -> str:
    return (
        library_with(folder, kinds).add(Article(id=text_id(TEXT), text=TEXT, title="Union marches"), Suggestions()).id
    )


async def select(driver: ReaderDriver, words: str) -> None:
    await driver.until_extracted()
    start = TEXT.index(words)
    driver.reader.article.focus()
    driver.reader.article.selection = start, start + len(words)
    await driver.until(lambda: f"“{words[:25]}" in driver.reader.status._detail)


def test_an_own_kind_is_made_by_its_letter_after_the_key_of_kinds(tmp_path: Path) -> None:
    async def sitting() -> None:
        name = empty(tmp_path / "library")
        async with reading(tmp_path / "library", [name]) as driver:
            await select(driver, "Sabel Union")
            assert "c o organisation, e event" in driver.reader.status._detail
            await driver.press("c", "o")
            assert driver.stored.fields["o1"].surface(TEXT) == "Sabel Union"
            assert to_json(driver.stored.fields["o1"])["name"] == "Sabel Union"
            await select(driver, "marched")
            await driver.press("c", "e")
            assert driver.current == "e1"
            await driver.press("u")
            assert "e1" not in driver.stored.fields

    asyncio.run(sitting())


def test_a_key_of_the_kinds_file_is_its_own_and_stands_in_help(tmp_path: Path) -> None:
    async def sitting() -> None:
        kinds = KINDS.replace('letter = "o"', 'letter = "o"\nkey = "Y"')
        name = empty(tmp_path / "library", kinds)
        async with reading(tmp_path / "library", [name]) as driver:
            await select(driver, "Sabel Union")
            assert "Y organisation" in driver.reader.status._detail
            await driver.press("Y")
            assert driver.current == "o1"
            await driver.press("question_mark")
            await driver.type("organisation")
            help_text = str(driver.app.screen.query_one("#help Static").render())
            assert "make the selection an organisation" in help_text

    asyncio.run(sitting())


def test_a_past_kind_is_not_offered(tmp_path: Path) -> None:
    async def sitting() -> None:
        record = coded(library_with(tmp_path / "library")).record
        (tmp_path / "library" / "kinds.toml").write_text(KINDS.split("[event]")[0], encoding="utf-8")
        library_with(tmp_path / "library", KINDS.split("[event]")[0])
        async with reading(tmp_path / "library", [record.id]) as driver:
            await select(driver, "Monday")
            assert "event" not in driver.reader.status._detail
            await driver.press("c")
            screen = driver.app.screen
            assert isinstance(screen, Choose)
            await driver.press("e")
            assert len(driver.stored.group("events")) == 1

    asyncio.run(sitting())


def test_the_form_has_a_box_for_each_type(tmp_path: Path) -> None:
    async def sitting() -> None:
        desk = coded(library_with(tmp_path / "library"))
        async with reading(tmp_path / "library", [desk.record.id]) as driver:
            await driver.go("e1")
            await driver.press("e")
            editor = driver.reader.panel.editor
            assert editor is not None
            assert editor.typed()["targets"] == "Police, Ida Berg"
            await driver.press("r", "tab")
            await driver.type("pol")
            await driver.press("tab")
            await driver.type("Ida Berg, bystanders")
            await driver.press("tab", "tab")
            await driver.type("yesterday")
            await driver.press("enter")
            assert "“yesterday” needs the date of the article" in driver.said
            await driver.press("ctrl+u")
            await driver.type("2026-05")
            await driver.press("tab")
            await driver.type("two")
            await driver.press("tab")
            await driver.type("a, b c")
            await driver.press("enter")
            item = driver.stored.fields["e1"]
            values = {key: getattr(item, key) for key in ("type", "actor", "actor_name", "date", "deaths", "tags")}
            assert values == {
                "type": "riot",
                "actor": "o1",
                "actor_name": "Police",
                "date": "2026-05",
                "deaths": 2,
                "tags": ["a", "b c"],
            }
            assert to_json(item)["targets"] == ["p1"]
            assert to_json(item)["targets_name"] == ["Ida Berg", "bystanders"]

    asyncio.run(sitting())


def test_a_form_opens_in_what_is_required_and_empty(tmp_path: Path) -> None:
    async def sitting() -> None:
        desk = coded(library_with(tmp_path / "library"))
        new = desk.add("events", ["met"], type="strike")
        async with reading(tmp_path / "library", [desk.record.id]) as driver:
            await driver.go(new)
            await driver.press("e")
            assert driver.app.screen.focused is not None
            assert driver.app.screen.focused.id == "box-actor"
            await driver.type("the crowd")
            await driver.press("enter")
            item = driver.stored.fields[new]
            assert (to_json(item)["actor"], to_json(item)["actor_name"]) == (None, "the crowd")

    asyncio.run(sitting())


def test_a_reference_goes_through_the_fields_it_may_point_at(tmp_path: Path) -> None:
    async def sitting() -> None:
        desk = coded(library_with(tmp_path / "library"))
        new = desk.add("events", ["met"], type="protest")
        async with reading(tmp_path / "library", [desk.record.id]) as driver:
            await driver.go(new)
            await driver.press("s")
            item = driver.stored.fields[new]
            assert (to_json(item)["actor"], to_json(item)["actor_name"]) == ("o1", "Police")
            assert driver.said.startswith("Actor: Police (1 of 3)")
            assert "s then Sabel Union" in driver.said
            police = TEXT.index("Police"), TEXT.index("Police") + len("Police")
            assert police in driver.reader.article._lit.evidence
            await driver.press("s")
            assert to_json(driver.stored.fields[new])["actor"] == "o2"
            await driver.press("u", "u")
            assert to_json(driver.stored.fields[new])["actor"] is None

    asyncio.run(sitting())


def test_readings_in_conflict_show_references_by_name(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path / "library"))
    item = desk.record.fields["e1"]
    sides = [Side("ana", "2026-01-01T00:00:00Z", item), Side("ben", "2026-01-01T00:00:00Z", item)]
    shown = table(TEXT, item, sides, 200).plain
    assert "actor Sabel Union" in shown
    assert "targets Police, Ida Berg" in shown
    assert "o1" not in shown


def test_selected_words_become_a_reference_with_their_evidence(tmp_path: Path) -> None:
    async def sitting() -> None:
        desk = coded(library_with(tmp_path / "library"))
        new = desk.add("events", ["met"], type="protest")
        async with reading(tmp_path / "library", [desk.record.id]) as driver:
            await driver.go(new)
            await select(driver, "Lima")
            assert "W place of “met”" in driver.reader.status._detail
            await driver.press("W", "p")
            item = driver.stored.fields[new]
            assert (to_json(item)["place"], to_json(item)["place_name"]) == ("l1", "Lima")
            start = TEXT.index("Lima")
            assert item.evidence["place"] == (start, start + len("Lima"))
            await driver.press("u")
            assert to_json(driver.stored.fields[new])["place"] is None

    asyncio.run(sitting())


def test_an_event_is_coded_from_an_empty_article_to_an_export(tmp_path: Path) -> None:
    async def sitting() -> None:
        name = empty(tmp_path / "library")
        async with reading(tmp_path / "library", [name]) as driver:
            for words, keys in (("Police", "co"), ("Sabel Union", "co"), ("Lima", "l"), ("met", "ce")):
                await select(driver, words)
                await driver.press(*keys)
            await driver.press("s", "s")
            await select(driver, "Lima")
            await driver.press("W", "p", "e", "s", "tab", "tab")
            await driver.type("pol, the crowd")
            await driver.press("enter", "f", "escape", "u", "U")
            record = driver.stored
        export("jsonl", [record], tmp_path / "out.jsonl", sentences=sentences)
        [event] = orjson.loads((tmp_path / "out.jsonl").read_bytes())["events"]
        assert (event["type"], event["actor"], event["actor_name"]) == ("strike", "o2", "Sabel Union")
        assert (event["place"], event["place_name"]) == ("l1", "Lima")
        assert (event["targets"], event["targets_name"]) == (["o1"], ["Police", "the crowd"])

    asyncio.run(sitting())


def test_the_palette_makes_one_of_a_kind_without_a_key(tmp_path: Path) -> None:
    async def sitting() -> None:
        name = empty(tmp_path / "library")
        async with reading(tmp_path / "library", [name]) as driver:
            await select(driver, "Sabel Union")
            await driver.press("ctrl+p")
            await driver.type("organisation")
            await driver.until(lambda: driver.app.screen.query_one("CommandList").option_count > 0)  # type: ignore[attr-defined]
            await driver.press("enter")
            await driver.until(lambda: driver.current == "o1")

    asyncio.run(sitting())


async def test_a_date_is_read_in_the_form_as_words_of_the_article_are(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    dated = desk.record.article._replace(id="dated", date="2026-05-05")
    record = desk.library.add(dated, Suggestions(), desk.record.edits)
    for name, typed, stored in (
        (desk.record.id, "26 July 2022", "2022-07-26"),
        (desk.record.id, "3 May", "--05-03"),
        (record.id, "3 May", "2026-05-03"),
        (record.id, "Monday", "2026-05-04"),
        (record.id, "2026-05", "2026-05"),
    ):
        async with reading(tmp_path, [name]) as driver:
            await driver.go("e1")
            await driver.press("e", *["tab"] * 4, "ctrl+u", *typed)
            editor = driver.reader.panel.editor
            assert editor is not None
            assert editor.typed()["date"] == typed
            assert str(editor.query_one("#hint", Static).content) == (f"→ {stored}" if stored != typed else "")
            await driver.press("enter")
            assert to_json(driver.stored.fields["e1"])["date"] == stored


async def test_what_a_form_refuses_is_said_whole_while_it_is_typed(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go("e1")
        await driver.press("e", *["tab"] * 4, "ctrl+u", *"soon")
        assert driver.said == "must be a date such as 2026-05-04, 2026-05, 2026 or --05-04"
        await driver.press("ctrl+u", *"Monday")
        await driver.press("enter")
        assert driver.said == "Date: “Monday” needs the date of the article, which has none"
        await driver.press("ctrl+u", "tab", "ctrl+u", "x", "enter")
        assert driver.said == "Deaths: “x” must be a number, or empty"


async def test_a_value_that_a_box_cuts_ends_in_a_mark_of_that(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    names = ["Police", "Ida Berg", "the council of Kestrel Bay"]
    desk.do(actions.change(desk.record, "e1", {"targets": ["o1", "p1"], "targets_name": names}))
    async with reading(tmp_path, [desk.record.id], size=(120, 40)) as driver:
        await driver.go("e1")
        await driver.press("e")
        editor = driver.reader.panel.editor
        assert editor is not None
        box = editor.query_one("#box-targets", Words)
        assert box.value == ", ".join(names)
        line = box.render_line(0).text
        assert line.startswith("Police, Ida") and line.rstrip().endswith("…")
        await driver.press("tab", "tab")
        assert box.has_focus
        assert box.render_line(0).text.rstrip().endswith("…"), "all of it is selected, and it is seen from its start"
        await driver.press("end")
        assert "Bay" in box.render_line(0).text and "…" not in box.render_line(0).text


async def test_undo_calls_attributes_as_people_do(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path))
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go("e1")
        await select(driver, "Ida Berg")
        await driver.press("W", "a")
        assert driver.said == "Actor of “marched”: Ida Berg"
        await driver.press("u")
        assert driver.said == "Undone: the actor of “marched” is “Sabel Union” again"
        await select(driver, "Sabel Union")
        await driver.press("W", "t", "u")
        assert driver.said == "Undone: the targets of “marched” is “Police, Ida Berg” again"
