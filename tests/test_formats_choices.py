"""What a format decides where it cannot hold all: which span stays, which mention speaks, what is an annotation."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from factories import TEXT, Annotator, record, span
from libraries import MemoryLibrary

from store.formats.export import export
from store.importing.importer import import_file
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Span, Suggestions
from store.model.record import Article, Record, text_id


def whole(text: str) -> Sequence[Span]:
    return [(0, len(text))]


def accepted(found: Suggestions, text: str = TEXT) -> Record:
    hand = Annotator(Record(article=Article(id=text_id(text), text=text), suggestions=found), "ann")
    hand.act(actions.accept(hand.record, list(hand.record.fields)))
    return hand.record


def written(name: str, made: Record, sentences: Any = whole, **how: Any) -> str:
    stream = io.BytesIO()
    export(name, [made], stream, sentences=sentences, **how)
    return stream.getvalue().decode()


def table(name: str, made: Record, folder: Path, sentences: Any = whole, **how: Any) -> list[dict[str, str]]:
    export("csv", [made], folder, sentences=sentences, **how)
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tags(made: Record) -> dict[str, str]:
    """The last column of CoNLL, by token."""
    lines = (line.split() for line in written("conll", made).splitlines()[1:] if line)
    return {columns[0]: columns[-1] for columns in lines}


@pytest.mark.parametrize(("longer", "shorter"), [("people", "places"), ("places", "people")])
def test_of_two_overlapping_spans_conll_keeps_the_longer(longer: str, shorter: str) -> None:
    cls: dict[str, type[Person] | type[Place]] = {"people": Person, "places": Place}
    found = Suggestions()
    getattr(found, longer).append(cls[longer](id=f"{cls[longer].letter}1", spans=[span("Captain Ida Lunde")]))
    getattr(found, shorter).append(cls[shorter](id=f"{cls[shorter].letter}1", spans=[span("Lunde")]))
    column = tags(accepted(found))
    label = {"people": "PERSON", "places": "PLACE"}[longer]
    assert [column[token] for token in ("Captain", "Ida")] == [f"B-{label}", f"I-{label}"]


def test_of_two_overlapping_spans_as_long_conll_keeps_the_earlier() -> None:
    found = Suggestions(people=[Person(id="p1", spans=[(0, 9)])], places=[Place(id="l1", spans=[(5, 14)])])
    column = tags(accepted(found, "Anna Berg Lima won."))
    assert [column[token] for token in ("Anna", "Berg", "Lima")] == ["B-PERSON", "I-PERSON", "O"]


def mentions_that_speak(found: Suggestions, folder: Path) -> list[Span]:
    """Where the mentions stand to which brat's relations link a quote."""
    export("brat", [accepted(found)], folder, sentences=whole)
    [path] = folder.glob("*.ann")
    columns = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    at = {
        words[0]: (int(words[2]), int(words[3]))
        for words in columns
        if words[0].startswith("T") and ";" not in words[3]
    }
    return [at[words[3].removeprefix("Arg2:")] for words in columns if words[1] == "SPEAKER"]


LUNDE_AGAIN = span("Lunde", TEXT.index("Then the alarm"))
LUNDE = [Person(id="p1", name="Ida Lunde", spans=[span("Ida Lunde"), LUNDE_AGAIN])]


def test_a_quote_is_linked_to_the_mention_of_its_evidence_though_another_is_first(tmp_path: Path) -> None:
    said = Quote(id="q1", spans=[span("We saw smoke")], speaker="p1", evidence={"speaker": LUNDE_AGAIN})
    assert mentions_that_speak(Suggestions(people=LUNDE, quotes=[said]), tmp_path) == [LUNDE_AGAIN]


def test_a_quote_without_evidence_is_linked_to_the_nearest_mention_and_not_to_the_first(tmp_path: Path) -> None:
    said = Quote(id="q1", spans=[span("praised her crew")], speaker="p1")
    assert mentions_that_speak(Suggestions(people=LUNDE, quotes=[said]), tmp_path) == [LUNDE_AGAIN]


def test_what_nobody_decided_is_no_annotation_in_label_studio_though_asked_for(tmp_path: Path) -> None:
    hand = Annotator(record(), "ann")
    hand.act(actions.accept(hand.record, ["p1"]))
    export("label-studio", [hand.record], tmp_path, sentences=whole, include_suggested=True)
    [task] = orjson.loads((tmp_path / "tasks.json").read_bytes())
    [annotation], [prediction] = task["annotations"], task["predictions"]

    def labels(results: list[dict[str, Any]]) -> set[str]:
        return {label for one in results if one["type"] == "labels" for label in one["value"]["labels"]}

    assert labels(annotation["result"]) == {"PERSON"}
    assert labels(prediction["result"]) == {"PERSON", "PLACE", "NUMBER", "QUOTE"}


def test_a_quote_that_was_struck_out_says_no_number(tmp_path: Path) -> None:
    start = TEXT.index("smoke")
    hand = Annotator(record(), "ann")
    hand.act(actions.add(hand.record, "numbers", [(start, start + 5)], {"value": 1}))
    hand.act(actions.accept(hand.record, ["q1"]))
    [said] = table("numbers", hand.record, tmp_path / "before")
    assert (said["quote"], said["speaker_name"]) == ("q1", "Ida Lunde")
    hand.act(actions.reject(hand.record, ["q1"]))
    [said] = table("numbers", hand.record, tmp_path / "after", include_rejected=True)
    assert (said["quote"], said["speaker_name"]) == ("", "")


@pytest.mark.parametrize("name", ["conll", "doccano"])
def test_quotes_of_the_same_words_stay_apart_as_people_of_the_same_words_do_not(name: str, tmp_path: Path) -> None:
    text = "“No,” said Ida. “No,” Ida said."
    at = [0, text.index("“No", 3)]
    ida = [text.index("Ida"), text.rindex("Ida")]
    found = Suggestions(
        people=[Person(id="p1", name="Ida", spans=[(start, start + 3) for start in ida])],
        quotes=[Quote(id=f"q{number}", spans=[(start, start + 5)]) for number, start in enumerate(at, 1)],
    )
    made = accepted(found, text)
    export(name, [made], tmp_path / "out", sentences=whole)
    library = MemoryLibrary()
    library.add(made.article, Suggestions())
    import_file(name, tmp_path / "out", library, "decided", "bea")
    there = library.load(made.id)
    assert [quote.spans for quote in there.quotes] == [[(start, start + 5)] for start in at]
    assert len(there.people) == 1


def test_a_field_at_the_end_of_its_sentence_has_no_other_sentence(tmp_path: Path) -> None:
    """Where sentences touch, the next begins at the very character at which the field ends."""
    text = "渡船起火。船員二十人。"
    made = accepted(Suggestions(numbers=[Number(id="n1", spans=[(0, 5)], value=1)]), text)
    [row] = table("numbers", made, tmp_path, lambda _: [(0, 5), (5, 11)])
    assert row["sentence"] == "渡船起火。"


def test_an_edit_of_the_very_moment_asked_for_is_since_then(tmp_path: Path) -> None:
    made = accepted(Suggestions(places=[Place(id="l1", spans=[span("Bergen")])]))
    [edit] = made.edits
    assert edit.at == "2026-05-04T10:00:01Z"
    assert table("places", made, tmp_path / "then", since="2026-05-04T10:00:01Z")
    assert not table("places", made, tmp_path / "later", since="2026-05-04T10:00:02Z")
