"""Whom a quotation's speaker is: names, pronouns by gender and nearness, offices, relatives, strangers, bodies."""

from __future__ import annotations

import re

import pytest

from extract.document import Document
from extract.quotes import find_quotes
from store.model.fields import Person, Quote


def person(text: str, number: int, name: str, role: str | None = None) -> Person:
    """Every mention of the full name, else of its last word."""
    last = name.split()[-1]
    spans = [match.span() for match in re.finditer(rf"{re.escape(name)}|\b{re.escape(last)}\b", text)]
    return Person(id=f"p{number}", name=name, role=role, spans=spans)


def quotes_of(text: str, *people: tuple[str, str | None]) -> list[Quote]:
    return find_quotes(
        Document(text), [person(text, number, name, role) for number, (name, role) in enumerate(people, 1)]
    )


ADA = ("Ada Brandt", "mayor")
OLE = ("Ole Lund", None)
RUTH = ("Ruth Lund", "minister")
ERIK = ("Erik Dahl", "governor")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“It rained in,” Ada Brandt said.", "Ada Brandt"),
        ("“It rained in,” said Mayor Ada Brandt.", "Ada Brandt"),
        ("“It rained in,” Mrs. Brandt said. She left for Holt.", "Ada Brandt"),
        ("Ada Brandt climbed up.\n\n“It rained in,” she said.", "Ada Brandt"),
        ("Erik Dahl met Ada Brandt on Monday. “It rained in,” she told him.", "Ada Brandt"),
        ("Ada Brandt met Erik Dahl on Monday. “It rained in,” he told her.", "Erik Dahl"),
        ("Erik Dahl walked in. Mayor Ada Brandt followed. “It rained in,” the governor said.", "Erik Dahl"),
        ("Erik Dahl walked in. Ada Brandt followed. “It rained in,” said the mayor.", "Ada Brandt"),
        ("Gov. Erik Dahl, who was late, asked: “Did it rain in?”", "Erik Dahl"),
        ("The rain was stopped by Erik Dahl, who said: “It rained in.”", "Erik Dahl"),
        ("“It rained in,” said the governor’s friend, Erik Dahl.", "Erik Dahl"),
        ("“It rained in,” the Dahl campaign said. Erik Dahl was away.", None),
        ("“It rained in,” said a neighbour of Erik Dahl.", None),
        ("Erik Dahl and Ada Brandt came. “It rained in,” they said.", None),
        ("Erik Dahl came. “It rained in,” the ministry said.", None),
        ("Erik Dahl came. “It rained in,” it said.", None),
    ],
)
def test_whose_words_they_are(text: str, name: str | None) -> None:
    quote = quotes_of(text, ADA, ERIK)[0]
    expected = {None: None, "Ada Brandt": "p1", "Erik Dahl": "p2"}[name]
    assert quote.speaker == expected
    if name is not None:
        assert quote.speaker_name == name


def test_the_subject_of_the_sentence_before_comes_before_who_is_nearer() -> None:
    text = "Erik Dahl, the governor, predicted a win if Ole Lund stayed away.\n\n“It is done,” he said."
    assert quotes_of(text, ERIK, OLE)[0].speaker == "p1"


def test_he_goes_on_being_the_last_speaker() -> None:
    text = "“It rained in,” said Erik Dahl.\n\n“It blew,” he said. He added: “It snowed after Ole Lund left.”"
    assert [quote.speaker for quote in quotes_of(text, ERIK, OLE)] == ["p1", "p1", "p1"]


def test_names_inside_a_quotation_do_not_take_a_pronoun() -> None:
    text = "Erik Dahl spoke first. “I know Ole Lund,” he said."
    assert quotes_of(text, ERIK, OLE)[0].speaker == "p1"


def test_a_stranger_who_spoke_last_is_not_taken_for_a_person_of_the_list() -> None:
    text = "Erik Dahl came late. “It rained in,” said Anders Moe, a farmer.\n\n“It blew,” he said."
    first, second = quotes_of(text, ERIK)
    assert (first.speaker, first.speaker_name) == (None, "Anders Moe")
    assert (second.speaker, second.speaker_name) == (None, "Anders Moe")
    assert (second.confidence or 0) < (first.confidence or 0)


def test_a_couple_is_told_apart_by_gender() -> None:
    text = "Ruth Lund and Ole Lund farm here. Ms. Ruth Lund spoke first. “It rained in,” she said."
    people = [
        Person(id="p1", name="Ruth Lund", role=None, spans=[(0, 9), (38, 47)]),
        Person(id="p2", name="Ole Lund", role=None, spans=[(14, 22)]),
    ]
    start = text.index("Ms. Ruth") + 4
    people[0].spans[1] = (start, start + 9)
    assert find_quotes(Document(text), people)[0].speaker == "p1"


def test_gender_is_read_from_the_office() -> None:
    text = "Spokeswoman Kim Ree met Spokesman Kim Roe. “It rained in,” she said."
    people = [person(text, 1, "Kim Ree", "spokeswoman"), person(text, 2, "Kim Roe", "spokesman")]
    assert find_quotes(Document(text), people)[0].speaker == "p1"


def test_gender_is_read_from_the_pronouns_that_follow() -> None:
    text = "Kim Ree took her seat. Kim Roe took his. “It rained in,” she said."
    assert find_quotes(Document(text), [person(text, 1, "Kim Ree"), person(text, 2, "Kim Roe")])[0].speaker == "p1"


def test_a_name_is_surer_than_a_pronoun_between_two() -> None:
    text = "“It rained in,” Erik Dahl said. Ole Lund and Erik Dahl nodded. “It blew,” he said."
    sure, less = quotes_of(text, ERIK, OLE)
    assert (sure.confidence or 0) > (less.confidence or 0)


def test_two_speakers_keep_their_words() -> None:
    text = "“It rained in,” Dahl and Brandt said."
    (quote,) = quotes_of(text, ADA, ERIK)
    assert (quote.speaker, quote.speaker_name) == (None, "Dahl and Brandt")
    assert text[slice(*quote.evidence["speaker"])] == "Dahl and Brandt"


def test_the_evidence_is_the_mention_beside_the_quotation() -> None:
    text = "Ada Brandt climbed up. “It rained in,” she said."
    (quote,) = quotes_of(text, ADA)
    assert quote.speaker_name == "Ada Brandt"
    assert text[slice(*quote.evidence["speaker"])] == "she"


def test_a_surname_that_is_no_known_mention_is_still_somebody() -> None:
    text = "Erik Dahl came late. Rain fell.\n\n“It blew,” Dahl said."
    assert find_quotes(Document(text), [person(text, 1, "Erik Dahl")])[0].speaker == "p1"


def test_a_relative_s_title_before_the_surname_does_not_change_gender() -> None:
    text = "Samuel Lund came late. “It rained in,” he said. Ms. Lund laughed."
    at = text.index("Lund laughed")
    samuel = Person(id="p1", name="Samuel Lund", spans=[(0, 11), (at, at + 4)])
    assert find_quotes(Document(text), [samuel])[0].speaker == "p1"


def test_a_mayor_s_grandfather_is_no_mayor() -> None:
    text = "Ada Brandt, the mayor, sat with Ole Lund. “Ask me when I have slept,” the mayor said."
    people = [person(text, 1, "Ada Brandt", "mayor"), person(text, 2, "Ole Lund", "mayor’s grandfather")]
    assert find_quotes(Document(text), people)[0].speaker == "p1"


def test_they_are_the_crowd_that_was_just_spoken_of() -> None:
    text = "The marchers, many in white, set out at noon.\n\n“Nurses first,” they chanted."
    (quote,) = find_quotes(Document(text))
    assert (quote.speaker, quote.speaker_name) == (None, "the marchers")


def test_whoever_is_described_and_not_named_speaks_before_those_named_earlier() -> None:
    text = (
        "Ada Brandt left early. The first patient was a 56-year-old tailor, who hid her name.\n\n“It hurt,” she said."
    )
    (quote,) = find_quotes(Document(text), [person(text, 1, "Ada Brandt")])
    assert (quote.speaker, quote.speaker_name) == (None, "a 56-year-old tailor")


def test_an_age_beside_a_name_makes_no_stranger() -> None:
    text = "Ada Brandt, a 56-year-old tailor, left early. “It hurt,” she said."
    assert find_quotes(Document(text), [person(text, 1, "Ada Brandt")])[0].speaker == "p1"


DESCRIBED = [
    ("Ada Brandt, the Peruvian prime minister, landed. “We signed nothing,” the Peruvian PM said.", "prime minister"),
    ("Ada Brandt lives above the shop. “The stairs were on fire,” the mother of three said.", None),
    ("Ada Brandt won the stage. “My legs were gone,” the 27-year-old said.", None),
    ("Ada Brandt sang in Leeds. “My throat is sore,” the singer told fans.", None),
    ("Ada Brandt left the bank. “I am tired,” the CEO said.", "chief executive"),
    ("Erik Dahl’s lawyer, Ada Brandt, said: “He is at home.”", None),
    ("“He is at home,” rights lawyer and writer Ada Brandt told a court.", None),
    ("“It blew,” minister of transport Ada Brandt said.", "minister of transport"),
]


@pytest.mark.parametrize(("text", "role"), DESCRIBED)
def test_a_description_means_whoever_was_just_named(text: str, role: str | None) -> None:
    found = quotes_of(text, ("Ada Brandt", role), ("Erik Dahl", None))
    assert (found[-1].speaker, found[-1].speaker_name) == ("p1", "Ada Brandt")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brandt met a driver at the gate. “Turn round,” the driver told her.",
        "Ada Brandt met the council. “Turn round,” the council told her.",
        "Ada Brandt came. A bus ran late. “Turn round,” the president said.",
    ],
)
def test_a_description_of_somebody_else_stays_as_it_is(text: str) -> None:
    (quote,) = quotes_of(text, ADA)
    assert quote.speaker is None
    assert (quote.speaker_name or "").startswith("the ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The port said it would close. The quay, it said, was “unsafe.”", "The port"),
        ("According to the inquiry, the pumps failed. “They had not been tested,” it noted.", "the inquiry"),
        ("Its report blamed the pilot. “He was asleep,” it said.", "Its report"),
        ("He sent a letter, which said the quay was “unsafe.”", "a letter"),
        ("The quay was “unsafe,” its statement said.", "its statement"),
    ],
)
def test_it_and_which_stand_for_what_spoke(text: str, name: str) -> None:
    quote = quotes_of(text)[-1]
    assert (quote.speaker, quote.speaker_name) == (None, name)


def test_an_unnamed_spokesman_who_was_told_of_is_he() -> None:
    text = "Erik Dahl came late. A spokesman for the port told reporters it was shut. “It blew,” he said."
    (quote,) = quotes_of(text, ERIK)
    assert (quote.speaker, quote.speaker_name) == (None, "A spokesman for the port")


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("A spokesman for Dahl denied it.", "A spokesman for Dahl"),
        ("His spokesman denied it.", "His spokesman"),
        ("He met a spokesman for the port.", "Erik Dahl"),
    ],
)
def test_who_speaks_for_somebody_is_not_that_person(told: str, speaker: str) -> None:
    (quote,) = quotes_of(f"Erik Dahl came late. {told} “Nobody slept that night,” he said.", ERIK)
    assert quote.speaker_name == speaker


def test_the_topic_before_he_said_is_not_he() -> None:
    text = "Erik Dahl spoke first. Ole Lund, he said, “never came.”"
    (quote,) = quotes_of(text, ERIK, OLE)
    assert quote.speaker == "p1"


def test_words_that_open_an_article_are_those_of_whoever_speaks_next() -> None:
    text = "In Holt, “a slow poisoning of the wells” is under way.\n\nAda Brandt warned of it on Monday."
    (quote,) = quotes_of(text, ADA)
    assert (quote.speaker, quote.type, quote.cue, quote.evidence) == ("p1", "partial", None, {})
