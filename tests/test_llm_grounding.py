"""Where a model's words stand in a text: whole names, most of a quotation, and nothing that is not there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.llm.asking import Piece, answer_in, halves, messages, pieces, room
from extract.llm.grounding import Grounding
from store.plain import plain

WORD = r"\w+"
TEXT = (
    "Mayor Anna Orr said: “We will not give up the port of Bergen – ever,” and left. Orr’s Café Łódź was shut.\n\n"
    "39 people died in Lviv. Another 39 were hurt, José Núñez said. 'Go home,' he said, 'and stay there.'"
)


def standing(words: str) -> list[str]:
    return [TEXT[slice(*span)] for span in Grounding(TEXT).places(words)]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("Anna Orr", ["Anna Orr"]),
        ("Anna\n  Orr", ["Anna Orr"]),
        ("ANNA ORR", ["Anna Orr"]),
        ("Cafe Lodz", ["Café Łódź"]),
        ("Jose Nunez", ["José Núñez"]),
        ("Orr", ["Orr", "Orr"]),
        ("39", ["39", "39"]),
        ("3", []),
        ("Berg", []),
        ("Bath Lane and Bergen", []),
        ("\x1b[31mAnna Orr\x1b[0m", []),
        ("Anna\x00Orr", []),
        ("", []),
        ("“", []),
        ("Orr" * 10_000, []),
    ],
)
def test_names_stand_there_whole_or_not_at_all(words: str, there: list[str]) -> None:
    assert standing(words) == there


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("We will not give up the port of Bergen – ever,", "“We will not give up the port of Bergen – ever,”"),
        ('"we will not give up the port of Bergen - ever"', "“We will not give up the port of Bergen – ever,”"),
        ("We will not give up the port of Bergen …", "“We will not give up the port of Bergen"),
        ("They will not give up the port of Bergen ever", "will not give up the port of Bergen – ever"),
        ("and stay there.", "'and stay there.'"),
        ("We will never give in", None),
        ("give up smoking", None),
    ],
)
def test_most_of_a_quotation_suffices(words: str, there: str | None) -> None:
    span = Grounding(TEXT).quotation(words)
    found = TEXT[slice(*span)] if span else None
    assert found == there


def test_the_surroundings_say_which_of_the_same_words() -> None:
    grounding, whole = Grounding(TEXT), (0, len(TEXT))
    first = grounding.next("39", whole, set())
    assert first and TEXT[first[0] :].startswith("39 people")
    second = grounding.next("39", whole, {first})
    assert second and TEXT[second[0] :].startswith("39 were")
    assert grounding.next("39", whole, set(), "Another 39 were hurt") == second
    assert grounding.next("39", whole, {first, second}) is None
    assert grounding.nearest("Orr", len(TEXT)) == grounding.places("Orr")[1]


def in_a_row(words: str) -> str:
    return f" {' '.join(re.findall(WORD, plain(words)))} "


words = st.text(st.sampled_from("Anr bé“”'-–.3\n\x1b"), max_size=30)


@given(words, words)
def test_what_is_found_is_what_was_given(text: str, given: str) -> None:
    grounding = Grounding(text)
    for start, end in grounding.places(given):
        assert 0 <= start < end <= len(text)
        assert plain(text[start:end]) == plain(given)
    if (span := grounding.quotation(given)) is not None:
        assert in_a_row(text[slice(*span)]) in in_a_row(given)


@given(st.text(st.sampled_from("ab. \n"), max_size=400), st.integers(1, 200))
def test_pieces_leave_nothing_out(text: str, size: int) -> None:
    cut = list(pieces(text, size))
    assert all(0 < piece.end - piece.start <= size for piece in cut)
    assert "".join(text[piece.start : piece.end] for piece in cut).split() == text.split() or not text.strip()
    for piece in cut:
        parts = halves(text, piece)
        assert "".join(text[part.start : part.end] for part in parts) == text[piece.start : piece.end]
        assert piece.before == text[max(0, piece.start - 300) : piece.start]
        assert messages(text, piece)[1]["content"].endswith(text[piece.start : piece.end])


def test_a_larger_context_takes_a_larger_piece() -> None:
    sizes = [room(context) for context in (512, 4_096, 32_768)]
    assert sizes == sorted(sizes)
    assert list(pieces("one two", 100)) == [Piece(0, 7, "")]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('{"people": []}', {"people": []}),
        ('Sure!\n```json\n{"people": [{"name": "A"}]}\n```', {"people": [{"name": "A"}]}),
        ('{"note": 1} {"places": []}', {"places": []}),
        ('<think>{"people": [{"name": "no"}]}</think>{"people": []}', {"people": []}),
        ('{"people": [{"name": "A"}, {"name": "B", "ro', {"people": [{"name": "A"}]}),
        ('{"people": [{"name": "A"}], "quotes": [{"words": "so', {"people": [{"name": "A"}]}),
        ('{"people": [{"name": "A\nB"}]}', {"people": [{"name": "A\nB"}]}),
        ("I cannot help with that.", None),
        ("[1, 2]", None),
        ('{"answer": 1}', None),
        ("{" * 5_000, None),
        ('{"people":' * 5_000, None),
        ("", None),
    ],
)
def test_an_answer_is_read_wherever_it_stands(said: str, read: object) -> None:
    assert answer_in(said) == read
