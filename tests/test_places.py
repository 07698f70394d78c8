"""Mentions of places put together and placed: which of several of one name, and null where it is not known."""

from __future__ import annotations

import re

import pytest

from extract.names.gazetteer import lookup
from extract.names.places import link_places
from extract.names.tagger import Mention
from store.model.fields import Place


def places(text: str, *names: str) -> list[Place]:
    """What becomes of a text in which these names are all the mentions."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return link_places(text, [Mention(*match.span(), "place", 300) for match in re.finditer(pattern, text)])


@pytest.mark.parametrize(
    ("text", "names", "country", "kind"),
    [
        ("It rained in Paris.", ["Paris"], "FR", "city"),
        ("It rained in Paris, Texas.", ["Paris", "Texas"], "US", "city"),
        ("It rained in Georgia and in Tbilisi.", ["Georgia", "Tbilisi"], "GE", "country"),
        (
            "It rained in Georgia, Alabama and Tennessee, and in Atlanta.",
            ["Georgia", "Alabama", "Tennessee", "Atlanta"],
            "US",
            "region",
        ),
        ("It rained in Tripoli, Lebanon.", ["Tripoli", "Lebanon"], "LB", "city"),
        ("It rained in Tripoli. Libya was wet; Benghazi was not.", ["Tripoli", "Libya", "Benghazi"], "LY", "city"),
        ("It rained in Birmingham, Alabama.", ["Birmingham", "Alabama"], "US", "city"),
        ("It rained in Birmingham, as in London and Leeds.", ["Birmingham", "London", "Leeds"], "GB", "city"),
    ],
)
def test_the_article_says_which_place_is_meant(text: str, names: list[str], country: str, kind: str) -> None:
    place = places(text, *names)[0]
    assert (place.country, place.type) == (country, kind)
    assert place.latitude is not None


@pytest.mark.parametrize(
    "text", ["Leaders of the democratic West met.", "The West must act.", "Farms in the west West."]
)
def test_a_direction_behind_the_is_a_region_and_no_town(text: str) -> None:
    (place,) = places(f"{text} Dallas and Houston were dry, as was Austin.", "West", "Dallas", "Houston", "Austin")[:1]
    assert (place.name, place.type, place.country, place.latitude) == ("West", "region", None, None)


def test_a_town_may_have_the_name_of_a_direction() -> None:
    assert places("It rained in West, Texas.", "West", "Texas")[0].type == "city"


def test_all_names_of_one_country_are_one_field() -> None:
    text = "The United States said no. The U.S. was asked twice; America waited. The US left."
    (place,) = places(text, "United States", "U.S.", "America", "US")
    assert (place.name, place.type, place.country, len(place.spans)) == ("United States", "country", "US", 4)


def test_a_city_and_its_country_are_two() -> None:
    assert [place.name for place in places("In Lima, Peru, it rained.", "Lima", "Peru")] == ["Lima", "Peru"]


def test_a_place_that_no_list_knows_is_not_guessed() -> None:
    (place,) = places("It rained in Qwertyville.", "Qwertyville")
    assert (place.country, place.latitude, place.longitude) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Orr Memorial Hospital", "facility"),
        ("Lake Qwerty", "water"),
        ("Qwerty River", "water"),
        ("Qwerty County", "region"),
        ("Mount Qwerty", "other"),
        ("Black Sea", "water"),
        ("Balkans", "region"),
        ("Mount Qwerty Hall", "facility"),
        ("Qwerty Bay Islands", "region"),
        ("Qwerty National Park", "other"),
    ],
)
def test_the_type_is_read_from_the_name(name: str, kind: str) -> None:
    (place,) = places(f"They met near {name} today.", name)
    assert place.type == kind


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Kyiv", "UA"),
        ("KIEV", "UA"),
        ("São Paulo", "BR"),
        ("Sao Paulo", "BR"),
        ("UK", "GB"),
        ("D.C.", "US"),
        ("Kerala", "IN"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(name: str, country: str) -> None:
    assert lookup(name)[0].country == country


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It rained in Qwertia.", "city"),
        ("They crossed the Qwertia river.", "water"),
        ("It rained in the province of Qwertia.", "region"),
        ("Qwertia’s Foreign Ministry said no.", "country"),
        ("Qwertia said no. The Qwertian army moved.", "country"),
    ],
)
def test_the_type_of_an_unknown_place_is_read_from_the_words_around_it(text: str, kind: str) -> None:
    (place,) = places(text, "Qwertia")
    assert (place.type, place.country) == (kind, None)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("They met at Qwerty Hall in Lima, and flew to Oslo, Paris and Rome.", "PE"),
        ("They met at Qwerty Hall. Lima was wet, as was Cusco.", "PE"),
        ("They met at Qwerty Hall. Lima was wet; Oslo was not.", None),
        ("They met at Qwerty Hall. Lima was wet, as was Cusco. Qwertia’s parliament waited.", None),
    ],
)
def test_an_unknown_place_lies_where_the_article_does(text: str, country: str | None) -> None:
    found = places(text, "Qwerty Hall", "Lima", "Cusco", "Oslo", "Paris", "Rome", "Qwertia")
    assert found[0].country == country
