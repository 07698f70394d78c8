"""The fact sheet, as Markdown and HTML: what an editor reads in it, and that nothing is said twice."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from factories import Annotator

from extract.names.countries import countries
from extract.news import NewsExtractor
from extract.words import sentences
from store.formats.export import export
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id
from store.sync.rebase import rebase

TEXT = (
    "At least 19 people were injured and 3 killed in Belgorod nearly two years later.\n"
    "“It cost us $3.5 million,” Governor Vera Gladkova said. “We paid it.”\n"
    "Gladkova, who heads the region, met Ebel.\n"
)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def facts() -> Suggestions:
    pieces = [at("“It cost us $3.5 million,”"), at("“We paid it.”")]
    governor = {"role": at("Governor")}
    people = [
        Person(
            id="p1", spans=[at("Vera Gladkova"), at("Gladkova,")], name="Vera Gladkova", role="Governor",
            evidence=governor,
        ),
        Person(
            id="p2", spans=[at("Ebel")], name="Ebel", role="head of the region",
            evidence={"role": at("who heads the region")},
        ),
    ]  # fmt: skip
    numbers = [
        Number(id="n1", spans=[at("19")], value=19, low=19, counted="people", event="injured", approx="at least"),
        Number(id="n2", spans=[at("3")], value=3, event="killed"),
        Number(
            id="n3", spans=[at("two")], value=2, high=2, number_kind="duration", unit="year", approx="nearly",
            evidence={"unit": at("years")},
        ),
        Number(id="n4", spans=[at("$3.5 million")], value=3_500_000, number_kind="money", unit="USD"),
    ]  # fmt: skip
    places = [Place(id="l1", spans=[at("Belgorod")], name="Belgorod", type="city", country="RU", latitude=50.6)]
    quotes = [Quote(id="q1", spans=pieces, speaker="p1", speaker_name="Vera Gladkova", cue="said")]
    return Suggestions(people=people, places=places, numbers=numbers, quotes=quotes)


def record(*left_open: str) -> Record:
    made = Record(article=Article(id=text_id(TEXT), text=TEXT, title="Belgorod", source="wire"), suggestions=facts())
    hand = Annotator(made, "ana")
    hand.act(actions.accept(hand.record, [name for name in made.fields if name not in left_open]))
    return hand.record


def sheet(name: str, made: Record, **how: Any) -> str:
    stream = io.BytesIO()
    named = countries()
    export(name, [made], stream, sentences=sentences, country=lambda code: named.get(code, code), **how)
    return stream.getvalue().decode()


def words(page: str) -> str:
    """What a page of HTML says before the text."""
    body = page.partition("<body>")[2].partition('<div class="text"')[0]
    return " ".join(re.sub("<[^>]+>", "", re.sub("</p>", " ", body)).split())


def test_a_sheet_in_markdown() -> None:
    assert sheet("md", record("p2")) == (
        "# Belgorod\n"
        "\n"
        "- Source: wire\n"
        "- Status: 7 of 8 facts decided\n"
        "- Checked by: ana\n"
        "\n"
        "Not decided yet: 1 fact, not in this sheet.\n"
        "\n"
        "## People\n"
        "\n"
        "- **Vera Gladkova**, Governor, named twice\n"
        "\n"
        "## Places\n"
        "\n"
        "- **Belgorod**, city, Russia\n"
        "\n"
        "## Numbers\n"
        "\n"
        "- **at least 19 people injured** · **3 killed** · **nearly 2 years**\n"
        "  - At least 19 people were injured and 3 killed in Belgorod nearly two years later.\n"
        "- **\\$3.5 million**\n"
        "  - “It cost us \\$3.5 million,” Governor Vera Gladkova said. (Vera Gladkova)\n"
        "\n"
        "## Quotes\n"
        "\n"
        "- “It cost us \\$3.5 million,” … “We paid it.” — Vera Gladkova (said)\n"
        "\n"
        "## Text\n"
        "\n" + TEXT.replace("$", "\\$")
    )


def test_a_sheet_in_html_says_the_same_before_the_text() -> None:
    told = words(sheet("html", record()))
    assert told.index("at least 19 people injured · 3 killed · nearly 2 years") < told.index("At least 19 people were")
    assert "$3.5 million “It cost us $3.5 million,” Governor Vera Gladkova said. (Vera Gladkova)" in told
    assert told.count("We paid it") == 1
    for dump in ("value", "from:", "to:", "p1", "q1", "Text: role", "accepted"):
        assert dump not in told


def test_words_of_the_text_are_quoted_where_they_differ_from_the_value() -> None:
    assert "Ebel, head of the region Stated as “who heads the region” (role)." in words(sheet("html", record()))


@pytest.mark.parametrize("name", ["html", "md"])
def test_what_is_flagged_noted_undecided_or_struck_out_is_said(name: str) -> None:
    hand = Annotator(record("p2"), "ana")
    hand.act(actions.flag(hand.record, "n2", True, "ask the desk"))
    hand.act(actions.note(hand.record, "l1", "see the map"))
    hand.act(actions.reject(hand.record, ["q1"]))
    made = sheet(name, hand.record, include_suggested=True, include_rejected=True)
    for remark in ("3 killed: Flagged: ask the desk", "Note: see the map", "Not decided yet.", "Struck out."):
        assert remark in made
    assert "Not decided yet: 1 fact, marked below." in made
    assert "Flagged for a second look: 1 fact." in made


def test_what_people_disagree_about_is_said_and_who_checked_what() -> None:
    one, two = Annotator(record(), "ana"), Annotator(record(), "ben")
    one.act(actions.change(one.record, "p1", {"role": "Mayor"}))
    two.act(actions.change(two.record, "p1", {"role": "governor of Belgorod"}))
    edits, _ = rebase(one.record.suggestions, one.record.edits, two.record.edits[1:], 1)
    made = sheet("md", Record(article=one.record.article, suggestions=one.record.suggestions, edits=edits))
    assert "In conflict: 1 fact, marked below." in made
    assert "In conflict: role is “Mayor” (ana) or “governor of Belgorod” (ben)." in made
    assert "Checked by ana." in made


def test_who_checked_all_of_it_is_said_once() -> None:
    hand = Annotator(record(), "ben")
    hand.act(actions.done(hand.record))
    made = sheet("md", hand.record)
    assert made.count("Checked by") == 1
    assert "- Checked by: ana\n" in made


def test_a_whole_article_is_a_sheet_of_facts_without_repetitions() -> None:
    text = (Path(__file__).parent.parent / "seeds/border-town-shelled-hours-before-truce-talks.txt").read_text()
    made = Record(article=Article(id=text_id(text), text=text), suggestions=NewsExtractor().suggest(text))
    hand = Annotator(made, "ana")
    hand.act(actions.accept(hand.record, list(made.fields)))
    lines = [
        line for line in sheet("md", hand.record).partition("\n## Text")[0].splitlines() if line.startswith("  - ")
    ]
    assert len(lines) > 5
    assert len(set(lines)) == len(lines)


def test_a_sentence_out_of_a_quotation_has_its_marks_in_pairs() -> None:
    text = "“We sent 12 boats. They came back with 40 men. Nobody else can.”\n"
    spans = [(text.index(word), text.index(word) + 2) for word in ("12", "40")]
    numbers = [Number(id=f"n{place}", spans=[span], value=1) for place, span in enumerate(spans, 1)]
    quote = Quote(id="q1", spans=[(0, len(text) - 1)], speaker_name="Ida Berg")
    found = Suggestions(numbers=numbers, quotes=[quote])
    made = sheet("md", Record(article=Article(id=text_id(text), text=text), suggestions=found), include_suggested=True)
    assert "“We sent 12 boats.” (Ida Berg)" in made
    assert "They came back with 40 men. (Ida Berg)" in made
