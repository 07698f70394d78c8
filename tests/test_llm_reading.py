"""A model's answers as suggestions: the text's own words, our values, and a count of what was dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.llm.asking import SORTS, Piece
from extract.llm.reading import Reading, read
from services.gold import records
from store.model.fields import AnyField, Person, Quote
from store.model.schema import suggestions_from_json
from store.plain import plain

TEXT = (
    "Mayor Anna Orr said: “We will not give up the port of Bergen,” and left. “Never,” Orr added.\n\n"
    "At least 39 people were killed in Georgia, the ministry said. Another $3.5 million went to two hospitals."
)


def answered(**lists: Any) -> Reading:
    return read(TEXT, [(Piece(0, len(TEXT), ""), lists)], "llm/test")


def surfaces(item: AnyField) -> list[str]:
    return [TEXT[slice(*span)] for span in item.spans]


def test_a_person_with_every_mention_and_a_role() -> None:
    found = answered(people=[{"name": "Anna Orr", "role": "mayor"}, {"name": "Orr", "role": ""}])
    [person] = found.suggestions.people
    assert (person.id, person.name, person.role, surfaces(person)) == ("p1", "Anna Orr", "Mayor", ["Anna Orr", "Orr"])
    assert TEXT[slice(*person.evidence["role"])] == "Mayor"
    assert person.confidence == 0.6 and found.grounded == 2 and not found.dropped


def test_what_the_text_does_not_have_is_dropped_and_counted() -> None:
    found = answered(
        people=[{"name": "Zzorb Quexil", "role": "vlimmer"}, {"name": "\x1b[2JOrr"}, {"name": 3}, "Orr"],
        places=[{"name": "Oslo", "type": "city"}, {"name": "Berg"}],
        numbers=[{"words": "41"}, {"words": "Another"}],
        quotes=[{"words": "We shall overcome some day", "speaker": "Orr"}],
    )
    assert not found.suggestions.all() and found.grounded == 0
    assert found.dropped == {
        "people": 3, "people of another form": 1, "places": 2, "numbers": 1, "numbers without a value": 1, "quotes": 1,
    }  # fmt: skip


def test_values_are_ours_and_words_the_texts() -> None:
    found = answered(
        places=[{"name": "georgia", "type": "country", "country": "US"}],
        numbers=[
            {"words": "39", "around": "At least 39 people", "counted": "PEOPLE", "event": "killed"},
            {"words": "$3.5 million", "counted": "frogs"},
            {"words": "two", "counted": "hospitals"},
        ],
    )
    assert [(one.name, one.country) for one in found.suggestions.places] == [("Georgia", "GE")]
    killed, money, two = found.suggestions.numbers
    assert (killed.value, killed.low, killed.approx, killed.counted, killed.event) == (
        39, 39, "at least", "people", "killed",
    )  # fmt: skip
    assert (money.value, money.unit, money.number_kind) == (3_500_000, "USD", "money")
    assert (two.value, two.counted) == (2, "hospitals")
    assert found.dropped == {"counted": 1}


def test_quotes_have_their_marks_and_speakers() -> None:
    found = answered(
        people=[{"name": "Anna Orr"}, {"name": "Orr"}],
        quotes=[
            {"words": "We will not give up the port", "speaker": "Anna Orr", "cue": "said"},
            {"words": "Never,", "speaker": "Orr", "cue": "added"},
            {"words": "Never", "speaker": "Bob"},
        ],
    )
    first, second = found.suggestions.quotes
    assert surfaces(first) == ["“We will not give up the port of Bergen,”"]
    assert (first.type, first.speaker, first.speaker_name, first.cue) == ("direct", "p1", "Anna Orr", "said")
    assert surfaces(second) == ["“Never,”"] and second.speaker == "p1" and second.cue == "added"
    assert found.dropped == {"quotes": 1}


@pytest.mark.parametrize("name", ["border-town-shelled-hours-before-truce-talks", "avalanche-buries-mountain-road"])
def test_a_right_answer_gives_the_right_fields(name: str) -> None:
    [file] = Path("seeds").glob(f"{name}*.gold.json")
    [(record, _)] = records([file])
    text = record.text

    def words(item: AnyField) -> list[str]:
        return [text[slice(*span)] for span in item.spans]

    answer = {
        "people": [{"name": one, "role": item.role or ""} for item in record.people for one in words(item)],
        "places": [{"name": one, "type": item.type} for item in record.places for one in words(item)],
        "numbers": [
            {"words": text[a:b], "around": text[max(0, a - 20) : b + 20], "counted": item.counted or ""}
            for item in record.numbers
            for a, b in item.spans
        ],
        "quotes": [
            {"words": one, "speaker": item.speaker_name or "", "cue": item.cue or ""}
            for item in record.quotes
            for one in words(item)
        ],
    }
    found = read(text, [(Piece(0, len(text), ""), answer)], "llm/test")
    for group in SORTS:
        assert [one.spans for one in found.suggestions.of(group)] == [one.spans for one in record.group(group)], group
    assert [one.speaker_name for one in found.suggestions.quotes] == [one.speaker_name for one in record.quotes]


bits = st.sampled_from(
    ["Anna", "Orr", "Lee", "said", "39", "$3", "million", "“No,”", "é", "\x1b", "\u200b", "\n\n", "-"]
)
texts = st.lists(bits, max_size=25).map(" ".join)
values = st.one_of(texts, st.none(), st.integers(), st.lists(texts, max_size=1))
keys = st.sampled_from(["name", "role", "type", "country", "words", "around", "counted", "event", "speaker", "cue"])
rows = st.one_of(st.dictionaries(keys, values, max_size=6), values)
answers = st.dictionaries(st.sampled_from([*SORTS, "else"]), st.one_of(st.lists(rows, max_size=6), values), max_size=4)


@settings(max_examples=60)
@given(texts, st.lists(answers, max_size=2))
def test_any_answer_about_any_text_gives_valid_suggestions(text: str, given: list[dict[str, Any]]) -> None:
    middle = len(text) // 2
    parts = [Piece(0, middle, ""), Piece(middle, len(text), text[:middle])]
    found = read(text, list(zip(parts, given, strict=False)), "llm/test")
    suggestions_from_json(found.suggestions.to_json(), text)
    named = {plain(row["name"]) for one in given for sort in ("people", "places") for row in listed(one, sort, "name")}
    for item in (*found.suggestions.people, *found.suggestions.places):
        for start, end in item.spans:
            assert any(same(text[start:end], name) for name in named)
    people = {one.id for one in found.suggestions.people if isinstance(one, Person)}
    assert all(one.speaker in {None, *people} for one in found.suggestions.quotes if isinstance(one, Quote))


def listed(answer: dict[str, Any], sort: str, key: str) -> list[dict[str, str]]:
    given = answer.get(sort)
    return [
        row
        for row in (given if isinstance(given, list) else [])
        if isinstance(row, dict) and isinstance(row.get(key), str)
    ]


def same(words: str, name: str) -> bool:
    """But for what cannot be seen."""
    return plain(words) == plain(name)
