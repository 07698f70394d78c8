"""Annotations whose offsets, words, edges and values are off: put right or counted, at no cost to the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from brought import BOAT, brat, bring, entity, mark, region, shelf, tagged, task

from store.model.fields import to_json

OFF = {
    "as it should be": (2, 10),
    "UTF-16": (3, 11),
    "bytes": (5, 14),
    "the end included": (2, 9),
    "counted from one": (3, 11),
    "counted from one, the end included": (3, 10),
    "a character off": (1, 9),
    "of another text": (25, 33),
}


@pytest.mark.parametrize("case", OFF)
def test_the_words_beside_the_offsets_tell_where_they_are(case: str, tmp_path: Path) -> None:
    start, end = OFF[case]
    found = [
        bring("label-studio", task(BOAT, region("PER", start, end, "Åsa Holm")), tmp_path),
        bring("prodigy", {"text": BOAT, "spans": [mark("PER", start, end, "Åsa Holm")]}, tmp_path),
        bring("doccano", {"text": BOAT, "entities": [entity("PER", start, end, "Åsa Holm")]}, tmp_path),
        brat(BOAT, f"T1\tPerson {start} {end}\tÅsa Holm\n", tmp_path),
    ]
    assert [one.words for one in found] == [[["Åsa Holm"]]] * 4
    assert not any(one.lost for one in found)


BAD = {
    "of no length": (7, 7),
    "not within the text": (30, 900),
    "offsets that are not whole numbers": (1.5, 4),
}


@pytest.mark.parametrize("reason", BAD)
def test_one_bad_span_is_counted_and_costs_no_other(reason: str, tmp_path: Path) -> None:
    start, end = BAD[reason]
    library = shelf(BOAT[2:])
    position = {"type": "TextPositionSelector"}
    good, bad = {**position, "start": 0, "end": 8}, {**position, "start": start, "end": end}
    text = BOAT[2:]
    found = [
        bring("label-studio", task(text, region("PER", 0, 8, id="a"), region("LOC", start, end, id="b")), tmp_path),
        bring("prodigy", {"text": text, "spans": [mark("LOC", start, end), mark("PER", 0, 8)]}, tmp_path),
        bring("doccano", {"text": text, "label": [[start, end, "LOC"], [0, 8, "PER"]]}, tmp_path),
        bring("w3c", [tagged("LOC", library, bad), tagged("PER", library, good)], tmp_path, library),
        brat(text, f"T1\tLOC {start} {end}\tnowhere here\nT2\tPER 0 8\tÅsa Holm\n", tmp_path),
    ]
    assert [one.words for one in found] == [[["Åsa Holm"]]] * 5
    assert [one.lost for one in found[:4]] == [{f"annotations labelled LOC: {reason}": 1}] * 4
    assert sum(found[4].report.losses.values()) == 1


@pytest.mark.parametrize(("start", "end"), [(0.0, 8.0), ("0", "8")])
def test_whole_numbers_written_otherwise_are_whole_numbers(start: Any, end: Any, tmp_path: Path) -> None:
    assert bring("doccano", {"text": "Åsa Holm left.", "label": [[start, end, "PER"]]}, tmp_path).words == [
        ["Åsa Holm"]
    ]


def test_words_that_are_nowhere_are_left_out(tmp_path: Path) -> None:
    found = bring("label-studio", task(BOAT, region("PER", 2, 10, "Bo Ek", id="a"), region("LOC", 16, 21)), tmp_path)
    assert found.words == [["Turku"]]
    assert found.lost == {"annotations labelled PER: its words are not in the text": 1}


ZORK = "🚢 zork met zork and  zork, zork."


@pytest.mark.parametrize(
    ("selectors", "start"),
    [
        ([(12, 16), ("zork", "", "")], 11),  # as JavaScript counts
        ([(20, 24), ("zork", "", "")], 21),
        ([("zork", "and ", "")], 21),  # white space differs
        ([("zork", "", ", zork")], 21),
        ([(0, 4), ("zork", "and", "")], 21),  # the context before the position
    ],
)
def test_a_quotation_is_found_nearest_to_its_position(selectors: list[Any], start: int, tmp_path: Path) -> None:
    library = shelf(ZORK)
    told = [
        {"type": "TextPositionSelector", "start": one[0], "end": one[1]}
        if len(one) == 2
        else {"type": "TextQuoteSelector", "exact": one[0], "prefix": one[1], "suffix": one[2]}
        for one in selectors
    ]
    found = bring("w3c", [tagged("PER", library, *told)], tmp_path, library)
    assert [item.spans for item in found.record.people] == [[(start, start + 4)]]


def test_a_quotation_that_may_be_anywhere_is_left_out(tmp_path: Path) -> None:
    library = shelf(ZORK)
    lost = tagged("PER", library, {"type": "TextQuoteSelector", "exact": "zork"})
    found = bring(
        "w3c", [lost, tagged("LOC", library, {"type": "TextQuoteSelector", "exact": "met"})], tmp_path, library
    )
    assert found.words == [["met"]]
    [sort] = found.lost
    assert "several times" in sort


def test_annotations_without_ids_or_with_one_id_are_all_taken(tmp_path: Path) -> None:
    regions = [region("PER", 2, 10), region("LOC", 16, 21), region("CARDINAL", 27, 29)]
    for more in ({}, {"id": "same"}):
        results = [one | more for one in regions]
        found = bring("label-studio", [{"data": {"text": BOAT}, "predictions": [{"result": results}]}], tmp_path)
        assert found.words == [["Åsa Holm"], ["Turku"], ["14"]]
    library = shelf(BOAT)
    ends = [{"type": "TextPositionSelector", "start": start, "end": end} for start, end in ((2, 10), (16, 21))]
    found = bring("w3c", [tagged("PER", library, one, id="same") for one in ends], tmp_path, library)
    assert found.words == [["Åsa Holm"], ["Turku"]]


def test_what_brat_has_beyond_us_is_counted_by_its_sort(tmp_path: Path) -> None:
    lines = (
        "T1\tPerson 0 8\tÅsa Holm\nT2\tPlace 14 19\tTurku\nT3\tPerson 21 24\tShe\nT4\tMove 9 13\tleft\n"
        "*\tEquiv T1 T3\nR1\tOrigin Arg1:T1 Arg2:T2\nE1\tMove:T4 Agent:T1\nA1\tMood T1 calm\nM1\tNegation E1\n"
        "N1\tReference T2 Gazetteer:77\tTurku\n#1\tAnnotatorNotes T1\tsure?\n#2\tAnnotatorNotes E1\twhen\nsomething\n"
    )
    found = brat("Åsa Holm left Turku. She is back.", lines, tmp_path)
    assert found.words == [["Åsa Holm", "She"], ["Turku"]]
    assert (found.record.people[0].name, found.record.people[0].note) == ("Åsa Holm", "sure?")
    assert found.lost == {
        "annotations labelled Move": 1,
        "relations labelled Origin": 1,
        "events labelled Move": 1,
        "attributes named Mood": 1,
        "attributes named Negation": 1,
        "notes on what did not come in": 1,
        "lines that brat would not read": 1,
    }


def test_names_and_numbers_in_pieces_cost_nothing_else(tmp_path: Path) -> None:
    text = "Åsa and Bo Holm met Ek. It fell 3 or 4 percent."
    lines = "T1\tPerson 0 3;11 15\tÅsa Holm\nT2\tPerson 20 22\tEk\nT3\tPERCENT 32 33;39 46\t3 percent\n"
    found = brat(text, lines, tmp_path)
    assert found.words == [["Åsa and Bo Holm"], ["Ek"], ["3 or 4 percent"]]
    assert [item.name for item in found.record.people] == ["Åsa Holm", "Ek"]
    assert sum(found.report.losses.values()) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_move_the_offsets_along(end: str, tmp_path: Path) -> None:
    text = f"\ufeffTurku.{end}{end}Åsa Holm left.{end}"
    start = text.index("Åsa")
    lines = f"T1\tPerson {start} {start + 8}\tÅsa Holm\r\nA1\tFlag T1\r\n#1\tAnnotatorNotes T1\tsure?\r\n"
    found = [
        brat(text, lines, tmp_path),
        bring("prodigy", {"text": text, "spans": [mark("PER", start, start + 8)]}, tmp_path),
        bring("label-studio", task(text, region("PER", start, start + 8)), tmp_path),
    ]
    assert [one.words for one in found] == [[["Åsa Holm"]]] * 3
    assert (found[0].record.people[0].flag, found[0].record.people[0].note) == (True, "sure?")
    assert not any(one.lost for one in found)


def test_edges_are_trimmed_and_doubles_taken_once(tmp_path: Path) -> None:
    labels = [[0, 9, "PER"], [4, 8, "PER"], [13, 19, "LOC"], [25, 27, "NUMBER"], [25, 27, "CARDINAL"]]
    found = bring("doccano", {"text": "Åsa Holm left Turku with 14.", "label": labels}, tmp_path)
    assert found.words == [["Åsa Holm"], ["Turku"], ["14"]]
    assert found.lost == {
        "annotations labelled PER: within a longer one of this kind": 1,
        "annotations labelled CARDINAL: the same words are one of this kind already": 1,
    }


def test_a_name_over_a_line_end_is_on_one_line(tmp_path: Path) -> None:
    found = bring("doccano", {"text": "Åsa\n  Holm left.", "label": [[0, 10, "PER"]]}, tmp_path)
    assert found.record.people[0].name == "Åsa Holm"


def test_a_value_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    span = mark("NUMBER", 27, 29) | {"attributes": {"kind": "heap", "counted": "boats", "weight": 3}}
    found = bring("prodigy", {"text": BOAT, "spans": [span, mark("PER", 2, 10)]}, tmp_path)
    told = to_json(found.record.numbers[0])
    assert (told["kind"], told["counted"]) == ("count", "boats")
    assert found.lost == {"attributes named kind: values which Stet cannot read": 1, "attributes named weight": 1}
