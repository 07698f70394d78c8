"""The tour teaches each key by having it pressed, and leaves nothing behind."""

from __future__ import annotations

import errno
from pathlib import Path

from faulty import Disk
from pilot import type_keys
from shelf_driver import filled, sitting

from store.library.opening import open_library
from tui.messages import ShowTour
from tui.shelf.screen import ShelfScreen
from tui.tour.app import TourApp
from tui.tour.sample import Sample
from tui.tour.screen import TourScreen
from tui.tour.steps import STEPS
from tui.widgets.ask import Choose

KEYS = (
    *(["j"], ["a"], ["x"], ["e", "1", "4", "enter"], ["s"]),
    ["slash", *"kestrel", "enter", "l"],
    *(["escape", "u"], ["U"], ["8"], ["d", "a"], ["E", "escape"]),
)


async def test_each_key_takes_the_tour_one_step_on() -> None:
    app = TourApp("ana")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        tour = app.screen
        assert isinstance(tour, TourScreen)
        assert str(tour.line.render()).endswith(" ctrl+q  ends the tour.")
        for step, keys in enumerate(KEYS):
            assert tour.step == step
            if step == 8:
                assert str(tour.line.render()).endswith("Without a mouse, type  8 .")
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await pilot.pause()
        assert tour.step == len(STEPS)
        assert "stet PATH" in str(tour.line.render())
        folder = Path(tour.library.address)
        assert tour.sessions.close() == ""
        stored = open_library(folder).load(next(iter(open_library(folder).ids())))
        assert stored.status == "done"
        assert all(item.decided for item in stored.fields.values())
        await pilot.press("g")
        await pilot.pause()
        assert tour.status.text == "This is the tour; ctrl+q ends it"
        await pilot.press("ctrl+q")
    assert app.return_value == 0
    assert not folder.exists()


async def test_a_step_about_a_field_says_the_way_to_it_where_another_is_the_current_one() -> None:
    app = TourApp("ana")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        tour = app.screen
        assert isinstance(tour, TourScreen)
        for keys in KEYS[:3]:
            await type_keys(app, *keys)
        step = str(tour.line.render())
        assert step.startswith("4 of 11   The text says 14")
        for astray in ("k", "exclamation_mark"):
            await type_keys(app, astray)
            away = str(tour.line.render())
            assert " ".join(away.split()).startswith("4 of 11 6 goes back to “41 people hurt”. The")
            await type_keys(app, "e", "escape", "6")
            assert str(tour.line.render()) == step, "one key, from wherever it is"
        await type_keys(app, *KEYS[3])
        assert tour.step == 4


async def test_who_strikes_out_too_much_is_led_back() -> None:
    app = TourApp("ana")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        tour = app.screen
        assert isinstance(tour, TourScreen)
        await type_keys(app, "j", "a", "x", "x")
        assert " u  takes that back" in str(tour.line.render())
        await type_keys(app, "u")
        await pilot.pause()
        assert "takes that back" not in str(tour.line.render())
        await type_keys(app, "e", "1", "4", "enter", "d")
        assert isinstance(app.screen, Choose)
        assert tour.line.region.y == 0, "no question covers it"
        assert tour._alone, "a question is no shelf below it"


async def test_other_keys_leave_the_tour_where_it_is() -> None:
    app = TourApp("ana")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("J", "K", "v", "question_mark", "escape", "tab", "right")
        await pilot.pause()
        tour = app.screen
        assert isinstance(tour, TourScreen)
        assert tour.step <= 1


async def test_the_empty_shelf_leads_to_the_tour_and_the_tour_back(tmp_path: Path) -> None:
    async with sitting(open_library(tmp_path / "library")) as driver:
        await driver.press("t")
        await driver.until(lambda: isinstance(driver.app.screen, TourScreen))
        await driver.press("j", "a", "g")
        await driver.until(lambda: isinstance(driver.app.screen, ShelfScreen))
        await driver.listed()
        assert len(driver.shelf.listing) == 0
    assert not (tmp_path / "library").exists()


async def test_quitting_from_a_tour_asks_about_what_is_not_saved_below_it(tmp_path: Path) -> None:
    library = filled(tmp_path)
    [first, *_] = library.ids()
    async with sitting(library, [first]) as driver:
        (tmp_path / "records").rename(tmp_path / "kept")
        (tmp_path / "records").write_text("", encoding="utf-8")
        await driver.press("d")
        assert driver.reader.sessions.close() != ""
        driver.app.post_message(ShowTour())
        await driver.until(lambda: isinstance(driver.app.screen, TourScreen))
        await driver.press("ctrl+q")
        await driver.until(lambda: isinstance(driver.app.screen, Choose))
        await driver.press("q")
    assert driver.app.return_value == 1


async def test_a_tour_that_finds_no_room_says_so(tmp_path: Path) -> None:
    async with sitting(open_library(tmp_path / "library")) as driver:
        with Disk(at=1, always=True, error=errno.ENOSPC).in_place():
            await driver.press("t")
            await driver.until(lambda: driver.said)
        assert driver.said.startswith("No tour")
        assert "the disk is full" in driver.said


def test_what_the_sample_says_is_in_its_text_but_for_what_was_planted() -> None:
    sample = Sample()
    record = sample.library.load(sample.identifier)
    for person in record.people:
        assert person.surface(record.text) == person.name
    for item in record.fields.values():
        for name, (start, end) in item.evidence.items():
            value = getattr(item, name)
            assert name == "speaker" or str(value) in record.text[start:end]
    wrong = [item.id for item in record.numbers if str(item.value) != item.surface(record.text)]
    assert wrong == ["n2", "n3"], "the one planted, and the one in words"
    sample.throw_away()
