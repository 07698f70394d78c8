"""Training: the same weights from the same data, learned from a small sample of our own."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from extract.document import Document
from extract.names.features import Run
from extract.names.tagger import Tagger, load, spans_of
from extract.training.data import as_read, labels_of, repaired
from extract.training.trainer import main

PEOPLE = ["Anna Orr", "Piotr Nowak", "Lena Falk", "Omar Haddad"]
PLACES = ["Lima", "Oslo", "Kenya", "Peru"]
GROUPS = ["Acme Bank", "Orion Party"]
SHAPES = ["{0} flew to {1} for {2}.", "In {1}, {0} told {2} to wait.", "“No,” said {0} of {2} in {1}."]


def sample() -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    for number, (shape, person, place, group) in enumerate(product(SHAPES, PEOPLE, PLACES, GROUPS)):
        text = shape.format(person, place, group)
        spans = [[[text.index(name), text.index(name) + len(name)]] for name in (person, place, group)]
        items.append(
            {"id": str(number), "text": text, "people": spans[0], "places": spans[1], "orgs": spans[2], "ignore": []}
        )
    items.append({"id": "plain", "text": "Yesterday Lena Falk flew to Oslo."})
    return items


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "sample.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in sample()), encoding="utf-8")
    return path


def test_a_trained_tagger_reads_a_name_that_it_has_not_seen(data: Path, tmp_path: Path) -> None:
    main([str(data), "-o", str(tmp_path / "weights")])
    tagger = load((tmp_path / "weights").read_bytes())
    text = "In Oslo, Greta Lind told Acme Bank to wait."
    found = tagger.tag(Document(text))
    assert [text[a:b] for a, b in spans_of(found, "person")] == ["Greta Lind"]
    assert [text[a:b] for a, b in spans_of(found, "place")] == ["Oslo"]


def test_the_same_data_give_the_same_weights(data: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        main([str(data), "-o", str(tmp_path / name), "--epochs", "2"])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_one_weight_more_turns_a_reading(data: Path, tmp_path: Path) -> None:
    main([str(data), "-o", str(tmp_path / "weights")])
    tagger = load((tmp_path / "weights").read_bytes())
    text = "Zorba flew."
    before = tagger.tag(Document(text))
    more = {"w=Zorba": tagger.weights.get("w=Zorba", 0) + (30_000 << (16 * 4))}
    taught = Tagger(tagger.weights | more, tagger.moves, tagger.lexicon)
    assert spans_of(taught.tag(Document(text)), "person") == [(0, 5)] != spans_of(before, "person")


def test_a_gold_name_that_is_no_whole_number_of_words_is_left_out() -> None:
    run = Run([(0, 4), (5, 8)], [[], []])
    assert labels_of(run, {0: (8, 0)}) == [1, 3]
    assert labels_of(run, {0: (6, 0)}) == [0, 0]


def test_clipped_names_are_mended() -> None:
    text = "Many Germans came from the United States."
    item = {"id": "GUM_own", "text": text, "people": [], "places": [[5, 12], [34, 40]], "orgs": []}
    assert [text[a:b] for a, b in repaired(item)["places"]] == ["United States"]


def test_spans_move_with_what_is_left_out_of_a_text_as_it_is_read() -> None:
    text = "In Os\u00adlo, Len\u00ada Falk said no."
    item = {"id": "soft", "text": text, "people": [[10, 20]], "places": [[3, 8]], "orgs": [], "ignore": []}
    read = as_read(item)
    names = [read["text"][a:b] for group in ("places", "people") for a, b in read[group]]
    assert (read["text"], names) == ("In Oslo, Lena Falk said no.", ["Oslo", "Lena Falk"])
