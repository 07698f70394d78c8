"""What a format does not say changes nothing that was known, and the same file a second time changes nothing at all."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from brought import BOAT, brat
from factories import Annotator
from libraries import MemoryLibrary

from store.formats.export import export
from store.importing.importer import import_file
from store.importing.matching import Matching
from store.importing.report import ImportReport
from store.model import actions
from store.model.fields import Number, Person, Place, Quote, Suggestions, to_json
from store.model.record import Article, Record

TEXT = "Captain Ola Vik left Turku with 14 boats. Vik said “never again” on the quay. From 1931 to 1938 he fished."


def at(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def shelf() -> MemoryLibrary:
    """An article with suggestions that know more than most formats can say."""
    vik = [at("Ola Vik"), at("Vik", 30)]
    found = Suggestions(
        extractor="t/1",
        people=[Person(id="p1", spans=vik, name="Ola Vik", role="Captain", evidence={"role": at("Captain")})],
        places=[Place(id="l1", spans=[at("Turku")], name="Turku", type="city", country="FI")],
        numbers=[
            Number(id="n1", spans=[at("14")], value=14, counted="boats"),
            Number(id="n2", spans=[at("1931 to 1938")], low="1931", high="1938", number_kind="range"),
        ],
        quotes=[Quote(id="q1", spans=[at("“never again”")], type="partial", speaker="p1", speaker_name="Ola Vik")],
    )
    library = MemoryLibrary()
    library.add(Article(id="quay", text=TEXT), found)
    return library


def whole(text: str) -> list[tuple[int, int]]:
    """One sentence is enough here."""
    return [(0, len(text))]


def bring(library: MemoryLibrary, name: str, path: Path, how: Any = "decided") -> ImportReport:
    return import_file(name, path, library, how, "bea")


def values(made: Record) -> list[Any]:
    return [{**to_json(item), "status": "", "confidence": None} for item in made.fields.values()]


@pytest.mark.parametrize("name", ["conll", "doccano", "prodigy", "label-studio", "brat", "w3c"])
def test_our_own_export_over_what_it_came_from_only_decides(name: str, tmp_path: Path) -> None:
    library = shelf()
    before = library.load("quay")
    export(name, [before], tmp_path / "out", include_suggested=True, sentences=whole)
    account = bring(library, name, tmp_path / "out")
    there = library.load("quay")
    assert values(there) == values(before)
    if name == "label-studio":  # where what is undecided is a prediction
        assert ({item.status for item in there.fields.values()}, account.undecided) == ({"suggested"}, 5)
        return
    assert {item.status for item in there.fields.values()} == {"accepted"}
    assert account.taken_over == 5
    assert bring(library, name, tmp_path / "out").taken_over == 0
    assert library.load("quay").edits == there.edits


@pytest.mark.parametrize("name", ["prodigy", "label-studio", "brat", "w3c"])
def test_the_years_of_a_range_stay_years(name: str, tmp_path: Path) -> None:
    library = shelf()
    export(name, [library.load("quay")], tmp_path / "out", include_suggested=True, sentences=whole)
    other = MemoryLibrary()
    other.add(Article(id="quay", text=TEXT), Suggestions())
    bring(other, name, tmp_path / "out")
    [_, years] = other.load("quay").numbers
    assert (years.low, years.high) == ("1931", "1938")


SPANS: dict[str, tuple[list[tuple[str, str]], str, dict[str, Any]]] = {
    "a label alone": ([("LOC", "Turku")], "l1", {}),
    "a finer label": ([("FAC", "Turku")], "l1", {"type": "facility"}),
    "a label that the kind is finer than": ([("DATE", "1931 to 1938")], "n2", {}),
    "one of two mentions": ([("PER", "Ola Vik")], "p1", {}),
    "an edge moved": (
        [("PER", "Captain Ola Vik")],
        "p1",
        {"spans": [[0, 15], list(at("Vik", 30))]},
    ),
}


@pytest.mark.parametrize("case", SPANS)
def test_labels_and_offsets_say_no_more_than_they_do(case: str, tmp_path: Path) -> None:
    labels, field, changed = SPANS[case]
    library = shelf()
    was = to_json(library.load("quay").fields[field])
    path = tmp_path / "lines.jsonl"
    path.write_bytes(orjson.dumps({"text": TEXT, "label": [[*at(words), label] for label, words in labels]}))
    bring(library, "doccano", path)
    now = to_json(library.load("quay").fields[field])
    told = {key: value for key, value in now.items() if value != was[key]}
    assert told == changed | {"status": "corrected" if changed else "accepted"}


def test_links_alone_take_no_mention_away(tmp_path: Path) -> None:
    library = shelf()
    spans = [{"start": at(words)[0], "end": at(words)[1], "label": "PERSON"} for words in ("Ola Vik", "he fished")]
    ends = {"head_span": spans[1], "child_span": spans[0], "label": "COREF"}
    path = tmp_path / "tasks.jsonl"
    path.write_bytes(orjson.dumps({"text": TEXT, "spans": spans, "relations": [ends]}))
    bring(library, "prodigy", path)
    assert library.load("quay").people[0].spans == [at("Ola Vik"), at("Vik", 30), at("he fished")]


def test_a_mention_of_another_field_stays_with_it(tmp_path: Path) -> None:
    library = shelf()
    hand = Annotator(library.load("quay"), "ann")
    hand.act(actions.add(hand.record, "people", [at("he")]))
    library.commit("quay", hand.record.edits)
    spans = [{"start": at(words)[0], "end": at(words)[1], "label": "PERSON"} for words in ("Ola Vik", "he")]
    ends = {"head_span": spans[1], "child_span": spans[0], "label": "SAME"}
    path = tmp_path / "tasks.jsonl"
    path.write_bytes(orjson.dumps({"text": TEXT, "spans": spans, "relations": [ends]}))
    account = bring(library, "prodigy", path)
    assert "mentions of a person: another person here has them" in account.losses
    assert [len(item.spans) for item in library.load("quay").people] == [2, 1]


def test_a_text_that_is_there_under_another_id_is_the_same_article(tmp_path: Path) -> None:
    library = MemoryLibrary()
    library.add(Article(id="desk/7: ö", text=TEXT), shelf().load("quay").suggestions)
    export(
        "brat",
        [library.load("desk/7: ö")],
        tmp_path / "out",
        include_suggested=True,
        sentences=whole,
    )
    bring(library, "brat", tmp_path / "out")
    assert list(library.records) == ["desk/7: ö"]


def test_a_name_said_often_costs_no_more_each_time() -> None:
    def calls(count: int) -> int:
        """How many functions the second import calls, which meets all that is there."""
        text = "Holm " * count
        fields = Suggestions(people=[Person(id="p1", spans=[(5 * at, 5 * at + 4) for at in range(count)], name="Holm")])
        there = Record(article=Article(id="one", text=text), suggestions=fields)
        made = 0

        def count_call(*_: object) -> None:
            nonlocal made
            made += 1

        gc.collect()  # what other tests left behind is not counted
        sys.setprofile(count_call)
        try:
            matching = Matching(there, fields)
            [pair] = matching.pairs.values()
            assert not matching.differs(pair)
        finally:
            sys.setprofile(None)
        return made

    assert calls(400) < 2.3 * calls(200)


@pytest.mark.parametrize("ends", ["Arg1:T1 Arg2:T2", "Arg1:T2 Arg2:T1"])
def test_attributes_stay_whichever_mention_carries_them(ends: str, tmp_path: Path) -> None:
    lines = (
        "T1\tPlace 16 21\tTurku\nT2\tPlace 2 10\tÅsa Holm\nR1\tSAME " + ends + "\n"
        'A1\tPlaceType T1 city\n#1\tAnnotatorNotes T1\t{"name": "Turku", "country": "FI"}\n'
        '#2\tAnnotatorNotes T2\t{"name": "Åbo", "country": "SE", "latitude": 60.4}\n'
    )
    made = brat(BOAT, lines, tmp_path)
    [place] = made.record.places
    assert (place.type, place.latitude, len(place.spans)) == ("city", 60.4, 2)
    assert made.lost == {"attributes named country: another mention of the same says otherwise": 1}
