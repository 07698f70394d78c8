"""What holds for the numbers of any text."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from growing import NUMBERS
from hypothesis import given, settings
from hypothesis import strategies as st
from work import grows_with

from extract.document import Document
from extract.numbers import find_numbers, parse_value
from store.model.kinds import NUMBER_KINDS

FRAGMENTS = (
    "39 people were killed", "159 injured", "$3.5 million", "-12C", "two-thirds", "one in five", "10-15", "3-1",
    "2012–13", "30 Dec. 2023", "21:00", "a dozen", "at least", "up to", "or more", "between",
    "and", "of the", "½", "1,234.5", "40 000", "1e10", "5 ft 2 in", "per cent",
    "%", "£", "€", "km/h", "aged", "years old", "first", "(",
    ")", "hundred", "several", "thousands of", ".", ",", "-", "–",
    "\n", "\n\n", "\u00a0", "\u2009", "a", "an", "hour", "half",
    "quarter", "point", "minus", "/", "'", "\"", "’s", "x",
    "^", "İ", "٣", "²", "🙂",
)  # fmt: skip
strung = st.lists(st.sampled_from(FRAGMENTS), max_size=14)
texts = st.one_of(st.text(max_size=120), strung.map(" ".join), strung.map("".join))


def is_json(value: Any) -> bool:
    """A string, null, or a finite number that is an integer where whole."""
    if isinstance(value, float):
        return math.isfinite(value) and (not value.is_integer() or abs(value) >= 1e17)
    return value is None or isinstance(value, str | int)


@settings(max_examples=200)
@given(texts)
def test_any_text_gives_valid_numbers_in_order(text: str) -> None:
    document = Document(text)
    numbers, text = find_numbers(document), document.text
    for number in numbers:
        ((start, end),) = number.spans
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert number.number_kind in NUMBER_KINDS
        assert number.confidence is not None
        assert 0 <= number.confidence <= 1
        assert all(0 <= first < last <= len(text) for first, last in number.evidence.values())
        assert all(is_json(value) for value in (number.value, number.low, number.high))
        if isinstance(number.low, int | float) and isinstance(number.high, int | float):
            assert number.low <= number.high
        for attribute in ("unit", "counted", "event", "approx"):
            assert getattr(number, attribute) != ""
    assert all(before.spans[0][1] <= after.spans[0][0] for before, after in pairwise(numbers))


@given(texts)
def test_any_words_typed_give_a_number_or_none(words: str) -> None:
    number = parse_value(words)
    assert number is None or (number.spans == [] and number.evidence == {} and number.confidence is None)


@pytest.mark.parametrize("piece", NUMBERS)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: find_numbers(Document(text))

    assert grows_with(work, 500)
