"""Offsets that come without their words are counted as most of them say, and what is cut all the same is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from brought import bring

from store.formats.incoming.annotations import told


def boat(*ends: list[object]) -> dict[str, object]:
    return {"text": "Ann Berg watched the old ferry. 🚢 Merkel left Bonn with Kohl.", "label": list(ends)}


COUNTED = "offsets that cut words as the format counts: taken as code points"


@pytest.mark.parametrize("others", [[[0, 9999, "PER"]], [[5, 8, "PER"]], [[5, 8, "PER"], [0, 9999, "PER"]]])
def test_one_bad_annotation_changes_nothing_in_how_the_others_are_counted(
    others: list[list[object]], tmp_path: Path
) -> None:
    found = bring("doccano", boat([34, 40, "PER"], *others), tmp_path)
    assert ["Merkel"] in found.words
    bad = {"annotations labelled PER: not within the text": 1} if [0, 9999, "PER"] in others else {}
    assert found.lost == {COUNTED: 1, **bad}


def test_what_most_annotations_say_counts_and_the_cut_word_is_said(tmp_path: Path) -> None:
    found = bring("doccano", boat([34, 40, "PER"], [46, 50, "LOC"], [57, 61, "PER"]), tmp_path)
    assert found.words == [["Merkel"], ["ohl."], ["Bonn"]]
    assert found.lost == {COUNTED: 3, "annotations that begin or end within a word: taken as they stand": 1}


def test_of_one_the_words_are_of_one() -> None:
    assert told(COUNTED, 1) == "1 offset that cuts words as the format counts: taken as code points"
    why = "annotations labelled PER: offsets that are not whole numbers"
    assert (told(why, 1), told(why, 2)) == (f"1 {why.replace('annotations', 'annotation')}", f"2 {why}")
