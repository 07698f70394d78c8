"""The forms of numerals and amounts, one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extract.document import Document
from extract.numbers import find_numbers, parse_value
from store.model.fields import Number


def rows(table: str) -> list[tuple[Any, ...]]:
    """A case a line, `|` between its cells: a JSON value, `-` for null, else words (`␣` is a no-break space)."""
    return [
        (words.strip().replace("␣", "\u00a0"), *map(cell, rest))
        for words, *rest in (line.split("|") for line in table.strip().splitlines())
    ]


def cell(written: str) -> Any:
    written = written.strip()
    try:
        return None if written == "-" else json.loads(written)
    except ValueError:
        return written


def only(text: str) -> Number:
    numbers = find_numbers(Document(text))
    assert len(numbers) == 1, numbers
    return numbers[0]


@pytest.mark.parametrize(
    ("words", "value"),
    rows(
        """
        0 | 0
        0033 | 33
        1,234,567 | 1234567
        12,34,567.89 | 1234567.89
        1.234.567,5 | 1234567.5
        40 000 | 40000
        1␣200␣000 | 1200000
        .75 | 0.75
        -1.5 | -1.5
        minus eight | -8
        1e6 | 1000000
        2.5×10^3 | 2500
        10k | 10000
        3 bn | 3000000000
        1.2M | 1200000
        7 lakh | 700000
        two crore | 20000000
        ½ | 0.5
        2½ | 2.5
        1 3/4 | 1.75
        3/8 | 0.375
        zero | 0
        nineteen | 19
        forty-two | 42
        forty two | 42
        one hundred and six | 106
        twelve hundred | 1200
        two thousand and one | 2001
        six million, four hundred thousand | 6400000
        a hundred | 100
        half a dozen | 6
        a quarter of a million | 250000
        three point one four | 3.14
        two and a half million | 2500000
        4 million and a half | 4500000
        three-eighths | 0.375
        nine tenths | 0.9
        two hundred dozen | 2400
        a couple | 2
        3 thousand 4 hundred | 3400
        one billion | 1000000000
        5 trillion | 5000000000000
        """
    ),
)
def test_value_of_a_numeral(words: str, value: float) -> None:
    number = only(words)
    assert number.value == pytest.approx(value)
    assert number.surface(words) == words
    assert isinstance(number.value, int) == (value == int(value))


@pytest.mark.parametrize(
    ("words", "value", "kind", "unit"),
    rows(
        """
        $5 | 5 | money | USD
        -$5 | -5 | money | USD
        US$5 | 5 | money | USD
        A$5.50 | 5.5 | money | AUD
        HK$2bn | 2000000000 | money | HKD
        £3m | 3000000 | money | GBP
        5 euros | 5 | money | EUR
        EUR 12 | 12 | money | EUR
        USD12 | 12 | money | USD
        12 Canadian dollars | 12 | money | CAD
        ₹200 crore | 2000000000 | money | INR
        80 pence | 80 | money | penny
        15 dollars and 20 cents | 15.2 | money | USD
        a dollar and 10 cents | 1.1 | money | USD
        ten million pounds | 10000000 | money | GBP
        ten pounds of flour | 10 | measure | pound
        5 km | 5 | measure | kilometre
        5km² | 5 | measure | square kilometre
        five square miles | 5 | measure | square mile
        27-mile | 27 | measure | mile
        60 miles an hour | 60 | measure | mile per hour
        9.8 m/s2 | 9.8 | measure | metre per square second
        6 feet 2 inches | 6.16666666667 | measure | foot
        2 hours 15 minutes | 135 | duration | minute
        an hour and a half | 1.5 | duration | hour
        three more days | 3 | duration | day
        a couple of weeks | 2 | duration | week
        12 weeks old | 12 | age | week
        3:34:33.2 | 12873.2 | duration | second
        1:59.40 | 119.4 | duration | second
        in 2:04:11 | 7451 | duration | second
        65% | 65 | percent | -
        sixty-five per cent | 65 | percent | -
        2 percentage points | 2 | percent | percentage point
        21st | 21 | ordinal | -
        twenty-first | 21 | ordinal | -
        one hundred and fifth | 105 | ordinal | -
        -5°C | -5 | measure | degree Celsius
        20 degrees below zero | -20 | measure | degree
        7 GWh | 7 | measure | gigawatt-hour
        """
    ),
)
def test_amounts(words: str, value: float, kind: str, unit: str | None) -> None:
    number = only(words)
    assert number.value == pytest.approx(value)
    assert (number.number_kind, number.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("words", "value"),
    rows(
        """
        30 December 2023 | 2023-12-30
        December 30, 2023 | 2023-12-30
        Dec. 30th | --12-30
        the 4th of July | --07-04
        July 1998 | 1998-07
        in 2019 | "2019"
        2023-12-30 | 2023-12-30
        30/12/2023 | 2023-12-30
        30.12.2023 | 2023-12-30
        9 p.m. | T21:00
        9:30am | T09:30
        9.30pm | T21:30
        12 a.m. | T00:00
        14:05 | T14:05
        at 14:05:33 | T14:05
        2:04:11 p.m. | T14:04
        0730 GMT | T07:30
        """
    ),
)
def test_dates_and_times(words: str, value: str) -> None:
    number = only(words)
    assert (number.number_kind, number.value) == ("date", value)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    rows(
        """
        10-15 | 10 | 15
        10 to 15 | 10 | 15
        between five and seven | 5 | 7
        from $3 to $4 million | 3000000 | 4000000
        -18C to -34C in cold weather | -34 | -18
        5k-20k | 5000 | 20000
        more than 10 but fewer than 20 | 10 | 20
        50 to 80% | 50 | 80
        2015–16 | "2015" | "2016"
        May 3-5 | --05-03 | --05-05
        3 to 5 May 2020 | 2020-05-03 | 2020-05-05
        """
    ),
)
def test_ranges(words: str, low: float | str, high: float | str) -> None:
    number = only(words)
    assert (number.number_kind, number.value, number.low, number.high) == ("range", None, low, high)


@pytest.mark.parametrize(
    ("words", "low", "high", "approx"),
    rows(
        """
        at least 19 | 19 | - | at least
        19 or more | 19 | - | or more
        no fewer than 19 | 19 | - | no fewer than
        up to 19 | - | 19 | up to
        19 at most | - | 19 | at most
        nearly 19 | - | 19 | nearly
        exactly 19 | 19 | 19 | exactly
        about 19 | - | - | about
        19 or so | - | - | or so
        >19 | 19 | - | >
        less than or equal to 19 | - | 19 | less than or equal to
        """
    ),
)
def test_bounds(words: str, low: int | None, high: int | None, approx: str) -> None:
    number = only(words)
    assert (number.value, number.low, number.high, number.approx) == (19, low, high, approx)


@pytest.mark.parametrize(
    "text",
    [
        line.strip()
        for line in """
        No one came.
        She is one of them.
        That one is mine.
        Call +44 20 7946 0018.
        the Airbus 320
        a Group of 20 meeting
        Route 66
        an AK-47
        MH17
        version 2.10.4
        see https://example.org/2020/11/03/page
        World War II
        1. Open the box.
        24/7
        He was first seen there.
        the B2B market
        x86
        write to desk24@example.org
        Section 230
    """.strip().splitlines()
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert find_numbers(Document(text)) == []


def test_a_name_hides_its_number() -> None:
    text = "Five Points lies north of Three Rivers."
    assert find_numbers(Document(text), [(0, 11), (26, 38)]) == []


def test_evidence_points_at_the_words() -> None:
    text = "At least 39 people were killed and 159 injured."
    first, second = find_numbers(Document(text))
    told = {key: text[start:end] for key, (start, end) in first.evidence.items()}
    assert told == {"approx": "At least", "counted": "people", "event": "killed"}
    assert second.evidence == {"counted": first.evidence["counted"], "event": (39, 46)}


def test_evidence_of_a_percentage_is_its_words() -> None:
    text = "About 65 per cent of voters agreed."
    number = only(text)
    assert number.unit is None
    assert text[slice(*number.evidence["unit"])] == "per cent"


@pytest.mark.parametrize(
    ("typed", "value", "low", "high", "kind", "unit"),
    rows(
        """
        3.5m | 3500000 | - | - | count | -
        at least 19 | 19 | 19 | - | count | -
        10-15 | - | 10 | 15 | range | -
        30 Dec 2023 | 2023-12-30 | - | - | date | -
        half a million | 500000 | - | - | count | -
        $4bn | 4000000000 | - | - | money | USD
        65% | 65 | - | - | percent | -
        a kg | 1 | - | - | measure | kilogram
        dozens | - | 24 | - | count | -
        3-1 | 3-1 | - | - | score | -
        aged 42 | 42 | - | - | age | year
        """
    ),
)
def test_typed(typed: str, value: Any, low: Any, high: Any, kind: str, unit: str | None) -> None:
    number = parse_value(typed)
    assert number is not None
    assert (number.value, number.low, number.high, number.number_kind, number.unit) == (value, low, high, kind, unit)
    assert number.spans == []


@pytest.mark.parametrize("typed", ["", "hello", "5 and 6 and 7", "no one", "19 bottles on a wall"])
def test_typed_words_that_are_no_number(typed: str) -> None:
    assert parse_value(typed) is None
