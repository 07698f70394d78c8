"""Transcripts: whose turn it is stands in a label, in capitals or not, before a colon."""

from __future__ import annotations

import pytest

from extract.news import NewsExtractor

LABELS = [
    ("MINISTER HALVORSEN: No. We lost.\n\nMS. PRICE: Thank you, Minister.", {"HALVORSEN": "MINISTER", "PRICE": None}),
    ("SECRETARY LINDQVIST (via telephone): Because.\n\nQUESTION: When?", {"LINDQVIST": "SECRETARY"}),
    ("ATTORNEY GENERAL ROSSI: I object.\nSEN. MBEKI: So do I.", {"ROSSI": "ATTORNEY GENERAL", "MBEKI": "SEN."}),
    (
        "TANAKA: I saw it.\n\nOYELARAN: When?\n\nTANAKA: At noon.\n\nOYELARAN: Where?",
        {"TANAKA": None, "OYELARAN": None},
    ),
    ("NEW DELHI: The court met on Monday.\n\nUPDATE: It adjourned.", {}),
    ("QUESTION: Why?\n\nANSWER: Because.\n\nQUESTION: When?", {}),
]


@pytest.mark.parametrize(("text", "people"), LABELS)
def test_a_label_in_capitals_names_a_person(text: str, people: dict[str, str | None]) -> None:
    assert {text[slice(*person.spans[0])]: person.role for person in NewsExtractor().suggest(text).people} == people


def test_what_is_quoted_in_a_turn_is_its_speaker_s_own_unless_it_quotes_another() -> None:
    text = (
        "HOST: What happened?\n\nTANAKA: It was “a mess,” frankly.\n\nOYELARAN: Why?\n\n"
        "TANAKA: A neighbour called it “a detail.”\n\nOYELARAN: Thanks."
    )
    quotes = NewsExtractor().suggest(text).quotes
    assert [(quote.speaker_name, quote.cue) for quote in quotes] == [("TANAKA", None), ("A neighbour", "called")]
