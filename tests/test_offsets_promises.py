"""Offsets of other programs: proved to point at the same words, or refused."""

from __future__ import annotations

import pytest

from store.errors import StetError
from store.formats.offsets import CodePoints, Utf16

SHIPS = "🚢 Ida 🚢🚢 ok"


@pytest.mark.parametrize(
    ("span", "units"), [((0, 1), (0, 2)), ((2, 5), (3, 6)), ((6, 8), (7, 11)), ((7, 8), (9, 11)), ((9, 11), (12, 14))]
)
def test_utf16_offsets_count_a_ship_twice_and_come_back(span: tuple[int, int], units: tuple[int, int]) -> None:
    counted = Utf16(SHIPS)
    assert counted.out(span, SHIPS[span[0] : span[1]]) == units
    assert counted.back(units) == span
    assert CodePoints(SHIPS).out(span, SHIPS[span[0] : span[1]]) == span
    assert CodePoints(SHIPS).back(span) == span


@pytest.mark.parametrize("within", [1, 8, 10])
def test_an_offset_within_any_character_is_refused(within: int) -> None:
    for span in ((within, 14), (0, within)):
        with pytest.raises(StetError) as refused:
            Utf16(SHIPS).back(span)
        assert refused.value.title == "Offsets wrong"
        assert refused.value.message == f"{within} is in the middle of a character"


@pytest.mark.parametrize("span", [(0, 0), (4, 3), (-1, 2), (0, 99), (99, 100)])
def test_a_span_outside_the_text_or_without_words_is_refused(span: tuple[int, int]) -> None:
    for unit in (CodePoints, Utf16):
        with pytest.raises(StetError) as refused:
            unit(SHIPS).back(span)
        assert refused.value.title == "Offsets wrong"
        assert refused.value.message == f"{span[0]}-{span[1]} is not within the text of 11 characters"


def test_a_span_of_other_words_is_refused_with_their_beginning() -> None:
    words = "Ida was not there, whatever they say about her"
    for unit, where in ((CodePoints, "2-5 in code points"), (Utf16, "3-6 in UTF-16 units")):
        with pytest.raises(StetError) as refused:
            unit(SHIPS).out((2, 5), words)
        assert refused.value.title == "Offsets wrong"
        assert refused.value.message == f"{where} is not “{words[:40]}”"


def test_the_last_character_below_the_astral_ones_is_one_unit() -> None:
    text = "a\uffffb🚢c"
    assert Utf16(text).out((2, 3), "b") == (2, 3)
    assert Utf16(text).out((4, 5), "c") == (5, 6)


def test_text_of_one_unit_a_character_is_counted_as_it_is() -> None:
    for text in ("plain words", "Løvlund’s words"):
        assert Utf16(text).out((0, len(text)), text) == (0, len(text))
        assert Utf16(text).back((1, 4)) == (1, 4)


def test_a_lone_surrogate_in_a_text_hides_no_words_after_it() -> None:
    assert Utf16("🚢\ud800 ok").out((3, 5), "ok") == (4, 6)


def test_half_a_character_is_no_word_but_a_refusal() -> None:
    assert Utf16(SHIPS).slice((0, 1)) == "\ufffd"
