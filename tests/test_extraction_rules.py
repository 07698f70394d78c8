"""Rules of extraction, each by the sentence for which it was written, and by one beside it where the rule is silent."""

from __future__ import annotations

import re

import pytest

from extract.document import Document
from extract.names.places import link_places
from extract.names.tagger import Mention
from extract.numbers import find_numbers
from extract.quotes import find_quotes
from store.model.fields import Number, Person, Place, Quote

PEOPLE = ("Erik Dahl", "Ada Brandt")
RAIN = "Rain fell on the harbour all night and the boats stayed in. "


def quotes_of(text: str) -> list[Quote]:
    """The people of the list are p1 and p2, by full name or surname."""
    people = []
    for number, name in enumerate(PEOPLE, 1):
        mentions = re.finditer(rf"{name}|\b{name.split()[-1]}\b", text)
        people.append(Person(id=f"p{number}", name=name, spans=[found.span() for found in mentions]))
    return find_quotes(Document(text), people)


def number(text: str) -> Number:
    (found,) = find_numbers(Document(text))
    return found


def places(text: str, *names: str) -> list[Place]:
    mentions = re.finditer("|".join(map(re.escape, names)), text)
    return link_places(text, [Mention(*found.span(), "place", 300) for found in mentions])


def test_a_pronoun_means_whoever_was_named_some_paragraphs_ago() -> None:
    (quote,) = quotes_of(f"Erik Dahl walked in. {RAIN * 20}\n\n“It rained in,” he said.")
    assert quote.speaker == "p1"


def test_a_pronoun_means_nobody_who_was_named_pages_ago() -> None:
    (quote,) = quotes_of(f"Erik Dahl walked in. {RAIN * 40}\n\n“It rained in,” he said.")
    assert (quote.speaker, quote.speaker_name) == (None, "he")


def test_a_question_is_that_of_the_verb_before_though_the_next_sentence_says_who_answered() -> None:
    (quote,) = quotes_of("Erik Dahl asked the people of Holt, “Did it rain in?” Ada Brandt said no.")
    assert (quote.speaker, quote.cue) == ("p1", "asked")


def test_a_question_is_of_who_asks_it_where_the_verb_before_is_too_far_to_introduce_it() -> None:
    text = (
        "Erik Dahl said the people of Holt and the two villages across the bay should be told in time, "
        "“Did it rain in?” Ada Brandt asked."
    )
    (quote,) = quotes_of(text)
    assert (quote.speaker, quote.cue) == ("p2", "asked")


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    (quote,) = quotes_of("“It rained in,” Ada Brandt said.\n\n“It blew all night and we could not sleep.”")
    assert (quote.speaker, len(quote.spans)) == ("p2", 2)


def test_a_paragraph_that_ends_in_a_colon_introduces_other_words_than_its_own_quotation() -> None:
    text = "“It rained in,” Ada Brandt said, and opened the letter:\n\n“It blew all night and we could not sleep.”"
    said, letter = quotes_of(text)
    assert (said.speaker, len(said.spans)) == ("p2", 1)
    assert len(letter.spans) == 1


@pytest.mark.parametrize("verb", ["told", "asked", "assured", "reminded", "informed", "advised", "notified"])
def test_those_who_are_addressed_are_not_those_who_speak(verb: str) -> None:
    (quote,) = quotes_of(f"Ada Brandt, who said “It rained in,” {verb} reporters that more was to come.")
    assert (quote.speaker, quote.cue) == ("p2", "said")


@pytest.mark.parametrize("verb", ["told", "asked"])
def test_a_name_behind_such_a_verb_speaks_all_the_same(verb: str) -> None:
    (quote,) = quotes_of(f"“It rained in,” {verb} Ada Brandt.")
    assert (quote.speaker, quote.cue) == ("p2", verb)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("They gave no fewer than 12 reasons.", 12, None),
        ("They gave a little over 12 reasons.", 12, None),
        ("They gave not more than 12 reasons.", None, 12),
        ("They gave 12 or older.", 12, None),
        ("They gave 12, at the most.", None, None),
        ("They gave 12 at the most.", None, 12),
        ("They gave 12 give or take.", None, None),
    ],
)
def test_bounds_of_three_words(text: str, low: int | None, high: int | None) -> None:
    found = number(text)
    assert (found.value, found.low, found.high) == (12, low, high)


@pytest.mark.parametrize(
    ("text", "approx"),
    [
        ("They gave in the region of 12 reasons.", "in the region of"),
        ("They gave in the neighborhood of 12 reasons.", "in the neighborhood of"),
        ("They gave no fewer than 12 reasons.", "no fewer than"),
        ("They gave 12 at the most.", "at the most"),
        ("They gave 12 give or take.", "give or take"),
        ("Those of 12 or equal to it stayed.", None),
    ],
)
def test_the_whole_phrase_is_the_evidence_of_a_bound(text: str, approx: str | None) -> None:
    assert number(text).approx == approx


def test_a_place_that_no_list_knows_lies_in_the_country_of_three_mentions_in_five() -> None:
    named = "Lima was wet, as were Cusco and Lima again; Oslo and Bergen were not."
    assert (
        places(f"They met at Qwerty Hall. {named}", "Qwerty Hall", "Lima", "Cusco", "Oslo", "Bergen")[0].country == "PE"
    )


def test_a_place_that_no_list_knows_lies_nowhere_where_less_than_three_in_five_are_of_one_country() -> None:
    named = "Lima was wet, as were Cusco, Lima and Cusco again; Oslo, Bergen and Oslo again were not."
    found = places(f"They met at Qwerty Hall. {named}", "Qwerty Hall", "Lima", "Cusco", "Oslo", "Bergen")
    assert (found[0].name, found[0].country) == ("Qwerty Hall", None)


@pytest.mark.parametrize("name", ["Cambridge", "Newcastle", "Toledo", "Granada"])
def test_a_name_that_two_countries_share_about_equally_is_not_placed(name: str) -> None:
    (place,) = places(f"It rained in {name}.", name)
    assert (place.country, place.latitude, place.longitude) == (None, None, None)


@pytest.mark.parametrize(("name", "country"), [("Melbourne", "AU"), ("London", "GB"), ("Perth", "AU")])
def test_a_name_is_placed_where_one_of_its_places_is_much_the_largest(name: str, country: str) -> None:
    (place,) = places(f"It rained in {name}.", name)
    assert place.country == country
    assert place.latitude is not None
