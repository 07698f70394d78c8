"""Doubts: what the words of a field do not bear out, and that the extractor is never blamed for its own reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.doubts import Doubts, count_doubts
from extract.news import NewsExtractor
from store.model import actions
from store.model.fields import AnyField, Number, Person, Place, Quote, Suggestions
from store.model.record import Article, Record, text_id
from store.sync.session import edit_of

SEEDS = sorted(Path("seeds").glob("*.txt"))


def record_of(text: str, *fields: AnyField, extractor: str = "other/1") -> Record:
    found = Suggestions(extractor=extractor)
    for item in fields:
        item.id = item.id or f"{item.letter}1"
        getattr(found, item.group).append(item)
    return Record(article=Article(id=text_id(text), text=text), suggestions=found)


def spans(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(one), text.index(one) + len(one)) for one in words]


def doubt(text: str, item: AnyField) -> str:
    return Doubts(record_of(text, item)).of(item)


@pytest.mark.parametrize(
    ("words", "role"),
    [("Rail Board (NRB) chief", "Rail Board chief"), ("senators for Holt", "senator for Holt")],
)
def test_a_role_without_its_short_form_or_of_one_of_several_is_borne_out(words: str, role: str) -> None:
    text = f"The {words} Ida Lund left."
    person = Person(name="Ida Lund", role=role, spans=spans(text, "Ida Lund"))
    person.evidence["role"] = spans(text, words)[0]
    assert doubt(text, person) == ""


@pytest.mark.parametrize(("name", "doubted"), [("14", True), ("7,000", True), ("50 Cent", False), ("Ida Lund", False)])
def test_a_bare_number_is_nobodys_name(name: str, doubted: bool) -> None:
    text = f"“We left at dawn,” said {name}."
    person = Person(name=name, spans=spans(text, name))
    quote = Quote(speaker_name=name, cue="said", spans=spans(text, "“We left at dawn,”"))
    for item in (person, quote):
        assert doubt(text, item) == (f"“{name}” is a number and nobody's name" if doubted else "")


def test_a_number_typed_as_a_speaker_is_in_doubt_until_it_is_let_stand() -> None:
    text = "“We left 14 behind,” she said."
    record = record_of(text, Quote(cue="said", spans=spans(text, "“We left 14 behind,”")))
    for draft in (actions.change(record, "q1", {"speaker_name": "14"}), None):
        draft = draft or actions.confirm(record, "q1")
        assert draft is not None
        record = record.with_edits([*record.edits, edit_of(draft, record, "ann")])
        assert Doubts(record).of(record.quotes[0]).startswith("“14” is a number") is (draft.op == "change")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_extractor_never_doubts_what_it_has_read_itself(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = NewsExtractor().suggest(text)
    doubts = Doubts(Record(article=Article(id=text_id(text), text=text), suggestions=found))
    unlike = [(item.id, doubts.of(item)) for item in found.all() if doubts.of(item) and "sure" not in doubts.of(item)]
    known = ("nobody is named", "a speaker without", "more than one person")
    assert [one for one in unlike if not one[1].startswith(known)] == []


def number(words: str, text: str, **values: Any) -> Number:
    return Number(spans=spans(text, words), **values)


@pytest.mark.parametrize(
    ("text", "words", "values", "said"),
    [
        ("At 14 they left.", "14", {"value": 41}, "value 41, but the text says 14"),
        ("Some 1,300 came.", "1,300", {"value": 1.3}, "value 1.3, but the text says 1,300"),
        ("It cost £4.2bn then.", "£4.2bn", {"value": 4.2, "number_kind": "money"}, "but the text says 4,200,000,000"),
        ("Two dozen died.", "Two dozen", {"value": 2}, "but the text says 24"),
        ("They ran 18 km home.", "18", {"value": 18, "low": 19}, "its lowest, 19, is above its value, 18"),
        ("About 9 to 12 left.", "9 to 12", {"low": 9, "high": 21, "number_kind": "range"}, "high 21"),
        ("Up 65% on May.", "65%", {"value": 65}, "kind count, but the text says percent"),
        ("On 30 December 2023 it fell.", "30 December 2023", {"value": "2023-12-13", "number_kind": "date"}, "12-13"),
        ("It ended 3–1 there.", "3–1", {"value": "1-3", "number_kind": "score"}, "but the text says 3-1"),
        ("It holds $40 million.", "$40 million", {"value": 40_000_000, "number_kind": "money", "unit": "EUR"}, "USD"),
    ],
)
def test_a_number_is_what_its_words_say(text: str, words: str, values: dict[str, Any], said: str) -> None:
    assert said in doubt(text, number(words, text, **values))


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("At least 19 fell.", "19", {"value": 19, "low": 19, "approx": "at least"}),
        ("A rise of half.", "half", {"value": 50, "number_kind": "percent"}),
        ("On 30 December it fell.", "30 December", {"value": "2023-12-30", "number_kind": "date"}),
        ("Two-thirds voted.", "Two-thirds", {"value": 0.6667}),
        ("About 9 to 12 left.", "9 to 12", {"value": 10, "number_kind": "range"}),
        ("Dozens of them left.", "Dozens", {"low": 24, "approx": "dozens of"}),
        ("A crowd came.", "crowd", {"value": 40}),
        ("They ran 18 km home.", "18", {"value": 18, "unit": "kilometre", "number_kind": "measure"}),
    ],
)
def test_what_follows_from_its_words_is_no_doubt(text: str, words: str, values: dict[str, Any]) -> None:
    assert doubt(text, number(words, text, **values)) == ""


QUOTED = (
    "“We wait,” Ann Orr said. “Then we sail.”\n\n"
    "Orr spoke at length: “It was long.\n\n“It was hard.”\n\n"
    "She called it „das Ende“ and «la fin», then 'the end' at last, and \"over\".\n"
)


def quote(*pieces: str, **values: Any) -> Quote:
    return Quote(spans=spans(QUOTED, *pieces), speaker_name="Ann Orr", cue="said", **values)


@pytest.mark.parametrize(
    "pieces",
    [
        ["“We wait,”", "“Then we sail.”"],
        ["“It was long.", "“It was hard.”"],
        ["„das Ende“"],
        ["«la fin»"],
        ["'the end'"],
        ['"over"'],
    ],
)
def test_a_quote_from_mark_to_mark_is_no_doubt(pieces: list[str]) -> None:
    assert doubt(QUOTED, quote(*pieces)) == ""


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["We wait,”"], "its opening mark, “, is left out"),
        (["“Then we sail."], "its closing mark, ”, is left out"),
        (["“Then we sail"], "its closing mark, ”, is left out"),
        (["“Then we sa"], "its end cuts the word “sail”"),
        (["“Then we"], "which goes on with “sail.”"),
        (["we sail.”"], "it begins amid the quotation"),
        (["“We wait,” Ann Orr said. “Then we sail.”"], "not quoted: “Ann Orr said.”"),
        (["said. “Then we sail.”"], "it begins before the quotation mark"),
        (["“We wait,” Ann"], "it goes on after the closing mark"),
        (["spoke at length"], "no quotation marks around"),
        (["la fin»"], "its opening mark, «, is left out"),
        (["„das Ende"], "its closing mark, “, is left out"),
    ],
)
def test_a_quote_is_in_the_article_to_the_character(pieces: list[str], said: str) -> None:
    assert said in doubt(QUOTED, quote(*pieces))


def test_a_quotes_own_words_are_those_of_the_article() -> None:
    brought = quote("“We wait,”", "“Then we sail.”", extra={"text": '"We wait, then we sail."'})
    assert "as “then we sail.” where the article has “Then we sail.”" in doubt(QUOTED, brought)
    assert doubt(QUOTED, quote("“We wait,”", extra={"text": '"We  wait,"'})) == ""


@pytest.mark.parametrize(
    ("name", "doubted"),
    [
        ("Volodymyr Zelenskyy", False),
        ("President Volodymyr Zelensky", False),
        ("VZ", False),
        ("Denys Shmyhal", True),
    ],
)
def test_a_persons_name_is_in_one_of_their_mentions(name: str, doubted: bool) -> None:
    text = "Volodymyr Zelensky spoke."
    person = Person(name=name, spans=spans(text, "Volodymyr Zelensky"))
    assert bool(doubt(text, person)) is doubted


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "Netherlands", "country": "NL"}, ""),
        ({"name": "Belgium", "country": "BE"}, "no mention reads “Belgium”"),
        ({"name": "Holland", "country": "UK"}, "“UK” is not a country's code"),
    ],
)
def test_a_place_is_called_what_the_text_or_the_gazetteer_calls_it(values: dict[str, str], said: str) -> None:
    text = "They came from Holland."
    found = doubt(text, Place(spans=spans(text, "Holland"), **values))  # type: ignore[arg-type]  # texts all
    assert found.startswith(said) if said else found == ""


def test_coordinates_of_a_namesake_abroad() -> None:
    text = "It was in London."
    here = Place(name="London", type="city", country="CA", latitude=51.51, longitude=-0.13, spans=spans(text, "London"))
    assert doubt(text, here) == "the coordinates are those of London in United Kingdom, not in Canada"
    assert doubt(text, replace(here, country="GB")) == ""


@given(st.text(max_size=60), st.data())
def test_any_span_of_any_text_can_be_asked(text: str, data: st.DataObject) -> None:
    text = text or "x"
    start = data.draw(st.integers(0, len(text) - 1))
    span = (start, data.draw(st.integers(start + 1, len(text))))
    value = data.draw(st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=6)))
    fields: list[AnyField] = [
        Number(id="n1", value=value, spans=[span]),
        Quote(id="q1", spans=[span], speaker_name=text),
        Person(id="p1", name=text, spans=[span]),
        Place(id="l1", name=text, country=text[:2], latitude=1.0, longitude=1.0, spans=[span]),
    ]
    record = record_of(text, *fields)
    assert count_doubts(record) >= 0


def test_quick_doubts_load_nothing() -> None:
    text = "At 14 they left."
    item = number("14", text, value=41)
    assert Doubts(record_of(text, item), quick=True).of(item) == ""


def acted(record: Record, *drafts: Callable[[Record], actions.Draft | None]) -> Record:
    for draft in drafts:
        made = draft(record)
        assert made is not None
        record = record.with_edits((*record.edits, edit_of(made, record, "ana")))
    return record


def test_a_slip_of_the_person_is_marked_until_they_let_it_stand() -> None:
    text = "At 14 they left."
    record = acted(
        record_of(text, number("14", text, value=14)), lambda record: actions.change(record, "n1", {"value": 41})
    )
    assert Doubts(record).of(record.fields["n1"]) == "value 41, but the text says 14"
    assert count_doubts(record) == 0  # it is decided, and holds nothing back
    record = acted(record, lambda record: actions.confirm(record, "n1"))
    assert record.fields["n1"].status == "corrected"
    assert Doubts(record).of(record.fields["n1"]) == ""
    record = acted(record, lambda record: actions.undo(record, "ana"))
    assert Doubts(record).of(record.fields["n1"]) == "value 41, but the text says 14"
    record = acted(record, lambda record: actions.redo(record, "ana"))
    record = acted(record, lambda record: actions.change(record, "n1", {"value": 43}))
    assert Doubts(record).of(record.fields["n1"]) == "value 43, but the text says 14"


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"role": "minister of sport"}, ""),
        ({"role": "Sports ministers"}, ""),
        ({"role": "minister of spirt"}, "role “minister of spirt”: “spirt” is not in the article"),
        (
            {"role": "sport delegate from Kilmarnock"},
            "role “sport delegate from Kilmarnock”: “Kilmarnock” is not in the article",
        ),
        ({"role": "minister under sport"}, ""),
        ({"name": "Ottilie Brandwein"}, ""),
        ({"name": "Ottilie Brandwien"}, "“Brandwien” is not in the article, which has “Brandwein”"),
    ],
)
def test_words_that_a_person_puts_in_are_looked_for_in_the_article(after: dict[str, str], said: str) -> None:
    text = "Brandwein spoke. The minister of sport, Ottilie Brandwein, sat."
    record = record_of(text, Person(name="Brandwein", spans=spans(text, "Brandwein", "Ottilie Brandwein")))
    record = acted(record, lambda record: actions.change(record, "p1", after))
    assert Doubts(record).of(record.fields["p1"]).startswith(said)
    assert bool(said) == bool(Doubts(record).of(record.fields["p1"]))


def test_letting_an_undecided_field_stand_needs_no_confirming() -> None:
    text = "At 14 they left."
    record = record_of(text, number("14", text, value=14))
    assert actions.confirm(record, "n1") == actions.accept(record, ["n1"])
