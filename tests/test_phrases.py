"""Numbers as a row shows them."""

from __future__ import annotations

import pytest

from extract.numbers import parse_value
from store.model.fields import Number
from tui.widgets.phrases import number_phrase


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


@pytest.mark.parametrize(("typed", "value"), [("a quarter", 0.25), ("quarter", 0.25), ("three quarters", 0.75)])
def test_a_quarter_typed_as_a_value_is_one(typed: str, value: float) -> None:
    number = parse_value(typed)
    assert number is not None
    assert number.value == value
