"""Two amounts side by side: which are a range, which a score, and which are two numbers."""

from __future__ import annotations

import pytest

from extract.document import Document
from extract.numbers import find_numbers


def told(text: str) -> list[str]:
    """Of each number its bounds where it is a range, else its value; and its unit."""
    return [
        " ".join(
            filter(None, [f"{n.low}..{n.high}" if n.number_kind == "range" else str(n.value), (n.unit or "").lower()])
        )
        for n in find_numbers(Document(text))
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("At least 10, at most 20 people came.", ["10..20"]),
        ("Fewer than 20 but more than 10 people came.", ["10..20"]),
        ("More than $10 but less than $20 a head.", ["10..20 usd"]),
        ("More than 10 but a little less than 20 came.", ["10..20"]),
        ("Between about 5 and 7 people came.", ["5..7"]),
        ("From about 5 and 7 people came.", ["5..7"]),
        ("From 10 and 12 people came.", ["10..12"]),
        ("Pupils of 6 through 12 came.", ["6..12"]),
        ("Pupils of 6~12 came.", ["6..12"]),
        ("It was a 10- to 12-week course.", ["10..12 week"]),
        ("They had 10- and 12-week courses.", ["10..12 week"]),
        ("It cost €5- €7 a head.", ["5..7 eur"]),
        ("It fell 10 -12 degrees.", ["10..12 degree"]),
        ("There were 10 to a dozen people.", ["10..12"]),
        ("They counted 3 to 4 million.", ["3000000..4000000"]),
        ("They counted 500 to 1 million people.", ["500..1000000"]),
        ("It rose 10 to 12 percent.", ["10..12 percent"]),
        ("It cost $3 to C$4.", ["3..4 cad"]),
        ("They ran 3 km to 4.", ["3..4 kilometre"]),
        ("They announced cuts to 10 to 12 jobs.", ["10..12"]),
        ("They asked for 5 to 3 people.", ["3..5"]),
        ("They won 30-42 seats.", ["30..42"]),
        ("They won 9-12 seats.", ["9..12"]),
        ("It takes between 3 to 5 people in a match.", ["3..5"]),
    ],
)
def test_two_that_are_a_range(text: str, numbers: list[str]) -> None:
    assert told(text) == numbers


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("They won 3 to 1 on Monday.", "3-1"),
        ("The vote was 52 to 48.", "52-48"),
        ("They voted 650-430.", "650-430"),
        ("They won 9-11.", "9-11"),
        ("It ended 0-0.", "0-0"),
        ("It was a 2-2 draw.", "2-2"),
        ("A 5-3 ruling.", "5-3"),
        ("They beat them in the last game of a very long and hard season by the sea 3-4.", "3-4"),
    ],
)
def test_two_that_are_a_score(text: str, score: str) -> None:
    (number,) = find_numbers(Document(text))
    assert (number.value, number.number_kind) == (score, "score")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It rose sharply from 2,900 to 5,200.", ["2900", "5200"]),
        ("It grew a lot from 2,900 to 5,200.", ["2900", "5200"]),
        ("The five-two people.", ["5", "2"]),
        ("The two-two people.", ["2", "2"]),
        ("They came in 9 to 10th.", ["9", "10"]),
        ("They ran 3 km to 4 kg.", ["3 kilometre", "4 kilogram"]),
        ("They ran 3 km to 4 people.", ["3 kilometre", "4"]),
        ("It was 52 km ± 3 kg.", ["52 kilometre", "3 kilogram"]),
        ("More than 10 and about 20 people came.", ["10", "20"]),
        ("More than 10 but of these fewer than 20 came.", ["10", "20"]),
        ("More than 10 but more than 20 came.", ["10", "20"]),
        ("More than 20 but fewer than 10 came.", ["20", "10"]),
    ],
)
def test_two_that_are_two(text: str, numbers: list[str]) -> None:
    assert told(text) == numbers


@pytest.mark.parametrize("text", ["Call 10-12-1 now.", "Call 1-800-555-1212 now."])
def test_three_with_dashes_are_none(text: str) -> None:
    assert told(text) == []
