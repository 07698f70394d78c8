"""The key of likely values offers real rivals of what the text states, and no more."""

from __future__ import annotations

import pytest

from extract.news import NewsExtractor
from store.errors import StetError
from store.model.fields import AnyField
from store.model.record import Article, Record, text_id
from tui.reader.commands.likely import turning


def offered(text: str, words: str, elsewhere: dict[str, str] | None = None, **wrong: object) -> list[tuple[str, str]]:
    """Of the field that the extractor has found at these words, but for what is wrong with it."""
    record = Record(article=Article(id=text_id(text), title="", text=text), suggestions=NewsExtractor().suggest(text))
    item = next(one for one in record.fields.values() if one.surface(text) == words)
    for key, value in wrong.items():
        setattr(item, key, value)
        item.evidence.pop(key, None)

    def recall(_: AnyField, key: str) -> list[str]:
        return [value for name, value in (elsewhere or {}).items() if name == key]

    try:
        return [(one.key, one.value) for one in turning(record, item, recall).readings[1:]]
    except StetError:
        return []


MARCH = "Thousands of demonstrators marched through London on Saturday.\n"
PRICE = "The mill cost $16 billion and took six months, of which two were lost.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MARCH, "Thousands"),
        (PRICE, "$16 billion"),
        (PRICE, "six"),
        (MARCH, "London"),
        ("The board met on 26 June and lost 3-1; police were there.\n", "26 June"),
        ("The board met on 26 June and lost 3-1; police were there.\n", "3-1"),
        ("The mayor of Holt, Ida Roe, met Tom Lund, a welder.\n", "Ida Roe"),
    ],
)
def test_what_the_text_states_beside_the_words_has_no_rivals(text: str, words: str) -> None:
    assert offered(text, words, elsewhere={"counted": "sheep", "unit": "month", "role": "clerk"}) == []


def test_what_is_counted_is_a_noun_of_the_clause_and_neither_a_place_nor_a_time_nor_a_verb() -> None:
    assert offered(MARCH, "Thousands", counted=None)[0] == ("counted", "demonstrators")
    words = {value for key, value in offered(MARCH, "Thousands", counted=None) if key == "counted"}
    assert words == {"demonstrators"}


def test_a_place_has_the_country_that_stands_behind_it_or_that_of_most_others() -> None:
    beach = "They landed at Juno Beach in France on Monday.\n"
    assert offered(beach, "Juno Beach", country="US")[0] == ("country", "France")
    assert offered(beach, "Juno Beach", country="FR")[:1] != [("country", "France")]
    cities = "They saw Paris, London and Rome on Monday.\n"
    assert ("country", "United Kingdom") not in offered(cities, "Paris")
    inlet = "From Ottawa and Toronto they flew to the Qorlunaat River on Monday.\n"
    assert offered(inlet, "Qorlunaat River", country=None)[0] == ("country", "Canada")


def test_what_happened_elsewhere_is_likely_only_where_the_article_speaks_of_it() -> None:
    there = "Six people sat there. Some had been living in tents.\n"
    elsewhere = {"event": "living in tents"}
    assert ("event", "living in tents") in offered(there, "Six", elsewhere)
    assert ("event", "living in tents") not in offered("Six people ate there.\n", "Six", elsewhere)


def test_the_noun_before_a_figure_comes_before_whoever_gives_the_figure() -> None:
    text = "Organizers put the number of marchers at 10,000 on Friday.\n"
    assert offered(text, "10,000", counted=None)[0] == ("counted", "marchers")


def test_neither_an_adverb_nor_a_verbal_noun_nor_a_share_is_counted() -> None:
    text = "They agree on 70 percent, that is always enough, losing six percentage points and gaining ground.\n"
    assert [value for key, value in offered(text, "70") if key == "counted"] == []


def test_the_noun_behind_of_is_a_rival() -> None:
    assert offered("Troops found 40 boxes of grenades.\n", "40") == [("counted", "grenades")]


def test_a_bare_dollar_may_be_that_of_the_country_the_article_is_about() -> None:
    text = "The ferry to Toronto cost $16 million, Canada said. It never reached Canada.\n"
    assert offered(text, "$16 million") == [("unit", "CAD")]
    assert offered(text.replace("$", "US$"), "US$16 million") == []


def test_a_missing_unit_is_offered_of_its_own_kind() -> None:
    text = "The mill cost $16 billion. It took six months and $4 million. A wall of 12 metres fell.\n"
    assert offered(text, "$16 billion", unit=None)[0] == ("unit", "USD")
    assert {value for _, value in offered(text, "$16 billion", unit=None)} == {"USD"}
    assert offered(text, "six", unit=None)[0] == ("unit", "month")
    assert offered(text, "12", unit=None)[0] == ("unit", "metre")


def test_places_of_a_name_are_rivals_where_they_are_about_as_large() -> None:
    birmingham = offered("Two cars burned in Birmingham overnight.\n", "Birmingham")
    assert birmingham == [("country", "United States (city)")]
    assert offered("Two cars burned in London overnight.\n", "London", country="CA")[0] == (
        "country",
        "United Kingdom (city)",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained in Birmingham, England, all night.\n", "Birmingham"),
        ("Leaders of the democratic West met on Monday. The West must act, he said.\n", "West"),
    ],
)
def test_a_place_has_no_rivals_where_the_words_beside_it_say_which_it_is(text: str, words: str) -> None:
    assert offered(text, words) == []


def test_a_place_in_no_country_is_offered_by_its_type() -> None:
    assert ("country", "other") in offered(
        "Two cars burned in the town of Jupiter, Fla., overnight.\n", "Jupiter", country=None
    )


def test_a_place_that_no_list_knows_may_be_of_any_type_unless_its_own_words_say_it() -> None:
    found = offered("Two cars burned in Orrmoor overnight.\n", "Orrmoor")
    assert found[0] == ("type", "facility")
    assert offered("Two cars burned in Orrmoor Park overnight.\n", "Orrmoor Park") == []


def test_a_role_is_that_of_another_only_in_the_same_list_of_names() -> None:
    text = "Mayor Ida Roe praised Tom Lund.\n"
    assert offered(text, "Tom Lund") == []
