"""Whatever the text: quotations are valid, ordered and in range, never an error, and time grows with the length."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from growing import QUOTES
from hypothesis import given, settings
from hypothesis import strategies as st
from work import grows_with

from extract.document import Document
from extract.quotes import find_quotes
from store.model.fields import Person, Quote

_SCRAPS = """
he she they it who said says told wrote calling called according to that and but , . ? ! : ; — - ( ) … the a
his Mr. Gov. Brandt Lund Ada Holt of for in Monday “ ” " ‘ ’ ' „ « » `` '' plan 's ’s described as by believes
claim read went on put :“ ,” .” ?” ’” é 漢字 💧
"""
WORDS = [*_SCRAPS.split(), "", "\n", "\n\n", "\u2028", "\u0000", "\u200b"]
texts = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=80).map("".join),
)


@st.composite
def texts_with_people(draw: st.DrawFn) -> tuple[str, list[Person]]:
    text = Document(draw(texts)).text
    people: list[Person] = []
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    while spans:
        count = draw(st.integers(1, len(spans)))
        mine, spans = spans[:count], spans[count:]
        name = text[mine[0][0] : mine[0][1]]
        role = draw(st.sampled_from([None, "mayor", "spokeswoman"]))
        people.append(Person(id=f"p{len(people) + 1}", spans=mine, name=name, role=role))
    return text, people


def check(text: str, people: list[Person], quotes: list[Quote]) -> None:
    names = {person.id: person.name for person in people}
    assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)
    taken: list[tuple[int, int]] = []
    for quote in quotes:
        assert quote.spans == sorted(quote.spans)
        taken += quote.spans
        assert quote.type in ("direct", "partial")
        assert quote.confidence is not None and 0 <= quote.confidence <= 1
        assert quote.speaker is None or quote.speaker_name == names[quote.speaker]
        for start, end in quote.evidence.values():
            assert 0 <= start < end <= len(text)
        assert quote.cue == (text[slice(*quote.evidence["cue"])] if "cue" in quote.evidence else None)
        assert quote.speaker_name != ""
    taken.sort()
    assert all(0 <= start < end <= len(text) for start, end in taken)
    assert all(before[1] <= after[0] for before, after in pairwise(taken))


@settings(max_examples=100)
@given(texts_with_people())
def test_any_text_gives_valid_quotations(case: tuple[str, list[Person]]) -> None:
    text, people = case
    quotes = find_quotes(Document(text), people)
    check(text, people, quotes)
    assert quotes == find_quotes(Document(text), people)


@pytest.mark.parametrize("piece", QUOTES)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = f"“x,” {piece * (size // len(piece))} he said."
        return lambda: find_quotes(Document(text))

    assert grows_with(work, 1_000)
