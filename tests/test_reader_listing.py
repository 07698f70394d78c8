"""What is listed and in what order: filters, orders, folded kinds, and fields by their number."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import record
from hypothesis import given
from hypothesis import strategies as st
from reader_driver import TEXT, ReaderDriver, article, at, reading, suggestions
from rich.cells import cell_len
from rich.style import Style

from store.library.opening import open_library
from store.model.fields import GROUPS, Quote, Suggestions
from tui.reader.cursor import Cursor
from tui.reader.fields.list_view import ORDERS, SHOWN, ListView
from tui.reader.fields.rows import field_strip, row_view

ALL = ["p1", "p2", "l1", "l2", "n1", "n2", "n3", "q1"]


def listed(driver: ReaderDriver) -> list[str]:
    assert driver.reader.state.cursor is not None
    return driver.reader.state.cursor.order


def lines(driver: ReaderDriver) -> list[str]:
    """The list as it is painted, without what is empty."""
    fields = driver.reader.panel.fields
    return [line for y in range(fields.size.height) if (line := fields.render_line(y).text.rstrip())]


SPOKEN = "“Nobody knew what had become of the four of them until the evening,” {} {} on Friday."


def quote_row(name: str, cue: str, width: int) -> str:
    """The row of a quote by this speaker in a list of so many cells."""
    text = SPOKEN.format(name, cue)
    quote = Quote(id="q1", speaker_name=name, cue=cue, spans=[(0, text.index("”") + 1)])
    return field_strip(
        row_view(quote, text, number="9", doubt=False, current=False), width, lambda _: Style.null()
    ).text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_who_speaks_and_how_is_read_in_full(tmp_path: Path, size: tuple[int, int]) -> None:
    text = SPOKEN.format("Brandwein", "maintained")
    quote = Quote(id="q1", speaker_name="Brandwein", cue="maintained", spans=[(0, text.index("”") + 1)])
    one, made = article(text), Suggestions(extractor="test/1", quotes=[quote])
    async with reading(tmp_path, [open_library(tmp_path).add(one, made).id], size=size) as driver:
        [row] = [line for line in lines(driver) if "“" in line]
        assert row.endswith("  Brandwein maintained")


@given(
    st.sampled_from(["Ottilie Brandwein", "Tveit", "the Organisation for Security and Co-operation", "習近平 主席"]),
    st.sampled_from(["told", "announced", "said in a statement"]),
    st.integers(30, 200),
)
def test_what_a_row_has_no_room_for_is_left_out_with_a_sign(name: str, cue: str, width: int) -> None:
    row = quote_row(name, cue, width)
    assert cell_len(row) == width
    quote, said = row[5:].rstrip().split("  ")[0], row[5:].rstrip().split("  ")[-1].strip()
    assert SPOKEN.startswith(quote.rstrip("…"))
    assert quote.endswith(("…", "”"))
    assert said == f"{name} {cue}" or (said.endswith("…") and f"{name} {cue}".startswith(said[:-1]))


def test_a_cut_is_by_character_and_no_blanks_are_left_beside_it() -> None:
    assert quote_row("the Organisation for Security", "said", 60).endswith("  the Organisation for Security…  ")
    assert quote_row("Organisationsentwicklung", "said", 40).rstrip().endswith("  Organisationsentwi…")


async def test_v_lists_what_is_undecided_in_doubt_and_flagged(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("a", "v")
        assert listed(driver) == ["p2", "l1", "l2", "n1", "n2", "n3", "q1"]
        assert driver.said == "Only what is undecided: 7 fields"
        assert lines(driver)[0] == " undecided only"
        await driver.press("a")
        assert listed(driver) == ["l1", "l2", "n1", "n2", "n3", "q1"]
        assert driver.reader.header.progress.decided == 2
        await driver.press("v")
        assert listed(driver) == ["l2", "q1"]
        assert driver.current == "l2", "the next that is listed, so that no key decides another"
        await driver.press("v")  # nothing is flagged, so all come back
        assert listed(driver) == ALL
        await driver.press("f", "enter", "j", "v", "v", "v")
        assert listed(driver) == ["l2"]
        assert driver.said == "Only what is flagged: 1 field"


async def test_one_that_is_not_listed_is_while_it_is_in_question(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("a", "v")
        await driver.go("p1")
        assert (driver.current, listed(driver)[0]) == ("p1", "p1")
        await driver.press("j")
        assert (driver.current, listed(driver)[0]) == ("p2", "p2")


async def test_o_orders_by_kind_by_text_and_by_certainty(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("O")
        assert listed(driver) == ["l1", "n1", "n2", "p1", "q1", "p2", "l2", "n3"]
        assert lines(driver)[:2] == [" as in the text", lines(driver)[1]]
        assert " L Port Sabel" in lines(driver)[1]
        await driver.press("a")  # p1 was the current field
        assert driver.current == "q1"
        await driver.press("O")
        assert listed(driver) == ["l2", "l1", "n1", "n2", "q1", "p2", "n3", "p1"]
        await driver.press("O")
        assert listed(driver) == ALL


async def test_least_certain_first_is_the_order_of_deciding(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("O", "O", "1", "a")
        assert driver.current == "l1"
        await driver.press("k", "x")
        assert driver.stored.fields["l1"].status == "rejected"
        assert listed(driver)[-2:] == ["l1", "l2"]


async def test_a_kind_is_folded_away_in_this_and_in_other_articles(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    ids = [library.add(article(), suggestions()).id, library.add(article(TEXT * 2, "Other"), suggestions()).id]
    async with reading(tmp_path, ids) as driver:
        await driver.press("z")
        assert driver.current == "l1"
        assert listed(driver) == ALL[2:]
        assert lines(driver)[0].startswith("▸P PEOPLE")
        await driver.press("z", "z")
        assert listed(driver) == ["q1"]
        await driver.press("J")
        assert driver.said == "No other field here is undecided; 7 not listed, Z lists them"
        await driver.press("right_square_bracket")
        assert listed(driver) == ["q1"]
        await driver.press("Z")
        assert listed(driver) == ALL


async def test_the_last_kind_that_is_folded_keeps_the_field_in_question(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("z", "z", "z", "z")
        assert (driver.current, listed(driver)) == ("q1", ["q1"])
        await driver.press("a")
        assert driver.stored.fields["q1"].status == "accepted"


async def test_a_click_on_the_first_line_of_a_group_folds_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.pilot.click("FieldList", offset=(5, 4))
        assert listed(driver) == [name for name in ALL if name[0] != "l"]
        await driver.pilot.click("FieldList", offset=(5, 4))
        assert listed(driver) == ALL


async def test_a_folded_kind_does_not_open_as_the_cursor_passes(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        await driver.press("z", "tab")
        driver.reader.article.cursor = at("Mayor")[0]
        await driver.press("right")
        assert driver.current == "p1"  # the mayor's name is under the cursor
        assert listed(driver) == ["p1", *ALL[2:]]
        await driver.press("j")
        assert listed(driver) == ALL[2:]


async def test_digits_go_to_a_field_by_its_number(tmp_path: Path) -> None:
    async with reading(tmp_path) as driver:
        assert lines(driver)[1].startswith("▌1")
        await driver.press("5")
        assert driver.current == "n1"
        await driver.press("9")
        assert driver.said == "There is no field 59; the last one is 8"
        assert driver.current == "n1"
        await driver.press("0", "8")
        assert driver.current == "q1"


async def test_digits_go_on_with_each_other_where_there_is_such_a_field(tmp_path: Path) -> None:
    found = suggestions()
    words = article().text.split(" ")
    place = 0
    for number, word in enumerate(words[:20], 4):
        found.numbers.append(type(found.numbers[0])(id=f"n{number}", value=1, spans=[(place, place + len(word))]))
        place += len(word) + 1
    identifier = open_library(tmp_path).add(article(), found).id
    async with reading(tmp_path, [identifier]) as driver:
        await driver.press("1", "2")
        assert driver.current == listed(driver)[11]
        await driver.press("j", "2")
        assert driver.current == listed(driver)[1]
        await driver.press("6", "7")  # there are 28
        assert driver.current == listed(driver)[6]


async def test_each_way_of_listing_fits_a_small_screen(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as driver:
        assert [line.split()[0] for line in lines(driver)] == ["▌1", "2"]
        await driver.press("O")
        assert len(lines(driver)) == driver.reader.panel.fields.size.height
        await driver.press("z", "v")
        assert "no people" in lines(driver)[0]


@given(
    st.sampled_from(SHOWN), st.sampled_from(ORDERS), st.sets(st.sampled_from([*GROUPS])), st.lists(st.integers(0, 9))
)
def test_whatever_is_listed_the_field_in_question_is_among_it(
    shown: str, order: str, folded: set[str], moves: list[int]
) -> None:
    list_view = ListView()
    list_view.shown, list_view.order, list_view.folded = shown, order, folded
    reading = Cursor(record(), list_view)
    everything = list(reading.record.fields)
    for move in moves:
        if move < 2:
            reading.move(1 - 2 * move)
        else:
            reading.go(everything[move % len(everything)])
        assert reading.current in reading.order
        assert len(set(reading.order)) == len(reading.order)
        assert all(reading.list_view.lists(item, reading.doubts) for item in reading.fields() if item != reading.field)
