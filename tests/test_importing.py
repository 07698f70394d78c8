"""Annotations coming in: what every format brings back of its own export, and that nothing here is overwritten."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from factories import STEPS, TEXT, Annotator, article, record, span, suggested, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import MemoryLibrary

from store.formats.context import attributes_of
from store.formats.export import export
from store.formats.registry import importable
from store.importing.importer import import_file
from store.library.folder import FolderLibrary
from store.model import actions
from store.model.fields import Person, Place, Suggestions
from store.model.record import Article, Record, text_id

PLAIN = [name for name, item in importable().items() if item.spec.extra is None]
FOLDERS = ("label-studio", "brat", "webanno")
WITH_ATTRIBUTES = ("jsonl", "prodigy", "label-studio", "brat", "w3c", "webanno")
"""The formats that bring values back, and not only spans."""


def lines(text: str) -> list[tuple[int, int]]:
    """One sentence is enough here."""
    return [(0, len(text))]


def decided(made: Record) -> Record:
    hand = Annotator(made, "ann")
    hand.act(actions.accept(hand.record, list(hand.record.fields)))
    return hand.record


def out(name: str, made: Record, folder: Path) -> Path:
    path = folder / name
    export(name, [made], path, sentences=lines)
    return path


def back(name: str, made: Record, folder: Path, how: Any = "decided") -> Record:
    """Out of one library and into another; annotations alone need the article there."""
    shelf = MemoryLibrary()
    if name in ("w3c", "conll"):
        shelf.add(made.article, Suggestions())
    account = import_file(name, out(name, made, folder), shelf, how, "bea")
    assert account.left_out == 0
    [there] = shelf.records.values()
    return there


def spans(made: Record) -> list[tuple[str, list[tuple[int, int]]]]:
    return sorted((item.kind, item.spans) for item in made.fields.values())


def values(made: Record) -> list[Any]:
    """The attributes of each field, with a speaker's name for his id."""
    told = []
    for item in made.fields.values():
        known = attributes_of(item)
        known.pop("speaker", None)
        told.append((item.kind, item.spans, known))
    return sorted(told, key=lambda one: (one[0], one[1]))


@pytest.mark.parametrize("name", [name for name in PLAIN if name not in ("conll", "doccano")])
def test_fields_come_back_with_their_mentions_values_and_speakers(name: str, tmp_path: Path) -> None:
    made = decided(record())
    there = back(name, made, tmp_path)
    assert there.text == TEXT
    assert spans(there) == spans(made)
    assert values(there) == values(made)
    [quote] = there.quotes
    assert there.fields[quote.speaker or ""].spans == made.fields["p1"].spans
    assert {item.status for item in there.fields.values()} == {"accepted"}


def test_doccano_brings_spans_mentions_and_speakers_back(tmp_path: Path) -> None:
    made = decided(record())
    there = back("doccano", made, tmp_path)
    first_pieces = sorted((item.kind, item.spans) for item in made.fields.values())
    assert spans(there) == first_pieces
    assert [quote.speaker_name for quote in there.quotes] == ["Ida Lunde"]
    assert [number.value for number in there.numbers] == [19, 52, 14]  # read from the words


def test_conll_brings_spans_back_over_the_text_of_the_library(tmp_path: Path) -> None:
    made = decided(record())
    there = back("conll", made, tmp_path)
    assert {item.surface(TEXT) for item in there.people} == {"Ida Lunde", "Lunde"}
    assert [place.spans for place in there.places] == [[span("Alva")], made.fields["l1"].spans]
    assert [spans for quote in there.quotes for spans in quote.spans] == made.quotes[0].spans


def test_conll_of_an_unknown_article_is_put_together_from_its_tokens(tmp_path: Path) -> None:
    path = tmp_path / "other.conll"
    path.write_text(
        "-DOCSTART- -X- -X- O\n\nIda NNP B-NP I-PER\nBerg NNP I-NP I-PER\nwon VB B-VP O\n\nLima NNP B-NP B-LOC\n"
    )
    shelf = MemoryLibrary()
    import_file("conll", path, shelf, "suggestions", "bea")
    [there] = shelf.records.values()
    assert there.text == "Ida Berg won\nLima"
    assert [(item.kind, item.surface(there.text)) for item in there.fields.values()] == [
        ("person", "Ida Berg"),
        ("place", "Lima"),
    ]


HOSTILE = "🚢 Zoë\u0301 “sa\u200did” 👩‍🚒👩‍🚒 12\u2028people\nin\n\nBe\u0301rgen\u00a0🏁."


@pytest.mark.parametrize("name", PLAIN)
def test_offsets_hold_past_emoji_marks_and_line_ends(name: str, tmp_path: Path) -> None:
    where = {
        words: (HOSTILE.index(words), HOSTILE.index(words) + len(words))
        for words in ("Zoë\u0301", "in\n\nBe\u0301rgen")
    }
    found = Suggestions(
        people=[Person(id="p1", spans=[where["Zoë\u0301"]], name="Zoë")],
        places=[Place(id="l1", spans=[where["in\n\nBe\u0301rgen"]], name="Bergen")],
    )
    made = decided(Record(article=Article(id=text_id(HOSTILE), text=HOSTILE), suggestions=found))
    assert spans(back(name, made, tmp_path)) == spans(made)


@settings(max_examples=20)
@given(data=st.data())
@pytest.mark.parametrize("name", [name for name in PLAIN if name != "conll"])
def test_any_fields_of_any_text_come_back(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = data.draw(texts().filter(lambda text: text.strip()))
    made = decided(Record(article=Article(id=text_id(text), text=text), suggestions=data.draw(suggested(text))))
    folder = tmp_path_factory.mktemp("any")
    there = back(name, made, folder)
    if name in ("jsonl", "w3c", "label-studio"):  # the others cut spans at white space
        assert covered(there) == (covered(made) if name == "jsonl" else trimmed(made))
    again = back(name, there, folder)
    assert covered(again) == covered(there)


def covered(made: Record) -> set[tuple[str, tuple[int, int]]]:
    return {(item.kind, one) for item in made.fields.values() for one in item.spans}


def trimmed(made: Record) -> set[tuple[str, tuple[int, int]]]:
    """White space at the edges of a span stays behind."""
    found = set()
    for kind, (start, end) in covered(made):
        words = made.text[start:end]
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
        found |= {(kind, (start, end))} if start < end else set()
    return found


@settings(max_examples=20)
@given(st.data(), STEPS)
def test_our_own_records_come_back_byte_for_byte(data: st.DataObject, steps: Any) -> None:
    text = data.draw(texts().filter(lambda text: text.strip()))
    extra = {"desk": {"b": 1, "a": [None, "x"]}}
    made = Record(
        article=Article(id=data.draw(st.sampled_from(("", "odd/id"))) or text_id(text), text=text, meta={"z": 1.5}),
        suggestions=data.draw(suggested(text)),
        extra=extra,
    )
    hand = Annotator(made, "ann")
    hand.steps(steps)
    first = written([hand.record])
    shelf = MemoryLibrary()
    assert bring_bytes(shelf, first).added == 1
    assert written(list(shelf.records.values())) == first
    assert bring_bytes(shelf, first).known == 1
    assert written(list(shelf.records.values())) == first


def test_a_library_comes_back_byte_for_byte(tmp_path: Path) -> None:
    one = FolderLibrary(tmp_path / "one")
    for number in range(3):
        hand = Annotator(Record(article=article(f"{number} {TEXT}"), suggestions=Suggestions(extractor="t/1")), "ann")
        hand.act(actions.add(hand.record, "people", [(2, 6)]))
        one.add(hand.record.article, hand.record.suggestions, hand.record.edits, {"desk": number})
    first = written([one.load(identifier) for identifier in one.ids()])
    (tmp_path / "all.jsonl").write_bytes(first)
    other = FolderLibrary(tmp_path / "other")
    import_file("jsonl", tmp_path / "all.jsonl", other, "suggestions", "bea")
    assert written([other.load(identifier) for identifier in other.ids()]) == first


def written(records: list[Record]) -> bytes:
    stream = io.BytesIO()
    export("jsonl", records, stream, sentences=lines)
    return stream.getvalue()


def bring_bytes(shelf: MemoryLibrary, data: bytes) -> Any:
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(data)
        file.flush()
        return import_file("jsonl", Path(file.name), shelf, "suggestions", "bea")
