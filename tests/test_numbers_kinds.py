"""Sums, units, decades, ages, scores and names of every desk, a table a kind, with neighbours that stay as they are."""

from __future__ import annotations

import pytest
from test_numbers import only, rows

from extract.document import Document
from extract.numbers import find_numbers


@pytest.mark.parametrize(
    ("words", "value", "kind", "unit"),
    rows(
        """
        14m euros | 14000000 | money | EUR
        9b dollars | 9000000000 | money | USD
        N3 billion | 3000000000 | money | NGN
        R40m | 40000000 | money | ZAR
        P700 | 700 | money | PHP
        Sh4,000 | 4000 | money | KES
        KSh 3 million | 3000000 | money | KES
        Dh1.4 billion | 1400000000 | money | AED
        RM60mil | 60000000 | money | MYR
        $US40 million | 40000000 | money | USD
        $A5m | 5000000 | money | AUD
        Rs 3 crore 20 lakh | 32000000 | money | INR
        2 crore 30 lakh 5 thousand 100 rupees | 23005100 | money | INR
        4 crore and 10 lakh rupees | 41000000 | money | INR
        500 Kenyan shillings | 500 | money | KES
        60 paise | 60 | money | paisa
        700 lei | 700 | count | -
        2 million lei | 2000000 | money | RON
        COP 27 | 27 | count | -
        30 kilos | 30 | measure | kilogram
        70,000 bpd | 70000 | measure | barrel per day
        40,000 barrels a day | 40000 | measure | barrel per day
        45 mpg | 45 | measure | mile per gallon
        50 kmph | 50 | measure | kilometre per hour
        400 parts per million | 400 | measure | part per million
        6 nautical miles | 6 | measure | nautical mile
        3 metric tons | 3 | measure | tonne
        a 900-square-foot flat | 900 | measure | square foot
        6'3" tall | 6.25 | measure | foot
        8st 6lb | 118 | measure | pound
        weighs 11 stone | 11 | measure | stone
        It was 31C in the shade. | 31 | measure | degree Celsius
        a quarter of an hour | 0.25 | duration | hour
        two thirds of a mile | 0.666666666667 | measure | mile
        a magnitude-5.7 quake | 5.7 | measure | -
        a 5.7-magnitude quake | 5.7 | measure | -
        5.7 on the Richter scale | 5.7 | measure | -
        3m tonnes | 3000000 | measure | tonne
        Some 3m live there. | 3000000 | count | -
        Turnover fell to 800m. | 800000000 | count | -
        She swam 800m. | 800 | measure | metre
        30 rand | 30 | money | ZAR
        29,50 € | 29.5 | money | EUR
        R14.50 | 14.5 | money | ZAR
        4 x 10^6 m | 4000000 | measure | metre
        5 × 10⁻³ g | 0.005 | measure | gram
        two and 1/2 | 2.5 | count | -
        a couple days | 2 | duration | day
        2h 10m | 130 | duration | minute
        9 ft² | 9 | measure | square foot
        """
    ),
)
def test_sums_and_units(words: str, value: float, kind: str, unit: str | None) -> None:
    number = only(words)
    assert number.value == pytest.approx(value)
    assert (number.number_kind, number.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("words", "low", "high", "kind"),
    rows(
        """
        the 70s | "1970" | "1979" | date
        the late '80s | "1980" | "1989" | date
        the early nineties | "1990" | "1999" | date
        in their fifties | 50 | 59 | age
        in his mid-30s | 30 | 39 | age
        Highs will be in the 80s. | 80 | 89 | range
        between 1987 and 2001 | "1987" | "2001" | range
        from 1994 until 1999 | "1994" | "1999" | range
        3 or 4 | 3 | 4 | range
        between a third and a half | 0.333333333333 | 0.5 | range
        30m to 40m euros | 30000000 | 40000000 | range
        """
    ),
)
def test_spans_of_value(words: str, low: float | str, high: float | str, kind: str) -> None:
    number = only(words)
    assert (number.value, number.low, number.high, number.number_kind) == (None, low, high, kind)


@pytest.mark.parametrize(
    ("words", "value"),
    rows(
        """
        They left at 0745. | T07:45
        1930 local time | T19:30
        half past four | T04:30
        a quarter to six | T05:45
        ten past seven p.m. | T19:10
        June first 2014 | 2014-06-01
        09-Nov-1993 | 1993-11-09
        7Mar 2015 | 2015-03-07
        the sixth of May, 1950 | 1950-05-06
        """
    ),
)
def test_more_dates_and_times(words: str, value: str) -> None:
    number = only(words)
    assert (number.number_kind, number.value) == ("date", value)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A crew of 1990 went ashore.", [1990]),
        ("More than 2000 drowned.", [2000]),
        ("On Sunday 1930 were ill.", [1930]),
        ("The work went over 2021 and up to 2025.", ["2021", "2025"]),
        ("The 2018 strikers met 2018 farmers.", ["2018", 2018]),
        ("Three girls, aged 5, 9 and 12, sang.", [3, 5, 9, 12]),
        ("They won 21-16, 17-21, 21-14.", ["21-16", "17-21", "21-14"]),
        ("Rovers lost 20-27.", ["20-27"]),
        ("They reached 176/3 in reply.", ["176-3"]),
        ("Kent were 150 for 6 after 30 overs.", ["150-6", 30]),
        ("He paid 150 for 6 pots.", [150, 6]),
        ("He went 3-for-11.", ["3-11"]),
        ("Surrey closed on 298 for 6.", ["298-6"]),
        ("Last year 2050 fled and 1800 stayed.", [2050, 1800]),
        ("The strike of 1962 in Bergen failed.", ["1962"]),
        ("No ship is due before 2031 at the earliest.", ["2031"]),
        ("They cut 1800 ha of pine.", [1800]),
        ("The port wants a $3bn one, no $40m one.", [3000000000, 40000000]),
        ("It fell by a third to 90 euros.", [0.333333333333, 90]),
        ("The ferry left at 2140 and landed at 0555.", ["T21:40", "T05:55"]),
        ("A quake measuring 5.9 hit.", [5.9]),
        ("They live near Exit 4B.", []),
        ("He ate 10-15, 20-25 a day.", [None, None]),
        ("It rains one to three days between one and 10 times a year.", [None, None]),
    ],
)
def test_years_that_are_counts_and_scores_of_every_sport(text: str, values: list[float | str | None]) -> None:
    assert [number.value for number in find_numbers(Document(text))] == values


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Three girls, aged 5, 9 and 12, sang.", [5, 9, 12]),
        ("The girl, six, and her cousin, ten, were found.", [6, 10]),
        ("Their sons, 9 and 12, were out.", [9, 12]),
        ("The twins, four, slept.", [4]),
        ("Ann Roe Sr., 71, won.", [71]),
        ("Most of the victims were under 16.", [16]),
        ("Prices were under 16.", []),
        ("She will be 60 in March.", [60]),
        ("There will be 60 in the hall.", []),
        ("The poet died at 88.", [88]),
        ("At 33, she retired.", [33]),
    ],
)
def test_ages(text: str, ages: list[int]) -> None:
    assert [number.value for number in find_numbers(Document(text)) if number.number_kind == "age"] == ages


@pytest.mark.parametrize(
    ("text", "approx"),
    [
        ("The rebels handed over 20 men.", None),
        ("A tram ran over two dogs.", None),
        ("She was fined over three thefts.", None),
        ("They talked about two plans.", None),
        ("She won over 20 prizes.", "over"),
        ("About 20 men came.", "about"),
    ],
)
def test_words_that_go_with_the_verb_make_no_bound(text: str, approx: str | None) -> None:
    assert only(text).approx == approx


@pytest.mark.parametrize(
    "text",
    [
        line.strip()
        for line in """
        House Bill 12 and Proposition 7
        sections 8 and 11, title 18, article 4(c)
        a suit under section 1985
        Exits 5 and 6; gate 9 was shut
        the song “1984”
        14250 Harbour Lane; 9 St. Anne's Road
        on 12th Street and Ninth Avenue
        the 4400 block of Oak Street
        Albany, NY 12207
        Call 555-0143 now.
        ring 020 7946 0011
        ground zero of the fire
        One day it will rain.
        early one morning
        the Second World War
        first responders and first aid
        the million-dollar question
        Apollo 11, Windows 10, Ariane 5
        5G networks and a 4K screen
        1700 Harbour Avenue
        at one point it rained
        the No. 3 Reactor
        the LAC region
        calls to 911
        """.strip().splitlines()
    ],
)
def test_what_is_a_name_or_a_phrase(text: str) -> None:
    assert [number.value for number in find_numbers(Document(text))] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They house 20 families.", [20]),
        ("He built a house 12 years ago.", [12]),
        ("It lasted for one day.", [1]),
        ("One day later it rained.", [1]),
        ("In 2019 the Main Street flooded.", ["2019"]),
        ("Some 10K came.", [10000]),
        ("She is the No. 2 seed.", [2]),
        ("Sales of 500-1000 a day.", [None]),
        ("100 Wall Street lawyers left.", [100]),
        ("The Act 1989 was changed.", ["1989"]),
    ],
)
def test_neighbours_of_names_stay(text: str, values: list[int | str | None]) -> None:
    assert [number.value for number in find_numbers(Document(text))] == values
