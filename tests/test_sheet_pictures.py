"""The pictures of the fact sheet: places on a map, dates on a line, and what is said of those that are on neither."""

from __future__ import annotations

import io
import math
import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from factories import Annotator
from hypothesis import given
from hypothesis import strategies as st

from extract.words import sentences
from store.formats.export import export
from store.formats.pictures import map as on_map
from store.formats.pictures import timeline
from store.formats.pictures.boxes import width_of
from store.formats.pictures.map import Spot
from store.formats.pictures.outline import Frame, land
from store.formats.pictures.timeline import Moment
from store.model import actions
from store.model.fields import Number, Place, Suggestions
from store.model.record import Article, Record, text_id

TEXT = (
    "The ferry left Suva for Apia on 12 May and sank. In 1914 and again between 1939 and 1945 Suva was a base.\n"
    "The inquiry of March 2019 sat in Nadi at 10:30 and closed on 3 February. The wreck was open on 28 December to 2\n"
    "January and on 30 February.\n"
)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def number(name: str, words: str, value: str | None, *bounds: int | str) -> Number:
    low, high = bounds or (None, None)
    return Number(
        id=name, spans=[at(words)], value=value, low=low, high=high, number_kind="range" if bounds else "date"
    )


def record(day: str | None = "2026-05-20", struck: str = "") -> Record:
    places = [
        Place(id="l1", spans=[at("Suva")], name="Suva", type="city", latitude=-18.1, longitude=178.4),
        Place(id="l2", spans=[at("Apia")], name="Apia", type="city", latitude=-13.8, longitude=-171.8),
        Place(id="l3", spans=[at("Nadi")], name="Nadi", type="city"),
    ]
    numbers = [
        number("n1", "12 May", "--05-12"),
        number("n2", "1914", "1914"),
        number("n3", "1939 and 1945", None, 1939, 1945),
        number("n4", "March 2019", "2019-03"),
        number("n5", "10:30", "T10:30"),
        number("n6", "3 February", "--02-03"),
        number("n7", "28 December to 2\nJanuary", None, "--12-28", "--01-02"),
        number("n8", "30 February", "2026-02-30"),
    ]
    article = Article(id=text_id(TEXT), text=TEXT, title="Ferry", date=day)
    made = Record(article=article, suggestions=Suggestions(places=places, numbers=numbers))
    hand = Annotator(made, "ana")
    if struck:
        hand.act(actions.reject(hand.record, [struck]))
    hand.act(actions.accept(hand.record, [name for name in made.fields if name != struck]))
    return hand.record


def sheet(name: str, made: Record, *, struck: bool = False) -> str:
    stream = io.BytesIO()
    export(name, [made], stream, sentences=sentences, include_rejected=struck)
    return stream.getvalue().decode()


def figures(page: str) -> list[str]:
    return re.findall("<figure>.*?</figure>", page, re.DOTALL)


def words(html: str) -> str:
    return " ".join(re.sub("<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def test_places_are_on_a_map_and_dates_on_a_line() -> None:
    page = sheet("html", record())
    here, when = figures(page)
    assert words(here) == "1 Suva 2 Apia Not on the map, without coordinates on earth: Nadi ."
    assert re.findall(r"<b>(\d+)</b> <a[^>]*><bdi>([^<]+)", when) == [
        ("1", "1914"),
        ("2", "1939–1945"),
        ("3", "Mar 2019"),
        ("4", "28 Dec–2 Jan (2025)"),
        ("4", "3 Feb (2026)"),
        ("4", "12 May (2026)"),
    ]
    assert words(when).endswith("20 May 2026 (the article) Not on the line, without a year or on no calendar: 1.")
    targets = set(re.findall('id="([^"]+)"', page))
    assert {*re.findall('href="#([^"]+)"', here + when)} <= targets


def test_what_is_struck_out_is_in_no_picture() -> None:
    here, when = figures(sheet("html", record(struck="l2"), struck=True))
    assert "Apia" not in here
    assert "1914" in when
    assert "1914" not in figures(sheet("html", record(struck="n2"), struck=True))[1].replace("In 1914 and again", "")


def test_what_nobody_has_decided_has_a_hollow_mark_and_the_sheet_says_so() -> None:
    made = record()
    page = io.BytesIO()
    whole = Record(article=made.article, suggestions=made.suggestions)
    export("html", [whole], page, sentences=sentences, include_suggested=True)
    for picture in figures(page.getvalue().decode()):
        assert ' open"' in picture
        assert "Hollow: not decided." in words(picture)
    assert not any(' open"' in picture or "Hollow" in picture for picture in figures(sheet("html", made)))


def test_a_day_without_a_year_needs_the_date_of_the_article() -> None:
    when = figures(sheet("html", record(day=None)))[1]
    assert "12 May" not in re.findall("<bdi>([^<]+)</bdi></a>", when)
    assert words(when).endswith("Not on the line, without a year or on no calendar: 4.")


def test_dates_are_listed_in_their_order_in_markdown() -> None:
    page = sheet("md", record())
    listed = page.partition("## Timeline\n\n")[2].partition("\n\n## Text")[0].splitlines()
    assert [line.partition("**: ")[0] for line in listed] == [
        "- **1914", "- **1939–1945", "- **Mar 2019", "- **28 Dec–2 Jan (2025)", "- **3 Feb (2026)", "- **12 May (2026)",
        "", "Not in this list, without a year or on no calendar: 1.",
    ]  # fmt: skip
    assert "In 1914 and again" in listed[0]


@pytest.mark.parametrize("name", ["html", "md"])
def test_where_nothing_can_be_drawn_there_is_nothing(name: str) -> None:
    made = record()
    none = Suggestions(places=made.suggestions.places[2:], numbers=made.suggestions.numbers[3:5])
    hand = Annotator(Record(article=made.article, suggestions=none), "ana")
    hand.act(actions.accept(hand.record, [*hand.record.fields]))
    page = sheet(name, hand.record)
    assert not figures(page)
    assert "Timeline" not in page


def test_places_on_both_sides_of_the_180th_meridian_are_near_each_other() -> None:
    drawn = on_map.drawn([Spot("l1", "Suva", -18.1, 178.4), Spot("l2", "Apia", -13.8, -171.8)])
    assert "200 km" in drawn.svg, "not the whole world"
    suva, apia = drawn.marks
    assert suva.x < apia.x
    assert suva.y > apia.y


def test_capitals_that_are_near_each_other_on_a_map_of_the_world_stand_apart() -> None:
    there = {"Suva": (-18.1, 178.4), "Lima": (-12.0, -77.0), "London": (51.5, -0.1), "Paris": (48.9, 2.4)}
    there |= {"Brussels": (50.8, 4.4), "Westminster": (51.5, -0.13)}
    drawn = on_map.drawn([Spot(name, name, *at) for name, at in there.items()])
    assert [[spot.name for spot in mark.spots] for mark in drawn.marks] == [
        ["Suva"], ["Lima"], ["London", "Westminster"], ["Paris"], ["Brussels"],
    ]  # fmt: skip
    names = [label.text for label in _parsed(drawn.svg).iterfind("text[@class='name']")]
    assert {"Paris", "Brussels"} <= {*names}
    assert 'class="lead"' in drawn.svg


def test_a_year_far_from_all_else_does_not_fill_the_line() -> None:
    days = [Moment(f"n{day}", f"{day} May", date(2026, 5, day), date(2026, 5, day)) for day in (2, 9, 16)]
    drawn = timeline.drawn([Moment("n1", "1914", date(1914, 1, 1), date(1914, 12, 31)), *days])
    first, *others = drawn.marks
    assert first.x < 120
    assert others[-1].x - others[0].x > timeline.WIDTH / 2
    assert re.findall('class="gap"[^>]*>([^<]*)', drawn.svg) == ["1 year", "111 years"]


def test_a_year_with_a_day_in_it_is_drawn_to_scale() -> None:
    day = date(2025, 3, 1)
    drawn = timeline.drawn(
        [Moment("n1", "2025", date(2025, 1, 1), date(2025, 12, 31)), Moment("n2", "1 March", day, day)]
    )
    assert 'class="gap"' not in drawn.svg


def test_the_outline_is_that_of_the_earth() -> None:
    """Cities lie on land, and the middle of an ocean does not."""
    paris, ulaanbaatar, brasilia, alice_springs = (2.35, 48.85), (106.9, 47.9), (-47.9, -15.8), (133.9, -23.7)
    assert all(_is_land(*city) for city in (paris, ulaanbaatar, brasilia, alice_springs))
    assert not _is_land(-30, 30)
    assert not _is_land(-140, -30)


def _is_land(x: float, y: float) -> bool:
    rings = land(Frame(x - 5, y - 5, x + 5, y + 5))
    return any(_is_inside(ring, x, y) for ring in rings)


def _is_inside(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    crossed = 0
    for (a, b), (c, d) in pairwise([*ring, ring[0]]):
        crossed += (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a
    return crossed % 2 == 1


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=120)
SPOTS = st.builds(
    Spot,
    link=st.sampled_from(["l1", "l2", "l3"]),
    name=NAMES,
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    decided=st.booleans(),
)
DAYS = st.dates(date(1, 1, 1), date(9000, 1, 1))
MOMENTS = st.builds(
    lambda link, words, day, days, decided: Moment(link, words, day, day + timedelta(days), decided),
    st.sampled_from(["", "n1", "n2"]),
    NAMES,
    DAYS,
    st.integers(0, 40_000),
    st.booleans(),
)


@given(st.lists(SPOTS, min_size=1, max_size=12))
def test_every_place_on_earth_has_a_mark_in_the_frame(spots: list[Spot]) -> None:
    drawn = on_map.drawn(spots)
    _, _, width, height = map(float, _parsed(drawn.svg).attrib["viewBox"].split())
    assert sum(len(mark.spots) for mark in drawn.marks) == len(spots)
    assert all(0 <= mark.x <= width and 0 <= mark.y <= height for mark in drawn.marks)
    assert 300 < height < 800
    assert all(math.dist((one.x, one.y), (other.x, other.y)) >= 23 for one, other in combinations(drawn.marks, 2))
    assert all(math.dist((mark.x, mark.y), mark.at) <= 40 for mark in drawn.marks)
    assert len(drawn.svg) < 40_000


@given(st.lists(MOMENTS, min_size=2, max_size=8))
def test_every_date_has_a_mark_on_the_line_and_they_are_in_order(moments: list[Moment]) -> None:
    drawn = timeline.drawn(moments)
    for label in _parsed(drawn.svg).iterfind("text[@class='name']"):
        left = float(label.attrib["x"]) - width_of(label.text or "") / 2
        assert -1 <= left <= timeline.WIDTH - width_of(label.text or "") + 1
    assert sum(len(mark.moments) for mark in drawn.marks) == len(moments)
    assert all(0 <= mark.x <= timeline.WIDTH for mark in drawn.marks)
    assert all(one.x < other.x for one, other in pairwise(drawn.marks))


def _parsed(svg: str) -> ElementTree.Element:
    """Raises for what is not well formed, or leads anywhere but to its own page."""
    assert not re.search("https?:|src=|url\\(", re.sub('<title>.*?</title>|aria-label="[^"]*"|>[^<]*<', "", svg))
    return ElementTree.fromstring(svg.replace("\0", ""))
