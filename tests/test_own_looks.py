"""How a desk's own kinds look: their colour where it can be read, their sign in article, list, counts and help."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_kinds import KINDS, coded, library_with, span
from reader_driver import ReaderDriver, reading
from rich.style import Style
from test_contrast import LEAST, faint, ratio
from textual.color import Color

from store.errors import StetError
from store.model import actions
from store.model.kinds_file import rows_of
from tui.settings.own_looks import DECIDED, legible
from tui.settings.theme import DARK, HIGH_CONTRAST, LIGHT, TEXTUAL_NAMES

SIGNED = KINDS.replace('letter = "e"', 'letter = "e"\nsign = "◆"').replace('"#8c564b"', '"#101020"')
HOSTILE = """
[evidence]
letter = "v"
attributes = { name = "text" }
[quote_mark]
letter = "k"
colour = "#fefefe"
attributes = { name = "text" }
"""


def painted(driver: ReaderDriver) -> list[str]:
    return [strip.text for strip in driver.app.screen._compositor.render_strips()]


def styles_of(driver: ReaderDriver, words: str) -> list[Style]:
    """Of these words in the article."""
    pane = driver.reader.article
    lines = [pane.render_line(y) for y in range(pane.size.height)]
    return [segment.style for strip in lines for segment in strip if words in segment.text and segment.style]


@given(st.integers(0, 0xFFFFFF), st.sampled_from([DARK, LIGHT, HIGH_CONTRAST]))
def test_any_colour_can_be_read_on_every_ground(number: int, theme: object) -> None:
    assert theme in (DARK, LIGHT, HIGH_CONTRAST)
    one = DARK if theme is DARK else LIGHT if theme is LIGHT else HIGH_CONTRAST
    wanted, cursor = f"#{number:06x}", one.variables["block-cursor-background"]
    grounds = [Color.parse(str(ground)) for ground in (one.background, one.surface)]
    hue = legible(wanted, str(one.foreground), str(one.background), str(one.surface), cursor, str(one.warning))
    for ground in grounds:
        assert ratio(ground.blend(Color.parse(hue), DECIDED), ground) >= LEAST
    if all(ratio(Color.parse(wanted), ground) >= 9 for ground in grounds) and one is LIGHT:
        assert hue.lower() == wanted  # what can be read stays as the desk has it


@pytest.mark.parametrize("theme", [name for key, name in TEXTUAL_NAMES.items() if key != "ansi"])
async def test_a_colour_that_cannot_be_read_is_made_legible(tmp_path: Path, theme: str) -> None:
    for number, kinds in enumerate((SIGNED, KINDS + HOSTILE)):
        desk = coded(library_with(tmp_path / f"{number}", kinds))
        async with reading(tmp_path / f"{number}", [desk.record.id]) as driver:
            driver.app.theme = theme
            for keys in (("a",), ("tab",), ("slash", *"union", "enter"), ("escape", "O"), ("question_mark",)):
                await driver.press(*keys)
                assert not faint(driver.app)


@pytest.mark.parametrize("theme", TEXTUAL_NAMES.values())
@pytest.mark.parametrize("without", [False, True])
async def test_kinds_are_told_apart_by_sign(
    tmp_path: Path, theme: str, without: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if without:
        monkeypatch.setenv("NO_COLOR", "1")
    desk = coded(library_with(tmp_path, SIGNED))
    async with reading(tmp_path, [desk.record.id]) as driver:
        driver.app.theme = theme
        await driver.go("p1")
        [one], [other] = styles_of(driver, "Sabel Union"), styles_of(driver, "marched")
        assert (one.bold, one.italic, one.underline) != (other.bold, other.italic, other.underline)
        await driver.pilot.pause()
        screen = painted(driver)
        assert any(line.startswith(" O Police met") for line in screen)
        assert any(line.startswith(" ◆ ") and "marched" in line for line in screen)
        assert any("E EVENTS ◆" in line for line in screen)
        await driver.press("O")
        assert any("◆ marched" in line for line in painted(driver))
        await driver.press("question_mark")
        await driver.type("public")
        assert "◆  " in (said := str(driver.app.screen.query_one("#help Static").render()))
        assert "event: What was done in public" in said


async def test_counts_of_all_kinds_are_seen_at_eighty_columns(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path, SIGNED))
    async with reading(tmp_path, [desk.record.id], size=(80, 24)) as driver:
        await driver.go("e1")
        line = next(line for line in painted(driver) if "◆ EVENTS" in line)
        assert all(part in line for part in ("P 1/1", "L 1/1", "O 2/2", "◆ EVENTS 1/1"))


async def test_a_kind_may_be_called_as_a_style_is(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path, KINDS + HOSTILE))
    desk.add("evidences", ["Monday"])
    desk.add("quote_marks", ["police"])
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go("p1")
        assert all(style.italic for style in styles_of(driver, "Monday"))
        assert not any("▎" in line for line in painted(driver))


@pytest.mark.parametrize("sign", ["ab", "\\u0301", "\\u202e", "\\u0007"])
def test_a_sign_stands_alone(sign: str) -> None:
    sign = sign.encode().decode("unicode_escape")
    with pytest.raises(StetError, match="write one character that can stand alone"):
        rows_of({"event": {"letter": "e", "sign": sign, "attributes": {"name": "text"}}}, "kinds.toml")


async def test_words_of_a_struck_out_field_are_not_crossed_out_as_evidence(tmp_path: Path) -> None:
    desk = coded(library_with(tmp_path, SIGNED))
    start, end = span("Sabel Union")
    struck = desk.add("places", ["Sabel Union"])
    desk.do(actions.reject(desk.record, [struck]))
    desk.do(actions.change(desk.record, "e1", {"evidence": {"actor": (start, end)}}))
    async with reading(tmp_path, [desk.record.id]) as driver:
        await driver.go("e1")
        assert not any(style.strike for style in styles_of(driver, "Sabel Union"))
        await driver.go(struck)
        assert all(style.strike for style in styles_of(driver, "Sabel Union"))
