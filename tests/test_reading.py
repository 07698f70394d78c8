"""Texts as they come: wrapped by hand, decomposed, with soft hyphens, odd blanks and ligatures, read as if clean."""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from growing import WORDS
from hypothesis import given, settings
from hypothesis import strategies as st
from work import grows_with

from extract.cleaning import clean
from extract.doubts import Doubts
from extract.news import NewsExtractor
from extract.reading import Reading
from store.model.fields import AnyField, Suggestions
from store.model.record import Article, Record, text_id

SAMPLES: Final = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
UNSEEN: Final = "\u00ad\u200b\u200e\u2060\ufeff"
PIECES: Final = ("Ida Falk", " said ", "“", "”", "12", "bn\n", "euros", " in ", "Perth", "\n", ". ")
ODD: Final = "\u00a0\u2009\u202f\u3000ﬁﬂ\u0301\u0308" + UNSEEN


def read(text: str) -> str:
    return Reading(text).text


@pytest.mark.parametrize(
    "text",
    [
        "The talks were led by the acting finance\nminister Edda Falk, who left at noon.",
        "The bill for the new harbour came to 14bn\nkroner, the audit office said.",
        "“We had an hour to leave,” the owner of the\nbakery said.",
        "Talks on the treaty were held in the\nUnited States.",
        "Among the winners was Susan\nHallett of Perth.",
        "They were met by Mr.\nHallett at the gate.",
        "A statement was read out by President\nEdda Falk.",
        "The trial is to open on 3 May, and the verdict is due in\nJuly.",
        "The bridge will be closed until March\n12, 2031, for repairs.",
        "She was born in Perth (in the north of\nTasmania).",
        "The choir sang, the mayor spoke,\nHallett wept.",
    ],
)
def test_a_line_that_breaks_a_sentence_runs_on(text: str) -> None:
    assert read(text) == text.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Harbour to close for a year\nThe council of Perth voted for it on Monday.",
        "Storm hits the coast\nby Susan Hallett",
        "Storm hits the coast\nBy Susan Hallett",
        "PERTH, Tasmania (AP)\nThe harbour will close.",
        "Monday, 3 May 2031\nvoters queue in the rain.",
        "© Falk Pictures\nvoters queue in the rain.",
        "He brought three things:\n- a rope for the boat\n- a lamp for the cabin",
        "two cups of flour\none cup of sugar\nhalf a cup of milk",
        "Perth 2 Hobart 1\nKobe 0 Falk Town 3",
        "Name  Age  Town\nFalk  41  Perth",
        "The road is shut.\nit opens in May.",
        "Susan Hallett\nEdda Falk\nIda Orr",
        "“Nobody told us of the storm”\n— Susan Hallett, mayor of Perth",
        "The minister spoke on Monday.\n\nedda falk was there.",
    ],
)
def test_a_line_that_ends_for_good_stays(text: str) -> None:
    assert read(text) == text


LETTER: Final = """\
The council of Perth met on Monday to hear what
the engineers had found under the bridge. Mayor
Hallett, 61, said the report, which had cost a
million dollars, was to be read by a committee
of nine.

BRIDGE SHUT
The long bridge, built in 1931 by the engineer
Edda Falk, is shut until May.
"""


def test_a_text_that_is_wrapped_throughout_keeps_a_heading_above_a_paragraph() -> None:
    paragraphs = read(LETTER).splitlines()
    assert [line[:20] for line in paragraphs] == ["The council of Perth", "", "BRIDGE SHUT", "The long bridge, bui"]
    assert "the engineer Edda Falk" in paragraphs[-1]


def test_a_hyphen_or_a_dash_at_the_end_of_a_line_is_followed_by_no_blank() -> None:
    assert read("It was a well-\nknown tale.") == "It was a well-known tale."
    assert read("They sold two-\nand three-room flats.") == "They sold two- and three-room flats."
    assert read("The storm broke a dam\u00ad\n ming wall.") == "The storm broke a damming wall."


def test_what_was_read_is_traced_to_the_text_as_it_stands() -> None:
    text = "The o\u00adﬃce of Jose\u0301\u00a0Falk\u200b, the acting\n   mayor."
    reading = Reading(text)
    assert reading.text == "The office of José Falk, the acting mayor."
    for words, there in (
        ("office", "o\u00adﬃce"),
        ("José Falk", "Jose\u0301\u00a0Falk"),
        ("acting mayor", "acting\n   mayor"),
        ("fi", "ﬃ"),
    ):
        start = reading.text.index(words)
        first, last = reading.origin((start, start + len(words)))
        assert text[first:last] == there


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(ODD + "Aab. ,-\n"))))
def test_any_text_is_read_with_its_way_back(text: str) -> None:
    reading = Reading(text)
    end = 0
    for at, letter in enumerate(reading.text):
        start, stop = reading.origin((at, at + 1))
        assert 0 <= start < stop <= len(text)
        assert start >= end or text[start:stop] in clean(text[start:stop]) or len(clean(text[start:stop])) > 1
        assert letter.isspace() or letter in clean(text[start:stop])
        end = stop


@pytest.mark.parametrize("piece", [*WORDS, "a\u00ad", "a\u0301", "\u00ad\n", "the\nend of\n", "A-\n", "x  "])
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = piece * (size // len(piece))
        return lambda: Reading(text)

    assert grows_with(work, 2_000)


@cache
def text_of(sample: Path) -> str:
    """With a blank line between paragraphs: where none is, a full last line looks like any other."""
    return re.sub(r"\n+", "\n\n", sample.read_text(encoding="utf-8").strip())


@cache
def told(sample: Path) -> list[str]:
    return fields_of(text_of(sample))


def fields_of(text: str) -> list[str]:
    """What is found, field by field: the words of its spans and of its evidence, and its attributes."""
    found: Suggestions = NewsExtractor().suggest(text)
    return [described(text, item) for item in (*found.people, *found.places, *found.numbers, *found.quotes)]


def described(text: str, item: AnyField) -> str:
    spans = [plain(text[start:end]) for start, end in item.spans]
    evidence = {key: plain(text[start:end]) for key, (start, end) in sorted(item.evidence.items())}
    values = {name: getattr(item, name) for name in item.attributes}
    return f"{item.id} {spans} {values} {evidence} {item.confidence}"


def plain(words: str) -> str:
    """As it was before the text was spoilt."""
    unseen = re.sub(f"[{UNSEEN}]", "", words)
    return "".join(unicodedata.normalize("NFKC", unseen).split())


def wrapped(text: str, width: int, indent: str) -> str:
    lines = text.split("\n")
    return "\n".join(textwrap.fill(line, width, break_long_words=False, initial_indent=indent) for line in lines)


def sprinkled(text: str, sign: str, seed: int) -> str:
    dice = random.Random(seed)
    return re.sub(r"(?<=[a-z]{2})(?=[a-z]{2})", lambda _: sign if dice.random() < 0.2 else "", text)


def with_odd_blanks(text: str, seed: int) -> str:
    dice = random.Random(seed)
    return re.sub(" ", lambda _: dice.choice(" \u00a0\u2009\u202f\u2003"), text)


SPOILT: Final[dict[str, Callable[[str, int], str]]] = {
    "wrapped": lambda text, seed: wrapped(text, 40 + seed % 61, "   " * (seed % 2)),
    "decomposed": lambda text, _: unicodedata.normalize("NFD", text),
    "soft hyphens": lambda text, seed: sprinkled(text, "\u00ad", seed),
    "zero-width": lambda text, seed: sprinkled(text, "\u200b", seed),
    "odd blanks": with_odd_blanks,
    "ligatures": lambda text, _: text.replace("ffi", "ﬃ").replace("ff", "ﬀ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SAMPLES), st.sets(st.sampled_from(sorted(SPOILT)), min_size=1), st.integers(0, 999))
def test_a_text_as_it_comes_gives_the_fields_of_the_clean_one(sample: Path, how: set[str], seed: int) -> None:
    text = text_of(sample)
    for name in (name for name in SPOILT if name in how):
        text = SPOILT[name](text, seed)
    assert fields_of(text) == told(sample)


@pytest.mark.parametrize("how", SPOILT)
def test_a_text_as_it_comes_gives_no_doubt_that_the_clean_one_does_not(how: str) -> None:
    for sample in SAMPLES[:3]:
        text = text_of(sample)
        assert doubted(SPOILT[how](text, 7)) == doubted(text)


def doubted(text: str) -> list[str]:
    article = Article(id=text_id(text), text=text)
    made = Record(article=article, suggestions=NewsExtractor().suggest(text))
    doubts = Doubts(made)
    return [name for name, item in made.fields.items() if doubts.of(item)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*ODD, *PIECES])))
def test_any_text_gives_fields_within_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = NewsExtractor().suggest(text)
    for item in (*found.people, *found.places, *found.numbers, *found.quotes):
        assert all(0 <= start < end <= len(text) for start, end in (*item.spans, *item.evidence.values()))
        assert all(one[1] <= other[0] for one, other in zip(item.spans, item.spans[1:], strict=False))
