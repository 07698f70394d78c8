"""Sentences, paragraphs and tokens: where news hides full stops, and that any text is cut in linear time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growing import WORDS
from hypothesis import given
from hypothesis import strategies as st
from work import grows_with

from extract.cleaning import clean
from extract.words import paragraphs, sentences, tokens


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Hale met Gen. Orr and Lt. Col. Ames on Jan. 5.",
        "J. R. Dunn flew to Washington, D.C., on Tuesday.",
        "The U.S. Senate sat at 3 p.m. Tuesday.",
        "Rates rose 3.5 percent at Acme Inc. Tuesday.",
        "St. Louis beat No. 7 Fresno, Calif. rivals said.",
        "“Stop!” he said.",
        "He paused... then left.",
    ],
)
def test_a_full_stop_inside_a_sentence_ends_nothing(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    "pieces",
    [
        ["He left.", "She stayed."],
        ["They met in the U.S.", "The talks failed."],
        ["It opens at 9 a.m.", "Police will be there."],
        ["“We won.”", "Then they left."],
        ["He felt ill.", "Ames drove him home."],
        ["Who?", "Nobody!", "(Not even Orr.)", "So be it."],
    ],
)
def test_a_sentence_ends_with_its_marks(pieces: list[str]) -> None:
    assert cut(" ".join(pieces)) == pieces


def test_a_sentence_never_crosses_a_paragraph() -> None:
    assert cut("FLOODS HIT ORLA\nWater rose\n\nNobody was hurt.") == [
        "FLOODS HIT ORLA",
        "Water rose",
        "Nobody was hurt.",
    ]


def test_a_line_is_a_paragraph_unless_the_text_was_wrapped_by_hand() -> None:
    assert len(paragraphs("One line.\nAnother line.\n")) == 2
    block = (
        "The council of Orla met on Monday to hear what the\nengineers had found under the bridge, and was told that\n"
    )
    wrapped = block + "nothing at all was wrong with it.\n\n" + block + "the report would come later.\n"
    assert [wrapped[a:b].count("\n") for a, b in paragraphs(wrapped)] == [2, 2]


def test_tokens_keep_names_numerals_and_short_forms_whole() -> None:
    text = "O'Dea’s U.S. bid: $1,000.5, don't al-Amin"
    assert [text[a:b] for a, b in tokens(text)] == [
        *("O'Dea", "’s", "U.S.", "bid", ":", "$", "1,000.5", ",", "don't", "al", "-", "Amin"),
    ]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(".!?\"'’“” \n\nAaI.1,"))))
def test_any_text_gives_ordered_spans_that_leave_only_white_space(text: str) -> None:
    for finder in (paragraphs, sentences, tokens):
        end = 0
        for span in finder(text):
            assert end <= span[0] < span[1] <= len(text)
            assert not clean(text[end : span[0]]).strip()
            end = span[1]
        assert not clean(text[end:]).strip()


@pytest.mark.parametrize("piece", WORDS)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: (sentences(text), list(tokens(text)))

    assert grows_with(work, 2_000)
