"""What is taken out of a text on its way in, and where the offsets of another program are then."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.model.cleaning import clean_text, cleaned

TROUBLE = st.text(st.sampled_from("a é\n\r\ufeff\ud83d\udea2\U0001f6a2\u2028\x00"), max_size=30)


def test_a_name_is_found_again_after_windows_line_ends() -> None:
    text = "\ufeff\ufeffOslo.\r\n\r\nUna Holm waved.\r\n"
    made = cleaned(text)
    start = text.index("Una Holm")
    moved = made.span((start, start + 8))
    assert made.text == "Oslo.\n\nUna Holm waved.\n"
    assert made.text[slice(*moved)] == "Una Holm"
    assert made.moved(len(text)) == len(made.text)


def test_a_character_in_two_halves_becomes_one_and_half_a_one_is_replaced() -> None:
    text = "\ud83d\udea2 Una \ud83d Holm"
    made = cleaned(text)
    assert made.text == "\U0001f6a2 Una \ufffd Holm"
    assert made.text[slice(*made.span((3, 6)))] == "Una"
    assert made.text[slice(*made.span((9, 13)))] == "Holm"


def test_a_clean_text_keeps_its_offsets() -> None:
    made = cleaned("Una Holm waved.\nShe left.\n")
    assert not made.removed
    assert made.span((4, 8)) == (4, 8)


@given(TROUBLE)
def test_the_table_accounts_for_every_character(text: str) -> None:
    made = cleaned(text)
    kept = [(at, char) for at, char in enumerate(text) if at not in set(made.removed)]
    assert made.text == clean_text(text) == clean_text(made.text)
    assert [made.moved(at) for at, _ in kept] == list(range(len(made.text)))
    for at, char in kept:
        new = made.text[made.moved(at)]
        assert new == char or (char, new) == ("\r", "\n") or "\ud800" <= char <= "\udfff"
