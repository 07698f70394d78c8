"""Numbers as a row shows them."""

from __future__ import annotations

import pytest

from extract.numbers import parse_value
from store.model.fields import Json, Number
from tui.widgets.phrases import columns, number_phrase


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2 / 3, "2/3"),
        (0.3333333333, "1/3"),
        (-1 / 7, "-1/7"),
        (1 + 1 / 3, "1 1/3"),
        (0.25, "0.25"),
        (3.14159265, "3.14159265"),
        (42.4812345, "42.4812345"),
        (3_500_000, "3.5 million"),
        (1234.5, "1,234.5"),
    ],
)
def test_a_fraction_without_end_is_written_as_one(value: float, words: str) -> None:
    assert number_phrase(Number(id="n1", spans=[(0, 1)], value=value)) == words


SENTENCES = [
    ("killing 11 people", "11", {"value": 11, "counted": "people", "event": "killing"}, "killing 11 people"),
    ("11 people were killed", "11", {"value": 11, "counted": "people", "event": "killed"}, "11 people killed"),
    ("50 dying", "50", {"value": 50, "counted": "people", "event": "dying"}, "50 people dying"),
    ("Dozens of homes", "Dozens", {"low": 24, "counted": "homes"}, "dozens of homes"),
    ("several hundred people", "hundred", {"low": 200, "approx": "several", "counted": "people"},
     "several hundred people"),
    ("about a quarter of it", "quarter", {"value": 0.25, "approx": "about"}, "about a quarter"),
    ("half of the teachers", "half", {"value": 0.5, "counted": "teachers"}, "half of the teachers"),
    ("0.5 goals a game", "0.5", {"value": 0.5, "counted": "goals"}, "0.5 goals"),
    ("five children in critical condition", "five",
     {"value": 5, "counted": "children", "event": "critical condition"}, "5 children in critical condition"),
    ("over 50", "50", {"value": 50, "number_kind": "age", "approx": "over"}, "aged over 50"),
    ("8% to 12%", "8% to 12%", {"low": 8, "high": 12, "number_kind": "range", "unit": "percent"}, "8–12%"),
    ("70% of voters", "70%", {"value": 70, "number_kind": "percent", "counted": "voters"}, "70% of voters"),
    ("16 tons of mail", "16", {"value": 16, "number_kind": "measure", "unit": "ton", "counted": "mail"},
     "16 tons of mail"),
    ("100 centuries", "100", {"value": 100, "number_kind": "duration", "unit": "century"}, "100 centuries"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "span", "said", "words"), SENTENCES)
def test_a_number_reads_as_an_editor_would_write_it(text: str, span: str, said: Json, words: str) -> None:
    start = text.index(span)
    event = said.get("event", "")
    evidence = {"event": (text.index(event), text.index(event) + len(event))} if event in text else {}
    item = Number(id="n1", spans=[(start, start + len(span))], evidence=evidence if event else {}, **said)
    assert number_phrase(item, text) == words


@pytest.mark.parametrize(
    ("said", "row"),
    [
        ({"value": 40, "counted": "people"}, ("40 people", "")),
        ({"value": 40, "event": "killed"}, ("40", "killed")),
        ({"value": 40, "counted": "people", "event": "killed"}, ("40 people", "killed")),
        ({"low": 40, "high": 50, "event": "hurt", "number_kind": "range"}, ("40–50", "range, hurt")),
    ],
)
def test_a_row_has_what_happened_in_another_column_than_what_is_counted(said: Json, row: tuple[str, str]) -> None:
    assert columns(Number(id="n1", spans=[(0, 1)], **said), "x") == row


@pytest.mark.parametrize(("typed", "value"), [("a quarter", 0.25), ("quarter", 0.25), ("three quarters", 0.75)])
def test_a_quarter_typed_as_a_value_is_one(typed: str, value: float) -> None:
    number = parse_value(typed)
    assert number is not None
    assert number.value == value
