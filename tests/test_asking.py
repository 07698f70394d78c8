"""Questions in one line: every key that is no answer is said to be none, and `enter` does only what is written."""

from __future__ import annotations

from pathlib import Path

from reader_driver import ReaderDriver, reading
from textual.widgets import Static

from tui.widgets.ask import Choose, Option


async def asked(driver: ReaderDriver, question: Choose) -> list[str | None]:
    answers: list[str | None] = []
    driver.reader.ask(question, answers.append)
    await driver.pilot.pause()
    return answers


def line(driver: ReaderDriver) -> str:
    return str(driver.app.screen.query_one(".answers", Static).content)


async def test_a_letter_that_is_not_offered_is_said_and_enter_takes_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        answers = await asked(driver, Choose("It is the", [Option("y", "type", "type")]))
        await driver.press("t")
        assert line(driver).splitlines() == ["t is none of these", "It is the   y type   esc back"]
        await driver.press("slash")
        assert line(driver).startswith("/ is none of these")
        await driver.press("enter")
        assert line(driver).startswith("enter is none of these")
        assert answers == []
        await driver.press("y")
        assert answers == ["type"]


async def test_enter_says_yes_where_that_is_written(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        answers = await asked(driver, Choose("Everywhere?", [Option("o", "add them", "add")], confirms=True))
        assert line(driver) == "Everywhere?   o or enter add them   esc back"
        await driver.press("enter")
        assert answers == ["add"]
        answers = await asked(driver, Choose("Everywhere?", [Option("o", "add them", "add")], confirms=True))
        await driver.press("o")
        assert answers == ["add"]


async def test_what_cannot_be_taken_says_why(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        options = [Option("d", "date: no", "date", why="There is no date"), Option("t", "text", "text")]
        answers = await asked(driver, Choose("It is the", options))
        await driver.press("d")
        assert line(driver).startswith("There is no date\n")
        await driver.press("escape")
        assert answers == [None]
