"""What a text calls a person: a table of sentences a way of saying it, names in square brackets, their roles beside."""

from __future__ import annotations

import re

import pytest

from extract.names.people import link_people
from extract.names.tagger import Mention
from extract.names.titles import trimmed


def roles(marked: str) -> list[str | None]:
    """The roles of the people in square brackets."""
    text, mentions = "", []
    for before, name in re.findall(r"([^\[]*)(?:\[([^\]]*)\]|$)", marked):
        text += before
        if name:
            mentions.append(Mention(len(text), len(text) + len(name), "person", 300))
            text += name
    return [person.role for person in link_people(text, mentions)]


BEFORE = [
    ("US Secretary of State [Ida Lund] flew out.", "US Secretary of State"),
    ("PM [Ida Lund] flew out.", "PM"),
    ("The UK Prime Minister [Ida Lund] flew out.", "UK Prime Minister"),
    ("Deputy Minister of State for Mining [Ida Lund] resigned.", "Deputy Minister of State for Mining"),
    ("On Tuesday Norway's minister of fisheries [Ida Lund] resigned.", "Norway's minister of fisheries"),
    ("“It is over,” said acclaimed violinist [Ida Lund].", "acclaimed violinist"),
    ("The film is by the reclusive director [Ida Lund].", "reclusive director"),
    ("An award-winning Oslo-based architect [Ida Lund] drew it.", "award-winning Oslo-based architect"),
    ("He lost to two-time Formula 2 champion [Ida Lund].", "two-time Formula 2 champion"),
    ("Harbour Police spokesperson Sergeant [Ida Lund] said so.", "Harbour Police spokesperson"),
    ("Detective Chief Inspector [Ida Lund] said so.", "Detective Chief Inspector"),
    ("Army chief General [Ida Lund] said so.", "Army chief"),
    ("Attorney General [Ida Lund] said so.", "Attorney General"),
    ("Deputy Prime Minister Sheikh [Omar Lund] said so.", "Deputy Prime Minister"),
    ("His Majesty King [Omar Lund] said so.", "King"),
    ("The late Senator [Ida Lund] said so.", "Senator"),
    ("Fisheries and Coastal Affairs Minister [Ida Lund] said so.", "Fisheries and Coastal Affairs Minister"),
    ("Former trade and investment chief [Ida Lund] said so.", "Former trade and investment chief"),
    ("National Rail Board (NRB) chairwoman [Ida Lund] said so.", "National Rail Board chairwoman"),
    ("Oslo Bank chief executive officer (CEO) [Ida Lund] said so.", "Oslo Bank chief executive officer"),
    ("Court of Appeal judge [Ida Lund] ruled.", "Court of Appeal judge"),
    ("Opposition came from Ohio Gov. [Ida Lund] and others.", "Ohio Gov."),
    ("He spoke for the finance chairman for New Holt Gov. [Ida Lund] in May.", "New Holt Gov."),
    ("She will host [Ida Lund] in May.", None),
    ("A film to star [Ida Lund] is due.", None),
    ("Democrat [Ida Lund] lost.", None),
    ("Holt resident [Ida Lund] lost her house.", None),
    ("Security analyst Maj Gen (retd) [Ida Lund] said so.", "Security analyst"),
    ("The Chief of Harbour Forces Gen. [Ida Lund] said so.", "Chief of Harbour Forces"),
    ("Navy Commander Major General [Ida Lund] said so.", "Navy Commander"),
    ("Senior Adviser to the President [Ida Lund] said so.", "Senior Adviser to the President"),
    ("The death of a civil servant in the West Sea under the previous [Lund] cabinet.", None),
    ("Minister Ole Berg and Acme Acting Chairman [Ida Lund] met.", "Acme Acting Chairman"),
    ("Two-time Olympic 800m champion [Ida Lund] withdrew.", "Two-time Olympic 800m champion"),
    ("Police Constable [Ida Lund] was hurt.", "Police Constable"),
    ("Acting police chief Brig. Gen. [Ida Lund] said so.", "Acting police chief"),
    ("Police arrested teacher [Ida Lund].", "teacher"),
    ("Meeting President [Ida Lund], he wept.", "President"),
    ("First Lady [Ida Lund] arrived.", "First Lady"),
    ("Lord [Lund] spoke; so did Shri [Lund].", None),
]

APART = [
    ("The president of the dockers' union, [Ida Lund], said so.", "president of the dockers' union"),
    ("Ole Berg's lawyer, [Ida Lund], said so.", "Ole Berg's lawyer"),
    ("Lecturer in law at Holt College, [Ida Lund], disagrees.", "Lecturer in law at Holt College"),
    ("Harbour police spokesperson, Captain [Ida Lund] said so.", "Harbour police spokesperson"),
    ("A junior fire service official, [Ida Lund], said so.", "junior fire service official"),
    ("It was opened by the rector of the Arts School (HAS), [Ida Lund].", "rector of the Arts School"),
    ("They back the Labour candidate for governor, [Ida Lund], this time.", "Labour candidate for governor"),
    ("A cashier surnamed [Lund] was held.", "cashier"),
    ("The rapper known only by the stage name “[Lund]” sang.", "rapper"),
    ("He came with his press officer - [Ida Lund] - at noon.", "press officer"),
    ("A plan was shown and the Minister of Works, [Ida Lund], praised it.", "Minister of Works"),
    ("Speaking at the launch, Deputy Minister of Works, [Ida Lund] praised it.", "Deputy Minister of Works"),
    ("In an attack on the mayor, Sen. [Ida Lund] called for calm.", "Sen."),
    ("The victim, [Ida Lund], was 40.", None),
]

AFTER = [
    ("[Ida Lund], who served as sound engineer in “Low Tide”, was there.", "sound engineer"),
    ("[Ida Lund], 35, who works as a translator, was there.", "translator"),
    ("[Ida Lund], who was elected president of the union, left.", "president of the union"),
    ("[Ida Lund] is the founder of the Acme Trust.", "founder of the Acme Trust"),
    ("[Ida Lund], Peru’s envoy to Chad called for calm.", "Peru’s envoy to Chad"),
    ("[Ida Lund], a flood relief spokeswoman in the area, said so.", "flood relief spokeswoman"),
    ("[Ida Lund], the owner of the Acme ferry line and its founder, left.", "owner of the Acme ferry line"),
    ("[Ida Lund] co-owner of the Acme group left.", "co-owner of the Acme group"),
    ("[Ida Lund], Chief Retail Banking Officer at Acme, left.", "Chief Retail Banking Officer at Acme"),
    ("[Ida Lund], a fellow at the Ole B. Moe Institute, left.", "fellow at the Ole B. Moe Institute"),
    ("[Ida Lund], the mayor's sister and a dentist, left.", "dentist"),
    ("[Ida Lund], Taiwan’s president at the time, left.", "Taiwan’s president"),
    ("[Ida Lund], a veteran GOP strategist, left.", "veteran GOP strategist"),
    ("[Ida Lund], an Acme resident, left.", None),
    ("[Ida Lund] MP left.", "MP"),
    ("[Ida Lund] was a good teacher to us.", None),
]

OTHERS = [
    ("The guests were [Ida Lund], Senator [Ole Berg] and [Eva Moe].", [None, "Senator", None]),
    ("Police named [Ida Lund], teacher [Ole Berg] and nurse [Eva Moe].", [None, "teacher", "nurse"]),
    ("Governor [Ida Lund] and Attorney General [Ole Berg] met.", ["Governor", "Attorney General"]),
    ("[Ida Lund], Secretary of State [Ole Berg] and others met.", [None, "Secretary of State"]),
    ("Green MPs [Ida Lund], [Ole Berg] and [Eva Moe] left.", ["Green MP"] * 3),
    ("Two county magistrates - [Ida Lund] and [Ole Berg] - left.", ["county magistrate"] * 2),
    ("[Ida Lund] and [Ole Berg], both senators for Holt, left.", ["senators for Holt"] * 2),
    ("[Ida Lund], senator for Holt, and [Ole Berg] left.", ["senator for Holt", None]),
    ("[Ida Lund], the mayor of Holt, [Ole Berg] and [Eva Moe] left.", ["mayor of Holt", None, None]),
    ("The dean, [Ida Lund], the bursar, [Ole Berg], and others left.", ["dean", "bursar"]),
    ("[Ida Lund], an adviser to President [Ole Berg], left.", ["adviser to President Ole Berg", "President"]),
    ("[Ida Lund], President [Ole Berg]’s former aide, left.", ["President Ole Berg’s former aide", "President"]),
    ("[Ole Berg]’s barrister, [Ida Lund], left.", [None, "Ole Berg’s barrister"]),
    ("[Ida Lund], 47, who served as director in a film, [Ole Berg], 35, and others left.", ["director", None]),
]


@pytest.mark.parametrize(("text", "role"), BEFORE + APART + AFTER)
def test_a_role_is_the_whole_phrase_beside_the_name(text: str, role: str | None) -> None:
    assert roles(text) == [role]


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_a_role_is_never_another_persons(text: str, expected: list[str | None]) -> None:
    assert roles(text) == [role.replace("senators", "senator") if role else None for role in expected]


@pytest.mark.parametrize(
    ("found", "name"),
    [
        ("Supt Lund", "Lund"),
        ("Tan Sri Omar Lund", "Omar Lund"),
        ("Datuk Seri Omar Lund", "Omar Lund"),
        ("Alhaji Omar Lund", "Omar Lund"),
        ("Lord Lund", "Lund"),
        ("Sheikh Dr. Omar bin Lund", "Omar bin Lund"),
        ("Ida Lund KC", "Ida Lund"),
        ("Ida Lund, OBE", "Ida Lund"),
        ("Attorney Lund", "Lund"),
        ("Lund’s", "Lund"),
        ("Ida Lund Jr.", "Ida Lund Jr."),
        ("Justice Okoro", "Justice Okoro"),
        ("Sri Mulyani", "Sri Mulyani"),
        ("Lady Gaga", "Lady Gaga"),
        ("Superintendent", None),
    ],
)
def test_a_title_is_no_part_of_a_name(found: str, name: str | None) -> None:
    span = trimmed(found, 0, len(found))
    assert (found[slice(*span)] if span else None) == name
