"""Deciding many at once: a group, or all of which the machine was sure enough; each one step of undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader_driver import reading
from textual.widgets import Static

from tui.reader.commands.bulk import percentage


async def test_what_is_left_of_a_group_stands_but_not_what_is_in_doubt(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("A")
        assert [item.status for item in driver.stored.people] == ["accepted", "accepted"]
        assert driver.current == "l1"
        assert driver.said == "2 people let stand"
        await driver.press("A")
        assert [item.status for item in driver.stored.places] == ["accepted", "suggested"]
        assert driver.said == "1 place let stand; 1 in doubt left, ! goes to them"
        assert driver.current == "n1", "on to the next kind, for only a doubt is left in this one"
        await driver.press("u", "u")
        assert driver.stored.decided == 0


async def test_pressed_again_and_again_it_decides_all_but_the_doubts(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("A", "A", "A")
        assert [item.id for item in driver.stored.fields.values() if not item.decided] == ["l2", "q1"]
        await driver.press("A")
        assert driver.said in (f"Only doubts are left in {group}: 1, ! goes to them" for group in ("places", "quotes"))
        await driver.press("exclamation_mark", "a", "exclamation_mark", "a")
        assert driver.said == "Let stand: Kestrel Bay · All 8 decided · d finishes the article"


async def test_a_group_of_doubts_says_how_many(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("8", "A")
        assert driver.said == "Only doubts are left in quotes: 1, ! goes to them"
        assert driver.stored.edits == ()


async def test_what_is_left_of_a_group_is_struck_out_doubts_and_all(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("3", "a", "X")
        assert [item.status for item in driver.stored.places] == ["accepted", "rejected"]
        assert driver.said == "1 place struck out; u brings them back"
        assert driver.current == "n1"
        await driver.press("X", "u")
        assert [item.status for item in driver.stored.numbers] == ["suggested"] * 3
        await driver.press("3", "X")
        assert driver.said == "No undecided places left to strike out; ) goes to the next kind"


async def test_all_above_a_percentage_stand_and_are_counted_first(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("P")
        preview = driver.app.screen.query_one("#preview", Static)
        assert str(preview.render()) == "2 people, 1 place and 3 numbers of 8 left; 1 more in doubt"
        await driver.press("end", "5")
        assert str(preview.render()) == "a percentage, such as 90"  # 905
        await driver.press("backspace", "enter")
        assert driver.said == "2 people, 1 place and 3 numbers let stand; 1 in doubt left, ! goes to them"
        assert [item.id for item in driver.stored.fields.values() if not item.decided] == ["l2", "q1"]
        await driver.press("u")
        assert driver.stored.decided == 0


@pytest.mark.parametrize(
    ("typed", "percent"),
    [
        ("90", 90), ("90 %", 90), ("99.5", 99.5), ("2", 2), ("1", 1), ("1 %", 1), ("1.0 %", 1), ("0.9 %", 0.9),
        ("0.9", 90), ("0,9", 90), (".9", 90), ("1.0", 100), ("1,", 100), ("100", 100), ("0", 0), ("101", None),
        ("-1", None), ("nan", None), ("%", None), ("", None),
    ],
)  # fmt: skip
def test_a_share_is_below_one_or_written_with_a_point(typed: str, percent: float | None) -> None:
    assert percentage(typed) == percent


async def test_a_share_is_said_as_a_percentage(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("P", *"0.9")
        preview = driver.app.screen.query_one("#preview", Static)
        assert str(preview.render()) == "90 %: 2 people, 1 place and 3 numbers of 8 left; 1 more in doubt"
        await driver.press("space", "percent_sign")
        assert str(preview.render()).endswith("of 8 left; 2 more in doubt")


async def test_what_is_folded_away_is_left_out(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("z", "P", "enter")
        assert [item.id for item in driver.stored.fields.values() if item.decided] == ["l1", "n1", "n2", "n3"]


@pytest.mark.parametrize(
    ("typed", "said"), [("none", "“none” is not a percentage"), ("95", "Nothing left that the machine is that sure of")]
)
async def test_a_percentage_that_helps_nobody_is_said(tmp_path: Path, typed: str, said: str) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("P", "end", "backspace", "backspace", *typed, "enter")
        assert said in driver.said
        assert driver.stored.edits == ()
        await driver.press("P", "escape")
        assert len(driver.app.screen_stack) == 1
