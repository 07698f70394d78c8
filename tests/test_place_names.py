"""Places read from whole sentences: which names are places, of which type, and in which country."""

from __future__ import annotations

import pytest

from extract.document import Document
from extract.names.finder import find_names


def places(text: str) -> list[str]:
    """Name, type and country of each; a country that is not given as `-`."""
    _, found = find_names(Document(text))
    return [f"{place.name} {place.type} {place.country or '-'}" for place in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Rain is forecast for Devon, Cornwall and Somerset.",
            ["Devon region GB", "Cornwall region GB", "Somerset region GB"],
        ),
        ("Trade between Europe and the Middle East fell.", ["Europe region -", "Middle East region -"]),
        ("Drought grips the Maghreb and the Levant.", ["Maghreb region -", "Levant region -"]),
        (
            "The fair toured Manhattan, Staten Island and Brooklyn.",
            ["Manhattan city US", "Staten Island city US", "Brooklyn city US"],
        ),
        ("Fires burned in Donbas and near Donetsk.", ["Donbas region UA", "Donetsk city UA"]),
        ("Growers in Tuscany and Umbria lost half of the crop.", ["Tuscany region IT", "Umbria region IT"]),
    ],
)
def test_regions_beside_each_other_are_fields_of_their_own(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The play opened in New York last week.", ["New York city US"]),
        ("Banks from London to New York closed early.", ["London city GB", "New York city US"]),
        ("Lawmakers in New York and New Jersey passed the bill.", ["New York region US", "New Jersey region US"]),
        ("She was born in Rochester, New York, in 1960.", ["Rochester city US", "New York region US"]),
        ("The state of New York sued the firm.", ["New York region US"]),
        ("New York Governor Amy Orr signed it.", ["New York region US"]),
        ("Apples from Washington state are cheap.", ["Washington region US"]),
        ("Washington and Moscow signed the treaty.", ["Washington city US", "Moscow city RU"]),
        ("Kherson was hit. In the Kherson region, two villages burned.", ["Kherson city UA", "Kherson region UA"]),
    ],
)
def test_a_town_and_a_region_of_one_name_are_told_apart_by_what_stands_beside(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The American envoy flew to Rome.", ["Rome city IT"]),
        ("Police in Manchester said the U.S. suspect had left.", ["Manchester city GB", "U.S. country US"]),
        ("Canada's team trained in Vienna.", ["Canada country CA", "Vienna city AT"]),
        ("The flight from Gatwick to Malaga was cancelled.", ["Gatwick facility GB", "Malaga city ES"]),
        ("He died in Dublin, Ohio, aged 80.", ["Dublin city US", "Ohio region US"]),
        ("The Texan town of Paris lay dark.", ["Paris city US"]),
        ("It rained in Orrhaven, in the province of Veraguas.", ["Orrhaven city PA", "Veraguas region PA"]),
    ],
)
def test_a_known_city_stays_in_its_country_unless_what_stands_beside_says_other(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The White House sent a bill.", []),
        ("The Kremlin denied the report.", []),
        ("Crowds gathered outside Downing Street.", ["Downing Street facility GB"]),
        ("The Oslo Accords were signed in Washington.", ["Washington city US"]),
        ("Shares on the Tokyo Stock Exchange fell.", []),
        ("U.S. Immigration and Customs Enforcement held nine men.", []),
        ("The Harwick Mercantile Exchange closed early.", []),
        ("US President Amy Orr spoke.", ["US country US"]),
        ("Orr Vale v Leeds Rovers 2-1\nLeeds v Hull 1-0", []),
        ("CRICKET - PERU BEAT CHILE.\nThey won by two runs.", ["CHILE country CL"]),
    ],
)
def test_a_place_in_the_name_of_a_body_or_of_a_house_that_speaks_is_none(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Crews from Tulsa, OK, and Dallas, TX, helped.",
            ["Tulsa city US", "OK region US", "Dallas city US", "TX region US"],
        ),
        ("A man from Regina, Sask., was held.", ["Regina city CA", "Sask. region CA"]),
        ("Bushfires near Dubbo in NSW spread.", ["Dubbo city AU", "NSW region AU"]),
        ("Geraldton in WA is dry.", ["Geraldton city AU", "WA region AU"]),
        ("He lives in the U.S and works in Mexico.", ["U.S country US", "Mexico country MX"]),
        ("Nairobi-based traders lost.", ["Nairobi city KE"]),
        ("The OK sign was lit.", []),
    ],
)
def test_shortened_states_and_names_in_hyphened_words_are_places(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Elbe and the Oder rose overnight.", ["Elbe water DE", "Oder water -"]),
        ("The Orrbach river flooded two farms.", ["Orrbach water -"]),
        ("Voters in Ankole and Busoga regions queued.", ["Ankole region -", "Busoga region -"]),
        ("Fire broke out in Nairobi's Kibera neighbourhood.", ["Nairobi city KE", "Kibera city KE"]),
        ("Kunar province was hit again.", ["Kunar region AF"]),
        ("Police raided a house in the village of Orrstead.", ["Orrstead city -"]),
        ("Climbers died on Mount Orrvik on Sunday.", ["Mount Orrvik other -"]),
        ("She was found in Orrvale Township on Monday.", ["Orrvale Township city -"]),
        ("Two were shot at Orrmoor Tavern.", ["Orrmoor Tavern facility -"]),
        ("He appeared in the Lundby Magistrates’ Court.", ["Lundby Magistrates’ Court facility -"]),
        ("Fertile valley land is dear.", []),
    ],
)
def test_words_beside_a_name_make_it_a_place(text: str, found: list[str]) -> None:
    assert places(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trucks run from Gwadar to Hub and Uthal.", ["Gwadar city PK", "Hub city PK", "Uthal city PK"]),
        (
            "Shells hit Kupiansk, Velykyi Burluk and Vovchansk.",
            ["Kupiansk city UA", "Velykyi Burluk city UA", "Vovchansk city UA"],
        ),
        ("Jerusalem said it would reply.", ["Jerusalem city IL"]),
        ("Tensions rose in Quezon Province.", ["Quezon Province region PH"]),
        ("Jordan closed its border with Syria.", ["Jordan country JO", "Syria country SY"]),
    ],
)
def test_a_place_that_could_be_a_person_is_none(text: str, found: list[str]) -> None:
    people, _ = find_names(Document(text))
    assert (places(text), people) == (found, [])


@pytest.mark.parametrize(
    "text",
    [
        "Hurricane Lena killed six in Cuba.",
        "The film “Amelia” opened on Friday.",
        "HMS Astley sailed at dawn.",
        "Shares of Baker & Holt rose.",
        "The law firm Pelham Crane won.",
        "The Rupert Holt Foundation paid for it.",
        "The ferry Anna Karin ran aground.",
        "He lives on Walter Street in Leeds.",
        "Big Ben struck nine.",
    ],
)
def test_a_thing_that_bears_the_name_of_a_person_is_none(text: str) -> None:
    people, _ = find_names(Document(text))
    assert people == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rebecca Hall plays the lead.", ["Rebecca Hall"]),
        ("Michael Bay directed it.", ["Michael Bay"]),
        ("“Stop,” said Amy Storm.", ["Amy Storm"]),
        ("Jane Close and Tom Bridge met.", ["Jane Close", "Tom Bridge"]),
        ("The company that Ann Orr runs failed.", ["Ann Orr"]),
        ("Denzel Washington came to London.", ["Denzel Washington"]),
        ("Paris Hilton flew to Paris.", ["Paris Hilton"]),
    ],
)
def test_a_person_named_like_a_thing_or_a_place_is_one(text: str, names: list[str]) -> None:
    people, _ = find_names(Document(text))
    assert [person.name for person in people] == names
