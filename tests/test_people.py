"""Mentions of people put together: whose short form a name is, and the role that the text gives."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document
from extract.names.finder import find_names
from extract.names.people import link_people
from extract.names.repeats import repeated
from extract.names.tagger import Mention
from store.model.fields import Person


def people(text: str, *names: str) -> list[Person]:
    """What becomes of a text in which these names are all the mentions."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found = [Mention(*match.span(), "person", 300) for match in re.finditer(rf"\b(?:{pattern})(?!\w)", text)]
    return link_people(text, found)


def forms(text: str, person: Person) -> list[str]:
    return [text[start:end] for start, end in person.spans]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Anna Orr", "Orr"),
        ("Anna Orr", "Anna"),
        ("Anna B. Orr", "Anna Orr"),
        ("Anna Orr", "A. Orr"),
        ("Nguyen Van Minh", "Nguyen"),
        ("Faisal al-Amin", "al-Amin"),
        ("Faisal al-Amin", "Amin"),
        ("Piet van der Berg", "van der Berg"),
        ("José Peña", "Pena"),
        ("Luis Prado Ruiz", "Prado"),
        ("John Dale Jr.", "Dale"),
    ],
)
def test_a_short_form_goes_to_the_full_name(full: str, short: str) -> None:
    text = f"{full} came late. {short} left early."
    (person,) = people(text, full, short)
    assert person.name == full
    assert forms(text, person) == [full, short]


def test_the_full_name_may_come_last() -> None:
    text = "Orr wins again. The mayor, Anna Orr, thanked voters."
    (person,) = people(text, "Orr", "Anna Orr")
    assert person.name == "Anna Orr"


@pytest.mark.parametrize(
    ("one", "other"), [("Anna Orr", "Paul Orr"), ("John Dale Jr.", "John Dale Sr."), ("A. Orr", "P. Orr")]
)
def test_two_of_one_surname_are_two(one: str, other: str) -> None:
    assert [person.name for person in people(f"{one} met {other}.", one, other)] == [one, other]


def test_a_courtesy_title_tells_a_couple_apart() -> None:
    text = "Mr. Paul Orr came with Mrs. Anna Orr. Mr. Orr spoke; Mrs. Orr did not."
    paul, anna = people(text, "Paul Orr", "Anna Orr", "Orr")
    assert [forms(text, paul), forms(text, anna)] == [["Paul Orr", "Orr"], ["Anna Orr", "Orr"]]
    assert paul.spans[1] < anna.spans[1]


def test_a_bare_surname_is_the_one_named_last() -> None:
    text = "Anna Orr spoke. Later Paul Orr came. Orr left."
    anna, paul = people(text, "Anna Orr", "Paul Orr", "Orr")
    assert len(anna.spans) == 1
    assert len(paul.spans) == 2


WHICH = [
    ("[Ida Orr], 61, and her son [Tom Orr], 30, came. Ms. [Orr] left.", "Ida Orr", 3),
    ("Dr. [Paul Orr] and his wife, [Jane Orr], came. Dr. [Orr] left.", "Paul Orr", 3),
    ("[Ida Orr] sang after marrying the critic [Otto Orr]. Her husband died, and [Orr] was 19.", "Ida Orr", 3),
    ("[Maria Orr] came with [Peter Orr]. He was late. Mrs. [Orr] left.", "Maria Orr", 3),
    ("[W. R. T. Orr] sold it to [W. T. Orr].", "W. T. Orr", 2),
    ("[Lin Mei-ling] wept. A friend surnamed [Lin] was held.", "Lin", 2),
    ("[Ida Orr] came. Sgt. [Paul Orr] too. [Orr] left.", "Paul Orr", 3),
]


@pytest.mark.parametrize(("marked", "name", "last"), WHICH)
def test_one_of_two_of_a_surname_is_told_by_title_sex_and_kin(marked: str, name: str, last: int) -> None:
    """`name` is whom the last mention, number `last`, means."""
    text, mentions = "", []
    for before, form in re.findall(r"([^\[]*)(?:\[([^\]]*)\]|$)", marked):
        text += before
        if form:
            mentions.append(Mention(len(text), len(text) + len(form), "person", 300))
            text += form
    span = (mentions[last - 1].start, mentions[last - 1].end)
    assert [person.name for person in link_people(text, mentions) if span in person.spans] == [name]


@pytest.mark.parametrize(
    ("text", "forms_found"),
    [
        ("Luis “Paco” Ortega won in Lima on Sunday.", ["Luis “Paco” Ortega"]),
        ('Tributes were paid to Robert "Duke" Hansen.', ['Robert "Duke" Hansen']),
        ("The referee was R Whitlock (Durham).", ["R Whitlock"]),
        ("The reign of King Harald the Bold ended.", ["Harald the Bold"]),
        ("The chief executive officer (CEO) Farouk Abdul Rahim said no.", ["Farouk Abdul Rahim"]),
        ("Rui da Costa won in Lima; da Costa took 51 votes. Da Costa wept.", ["Rui da Costa", "da Costa", "Da Costa"]),
        ("Hamdi el-Masri flew in from Tunis; el-Masri spoke.", ["Hamdi el-Masri", "el-Masri"]),
        ("Park Ji-hoon came to Seoul. At noon Park waved.", ["Park Ji-hoon", "Park"]),
        ("Police held a woman named Tarikka on Monday.", ["Tarikka"]),
        ("Supt Ida Whitlock said so. Later Supt Whitlock left.", ["Ida Whitlock", "Whitlock"]),
        ("Carlson and Mr Bidwell met in Lima.", ["Carlson", "Bidwell"]),
    ],
)
def test_a_name_is_found_whole_and_alone(text: str, forms_found: list[str]) -> None:
    found, _ = find_names(Document(text))
    assert [text[a:b] for a, b in sorted(span for person in found for span in person.spans)] == forms_found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("On Monday Peruvian President Anna Orr left.", "Peruvian President"),
        ("The Lima region governor Anna Orr left.", "Lima region governor"),
        ("Harbour spokeswoman Anna Orr left.", "Harbour spokeswoman"),
        ("Later Peruvian Children’s Rights Commissioner Anna Orr left.", "Peruvian Children’s Rights Commissioner"),
        ("They met Secretary of State Anna Orr.", "Secretary of State"),
        ("Gen. Anna Orr left.", "Gen."),
        (
            "Anna Orr, governor of the nearby Lima region, which borders the sea, left.",
            "governor of the nearby Lima region",
        ),
        ("Anna Orr, 54, a nurse, left.", "nurse"),
        ("Anna Orr, the chief executive of Acme, said so.", "chief executive of Acme"),
        ("The head of the teachers' union, Anna Orr, said so.", "head of the teachers' union"),
        ("Harbour spokesman Col. Anna Orr left.", "Harbour spokesman"),
        ("Then airport authority spokeswoman Anna Orr left.", "airport authority spokeswoman"),
        ("Retired surgeon Dr Anna Orr left.", "Retired surgeon"),
        ("They met chairman Paul Dale and treasurer Anna Orr.", "treasurer"),
        ("The minister, Dr Anna Orr, left.", "minister"),
        ("Anna Orr, a retired bus driver who is 70, left.", "retired bus driver"),
        ("Anna Orr, the board's lead investigator, left.", "board's lead investigator"),
        ("Anna Orr, a 19-year-old student, left.", "student"),
        ("Anna Orr, 44, a wine merchant from Lima, left.", "wine merchant from Lima"),
        ("Anna Orr, a geologist in Lima, left.", "geologist"),
        ("Anna Orr, who is a nurse, left.", "nurse"),
        ("Anna Orr, the mayor's sister, left.", None),
        ("Anna Orr, a blow to the mayor, left.", None),
        ("Dr Anna Orr left.", None),
        ("Mr. Anna Orr left.", None),
        ("Yesterday Anna Orr left, a day early.", None),
        ("Anna Orr, who is well, left.", None),
        ("He told Anna Orr, and the crowd left.", None),
    ],
)
def test_the_role_is_what_stands_beside_the_name(text: str, role: str | None) -> None:
    (person,) = people(text, "Anna Orr")
    assert person.role == role
    if role:
        start, end = person.evidence["role"]
        assert text[start:end] == role


def test_a_reporter_who_signs_by_surname_is_a_person() -> None:
    found, _ = find_names(Document("Rain fell in London.\nKowalski reported from Warsaw."))
    assert [person.name for person in found] == ["Kowalski"]


def test_a_name_is_found_again_where_the_article_has_shown_it() -> None:
    text = "Anna Orr spoke in Lima. Orr left. The Orr Trust stayed; so did 12 OECD men."
    start = text.index("Anna")
    shown = [Mention(start, start + 8, "person", 400)]
    assert [text[m.start : m.end] for m in repeated(text, shown)] == ["Anna Orr", "Orr"]


def test_a_name_is_found_again_in_a_heading_of_capitals_unless_it_is_also_a_common_word() -> None:
    story = "Anna Kowalski and Paul Hill spoke in Lima. Hill left, up the hill, before Kowalski did."
    shown = [Mention(a, b, "person", 400) for a, b in ((30, 43), (48, 57))]
    text = f"HILL WAITS FOR KOWALSKI VOTE\n\n{story}"
    assert [text[m.start : m.end] for m in shown] == ["Anna Kowalski", "Paul Hill"]
    assert [text[m.start : m.end] for m in repeated(text, shown)] == [
        *("KOWALSKI", "Anna Kowalski", "Paul Hill", "Hill", "Kowalski"),
    ]


def test_a_word_of_two_kinds_is_not_found_again() -> None:
    text = "Anna Dale met Dale. The firm Dale grew. Dale shrank."
    shown = [
        Mention(0, 9, "person", 400),
        Mention(text.index("Dale grew"), text.index(" grew"), "group", 400),
    ]
    assert repeated(text, shown) == shown


def test_a_land_that_has_a_people_is_no_person() -> None:
    text = "Qwertia said no. The Qwertian army moved, and Qwertia’s ports closed."
    shown = repeated(text, [Mention(0, 7, "person", 200)])
    assert [(m.kind, text[m.start : m.end]) for m in shown] == [("place", "Qwertia"), ("place", "Qwertia")]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("AaBb .'’-,\n"))))
def test_any_text_gives_valid_fields(text: str) -> None:
    document = Document(text)
    text = document.text
    for fields in find_names(document):
        spans = sorted(span for item in fields for span in item.spans)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert [item.spans[0] for item in fields] == sorted(item.spans[0] for item in fields)
        for item in fields:
            assert item.confidence is not None
            assert 0 <= item.confidence <= 1
            assert all(0 <= start < end <= len(text) for start, end in item.evidence.values())
