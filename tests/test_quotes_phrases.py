"""Noun phrases and the names inside: what joins two parts, what ends one, and which capitals are no name."""

from __future__ import annotations

import pytest

from extract.quotes.noun_phrases import read_left, read_right
from extract.quotes.passages import Passage, read_passage
from extract.quotes.phrase_names import name_in


def passage(text: str) -> Passage:
    return read_passage(text, (0, len(text)), [])


def words(read: Passage, phrase: tuple[int, int] | None, text: str) -> str | None:
    return None if phrase is None else text[slice(*read.span(*phrase))]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the mayor will go", "the mayor"),
        ("the mayor the town chose", "the mayor"),
        ("Gov. J. Lund said", "Gov. J. Lund"),
        ("mayor of the town said", "mayor of the town"),
        ("Lund and Brandt said", "Lund and Brandt"),
        ("Ursula van der Meer said", "Ursula van der Meer"),
        ("Lund climbed a wall", "Lund"),
        ("Lund waving a flag", "Lund"),
        ("prosecutors filed a suit", "prosecutors"),
        ("a boy walking beside him", "a boy"),
        ("the miners’ lawyer said", "the miners’ lawyer"),
        ("she said", "she"),
        ("another tweeted", "another"),
        ("climbing a wall", None),
    ],
)
def test_a_phrase_read_rightwards(text: str, phrase: str | None) -> None:
    read = passage(text)
    assert words(read, read_right(read, 0), text) == phrase


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("then the mayor", "the mayor"),
        ("when Gov. J. Lund", "Gov. J. Lund"),
        ("when a mayor of Holt", "a mayor of Holt"),
        ("when Lund and Brandt", "Lund and Brandt"),
        ("when Ursula van der Meer", "Ursula van der Meer"),
        ("when a spokesman for the port", "a spokesman for the port"),
        ("he left for the port", "the port"),
        ("when he", "he"),
    ],
)
def test_a_phrase_read_leftwards(text: str, phrase: str) -> None:
    read = passage(text)
    assert words(read, read_left(read, len(read) - 1, 0), text) == phrase


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor Ada Brandt of Holt", "Ada Brandt"),
        ("Republican Senator Ole Lund", "Ole Lund"),
        ("Secretary of State Ole Lund", "Ole Lund"),
        ("Mayor Ada Brandt and Ole Lund", "Ada Brandt and Ole Lund"),
        ("the Interior Ministry", "the Interior Ministry"),
        ("the Gulls", "the Gulls"),
        ("the Bank of America", "the Bank of America"),
        ("a spokesman for the port", "a spokesman for the port"),
        ("two residents", "two residents"),
    ],
)
def test_the_name_inside(text: str, name: str) -> None:
    read = passage(text)
    assert words(read, name_in(read, (0, len(read) - 1)), text) == name
