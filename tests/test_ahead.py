"""The status line says what the key of likely values would do to the field where the cursor rests."""

from __future__ import annotations

from pathlib import Path

import pytest
from own_kinds import Desk, library_with
from reader_driver import ReaderDriver, article, at, reading
from test_likely import LIST, ministers, person

from store.library.opening import open_library
from store.model import actions
from store.model.fields import Person, Quote, Suggestions


@pytest.fixture(autouse=True)
def looking_ahead(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once."""
    request.getfixturevalue("no_look_ahead")
    monkeypatch.setattr("tui.reader.ahead.REST", 0.001)


def line(driver: ReaderDriver, width: int = 120) -> str:
    return "".join(words for words, _ in driver.reader.status.segments(width))


async def test_a_role_is_shown_before_the_key_takes_it(tmp_path: Path) -> None:
    identifier = open_library(tmp_path).add(article(LIST), ministers()).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("j")
        await driver.until(lambda: "s role minister" in line(driver))
        assert person(driver, "p2").role is None, "looking changes nothing"
        await driver.press("s")
        assert person(driver, "p2").role == "minister"
        assert "s role" not in line(driver), "what comes then is said by what happened"
        await driver.press("u")
        await driver.until(lambda: "s role minister" in line(driver))


async def test_what_was_shown_of_a_field_is_not_shown_of_the_next(tmp_path: Path) -> None:
    identifier = open_library(tmp_path).add(article(LIST), ministers()).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.go("l1")
        await driver.until(lambda: "s country France (city)" in line(driver))
        await driver.press("k")
        await driver.until(lambda: "s role minister" in line(driver))
        assert "France" not in line(driver)
        await driver.press("tab", "shift+right")
        assert "s role" not in line(driver), "words are selected"


async def test_the_next_speaker_is_shown_and_hostile_names_are_made_visible(tmp_path: Path) -> None:
    text = "“Go,” said Ida\x1b[2J Roe.\n"
    found = Suggestions(
        people=[Person(id="p1", name="Ida\x1b[2J Roe", role="x", spans=[at("Ida\x1b[2J Roe", text)])],
        quotes=[Quote(id="q1", cue="said", spans=[at("“Go,”", text)], evidence={"cue": at("said", text)})],
    )
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.go("q1")
        await driver.until(lambda: "s speaker Ida" in line(driver))
        assert "\x1b" not in line(driver)


async def test_that_the_key_would_name_nobody_is_shown_too(tmp_path: Path) -> None:
    text = "“Go,” said Ida Roe.\n"
    found = Suggestions(
        people=[Person(id="p1", name="Ida Roe", role="x", spans=[at("Ida Roe", text)])],
        quotes=[Quote(id="q1", speaker="p1", speaker_name="Ida Roe", spans=[at("“Go,”", text)])],
    )
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.go("q1")
        await driver.until(lambda: "s speaker nobody" in line(driver))
        await driver.press("s")
        quote = driver.stored.fields["q1"]
        assert isinstance(quote, Quote)
        assert quote.speaker_name is None


async def test_a_speaker_is_said_once(tmp_path: Path) -> None:
    text = "“Go,” said Ida Roe.\n"
    found = Suggestions(
        people=[Person(id="p1", name="Ida Roe", role="x", spans=[at("Ida Roe", text)])],
        quotes=[Quote(id="q1", speaker_name="Ida Roe", spans=[at("“Go,”", text)])],
    )
    identifier = open_library(tmp_path).add(article(text), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.go("q1")
        await driver.until(lambda: "s speaker the person of this name" in line(driver))
        assert line(driver).count("Ida Roe") == 1
        await driver.go("p1")
        await driver.press("x")
        await driver.go("q1")
        await driver.until(lambda: "is struck out" in line(driver))
        assert line(driver).partition("?")[2].count("Ida Roe") == 1, "the doubt has named the speaker"


async def test_what_is_shown_of_an_own_kind_is_what_other_articles_say_first_as_the_key_takes_it(
    tmp_path: Path,
) -> None:
    library = library_with(tmp_path, KINDS)
    organisation(Desk(library, text="Acme Corp met strikers.\n"), "Acme Corp", sector="mining")
    desk = Desk(library, text="Acme Corp and Beta Ltd closed.\n")
    organisation(desk, "Acme Corp")
    organisation(desk, "Beta Ltd", sector="steel")
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go("o1")
        await driver.until(lambda: "s sector" in line(driver))
        assert "s sector mining" in line(driver)
        await driver.press("s")
        assert getattr(driver.stored.fields["o1"], "sector", None) == "mining"


KINDS = """
[organisation]
letter = "o"
attributes = { name = "text", sector = "text" }
"""


def organisation(desk: Desk, name: str, **attributes: str) -> None:
    start = desk.record.text.index(name)
    desk.do(actions.add(desk.record, "organisations", [(start, start + len(name))], {"name": name, **attributes}))
